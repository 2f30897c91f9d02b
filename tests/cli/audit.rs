//! `samfin audit` and `samfin verify --anchor`, on both databases.

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::databases::{Database, on_both_databases};
use crate::program::{Outcome, Program, samfin};

fn on(database: &Database, args: &[&str]) -> Program {
    samfin(&[args, &["--database-url", &database.url]].concat())
}

fn import(database: &Database, value: &str) -> Outcome {
    let file = format!("Kommunkod;År;Folkmängd\n2303;2026;{value}\n");
    on(database, &["import", "statistics", "-", "--series", "population"]).input(file).run()
}

/// Edits as whoever has the database in their hands can.
async fn edit(database: &Database, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    if database.url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&database.url).await.expect("a connection");
        connection.execute(sql).await.expect("edited");
    } else {
        let mut connection = PgConnection::connect(&database.url).await.expect("a connection");
        connection.execute(sql).await.expect("edited");
    }
}

on_both_databases! {
    async fn the_trail_is_taken_out_anchored_and_held_to_its_anchor(database) {
        for value in ["5 100", "5 101", "5 102"] {
            import(&database, value).done();
        }
        let exported = on(&database, &["audit", "export"]).run().done();
        let events: Vec<Value> = exported.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let numbers: Vec<_> = events.iter().map(|event| event["number"].as_i64().expect("a number")).collect();
        assert_eq!(numbers, [1, 2, 3]);
        assert!(events.iter().all(|event| event["action"] == "statistics.imported" && event["actor_kind"] == "command"), "{exported}");
        let later = on(&database, &["audit", "export", "--after", "2"]).run().done();
        assert_eq!(later, exported.lines().last().expect("a line").to_owned() + "\n");

        let anchor = on(&database, &["audit", "anchor"]).run().done();
        let anchor = anchor.trim_end();
        assert!(anchor.starts_with("samfin-audit 20") && anchor.ends_with(&format!(" 3 {}", events[2]["sha256"].as_str().expect("a checksum"))), "{anchor}");
        let said = on(&database, &["verify", "--anchor", anchor]).run().done();
        assert!(said.contains("ok   audit trail: whole up to no. 3; 1 anchors fit\n"), "{said}");
        let said = on(&database, &["verify", "--anchor", "anchors.txt"]).file("anchors.txt", format!("{anchor}\n\n{anchor}\n")).run().done();
        assert!(said.contains("2 anchors fit"), "{said}");
        let said = on(&database, &["verify", "--anchor", "samfin-audit 2026"]).run().failed(2);
        assert!(said.contains("is no anchor line"), "{said}");

        // Somebody takes away the last event, and the note of it.
        let guard = if database.url.starts_with("sqlite") { "DROP TRIGGER audit_events_refuse_delete" } else { "DROP TRIGGER audit_events_append_only ON audit_events" };
        let before = events[1]["sha256"].as_str().expect("a checksum");
        for sql in [guard, "DELETE FROM audit_events WHERE number = 3", &format!("UPDATE audit_head SET number = 2, sha256 = '{before}'")] {
            edit(&database, sql).await;
        }
        let said = on(&database, &["verify"]).run().out;
        assert!(said.contains("ok   audit trail: whole up to no. 2; 0 anchors fit\n"), "{said}");
        let cut = on(&database, &["verify", "--anchor", anchor, "--lang", "sv"]).run();
        assert_eq!(cut.code, 1, "{}", cut.out);
        assert!(cut.out.contains("audit_events 3: Händelse 3 ankrades") && cut.out.contains("kedjan slutar med händelse 2"), "{}", cut.out);
        edit(&database, "UPDATE audit_head SET number = 3").await;
        let cut = on(&database, &["verify"]).run();
        assert_eq!(cut.code, 1, "{}", cut.out);
        assert!(cut.out.contains("The chain ends with event 2, but its end is noted as 3"), "{}", cut.out);
    }
}

#[test]
fn looking_makes_no_tables() {
    let database = Database::sqlite();
    let said = on(&database, &["audit", "anchor", "--lang", "en"]).run().failed(2);
    assert!(said.contains("is not there"), "{said}");
}
