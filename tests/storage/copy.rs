//! Tables that are found by themselves, and rows that are the same in both databases.

use samfin::app::backup::LEFT_OUT;
use samfin::storage::copy::{self, Kind, Table, Value};
use samfin::storage::{Db, Error};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::databases::{Database, on_both_databases};
use crate::given::raw;

/// A column of texts that a query beside the program finds.
async fn column(database: &Database, sqlite: &str, postgres: &str) -> Vec<String> {
    let found: Vec<(String,)> = if database.url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&database.url).await.expect("a connection");
        sqlx::query_as(AssertSqlSafe(sqlite)).fetch_all(&mut connection).await.expect("found")
    } else {
        let mut connection = PgConnection::connect(&database.url).await.expect("a connection");
        sqlx::query_as(AssertSqlSafe(postgres)).fetch_all(&mut connection).await.expect("found")
    };
    let mut found: Vec<String> = found.into_iter().map(|(text,)| text).collect();
    found.sort_unstable();
    found
}

async fn tables(db: &Db) -> Result<Vec<Table>, Error> {
    db.read((), |tx, ()| Box::pin(copy::tables(tx))).await
}

async fn rows(db: &Db, table: Table) -> Vec<Vec<Value>> {
    let read: Result<Vec<Vec<Value>>, Error> = db
        .read(table, |tx, table| {
            Box::pin(async move {
                let mut rows = Vec::new();
                copy::rows(tx, table, |row| {
                    rows.push(row);
                    Ok::<_, Error>(())
                })
                .await?;
                Ok(rows)
            })
        })
        .await;
    read.expect("the rows")
}

/// Stores rows as a restore does.
async fn fill(db: &Db, filled: Vec<(Table, Vec<Vec<Value>>)>) -> Result<(), Error> {
    db.write(filled, |tx, filled| {
        Box::pin(async move {
            let deferred = copy::defer_references(tx).await?;
            for (table, rows) in filled {
                copy::insert(tx, table, rows.clone()).await?;
            }
            copy::enforce_references(tx, deferred).await
        })
    })
    .await
}

fn text(text: &str) -> Value {
    Value::Text(Some(text.to_owned()))
}

/// A table with a column of every kind. PostgreSQL orders its texts as people do, as it does in a Swedish database.
async fn every_kind(database: &Database) {
    let collation = if database.url.starts_with("sqlite") { "" } else { "COLLATE \"sv-SE-x-icu\"" };
    let sql = format!(
        "CREATE TABLE every_kind (id TEXT {collation} NOT NULL, number BIGINT NOT NULL, flag BOOLEAN, day DATE,
                                  at TIMESTAMPTZ, note TEXT, PRIMARY KEY (number, id))"
    );
    raw(database, &sql).await.expect("made");
}

