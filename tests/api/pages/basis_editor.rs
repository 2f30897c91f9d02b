//! `/underlag/andra`, `/underlag/nytt` and `/underlag/versioner/{version}`: the agreement is written, saved, compared and
//! adopted, each form as a browser sends it.

use samfin::app::scope::{Role, Scope};
use serde_json::{Value, json};

use super::parties::with_roles;
use super::payments::{led, sent};
use super::{HOSTILE, browsed, read};
use crate::agreements::make;
use crate::databases::{Database, on_both_databases};
use crate::documents::{agreement, agreement_from, example, with};
use crate::people::browser;
use crate::server::{Answer, Server};
use crate::versions::adopt;

/// The fields of the form as a browser sends them back, from what the page shows.
fn filled(page: &str) -> Vec<(String, String)> {
    let form = page.split("<form id=\"andra\"").nth(1).and_then(|rest| rest.split("</form>").next()).expect("the form");
    let (mut fields, mut rest) = (Vec::new(), form);
    while let Some(at) = ["<input", "<select", "<textarea"].iter().filter_map(|tag| rest.find(tag)).min() {
        rest = &rest[at..];
        let tag = rest.split_once('>').expect("its end").0;
        let name = attribute(tag, "name").unwrap_or_default();
        if tag.starts_with("<select") {
            let inside = rest.split_once("</select>").expect("its end").0;
            let mut options = inside.split("<option").skip(1);
            let chosen =
                options.clone().find(|option| option.split('>').next().is_some_and(|tag| tag.ends_with(" selected")));
            fields.extend(
                chosen.or_else(|| options.next()).map(|option| (name, attribute(option, "value").unwrap_or_default())),
            );
        } else if tag.starts_with("<textarea") {
            let inside =
                rest.split_once("</textarea>").and_then(|(inside, _)| inside.split_once('>')).expect("its end").1;
            fields.push((name, plain(inside.strip_prefix('\n').unwrap_or(inside)).replace('\n', "\r\n")));
        } else if !tag.contains("type=\"checkbox\"") || tag.ends_with(" checked") {
            fields.push((name, attribute(tag, "value").unwrap_or_default()));
        }
        rest = &rest[1..];
    }
    fields
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| plain(value))
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Sends the form of a page with some fields changed; `gor` is the button.
async fn send(server: &Server, path: &str, fields: &[(String, String)], gor: &str, changed: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<(&str, &str)> =
        fields.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (name, value) in changed {
        let place = fields.iter_mut().find(|(known, _)| known == name).unwrap_or_else(|| panic!("the field {name}"));
        place.1 = value;
    }
    fields.push(("gor", gor));
    sent(server, path, &fields).await
}

async fn stored(server: &Server, document: Value) -> (String, String, String) {
    let address = make(server, document).await;
    let id = address.rsplit('/').next().expect("an id").to_owned();
    (format!("/underlag/andra?avtal={id}"), address, id)
}

async fn document(server: &Server, address: &str, version: u32) -> Value {
    server.get(&format!("{address}/versions/{version}")).await.json(200)["document"].clone()
}

/// A document without what is null, which means the same as not being there.
fn without_nulls(mut document: Value) -> Value {
    document.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
    document
}

/// The table of what it comes to, as it is read.
fn previewed(page: &Answer) -> String {
    let page = page.body.replace('\u{a0}', " ").replace('\u{2212}', "-");
    page.split("id=\"utfall-sagt\"").nth(1).expect("what it comes to").to_owned()
}

