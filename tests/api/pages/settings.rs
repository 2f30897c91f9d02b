//! `/installningar`: to whom what is open, the organisations' form, and the books as a file.

use samfin::app::scope::{Role, Scope};
use serde_json::{Value, json};

use super::parties::with_roles;
use super::payments::{led, sent};
use super::{HOSTILE, browsed, read};
use crate::databases::{Database, on_both_databases};
use crate::invoices::{Billing, organisation};
use crate::people::browser;
use crate::server::{Answer, Server};

/// The fields of the form as a browser sends them back, from what the page shows.
fn filled(page: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let attribute = |tag: &str, name: &str| {
        tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    let form = page.split("<form method=\"post\" action=\"/installningar").nth(1).expect("the form");
    let form = form.split("</form>").next().expect("its end");
    for tag in form.split("<input").skip(1).map(|rest| rest.split('>').next().expect("its end")) {
        let is_off = tag.contains("type=\"checkbox\"") && !tag.contains(" checked");
        if let Some(name) = attribute(tag, "name").filter(|_| !is_off) {
            fields.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    for area in form.split("<textarea").skip(1) {
        let text = area.split_once('>').and_then(|(_, rest)| rest.split_once("</textarea>")).expect("a text").0;
        fields.push((attribute(area, "name").expect("a name"), text.to_owned()));
    }
    for select in form.split("<select").skip(1) {
        let chosen = select.split("<option").find(|option| option.contains(" selected")).expect("a choice");
        fields.push((attribute(select, "name").expect("a name"), attribute(chosen, "value").unwrap_or_default()));
    }
    fields
}

async fn send(server: &Server, path: &str, fields: &[(String, String)], changed: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<(&str, &str)> =
        fields.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    sent(server, path, &fields).await
}

async fn details(billing: &Billing, address: &str) -> Value {
    let id = address.rsplit('/').next().expect("an id");
    billing.get(&format!("/api/v1/organisations/{id}")).await.json(200)
}

on_both_databases! {
    async fn an_organisation_is_written_as_it_is_shown_and_a_stale_edit_is_told(database) {
        let billing = Billing::without_organisations(database).await;
        let server = &billing.server;
        let mut host = organisation("rjh");
        host["accounts"]["income"] = json!({ "*": "3990", "hall": "3991" });
        host["accounts"]["dimensions"] = json!({ "hall": { "1": "4711", "6": "SAM27" } });
        host["buyer_reference_pattern"] = json!("[0-9]{6}");
        let made = billing.post("/api/v1/organisations", &host).await.json(201);
        let one = format!("/installningar/organisationer/{}", made["id"].as_str().expect("an id"));
        let shown = read(server, &one).await;
        assert!(shown.contains("I ord: 6 siffror. Till exempel 123456."), "{shown}");
        assert!(shown.contains("value=\"hall\">Lokal</th>") && shown.contains("aria-label=\"Intäktskonto, Lokal\""), "{shown}");
        let shown = filled(&browsed(server, &one).await.body);
        led(&send(server, &one, &shown, &[("nyckel", "a")]).await);
        assert_eq!(details(&billing, &one).await["details"], made["details"], "nothing is lost on the way");

        let fresh = filled(&browsed(server, &one).await.body);
        let mut fresh_wrong = fresh.clone();
        let row = fresh_wrong.iter().position(|(name, value)| name == "kostnad" && value == "hall").expect("the row of a cost");
        let income = fresh_wrong[row..].iter_mut().find(|(name, _)| name == "intakt").expect("its account");
        assert_eq!(income.1, "3991");
        "tre tusen".clone_into(&mut income.1);
        let wrong = [("nyckel", "b"), ("bankgiro", "339-8329"), ("namn", ""), ("konto-egen", "x y")];
        let refused = send(server, &one, &fresh_wrong, &wrong).await;
        assert_eq!(refused.status, 422);
        for field in ["bankgiro", "namn", "konto-kostnader", "konto-egen"] {
            assert!(refused.body.contains(&format!("id=\"{field}-fel\"")) && refused.body.contains(&format!("href=\"#{field}\"")), "{field}: {}", refused.body);
        }
        assert!(refused.body.contains("value=\"339-8329\"") && refused.body.contains("value=\"tre tusen\""), "nothing typed is lost");
        assert!(refused.body.contains("<a href=\"#konto-kostnader\">Konton för kostnaderna</a>: Lokal: "), "{}", refused.body);
        let mut twice = fresh.clone();
        let blank = twice.iter().rposition(|(name, _)| name == "kostnad").expect("the last row");
        "hall".clone_into(&mut twice[blank].1);
        "3992".clone_into(&mut twice[blank + 1].1);
        let twice = send(server, &one, &twice, &[("nyckel", "c")]).await;
        assert!(twice.body.contains("value=\"3992\"") && twice.body.contains("value=\"3991\""), "{}", twice.body);
        assert!(twice.status == 422 && twice.body.contains("samma namn står på två rader"), "{}", twice.body);

        led(&send(server, &one, &fresh, &[("nyckel", "d"), ("kontakt", "Kim"), ("land", "SE")]).await);
        let stale = send(server, &one, &fresh, &[("nyckel", "e"), ("kontakt", "Tove")]).await;
        assert!(stale.status == 412 && stale.body.contains("value=\"Tove\"") && stale.body.contains("Nu står det: Kim"), "{}", stale.body);
        let again = filled(&stale.body);
        led(&send(server, &one, &again, &[("nyckel", "f")]).await);
        assert_eq!(details(&billing, &one).await["details"]["contact"], "Tove");
    }

    async fn one_is_added_once_and_its_number_is_its_own(database) {
        let billing = Billing::without_organisations(database).await;
        let server = &billing.server;
        let empty = filled(&browsed(server, "/installningar/organisationer/ny").await.body);
        let nameless = send(server, "/installningar/organisationer/ny", &empty, &[("nyckel", "a"), ("namn", ""), ("orgnr", "212000-2502")]).await;
        assert!(nameless.status == 422 && nameless.body.contains("Fyll i det här.") && !nameless.body.contains("måste finnas"), "{}", nameless.body);
        let new = [("nyckel", "a"), ("namn", "Bergs kommun"), ("orgnr", "212000-2502")];
        let made = led(&send(server, "/installningar/organisationer/ny", &empty, &new).await);
        assert_eq!(led(&send(server, "/installningar/organisationer/ny", &empty, &new).await), made, "sent twice, added once");
        let other = send(server, "/installningar/organisationer/ny", &empty, &[("nyckel", "b"), ("namn", "Berg"), ("orgnr", "2120002502")]).await;
        assert!(other.status == 422 && other.body.contains("id=\"orgnr-fel\""), "{}", other.body);
        let list = read(server, "/installningar/organisationer").await;
        assert!(list.contains("Bergs kommun") && list.contains("adress, referens, bankgiro, plusgiro eller IBAN, konton"), "{list}");
        for (hostile, shown) in HOSTILE {
            let page = send(server, &made, &filled(&browsed(server, &made).await.body), &[("kontakt", hostile)]).await;
            let page = browsed(server, &led(&page)).await.body;
            assert!(page.contains(shown) && !page.contains("<script>"), "{hostile}: {page}");
        }
    }

    async fn each_role_finds_what_is_open_to_it(database) {
        let billing = Billing::new(database).await;
        billing.first_part().await;
        let id = billing.get("/api/v1/organisations").await.json(200)["items"][0]["id"].as_str().expect("an id").to_owned();
        let one = format!("/installningar/organisationer/{id}");
        let books = |form: &str| format!("/installningar/bokforing?utstallare=232100-0214&fran=2026-01-01&till=2027-12-31&form={form}");
        let mut server = billing.server;
        let all = ["/installningar/organisationer", "/betalningar", "/anvandare", "/delade", "/logg"];
        for (role, open, writes, keeps) in [
            (Role::Admin, vec![0, 2, 4], false, 403), (Role::Officer, vec![0, 1, 3], true, 200), (Role::Approver, vec![0, 1], false, 200),
            (Role::Auditor, vec![0, 1, 2, 3, 4], false, 200),
        ] {
            server = server.seen_by(with_roles(&[(role, None)]));
            let page = read(&server, "/installningar").await;
            for (number, address) in all.iter().enumerate() {
                assert_eq!(page.contains(&format!("<dt><a href=\"{address}\"")), open.contains(&number), "{address} as {role:?}: {page}");
            }
            assert_eq!(page.contains("id=\"utstallare\""), keeps == 200, "{role:?}");
            assert_eq!(browsed(&server, &books("sie")).await.status, keeps, "{role:?}");
            assert_eq!(browsed(&server, &one).await.body.contains("type=\"submit\">Spara"), writes, "{role:?}");
            if !writes {
                assert_eq!(sent(&server, &one, &[("namn", "x"), ("orgnr", "232100-0214"), ("revision", "1")]).await.status, 403, "{role:?}");
                assert_eq!(browsed(&server, "/installningar/organisationer/ny").await.status, 403, "{role:?}");
            }
        }
        server = server.seen_by(with_roles(&[(Role::Reader, None)]));
        for address in ["/installningar", "/installningar/organisationer", one.as_str(), &books("csv")] {
            assert_eq!(browsed(&server, address).await.status, 403, "{address}");
        }
        server = server.seen_by(Scope::nobody());
        assert_eq!(Answer::of(browser(&server, "GET", "/installningar")).await.status, 303, "to sign in");
    }

    async fn the_books_are_those_of_the_api(database) {
        let billing = Billing::new(database).await;
        billing.first_part().await;
        let server = &billing.server;
        let days = "fran=2026-01-01&till=2027-12-31";
        for (form, path) in [("sie", "sie"), ("csv", "ledger")] {
            let own = server.call("GET", &format!("/installningar/bokforing?utstallare=232100-0214&{days}&form={form}")).send().await.expect("answers");
            assert_eq!(own.status().as_u16(), 200, "{form}");
            assert!(own.headers()["content-disposition"].to_str().expect("text").starts_with("attachment"), "{form}");
            let own = own.bytes().await.expect("a body");
            let api = server.call("GET", &format!("/api/v1/exports/{path}?issuer=232100-0214&from=2026-01-01&to=2027-12-31"));
            assert_eq!(own, api.send().await.expect("answers").bytes().await.expect("a body"), "{form}");
        }
        for wrong in ["", "utstallare=232100-0214&fran=2027-01-01&till=2026-01-01", "utstallare=1&fran=2027-01-01&till=2027-01-01"] {
            assert_eq!(browsed(server, &format!("/installningar/bokforing?{wrong}")).await.status, 422, "{wrong}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn how_people_sign_in_is_shown_to_those_who_look_after_them() {
    let server = Server::still(Database::sqlite()).await;
    let roles = samfin::oidc::roles::parse("Ekonomi=officer;Åre=party_officer/are").expect("roles");
    let provider = samfin::oidc::Provider::new(samfin::oidc::Known {
        issuer: "https://inloggning.example.org".to_owned(),
        client_id: "samfin".to_owned(),
        client_secret: "hemligt".to_owned(),
        name: "Regionens inloggning".to_owned(),
        groups_claim: "grupper".to_owned(),
        roles,
        public_url: "https://samfin.example.org".to_owned(),
    });
    let mut server = server.seen_by(with_roles(&[(Role::Admin, None)]));
    let page = read(&server, "/installningar").await;
    assert!(page.contains("Av. Alla loggar in med lösenord.") && page.contains("minst 12 tecken"), "{page}");
    assert!(page.contains("inte har använts på 30 minuter, och senast 12 timmar"), "{page}");
    server.app = server.app.clone().with_provider(Some(provider));
    for (role, sees) in [(Role::Auditor, true), (Role::Admin, true), (Role::Officer, false)] {
        server = server.seen_by(with_roles(&[(role, None)]));
        let page = read(&server, "/installningar").await;
        for said in [
            "På: Regionens inloggning.",
            "https://inloggning.example.org",
            "<code>grupper</code>",
            "Ekonomi: Handläggare, alla avtal",
            "Åre: Parts handläggare (are), alla avtal",
        ] {
            assert_eq!(page.contains(said), sees, "{said} as {role:?}: {page}");
        }
        assert!(!page.contains("hemligt"), "{page}");
    }
}
