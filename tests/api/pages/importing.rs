//! `/underlag/importera` and on: a file in four steps, seen by whoever brought it, stored whole or not at all.

use samfin::app::scope::{Actor, Grant, Role, Scope};
use serde_json::Value;

use super::parties::with_roles;
use super::payments::{led, sent};
use super::{HOSTILE, browsed, read};
use crate::databases::on_both_databases;
use crate::dump::{Dump, dump};
use crate::people::browser;
use crate::server::{Answer, Server};

const CHOOSE: &str = "/underlag/importera";
const FILE: &str = "Kommunkod;År;Folkmängd;Källa\n2321;2026;12 801;SCB\n2326;2026;7 050;SCB\n";
const BOUNDARY: &str = "----WebKitFormBoundaryx7";

/// Sends a file in a form, as a browser does.
pub(super) async fn uploaded(server: &Server, path: &str, name: &str, content: &[u8]) -> Answer {
    let csrf = server.app.visitors_form_token().expect("a token");
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    let call = browser(server, "POST", path).header("sec-fetch-site", "same-origin");
    Answer::of(call.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}")).body(body)).await
}

/// What is chosen in a select of a page.
pub(super) fn chosen(page: &str, field: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{field}\"")).unwrap_or_else(|| panic!("{field}: {page}"));
    let select = rest.split("</select>").next().expect("its end");
    let option = select.split("<option").find(|option| option.contains(" selected")).expect("a choice");
    option.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a value").to_owned()
}

/// What is sent of the second step, as the page proposes it.
fn proposed(page: &str) -> Vec<(&'static str, String)> {
    ["serie", "plats", "varde", "datum", "kalla", "tecken"].map(|field| (field, chosen(page, field))).into()
}

async fn mapped(server: &Server, to: &str, fields: &[(&str, String)], changed: &[(&str, &str)]) -> Answer {
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for (name, value) in changed {
        all.retain(|(known, _)| known != name);
        all.push((name, value));
    }
    sent(server, to, &all).await
}

/// What is stored but for the files on their way in and the trail.
async fn stored(server: &Server) -> Dump {
    let mut stored = dump(server.database.as_ref().expect("its database")).await;
    stored.retain(|table, _| !table.starts_with("uploads") && !table.starts_with("audit"));
    stored
}

async fn known_2026(server: &Server) -> Vec<Value> {
    let known = server.get("/api/v1/statistics/population/observations?date=2026-12-31").await.json(200);
    known["items"].as_array().expect("items").clone()
}

