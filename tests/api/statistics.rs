//! `/api/v1/statistics`

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::server::{NOW, Server};

const MEALS: &str = "/api/v1/statistics/meals/observations";

async fn values(server: &Server, address: &str) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let list = server.get(address).await.json(200);
    let items = list["items"].as_array().expect("items");
    items.iter().map(|item| (text(&item["for"]), text(&item["date"]), text(&item["value"]))).collect()
}

on_both_databases! {
    async fn the_built_in_population_is_known_from_the_start(database) {
        let server = Server::still(database).await;
        assert_eq!(server.get("/api/v1/statistics").await.json(200), json!({ "items": [{
            "id": "population", "name": "population", "built_in": true, "stored": 0,
            "first_date": "2024-12-31", "last_date": "2025-12-31"
        }], "next": null }));
        let are = server.get("/api/v1/statistics/population/observations?for=2321&date=2025-12-31").await.json(200);
        let observation = json!({
            "id": "scb-2321-2025-12-31", "series": "population", "for": "2321", "date": "2025-12-31", "value": "12770",
            "source": "SCB BefolkningCKM", "published_at": null, "built_in": true, "recorded_at": null, "import": null
        });
        assert_eq!(are, json!({ "items": [observation], "next": null }));
        let one = server.get("/api/v1/statistics/population/observations/scb-2321-2025-12-31").await;
        assert_eq!(one.json(200), observation);
        let known = values(&server, "/api/v1/statistics/population/observations?limit=200&known_at=2020-01-01").await;
        assert_eq!(known.len(), 200, "it was always known");
    }

    async fn one_observation_is_added_and_read(database) {
        let server = Server::still(database).await;
        let body = json!({ "for": "are", "date": "2026-10-31", "value": "12.50", "source": "Egen räkning", "published_at": "2026-11-02" });
        let added = server.post(MEALS, &body).await;
        let id = added.json(201)["id"].as_str().expect("an id").to_owned();
        assert_eq!(added.header("location"), Some(format!("{MEALS}/{id}").as_str()));
        assert_eq!(added.header("etag"), Some(format!("\"{id}\"").as_str()));
        assert_eq!(added.json(201), json!({
            "id": id, "series": "meals", "for": "are", "date": "2026-10-31", "value": "12.5", "source": "Egen räkning",
            "published_at": "2026-11-02", "built_in": false, "recorded_at": NOW, "import": null
        }));
        assert_eq!(server.get(&format!("{MEALS}/{id}")).await.json(200), added.json(201));
        server.get(&format!("/api/v1/statistics/other/observations/{id}")).await.problem(404, "not-found", &[]);
        server.get("/api/v1/statistics/population/observations/a%00b").await.problem(404, "not-found", &[]);
    }

    async fn several_are_added_and_come_in_pages(database) {
        let server = Server::still(database).await;
        let item = |place: &str, date: &str| json!({ "for": place, "date": date, "value": "1" });
        let body = json!({ "items": [item("b", "2026-01-01"), item("a", "2026-02-01"), item("a", "2026-01-01")] });
        let added = server.post(MEALS, &body).await;
        assert_eq!(added.header("location"), Some(MEALS));
        assert_eq!(added.json(201)["items"].as_array().map(Vec::len), Some(3));
        let first = server.get(&format!("{MEALS}?limit=2")).await.json(200);
        let next = first["next"].as_str().expect("a next page");
        let all = [values(&server, &format!("{MEALS}?limit=2")).await, values(&server, &format!("{MEALS}?limit=2&cursor={next}")).await];
        let places: Vec<_> = all.concat().into_iter().map(|(place, date, _)| format!("{place} {date}")).collect();
        assert_eq!(places, ["a 2026-01-01", "a 2026-02-01", "b 2026-01-01"]);
        assert_eq!(values(&server, &format!("{MEALS}?for=b")).await.len(), 1);
        assert_eq!(values(&server, &format!("{MEALS}?date=2026-01-01")).await.len(), 2);
    }

    async fn a_correction_adds_and_the_past_can_be_read(database) {
        let server = Server::ticking(database).await;
        let value = |value: &str| json!({ "for": "are", "date": "2026-10-31", "value": value });
        let first = server.post(MEALS, &value("10")).await.json(201);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        server.post(MEALS, &value("11")).await.json(201);
        let now = [("are".to_owned(), "2026-10-31".to_owned(), "11".to_owned())];
        assert_eq!(values(&server, MEALS).await, now);
        let recorded_at = first["recorded_at"].as_str().expect("a moment");
        let then = values(&server, &format!("{MEALS}?known_at={recorded_at}")).await;
        assert_eq!(then, [("are".to_owned(), "2026-10-31".to_owned(), "10".to_owned())]);
        assert_eq!(values(&server, &format!("{MEALS}?known_at=2020-01-01")).await, []);
        let id = first["id"].as_str().expect("an id");
        assert_eq!(server.get(&format!("{MEALS}/{id}")).await.json(200)["value"], "10", "the corrected one is still there");
        let series = server.get("/api/v1/statistics").await.json(200);
        assert_eq!((&series["items"][0]["name"], &series["items"][0]["stored"]), (&json!("meals"), &json!(2)));
    }

    async fn what_is_added_must_be_right(database) {
        let server = Server::still(database).await;
        let wrong = json!({ "for": "", "date": "2026-02-30", "value": 7, "sorce": "x" });
        server.post(MEALS, &wrong).await.problem(422, "unknown-field", &[
            ("/sorce", "unknown-field"), ("/for", "text-length"), ("/date", "date-invalid"), ("/value", "decimal-format"),
        ]);
        server.post(MEALS, &json!({ "for": "a", "date": "2026-01-01", "value": "-1" })).await
            .problem(422, "out-of-range", &[("/value", "out-of-range")]);
        let one = json!({ "for": "a", "date": "2026-01-01", "value": "1" });
        server.post(MEALS, &json!({ "items": [one, one] })).await
            .problem(422, "duplicate-observation", &[("/items/1", "duplicate-observation")]);
        server.post(MEALS, &json!({ "items": [] })).await.problem(422, "out-of-range", &[("/items", "out-of-range")]);
        server.post("/api/v1/statistics/a%0Bb/observations", &one).await
            .problem(422, "illegal-character", &[("/path/series", "illegal-character")]);
        assert_eq!(values(&server, MEALS).await, []);
    }
}
