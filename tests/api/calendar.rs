//! New Year and the nights when the clocks change: what is stored is an instant, what people ask for is a day in Sweden.

use chrono::NaiveDate;
use samfin::app::statistics::NewObservation;
use samfin::app::{App, Error};
use samfin::clock::Clock;
use samfin::ids::Ids;
use samfin::storage::audit;
use serde_json::Value;

use crate::databases::on_both_databases;
use crate::server::{Server, officer};

/// Stores a value of `meals`, as a program whose clock stands at `instant`.
async fn record(server: &Server, instant: &str, value: i64) {
    let clock = Clock::fixed(instant).expect("an instant");
    let app = App::new(server.app.db().clone(), clock, Ids::default());
    let new = NewObservation {
        place: "are".to_owned(),
        date: NaiveDate::from_ymd_opt(2027, 9, 30).expect("a date"),
        value: value.into(),
        source: None,
        published_at: None,
    };
    let added = app.desk(officer()).add_observations("meals".to_owned(), vec![new]).await;
    assert_eq!(added.expect("stored").len(), 1);
}

/// The value of `meals` that was known at a day or a moment.
async fn known_at(server: &Server, at: &str) -> Option<String> {
    let list = server.get(&format!("/api/v1/statistics/meals/observations?known_at={at}")).await.json(200);
    list["items"].as_array().expect("items").first().and_then(|item| item["value"].as_str()).map(str::to_owned)
}

/// When each of the audit trail's events happened, in the order of the trail.
async fn told_at(server: &Server) -> Vec<String> {
    let events: Result<Vec<audit::Event>, Error> =
        server.app.db().read((), |tx, ()| Box::pin(async move { Ok(audit::page(tx, 0, 100).await?) })).await;
    events.expect("reads").iter().map(|event| event.what.recorded_at.to_rfc3339()).collect()
}

on_both_databases! {
    async fn the_year_ends_at_midnight_in_sweden(database) {
        let server = Server::at(database, "2028-01-02T12:00:00Z").await;
        record(&server, "2027-12-31T22:59:59.999999Z", 1).await;
        record(&server, "2027-12-31T23:00:00Z", 2).await;
        assert_eq!(known_at(&server, "2027-12-30").await, None);
        assert_eq!(known_at(&server, "2027-12-31").await.as_deref(), Some("1"), "the last moment of the year is in it");
        assert_eq!(known_at(&server, "2028-01-01").await.as_deref(), Some("2"), "in UTC it was still the year before");
        assert_eq!(known_at(&server, "2027-12-31T23:00:00Z").await.as_deref(), Some("2"));
        assert_eq!(known_at(&server, "2028-01-01T00:00:00%2B01:00").await.as_deref(), Some("2"), "the same instant");
    }

    async fn half_past_two_comes_twice_in_autumn_and_the_two_are_told_apart(database) {
        let server = Server::at(database, "2027-11-01T12:00:00Z").await;
        let (first, second) = ("2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z");
        record(&server, first, 1).await;
        record(&server, second, 2).await;
        assert_eq!(known_at(&server, first).await.as_deref(), Some("1"));
        assert_eq!(known_at(&server, "2027-10-31T02:30:00%2B02:00").await.as_deref(), Some("1"), "summer time");
        assert_eq!(known_at(&server, "2027-10-31T02:30:00%2B01:00").await.as_deref(), Some("2"), "winter time");
        assert_eq!(known_at(&server, "2027-10-31").await.as_deref(), Some("2"));
        assert_eq!(told_at(&server).await, ["2027-10-31T00:30:00+00:00", "2027-10-31T01:30:00+00:00"]);
        let items = server.get("/api/v1/statistics/meals/observations").await.json(200);
        assert_eq!(items["items"][0]["recorded_at"], Value::from(second), "and UTC is what a program is told");
    }

    async fn the_night_in_spring_has_an_hour_less(database) {
        let server = Server::at(database, "2027-03-29T12:00:00Z").await;
        record(&server, "2027-03-28T00:59:59Z", 1).await;
        record(&server, "2027-03-28T01:00:00Z", 2).await;
        record(&server, "2027-03-28T21:59:59.999999Z", 3).await;
        record(&server, "2027-03-28T22:00:00Z", 4).await;
        assert_eq!(known_at(&server, "2027-03-28T01:59:59%2B01:00").await.as_deref(), Some("1"));
        assert_eq!(known_at(&server, "2027-03-28T03:00:00%2B02:00").await.as_deref(), Some("2"));
        assert_eq!(known_at(&server, "2027-03-27").await, None);
        assert_eq!(known_at(&server, "2027-03-28").await.as_deref(), Some("3"), "the day ends at midnight of summer time");
        assert_eq!(known_at(&server, "2027-03-29").await.as_deref(), Some("4"));
    }
}
