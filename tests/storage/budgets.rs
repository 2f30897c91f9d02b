//! Budgets and their revisions.

use samfin::storage::budgets::{self, Budget, NewBudget, Status};
use samfin::storage::{Db, Error};

use crate::databases::on_both_databases;
use crate::given::{agreement, at, id, raw};

fn new_budget(changes: &str) -> NewBudget {
    NewBudget {
        agreement_id: id(1),
        year: 2027,
        changes: changes.to_owned(),
        opening: r#"{"are":"-12.50"}"#.to_owned(),
        at: at("2026-11-02T09:00:00Z"),
    }
}

async fn put(db: &Db, changes: &str, expected_revision: Option<i64>) -> Result<Budget, Error> {
    db.write(new_budget(changes), move |tx, new| Box::pin(budgets::put(tx, new, expected_revision))).await
}

async fn adopt(db: &Db, expected_revision: i64) -> Result<Budget, Error> {
    let moment = at("2026-11-20T09:00:00Z");
    db.write((), move |tx, ()| {
        Box::pin(async move { budgets::adopt(tx, &id(1), 2027, expected_revision, "RF § 180", moment).await })
    })
    .await
}

async fn current(db: &Db) -> (Option<Budget>, Option<Budget>) {
    let read: Result<_, Error> = db
        .read(id(1), |tx, id| {
            Box::pin(async move { Ok((budgets::get(tx, id, 2027).await?, budgets::adopted(tx, id, 2027).await?)) })
        })
        .await;
    read.expect("budgets can be read")
}

on_both_databases! {
    async fn a_draft_comes_back_as_it_was_stored(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        assert_eq!(current(&db).await, (None, None));
        let stored = put(&db, r#"[{"op":"set"}]"#, None).await.expect("stored");
        assert_eq!(stored, Budget {
            agreement_id: id(1),
            year: 2027,
            revision: 1,
            changes: r#"[{"op":"set"}]"#.to_owned(),
            opening: r#"{"are":"-12.50"}"#.to_owned(),
            status: Status::Draft,
            recorded_at: at("2026-11-02T09:00:00Z"),
        });
        assert_eq!(current(&db).await, (Some(stored), None));
    }

    async fn a_stale_writer_is_told_the_current_revision_and_changes_nothing(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        put(&db, "[1]", None).await.expect("stored");
        put(&db, "[2]", Some(1)).await.expect("stored");
        for stale in [None, Some(1), Some(3)] {
            let refused = put(&db, "[3]", stale).await;
            assert!(matches!(refused, Err(Error::Stale { what: "budget", current: Some(2) })), "{refused:?}");
        }
        let refused = adopt(&db, 1).await;
        assert!(matches!(refused, Err(Error::Stale { what: "budget", current: Some(2) })), "{refused:?}");
        let (newest, adopted) = current(&db).await;
        assert_eq!(newest.map(|budget| (budget.revision, budget.changes)), Some((2, "[2]".to_owned())));
        assert_eq!(adopted, None);
    }

    async fn an_adopted_budget_stays_in_force_while_a_new_draft_is_written(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        put(&db, "[1]", None).await.expect("stored");
        let adopted = adopt(&db, 1).await.expect("adopted");
        assert_eq!(adopted.revision, 2);
        assert_eq!(adopted.status, Status::Adopted { decision_reference: "RF § 180".to_owned() });
        assert_eq!(adopted.recorded_at, at("2026-11-20T09:00:00Z"));
        let draft = put(&db, "[2]", Some(2)).await.expect("stored");
        assert_eq!(current(&db).await, (Some(draft), Some(adopted)));
    }

    async fn a_budget_needs_its_agreement_and_an_adoption_needs_a_budget(database) {
        let db = database.connect().await;
        let refused = put(&db, "[]", None).await;
        assert!(matches!(refused, Err(Error::NotFound { what: "agreement", .. })), "{refused:?}");
        agreement(&db, &id(1)).await;
        let refused = adopt(&db, 1).await;
        assert!(matches!(refused, Err(Error::NotFound { what: "budget", .. })), "{refused:?}");
    }

    async fn revisions_cannot_be_edited_or_deleted(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        put(&db, "[1]", None).await.expect("stored");
        for forbidden in ["UPDATE budgets SET changes = '[]'", "DELETE FROM budgets"] {
            let refused = raw(&database, forbidden).await.expect_err(forbidden).to_string();
            assert!(refused.contains("budgets is append-only"), "{forbidden}: {refused}");
        }
    }
}
