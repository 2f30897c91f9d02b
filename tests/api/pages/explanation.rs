//! `/sa-raknar-vi`: what is explained is the figure that stands elsewhere.

use serde_json::{Value, json};

use super::{HOSTILE, browsed, kronor, links, read};
use crate::agreements::make;
use crate::databases::{Database, on_both_databases};
use crate::documents::{agreement, example, with};
use crate::server::Server;
use crate::versions::adopt;

/// The example, stored and adopted; its id and its address.
async fn stored(server: &Server) -> (String, String) {
    let address = make(server, example()["request"]["agreement"].clone()).await;
    adopt(server, &address, 1).await.json(200);
    (address.rsplit('/').next().expect("an id").to_owned(), address)
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().expect("a list")
}

on_both_databases! {
    async fn every_party_is_told_the_ore_of_the_api(database) {
        let server = Server::still(database).await;
        let (id, address) = stored(&server).await;
        let result = server.get(&format!("{address}/calculation?year=2027&explain=true")).await.json(200);
        for party in list(&result, "parties") {
            let (own, name) = (party["id"].as_str().expect("an id"), party["name"].as_str().expect("a name"));
            let page = read(&server, &format!("/sa-raknar-vi?avtal={id}&ar=2027&part={own}")).await;
            let payable = kronor(&party["payable"]);
            assert!(page.contains(&format!("{name} betalar {payable} år 2027.")), "{name}: {page}");
            let lines: Vec<&Value> = list(&result, "lines").iter().filter(|line| line["party"] == *own).collect();
            assert_eq!(page.matches("<details class=\"follow\"").count(), lines.len(), "a cost unfolds for each line of {name}");
            for line in lines {
                let cost = list(&result, "costs").iter().find(|cost| cost["id"] == line["cost"]).expect("its cost");
                let said = format!("{} av {}", kronor(&line["amount"]), kronor(&cost["amount"]));
                assert!(page.contains(&said), "{name}: {said}");
            }
            for transfer in list(&result, "transfers").iter().filter(|transfer| transfer["from"] == *own) {
                assert!(page.contains(&format!("Betalar {} till ", kronor(&transfer["amount"]))), "{name}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cost_says_who_got_the_odd_ore_and_why() {
    let server = Server::still(Database::sqlite()).await;
    let (id, address) = stored(&server).await;
    let result = server.get(&format!("{address}/calculation?year=2027&explain=true")).await.json(200);
    let traces = list(&result["explanation"], "lines");
    let mut told = 0;
    for cost in list(&result, "costs") {
        let page =
            read(&server, &format!("/sa-raknar-vi?avtal={id}&ar=2027&kostnad={}", cost["id"].as_str().expect("an id")))
                .await;
        assert!(page.contains(&format!(" kostar {} år 2027.", kronor(&cost["amount"]))), "{page}");
        let up = traces.iter().filter(|trace| trace["cost"] == cost["id"] && trace["rounded_up"] == true).count();
        if up == 0 {
            assert!(page.contains("Delarna går jämnt ut på öret."), "{cost}");
        } else {
            assert!(
                page.contains(&format!("Då blir 0,{up:02} kr över, som går till dem som hade störst rest: ")),
                "{cost}"
            );
            assert_eq!(page.matches("den stora resten ger en enhet till").count(), up, "{cost}");
            told += 1;
        }
    }
    assert!(told > 0, "the example has odd öre");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_amount_of_a_comparison_leads_to_the_same_amount_in_ore() {
    let server = Server::still(Database::sqlite()).await;
    let (id, _) = stored(&server).await;
    let columns = "s=avtal&s=avtal;meetings=6;bort=bracke.ragunda&s=avtal;bort=rjh;regel=all-share";
    let page = read(&server, &format!("/jamfor?avtal={id}&{columns}&fran=2027&ar=2029")).await;
    let amounts = links(&page, "/sa-raknar-vi?");
    let mut followed = 0;
    for (address, shown) in amounts {
        let Some((shown, _)) = shown.split_once("<span class=\"u\">") else { continue };
        let Some(party) = address.split("part=").nth(1) else { continue };
        assert!(address.contains("fran=2027&ar=2029"), "the years before count: {address}");
        let told = read(&server, &address).await;
        let sentence = told.split(" betalar ").nth(1).expect("what the party pays");
        let amount = sentence.split(" kr").next().expect("an amount").replace(' ', "");
        let (whole, ore) = amount.split_once(',').expect("öre");
        let rounded = whole.parse::<i64>().expect("kronor") + i64::from(ore.parse::<u8>().expect("öre") >= 50);
        assert_eq!(rounded.to_string(), shown.replace(' ', ""), "{party} at {address}");
        followed += 1;
    }
    assert!(followed > 20, "{followed} amounts");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shortfall_is_told_step_by_step() {
    let server = Server::still(Database::sqlite()).await;
    let (id, _) = stored(&server).await;
    let page = read(&server, &format!("/sa-raknar-vi?avtal={id}&s=avtal;bort=ragunda&ar=2027&part=ostersund")).await;
    let mut request = example()["request"].clone();
    request["events"] = json!([{ "party": "ragunda", "contributes_percent": "0" }]);
    request["year"] = json!(2027);
    let result = server.post("/api/v1/calculations", &request).await.json(200);
    let party = list(&result, "parties").iter().find(|party| party["id"] == "ostersund").expect("Östersund");
    assert!(page.contains(&format!("Östersunds kommun betalar {} år 2027.", kronor(&party["payable"]))), "{page}");
    assert!(page.contains(&format!("+ {}", kronor(&party["cover"]))), "{page}");
    let steps = list(&result["default"], "steps");
    for (i, step) in steps.iter().enumerate() {
        let covered = format!("<td class=\"n\">{}</td>", kronor(&step["covered"]));
        let row = page.split(&format!("<th scope=\"row\">{}. ", i + 1)).nth(1).expect("a row for each step");
        assert!(row[..row.find("</tr>").expect("its end")].contains(&covered), "step {i}");
    }
    let out = read(&server, &format!("/sa-raknar-vi?avtal={id}&s=avtal;bort=ragunda&ar=2027&part=ragunda")).await;
    assert!(out.contains("Ragunda kommun betalar 0,00 kr år 2027."), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_text_and_what_is_not_there_is_not_found() {
    let server = Server::still(Database::sqlite()).await;
    for (name, shown) in HOSTILE {
        let document = with(with(agreement(), "/parties/1/name", json!(name)), "/costs/0/name", json!(name));
        let address = make(&server, document).await;
        adopt(&server, &address, 1).await.json(200);
        let id = address.rsplit('/').next().expect("an id");
        for figure in ["", "&part=are", "&kostnad=hall", "&part=are&kostnad=hall"] {
            let page = read(&server, &format!("/sa-raknar-vi?avtal={id}&ar=2027{figure}")).await;
            assert!(page.contains(shown), "{name} on {figure}");
            assert!(!page.contains("<script>") && !page.contains("<img"), "{name} on {figure}");
        }
    }
    let (id, _) = stored(&server).await;
    for figure in ["part=x", "kostnad=x", "part=are&kostnad=local-support"] {
        let page = browsed(&server, &format!("/sa-raknar-vi?avtal={id}&ar=2027&{figure}")).await;
        let expected = if figure.starts_with("part=are") { 200 } else { 404 };
        assert_eq!(page.status, expected, "{figure}: {}", page.body);
    }
    let gone = read(&server, &format!("/sa-raknar-vi?avtal={id}&ar=2027&s=avtal;nothing=3&part=are")).await;
    assert!(gone.contains("Länken nämner nothing, som inte finns längre."), "{gone}");
}
