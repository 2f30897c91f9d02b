//! `/jamfor` remembers what it loaded, and shows what is stored all the same.

use samfin::app::scope::Role;

use super::{BROWSER, read};
use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::agreement;
use crate::people::key;
use crate::scenarios::{hall, id_of, make_scenario};
use crate::server::{Answer, NOW, Server};
use crate::versions::adopt;

on_both_databases! {
    async fn a_change_is_seen_at_once_whichever_program_made_it(database) {
        let server = Server::still(database).await;
        let beside = server.beside(NOW).await;
        let address = make(&server, agreement()).await;
        adopt(&server, &address, 1).await.json(200);
        let scenario = make_scenario(&server, &address, &hall("Större sal", "1300.00")).await;
        let page = format!("/jamfor?avtal={}&fran=2027&s=avtal&s={}&aktiv=1", id_of(&address), id_of(&scenario));
        assert!(read(&server, &page).await.contains("1 300 kr"));
        assert!(read(&server, &page).await.contains("1 300 kr"), "the second time from memory");

        let officer = key(&server, Role::Officer).await;
        let elsewhere = |method: &str, revision: &str| {
            let call = beside.call(method, &scenario).bearer_auth(&officer).header("if-match", revision);
            call.header("content-type", "application/json").body(hall("Större sal", "1700.00").to_string())
        };
        Answer::of(elsewhere("PUT", "\"r1\"")).await.json(200);
        let shown = read(&server, &page).await;
        assert!(shown.contains("1 700 kr") && !shown.contains("1 300 kr"), "{shown}");
        assert_eq!(Answer::of(elsewhere("DELETE", "\"r2\"")).await.status, 204);
        assert!(!read(&server, &page).await.contains("1 700 kr"), "what is gone is not remembered");
    }

    async fn a_draft_that_its_author_has_looked_at_is_still_nobody_elses(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        adopt(&server, &address, 1).await.json(200);
        let draft = make_scenario(&server, &address, &hall("Större sal", "1300.00")).await;
        let page = format!("/jamfor?avtal={}&fran=2027&s=avtal&s={}", id_of(&address), id_of(&draft));
        assert!(read(&server, &page).await.contains("Större sal"));
        let reader = key(&server, Role::Reader).await;
        let shown = Answer::of(server.call("GET", &page).header("accept", BROWSER).bearer_auth(reader)).await;
        assert_eq!(shown.status, 200);
        assert!(!shown.body.contains("Större sal"), "{}", shown.body);
    }
}
