//! Observations, corrections, imports.

use samfin::storage::statistics::{self, Filter, Import, Observation, Series};
use samfin::storage::{Db, Error};

use crate::databases::on_both_databases;
use crate::given::{at, date, id, raw};

fn observation(number: u32, for_code: &str, on: &str, value: &str, recorded_at: &str) -> Observation {
    Observation {
        id: id(number),
        series: "population".to_owned(),
        for_code: for_code.to_owned(),
        date: date(on),
        value: value.parse().expect("a decimal"),
        source: Some("SCB".to_owned()),
        published_at: Some(date("2026-02-22")),
        recorded_at: at(recorded_at),
        import_id: None,
    }
}

async fn insert(db: &Db, observations: Vec<Observation>) -> Result<(), Error> {
    db.write(observations, |tx, new| Box::pin(statistics::insert_many(tx, new))).await
}

async fn known(db: &Db, moment: Option<&'static str>) -> Vec<Observation> {
    let known: Result<_, Error> =
        db.read(moment.map(at), |tx, moment| Box::pin(statistics::known(tx, "population", *moment))).await;
    known.expect("observations can be read")
}

async fn page(db: &Db, filter: Filter, after: Option<String>, limit: i64) -> Vec<String> {
    let page: Result<Vec<Observation>, Error> = db
        .read((filter, after), move |tx, (filter, after)| {
            Box::pin(statistics::page(tx, filter, after.as_deref(), limit))
        })
        .await;
    page.expect("a page").into_iter().map(|observation| observation.id).collect()
}

