//! The books: what happens in a billing year is posted once, read by those who may, and exported.

use reqwest::header::CONTENT_DISPOSITION;
use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role, Scope};
use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::dump::dump;
use crate::invoices::{Billing, at, organisation};
use crate::people::key;
use crate::server::Answer;

const PERIOD: &str = "issuer=232100-0214&from=2026-12-01&to=2026-12-31";

/// The sides of the newest vouchers, from the oldest on.
async fn posted(billing: &Billing, query: &str) -> Vec<(String, Value)> {
    let list = billing.get(&format!("/api/v1/vouchers?{query}")).await.json(200);
    let vouchers = list["items"].as_array().expect("items").iter().rev();
    vouchers.map(|one| (one["text"].as_str().expect("a text").to_owned(), sides(one))).collect()
}

fn sides(voucher: &Value) -> Value {
    let side = |entry: &Value| json!([entry["account"], entry["amount"]]);
    voucher["entries"].as_array().expect("entries").iter().map(side).collect()
}

async fn file(billing: &Billing, path: &str) -> (u16, String, Vec<u8>) {
    let call = billing.call(&billing.officer, "GET", path).header("accept", "*/*");
    let answer = call.send().await.expect("an answer");
    let name = answer.headers().get(CONTENT_DISPOSITION).map(|name| name.to_str().expect("text").to_owned());
    (answer.status().as_u16(), name.unwrap_or_default(), answer.bytes().await.expect("bytes").to_vec())
}

/// Holds every voucher to what it tells of.
async fn assert_clean(billing: &Billing) {
    let checks = billing.server.app.verify_all(Vec::new(), std::sync::Arc::new(|_, _| {})).await.expect("looked at");
    assert!(checks.iter().all(samfin::app::verify::Check::is_fine), "{checks:#?}");
}