on_both_databases! {
    async fn what_is_saved_unchanged_is_the_same_and_what_is_changed_is_the_next_version(database) {
        let server = Server::still(database).await;
        let whole: Value = serde_json::from_str(include_str!("../../common/every-part.json")).expect("JSON");
        for (key, original) in [("1", example()["request"]["agreement"].clone()), ("2", whole), ("3", agreement())] {
            let (form, address, id) = stored(&server, original.clone()).await;
            let fields = filled(&browsed(&server, &form).await.body);
            let saved = led(&send(&server, &form, &fields, "spara", &[("nyckel", key), ("skal", "Ingenting")]).await);
            assert_eq!(saved, format!("/underlag/versioner/2?avtal={id}"));
            assert_eq!(document(&server, &address, 2).await, without_nulls(original));
            assert!(read(&server, &saved).await.contains("Ingenting skiljer."));
            let again = send(&server, &form, &fields, "spara", &[("nyckel", key), ("skal", "Ingenting")]).await;
            assert_eq!(led(&again), saved, "sent twice, saved once");
            assert_eq!(server.get(&address).await.json(200)["versions"], 2);
        }
        let (form, address, _) = stored(&server, agreement()).await;
        let fields = filled(&browsed(&server, &form).await.body);
        let changed = [("nyckel", "b"), ("/costs/0/amount/per_year", "1 234,50"), ("/costs/0/name", "Större lokal"), ("skal", "Fler")];
        let page = read(&server, &led(&send(&server, &form, &fields, "spara", &changed).await)).await;
        let made = server.get(&format!("{address}/versions/2")).await.json(200);
        assert_eq!(made["document"], with(with(agreement(), "/costs/0/amount/per_year", json!("1234.50")), "/costs/0/name", json!("Större lokal")));
        assert_eq!((&made["note"], &made["status"]), (&json!("Fler"), &json!("draft")));
        assert!(page.contains("<strong>Kostnad Större lokal</strong>: Belopp, Kronor per år: <del>1 000,00 kr</del> → <ins>1 234,50 kr</ins>"), "{page}");
    }

    async fn a_new_version_begins_after_what_is_adopted_and_is_seen_in_the_year_that_is_asked_for(database) {
        let server = Server::still(database).await;
        let (form, address, _) = stored(&server, agreement()).await;
        let begins = async |form: &str| {
            let page = browsed(&server, form).await;
            let fields = filled(&page.body);
            let field = fields.iter().find(|(name, _)| name == "/valid_from").expect("a beginning").1.clone();
            (field, previewed(&page))
        };
        assert_eq!(begins(&form).await.0, "2027-01-01", "nobody has decided on it yet: it can be corrected");
        adopt(&server, &address, 1).await.json(200);
        let (starts, shown) = begins(&form).await;
        assert_eq!(starts, "2028-01-01", "what is adopted stands; the next begins the year after");
        assert!(shown.contains("2028"), "{shown}");
        let (starts, shown) = begins(&format!("{form}&ar=2030")).await;
        assert_eq!(starts, "2028-01-01");
        assert!(shown.contains("2030") && !shown.contains("2028"), "{shown}");
    }

    async fn what_is_wrong_stands_at_its_field_and_nothing_is_lost(database) {
        let server = Server::still(database).await;
        let (form, address, _) = stored(&server, agreement()).await;
        let fields = filled(&browsed(&server, &form).await.body);
        let wrong = [("nyckel", "a"), ("/costs/0/amount/per_year", "tusen"), ("/name", ""), ("/keys/half/groups/0/weight", "-1"), ("/parties/2/name", "Berg"), ("skal", "Därför")];
        let refused = send(&server, &form, &fields, "spara", &wrong).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        for (field, said) in [("f/costs/0/amount/per_year", "Skriv ett tal med siffror"), ("f/name", "Fyll i det här."), ("f/keys/half/groups/0/weight", "talet får inte vara negativt")] {
            assert!(refused.body.contains(&format!("id=\"{field}-fel\">{said}")), "{field}: {}", refused.body);
            assert!(refused.body.contains(&format!("href=\"#{field}\"")), "{field} in the summary");
        }
        for kept in ["value=\"tusen\"", "value=\"-1\"", "value=\"Berg\"", "\nDärför</textarea>"] {
            assert!(refused.body.contains(kept), "{kept}");
        }
        assert!(refused.body.contains("Kostnad Lokal, Belopp, Kronor per år</a>"), "what the place is called");
        assert_eq!(server.get(&address).await.json(200)["versions"], 1);
        // The day when a version can start is the service's to say.
        let early = send(&server, &form, &fields, "spara", &[("nyckel", "b"), ("/valid_from", "2027-03-01")]).await;
        assert!(early.status == 422 && early.body.contains("id=\"f/valid_from-fel\">En ny version börjar en 1 januari"), "{}", early.body);
        let long = "x".repeat(1001);
        let long = send(&server, &form, &fields, "spara", &[("nyckel", "c"), ("skal", long.as_str())]).await;
        assert!(long.status == 422 && long.body.contains("id=\"skal-fel\""), "{}", long.body);
        assert_eq!(server.get(&address).await.json(200)["versions"], 1);
    }

    async fn somebody_else_was_first_and_both_are_shown(database) {
        let server = Server::still(database).await;
        let (form, address, id) = stored(&server, agreement()).await;
        let fields = filled(&browsed(&server, &form).await.body);
        let theirs = with(agreement(), "/costs/0/name", json!("Sal"));
        assert_eq!(server.post(&format!("{address}/versions"), &json!({ "document": theirs })).await.status, 201);
        let stale = send(&server, &form, &fields, "spara", &[("nyckel", "a"), ("/costs/0/amount/per_year", "900")]).await;
        let said = stale.body.replace('\u{a0}', " ");
        assert_eq!(stale.status, 412);
        assert!(said.contains("Någon annan har sparat version 2 medan du skrev utifrån version 1."), "{said}");
        assert!(said.contains(&format!("href=\"/underlag/versioner/2?avtal={id}\"")), "{said}");
        assert!(said.contains("<strong>Kostnad Lokal</strong>: Namn: <del>Sal</del> → <ins>Lokal</ins>") && said.contains("<del>1 000,00 kr</del> → <ins>900 kr</ins>"), "{said}");
        assert_eq!(server.get(&address).await.json(200)["versions"], 2);
        let again = filled(&stale.body);
        led(&send(&server, &form, &again, "spara", &[]).await);
        assert_eq!(document(&server, &address, 3).await["costs"][0]["amount"]["per_year"], "900");
    }

    async fn a_version_is_adopted_party_by_party(database) {
        let server = Server::still(database).await;
        let (_, address, id) = stored(&server, agreement()).await;
        let one = format!("/underlag/versioner/1?avtal={id}");
        assert!(read(&server, &one).await.contains("Ett utkast som skulle börja gälla 1 januari 2027."));
        let nobody = sent(&server, &one, &[("nyckel", "a")]).await;
        assert!(nobody.status == 422 && nobody.body.contains("Skriv minst en parts beslut."), "{}", nobody.body);
        let wrong = sent(&server, &one, &[("nyckel", "b"), ("beslut-rjh", "RF § 7"), ("dag-berg", "2026-11-24")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("id=\"beslut-berg-fel\"") && wrong.body.contains("value=\"RF § 7\""), "{}", wrong.body);
        let decisions = [("nyckel", "c"), ("beslut-rjh", "RF § 7"), ("dag-rjh", "2026-11-24"), ("beslut-berg", "KF § 8")];
        let to = led(&sent(&server, &one, &decisions).await);
        assert_eq!(led(&sent(&server, &one, &decisions).await), to, "sent twice, adopted once");
        let adopted = server.get(&format!("{address}/versions/1")).await.json(200);
        assert_eq!(adopted["decisions"], json!([
            { "party": "berg", "reference": "KF § 8", "decided_on": null }, { "party": "rjh", "reference": "RF § 7", "decided_on": "2026-11-24" }
        ]));
        let page = read(&server, &to).await;
        assert!(page.contains("Börjar gälla 1 januari 2027. Antagen ") && page.contains("<td>RF § 7</td><td>24 november 2026</td>"), "{page}");
        assert!(page.contains("Åre kommun</th><td>inget beslut än") && !page.contains("Anta versionen"), "{page}");
        let late = sent(&server, &one, &[("nyckel", "d"), ("beslut-are", "KF § 9")]).await;
        assert!(late.status == 409 && late.body.contains("antogs redan"), "{}", late.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn structure_is_changed_by_buttons_and_stored_by_none_of_them() {
    let server = Server::still(Database::sqlite()).await;
    let (form, address, _) = stored(&server, agreement()).await;
    let press = async |page: &str, gor: &str, changed: &[(&str, &str)]| {
        let answer = send(&server, &form, &filled(page), gor, changed).await;
        assert_eq!(answer.status, 200, "{gor}: {}", answer.body);
        assert!(!answer.body.contains("class=\"errors\""), "what is new is not scolded: {}", answer.body);
        answer.body
    };
    let page = browsed(&server, &form).await.body;
    let page = press(&page, "lagg /costs", &[("/costs/0/name", "Sal")]).await;
    assert!(page.contains("name=\"/costs/1/rate/monthly_salary\"") && page.contains("value=\"Sal\""), "{page}");
    let page = press(&page, "visa /costs/1", &[("/costs/1?", "purchase"), ("/costs/1/name", "Årsmöte & mat")]).await;
    assert!(page.contains("name=\"/costs/1/amount/per_year\"") && !page.contains("/costs/1/rate"), "{page}");
    let page = press(&page, "upp /costs/1", &[("/costs/1/amount/per_year", "500"), ("/costs/1/key?", "equal")]).await;
    assert!(page.contains("name=\"/costs/0/name\" type=\"text\" value=\"Årsmöte &amp; mat\""), "{page}");
    let page = press(&page, "lagg /default_policy", &[]).await;
    let page = press(&page, "lagg /keys/half/groups", &[]).await;
    let page = press(&page, "bort /keys/half/groups/2", &[]).await;
    let page = press(&page, "bort /parties/2", &[]).await;
    assert_eq!(server.get(&address).await.json(200)["versions"], 1, "nothing is stored");
    led(&send(&server, &form, &filled(&page), "spara", &[]).await);
    let saved = document(&server, &address, 2).await;
    assert_eq!(
        saved["costs"][0],
        json!({ "id": "arsmote-mat", "name": "Årsmöte & mat", "type": "purchase", "amount": { "per_year": "500" }, "key": { "type": "equal" } })
    );
    assert_eq!(
        (&saved["costs"][1]["name"], &saved["default_policy"]),
        (&json!("Sal"), &json!([{ "type": "reserve" }]))
    );
    assert_eq!((saved["parties"].as_array().map(Vec::len), &saved["keys"]), (Some(2), &agreement()["keys"]));
    let page = read(&server, "/underlag/versioner/2").await;
    for said in [
        "<strong>Kostnad Årsmöte &amp; mat</strong>: <ins>ny</ins>",
        "<strong>Part Bergs kommun</strong>: <del>allt</del> tas bort",
        "Namn: <del>Lokal</del> → <ins>Sal</ins>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_comes_to_is_beside_while_it_is_written() {
    let server = Server::still(Database::sqlite()).await;
    let (form, _, _) = stored(&server, agreement()).await;
    let form = format!("{form}&ar=2027");
    let shown = browsed(&server, &form).await;
    assert!(previewed(&shown).contains("2027 kostar det gemensamma 1 000 kr, ±0 kr mot version 1."), "{}", shown.body);
    assert!(shown.body.contains("class=\"ask\""), "questions stand beside what they concern");
    let fields = filled(&shown.body);
    for gor in ["rakna", "utfall"] {
        let page = send(&server, &form, &fields, gor, &[("/costs/0/amount/per_year", "2 000")]).await;
        assert_eq!(page.body.contains("<html"), gor == "rakna");
        let said = previewed(&page);
        assert!(said.contains("2027 kostar det gemensamma 2 000 kr, +1 000 kr mot version 1."), "{said}");
        assert!(said.contains("Region Jämtland Härjedalen</th><td class=\"n\">1 000</td><td class=\"n\"><span aria-hidden=\"true\">↑ </span>+500</td>"), "{said}");
        let wrong = send(&server, &form, &fields, gor, &[("/costs/0/amount/per_year", "mycket")]).await;
        assert!(wrong.status == 200 && previewed(&wrong).contains("Något behöver rättas"), "{}", wrong.body);
        assert_eq!(wrong.body.contains("id=\"f/costs/0/amount/per_year-fel\""), gor == "rakna");
    }
    let far = send(&server, &form, &fields, "utfall", &[("/parties/1/area", "9999")]).await;
    assert!(previewed(&far).contains("2027 kan inte räknas än."), "{}", far.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_agreement_is_made_from_nothing_or_from_another() {
    let server = Server::still(Database::sqlite()).await;
    assert!(read(&server, "/underlag").await.contains("href=\"/underlag/nytt\""));
    let new = browsed(&server, "/underlag/nytt").await.body;
    assert!(new.contains("<p class=\"crumb\"><a href=\"/underlag\">Underlag</a> / Nytt avtal</p>"), "{new}");
    let fields = filled(&new);
    let refused = send(&server, "/underlag/nytt", &fields, "spara", &[]).await;
    assert!(refused.status == 422 && refused.body.contains("id=\"f/name-fel\""), "{}", refused.body);
    let page =
        send(&server, "/underlag/nytt", &fields, "lagg /parties", &[("/name", "Nämnden"), ("nyckel", "a")]).await.body;
    let kind = [("/parties/0/name", "Åre kommun"), ("/parties/0/kind", "municipality")];
    let page = send(&server, "/underlag/nytt", &filled(&page), "rakna", &kind).await.body;
    let host = [("/host", "are-kommun"), ("nyckel", "b")];
    let to = led(&send(&server, "/underlag/nytt", &filled(&page), "spara", &host).await);
    let id = to.split("avtal=").nth(1).expect("an id").to_owned();
    let made = document(&server, &format!("/api/v1/agreements/{id}"), 1).await;
    assert_eq!(
        made,
        json!({
            "name": "Nämnden", "currency": "SEK", "valid_from": made["valid_from"], "host": "are-kommun", "costs": [],
            "parties": [{ "id": "are-kommun", "name": "Åre kommun", "kind": "municipality" }]
        })
    );
    let from = format!("/underlag/nytt?avtal={id}");
    let copied = filled(&browsed(&server, &from).await.body);
    let other = led(&send(&server, &from, &copied, "spara", &[("nyckel", "c"), ("/name", "Nämnden två")]).await);
    assert!(other.starts_with("/underlag/versioner/1?avtal=") && !other.contains(&id), "{other}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_write_is_not_offered_it_and_is_refused() {
    let mut server = Server::still(Database::sqlite()).await;
    let (form, address, id) = stored(&server, agreement()).await;
    let version = format!("/underlag/versioner/1?avtal={id}");
    assert!(
        read(&server, &format!("/underlag?avtal={id}")).await.contains(&format!("href=\"/underlag/andra?avtal={id}\""))
    );
    let fields = filled(&browsed(&server, &form).await.body);
    for role in [Role::Approver, Role::Reader, Role::Auditor, Role::PartyOfficer] {
        let party = (role == Role::PartyOfficer).then_some("are");
        server = server.seen_by(with_roles(&[(role, party)]));
        let page = read(&server, &format!("/underlag?avtal={id}")).await;
        assert!(!page.contains("/underlag/andra") && !page.contains("/underlag/nytt"), "{role:?}: {page}");
        let page = read(&server, &version).await;
        assert!(
            !page.contains("<form method=\"post\" action=\"/underlag") && page.contains("inget beslut än"),
            "{role:?}: {page}"
        );
        for path in [form.as_str(), "/underlag/nytt"] {
            assert_eq!(browsed(&server, path).await.status, 403, "{role:?} {path}");
            for gor in ["spara", "utfall", "lagg /costs"] {
                assert_eq!(send(&server, path, &fields, gor, &[]).await.status, 403, "{role:?} {path} {gor}");
            }
        }
        assert_eq!(sent(&server, &version, &[("beslut-are", "KF § 1")]).await.status, 403, "{role:?}");
    }
    server = server.seen_by(Scope::nobody());
    for path in [form.as_str(), "/underlag/nytt", version.as_str()] {
        assert_eq!(Answer::of(browser(&server, "GET", path)).await.status, 303, "to sign in: {path}");
    }
    server = server.seen_by(crate::server::officer());
    let untouched = server.get(&address).await.json(200);
    assert_eq!(untouched["versions"], 1);
    assert_eq!(server.get(&format!("{address}/versions/1")).await.json(200)["status"], "draft");
    for missing in ["/underlag/versioner/9", "/underlag/versioner/x", "/underlag/versioner/0"] {
        assert_eq!(browsed(&server, &format!("{missing}?avtal={id}")).await.status, 404, "{missing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_text_in_the_form_and_in_the_difference() {
    let server = Server::still(Database::sqlite()).await;
    for (hostile, shown) in HOSTILE {
        let (form, address, id) = stored(&server, with(agreement(), "/parties/0/name", json!(hostile))).await;
        adopt(&server, &address, 1).await.json(200);
        let page = browsed(&server, &form).await.body;
        assert!(page.contains(shown) && !page.contains("<script>") && !page.contains("<img"), "{hostile}");
        let next = with(agreement_from("2028-01-01"), "/costs/0/name", json!(hostile));
        assert_eq!(server.post(&format!("{address}/versions"), &json!({ "document": next })).await.status, 201);
        let page = browsed(&server, &format!("/underlag/versioner/2?avtal={id}")).await.body;
        assert!(
            page.matches(shown).count() >= 2 && !page.contains("<script>") && !page.contains("<img"),
            "{hostile}: {page}"
        );
    }
}
