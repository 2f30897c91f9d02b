//! `/statistik`: the series, what is known of one, what has been corrected, and a value by hand.

use samfin::app::scope::{Role, Scope};
use serde_json::json;

use super::parties::with_roles;
use super::payments::{led, sent};
use super::{HOSTILE, browsed, links, read};
use crate::databases::on_both_databases;
use crate::dump::dump;
use crate::people::browser;
use crate::server::{Answer, Server};

const SERIES: &str = "/statistik/population";

async fn stored(server: &Server) -> crate::dump::Dump {
    dump(server.database.as_ref().expect("its database")).await
}

on_both_databases! {
    async fn series_are_listed_and_a_value_by_hand_corrects_what_was_known(database) {
        let server = Server::still(database).await;
        let list = read(&server, "/statistik").await;
        assert!(list.contains("En serie finns att fördela efter.") && list.contains("Invånare</a>") && list.contains("Följer med samfin"), "{list}");
        assert!(list.contains("Senaste dag\">31 december 2025<") && list.contains("SCB BefolkningCKM"), "{list}");
        let shown = read(&server, SERIES).await;
        assert!(shown.contains("624 värden gäller") && shown.contains("Riket (00)") && shown.contains("?efter="), "{shown}");

        let fields = [("gor", "lagg-till"), ("nyckel", "k1"), ("plats", "åre"), ("dag", "2025-12-31"), ("varde", "12 771"), ("kalla", "SCB, rättad"), ("publicerad", "2026-03-02")];
        let to = led(&sent(&server, SERIES, &fields).await);
        assert_eq!(to, "/statistik/population?plats=2321&dag=2025-12-31");
        assert_eq!(led(&sent(&server, SERIES, &fields).await), to, "sent twice, added once");
        let one = read(&server, &to).await;
        assert!(one.contains("Ett värde gäller.") && one.contains("<strong>12 771</strong> gäller") && one.contains("<strong>12 770</strong> rättat"), "{one}");
        assert!(one.contains("Inlagt 1 december 2026") && one.contains("publicerat 2 mars 2026"), "{one}");
        let known = server.get("/api/v1/statistics/population/observations?for=2321&date=2025-12-31").await.json(200);
        assert_eq!((&known["items"][0]["value"], &known["items"][0]["source"]), (&json!("12771"), &json!("SCB, rättad")));
        let stored_now = read(&server, "/statistik").await;
        assert!(stored_now.contains("Inlagda värden\">1<"), "once: {stored_now}");

        let before = stored(&server).await;
        let wrong = [("gor", "lagg-till"), ("plats", ""), ("dag", "2025-13-31"), ("varde", "många")];
        let refused = sent(&server, SERIES, &wrong).await;
        assert_eq!(refused.status, 422);
        for field in ["plats", "dag", "varde"] {
            assert!(refused.body.contains(&format!("id=\"lagg-till-{field}-fel\"")) && refused.body.contains(&format!("href=\"#lagg-till-{field}\"")), "{field}: {}", refused.body);
        }
        assert!(refused.body.contains("value=\"många\"") && refused.body.contains("role=\"alert\""), "nothing typed is lost");
        assert_eq!(stored(&server).await, before);
        for nowhere in ["/statistik/finns-inte", "/statistik/%00", "/statistik/population?plats=%00"] {
            assert!(matches!(browsed(&server, nowhere).await.status, 404 | 422), "{nowhere}");
        }
    }

    async fn a_series_is_read_page_by_page(database) {
        let server = Server::still(database).await;
        let (mut address, mut rows, mut pages) = (SERIES.to_owned(), 0, 0);
        loop {
            let page = read(&server, &address).await;
            rows += page.matches("<th scope=\"row\">").count();
            pages += 1;
            let Some(next) = links(&page, "/statistik/population?efter=").pop() else { break };
            address = next.0;
        }
        assert_eq!((rows, pages), (624, 7));
    }

    async fn everybody_reads_statistics_and_only_officers_add(database) {
        let mut server = Server::still(database).await;
        for role in Role::ALL {
            server = server.seen_by(with_roles(&[(role, None)]));
            let writes = role == Role::Officer;
            let (list, one) = (read(&server, "/statistik").await, read(&server, SERIES).await);
            assert_eq!((list.contains("/underlag/importera"), one.contains("name=\"varde\"")), (writes, writes), "{role:?}");
            if !writes {
                let new = [("gor", "lagg-till"), ("plats", "2321"), ("dag", "2025-12-31"), ("varde", "1")];
                let before = stored(&server).await;
                assert_eq!(sent(&server, SERIES, &new).await.status, 403, "{role:?}");
                assert_eq!(stored(&server).await, before);
            }
        }
        let server = server.seen_by(Scope::nobody());
        assert_eq!(Answer::of(browser(&server, "GET", "/statistik")).await.status, 303, "to sign in");
    }

    async fn what_people_wrote_is_text(database) {
        let server = Server::still(database).await;
        for (hostile, shown) in HOSTILE {
            let new = json!({ "for": hostile, "date": "2025-12-31", "value": "1", "source": hostile });
            server.post("/api/v1/statistics/egen/observations", &new).await.json(201);
            let page = read(&server, "/statistik/egen").await;
            assert!(page.contains(shown) && !page.contains("<script>") && !page.contains("<img"), "{hostile}: {page}");
            let list = read(&server, "/statistik").await;
            assert!(list.contains(shown), "{list}");
        }
    }
}
