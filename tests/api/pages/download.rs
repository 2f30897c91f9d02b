//! `/fakturor`: the chosen invoices as one ZIP, and the register as a file with the page's filters.

use std::io::{Cursor, Read as _};

use samfin::app::scope::Role;
use serde_json::{Value, json};

use super::BROWSER;
use super::invoices::{key, page, sent};
use crate::databases::on_both_databases;
use crate::invoices::{Billing, at};
use crate::server::Answer;

/// The bytes at an address, and its status.
async fn fetched(billing: &Billing, key: &str, path: &str) -> (u16, Vec<u8>) {
    let call = billing.call(key, "GET", path).header("accept", BROWSER).header("accept-language", "sv");
    let answer = call.send().await.expect("an answer");
    (answer.status().as_u16(), answer.bytes().await.expect("bytes").to_vec())
}

/// The names and contents of a ZIP.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let count = zip.len();
    let one = |position| {
        let mut file = zip.by_index(position).expect("a file");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its content");
        (file.name().expect("a name").into_owned(), content)
    };
    (0..count).map(one).collect()
}

fn chosen(form: &str, documents: &[&Value]) -> String {
    let each = documents.iter().map(|one| format!("&v={}:{}", one["id"].as_str().expect("an id"), one["revision"]));
    format!("/fakturor/valda.zip?form={form}{}", each.collect::<String>())
}

fn names(files: &[(String, Vec<u8>)]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}

