//! Agreements, versions, adoptions.

use samfin::storage::Error;
use samfin::storage::agreements::{self, Agreement, Decision, NewVersion, Version};

use crate::databases::on_both_databases;
use crate::given::{add_version, agreement, at, date, id, new_version, raw};

on_both_databases! {
    async fn a_version_comes_back_as_it_was_stored(database) {
        let db = database.connect().await;
        let stored = agreement(&db, &id(1)).await;
        let read: Version = db.read(id(1), |tx, id| Box::pin(agreements::version(tx, id, 1))).await.expect("it is there");
        assert_eq!(read, stored);
        assert_eq!(read, Version {
            agreement_id: id(1),
            number: 1,
            document: r#"{"name":"Hälsa & vård"}"#.to_owned(),
            sha256: "0123456789abcdef".repeat(4),
            valid_from: date("2027-01-01"),
            valid_to: None,
            note: None,
            created_at: at("2026-05-04T10:00:00.123456Z"),
            adopted_at: None,
        });
    }

    async fn moments_keep_whole_microseconds(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let mut new = new_version("Ny", "2028-01-01");
        new.created_at = at("2026-05-04T10:00:00.123456789Z");
        new.valid_to = Some(date("2031-12-31"));
        new.note = Some("Förlängd".to_owned());
        let stored = add_version(&db, &id(1), new).await.expect("stored");
        assert_eq!(stored.created_at, at("2026-05-04T10:00:00.123456Z"));
        assert_eq!((stored.valid_to, stored.note.as_deref()), (Some(date("2031-12-31")), Some("Förlängd")));
    }

    async fn a_new_version_gets_the_next_number_and_gives_the_agreement_its_name(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let second = add_version(&db, &id(1), new_version("Nytt namn", "2028-01-01")).await.expect("stored");
        assert_eq!(second.number, 2);
        let read: Agreement = db.read(id(1), |tx, id| Box::pin(agreements::get(tx, id))).await.expect("it is there");
        let created_at = at("2026-05-04T10:00:00.123456Z");
        assert_eq!(read, Agreement { id: id(1), name: "Nytt namn".to_owned(), versions: 2, created_at });
    }

    async fn what_does_not_exist_is_not_found(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let missing: Result<Agreement, Error> = db.read(id(9), |tx, id| Box::pin(agreements::get(tx, id))).await;
        assert!(matches!(missing, Err(Error::NotFound { what: "agreement", .. })), "{missing:?}");
        let missing: Result<Version, Error> = db.read(id(1), |tx, id| Box::pin(agreements::version(tx, id, 2))).await;
        assert!(matches!(missing, Err(Error::NotFound { what: "agreement version", .. })), "{missing:?}");
        let missing = add_version(&db, &id(9), new_version("Ny", "2028-01-01")).await;
        assert!(matches!(missing, Err(Error::NotFound { what: "agreement", .. })), "{missing:?}");
    }

    async fn an_id_that_is_taken_is_a_conflict_and_changes_nothing(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let input = (id(1), new_version("En annan", "2027-01-01"));
        let again: Result<Version, Error> =
            db.write(input, |tx, (id, first)| Box::pin(agreements::insert(tx, id, first))).await;
        assert!(matches!(again, Err(Error::Conflict { what: "agreements" })), "{again:?}");
        let read: Agreement = db.read(id(1), |tx, id| Box::pin(agreements::get(tx, id))).await.expect("it is there");
        assert_eq!((read.name.as_str(), read.versions), ("Hälsa & vård", 1));
    }

    async fn pages_follow_each_other_without_gap_or_overlap(database) {
        let db = database.connect().await;
        for number in [3, 1, 5, 2, 4] {
            agreement(&db, &id(number)).await;
        }
        let mut seen = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page: Vec<Agreement> = db
                .read(after.clone(), |tx, after| Box::pin(agreements::page(tx, after.as_deref(), 2)))
                .await
                .expect("a page");
            let Some(last) = page.last() else { break };
            after = Some(last.id.clone());
            seen.extend(page.into_iter().map(|agreement| agreement.id));
        }
        assert_eq!(seen, [id(1), id(2), id(3), id(4), id(5)]);
        for _ in 0..4 {
            add_version(&db, &id(1), new_version("Ny", "2028-01-01")).await.expect("stored");
        }
        let versions: Vec<Version> =
            db.read(id(1), |tx, id| Box::pin(agreements::versions_page(tx, id, 2, 2))).await.expect("a page");
        assert_eq!(versions.iter().map(|version| version.number).collect::<Vec<_>>(), [3, 4]);
    }

    async fn a_version_is_adopted_once_with_every_partys_decision(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        for _ in 0..2 {
            add_version(&db, &id(1), new_version("Ny", "2028-01-01")).await.expect("stored");
        }
        let decisions = vec![
            Decision { party: "rjh".to_owned(), reference: "RS 2026:412 § 87".to_owned(), decided_on: Some(date("2026-06-10")) },
            Decision { party: "are".to_owned(), reference: "KS 2026-101".to_owned(), decided_on: None },
        ];
        // Number 3 before number 1: the order of the decisions counts, not that of the numbers.
        for (number, moment) in [(3, "2026-06-11T08:00:00Z"), (1, "2026-06-12T08:00:00Z")] {
            let input = (id(1), decisions.clone());
            let adopted: Result<Version, Error> = db
                .write(input, move |tx, (id, decisions)| Box::pin(agreements::adopt(tx, id, number, at(moment), decisions)))
                .await;
            assert_eq!(adopted.expect("adopted").adopted_at, Some(at(moment)));
        }
        let again: Result<Version, Error> =
            db.write(id(1), |tx, id| Box::pin(agreements::adopt(tx, id, 3, at("2027-01-01T00:00:00Z"), &[]))).await;
        assert!(matches!(again, Err(Error::Conflict { what: "adoptions" })), "{again:?}");

        let adopted: Vec<Version> =
            db.read(id(1), |tx, id| Box::pin(agreements::adopted_versions(tx, id))).await.expect("a list");
        assert_eq!(adopted.iter().map(|version| version.number).collect::<Vec<_>>(), [3, 1]);
        let newest: Version = db.read(id(1), |tx, id| Box::pin(agreements::newest_version(tx, id))).await.expect("a version");
        assert_eq!(newest, adopted[0], "the newest by number, with its adoption");
        let read: Vec<Decision> = db.read(id(1), |tx, id| Box::pin(agreements::decisions(tx, id, 3))).await.expect("a list");
        assert_eq!(read, [decisions[1].clone(), decisions[0].clone()]);
    }

    async fn versions_of_no_agreement_are_not_there(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let adopted = |of: String| db.read(of, |tx, id| Box::pin(agreements::adopted_versions(tx, id)));
        let newest = |of: String| db.read(of, |tx, id| Box::pin(agreements::newest_version(tx, id)));
        assert_eq!(adopted(id(1)).await.expect("an empty list"), []);
        let newest_of_one: Version = newest(id(1)).await.expect("a draft");
        assert_eq!((newest_of_one.number, newest_of_one.adopted_at), (1, None));
        let refused = adopted(id(2)).await.expect_err("no agreement");
        assert!(matches!(&refused, Error::NotFound { what: "agreement", .. }), "{refused:?}");
        let refused = newest(id(2)).await.expect_err("no agreement");
        assert!(matches!(&refused, Error::NotFound { what: "agreement", .. }), "{refused:?}");
    }

    async fn versions_and_adoptions_cannot_be_edited_or_deleted(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let decision = Decision { party: "rjh".to_owned(), reference: "§ 1".to_owned(), decided_on: None };
        let adopted: Result<Version, Error> = db
            .write((id(1), decision), |tx, (id, decision)| {
                Box::pin(agreements::adopt(tx, id, 1, at("2026-06-11T08:00:00Z"), std::slice::from_ref(decision)))
            })
            .await;
        adopted.expect("adopted");
        for forbidden in [
            "UPDATE agreement_versions SET document = '{}'",
            "DELETE FROM agreement_versions",
            "UPDATE adoptions SET number = 2",
            "DELETE FROM adoptions",
            "UPDATE adoption_decisions SET reference = 'x'",
            "DELETE FROM adoption_decisions",
        ] {
            let refused = raw(&database, forbidden).await.expect_err(forbidden).to_string();
            assert!(refused.contains("is append-only"), "{forbidden}: {refused}");
        }
    }

    async fn the_tables_refuse_what_the_program_would_not_write(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let mut backwards = new_version("Ny", "2028-01-01");
        backwards.valid_to = Some(date("2027-12-31"));
        let refused = add_version(&db, &id(1), backwards).await;
        assert!(matches!(refused, Err(Error::Unexpected { what: "agreement_versions", .. })), "{refused:?}");
        let unhashed = NewVersion { sha256: "abc".to_owned(), ..new_version("Ny", "2028-01-01") };
        let refused = add_version(&db, &id(1), unhashed).await;
        assert!(matches!(refused, Err(Error::Unexpected { what: "agreement_versions", .. })), "{refused:?}");
    }
}
