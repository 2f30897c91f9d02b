//! The trail as somebody with the database in their hands would edit it: every edit shows.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use samfin::app::App;
use samfin::app::audit::{Anchor, Chain, Fault};
use samfin::app::scope::{Actor, Grant, Role, Scope};
use samfin::clock::Clock;
use samfin::ids::Ids;
use samfin::storage::audit::{self, NewEvent};
use samfin::storage::{Db, Error};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::databases::{Database, on_both_databases};
use crate::given::{at, id, number, raw};

/// How many events the trail has in most tests.
const EVENTS: u32 = 7;

/// An event with or without what it may lack.
fn event(number: u32) -> NewEvent {
    let is_odd = number % 2 == 1;
    let text = |text: &str| is_odd.then(|| text.to_owned());
    NewEvent {
        id: id(number),
        recorded_at: at("2026-12-01T09:00:00Z") + chrono::TimeDelta::microseconds(i64::from(number)),
        actor_kind: "user".to_owned(),
        actor_id: id(900),
        actor_name: "Åsa \"Öga\" Ek 🙂".to_owned(),
        action: "version.created".to_owned(),
        object_kind: "version".to_owned(),
        object_id: format!("{}-v{number}", id(800)),
        agreement_id: (number != 2).then(|| id(800)),
        reason: text("Beslut § 45\n\\ \u{2028}"),
        before_sha256: text(&"ab".repeat(32)),
        after_sha256: Some("cd".repeat(32)),
        request_id: text(&id(700)),
    }
}

async fn add(db: &Db, events: Vec<NewEvent>) {
    let added: Result<(), Error> = db.write(events, |tx, events| Box::pin(audit::add(tx, events))).await;
    added.expect("the events are added");
}

/// A program on a database with a trail that was written in three transactions.
async fn with_a_trail(database: &Database) -> App {
    let db = database.connect().await;
    add(&db, vec![event(1)]).await;
    add(&db, (2..EVENTS).map(event).collect()).await;
    add(&db, vec![event(EVENTS)]).await;
    App::new(db, Clock::fixed("2026-12-02T09:00:00Z").expect("an instant"), Ids::counted())
}

/// A trail without its guard, and a copy to put it back from.
async fn unguarded(database: &Database) -> App {
    let app = with_a_trail(database).await;
    if database.url.starts_with("sqlite") {
        for what in ["update", "delete"] {
            raw(database, &format!("DROP TRIGGER audit_events_refuse_{what}")).await.expect("the trigger is there");
        }
    } else {
        raw(database, "DROP TRIGGER audit_events_append_only ON audit_events").await.expect("the trigger is there");
    }
    for table in ["audit_events", "audit_head"] {
        raw(database, &format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await.expect("copied");
    }
    app
}

async fn put_back(database: &Database) {
    let sql = ["audit_events", "audit_head"]
        .map(|table| format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}"));
    raw(database, &sql.join("; ")).await.expect("put back");
}

/// Edits what no constraint lets through, as whoever owns the tables can.
async fn force(database: &Database, constraint: &str, table: &str, sql: &str) {
    if database.url.starts_with("sqlite") {
        raw(database, &format!("PRAGMA ignore_check_constraints = 1; {sql}")).await.expect("edited");
    } else {
        raw(database, &format!("ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {constraint}")).await.expect("dropped");
        raw(database, sql).await.expect("edited");
    }
}

async fn verified(app: &App, anchors: Vec<Anchor>) -> Chain {
    app.verify_audit(anchors).await.expect("the database answers")
}

async fn faults(app: &App) -> Vec<Fault> {
    verified(app, Vec::new()).await.faults
}

/// The names and types of a table's columns, as the database tells them.
async fn columns(database: &Database, table: &str) -> Vec<(String, String)> {
    if database.url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&database.url).await.expect("a connection");
        let sql = format!("SELECT name, type FROM pragma_table_info('{table}')");
        sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut connection).await.expect("the columns")
    } else {
        let mut connection = PgConnection::connect(&database.url).await.expect("a connection");
        let sql = format!(
            "SELECT column_name::text, data_type::text FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position"
        );
        sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut connection).await.expect("the columns")
    }
}

