//! `samfin parked`: which agreements stand still, and letting them go on.

use crate::databases::on_both_databases;
use crate::program::{Outcome, samfin};
use crate::stored;

on_both_databases! {
    async fn a_parked_agreement_is_listed_and_released_once_nothing_is_wrong(database) {
        let db = database.connect_as_owner().await;
        stored::store(&db, 0..1).await;
        let on = |args: &[&str]| -> Outcome { samfin(&[args, &["--lang", "en", "--database-url", &database.url]].concat()).run() };
        let list = on(&["parked", "list", "--format", "json"]).done();
        let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
        let [one] = list.as_array().expect("a list").as_slice() else { panic!("one is parked: {list}") };
        assert_eq!(one["why"], "The series is not whole.");
        let agreement = one["agreement"].as_str().expect("an id");
        assert!(on(&["parked", "list"]).done().contains(agreement));
        let doctor = samfin(&["doctor", "--lang", "en", "--database-url", &database.url]).env("SAMFIN_BIND", "127.0.0.1:0").run();
        assert!(doctor.code == 1 && doctor.out.contains(&format!("NO   agreements: {agreement} is parked.")), "{}", doctor.out);

        let release = ["parked", "release", agreement, "--reason", "Taken from a backup"];
        on(&release[..3]).failed(2);
        // Something is wrong: it stays as it is, until somebody answers for that it may go on.
        db.write((), |tx, ()| Box::pin(async move {
            samfin::storage::numbers::next(tx, "2321000214", 2031).await
        })).await.expect("a number without a document");
        let err = on(&release).failed(1);
        assert!(err.contains("finds faults in 1 checks") && err.contains("--despite-faults"), "{err}");
        assert!(on(&["parked", "list"]).done().contains(agreement));
        assert!(on(&[&release[..], &["--despite-faults"]].concat()).done().contains("is released"));
        assert!(!on(&["parked", "list"]).done().contains(agreement));
        let err = on(&[&release[..], &["--despite-faults"]].concat()).failed(2);
        assert!(err.contains("The agreement is not parked."), "{err}");
    }
}
