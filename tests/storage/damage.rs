//! Values that samfin never wrote: the error names the table, the column and the row.

use samfin::storage::budgets::{self, Budget, NewBudget};
use samfin::storage::statistics::{self, Observation};
use samfin::storage::{Db, Error};

use crate::databases::{Database, on_both_databases};
use crate::given::{agreement, at, date, id, raw};

async fn with_an_observation(database: &Database) -> Db {
    let db = database.connect().await;
    let observation = Observation {
        id: id(1),
        series: "population".to_owned(),
        for_code: "2321".to_owned(),
        date: date("2025-12-31"),
        value: "12770".parse().expect("a decimal"),
        source: None,
        published_at: None,
        recorded_at: at("2026-03-01T10:00:00Z"),
        import_id: None,
    };
    let stored: Result<(), Error> =
        db.write(vec![observation], |tx, new| Box::pin(statistics::insert_many(tx, new))).await;
    stored.expect("stored");
    db
}

/// Takes the guard away and edits, as only somebody with the database in their hands can.
async fn damage(database: &Database, table: &str, edit: &str) {
    let unguard = if database.url.starts_with("sqlite") {
        format!("DROP TRIGGER {table}_refuse_update")
    } else {
        format!("DROP TRIGGER {table}_append_only ON {table}")
    };
    raw(database, &unguard).await.expect("the trigger is there");
    assert_eq!(raw(database, edit).await.expect("edited"), 1);
}

async fn known(db: &Db) -> Result<Vec<Observation>, Error> {
    db.read((), |tx, ()| Box::pin(statistics::known(tx, "population", None))).await
}

fn assert_corrupt<T: std::fmt::Debug>(read: Result<T, Error>, expected: (&str, &str, &str)) {
    let Err(Error::Corrupt { table, column, row }) = read else { panic!("{read:?}") };
    assert_eq!((table, column.as_str(), row.as_str()), expected);
}

on_both_databases! {
    async fn a_value_that_is_no_decimal(database) {
        let db = with_an_observation(&database).await;
        damage(&database, "observations", "UPDATE observations SET value = '1e400'").await;
        assert_corrupt(known(&db).await, ("observations", "value", &id(1)));
    }

    async fn an_adoption_without_its_decision(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let new = NewBudget {
            agreement_id: id(1),
            year: 2027,
            changes: "[]".to_owned(),
            opening: "{}".to_owned(),
            at: at("2026-11-02T09:00:00Z"),
        };
        let stored: Result<Budget, Error> = db.write(new, |tx, new| Box::pin(budgets::put(tx, new, None))).await;
        stored.expect("stored");
        let refused = raw(&database, "INSERT INTO budgets SELECT agreement_id, year, 2, changes, opening, 'adopted', NULL, recorded_at FROM budgets").await;
        assert!(refused.expect_err("the table knows").to_string().to_lowercase().contains("check"));
    }
}

/// PostgreSQL refuses such a text itself; SQLite keeps anything in a DATE column.
#[tokio::test]
async fn a_date_that_is_none_in_sqlite() {
    let database = Database::sqlite();
    let db = with_an_observation(&database).await;
    damage(&database, "observations", "UPDATE observations SET date = 'igår'").await;
    assert_corrupt(known(&db).await, ("observations", "date", &id(1)));
}

#[tokio::test]
async fn a_moment_that_is_none_in_sqlite() {
    let database = Database::sqlite();
    let db = with_an_observation(&database).await;
    damage(&database, "observations", "UPDATE observations SET recorded_at = '2026-13-01T10:00:00+00:00'").await;
    assert_corrupt(known(&db).await, ("observations", "recorded_at", &id(1)));
}
