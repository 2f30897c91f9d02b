//! Heavy questions do not stop light ones.

use futures_util::future::join_all;
use serde_json::json;

use super::question;
use crate::databases::Database;
use crate::documents::request;
use crate::server::Server;

/// As heavy as a stress test may nearly be: more of them than there are cores would keep every worker busy.
#[tokio::test(flavor = "multi_thread")]
async fn others_are_answered_while_stress_tests_are_carried_out() {
    let server = Server::still(Database::sqlite()).await;
    let (path, mut test) = question("stress-test");
    let parties = test["agreement"]["parties"].as_array_mut().expect("parties");
    parties.extend((0..9).map(|n| json!({ "id": format!("p{n}"), "name": "P", "kind": "other" })));
    test["max_defaulters"] = json!(14);
    test["policies"] = (0..10).map(|n| (n.to_string(), json!("all-share"))).collect();
    let many = std::thread::available_parallelism().map_or(2, usize::from) + 1;
    let mut heavy = Box::pin(join_all((0..many).map(|_| server.post(path, &test))));
    let small = request();
    let mut answered = 0;
    let heavy = loop {
        let light = async {
            server.post("/api/v1/calculations", &small).await.json(200);
            server.get("/health/live").await.json(200);
        };
        tokio::select! {
            biased;
            done = &mut heavy => break done,
            () = light => answered += 1,
        }
    };
    for answer in heavy {
        assert_eq!(answer.json(200)["policies"][0]["subsets"], 16_383);
    }
    assert!(answered >= 10, "{answered} light requests were answered meanwhile");
}
