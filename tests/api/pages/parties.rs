//! `/parter`: every party with how it stands with money, and who sees which party.

use samfin::app::organisations::Filter;
use samfin::app::scope::{Actor, Grant, Role, Scope};
use serde_json::{Value, json};

use super::{BROWSER, browsed, read};
use crate::databases::on_both_databases;
use crate::invoices::{Billing, at};
use crate::people::browser;
use crate::server::{Answer, Server};

fn id_of(billing: &Billing) -> String {
    billing.year.split('/').nth_back(2).expect("the agreement's id").to_owned()
}

/// Somebody with roles, each for a party where the role is for one.
pub(super) fn with_roles(roles: &[(Role, Option<&str>)]) -> Scope {
    let actor = Actor::User { id: "00000000-0000-7000-8000-0000000000aa".to_owned(), name: "Kim Karlsson".to_owned() };
    let grant =
        |(role, party): &(Role, Option<&str>)| Grant { party: party.map(str::to_owned), ..Grant::everywhere(*role) };
    Scope::granted(actor, roles.iter().map(grant).collect())
}

/// The address that a call is led to.
fn led(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.header("location").unwrap_or_default())
}

on_both_databases! {
    async fn a_year_as_a_whole_says_of_each_document_what_the_document_says(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        billing.paid(&are, "100.00", "2026-11-30").await;
        let part = json!({ "lines": [{ "line": 0, "amount": "10.00" }], "reason": "För många timmar" });
        billing.issued(&billing.post(&format!("{}/credit-notes", at(&are)), &part).await.json(201)).await;
        billing.post(&format!("{}/disputes", at(&berg)), &json!({ "reason": "Fel" })).await.json(200);
        same_as_one_by_one(&billing, 3).await;
        // A credit note of the year, which names the invoice that it lessens.
        let decision = json!({
            "party": "are", "contributes_percent": "60", "cause": "partial_budget", "decided_on": "2026-11-24", "reference": "KF § 188"
        });
        billing.post(&format!("{}/contributions", billing.year), &decision).await.json(201);
        let affected = billing.get(&billing.year).await.json(200)["affected"].clone();
        let correct = json!({ "fingerprint": affected["fingerprint"], "reason": "Åres beslut" });
        Answer::of(billing.send("POST", &format!("{}/correct", billing.year), &correct).header("if-match", "\"r2\"")).await.json(200);
        for draft in billing.called(&json!({ "correction": 1 })).await {
            billing.issued(&draft).await;
        }
        billing.called(&json!({ "instalment": 2 })).await;
        same_as_one_by_one(&billing, 7).await;
    }

    async fn the_list_says_who_pays_what_and_what_is_left(database) {
        let billing = Billing::new(database).await;
        let (id, server) = (id_of(&billing), &billing.server);
        let before = read(server, &format!("/parter?avtal={id}&ar=2027")).await;
        assert!(before.contains("3 parter betalar tillsammans 1 000 kr år 2027. Ingenting är fakturerat än."), "{before}");
        let [are, berg] = billing.first_part().await;
        billing.paid(&are, "100.79", "2026-11-30").await;
        let page = read(server, &format!("/parter?avtal={id}&ar=2027")).await;
        // 160,79 and 89,21, of which 60 and 89,21 are left.
        assert!(page.contains("250 kr är fakturerat, varav 149 kr är kvar att betala. Ingenting har förfallit."), "{page}");
        let row = row(&page, "Åre kommun");
        for shown in ["322<", "data-name=\"Kr per invånare\">0,03<", "Fakturerat\">161<", "Kvar att betala\">60<"] {
            assert!(row.contains(shown), "{shown}: {row}");
        }
        let late = server.beside("2027-03-01T09:00:00Z").await;
        let officer = Answer::of(late.call("GET", &format!("/parter?avtal={id}&ar=2027")).bearer_auth(&billing.officer).header("accept", BROWSER)).await;
        assert!(officer.body.replace('\u{a0}', " ").contains("149 kr har förfallit."), "{}", officer.body);
        billing.paid(&are, "60.00", "2026-12-01").await;
        billing.paid(&berg, "89.21", "2026-12-01").await;
        assert!(read(server, &format!("/parter?avtal={id}&ar=2027")).await.contains("250 kr är fakturerat och allt är betalt."));
        assert_eq!(browsed(server, &format!("/parter?avtal={id}&year=2027")).await.status, 422);
    }

    async fn a_party_officer_lands_on_its_own_page_and_sees_no_other(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        let id = id_of(&billing);
        let of = |party: &str| format!("/parter/{party}?avtal={id}&ar=2027");
        let number = are["document"]["issued"]["number"].as_str().expect("a number");
        let desk = billing.server.app.desk(Scope::command_line());
        let all = desk.organisations(Filter::default(), None, 10).await.expect("organisations");
        let mut host = all.into_iter().find(|one| one.details.name.starts_with("Region")).expect("the host");
        host.details.contact = Some("Ekonomi, 063-14 70 00".to_owned());
        desk.replace_organisation(host.id, host.revision, host.details).await.expect("written");
        let server = billing.server.seen_by(with_roles(&[(Role::PartyOfficer, Some("are"))]));
        assert_eq!(led(&Answer::of(browser(&server, "GET", &format!("/parter?avtal={id}&ar=2027"))).await), (303, of("are").as_str()));
        let own = read(&server, &of("are")).await;
        assert!(own.contains(number) && own.contains("Fakturor 2027") && own.contains("160,79 kr"), "{own}");
        assert!(own.contains("Frågor om fakturorna: Ekonomi, 063-14 70 00, Region Jämtland Härjedalen."), "{own}");
        for hidden in [of("berg"), of("berg").replace("berg?", "berg/budget.xlsx?"), of("finns-inte")] {
            assert_eq!(browsed(&server, &hidden).await.status, 404, "{hidden}");
        }
        let overview = read(&server, "/?ar=2027").await;
        assert!(overview.contains("/parter/are?") && !overview.contains("/parter/berg?"), "no link that leads nowhere: {overview}");
        let server = server.seen_by(with_roles(&[(Role::Reader, None)]));
        let other = read(&server, &of("are")).await;
        assert!(!other.contains("Fakturor 2027") && !other.contains(number), "a reader sees no invoices: {other}");
        assert!(!other.contains("063-14 70 00"), "{other}");
        assert!(!read(&server, &format!("/parter?avtal={id}&ar=2027")).await.contains("Kvar att betala"));
        let server = server.seen_by(Scope::nobody());
        for page in [format!("/parter?avtal={id}"), of("are")] {
            assert_eq!(led(&Answer::of(browser(&server, "GET", &page)).await).0, 303, "to sign in");
        }
    }
}

