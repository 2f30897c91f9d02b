//! `samfin import statistics`, on both databases.

use samfin::storage::statistics::known;

use crate::databases::on_both_databases;
use crate::expected::expect_file;
use crate::program::samfin;

const GOOD: &str = "Kommunkod;År;Folkmängd;Källa\n2303;2026;5 100;SCB\n2321;2026;12 800;SCB\n";
const BAD: &str = "Kommunkod;År;Folkmängd\n2303;2026;5 100\n2321;snart;12 800\nÖstersnd;2026;x\n";

/// The command on a database, from standard input.
fn import(url: &str, file: &str, more: &[&str]) -> crate::program::Outcome {
    let args = ["import", "statistics", "-", "--series", "population", "--database-url", url];
    samfin(&[&args, more].concat()).input(file).run()
}

/// What is stored: place, date, value.
async fn stored(database: &crate::databases::Database) -> Vec<(String, String, String)> {
    let db = database.connect().await;
    let found = db
        .read((), |tx, ()| Box::pin(async move { known(tx, "population", None).await }))
        .await
        .expect("the observations");
    db.close().await;
    found.into_iter().map(|o| (o.for_code, o.date.to_string(), o.value.to_string())).collect()
}

on_both_databases! {
    async fn a_good_file_is_stored_once_and_a_bad_one_not_at_all(database) {
        let err = import(&database.url, BAD, &[]).failed(2);
        expect_file("import-errors.en.txt", &err);
        assert_eq!(stored(&database).await, []);

        let out = import(&database.url, GOOD, &["--dry-run", "--lang", "sv"]).done();
        expect_file("import-preview.sv.txt", &out);
        assert_eq!(stored(&database).await, []);

        let out = import(&database.url, GOOD, &[]).done();
        assert!(out.ends_with("Imported 2 values into population: 2 new, 0 corrected, 0 unchanged.\n"), "{out}");
        let expected = [("2303", "5100"), ("2321", "12800")]
            .map(|(place, value)| (place.to_owned(), "2026-12-31".to_owned(), value.to_owned()));
        assert_eq!(stored(&database).await, expected);

        let out = import(&database.url, &GOOD.replace("12 800", "12 801"), &[]).done();
        assert!(out.ends_with("Imported 2 values into population: 0 new, 1 corrected, 1 unchanged.\n"), "{out}");
    }

    async fn columns_and_dates_can_be_said(database) {
        let file = "A;B\n2303;811\n";
        let err = import(&database.url, file, &[]).failed(2);
        assert!(err.contains("No header line was found."), "{err}");
        let args = ["--column", "for=A", "--column", "value=2", "--date", "2026-11-01", "--source", "räkning"];
        import(&database.url, file, &args).done();
        assert_eq!(stored(&database).await, [("2303".to_owned(), "2026-11-01".to_owned(), "811".to_owned())]);
    }
}

#[test]
fn a_wrong_column_is_wrong_usage() {
    let args = ["import", "statistics", "-", "--series", "x", "--column", "kommun"];
    let err = samfin(&args).input(GOOD).run().failed(2);
    assert!(err.contains("write ROLE=COLUMN"), "{err}");
}
