//! `/api/v1/statistics/{series}/imports`

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::server::{Answer, Server};

const IMPORTS: &str = "/api/v1/statistics/population/imports";
const OBSERVATIONS: &str = "/api/v1/statistics/population/observations";
const FILE: &str = "Kommunkod;År;Folkmängd;Källa\n2321;2026;12 801;SCB\n2326;2026;7 050;SCB\n";

async fn import(server: &Server, query: &str, kind: &str, file: Vec<u8>) -> Answer {
    Answer::of(server.call("POST", &format!("{IMPORTS}{query}")).header("content-type", kind).body(file)).await
}

async fn known_2026(server: &Server) -> Vec<Value> {
    server.get(&format!("{OBSERVATIONS}?date=2026-12-31")).await.json(200)["items"].as_array().expect("items").clone()
}

on_both_databases! {
    async fn a_preview_tells_and_stores_nothing(database) {
        let server = Server::still(database).await;
        let preview = import(&server, "?preview=true", "text/csv", FILE.into()).await.json(200);
        assert_eq!((&preview["import"], &preview["new"], &preview["corrected"]), (&Value::Null, &json!(2), &json!(0)));
        assert_eq!(preview["columns"]["for"], "Kommunkod");
        assert_eq!(preview["first"][0], json!({ "row": 2, "for": "2321", "date": "2026-12-31", "value": "12801", "source": "SCB" }));
        assert_eq!(known_2026(&server).await, Vec::<Value>::new());
    }

    async fn a_file_is_imported_once_and_corrections_later(database) {
        let server = Server::still(database).await;
        let done = import(&server, "?file_name=folk.csv", "text/csv; charset=utf-8", FILE.into()).await;
        let body = done.json(201);
        let id = body["import"]["id"].as_str().expect("an id").to_owned();
        assert_eq!(done.header("location"), Some(format!("{IMPORTS}/{id}").as_str()));
        assert_eq!((&body["new"], &body["unchanged"]), (&json!(2), &json!(0)));
        let stored = known_2026(&server).await;
        assert_eq!((stored.len(), &stored[0]["value"], &stored[0]["import"]), (2, &json!("12801"), &json!(id)));
        let read = server.get(&format!("{IMPORTS}/{id}")).await.json(200);
        assert_eq!((&read["file_name"], &read["rows"]), (&json!("folk.csv"), &json!(2)));

        let again = import(&server, "", "text/csv", FILE.into()).await.json(201);
        assert_eq!((&again["new"], &again["unchanged"]), (&json!(0), &json!(2)));
        let corrected = FILE.replace("7 050", "7 051");
        let third = import(&server, "", "text/csv", corrected.into()).await.json(201);
        assert_eq!((&third["corrected"], &third["unchanged"]), (&json!(1), &json!(1)));
        let series = server.get("/api/v1/statistics").await.json(200);
        assert_eq!(series["items"][0]["stored"], 3, "two, and one correction");
        let imports = server.get(IMPORTS).await.json(200);
        assert_eq!(imports["items"].as_array().map(Vec::len), Some(3));
    }

    async fn a_workbook_is_imported(database) {
        let server = Server::still(database).await;
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, header) in ["Kommunkod", "Datum", "Värde"].iter().enumerate() {
            sheet.write(0, u16::try_from(column).expect("few columns"), *header).expect("a cell");
        }
        sheet.write(1, 0, "2321").and_then(|s| s.write(1, 1, "2026-12-31")).and_then(|s| s.write(1, 2, 12_801)).expect("cells");
        let file = book.save_to_buffer().expect("a workbook");
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let body = import(&server, "", kind, file).await.json(201);
        assert_eq!(body["new"], 1);
        assert_eq!(known_2026(&server).await[0]["value"], "12801");
        import(&server, "", kind, b"PK\x03\x04 not really".to_vec()).await.problem(422, "import-rejected", &[]);
    }

    async fn one_wrong_row_stops_the_whole_file(database) {
        let server = Server::still(database).await;
        let file = "Kommunkod;År;Folkmängd\n2321;2026;12801\n2326;2026;många\n";
        let problem = import(&server, "", "text/csv", file.into()).await;
        let problem = problem.problem(422, "import-rejected", &[("/rows/3/Folkmängd", "decimal-format")]);
        assert!(problem["errors"][0]["detail"].as_str().expect("a detail").contains("row 3"), "{problem}");
        assert_eq!(known_2026(&server).await, Vec::<Value>::new());
        let preview = import(&server, "?preview=true", "text/csv", file.into()).await.json(200);
        assert_eq!((&preview["errors"][0]["row"], &preview["errors"][0]["column"]), (&json!(3), &json!("Folkmängd")));
    }

    async fn columns_and_dates_can_be_named(database) {
        let server = Server::still(database).await;
        let file = "plats,antal,annat\n2321,12801,1\n";
        let query = "?for=plats&value=antal&fixed_date=2026-12-31&fixed_source=SCB";
        let body = import(&server, query, "text/csv", file.into()).await.json(201);
        assert_eq!(body["columns"]["date"], "2026-12-31");
        assert_eq!(known_2026(&server).await[0]["source"], "SCB");
        import(&server, "?values=antal", "text/csv", file.into()).await
            .problem(422, "unknown-field", &[("/query/values", "unknown-field")]);
        import(&server, "", "application/json", file.into()).await.problem(415, "unsupported-media-type", &[]);
    }
}