on_both_databases! {
    async fn a_file_is_chosen_mapped_reviewed_and_stored_and_its_columns_are_remembered(database) {
        let server = Server::still(database).await;
        let to = led(&uploaded(&server, CHOOSE, "C:\\Data\\folk.csv", FILE.as_bytes()).await);
        let columns = read(&server, &to).await;
        assert!(columns.contains("Koppla kolumner: folk.csv") && columns.contains("2 rader under rubrikerna. Läst som UTF-8"), "{columns}");
        assert!(columns.contains("Kolumnerna är gissade") && columns.contains("2321 · 2326"), "{columns}");
        let fields = proposed(&columns);
        let values: Vec<&str> = fields.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["population", "1", "3", "2", "4", ""]);
        let before = stored(&server).await;
        let review = led(&mapped(&server, &to, &fields, &[("nyckel", "a"), ("kalla", ""), ("kalltext", "SCB")]).await);
        let page = read(&server, &review).await;
        assert!(page.contains("Invånare. Nya värden: 2. Rättade: 0. Som de var: 0. Ingenting är sparat än."), "{page}");
        assert!(page.contains("Åre (2321)") && page.contains("12 801") && page.contains("Spara allt"), "{page}");
        assert_eq!(stored(&server).await, before, "nothing yet");
        let done = led(&sent(&server, &review, &[("gor", "spara"), ("nyckel", "b")]).await);
        assert_eq!(led(&sent(&server, &review, &[("gor", "spara"), ("nyckel", "b")]).await), done, "sent twice, stored once");
        assert_eq!(led(&sent(&server, &review, &[("gor", "spara"), ("nyckel", "c")]).await), done, "nor by another form");
        let page = read(&server, &done).await;
        assert!(page.contains("Allt är sparat. Nya värden: 2. Rättade: 0. Som de var: 0.") && page.contains("href=\"/statistik/population\""), "{page}");
        assert_eq!(known_2026(&server).await.iter().map(|one| &one["value"]).collect::<Vec<_>>(), ["12801", "7050"]);
        let series = read(&server, "/statistik/population").await;
        assert!(series.contains("folk.csv") && series.contains("1 december 2026<span class=\"below\">Tove Test"), "who and when: {series}");
        assert_eq!(led(&Answer::of(browser(&server, "GET", &to)).await), done, "the file is gone");
        let kept = dump(server.database.as_ref().expect("its database")).await;
        assert!(!format!("{kept:?}").contains("S29tbXVua29k"), "nothing of it is kept");

        // The next file with the same head.
        let again = FILE.replace("7 050", "7 051").replace("Kommunkod", "kommunkod");
        let to = led(&uploaded(&server, CHOOSE, "folk2.csv", again.as_bytes()).await);
        let columns = read(&server, &to).await;
        assert!(columns.contains("kopplade som förra gången") && chosen(&columns, "kalla").is_empty(), "{columns}");
        assert!(columns.contains("name=\"kalltext\" type=\"text\" value=\"SCB\""), "{columns}");
        let mut fields = proposed(&columns);
        fields.push(("kalltext", "SCB".to_owned()));
        let review = led(&mapped(&server, &to, &fields, &[]).await);
        assert!(read(&server, &review).await.contains("Nya värden: 0. Rättade: 1. Som de var: 1."));
    }

    async fn one_fault_stops_the_whole_file_and_the_faulty_rows_are_given_back(database) {
        let server = Server::still(database).await;
        let file = "Kommunkod;År;Folkmängd\n2321;2026;12801\n=1+2;2026;många\nÖstersnd;2026;\n2321;2026;5\n";
        let to = led(&uploaded(&server, CHOOSE, "fel.csv", file.as_bytes()).await);
        let review = led(&mapped(&server, &to, &proposed(&read(&server, &to).await), &[]).await);
        let page = read(&server, &review).await;
        assert!(page.contains("5 celler är fel. Ingenting kan sparas förrän de är rätta.") && !page.contains("Spara allt"), "{page}");
        assert!(page.find("Rad 3").expect("a fault") < page.find("Rad 2<").expect("a good row"), "faults first: {page}");
        assert!(page.contains("Menas 2380 Östersund?") && page.contains("2321 har redan ett värde"), "{page}");
        let rows = browsed(&server, &format!("{to}/felaktiga.csv")).await;
        assert_eq!((rows.status, rows.header("content-type")), (200, Some("text/csv; charset=utf-8")));
        assert!(rows.header("content-disposition").expect("a name").starts_with("attachment"));
        let lines: Vec<&str> = rows.body.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "Rad;Kommunkod;År;Folkmängd;Vad som är fel");
        assert!(lines[1].starts_with("3;'=1+2;2026;många;") && lines[2].starts_with("4;Östersnd;2026;;") && lines[3].starts_with("5;2321;2026;5;") && lines.len() == 4, "{lines:?}");
        let before = stored(&server).await;
        let refused = sent(&server, &review, &[("gor", "spara")]).await;
        assert!(refused.status == 422 && refused.body.contains("role=\"alert\"") && refused.body.contains("Inget har sparats"), "{}", refused.body);
        assert_eq!((stored(&server).await, known_2026(&server).await.len()), (before, 0));
        assert_eq!(led(&sent(&server, &review, &[("gor", "slang")]).await), "/statistik");
        assert_eq!(browsed(&server, &to).await.status, 404);
    }

    async fn files_that_are_no_tables_are_refused_where_they_are_chosen(database) {
        let server = Server::still(database).await;
        let before = dump(server.database.as_ref().expect("its database")).await;
        let files: [(&str, &[u8], &str); 5] = [
            ("a.pdf", b"%PDF-1.7\nkod;antal\n", "Filen är varken text eller en XLSX-arbetsbok"),
            ("tom.csv", b"", "Filen är tom."),
            ("rader.csv", b"\n;;\n", "Filen är tom."),
            ("a.xlsx", b"PK\x03\x04 not really", "Arbetsboken går inte att läsa."),
            ("", b"kod;antal\n2321;1\n", "välj en fil"),
        ];
        for (name, content, why) in files {
            let refused = uploaded(&server, CHOOSE, name, content).await;
            assert!(refused.status == 422 && refused.body.contains("id=\"fil-fel\"") && refused.body.contains(why), "{name}: {}", refused.body);
        }
        assert_eq!(dump(server.database.as_ref().expect("its database")).await, before);
    }

    async fn old_bytes_two_sheets_and_columns_without_names_are_read(database) {
        let server = Server::still(database).await;
        let (old, _, _) = encoding_rs::WINDOWS_1252.encode("Plats;Mått;Dag\nÅre;12,5;2026-12-31\nHärjedalen;3,5;2026-12-31\n");
        let to = led(&uploaded(&server, CHOOSE, "gammal.csv", &old).await);
        let columns = read(&server, &to).await;
        assert!(columns.contains("Windows-1252") && columns.contains("Åre · Härjedalen"), "{columns}");
        assert_eq!([chosen(&columns, "plats"), chosen(&columns, "varde"), chosen(&columns, "datum")], ["1", "2", "3"]);
        let fields = proposed(&columns);
        let before = stored(&server).await;
        let wrong = mapped(&server, &to, &fields, &[("serie", ""), ("plats", ""), ("datum", ""), ("varde", "2")]).await;
        assert_eq!(wrong.status, 422);
        for field in ["serie", "plats", "datum"] {
            assert!(wrong.body.contains(&format!("id=\"{field}-fel\"")), "{field}: {}", wrong.body);
        }
        let twice = mapped(&server, &to, &fields, &[("dag", "2026-12-31")]).await;
        assert!(twice.status == 422 && twice.body.contains("id=\"dag-fel\""), "{}", twice.body);
        let outside = mapped(&server, &to, &fields, &[("plats", "9")]).await;
        assert!(outside.status == 422 && outside.body.contains("Filen har ingen kolumn"), "{}", outside.body);
        assert_eq!(stored(&server).await, before);
        let review = led(&mapped(&server, &to, &fields, &[("serie", ""), ("ny-serie", "elever")]).await);
        led(&sent(&server, &review, &[("gor", "spara")]).await);
        assert!(read(&server, "/statistik/elever").await.contains("12,5"));

        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().set_name("Läs mig").expect("a name").write(0, 0, "Se nästa blad").expect("a cell");
        let sheet = book.add_worksheet().set_name("Tal").expect("a name");
        for (column, text) in [(0, "Kommunkod"), (1, "2026")] {
            sheet.write(0, column, text).expect("a cell");
        }
        sheet.write(1, 0, "2321").and_then(|sheet| sheet.write(1, 1, 12_801)).expect("cells");
        let to = led(&uploaded(&server, CHOOSE, "bok.xlsx", &book.save_to_buffer().expect("a workbook")).await);
        assert!(read(&server, &to).await.contains("blad ”Läs mig”"));
        assert_eq!(browsed(&server, &format!("{to}?blad=Finns-inte")).await.status, 422);
        let columns = read(&server, &format!("{to}?blad=Tal")).await;
        assert!(columns.contains("name=\"blad\" value=\"Tal\"") && chosen(&columns, "varde") == "rubriker", "{columns}");
        let review = led(&mapped(&server, &to, &proposed(&columns), &[("blad", "Tal")]).await);
        led(&sent(&server, &review, &[("gor", "spara")]).await);
        assert_eq!(known_2026(&server).await[0]["value"], "12801");
        let gone = Answer::of(browser(&server, "GET", &format!("{to}?blad=Tal"))).await;
        assert_eq!(led(&gone), format!("{to}/klart"));
    }

    async fn a_file_is_its_own_persons_and_only_those_who_may_store_bring_one(database) {
        let mut server = Server::still(database).await;
        let to = led(&uploaded(&server, CHOOSE, "folk.csv", FILE.as_bytes()).await);
        led(&mapped(&server, &to, &proposed(&read(&server, &to).await), &[]).await);
        let steps = ["", "/granska", "/felaktiga.csv", "/klart"].map(|step| format!("{to}{step}"));
        let other = Actor::User { id: "00000000-0000-7000-8000-0000000000bb".to_owned(), name: "Kim Karlsson".to_owned() };
        server = server.seen_by(Scope::granted(other, vec![Grant::everywhere(Role::Officer)]));
        let before = dump(server.database.as_ref().expect("its database")).await;
        for step in &steps {
            // What came of a file leads to the file, which is not there.
            assert_eq!(browsed(&server, step).await.status, 404, "{step}");
        }
        for (step, fields) in [(&to, [("plats", "1")]), (&steps[1], [("gor", "spara")]), (&steps[1], [("gor", "slang")])] {
            assert_eq!(sent(&server, step, &fields).await.status, 404, "{step}");
        }
        assert_eq!(dump(server.database.as_ref().expect("its database")).await, before);
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Officer) {
            server = server.seen_by(with_roles(&[(role, None)]));
            assert_eq!(browsed(&server, CHOOSE).await.status, 403, "{role:?}");
            assert_eq!(uploaded(&server, CHOOSE, "folk.csv", FILE.as_bytes()).await.status, 403, "{role:?}");
            assert_eq!(browsed(&server, &to).await.status, 403, "{role:?}");
            assert_eq!(sent(&server, &steps[1], &[("gor", "spara")]).await.status, 403, "{role:?}");
        }
        assert_eq!(dump(server.database.as_ref().expect("its database")).await, before);
    }

    async fn a_file_is_kept_for_a_day_and_five_at_a_time(database) {
        let server = Server::still(database).await;
        let first = led(&uploaded(&server, CHOOSE, "1.csv", FILE.as_bytes()).await);
        let mut last = String::new();
        for at in 2..=6 {
            last = led(&uploaded(&server, CHOOSE, &format!("{at}.csv"), FILE.as_bytes()).await);
        }
        assert_eq!((browsed(&server, &first).await.status, browsed(&server, &last).await.status), (404, 200));
        let later = server.beside("2026-12-02T09:00:01Z").await;
        let app = later.app.clone();
        assert!(app.desk(crate::server::officer()).upload(last.rsplit('/').next().expect("an id").to_owned(), None).await.is_err());
        app.keep_house().await.expect("kept");
        let kept = dump(server.database.as_ref().expect("its database")).await;
        assert!(!format!("{kept:?}").contains("S29tbXVua29k"), "thrown away");
    }

    async fn what_stands_in_a_file_is_text(database) {
        let server = Server::still(database).await;
        for (hostile, shown) in HOSTILE {
            let quoted = hostile.replace('"', "\"\"");
            let file = format!("\"{quoted}\";År;Folkmängd\n\"{quoted}\";2026;\"{quoted}\"\n");
            let to = led(&uploaded(&server, CHOOSE, "x.csv", file.as_bytes()).await);
            let columns = read(&server, &to).await;
            assert!(columns.contains(shown) && !columns.contains("<script>") && !columns.contains("<img"), "{columns}");
            let fields = [("serie", "population"), ("plats", "1"), ("varde", "3"), ("datum", "2"), ("kalla", "")];
            let review = led(&sent(&server, &to, &fields).await);
            let page = read(&server, &review).await;
            assert!(page.contains(shown) && !page.contains("<script>") && !page.contains("<img"), "{page}");
        }
    }
}
