//! `/api/v1/agreements/{id}/meetings/{year}`: the days on which forums meet, and the calendar that they stand in.

use samfin::app::scope::Role;
use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::documents::agreement;
use crate::dump::dump;
use crate::people::key;
use crate::server::{Answer, NOW, Server};
use crate::users::{send, with};

/// An officer's key, and the address of an agreement with two forums.
async fn made(server: &Server) -> (String, String) {
    let officer = key(server, Role::Officer).await;
    let mut document = agreement();
    document["bodies"] = json!([
        { "id": "pahsu", "name": "PaHSU", "meetings_per_year": "4" },
        { "id": "tahsu", "name": "TaHSU", "meetings_per_year": "4" }
    ]);
    let body = json!({ "document": document });
    let stored = send(server, &officer, "POST", "/api/v1/agreements", &body).await.json(201);
    let id = stored["id"].as_str().expect("an id").to_owned();
    (officer, format!("/api/v1/agreements/{id}"))
}

fn meetings(days: &[(&str, &str)]) -> Value {
    let days = days.iter().map(|(body, on)| json!({ "body": body, "on": on }));
    json!({ "meetings": days.collect::<Vec<_>>() })
}

/// Writes with a header that says what is known of what is written over.
async fn put(server: &Server, key: &str, path: &str, known: Option<(&str, &str)>, body: &Value) -> Answer {
    let call = with(server, key, "PUT", path).header("content-type", "application/json").body(body.to_string());
    Answer::of(known.into_iter().fold(call, |call, (name, value)| call.header(name, value))).await
}

