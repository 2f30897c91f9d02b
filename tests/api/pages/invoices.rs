//! `/fakturor` and `/attest`: who sees and may do what, and that what is sent twice is done once.

use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role, Scope};
use serde_json::{Value, json};

use super::BROWSER;
use crate::databases::{Database, on_both_databases};
use crate::dump::{Dump, dump};
use crate::invoices::Billing;
use crate::people::form;
use crate::server::Answer;

/// The drafts of the first part, and a key for each role.
async fn called(database: Database) -> (Billing, Vec<Value>, Vec<(Role, String)>) {
    let billing = Billing::new(database).await;
    let drafts = billing.called(&json!({ "instalment": 1 })).await;
    let mut keys = Vec::new();
    for role in Role::ALL {
        keys.push((role, key(&billing, role).await));
    }
    (billing, drafts, keys)
}

/// A key with a role in every agreement; a party's officer is Åre's.
pub(super) async fn key(billing: &Billing, role: Role) -> String {
    let party = (role == Role::PartyOfficer).then(|| "are".to_owned());
    let grants = vec![Grant { party, ..Grant::everywhere(role) }];
    let new = NewKey { name: format!("{role:?}"), grants, expires_on: None };
    billing.server.app.desk(Scope::command_line()).create_key(new).await.expect("a key").1.expect("its secret")
}

/// Everything that is stored, but for the files of issued documents: they are written beside, in their own time.
pub(super) async fn stored(billing: &Billing) -> Dump {
    let mut stored = dump(billing.server.database.as_ref().expect("its database")).await;
    stored.retain(|table, _| !table.starts_with("invoice_file"));
    stored
}

pub(super) async fn page(billing: &Billing, key: &str, path: &str) -> Answer {
    Answer::of(billing.call(key, "GET", path).header("accept", BROWSER)).await
}

pub(super) async fn sent(billing: &Billing, key: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    Answer::of(form(&billing.server, path, fields).bearer_auth(key)).await
}

fn at(invoice: &Value) -> String {
    format!("/fakturor/{}", invoice["id"].as_str().expect("an id"))
}

fn invoice(drafts: &[Value]) -> &Value {
    drafts.iter().find(|draft| draft["document"]["form"] == "invoice").expect("an invoice")
}

