//! `/logg`

use samfin::app::scope::{Actor, Grant, Role, Scope};
use serde_json::json;

use super::{HOSTILE, browsed, links, read};
use crate::audit_events::{busy, id_of, somebody};
use crate::databases::on_both_databases;
use crate::server::Server;

on_both_databases! {
    async fn the_log_says_in_words_what_was_done_the_newest_first(database) {
        let server = Server::still(database).await;
        let (first, _, scenario) = busy(&server).await;
        let server = server.seen_by(somebody(&[(Role::Auditor, None)]));
        let page = read(&server, "/logg").await;
        assert!(page.contains("6 händelser passar urvalet, de senaste först."), "{page}");
        let said = ["Statistik inlagd", "Scenario delat", "Scenario skapat", "Version antagen", "Avtal inlagt"];
        let places: Vec<_> = said.iter().map(|said| page.find(&format!("<td>{said}</td>")).unwrap_or_else(|| panic!("{said}: {page}"))).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(page.contains("Till TaHSU 🙂") && page.contains("KF § 1") && page.contains("1 december 2026 <span class=\"nowrap\">kl. 10.00</span>"), "{page}");
        for (start, expected) in [("/scenarier/", format!("/scenarier/{}", id_of(&scenario))), ("/underlag?avtal", format!("/underlag?avtal={}&version=1", id_of(&first)))] {
            let found = links(&page, start);
            assert!(found.iter().any(|(address, _)| *address == expected), "{expected}: {found:?}");
        }
        assert!(page.contains("href=\"/logg?vem=00000000-0000-7000-8000-00000000000f\""), "{page}");
        let english = server.call("GET", "/logg").header("accept", "text/html").header("cookie", "lang=en").send().await.expect("answers");
        let english = english.text().await.expect("text");
        assert!(english.contains("<td>Scenario shared</td>") && english.contains("Has anybody touched the log?"), "{english}");
    }

    async fn the_selection_is_in_the_address_and_so_is_the_page(database) {
        let server = Server::still(database).await;
        let (first, _, scenario) = busy(&server).await;
        for number in 0..60 {
            let scenario = json!({ "name": format!("Nr {number}"), "changes": [], "events": [] });
            server.post(&format!("{first}/scenarios"), &scenario).await.json(201);
        }
        let server = server.seen_by(somebody(&[(Role::Auditor, None)]));
        let address = format!("/logg?avtal={}&vem=&vad=scenario.&fran=2026-12-01&till=2026-12-01", id_of(&first));
        let page = read(&server, &address).await;
        assert!(page.contains("50 händelser visas, de senaste först."), "{page}");
        let more = links(&page, "/logg?").into_iter().find(|(_, text)| text == "Visa äldre händelser").expect("more").0;
        assert!(more.contains("vad=scenario.&fran=2026-12-01&till=2026-12-01&fore="), "{more}");
        let page = read(&server, &more).await;
        assert!(page.contains("12 händelser visas, de senaste först.") && !page.contains("Visa äldre händelser"), "{page}");
        assert!(read(&server, "/logg?vem=ingen").await.contains("Ingen händelse passar urvalet."));
        let of_one = read(&server, &format!("/logg?foremal={}", id_of(&scenario))).await;
        assert!(of_one.contains("2 händelser passar urvalet, de senaste först."), "{of_one}");
        assert!(read(&server, "/logg?fran=2026-12-02").await.contains("Ingen händelse passar urvalet."));
        assert!(read(&server, "/logg?till=2026-11-30").await.contains("Ingen händelse passar urvalet."));
        for wrong in ["avtal=x", "vad=Scenario", "fran=igår", "fore=0", "sida=2"] {
            assert_eq!(browsed(&server, &format!("/logg?{wrong}")).await.status, 422, "{wrong}");
        }
    }

    async fn older_events_are_offered_when_there_are_more_than_fifty(database) {
        let server = Server::still(database).await;
        let (first, ..) = busy(&server).await;
        let auditor = somebody(&[(Role::Auditor, None)]);
        let scenario = |number: i32| json!({ "name": format!("Nr {number}"), "changes": [], "events": [] });
        for number in 0..49 {
            server.post(&format!("{first}/scenarios"), &scenario(number)).await.json(201);
        }
        let seen = server.seen_by(auditor);
        let page = read(&seen, "/logg?vad=scenario.created").await;
        assert!(page.contains("50 händelser passar urvalet") && !page.contains("Visa äldre händelser"), "{page}");
        let all = read(&seen, "/logg").await;
        assert!(all.contains("50 händelser visas") && all.contains("Visa äldre händelser"), "{all}");
    }

    async fn the_chain_is_told_when_it_is_asked_for(database) {
        let server = Server::still(database).await;
        busy(&server).await;
        let first = server.app.exported(0, 1).await.expect("events")[0].clone();
        let server = server.seen_by(somebody(&[(Role::Auditor, None)]));
        assert!(!read(&server, "/logg").await.contains("Kedjan är hel"));
        let page = read(&server, "/logg?kedja=kontrollera").await;
        assert!(page.contains("Kedjan är hel till och med nr 6, 1 december 2026 kl. 10.00."), "{page}");
        assert!(page.contains("<code>samfin-audit 2026-12-01T09:00:00.000000Z 6 "), "{page}");
        // Somebody puts in a copy of the first event.
        let mut copy = first.what;
        "00000000-0000-7000-8000-0000000000ff".clone_into(&mut copy.id);
        let put_in: Result<(), samfin::storage::Error> = server.app.db().write(copy, |tx, copy| Box::pin(async move {
            samfin::storage::audit::add(tx, std::slice::from_ref(copy)).await
        })).await;
        put_in.expect("the chain goes on");
        assert!(read(&server, "/logg?kedja=kontrollera").await.contains("Kedjan är hel till och med nr 7"), "as samfin does it, it is right");
    }

    async fn whoever_audits_one_agreement_sees_no_chain_and_no_other_agreement(database) {
        let server = Server::still(database).await;
        let (first, second, _) = busy(&server).await;
        let server = server.seen_by(somebody(&[(Role::Auditor, Some(&id_of(&first)))]));
        let page = read(&server, "/logg?kedja=kontrollera").await;
        assert!(page.contains("4 händelser passar urvalet") && !page.contains("Kedjan är hel") && !page.contains("samfin-audit"), "{page}");
        assert!(!page.contains(&id_of(&second)), "{page}");
        assert_eq!(browsed(&server, &format!("/logg?avtal={}", id_of(&second))).await.status, 404);
    }

    async fn names_and_reasons_are_text(database) {
        let server = Server::still(database).await;
        let (first, _, _) = busy(&server).await;
        for (number, (hostile, _)) in HOSTILE.iter().enumerate() {
            let actor = Actor::User { id: format!("u-{number}"), name: (*hostile).to_owned() };
            let desk = server.app.desk(Scope::granted(actor, vec![Grant::everywhere(Role::Officer)]));
            let draft = json!({ "name": format!("{hostile} {number}"), "changes": [], "events": [] }).to_string();
            let draft = samfin::app::scenarios::Draft::read(&samfin_core::json::parse(draft.as_bytes()).expect("JSON"));
            let (made, _) = desk.create_scenario(id_of(&first), draft).await.expect("made");
            desk.share_scenario(id_of(&first), made.id, 1, Some((*hostile).to_owned())).await.expect("shared");
        }
        let server = server.seen_by(somebody(&[(Role::Auditor, None)]));
        let page = read(&server, "/logg").await;
        for (hostile, shown) in HOSTILE {
            // Who, which and why.
            assert!(page.matches(shown).count() >= 3, "{shown}: {page}");
            assert!(!hostile.contains('<') || !page.contains(hostile), "{hostile}");
        }
    }
}
