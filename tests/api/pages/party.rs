//! `/parter/{party}`: one party's own figures.

use serde_json::{Value, json};

use super::{HOSTILE, browsed, kronor, links, read};
use crate::agreements::make;
use crate::databases::{Database, on_both_databases};
use crate::documents::{agreement, example, with};
use crate::server::Server;
use crate::versions::adopt;

async fn stored(server: &Server, document: Value) -> (String, String) {
    let address = make(server, document).await;
    adopt(server, &address, 1).await.json(200);
    (address.rsplit('/').next().expect("an id").to_owned(), address)
}

/// Whole kronor as a page shows them, from an amount of the API.
fn whole(amount: &Value) -> String {
    let shown = kronor(amount);
    let (whole, ore) = shown.trim_end_matches(" kr").split_once(',').expect("öre");
    let number =
        whole.replace(' ', "").parse::<i64>().expect("kronor") + i64::from(ore.parse::<u8>().expect("öre") >= 50);
    kronor(&json!(format!("{number}.00"))).replace(",00 kr", "")
}

on_both_databases! {
    async fn a_party_sees_the_figures_of_the_api(database) {
        let server = Server::still(database).await;
        let (id, address) = stored(&server, example()["request"]["agreement"].clone()).await;
        let result = server.get(&format!("{address}/calculation?year=2027")).await.json(200);
        let mut stress = example()["request"].clone();
        stress["max_defaulters"] = json!(1);
        stress["year"] = json!(2027);
        let stressed = server.post("/api/v1/stress-tests", &stress).await.json(200);
        for party in result["parties"].as_array().expect("parties") {
            let (own, name) = (party["id"].as_str().expect("an id"), party["name"].as_str().expect("a name"));
            let page = read(&server, &format!("/parter/{own}?avtal={id}&ar=2027")).await;
            assert!(page.contains(&format!("{name} betalar {} kr år 2027.", whole(&party["payable"]))), "{page}");
            let amounts = links(&page, "/sa-raknar-vi?");
            for line in result["lines"].as_array().expect("lines").iter().filter(|line| line["party"] == *own) {
                let to = format!("part={own}&kostnad={0}#kostnad-{0}", line["cost"].as_str().expect("an id"));
                let (_, shown) = amounts.iter().find(|(address, _)| address.ends_with(&to)).expect("a link");
                assert!(shown.starts_with(&format!("{}<", whole(&line["amount"]))), "{to}: {shown}");
            }
            let worst = stressed["policies"][0]["worst_increase"].as_array().expect("a list");
            match worst.iter().find(|worst| worst["party"] == *own) {
                Some(worst) => {
                    let more = format!("Som mest betalar ni {} kr mer (", whole(&worst["amount"]));
                    assert!(page.contains(&more), "{more}: {page}");
                }
                None => assert!(page.contains("Om en annan part inte bidrar betalar ni inte mer, vem det än är."), "{page}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mean_is_what_all_of_the_kind_pay_by_their_inhabitants() {
    let server = Server::still(Database::sqlite()).await;
    let (id, _) = stored(&server, agreement()).await;
    // 500 kronor by 12 770 + 7 085 inhabitants.
    let page = read(&server, &format!("/parter/are?avtal={id}&ar=2027")).await;
    assert!(
        page.contains("Det är 0,03 kr per invånare. Tillsammans betalar kommunerna 0,03 kr per invånare."),
        "{page}"
    );
    let region = read(&server, &format!("/parter/rjh?avtal={id}&ar=2027")).await;
    assert!(!region.contains("Tillsammans"), "one region has nothing to be beside: {region}");
    for year in 2027..=2030 {
        assert!(page.contains(&format!("<th scope=\"row\">{year}</th>")), "{year}");
    }
    assert_eq!(browsed(&server, &format!("/parter/x?avtal={id}")).await.status, 404);
    assert_eq!(browsed(&server, &format!("/parter/are?avtal={id}&year=2027")).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_coming_years_follow_on_each_other_and_lead_to_the_same_figures() {
    let server = Server::still(Database::sqlite()).await;
    let (id, _) = stored(&server, example()["request"]["agreement"].clone()).await;
    let page = read(&server, &format!("/parter/bracke?avtal={id}&ar=2027")).await;
    let years: Vec<_> = links(&page, "/sa-raknar-vi?").into_iter().filter(|(to, _)| to.contains("fran=2027")).collect();
    assert_eq!(years.len(), 3, "the years after the first: {years:?}");
    for (to, shown) in years {
        let told = read(&server, &to).await;
        let amount =
            told.split("Bräcke kommun betalar ").nth(1).and_then(|rest| rest.split(" kr").next()).expect("an amount");
        let exact = json!(amount.replace(' ', "").replace(',', "."));
        assert!(shown.starts_with(&format!("{}<", whole(&exact))), "{to}: {shown} is {amount}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_text() {
    let server = Server::still(Database::sqlite()).await;
    for (name, shown) in HOSTILE {
        let mut document = agreement();
        for place in ["/name", "/parties/0/name", "/parties/1/name", "/costs/0/name"] {
            document = with(document, place, json!(name));
        }
        let (id, _) = stored(&server, document).await;
        let page = read(&server, &format!("/parter/are?avtal={id}&ar=2027")).await;
        assert!(
            page.contains(&format!("<h1>{shown}</h1>")) && page.contains(&format!(">{shown}</th>")),
            "{name}: {page}"
        );
        assert!(!page.contains("<script>") && !page.contains("<img"), "{name}");
    }
}