async fn calendar(server: &Server, key: &str, agreement: &str) -> String {
    let call = with(server, key, "GET", &format!("{agreement}/calendar")).header("accept", "text/calendar");
    let answer = Answer::of(call.header("accept-language", "sv")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body.replace("\r\n ", "")
}

/// What the calendar says of a day that is known by `uid`: its date and its title.
fn told(calendar: &str, uid: &str) -> Option<(String, String)> {
    let event = calendar.split("BEGIN:VEVENT").find(|event| event.contains(&format!("UID:{uid}")))?;
    let value = |name: &str| event.split("\r\n").find_map(|line| line.strip_prefix(name)).map(str::to_owned);
    Some((value("DTSTART;VALUE=DATE:")?, value("SUMMARY:")?))
}

on_both_databases! {
    async fn meetings_stand_in_the_calendar_and_move_when_they_are_moved(database) {
        let server = Server::closed(database, NOW).await;
        let (officer, agreement) = made(&server).await;
        let path = format!("{agreement}/meetings/2027");
        Answer::of(with(&server, &officer, "GET", &path)).await.problem(404, "not-found", &[]);
        let days = meetings(&[("pahsu", "2027-10-08"), ("tahsu", "2027-02-26"), ("pahsu", "2027-03-12")]);
        let first = put(&server, &officer, &path, None, &days).await;
        assert_eq!((first.status, first.header("etag"), first.header("location")), (201, Some("\"r1\""), Some(path.as_str())), "{}", first.body);
        let view = first.json(201);
        assert_eq!(view["meetings"], meetings(&[("tahsu", "2027-02-26"), ("pahsu", "2027-03-12"), ("pahsu", "2027-10-08")])["meetings"]);
        assert_eq!(Answer::of(with(&server, &officer, "GET", &path)).await.json(200), view);
        let seen = calendar(&server, &officer, &agreement).await;
        let day = |date: &str, title: &str| Some((date.to_owned(), title.to_owned()));
        assert_eq!(told(&seen, "meeting-pahsu-2027-1."), day("20270312", "PaHSU: möte 1 av 2 2027"));
        assert_eq!(told(&seen, "meeting-pahsu-2027-2."), day("20271008", "PaHSU: möte 2 av 2 2027"));
        assert_eq!(told(&seen, "meeting-tahsu-2027-1."), day("20270226", "TaHSU: möte 1 av 1 2027"));
        let moved = meetings(&[("pahsu", "2027-03-12"), ("pahsu", "2027-10-15")]);
        let second = put(&server, &officer, &path, Some(("if-match", "\"r1\"")), &moved).await;
        assert_eq!((second.status, second.header("etag")), (200, Some("\"r2\"")), "{}", second.body);
        let seen = calendar(&server, &officer, &agreement).await;
        assert_eq!(told(&seen, "meeting-pahsu-2027-2."), day("20271015", "PaHSU: möte 2 av 2 2027"));
        assert_eq!(told(&seen, "meeting-tahsu-"), None, "left out, so not one any more");
        let auditor = key(&server, Role::Auditor).await;
        let trail = Answer::of(with(&server, &auditor, "GET", "/api/v1/audit-events?action=meetings.written")).await.json(200);
        let [second, first] = trail["items"].as_array().expect("items").as_slice() else { panic!("each change is told: {trail}") };
        let (one, other) = if first["before_sha256"].is_null() { (first, second) } else { (second, first) };
        assert_eq!(other["before_sha256"], one["after_sha256"], "what was written over is told by its sum");
    }

    async fn when_each_party_decides_stands_in_the_calendar_and_moves_to_when_it_did(database) {
        let server = Server::closed(database, NOW).await;
        let (officer, agreement) = made(&server).await;
        let seen = calendar(&server, &officer, &agreement).await;
        let day = |date: &str, title: &str| Some((date.to_owned(), title.to_owned()));
        assert_eq!(told(&seen, "decision-1-berg."), day("20261231", "Senaste dag för Bergs kommun att besluta om version 1"));
        let body = json!({ "decisions": [
            { "party": "rjh", "reference": "RS § 8", "decided_on": "2026-06-01" },
            { "party": "are", "reference": "KS § 9" },
            { "party": "berg", "reference": "KS § 12", "decided_on": "2026-06-17" }
        ] });
        send(&server, &officer, "POST", &format!("{agreement}/versions/1/adopt"), &body).await.json(200);
        let seen = calendar(&server, &officer, &agreement).await;
        assert_eq!(told(&seen, "decision-1-berg."), day("20260617", "Bergs kommun har beslutat om version 1"));
        assert!(seen.contains("DESCRIPTION:KS § 12"), "{seen}");
        assert_eq!(told(&seen, "decision-1-are."), None, "on a day that nobody has told");
    }

    async fn a_day_that_is_wrong_is_refused_with_its_place_and_nothing_is_written(database) {
        let server = Server::closed(database, NOW).await;
        let (officer, agreement) = made(&server).await;
        let path = format!("{agreement}/meetings/2027");
        put(&server, &officer, &path, None, &meetings(&[("pahsu", "2027-03-12")])).await.json(201);
        let database = server.database.as_ref().expect("its database");
        let before = dump(database).await;
        let known = Some(("if-match", "\"r1\""));
        for (days, errors) in [
            (meetings(&[("pahsu", "2027-03-12"), ("nobody", "2027-03-12")]), vec![("/meetings/1/body", "unknown-reference")]),
            (meetings(&[("pahsu", "2028-03-12"), ("tahsu", "2027-01-01"), ("tahsu", "2026-12-31")]),
                vec![("/meetings/0/on", "out-of-range"), ("/meetings/2/on", "out-of-range")]),
            (meetings(&[("pahsu", "2027-03-12"), ("pahsu", "2027-03-12")]), vec![("/meetings/1", "duplicate-id")]),
            (meetings(&[("pahsu", "2027-02-30")]), vec![("/meetings/0/on", "date-invalid")]),
            (json!({ "meetings": vec![json!({ "body": "pahsu", "on": "2027-03-12" }); 367] }), vec![("/meetings", "out-of-range")]),
            (json!({}), vec![("/meetings", "missing-field")]),
        ] {
            let code = errors[0].1;
            put(&server, &officer, &path, known, &days).await.problem(422, code, &errors);
        }
        let free = meetings(&[]);
        put(&server, &officer, &path, None, &free).await.problem(428, "precondition-required", &[]);
        put(&server, &officer, &path, Some(("if-none-match", "*")), &free).await.problem(412, "precondition-failed", &[]);
        let stale = put(&server, &officer, &path, Some(("if-match", "\"r2\"")), &free).await;
        assert_eq!((stale.status, stale.header("etag")), (412, Some("\"r1\"")), "{}", stale.body);
        put(&server, &officer, &format!("{agreement}/meetings/2028"), known, &free).await.problem(412, "precondition-failed", &[]);
        assert!(dump(database).await == before, "nothing was written");
        put(&server, &officer, &path, known, &free).await.json(200);
        assert!(!calendar(&server, &officer, &agreement).await.contains("UID:meeting-"), "a year without meetings");
    }
}
