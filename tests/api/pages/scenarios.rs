//! `/scenarier`, `/scenarier/bortfall`, `/underlag-for-beslut`: what they show, and what their forms do.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::{Connection as _, Executor as _, SqliteConnection};

use super::{BROWSER, browsed};
use crate::agreements::make;
use crate::databases::{Database, on_both_databases};
use crate::documents::{adding, agreement, with};
use crate::scenarios::{at_revision, hall, id_of, lock, make_scenario};
use crate::server::{Answer, Server};
use crate::versions::adopt;

/// The agreement of the tests, adopted.
async fn adopted(server: &Server, document: Value) -> String {
    let address = make(server, document).await;
    adopt(server, &address, 1).await.json(200);
    address
}

/// With plain spaces, as a test is written.
fn said(page: &Answer) -> String {
    page.body.replace('\u{a0}', " ")
}

/// Sends a form of ours as a browser does, without following where it leads.
async fn send(server: &Server, path: &str, site: &str, fields: &[(&str, &str)]) -> Answer {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let token = server.app.visitors_form_token().expect("a token");
    let body =
        fields.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect::<Vec<_>>().join("&");
    let body = format!("csrf={token}&{body}");
    let call =
        client.post(format!("{}{path}", server.address)).header("accept", BROWSER).header("sec-fetch-site", site);
    Answer::of(call.header("content-type", "application/x-www-form-urlencoded").body(body)).await
}