/// What of a page is about a party.
fn row<'p>(page: &'p str, name: &str) -> &'p str {
    let rest = page.split("<tr>").find(|row| row.contains(&format!(">{name}</a>"))).expect("a row");
    rest.split("</tr>").next().expect("its end")
}

async fn same_as_one_by_one(billing: &Billing, count: usize) {
    let desk = billing.server.app.desk(Scope::command_line());
    let all = desk.year_documents(id_of(billing), 2027, None).await.expect("read");
    assert_eq!(all.len(), count);
    for one in all {
        let alone = desk.invoice(one.invoice.id.clone()).await.expect("read");
        let alone = alone.payment.map(|payment| payment.standing);
        assert_eq!(one.standing, alone, "{:?}", one.invoice.document.issued);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_address_leads_to_the_page_and_the_budget_is_a_workbook() {
    let server = Server::still(crate::databases::Database::sqlite()).await;
    let address = crate::agreements::make(&server, crate::documents::agreement()).await;
    crate::versions::adopt(&server, &address, 1).await.json(200);
    let id = address.rsplit('/').next().expect("an id");
    let old = Answer::of(browser(&server, "GET", &format!("/part/are?avtal={id}&ar=2027"))).await;
    assert_eq!(led(&old), (308, format!("/parter/are?avtal={id}&ar=2027").as_str()));
    let book =
        server.call("GET", &format!("/parter/are/budget.xlsx?avtal={id}&ar=2028")).send().await.expect("answers");
    assert_eq!(book.headers()["content-disposition"], "attachment; filename=\"budget-2028.xlsx\"");
    let bytes = book.bytes().await.expect("a body").to_vec();
    let cells = cells_of(bytes);
    let result = server.get(&format!("{address}/calculation?year=2028")).await.json(200);
    let are = result["parties"].as_array().expect("parties").iter().find(|one| one["id"] == "are").expect("Åre");
    assert_eq!(cells[0][..3], [json!("Kostnad"), json!("2028"), json!("2029")]);
    let sum = cells.iter().find(|row| row[0] == json!("Att betala")).expect("a sum");
    assert_eq!(
        sum[1].to_string().parse::<f64>().ok(),
        are["payable"].as_str().and_then(|text| text.parse().ok()),
        "{cells:?}"
    );
}

/// The cells of a workbook's first sheet.
fn cells_of(bytes: Vec<u8>) -> Vec<Vec<Value>> {
    use calamine::{Data, Reader as _};
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    let cell = |cell: &Data| match cell {
        Data::Float(number) => json!(number),
        Data::Int(number) => json!(number),
        Data::String(text) => json!(text),
        _ => Value::Null,
    };
    sheet.rows().map(|row| row.iter().map(cell).collect()).collect()
}