on_both_databases! {
    async fn each_role_is_shown_and_allowed_what_is_its_own(database) {
        let (billing, drafts, keys) = called(database).await;
        let address = at(invoice(&drafts));
        for (role, key) in keys {
            let sees = !matches!(role, Role::Admin | Role::Reader);
            let list = page(&billing, &key, "/fakturor").await;
            assert_eq!(list.status, if sees { 200 } else { 403 }, "{role:?}: {}", list.body);
            assert_eq!(list.body.contains("href=\"/fakturor\" aria-current"), sees, "{role:?} in the menu");
            // A party's officer sees its own party's documents, once they are issued.
            let one = page(&billing, &key, &address).await;
            let expected = match role { Role::PartyOfficer => 404, _ if sees => 200, _ => 403 };
            assert_eq!(one.status, expected, "{role:?}: {}", one.body);
            let offers = |word: &str| one.body.contains(&format!("value=\"{word}\""));
            assert_eq!((offers("attestera"), offers("kassera")), (role == Role::Approver, role == Role::Officer), "{role:?}");
            let inbox = page(&billing, &key, "/attest").await;
            assert_eq!(inbox.status, if role == Role::Approver { 200 } else { 403 }, "{role:?}");
            let before = stored(&billing).await;
            if role != Role::Approver {
                for fields in [[("gor", "attestera"), ("revision", "1")], [("gor", "skicka-tillbaka"), ("skal", "Fel")]] {
                    let refused = sent(&billing, &key, &address, &fields).await;
                    assert_eq!(refused.status, if role == Role::PartyOfficer { 404 } else { 403 }, "{role:?}: {}", refused.body);
                }
            }
            if role != Role::Officer {
                let refused = sent(&billing, &key, &address, &[("gor", "kassera"), ("ja", "1"), ("skal", "Fel"), ("revision", "1")]).await;
                assert_eq!(refused.status, if role == Role::PartyOfficer { 404 } else { 403 }, "{role:?}: {}", refused.body);
            }
            assert_eq!(stored(&billing).await, before, "{role:?} has changed something");
        }
    }

    async fn a_draft_is_attested_and_issued_once(database) {
        let (billing, drafts, _) = called(database).await;
        let draft = invoice(&drafts);
        let address = at(draft);
        let stale = sent(&billing, &billing.approver, &address, &[("gor", "attestera"), ("revision", "7")]).await;
        assert_eq!(stale.status, 412);
        assert!(stale.body.contains("Någon annan har ändrat underlaget") && stale.body.contains("name=\"revision\" value=\"1\""), "{}", stale.body);
        let attested = sent(&billing, &billing.approver, &address, &[("gor", "attestera"), ("revision", "1")]).await;
        assert_eq!((attested.status, attested.header("location")), (303, Some(address.as_str())), "{}", attested.body);
        let issue = [("gor", "utfarda"), ("revision", "2"), ("nyckel", "k1")];
        for _ in 0..2 {
            assert_eq!(sent(&billing, &billing.officer, &address, &issue).await.status, 303);
        }
        let shown = page(&billing, &billing.officer, &address).await.body.replace('\u{a0}', " ");
        assert!(shown.contains("Faktura 2026-0001") && shown.contains("Faktura eller utbetalning utfärdad") && shown.contains("/xml\""), "{shown}");
        // Another form: it is issued already.
        let again = sent(&billing, &billing.officer, &address, &[("gor", "utfarda"), ("revision", "3"), ("nyckel", "k2")]).await;
        assert_eq!(again.status, 409, "{}", again.body);
    }

    async fn many_are_issued_together_and_their_files_followed(database) {
        let (billing, drafts, _) = called(database).await;
        let ticked: Vec<String> = drafts.iter().map(|draft| format!("{}:1", draft["id"].as_str().expect("an id"))).collect();
        let query = format!("&v={}", ticked.join("&v="));
        let what = page(&billing, &billing.approver, &format!("/fakturor/valda?gor=attestera{query}")).await;
        assert!(what.status == 200 && what.body.contains("Alla attesteras, eller ingen."), "{}", what.body);
        let fields = |step, revision: &str, key| {
            let mut fields = vec![("gor".to_owned(), step), ("nyckel".to_owned(), key)];
            fields.extend(ticked.iter().map(|one| ("v".to_owned(), one.replace(":1", revision))));
            fields
        };
        let send = async |who: &str, fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            sent(&billing, who, "/fakturor/valda", &fields).await
        };
        let before = stored(&billing).await;
        let early = send(&billing.officer, fields("utfarda".to_owned(), ":1", "b0".to_owned())).await;
        assert!(early.status == 409 && early.body.contains("attester"), "{}", early.body);
        assert_eq!(stored(&billing).await, before, "all or none");
        assert_eq!(send(&billing.approver, fields("attestera".to_owned(), ":1", "a1".to_owned())).await.status, 303);
        let issued = send(&billing.officer, fields("utfarda".to_owned(), ":2", "b1".to_owned())).await;
        assert_eq!((issued.status, issued.header("location")), (303, Some("/fakturor/utfardade/b1")), "{}", issued.body);
        let progress = page(&billing, &billing.officer, "/fakturor/utfardade/b1").await;
        assert!(progress.status == 200 && progress.body.contains(&format!("av {}", drafts.len())), "{}", progress.body);
        assert_eq!(page(&billing, &billing.approver, "/fakturor/utfardade/b1").await.status, 404, "another's batch");
    }

    async fn a_draft_is_sent_back_with_a_reason_that_the_officer_reads(database) {
        let (billing, drafts, _) = called(database).await;
        let address = at(invoice(&drafts));
        let before = stored(&billing).await;
        let empty = sent(&billing, &billing.approver, &address, &[("gor", "skicka-tillbaka"), ("revision", "1"), ("skal", " ")]).await;
        assert!(empty.status == 422 && empty.body.contains("id=\"skicka-tillbaka-skal-fel\""), "{}", empty.body);
        assert!(empty.body.contains("Fyll i det här.") && !empty.body.contains("4000 tecken"), "{}", empty.body);
        assert_eq!(stored(&billing).await, before);
        let fields = [("gor", "skicka-tillbaka"), ("revision", "1"), ("skal", "Referensen är <b>gammal</b>"), ("sida", "/attest")];
        let back = sent(&billing, &billing.approver, &address, &fields).await;
        assert_eq!((back.status, back.header("location")), (303, Some("/attest")), "{}", back.body);
        let shown = page(&billing, &billing.officer, &address).await.body;
        assert!(shown.contains("Skickat tillbaka av") && shown.contains("Referensen är &lt;b&gt;gammal&lt;/b&gt;"), "{shown}");
    }

    async fn a_document_reads_as_its_paper(database) {
        let (billing, drafts, _) = called(database).await;
        let draft = page(&billing, &billing.officer, &at(invoice(&drafts))).await.body.replace('\u{a0}', " ");
        assert!(draft.contains("Ingen moms: utanför mervärdesskattens tillämpningsområde.") && !draft.contains("dröjsmålsränta"), "{draft}");
        let issued = billing.issued(invoice(&drafts)).await;
        let shown = page(&billing, &billing.officer, &at(&issued)).await.body.replace('\u{a0}', " ");
        for said in [
            "<dt>Er referens</dt><dd>123456</dd>", "<dt>Bankgiro</dt><dd>339-8328</dd>", "Org.nr 232100-0214", "Org.nr 212000-2494", "831 00 Östersund",
            "Därefter tas dröjsmålsränta ut enligt räntelagen: referensräntan plus 8 procentenheter.", "<dt>Att betala</dt>",
        ] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        assert!(!shown.contains("Vår referens") && !shown.contains("Bärs av"), "nobody has said one, and one alone bears it: {shown}");
        let english = Answer::of(billing.call(&billing.officer, "GET", &at(&issued)).header("accept", BROWSER).header("cookie", "lang=en")).await.body;
        assert!(english.contains("<dt>Your reference</dt>") && english.contains("No VAT: outside the scope"), "{english}");
    }

    async fn a_reminder_says_what_it_costs_and_the_log_says_which_document(database) {
        let (billing, drafts, _) = called(database).await;
        let issued = billing.issued(invoice(&drafts)).await;
        let late = billing.server.beside("2027-01-10T09:00:00Z").await;
        let shown = Answer::of(late.call("GET", &at(&issued)).bearer_auth(&billing.officer).header("accept", BROWSER)).await;
        assert!(shown.body.replace('\u{a0}', " ").contains("påminnelseavgift på 60,00 kr läggs till"), "{}", shown.body);
        let auditor = key(&billing, Role::Auditor).await;
        let log = page(&billing, &auditor, "/logg").await.body;
        assert!(log.contains(&format!("<a href=\"{}\">Faktura 2026-0001, Åre kommun</a>", at(&issued))), "{log}");
        assert!(log.contains(">Faktura Utkast, Bergs kommun</a>"), "{log}");
    }

    async fn what_cannot_be_credited_is_refused_in_its_form(database) {
        let (billing, drafts, _) = called(database).await;
        let issued = billing.issued(invoice(&drafts)).await;
        let address = at(&issued);
        let before = stored(&billing).await;
        for (amount, reason, found) in [("99999999", "Fel belopp", "kreditera-rad-0"), ("nio", "Fel", "kreditera-rad-0"), ("1,50", "", "kreditera-skal-fel")] {
            let fields = [("gor", "kreditera"), ("rad-0", amount), ("skal", reason), ("nyckel", "c0")];
            let refused = sent(&billing, &billing.officer, &address, &fields).await;
            assert!(matches!(refused.status, 409 | 422) && refused.body.contains(found), "{amount}: {}", refused.body);
            assert!(refused.body.contains(&format!("value=\"{amount}\"")), "nothing typed is lost: {}", refused.body);
        }
        assert_eq!(stored(&billing).await, before);
        let fields = [("gor", "kreditera"), ("rad-0", "1,50"), ("skal", "Fel belopp"), ("nyckel", "c1")];
        let made = sent(&billing, &billing.officer, &address, &fields).await;
        assert_eq!(made.status, 303, "{}", made.body);
        let note = page(&billing, &billing.officer, made.header("location").expect("where")).await.body.replace('\u{a0}', " ");
        assert!(note.contains("Kreditfaktura Utkast") && note.contains("1,50 kr"), "{note}");
        let deferred = [("gor", "anstand"), ("till", "2026-11-01"), ("skal", "Vi väntar")];
        let refused = sent(&billing, &billing.officer, &address, &deferred).await;
        assert!(refused.status == 422 && refused.body.contains("anstand-till-fel"), "{}", refused.body);
    }
}