/// What a column could be edited to: never what stands there, and let through by the table's own constraints.
fn edits(column: &str, kind: &str) -> Vec<String> {
    let kind = kind.to_lowercase();
    if kind.contains("int") {
        return vec![format!("{column} + 1000")];
    }
    if kind.contains("timestamp") {
        return vec!["'2026-12-01T09:00:00.500000+00:00'".to_owned(), "'2027-12-01T09:00:00+00:00'".to_owned()];
    }
    assert_eq!(kind, "text", "{column}: say here how such a column could be edited");
    if column.ends_with("sha256") {
        return vec![format!("'{}'", "f".repeat(64)), "NULL".to_owned()];
    }
    if column == "id" {
        return vec![format!("'{}'", id(999)), format!("'{}'", id(1).replace("01900000", "0190000A"))];
    }
    vec!["'x'".to_owned(), format!("{column} || ' '"), "NULL".to_owned(), "''".to_owned()]
}

on_both_databases! {
    async fn a_trail_that_nobody_touched_is_whole(database) {
        let app = with_a_trail(&database).await;
        let anchor = app.anchor().await.expect("the database answers");
        let chain = verified(&app, vec![anchor.clone()]).await;
        assert_eq!((chain.whole_to, &chain.sha256, &chain.faults), (i64::from(EVENTS), &anchor.sha256, &Vec::new()));
        assert_eq!(anchor.number, i64::from(EVENTS));
        assert!(anchor.to_string().starts_with("samfin-audit 2026-12-02T09:00:00.000000Z 7 "), "{anchor}");
        assert_eq!(Anchor::parse(&anchor.to_string()), Ok(anchor));
    }

    async fn a_trail_without_events_is_whole_and_can_be_anchored(database) {
        let app = App::new(database.connect().await, Clock::System, Ids::default());
        let anchor = app.anchor().await.expect("the database answers");
        assert_eq!((anchor.number, anchor.sha256.as_str()), (0, audit::BEGINNING));
        assert!(verified(&app, vec![anchor.clone()]).await.is_whole());
        add(app.db(), vec![event(1)]).await;
        assert!(verified(&app, vec![anchor]).await.is_whole(), "it has grown since");
    }

    async fn the_database_refuses_to_edit_delete_and_empty(database) {
        let app = with_a_trail(&database).await;
        let mut refused = vec!["UPDATE audit_events SET reason = 'x'", "UPDATE audit_events SET reason = reason WHERE number = 1", "DELETE FROM audit_events WHERE number = 7", "DELETE FROM audit_events"];
        if !database.url.starts_with("sqlite") {
            refused.extend(["TRUNCATE audit_events", "TRUNCATE audit_events CASCADE"]);
        }
        for sql in refused {
            let error = raw(&database, sql).await.expect_err(sql).to_string();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
        assert!(verified(&app, Vec::new()).await.is_whole());
    }

    async fn an_edit_of_any_column_of_any_event_shows_at_that_event(database) {
        let app = unguarded(&database).await;
        let columns = columns(&database, "audit_events").await;
        assert_eq!(columns.len(), 16, "{columns:?}");
        let mut tried = BTreeSet::new();
        for (column, kind) in &columns {
            for edit in edits(column, kind) {
                for number in [1, 4, i64::from(EVENTS)] {
                    let sql = format!("UPDATE audit_events SET {column} = {edit} WHERE number = {number} AND ({column} IS NULL) = ({edit} IS NOT NULL) OR number = {number} AND {column} <> {edit}");
                    // What a constraint refuses could not be edited so, and what stands there already is no edit.
                    if raw(&database, &sql).await.unwrap_or(0) == 0 {
                        continue;
                    }
                    tried.insert((column.clone(), number));
                    let found = faults(&app).await;
                    assert_eq!(found.first().map(Fault::number), Some(number), "{sql}: {found:?}");
                    assert!(!found[0].text().sv.is_empty());
                    put_back(&database).await;
                }
            }
        }
        assert_eq!(tried.len(), 3 * columns.len(), "every column of each was edited: {tried:?}");
        assert!(faults(&app).await.is_empty(), "and put back");
    }

    async fn an_event_whose_checksum_was_made_anew_does_not_fit_with_the_next_or_the_end(database) {
        let app = unguarded(&database).await;
        for (number, expected) in [(1, Fault::Unlinked { number: 2 }), (4, Fault::Unlinked { number: 5 }), (7, Fault::Head { last: 7, said: Some(7) })] {
            rewrite(&database, &app, number, number).await;
            assert_eq!(faults(&app).await, [expected]);
            put_back(&database).await;
        }
    }

    async fn a_chain_that_was_made_anew_to_its_end_shows_by_an_anchor(database) {
        let app = unguarded(&database).await;
        let anchor = app.anchor().await.expect("the database answers");
        rewrite(&database, &app, 4, i64::from(EVENTS)).await;
        let sha256 = verified(&app, Vec::new()).await.sha256;
        raw(&database, &format!("UPDATE audit_head SET sha256 = '{sha256}'")).await.expect("edited");
        assert!(faults(&app).await.is_empty(), "the chain alone does not tell");
        let found = verified(&app, vec![anchor.clone()]).await.faults;
        assert_eq!(found, [Fault::Rewritten { number: 7, at: anchor.at }]);
    }

    async fn a_deleted_event_shows_wherever_it_was(database) {
        let app = unguarded(&database).await;
        for (number, expected) in [
            (1, Fault::Missing { number: 1, found: 2 }),
            (4, Fault::Missing { number: 4, found: 5 }),
            (7, Fault::Head { last: 6, said: Some(7) }),
        ] {
            raw(&database, &format!("DELETE FROM audit_events WHERE number = {number}")).await.expect("deleted");
            assert_eq!(faults(&app).await, [expected]);
            put_back(&database).await;
        }
        raw(&database, "DELETE FROM audit_events").await.expect("deleted");
        assert_eq!(faults(&app).await, [Fault::Head { last: 0, said: Some(7) }]);
        put_back(&database).await;
        // The numbers after it moved up as well: the chain tells.
        raw(&database, "DELETE FROM audit_events WHERE number = 4").await.expect("deleted");
        for number in 5..=7 {
            raw(&database, &format!("UPDATE audit_events SET number = number - 1 WHERE number = {number}")).await.expect("moved");
        }
        assert_eq!(faults(&app).await, [Fault::Unlinked { number: 4 }]);
    }

    async fn a_trail_cut_off_together_with_its_end_shows_by_an_anchor(database) {
        let app = unguarded(&database).await;
        let anchor = app.anchor().await.expect("the database answers");
        let earlier = sha256_of(&app, 6).await;
        raw(&database, "DELETE FROM audit_events WHERE number = 7").await.expect("deleted");
        raw(&database, &format!("UPDATE audit_head SET number = 6, sha256 = '{earlier}'")).await.expect("edited");
        assert!(faults(&app).await.is_empty(), "the chain alone does not tell");
        let truncated = |last| Fault::Truncated { number: 7, at: anchor.at, last };
        assert_eq!(verified(&app, vec![anchor.clone()]).await.faults, [truncated(6)]);
        raw(&database, "DELETE FROM audit_events").await.expect("deleted");
        raw(&database, "DELETE FROM audit_head").await.expect("deleted");
        assert!(faults(&app).await.is_empty(), "as if nothing had ever happened");
        assert_eq!(verified(&app, vec![anchor.clone()]).await.faults, [truncated(0)]);
    }

    async fn two_events_that_were_exchanged_show_at_the_first(database) {
        let app = unguarded(&database).await;
        for (from, to) in [(3, 1003), (5, 3), (1003, 5)] {
            raw(&database, &format!("UPDATE audit_events SET number = {to} WHERE number = {from}")).await.expect("moved");
        }
        assert_eq!(faults(&app).await, [Fault::Unlinked { number: 3 }]);
    }

    async fn an_event_that_was_put_in_shows(database) {
        let app = unguarded(&database).await;
        let copy = |number: &str| format!(
            "INSERT INTO audit_events SELECT {number}, '{}', recorded_at, actor_kind, actor_id, actor_name, action, object_kind, object_id,
                agreement_id, reason, before_sha256, after_sha256, request_id, previous_sha256, sha256 FROM kept_audit_events WHERE number = 4", id(999));
        raw(&database, &copy("8")).await.expect("put in");
        assert_eq!(faults(&app).await, [Fault::Unlinked { number: 8 }]);
        put_back(&database).await;
        // Moved up from the fourth on, to make room.
        for number in (4..=7).rev() {
            raw(&database, &format!("UPDATE audit_events SET number = number + 1 WHERE number = {number}")).await.expect("moved");
        }
        raw(&database, &copy("4")).await.expect("put in");
        assert_eq!(faults(&app).await, [Fault::Edited { number: 4 }], "it has the id of another");
        put_back(&database).await;
        force(&database, "audit_events_number_check", "audit_events", &copy("-5")).await;
        assert_eq!(faults(&app).await, [Fault::Missing { number: 1, found: -5 }], "before the beginning");
    }

    async fn an_edit_of_the_end_shows(database) {
        let app = unguarded(&database).await;
        let columns = columns(&database, "audit_head").await;
        assert_eq!(columns.len(), 3, "{columns:?}");
        for (column, kind) in columns {
            for edit in edits(&column, &kind) {
                if edit == "NULL" {
                    continue;
                }
                force(&database, "audit_head_id_check", "audit_head", &format!("UPDATE audit_head SET {column} = {edit}")).await;
                let found = faults(&app).await;
                assert!(matches!(found[..], [Fault::Head { last: 7, .. }]), "{column} = {edit}: {found:?}");
                put_back(&database).await;
            }
        }
        raw(&database, "DELETE FROM audit_head").await.expect("deleted");
        assert_eq!(faults(&app).await, [Fault::Head { last: 7, said: None }]);
    }

    async fn a_fault_beyond_the_first_page_is_found(database) {
        let app = unguarded(&database).await;
        add(app.db(), (8..=2100).map(event).collect()).await;
        assert_eq!(verified(&app, Vec::new()).await.whole_to, 2100);
        raw(&database, "UPDATE audit_events SET reason = 'x' WHERE number = 1500").await.expect("edited");
        let chain = verified(&app, Vec::new()).await;
        assert_eq!((chain.whole_to, &chain.faults[..]), (1499, &[Fault::Edited { number: 1500 }][..]));
    }

    /// Writers on several connections, some of whom give up half-way, and a reader that polls all the while.
    async fn who_follows_the_feed_misses_nothing_and_gets_nothing_twice_while_many_write(database) {
        let first = database.connect().await;
        crate::given::agreement(&first, &id(800)).await;
        let is_over = Arc::new(AtomicBool::new(false));
        let reader = tokio::spawn(poll(first.clone(), Arc::clone(&is_over)));
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..8_u32 {
            let is_file = database.url.starts_with("sqlite");
            let db = if is_file || writer % 3 == 0 { first.clone() } else { Db::connect(&database.url).await.expect("opens") };
            writers.spawn(write(db, writer));
        }
        let written: usize = writers.join_all().await.into_iter().sum();
        is_over.store(true, Ordering::Relaxed);
        let seen = reader.await.expect("no panic");
        let expected: Vec<i64> = (1..=i64::try_from(written).expect("few")).collect();
        assert_eq!(seen, expected);
        assert_eq!(number(&database, "SELECT COUNT(*) FROM audit_events").await, i64::try_from(written).expect("few"));
        let app = App::new(first, Clock::System, Ids::default());
        assert!(verified(&app, Vec::new()).await.is_whole());
    }
}

/// Writes 30 times one to three events, every fifth time for nothing; how many events were kept.
async fn write(db: Db, writer: u32) -> usize {
    let mut kept = 0;
    for round in 0..30_u32 {
        let (many, fails) = (1 + round % 3, (round + writer).is_multiple_of(5));
        let events: Vec<NewEvent> = (0..many).map(|n| event(10_000 + writer * 1000 + round * 10 + n)).collect();
        let done: Result<(), Error> = db
            .write(events, move |tx, events| {
                Box::pin(async move {
                    audit::add(tx, events).await?;
                    // Long enough for the others to come in between, if they could.
                    tokio::time::sleep(Duration::from_millis(u64::from((writer + round) % 4))).await;
                    if fails { Err(Error::NotFound { what: "reason", id: "to go on".to_owned() }) } else { Ok(()) }
                })
            })
            .await;
        assert_eq!(done.is_err(), fails, "{done:?}");
        if !fails {
            kept += usize::try_from(many).expect("few");
        }
    }
    kept
}

/// Polls as a finance system would, with pages smaller than a transaction's events at times.
async fn poll(db: Db, is_over: Arc<AtomicBool>) -> Vec<i64> {
    let actor = Actor::User { id: id(1), name: "Läsare".to_owned() };
    let app = App::new(db, Clock::System, Ids::default());
    let desk = app.desk(Scope::granted(actor, vec![Grant::everywhere(Role::Reader)]));
    let mut seen = Vec::new();
    loop {
        let was_over = is_over.load(Ordering::Relaxed);
        let found = desk.changes(seen.last().copied().unwrap_or(0), 2).await.expect("the feed");
        if found.is_empty() && was_over {
            return seen;
        }
        seen.extend(found.iter().map(|event| event.number));
    }
}

async fn sha256_of(app: &App, number: i64) -> String {
    app.exported(number - 1, 1).await.expect("an event")[0].sha256.clone()
}

/// Edits an event and makes the checksums anew from there to `to`, as somebody who has read docs/audit.md can.
async fn rewrite(database: &Database, app: &App, from: i64, to: i64) {
    raw(database, &format!("UPDATE audit_events SET actor_name = 'Någon Annan' WHERE number = {from}"))
        .await
        .expect("edited");
    for event in app.exported(from - 1, to - from + 1).await.expect("the events") {
        let previous =
            if event.number == 1 { audit::BEGINNING.to_owned() } else { sha256_of(app, event.number - 1).await };
        let sha256 = samfin::storage::audit::Event::checksum(event.number, &event.what, &previous);
        let sql = format!(
            "UPDATE audit_events SET previous_sha256 = '{previous}', sha256 = '{sha256}' WHERE number = {}",
            event.number
        );
        raw(database, &sql).await.expect("made anew");
    }
}

/// An embedded database keeps anything in any column, and rows without a key.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_an_embedded_database_can_hold_shows_too() {
    let database = Database::sqlite();
    let app = unguarded(&database).await;
    for (column, value) in [("reason", "x'00ff'"), ("recorded_at", "'igår'"), ("number", "'abc'"), ("actor_name", "17")]
    {
        raw(&database, &format!("UPDATE audit_events SET {column} = {value} WHERE number = 4")).await.expect("edited");
        let found = faults(&app).await;
        assert_eq!(found.first().map(Fault::number), Some(4), "{column} = {value}: {found:?}");
        put_back(&database).await;
    }
    raw(&database, "UPDATE audit_events SET recorded_at = '2026-12-01T09:00:00.0000049+00:00' WHERE number = 4")
        .await
        .expect("edited");
    assert_eq!(faults(&app).await, [Fault::Edited { number: 4 }], "less than a microsecond");
    put_back(&database).await;
    raw(
        &database,
        "INSERT INTO audit_events SELECT NULL, '01900000-0000-7000-8000-000000000999', recorded_at, actor_kind, actor_id,
            actor_name, action, object_kind, object_id, agreement_id, reason, before_sha256, after_sha256, request_id,
            previous_sha256, sha256 FROM kept_audit_events WHERE number = 4",
    )
    .await
    .expect("put in");
    assert_eq!(faults(&app).await, [Fault::Stray { last: 7, rows: 8 }]);
}