on_both_databases! {
    async fn observations_come_back_as_they_were_stored(database) {
        let db = database.connect().await;
        let stored = vec![
            observation(1, "2303", "2025-12-31", "5123", "2026-03-01T10:00:00.000001Z"),
            observation(2, "2321", "2025-12-31", "-0.0000000001", "2026-03-01T10:00:00Z"),
            Observation {
                source: None,
                published_at: None,
                ..observation(3, "are", "2000-02-29", "999999999999999.9999999999", "2026-03-01T10:00:00.5Z")
            },
        ];
        insert(&db, stored.clone()).await.expect("stored");
        assert_eq!(known(&db, None).await, stored);
        let one: Result<Observation, Error> =
            db.read(id(3), |tx, id| Box::pin(statistics::get(tx, "population", id))).await;
        assert_eq!(one.expect("it is there"), stored[2]);
        let elsewhere: Result<Observation, Error> =
            db.read(id(3), |tx, id| Box::pin(statistics::get(tx, "tax-base", id))).await;
        assert!(matches!(elsewhere, Err(Error::NotFound { what: "observation", .. })), "{elsewhere:?}");
    }

    async fn a_correction_wins_and_the_past_stays_readable(database) {
        let db = database.connect().await;
        let first = observation(1, "2321", "2025-12-31", "12770", "2026-03-01T10:00:00Z");
        let corrected = observation(2, "2321", "2025-12-31", "12771", "2026-04-01T10:00:00.25Z");
        insert(&db, vec![first.clone()]).await.expect("stored");
        insert(&db, vec![corrected.clone()]).await.expect("stored");
        assert_eq!(known(&db, None).await, std::slice::from_ref(&corrected));
        assert_eq!(known(&db, Some("2026-04-01T10:00:00.250000Z")).await, [corrected], "at the very moment it is known");
        assert_eq!(known(&db, Some("2026-04-01T10:00:00.249999Z")).await, std::slice::from_ref(&first));
        assert_eq!(known(&db, Some("2026-03-01T10:00:00Z")).await, [first]);
        assert_eq!(known(&db, Some("2026-03-01T09:59:59.999999Z")).await, []);
    }

    async fn the_later_of_two_recorded_at_the_same_moment_wins(database) {
        let db = database.connect().await;
        let same = "2026-03-01T10:00:00Z";
        let both = vec![observation(2, "2321", "2025-12-31", "2", same), observation(1, "2321", "2025-12-31", "1", same)];
        insert(&db, both.clone()).await.expect("stored");
        assert_eq!(known(&db, None).await, [both[0].clone()]);
    }

    async fn a_late_correction_of_an_old_day_does_not_hide_newer_days(database) {
        let db = database.connect().await;
        let all = vec![
            observation(1, "2321", "2024-12-31", "12700", "2025-03-01T10:00:00Z"),
            observation(2, "2321", "2025-12-31", "12770", "2026-03-01T10:00:00Z"),
            observation(3, "2321", "2024-12-31", "12701", "2026-05-01T10:00:00Z"),
        ];
        insert(&db, all.clone()).await.expect("stored");
        assert_eq!(known(&db, None).await, [all[2].clone(), all[1].clone()]);
    }

    async fn lists_filter_and_page_in_the_order_things_were_recorded(database) {
        let db = database.connect().await;
        let other = Observation { series: "tax-base".to_owned(), ..observation(6, "2321", "2025-12-31", "1", "2026-03-01T10:00:00Z") };
        insert(&db, vec![
            observation(4, "2303", "2025-12-31", "4", "2026-04-01T10:00:00Z"),
            observation(1, "2321", "2024-12-31", "1", "2026-03-01T10:00:00Z"),
            observation(2, "2321", "2025-12-31", "2", "2026-03-01T10:00:00Z"),
            observation(3, "2303", "2024-12-31", "3", "2026-03-01T10:00:00Z"),
            observation(5, "2303", "2025-12-31", "5", "2026-05-01T10:00:00Z"),
            other,
        ]).await.expect("stored");
        let all = || Filter { series: "population".to_owned(), ..Filter::default() };
        assert_eq!(page(&db, all(), None, 2).await, [id(1), id(2)]);
        assert_eq!(page(&db, all(), Some(id(2)), 200).await, [id(3), id(4), id(5)]);
        let filter = Filter { for_code: Some("2303".to_owned()), ..all() };
        assert_eq!(page(&db, filter, None, 200).await, [id(3), id(4), id(5)]);
        let filter = Filter { from: Some(date("2025-12-31")), to: Some(date("2025-12-31")), ..all() };
        assert_eq!(page(&db, filter, None, 200).await, [id(2), id(4), id(5)]);
        let filter = Filter { known_at: Some(at("2026-04-01T10:00:00Z")), ..all() };
        assert_eq!(page(&db, filter, Some(id(3)), 200).await, [id(4)]);
    }

    async fn an_import_is_stored_whole_or_not_at_all(database) {
        let db = database.connect().await;
        let import = Import {
            id: id(100),
            series: "population".to_owned(),
            file_name: "Folkmängd 2026.csv".to_owned(),
            file_sha256: "f".repeat(64),
            row_count: 1200,
            recorded_at: at("2026-03-01T10:00:00Z"),
            recorded_by: Some("Tove Test".to_owned()),
        };
        let rows: Vec<Observation> = (0..1200)
            .map(|number| Observation {
                import_id: Some(id(100)),
                ..observation(1000 + number, &format!("{number:04}"), "2025-12-31", "1", "2026-03-01T10:00:00Z")
            })
            .collect();
        let mut twice = rows.clone();
        twice[1199].id = id(1000); // taken by the first row, two chunks earlier
        let refused: Result<(), Error> = db
            .write((import.clone(), twice), |tx, (import, rows)| Box::pin(statistics::insert_import(tx, import, rows)))
            .await;
        assert!(matches!(refused, Err(Error::Conflict { what: "observations" })), "{refused:?}");
        assert_eq!(known(&db, None).await, []);
        let imports: Vec<Import> =
            db.read((), |tx, ()| Box::pin(statistics::imports_page(tx, "population", None, 10))).await.map_err(|error: Error| error).expect("a page");
        assert_eq!(imports, []);

        let stored: Result<(), Error> = db
            .write((import.clone(), rows.clone()), |tx, (import, rows)| {
                Box::pin(statistics::insert_import(tx, import, rows))
            })
            .await;
        stored.expect("stored");
        assert_eq!(known(&db, None).await, rows);
        let read: Result<Import, Error> =
            db.read(id(100), |tx, id| Box::pin(statistics::import(tx, "population", id))).await;
        assert_eq!(read.expect("it is there"), import);
    }

    async fn series_are_summed_up(database) {
        let db = database.connect().await;
        let names = || db.read((), |tx, ()| Box::pin(statistics::series_names(tx)));
        let none: Result<Vec<String>, Error> = names().await;
        assert!(none.expect("a list").is_empty());
        insert(&db, vec![
            observation(1, "2321", "2024-12-31", "1", "2026-03-01T10:00:00Z"),
            observation(2, "2321", "2025-12-31", "2", "2026-03-02T10:00:00.5Z"),
            Observation { series: "Åldrar".to_owned(), ..observation(3, "2321", "2025-06-30", "1", "2026-03-01T10:00:00Z") },
        ]).await.expect("stored");
        let series: Result<Vec<Series>, Error> = db.read((), |tx, ()| Box::pin(statistics::series_list(tx))).await;
        assert_eq!(series.expect("a list"), [
            Series {
                name: "population".to_owned(),
                observations: 2,
                first_date: date("2024-12-31"),
                last_date: date("2025-12-31"),
                recorded_at: at("2026-03-02T10:00:00.5Z"),
            },
            Series {
                name: "Åldrar".to_owned(),
                observations: 1,
                first_date: date("2025-06-30"),
                last_date: date("2025-06-30"),
                recorded_at: at("2026-03-01T10:00:00Z"),
            },
        ]);
        let mut names = names().await.expect("a list");
        names.sort_unstable(); // each database has an order of its own
        assert_eq!(names, ["population", "Åldrar"]);
    }

    async fn observations_and_imports_cannot_be_edited_or_deleted(database) {
        let db = database.connect().await;
        insert(&db, vec![observation(1, "2321", "2024-12-31", "1", "2026-03-01T10:00:00Z")]).await.expect("stored");
        raw(&database, &format!("INSERT INTO imports (id, series, file_name, file_sha256, row_count, recorded_at) \
            VALUES ('{}', 's', 'f', '{}', 0, '2026-03-01T10:00:00+00:00')", id(100), "f".repeat(64))).await.expect("stored");
        for forbidden in [
            "UPDATE observations SET value = '2'",
            "DELETE FROM observations",
            "UPDATE imports SET row_count = 2",
            "DELETE FROM imports",
        ] {
            let refused = raw(&database, forbidden).await.expect_err(forbidden).to_string();
            assert!(refused.contains("is append-only"), "{forbidden}: {refused}");
        }
    }
}