on_both_databases! {
    async fn what_is_issued_is_posted_with_it(database) {
        let billing = Billing::new(database).await;
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        assert_eq!(posted(&billing, "").await, [], "a draft is nothing in the books");
        let invoice = billing.issued(&drafts[0]).await;
        let credit = json!({ "lines": [{ "line": 0, "amount": "60.79" }], "reason": "För mycket" });
        let note = billing.post(&format!("{}/credit-notes", at(&invoice)), &credit).await.json(201);
        billing.issued(&note).await;
        assert_eq!(posted(&billing, "").await, [
            ("Faktura 2026-0001, Åre kommun".to_owned(), json!([["receivable:are", "160.79"], ["income:hall", "-160.79"]])),
            ("Kreditfaktura 2026-0002, Åre kommun".to_owned(), json!([["receivable:are", "-60.79"], ["income:hall", "60.79"]])),
        ]);
        let list = billing.get("/api/v1/vouchers").await.json(200);
        let (second, first) = (&list["items"][0], &list["items"][1]);
        assert_eq!((&first["issuer"], &first["year"], &first["number"], &first["date"]), (&json!("2321000214"), &json!(2026), &json!(1), &json!("2026-12-01")));
        assert_eq!(first["source"], json!({ "kind": "document", "id": invoice["id"] }));
        assert_eq!(second["previous_sha256"], first["sha256"]);
        let read = billing.get(&format!("/api/v1/vouchers/{}", first["id"].as_str().expect("an id"))).await.json(200);
        assert_eq!(&read, first);
        // The same request again issues nothing, and posts nothing.
        let again = billing.call(&billing.officer, "POST", &format!("{}/issue", at(&drafts[0]))).header("if-match", "\"r2\"");
        Answer::of(again.header("idempotency-key", drafts[0]["id"].as_str().expect("an id"))).await.json(200);
        assert_eq!(posted(&billing, "").await.len(), 2);
        // Another one that is refused leaves nothing behind.
        // Files are made after an issue, and not behind the back of this.
        for issued in [&invoice, &note] {
            assert_eq!(file(&billing, &format!("{}/pdf", at(issued))).await.0, 200);
        }
        let before = dump(billing.server.database.as_ref().expect("a database")).await;
        billing.issue(&drafts[1], "too-early").await.problem(409, "attestation-missing", &[]);
        assert!(dump(billing.server.database.as_ref().expect("a database")).await == before, "something was left behind");

        for (query, count) in [
            ("issuer=232100-0214&from=2026-12-01&to=2026-12-01", 2), ("from=2026-12-02", 0), ("to=2026-11-30", 0), ("issuer=212000-2494", 0),
            ("account=receivable:are", 2), ("account=receivable:berg", 0), ("source_kind=document", 2), ("source_kind=default", 0),
            (&format!("source_kind=document&source_id={}", invoice["id"].as_str().expect("an id")), 1),
            (&format!("agreement={}", invoice["agreement"].as_str().expect("an id")), 2),
        ] {
            assert_eq!(posted(&billing, query).await.len(), count, "{query}");
        }
        for (query, place, code) in [
            ("account=receivable", "account", "unknown-value"), ("source_id=x", "source_id", "conflicting-fields"),
            ("source_kind=invoice", "source_kind", "unknown-value"), ("issuer=232100-0215", "issuer", "check-digit"),
            ("from=2026-02-30", "from", "date-invalid"), ("agreement=x", "agreement", "unknown-value"),
        ] {
            billing.get(&format!("/api/v1/vouchers?{query}")).await.problem(422, code, &[(format!("/query/{place}").as_str(), code)]);
        }
        let organisations = billing.get("/api/v1/organisations?organisation_number=232100-0214").await.json(200);
        let address = format!("/api/v1/organisations/{}/balances", organisations["items"][0]["id"].as_str().expect("an id"));
        let balances = billing.get(&address).await.json(200);
        let of = |account: &str, amount: &str| json!({ "agreement": invoice["agreement"], "account": account, "amount": amount });
        assert_eq!(balances, json!({ "on": "2026-12-01", "items": [of("income:hall", "-100.00"), of("receivable:are", "100.00")] }));
        assert_eq!(billing.get(&format!("{address}?on=2026-11-30")).await.json(200)["items"], json!([]));
    }

    async fn a_default_is_posted_when_the_year_follows_it_and_undone_when_it_is_over(database) {
        let billing = Billing::with_policy(database, json!([{ "type": "carry_forward" }])).await;
        let contribution = |percent: &str, replaces: Option<&Value>| {
            let mut decision = json!({
                "party": "are", "contributes_percent": percent, "cause": "partial_budget", "decided_on": "2026-11-24", "reference": "KF § 188"
            });
            if let Some(replaces) = replaces {
                decision["replaces"] = replaces.clone();
            }
            decision
        };
        let correct = async |revision: u32| {
            let affected = billing.get(&billing.year).await.json(200)["affected"].clone();
            let correct = json!({ "fingerprint": affected["fingerprint"], "reason": "Beslut" });
            let call = billing.send("POST", &format!("{}/correct", billing.year), &correct);
            Answer::of(call.header("if-match", format!("\"r{revision}\""))).await.json(200);
        };
        assert_eq!(posted(&billing, "").await, []);
        let made = billing.post(&format!("{}/contributions", billing.year), &contribution("60", None)).await.json(201);
        assert_eq!(posted(&billing, "").await, [], "a decision alone moves nothing");
        correct(2).await;
        // 40 % of Åre's 321,58.
        let first = ("Täckning av bortfall 2027".to_owned(), json!([["cover", "-128.63"], ["outlay", "128.63"]]));
        assert_eq!(posted(&billing, "").await, std::slice::from_ref(&first));
        billing.post(&format!("{}/contributions", billing.year), &contribution("100", Some(&made["id"]))).await.json(201);
        correct(3).await;
        let undone = ("Återförd: Täckning av bortfall 2027".to_owned(), json!([["cover", "128.63"], ["outlay", "-128.63"]]));
        assert_eq!(posted(&billing, "").await, [first, undone]);
        assert_clean(&billing).await;
    }

    async fn what_is_paid_given_back_and_taken_back_ends_where_the_invoices_stand(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        let organisations = billing.get("/api/v1/organisations?organisation_number=232100-0214").await.json(200);
        let balances = format!("/api/v1/organisations/{}/balances", organisations["items"][0]["id"].as_str().expect("an id"));
        // What each payer owes in the books, after holding every voucher to what it tells of.
        let owes = async || {
            assert_clean(&billing).await;
            let items = billing.get(&balances).await.json(200)["items"].clone();
            let of = |account: &str| {
                let found = items.as_array().expect("items").iter().find(|one| one["account"] == account);
                found.map_or("0.00", |one| one["amount"].as_str().expect("an amount")).to_owned()
            };
            [of("receivable:are"), of("receivable:berg"), of("bank")]
        };
        assert_eq!(owes().await, ["160.79", "89.21", "0.00"]);
        let first = billing.paid(&are, "160.79", "2026-11-30").await;
        assert_eq!(owes().await, ["0.00", "89.21", "160.79"]);
        assert_eq!(posted(&billing, "source_kind=allocation").await, [
            ("Betalt: Faktura 2026-0001, Åre kommun".to_owned(), json!([["receivable:are", "-160.79"], ["bank", "160.79"]]))
        ]);
        assert_eq!(billing.get("/api/v1/vouchers").await.json(200)["items"][0]["date"], "2026-12-01", "the day it was registered");
        billing.paid(&berg, "9.21", "2026-12-01").await;
        assert_eq!(owes().await, ["0.00", "80.00", "170.00"]);
        let more = billing.paid(&berg, "100.00", "2026-12-01").await;
        assert_eq!(billing.stands(&berg).await.3, "20.00");
        assert_eq!(owes().await, ["0.00", "-20.00", "270.00"]);
        let mut back = crate::payments::payment(&berg, "5.00", "2026-12-01");
        back["kind"] = json!("refunded");
        billing.post("/api/v1/payments", &back).await.json(201);
        assert_eq!(billing.stands(&berg).await.3, "15.00");
        assert_eq!(owes().await, ["0.00", "-15.00", "265.00"]);
        // What is taken away from an invoice pays nothing, and is not in the books until it does.
        let moved = json!({ "items": [{ "invoice": berg["id"], "amount": "-15.00" }] });
        let allocations = format!("{}/allocations", crate::payments::address(&more));
        assert!([200, 201].contains(&billing.post(&allocations, &moved).await.status));
        assert_eq!(owes().await, ["0.00", "0.00", "250.00"]);
        let refund = json!({ "amount": "15.00", "paid_on": "2026-12-01" });
        billing.post(&format!("{}/refunds", crate::payments::address(&more)), &refund).await.json(201);
        assert_eq!(owes().await, ["0.00", "0.00", "250.00"]);
        billing.post(&format!("{}/reversals", crate::payments::address(&first)), &json!({ "reason": "Fel" })).await.json(201);
        assert_eq!(billing.stands(&are).await.2, "160.79");
        assert_eq!(owes().await, ["160.79", "0.00", "89.21"]);
    }

    async fn what_an_employer_is_owed_is_nothing_when_it_is_paid(database) {
        let hall = crate::documents::adding(crate::documents::agreement(), "/costs/0", "provided_by", json!("are"));
        let billing = Billing::of(database, hall, json!([{ "type": "redistribute" }])).await;
        for (party, ..) in crate::invoices::NUMBERS {
            let mut organisation = organisation(party);
            organisation["plusgiro"] = json!("18 97 50-3");
            billing.post("/api/v1/organisations", &organisation).await.json(201);
        }
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let payout = billing.issued(drafts.iter().find(|one| one["document"]["form"] == "payout").expect("a payout")).await;
        billing.paid(&payout, "500.00", "2026-12-01").await;
        assert_eq!(posted(&billing, "account=payable:are").await.into_iter().map(|one| one.1).collect::<Vec<_>>(), [
            json!([["payable:are", "-500.00"], ["provided:hall", "500.00"]]), json!([["payable:are", "500.00"], ["bank", "-500.00"]])
        ]);
        assert_clean(&billing).await;
    }

    async fn a_default_follows_a_year_that_is_forwarded_and_settled(database) {
        let billing = Billing::with_policy(database, json!([{ "type": "carry_forward" }])).await;
        for (party, ..) in crate::invoices::NUMBERS {
            billing.post("/api/v1/organisations", &organisation(party)).await.json(201);
        }
        let year = billing.year.clone();
        billing.issue_parts(&year, &[1]).await;
        let decision = json!({
            "party": "are", "contributes_percent": "60", "cause": "partial_budget", "decided_on": "2026-11-24", "reference": "KF § 188"
        });
        billing.post(&format!("{year}/contributions"), &decision).await.json(201);
        let fingerprint = billing.get(&year).await.json(200)["affected"]["fingerprint"].clone();
        billing.step(&format!("{year}/forward"), 2, &json!({ "fingerprint": fingerprint, "reason": "Beslut" })).await.json(200);
        let first = ("Täckning av bortfall 2027".to_owned(), json!([["cover", "-128.63"], ["outlay", "128.63"]]));
        assert_eq!(posted(&billing, "source_kind=default").await, std::slice::from_ref(&first));
        assert_clean(&billing).await;
        billing.issue_parts(&year, &[2]).await;
        billing.hall_came_to(&year, "1100.00").await;
        billing.settle(&year, 3, "carry").await;
        // 40 % of Åre's 353,74.
        let second = ("Täckning av bortfall 2027".to_owned(), json!([["cover", "-141.50"], ["outlay", "141.50"]]));
        assert_eq!(posted(&billing, "source_kind=default").await, [first, second]);
        assert_eq!(posted(&billing, "source_kind=default_reversal").await.len(), 1);
        // Of 1 100 kr the host bears 550,00; Åre owes 32,16 more than it was called for, and Berg 17,84. Of what was called, 128,63 kr are
        // Åre's to have back; its shortfall is 141,50, so 12,87 more is missing: 37,13 kr are left to the year after.
        let settled = posted(&billing, "source_kind=settlement").await;
        let sides = json!([["income:hall", "-600.00"], ["shortfall", "12.87"], ["own_share", "550.00"], ["carry", "37.13"]]);
        assert_eq!(settled, [("Slutavräkning 2027".to_owned(), sides)]);
        assert_clean(&billing).await;
    }

    async fn no_party_and_no_reader_sees_the_books(database) {
        let billing = Billing::new(database).await;
        let issued = billing.issued(&billing.called(&json!({ "instalment": 1 })).await[0]).await;
        let voucher = billing.get("/api/v1/vouchers").await.json(200)["items"][0]["id"].as_str().expect("an id").to_owned();
        let agreement = issued["agreement"].as_str().expect("an id").to_owned();
        let of = async |grant: Grant| {
            let new = NewKey { name: "x".to_owned(), grants: vec![grant], expires_on: None };
            billing.server.app.desk(Scope::command_line()).create_key(new).await.expect("made").1.expect("a secret")
        };
        let party = of(Grant { agreement: Some(agreement), party: Some("are".to_owned()), ..Grant::everywhere(Role::PartyOfficer) }).await;
        let reader = key(&billing.server, Role::Reader).await;
        for caller in [&party, &reader] {
            for path in ["/api/v1/vouchers", &format!("/api/v1/vouchers/{voucher}"), &format!("/api/v1/exports/sie?{PERIOD}"), &format!("/api/v1/exports/ledger?{PERIOD}")] {
                Answer::of(billing.call(caller, "GET", path).header("accept", "*/*")).await.problem(403, "forbidden", &[]);
            }
        }
        // An officer of another agreement sees an empty list, and no such voucher.
        let other = crate::agreements::make(&billing.server, crate::documents::agreement()).await;
        let other = other.rsplit('/').next().expect("an id").to_owned();
        let officer = of(Grant { agreement: Some(other), ..Grant::everywhere(Role::Officer) }).await;
        let list = Answer::of(billing.call(&officer, "GET", "/api/v1/vouchers")).await.json(200);
        assert_eq!(list["items"], json!([]));
        Answer::of(billing.call(&officer, "GET", &format!("/api/v1/vouchers/{voucher}"))).await.problem(404, "not-found", &[]);
        let answer = billing.call(&officer, "GET", &format!("/api/v1/exports/ledger?{PERIOD}")).header("accept", "*/*").send().await.expect("an answer");
        assert_eq!(answer.text().await.expect("text"), "number;date;text;posted;debit;credit\n");
    }

    async fn the_books_go_to_the_accounting_system(database) {
        let billing = Billing::new(database).await;
        for draft in billing.called(&json!({ "instalment": 1 })).await {
            billing.issued(&draft).await;
        }
        let (status, name, bytes) = file(&billing, &format!("/api/v1/exports/sie?{PERIOD}")).await;
        assert_eq!((status, name.as_str()), (200, "attachment; filename=\"2321000214_2026-12-01_2026-12-31.si\""));
        let expected: &[u8] = b"#FLAGGA 0\r\n#PROGRAM \"samfin\" \"0.1.0\"\r\n#FORMAT PC8\r\n#GEN 20261201\r\n#SIETYP 4\r\n#ORGNR 232100-0214\r\n\
            #FNAMN \"Region J\x84mtland H\x84rjedalen\"\r\n\
            #VER \"SF\" 1 20261201 \"Faktura 2026-0001, \x8fre kommun\" 20261201\r\n{\r\n\
            #TRANS 1510 {} 160.79 20261201 \"are\"\r\n#TRANS 3990 {} -160.79 20261201 \"hall\"\r\n}\r\n\
            #VER \"SF\" 2 20261201 \"Faktura 2026-0002, Bergs kommun\" 20261201\r\n{\r\n\
            #TRANS 1510 {} 89.21 20261201 \"berg\"\r\n#TRANS 3990 {} -89.21 20261201 \"hall\"\r\n}\r\n";
        assert_eq!(bytes, expected, "{}", String::from_utf8_lossy(&bytes));
        let (_, name, csv) = file(&billing, &format!("/api/v1/exports/ledger?{PERIOD}")).await;
        assert!(name.ends_with(".csv\""), "{name}");
        assert_eq!(String::from_utf8(csv).expect("UTF-8"), "number;date;text;posted;debit;credit\n\
            1;2026-12-01;Faktura 2026-0001, Åre kommun;receivable:are;160,79;\n1;2026-12-01;Faktura 2026-0001, Åre kommun;income:hall;;160,79\n\
            2;2026-12-01;Faktura 2026-0002, Bergs kommun;receivable:berg;89,21;\n2;2026-12-01;Faktura 2026-0002, Bergs kommun;income:hall;;89,21\n");
        let layout = "column=date:Datum&column=account:Konto&column=amount:%3DBelopp&column=text&separator=comma&decimal=point";
        let (_, _, csv) = file(&billing, &format!("/api/v1/exports/ledger?{PERIOD}&{layout}")).await;
        assert!(String::from_utf8(csv).expect("UTF-8").starts_with("Datum,Konto,'=Belopp,text\n2026-12-01,1510,160.79,\"Faktura 2026-0001, Åre kommun\"\n"));
        let (_, _, csv) = file(&billing, "/api/v1/exports/ledger?issuer=2321000214&from=2027-01-01&to=2027-12-31&header=no").await;
        assert_eq!(csv, b"");
        for (query, place, code) in [
            ("from=2026-12-01&to=2026-12-31", "issuer", "missing-field"), ("issuer=556000-0002&from=2026-12-01&to=2026-12-31", "issuer", "check-digit"),
            ("issuer=212000-2528&from=2026-12-01&to=2026-12-31", "issuer", "unknown-reference"),
            ("issuer=232100-0214&from=2026-12-02&to=2026-12-01", "to", "out-of-range"),
        ] {
            for path in ["sie", "ledger"] {
                billing.get(&format!("/api/v1/exports/{path}?{query}")).await.problem(422, code, &[(format!("/query/{place}").as_str(), code)]);
            }
        }
        for layout in ["column=konto", "column=date:", "column=date:a%00", "separator=pipe", "decimal=x", "header=true"] {
            let place = format!("/query/{}", layout.split('=').next().expect("a name"));
            billing.get(&format!("/api/v1/exports/ledger?{PERIOD}&{layout}")).await.problem(422, "unknown-value", &[(place.as_str(), "unknown-value")]);
        }
    }

    async fn an_account_that_is_missing_is_named_and_nothing_is_guessed(database) {
        let billing = Billing::new(database).await;
        billing.issued(&billing.called(&json!({ "instalment": 1 })).await[0]).await;
        let found = billing.get("/api/v1/organisations?organisation_number=232100-0214").await.json(200)["items"][0].clone();
        let address = format!("/api/v1/organisations/{}", found["id"].as_str().expect("an id"));
        let mut host = organisation("rjh");
        for (revision, income, status) in [(1, json!({ "office": "3990" }), 409), (2, json!({ "hall": "39A" }), 409), (3, json!({ "hall": "3991" }), 200)] {
            host["accounts"]["income"] = income;
            Answer::of(billing.send("PUT", &address, &host).header("if-match", format!("\"r{revision}\""))).await.json(200);
            let (told, _, bytes) = file(&billing, &format!("/api/v1/exports/sie?{PERIOD}")).await;
            assert_eq!(told, status, "{}", String::from_utf8_lossy(&bytes));
            if status == 409 {
                let problem: Value = serde_json::from_slice(&bytes).expect("a problem");
                assert_eq!((&problem["type"], &problem["errors"][0]["pointer"]), (&json!("/problems/accounts-missing"), &json!("/accounts")));
            }
        }
        // The journal itself needs no chart of accounts.
        assert_eq!(file(&billing, &format!("/api/v1/exports/ledger?{PERIOD}")).await.0, 200);
    }
}
