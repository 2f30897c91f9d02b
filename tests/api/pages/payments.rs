//! `/betalningar`: the list, the bank's file, by hand, and what may be done with a payment; each form as a browser sends it.

use samfin::app::scope::{Role, Scope};
use serde_json::Value;

use super::parties::with_roles;
use super::{HOSTILE, browsed, links, read};
use crate::databases::on_both_databases;
use crate::invoices::Billing;
use crate::payment_imports::{PAID, Paid, file, ocr};
use crate::payments::stands;
use crate::people::{browser, form};
use crate::server::{Answer, Server};

const BOUNDARY: &str = "----WebKitFormBoundaryx7";

fn token(server: &Server) -> String {
    server.app.visitors_form_token().expect("a token")
}

/// Sends a form of a page, with its token.
pub(super) async fn sent(server: &Server, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = token(server);
    let fields: Vec<_> = [("csrf", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
    Answer::of(form(server, path, &fields)).await
}

/// Sends a file in a form, as a browser does.
async fn uploaded(server: &Server, csrf: &str, name: &str, content: &str) -> Answer {
    let body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\nContent-Type: text/xml\r\n\r\n{content}\r\n--{BOUNDARY}--\r\n"
    );
    let call = browser(server, "POST", "/betalningar/importera").header("sec-fetch-site", "same-origin");
    Answer::of(call.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}")).body(body)).await
}

fn said(answer: &Answer) -> String {
    answer.body.replace('\u{a0}', " ")
}

/// Where an answer leads, which must be on.
pub(super) fn led(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").expect("an address").to_owned()
}

fn id(of: &Value) -> &str {
    of["id"].as_str().expect("an id")
}

on_both_databases! {
    async fn a_bank_file_is_uploaded_and_what_it_did_is_told(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        let server = &billing.server;
        let payments = [
            Paid { ocr: Some(ocr(&are)), reference: "BG1", ..PAID },
            Paid { amount: "89.21", reference: "BG2", name: "Bergs kommun", ..PAID },
        ];
        let content = file("MSG1", "3398328", &payments);
        let before = billing.dumped().await;
        assert_eq!(uploaded(server, "fel", "bg.xml", &content).await.status, 403, "without the token of a page of ours");
        let missing = uploaded(server, &token(server), "", "").await;
        assert_eq!((missing.status, missing.body.contains("Fil</a>: välj bankens fil")), (422, true), "{}", missing.body);
        let half = uploaded(server, &token(server), "bg.xml", &content[..content.len() / 2]).await;
        assert!(half.status == 422 && said(&half).contains("inget av den har bokförts"), "{}", half.body);
        let unknown = uploaded(server, &token(server), "bg.xml", &file("MSG0", "50501055", &payments)).await;
        assert!(unknown.status == 422 && said(&unknown).contains("är ingen organisations"), "{}", unknown.body);
        assert_eq!(billing.dumped().await, before, "nothing of it");

        let done = led(&uploaded(server, &token(server), "C:\\Bank\\bg.xml", &content).await);
        let page = read(server, &done).await;
        assert!(page.contains("Inläst: bg.xml") && page.contains("2 betalningar bokfördes. 1 av dem väntar på att matchas."), "{page}");
        assert!(page.contains("Att matcha: ett förslag") && page.contains("Matchad"), "{page}");
        assert_eq!(billing.stands(&are).await, stands("paid", "160.79", "0.00", "0.00"));
        let again = uploaded(server, &token(server), "bg.xml", &content).await;
        assert!(again.status == 409 && again.body.contains(&format!("href=\"{done}\"")), "the way to the first: {}", again.body);

        let waiting = read(server, "/betalningar?visa=att-matcha").await;
        assert!(waiting.contains("En betalning väntar: 89,21 kr betalar ingenting än."), "{waiting}");
        let matched = read(server, "/betalningar?visa=matchade").await;
        assert!(matched.contains("En betalning.") && matched.contains(&format!("<a href=\"/fakturor/{}\">2026-0001</a>", id(&are))), "{matched}");
        let one = waiting.split("href=\"/betalningar/0").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
        let one = format!("/betalningar/0{one}");
        let page = read(server, &one).await;
        assert!(page.contains("89,21 kr av den betalar ingenting än.") && page.contains(&format!("value=\"{}\" selected", id(&berg))), "{page}");
        let to_are = sent(server, &one, &[("gor", "betala"), ("forslag", ""), ("faktura", "2026-0099"), ("belopp", "89,21")]).await;
        assert!(to_are.status == 422 && to_are.body.contains("value=\"89,21\"") && to_are.body.contains("value=\"2026-0099\""), "nothing typed is lost: {}", to_are.body);
        led(&sent(server, &one, &[("gor", "betala"), ("forslag", id(&berg)), ("belopp", "89,21")]).await);
        assert_eq!(billing.stands(&berg).await, stands("paid", "89.21", "0.00", "0.00"));
        assert!(read(server, "/betalningar?visa=att-matcha").await.contains("Ingenting väntar."));
    }

    async fn a_payment_is_written_in_once_moved_given_back_and_taken_back(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        let server = &billing.server;
        let shown = read(server, &format!("/betalningar/ny?faktura={}", id(&are))).await;
        assert!(shown.contains("160,79 kr är kvar att betala.") && shown.contains("value=\"160,79\""), "{shown}");
        let mut fields = vec![("nyckel", "k1"), ("faktura", "2026-0001"), ("pengar", ""), ("belopp", "1 60,79"), ("dag", "2026-12-02")];
        let late = sent(server, "/betalningar/ny", &fields).await;
        assert!(late.status == 422 && late.body.contains("id=\"dag-fel\"") && late.body.contains("value=\"1 60,79\""), "{}", late.body);
        fields[4] = ("dag", "2026-11-30");
        let first = led(&sent(server, "/betalningar/ny", &fields).await);
        assert_eq!(led(&sent(server, "/betalningar/ny", &fields).await), first, "sent twice, carried out once");
        assert_eq!(billing.stands(&are).await, stands("paid", "160.79", "0.00", "0.00"));
        // Somebody pays twice.
        let second = [("nyckel", "k2"), ("faktura", "2026-0001"), ("belopp", "20"), ("dag", "2026-11-30")];
        let second = led(&sent(server, "/betalningar/ny", &second).await);
        let over = read(server, "/betalningar?visa=overbetalda").await;
        assert!(over.contains("En faktura är överbetald.") && over.contains("För mycket\">20,00 kr<"), "{over}");
        assert!(read(server, &second).await.contains("<label for=\"ta-bort-betald\">Faktura som betalningen står på</label>"));
        let no_reason = sent(server, &second, &[("gor", "ta-bort"), ("betald", id(&are)), ("belopp", "20")]).await;
        assert!(no_reason.status == 422 && no_reason.body.contains("skriv varför"), "{}", no_reason.body);
        led(&sent(server, &second, &[("gor", "ta-bort"), ("betald", id(&are)), ("belopp", "20"), ("skal", "Dubbelt")]).await);
        let another = [("gor", "betala"), ("faktura", "2026-0002"), ("belopp", "5")];
        assert_eq!(sent(server, &second, &another).await.status, 422, "another payer's invoice");
        led(&sent(server, &second, &[("gor", "betala"), ("faktura", "2026-0002"), ("belopp", "5"), ("annan", "1")]).await);
        assert_eq!(billing.stands(&berg).await, stands("part_paid", "5.00", "84.21", "0.00"));
        let too_much = sent(server, &second, &[("gor", "aterbetala"), ("belopp", "15,01"), ("dag", "2026-12-01")]).await;
        assert!(too_much.status == 422 && too_much.body.contains("id=\"aterbetala-belopp-fel\""), "{}", too_much.body);
        led(&sent(server, &second, &[("gor", "aterbetala"), ("belopp", "15"), ("dag", "2026-12-01")]).await);
        let kept = sent(server, &second, &[("gor", "ta-tillbaka"), ("skal", "Fel")]).await;
        assert!(kept.status == 409 && said(&kept).contains("Ta tillbaka återbetalningen först."), "{}", kept.body);
        assert!(read(server, &first).await.contains("2026-0001: 160,79 kr blir åter kvar att betala"));
        assert_eq!(sent(server, &first, &[("gor", "ta-tillbaka"), ("skal", " ")]).await.status, 422, "a reason");
        let back = led(&sent(server, &first, &[("gor", "ta-tillbaka"), ("skal", "Gällde Berg")]).await);
        assert_ne!(back, first);
        assert_eq!(billing.stands(&are).await, stands("unpaid", "0.00", "160.79", "0.00"));
        let page = read(server, &first).await;
        assert!(page.contains("Inbetalning, återtagen") && !page.contains("name=\"gor\""), "nothing more to do: {page}");
    }

    async fn each_role_sees_and_does_what_it_may(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        let own = format!("/betalningar/{}", id(&billing.paid(&are, "100.00", "2026-11-30").await));
        let other = format!("/betalningar/{}", id(&billing.paid(&berg, "10.00", "2026-11-30").await));
        let mut server = billing.server;
        for (role, sees, bills) in [
            (Role::Officer, 200, true), (Role::Approver, 200, false), (Role::Auditor, 200, false), (Role::Reader, 403, false),
            (Role::Admin, 403, false),
        ] {
            server = server.seen_by(with_roles(&[(role, None)]));
            for page in ["/betalningar", "/betalningar?visa=overbetalda", own.as_str()] {
                let answer = browsed(&server, page).await;
                assert_eq!(answer.status, sees, "{page} as {role:?}");
                assert_eq!(answer.body.contains("/betalningar/importera\"") || answer.body.contains("name=\"gor\""), bills, "{page} as {role:?}");
            }
            let open = if bills { 200 } else { 403 };
            assert_eq!(browsed(&server, "/betalningar/importera").await.status, open, "{role:?}");
            assert_eq!(browsed(&server, "/betalningar/ny").await.status, open, "{role:?}");
            if !bills {
                assert_eq!(sent(&server, &own, &[("gor", "ta-tillbaka"), ("skal", "x")]).await.status, 403, "{role:?}");
                let new = [("faktura", "2026-0001"), ("belopp", "1"), ("dag", "2026-11-30")];
                assert_eq!(sent(&server, "/betalningar/ny", &new).await.status, 403, "{role:?}");
                assert_eq!(uploaded(&server, &token(&server), "a.xml", "<a/>").await.status, 403, "{role:?}");
            }
        }
        let server = server.seen_by(with_roles(&[(Role::PartyOfficer, Some("are"))]));
        let list = read(&server, "/betalningar").await;
        assert!(list.contains("En betalning.") && list.contains("100,00 kr") && !list.contains("10,00 kr<"), "{list}");
        assert_eq!((browsed(&server, &own).await.status, browsed(&server, &other).await.status), (200, 404));
        let server = server.seen_by(Scope::nobody());
        assert_eq!(Answer::of(browser(&server, "GET", "/betalningar")).await.status, 303, "to sign in");
    }

    async fn what_people_wrote_is_text(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        for (hostile, shown) in HOSTILE {
            let fields = [("faktura", ocr(&are)), ("belopp", "1"), ("dag", "2026-11-30"), ("anteckning", *hostile)];
            let made = led(&sent(&billing.server, "/betalningar/ny", &fields).await);
            let page = read(&billing.server, &made).await;
            assert!(page.contains(shown) && !page.contains("<script>") && !page.contains("<img"), "{hostile}: {page}");
            let refused = sent(&billing.server, "/betalningar/ny", &[("faktura", *hostile), ("belopp", *hostile)]).await;
            assert!(refused.status == 422 && refused.body.contains(shown) && !refused.body.contains("<script>"), "{}", refused.body);
        }
    }

    async fn a_page_has_fifty_payments_and_the_next_those_before_them(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        let amounts: Vec<String> = (1..=51).map(|kronor| format!("{kronor},00")).collect();
        let pay = async |amount: &str| {
            let fields = [("faktura", ocr(&are)), ("belopp", amount), ("dag", "2026-11-30"), ("nyckel", amount)];
            led(&sent(&billing.server, "/betalningar/ny", &fields).await)
        };
        let oldest = pay(&amounts[0]).await;
        for amount in &amounts[1..50] {
            pay(amount).await;
        }
        let full = read(&billing.server, "/betalningar").await;
        assert!(full.contains("50 betalningar, de senaste först.") && full.contains(&oldest) && !full.contains("fore="), "fifty are all: {full}");
        let newest = pay(&amounts[50]).await;
        let first = read(&billing.server, "/betalningar").await;
        assert!(first.contains("50 betalningar visas") && first.contains(&newest) && !first.contains(&oldest), "{first}");
        let next = links(&first, "/betalningar?visa=alla").into_iter().find(|(address, _)| address.contains("fore=")).expect("more").0;
        let second = read(&billing.server, &next).await;
        assert!(second.contains(&oldest) && !second.contains(&newest) && !second.contains("fore="), "one is left: {second}");
        assert_eq!(second.matches("<th scope=\"row\">").count(), 1, "and nothing twice: {second}");
    }
}