on_both_databases! {
    /// Whatever a migration adds is in a backup, or is left out by name and with a reason (`backup::LEFT_OUT`).
    async fn no_table_and_no_column_is_forgotten(database) {
        let db = database.connect_as_owner().await;
        let there = column(
            &database,
            "SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c
             WHERE t.type = 'table' AND t.name NOT LIKE '~_sqlx~_%' ESCAPE '~' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~'",
            "SELECT c.relname || '.' || a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
             WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
               AND c.relname !~ '^_sqlx_'",
        )
        .await;
        let copied = tables(&db).await.expect("tables");
        for (table, column) in copied.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column))) {
            assert_ne!(column.kind, Kind::Other, "{}.{} has a type that only one database has", table.name, column.name);
        }
        let mut copied: Vec<String> = copied
            .iter()
            .flat_map(|table| table.columns.iter().map(|column| format!("{}.{}", table.name, column.name)))
            .collect();
        copied.sort_unstable();
        assert!(there.len() > 40, "{there:?}");
        assert_eq!(copied, there);
    }

    /// A restore inserts every row of the backup into tables that the migrations have just made. Rows that a migration
    /// stores, or that a trigger adds, would be there twice. A trigger that only refuses may be named here, once the round
    /// trip in `backup.rs` has a row that passes it.
    async fn migrations_store_nothing_and_nothing_happens_on_insert(database) {
        let db = database.connect_as_owner().await;
        for table in tables(&db).await.expect("the tables") {
            assert_eq!(rows(&db, table.clone()).await, Vec::<Vec<Value>>::new(), "{}", table.name);
        }
        let triggers = column(
            &database,
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND (sql LIKE '%BEFORE INSERT%' OR sql LIKE '%AFTER INSERT%')",
            "SELECT DISTINCT trigger_name::text FROM information_schema.triggers WHERE event_manipulation = 'INSERT'",
        )
        .await;
        assert_eq!(triggers, Vec::<String>::new());
    }

    /// Somebody who refers to a row that is left out could not be restored.
    async fn nothing_refers_to_what_is_left_out(database) {
        database.connect_as_owner().await;
        let referred_to = column(
            &database,
            "SELECT DISTINCT f.\"table\" FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table'",
            "SELECT DISTINCT c.relname::text FROM pg_constraint AS f JOIN pg_class AS c ON c.oid = f.confrelid WHERE f.contype = 'f'",
        )
        .await;
        assert!(referred_to.contains(&"agreements".to_owned()), "{referred_to:?}");
        for (left_out, _) in LEFT_OUT {
            assert!(!referred_to.contains(&(*left_out).to_owned()), "{left_out}");
        }
    }

    async fn every_kind_of_value_comes_back_in_the_order_of_the_key(database) {
        let db = database.connect_as_owner().await;
        every_kind(&database).await;
        let table = tables(&db).await.expect("tables").into_iter().find(|table| table.name == "every_kind").expect("found");
        let kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
        assert_eq!(kinds, [Kind::Text, Kind::Integer, Kind::Boolean, Kind::Date, Kind::Moment, Kind::Text]);
        let at = |text: &str| Value::Moment(Some(text.parse().expect("a moment")));
        let day = Value::Date(Some("2027-12-31".parse().expect("a date")));
        let nothing = [Value::Boolean(None), Value::Date(None), Value::Moment(None), Value::Text(None)];
        let mut stored = Vec::new();
        // Upper case before lower, å after both: by bytes, whatever the language of the database.
        for id in ["å", "b", "B", "a"] {
            stored.push([vec![text(id), Value::Integer(Some(-1))], nothing.to_vec()].concat());
        }
        stored.push(vec![text("x"), Value::Integer(Some(i64::MIN)), Value::Boolean(Some(true)), day.clone(), at("2026-05-04T10:00:00.123456Z"), text("")]);
        stored.push(vec![text("x"), Value::Integer(Some(i64::MAX)), Value::Boolean(Some(false)), day, at("2000-01-01T00:00:00Z"), text("\u{1f9ee} 'å' \"\n\t\\")]);
        let shuffled = vec![stored[5].clone(), stored[0].clone(), stored[2].clone(), stored[4].clone(), stored[1].clone(), stored[3].clone()];
        fill(&db, vec![(table.clone(), shuffled)]).await.expect("stored");
        let expected = [4, 2, 3, 1, 0, 5].map(|at| stored[at].clone());
        assert_eq!(rows(&db, table).await, expected);
    }

    async fn rows_that_refer_to_each_other_come_in_any_order(database) {
        let db = database.connect_as_owner().await;
        raw(&database, "CREATE TABLE aa (id TEXT PRIMARY KEY, other TEXT REFERENCES aa (id))").await.expect("made");
        raw(&database, "CREATE TABLE bb (id TEXT PRIMARY KEY, other TEXT NOT NULL REFERENCES aa (id))").await.expect("made");
        let named = |name: &'static str, tables: &[Table]| tables.iter().find(|table| table.name == name).expect("there").clone();
        let found = tables(&db).await.expect("tables");
        let (aa, bb) = (named("aa", &found), named("bb", &found));
        let wrong = vec![(bb.clone(), vec![vec![text("b"), text("1")]]), (aa.clone(), vec![vec![text("1"), text("3")]])];
        let refused = fill(&db, wrong).await;
        assert!(matches!(refused, Err(Error::Conflict { .. })), "{refused:?}");
        assert_eq!(rows(&db, bb.clone()).await, Vec::<Vec<Value>>::new());
        let right = vec![
            (bb.clone(), vec![vec![text("b"), text("1")]]),
            (aa.clone(), vec![vec![text("1"), text("2")], vec![text("2"), text("1")]]),
        ];
        fill(&db, right).await.expect("stored");
        assert_eq!(rows(&db, aa).await.len(), 2);
        // From then on a reference is checked at once again.
        let dangling = raw(&database, "INSERT INTO bb (id, other) VALUES ('c', 'nowhere')").await;
        assert!(dangling.is_err() || database.url.starts_with("sqlite"), "{dangling:?}");
        let deferred = column(&database, "SELECT name FROM sqlite_schema WHERE 1 = 0", "SELECT conname::text FROM pg_constraint WHERE condeferrable").await;
        assert_eq!(deferred, Vec::<String>::new());
    }

    async fn more_rows_than_one_statement_takes_are_stored(database) {
        let db = database.connect_as_owner().await;
        every_kind(&database).await;
        let table = tables(&db).await.expect("tables").into_iter().find(|table| table.name == "every_kind").expect("found");
        let row = |number| {
            let rest = [Value::Boolean(None), Value::Date(None), Value::Moment(None), Value::Text(None)];
            [vec![text("x"), Value::Integer(Some(number))], rest.to_vec()].concat()
        };
        fill(&db, vec![(table.clone(), (0..12_000).map(row).collect())]).await.expect("stored");
        assert_eq!(rows(&db, table).await.len(), 12_000);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_have_the_same_tables() {
    let (sqlite, postgres) = (Database::sqlite(), Database::postgres().await);
    let (sqlite, postgres) = (sqlite.connect().await, postgres.connect().await);
    assert_eq!(tables(&sqlite).await.expect("tables"), tables(&postgres).await.expect("tables"));
}