on_both_databases! {
    async fn the_list_shows_what_each_scenario_costs_and_how_it_differs(database) {
        let server = Server::still(database).await;
        let address = adopted(&server, agreement()).await;
        let empty = browsed(&server, "/scenarier").await;
        assert!(empty.body.contains("Så gör du ett scenario"), "{}", empty.body);
        let larger = make_scenario(&server, &address, &hall("Större lokal", "2000.00")).await;
        make_scenario(&server, &address, &json!({ "name": "Åre faller bort", "events": [{ "party": "are", "contributes_percent": "0" }] })).await;
        let page = browsed(&server, "/scenarier").await;
        assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")));
        let said = said(&page);
        assert!(said.contains("Avtalet kostar 1 000 kr år 2027. 2 scenarier är sparade: 2 utkast, 0 delade och 0 beslutsunderlag."), "the first year that there is: {said}");
        assert!(said.contains("<strong>2 000 kr</strong>") && said.contains("Lokal, kronor per år: 1 000,00 → 2 000,00"), "{said}");
        assert!(said.contains("Åre kommun, bidrag: som avtalat → 0 %"), "{said}");
        let ticked = format!("name=\"s\" value=\"{}\" form=\"valda\"", id_of(&larger));
        assert!(said.contains(&ticked) && said.contains("name=\"s\" value=\"avtal\" form=\"valda\" checked"), "{said}");
    }

    async fn a_locked_scenario_shows_its_own_figures_whatever_happens_later(database) {
        let server = Server::still(database).await;
        let address = adopted(&server, agreement()).await;
        let scenario = make_scenario(&server, &address, &hall("Större lokal", "2000.00")).await;
        let to = format!("/underlag-for-beslut/{}", id_of(&scenario));
        assert_eq!(browsed(&server, &to).await.status, 409, "not before it is locked");
        lock(&server, &scenario, 1, &json!([2027, 2028])).await.json(200);
        let before = said(&browsed(&server, &to).await);
        let basis = server.get(&format!("{scenario}/basis")).await.body;
        let sum = Sha256::digest(basis.as_bytes()).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert!(before.contains(&format!("<code id=\"kontrollsumma\">{sum}</code>")) && before.contains("byte: den stämmer."), "{before}");
        assert!(before.contains("<th scope=\"row\">Region Jämtland Härjedalen</th><td class=\"n\">1 000,00</td><td class=\"n\">1 000,00</td>"), "{before}");
        assert!(before.contains("att Åre kommun bidrar med 643,16 kr år 2027 och 643,16 kr år 2028."), "{before}");
        assert!(before.contains("Ingen källa angiven") && before.contains("Budgetbeslut") && before.contains("HSN § 45"), "{before}");

        let dearer = with(agreement(), "/costs/0/amount/per_year", json!("9000.00"));
        let dearer = with(dearer, "/valid_from", json!("2028-01-01"));
        server.post(&format!("{address}/versions"), &json!({ "document": dearer })).await;
        adopt(&server, &address, 2).await.json(200);
        let later = json!({ "for": "2321", "date": "2025-12-31", "value": "1", "source": "Rättat" });
        server.post("/api/v1/statistics/population/observations", &later).await;
        assert_eq!(said(&browsed(&server, &to).await), before);
        assert!(said(&browsed(&server, "/scenarier").await).contains("<strong>2 000 kr</strong>"), "in the list too");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_basis_that_is_not_the_one_that_was_locked_is_told_loudly() {
    let database = Database::sqlite();
    let url = database.url.clone();
    let server = Server::still(database).await;
    let address = adopted(&server, agreement()).await;
    let scenario = make_scenario(&server, &address, &hall("Större lokal", "2000.00")).await;
    lock(&server, &scenario, 1, &json!([2027])).await.json(200);
    let to = format!("/underlag-for-beslut/{}", id_of(&scenario));
    assert!(!browsed(&server, &to).await.body.contains("Kontrollsumman stämmer inte"));

    let mut connection = SqliteConnection::connect(&url).await.expect("the file of the database");
    for damage in
        ["DROP TRIGGER scenarios_refuse_update", "UPDATE scenarios SET basis = replace(basis, '2000.00', '3000.00')"]
    {
        connection.execute(damage).await.expect("the damage is done");
    }
    let page = browsed(&server, &to).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("role=\"alert\"") && page.body.contains("Kontrollsumman stämmer inte"), "{}", page.body);
    assert!(!page.body.contains("att-satser") && !page.body.contains("den stämmer"), "nothing to decide on");
    connection.execute("UPDATE scenarios SET basis = '{'").await.expect("the damage is done");
    let page = browsed(&server, &to).await;
    assert!(page.status == 200 && page.body.contains("Underlaget går inte att räkna ut"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_elsewhere_does_nothing() {
    let server = Server::still(Database::sqlite()).await;
    let address = adopted(&server, agreement()).await;
    let scenario = make_scenario(&server, &address, &hall("Större lokal", "2000.00")).await;
    let (to, delete) = (
        format!("/scenarier/{}", id_of(&scenario)),
        [("gor", "ta-bort"), ("revision", "1"), ("ja", "1"), ("skal", "Gammalt")],
    );
    let bare = server.call("POST", &to).header("accept", BROWSER).header("sec-fetch-site", "same-origin");
    let bare = bare.header("content-type", "application/x-www-form-urlencoded").body("gor=ta-bort&revision=1&ja=1");
    assert_eq!(Answer::of(bare).await.status, 403, "without the token");
    for site in ["cross-site", "same-site"] {
        assert_eq!(send(&server, &to, site, &delete).await.status, 403, "{site}");
    }
    assert_eq!(server.get(&scenario).await.status, 200, "it is still there");
    let done = send(&server, &to, "same-origin", &delete).await;
    assert_eq!(
        (done.status, done.header("location")),
        (303, Some(format!("/scenarier?avtal={}", id_of(&address)).as_str()))
    );
    assert_eq!(server.get(&scenario).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_stands_beside_the_form_with_what_was_written() {
    let server = Server::still(Database::sqlite()).await;
    let address = adopted(&server, agreement()).await;
    let scenario = make_scenario(&server, &address, &hall("Större lokal", "2000.00")).await;
    let to = format!("/scenarier/{}", id_of(&scenario));
    let locks = |year: &'static str, reason: &'static str| {
        [("gor", "las"), ("revision", "1"), ("fran", year), ("till", "2028"), ("skal", reason), ("beslut", "KF <1>")]
    };
    for (fields, why) in [
        (locks("snart", "Budget"), "Skriv ett årtal från 2000 till 2100."),
        (locks("2029", "Budget"), "Sista året ska vara samma som det första eller senare"),
        (locks("2027", ""), "Varför det låses: "),
        (locks("2020", "Budget"), "version"),
    ] {
        let page = send(&server, &to, "same-origin", &fields).await;
        assert!(matches!(page.status, 409 | 422), "{}: {}", page.status, page.body);
        assert!(page.body.contains(why) && page.body.contains("role=\"alert\""), "{why}: {}", page.body);
        assert!(page.body.contains("value=\"KF &lt;1&gt;\""), "what was written is there, as text: {}", page.body);
    }
    let no_reason =
        send(&server, &to, "same-origin", &[("gor", "ta-bort"), ("revision", "1"), ("ja", "1"), ("skal", " ")]).await;
    assert_eq!(no_reason.status, 422, "{}", no_reason.body);
    let unticked = send(&server, &to, "same-origin", &[("gor", "ta-bort"), ("revision", "1")]).await;
    assert!(unticked.status == 422 && unticked.body.contains("Kryssa i rutan för att ta bort scenariot."));
    let stale = send(&server, &to, "same-origin", &[("gor", "dela"), ("revision", "7"), ("skal", "Nu")]).await;
    assert!(
        stale.status == 412
            && stale.body.contains("Någon annan har ändrat scenariot")
            && stale.body.contains(">Nu</textarea>")
    );
    assert_eq!(server.get(&scenario).await.json(200)["revision"], 1, "nothing of it was done");
    let done = send(&server, &to, "same-origin", &locks("2027", "Budget")).await;
    assert_eq!(
        (done.status, done.header("location")),
        (303, Some(to.replace("/scenarier/", "/underlag-for-beslut/").as_str()))
    );
    let again = send(&server, &to, "same-origin", &locks("2027", "Budget")).await;
    assert!(again.status == 412 && again.body.contains("Scenariot är låst som beslutsunderlag"), "{}", again.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_stand_side_by_side_and_the_agreements_own_is_named() {
    let server = Server::still(Database::sqlite()).await;
    let everyone = adding(agreement(), "", "default_policy", json!([{ "type": "redistribute" }]));
    adopted(&server, everyone).await;
    let page = browsed(&server, "/scenarier/bortfall?s=avtal;bort=are").await;
    let said = said(&page);
    assert!(said.contains("Om Åre inte kan bidra saknas 322 kr år 2027. Med avtalets regel: Regionen täcker mest, 237 kr (47,4 % mer)."), "{said}");
    assert!(said.contains(">Avtalets regel: Alla delar</h3>"), "{said}");
    assert_eq!(said.matches("<section class=\"card rule").count(), 7, "the agreement's own stands once");
    assert!(said.contains("<th scope=\"row\">Berg</th><td class=\"n\">+85</td><td class=\"n\">+47,4</td>"), "{said}");
    assert!(said.contains("7 kombinationer är prövade för 2027: alla sätt för en till 3 parter"), "{said}");
    assert!(said.contains("Inte i 1 av 7. Först när alla parter inte bidrar: 1 000 kr täcks av ingen."), "{said}");
    let usual = browsed(&server, "/scenarier/bortfall").await.body.replace('\u{a0}', " ");
    assert!(usual.contains("Om Berg inte kan bidra saknas 178 kr"), "the one that pays least: {usual}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_the_shortfall_becomes_an_address_to_share() {
    let server = Server::still(Database::sqlite()).await;
    let id = id_of(&adopted(&server, agreement()).await).to_owned();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let asked = async |fields: &str| {
        let path = format!("{}/scenarier/bortfall?avtal={id}&s=avtal&redigerar=0&o.bort=-&{fields}", server.address);
        Answer::of(client.get(path).header("accept", BROWSER)).await.header("location").map(str::to_owned)
    };
    let to = asked("bort=are&bort=berg&regel=defer&ar=2028").await.expect("an address");
    assert_eq!(to, format!("/scenarier/bortfall?avtal={id}&s=avtal;bort=are.berg;regel=defer&ar=2028"));
    let nobody = asked("regel=&ar=2027").await.expect("an address");
    let page = browsed(&server, &nobody).await;
    assert!(page.status == 200 && page.body.contains("Kryssa för minst en part som inte kan bidra"), "{}", page.body);
    let broken = browsed(&server, &format!("/scenarier/bortfall?avtal={id}&s=avtal;bort=nowhere;regel=none")).await;
    assert!(
        broken.status == 200 && broken.body.contains("Länken nämner nowhere, som inte finns längre."),
        "{}",
        broken.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_cannot_be_calculated_hides_no_other() {
    let server = Server::still(Database::sqlite()).await;
    let address = adopted(&server, agreement()).await;
    make_scenario(&server, &address, &hall("Större lokal", "2000.00")).await;
    let lost = json!({ "name": "Flyttad", "changes": [{ "target": "parties/are/area", "value": "9999" }] });
    let lost = make_scenario(&server, &address, &lost).await;
    let page = said(&browsed(&server, "/scenarier").await);
    assert!(page.contains("Kan inte räknas:") && page.contains("<strong>2 000 kr</strong>"), "{page}");
    let one = browsed(&server, &format!("/scenarier/{}", id_of(&lost))).await;
    assert!(one.status == 200 && one.body.contains("Kan inte räknas:"), "{}", one.body);
    let refused = send(
        &server,
        &format!("/scenarier/{}", id_of(&lost)),
        "same-origin",
        &[("gor", "las"), ("revision", "1"), ("fran", "2027"), ("till", "2027"), ("skal", "Budget")],
    )
    .await;
    assert!(refused.status == 422 && refused.body.contains("role=\"alert\""), "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_are_text_on_every_page_about_scenarios() {
    let server = Server::still(Database::sqlite()).await;
    let address = adopted(&server, agreement()).await;
    let evil = "\"><img src=x onerror=alert(1)>{ $name }";
    let mut body = hall(evil, "2.00");
    body["author"] = json!(evil);
    body["note"] = json!(evil);
    let scenario = make_scenario(&server, &address, &body).await;
    at_revision(&server, "POST", &format!("{scenario}/share"), 1, &json!({ "reason": evil })).await.json(200);
    let id = id_of(&scenario);
    let mut pages = vec![browsed(&server, "/scenarier").await, browsed(&server, &format!("/scenarier/{id}")).await];
    let locking = json!({ "years": [2027], "reason": evil, "decision_reference": evil });
    at_revision(&server, "POST", &format!("{scenario}/lock"), 2, &locking).await.json(200);
    pages.push(browsed(&server, &format!("/underlag-for-beslut/{id}")).await);
    pages.push(browsed(&server, &format!("/scenarier/bortfall?s={id}")).await);
    for page in pages {
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(
            !page.body.contains("<img") && page.body.contains("&lt;img src=x onerror=alert(1)&gt;{ $name }"),
            "{}",
            page.body
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_several_agreements_is_chosen_and_pages_follow_one_another() {
    let server = Server::still(Database::sqlite()).await;
    let first = adopted(&server, agreement()).await;
    let second = adopted(&server, with(agreement(), "/name", json!("Det andra"))).await;
    for number in 1..=21 {
        make_scenario(&server, &second, &hall(&format!("Nummer {number}"), "2.00")).await;
    }
    let page = browsed(&server, &format!("/scenarier?avtal={}", id_of(&second))).await.body;
    assert!(page.contains("<option value=") && page.contains("selected>Det andra</option>"), "{page}");
    assert_eq!(page.matches("name=\"s\"").count(), 21, "the agreement and twenty");
    let next = page.split("&amp;efter=").nth(1).and_then(|rest| rest.split('"').next()).expect("a next page");
    let rest = browsed(&server, &format!("/scenarier?avtal={}&efter={next}", id_of(&second))).await.body;
    assert!(rest.contains("Nummer 21") && !rest.contains("Nummer 20<"), "{rest}");
    let other = browsed(&server, &format!("/scenarier?avtal={}", id_of(&first))).await.body;
    assert!(!other.contains("Nummer"), "{other}");
    for nowhere in ["/scenarier/x", "/scenarier/01890a5d-ac96-774b-bcce-b302099a8057", "/underlag-for-beslut/x"] {
        assert_eq!(browsed(&server, nowhere).await.status, 404, "{nowhere}");
    }
}