on_both_databases! {
    async fn the_chosen_come_as_one_zip_each_as_its_own_file(database) {
        let billing = Billing::new(database).await;
        let [are, berg]: [Value; 2] = billing.issue_parts(&billing.year, &[1]).await.try_into().expect("two");
        let draft = billing.called(&json!({ "instalment": 2 })).await.remove(0);
        let officer = &billing.officer;
        let list = page(&billing, officer, "/fakturor").await.body;
        assert!(list.contains("formaction=\"/fakturor/valda.zip\"") && list.matches("type=\"checkbox\" name=\"v\"").count() == 4, "{list}");
        let (status, zip) = fetched(&billing, officer, &chosen("pdf", &[&are, &berg, &draft, &are])).await;
        let files = unpacked(&zip);
        assert_eq!((status, names(&files)), (200, vec!["2026-0001 Åre kommun.pdf", "2026-0002 Bergs kommun.pdf", "utkast Åre kommun.pdf"]));
        for (document, (name, content)) in [&are, &berg].into_iter().zip(&files) {
            let (_, alone) = fetched(&billing, officer, &format!("{}/pdf", at(document))).await;
            assert!(alone == *content && alone.starts_with(b"%PDF-"), "{name} is the file that is there");
        }
        let (status, zip) = fetched(&billing, officer, &chosen("xml", &[&are, &draft])).await;
        let files = unpacked(&zip);
        assert_eq!((status, names(&files)), (200, vec!["2026-0001 Åre kommun.xml", "saknas.txt"]));
        assert_eq!(fetched(&billing, officer, &format!("{}/xml", at(&are))).await.1, files[0].1);
        let missing = String::from_utf8(files[1].1.clone()).expect("text");
        assert!(missing.starts_with("utkast Åre kommun: Utkastet är inte utfärdat"), "{missing}");

        // What cannot be fetched leads back to the list that it was asked for on.
        let from = "&fran=/fakturor?visa%3Dutkast";
        let drafts = page(&billing, officer, "/fakturor?visa=utkast").await.body;
        assert!(drafts.contains("name=\"fran\" value=\"/fakturor?visa=utkast\""), "{drafts}");
        let none = page(&billing, officer, &format!("{}{from}", chosen("xml", &[&draft]))).await;
        assert!(none.status == 409 && none.body.contains("href=\"/fakturor?visa=utkast\">Gå tillbaka dit du var<"), "{}", none.body);
        assert!(none.body.contains("Där står de steg som går att ta nu.") && !none.body.contains("legal"), "{}", none.body);
        let elsewhere = page(&billing, officer, &format!("{}&fran=//example.org", chosen("xml", &[&draft]))).await;
        assert!(elsewhere.status == 409 && !elsewhere.body.contains("Gå tillbaka dit du var"), "{}", elsewhere.body);
        for (asked, list) in [(from, "/fakturor?visa=utkast&inget=1"), ("", "/fakturor?inget=1"), ("&fran=/logg", "/fakturor?inget=1")] {
            let call = crate::people::browser(&billing.server, "GET", &format!("{}{asked}", chosen("pdf", &[])));
            let led = Answer::of(call.bearer_auth(officer)).await;
            assert_eq!((led.status, led.header("location")), (303, Some(list)));
        }
        let list = page(&billing, officer, "/fakturor?visa=utkast&inget=1").await.body;
        assert!(list.contains("role=\"alert\"") && list.contains("Kryssa för minst en rad i listan"), "{list}");
        assert!(!list.replace("fore", "").contains("inget=1"), "it is said once: {list}");
    }

    async fn whoever_sees_an_invoice_gets_its_file_and_nobody_else(database) {
        let billing = Billing::new(database).await;
        let [are, berg]: [Value; 2] = billing.issue_parts(&billing.year, &[1]).await.try_into().expect("two");
        for role in Role::ALL {
            let key = key(&billing, role).await;
            let (own, both) = match role {
                Role::Officer | Role::Approver | Role::Auditor => (200, 200),
                // Åre's officer.
                Role::PartyOfficer => (200, 404),
                Role::Admin | Role::Reader => (403, 403),
            };
            assert_eq!(fetched(&billing, &key, &chosen("pdf", &[&are])).await.0, own, "{role:?}");
            assert_eq!(fetched(&billing, &key, &chosen("pdf", &[&are, &berg])).await.0, both, "{role:?}");
            for path in ["/fakturor.csv", "/fakturor.xlsx"] {
                assert_eq!(fetched(&billing, &key, path).await.0, own, "{role:?} {path}");
            }
        }
    }

    async fn the_register_has_what_the_page_has(database) {
        let billing = Billing::new(database).await;
        billing.issue_parts(&billing.year, &[1]).await;
        billing.called(&json!({ "instalment": 2 })).await;
        let officer = &billing.officer;
        let drafts = page(&billing, officer, "/fakturor?visa=attest&part=berg").await.body;
        assert!(drafts.contains("href=\"/fakturor.csv?visa=attest&amp;part=berg\"") && drafts.contains("href=\"/fakturor.xlsx?visa=attest&amp;part=berg\""), "{drafts}");
        let rows = async |path: &str| {
            let (status, bytes) = fetched(&billing, officer, path).await;
            assert_eq!(status, 200, "{path}");
            String::from_utf8(bytes).expect("UTF-8").lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(rows("/fakturor.csv").await.len(), 4);
        let rows = rows("/fakturor.csv?visa=attest&part=berg").await;
        assert!(rows.len() == 1 && rows[0].contains("Bergs kommun") && rows[0].contains("89,21"), "{rows:?}");
        let (status, xlsx) = fetched(&billing, officer, "/fakturor.xlsx?visa=skickade").await;
        assert!(status == 200 && names(&unpacked(&xlsx)).contains(&"xl/workbook.xml"));
        assert_eq!(fetched(&billing, officer, "/fakturor.csv?visa=allt").await.0, 422);
    }

    async fn what_cannot_be_done_to_all_that_are_ticked_is_done_to_the_rest(database) {
        let billing = Billing::new(database).await;
        let issued = billing.issue_parts(&billing.year, &[1]).await.remove(0);
        let draft = billing.called(&json!({ "instalment": 2 })).await.remove(0);
        let chosen = |step: &str| chosen("", &[&issued, &draft]).replace("/fakturor/valda.zip?form=", &format!("/fakturor/valda?gor={step}"));
        let attest = page(&billing, &billing.approver, &chosen("attestera")).await.body;
        assert!(attest.contains("En av de valda är inte med") && attest.matches("type=\"hidden\" name=\"v\"").count() == 1, "{attest}");
        let issue = page(&billing, &billing.officer, &chosen("utfarda")).await.body;
        assert!(issue.contains("Inget är valt") && !issue.contains("name=\"v\""), "nobody has attested: {issue}");
    }

    async fn the_drafts_are_fetched_in_a_layout_that_their_issuer_keeps(database) {
        let billing = Billing::new(database).await;
        let officer = &billing.officer;
        billing.issue_parts(&billing.year, &[1]).await;
        billing.called(&json!({ "instalment": 2 })).await;
        assert!(!page(&billing, officer, "/fakturor").await.body.contains("/fakturor/underlag.csv"), "there is no layout to choose");
        let host = billing.get("/api/v1/organisations?organisation_number=2321000214").await.json(200)["items"][0]["id"].clone();
        let path = format!("/installningar/organisationer/{}/layouter", host.as_str().expect("an id"));
        let fields = [
            ("gor", "ny"), ("namn", "kundreskontran"), ("till", "invoices"), ("plats", "2"), ("kolumn", "amount"), ("rubrik", "Summa"),
            ("plats", "1"), ("kolumn", "buyer"), ("rubrik", "Kund"), ("skilje", "semicolon"), ("decimal", "comma"), ("dag", "iso"),
            ("tecken", "windows-1252"), ("rubriker", "1"),
        ];
        let kept = sent(&billing, officer, &path, &fields).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        let list = page(&billing, officer, "/fakturor?part=berg").await.body;
        assert!(list.contains("<option value=\"2321000214:kundreskontran\">kundreskontran (Region Jämtland Härjedalen)</option>"), "{list}");
        assert!(list.contains("name=\"part\" value=\"berg\""), "what the list is narrowed to stays so: {list}");
        let (status, file) = fetched(&billing, officer, "/fakturor/underlag.csv?layout=2321000214:kundreskontran").await;
        let text: String = file.iter().map(|byte| char::from(*byte)).collect();
        let rows: Vec<&str> = text.lines().collect();
        assert!(status == 200 && rows[0] == "Kund;Summa" && rows[1].starts_with("Bergs kommun;") && rows.len() == 3, "the drafts alone: {text}");
        let (_, one) = fetched(&billing, officer, "/fakturor/underlag.csv?layout=2321000214:kundreskontran&part=berg").await;
        assert_eq!(one.split(|byte| *byte == b'\n').count(), 3, "the heads, one draft, and nothing");
        for wrong in ["", "?layout=2321000214:annan", "?layout=x"] {
            assert_eq!(fetched(&billing, officer, &format!("/fakturor/underlag.csv{wrong}")).await.0, 422, "{wrong}");
        }
    }
}
