//! Two years of late money in one story: 2027 with a party that pays late and then half, settled into 2028, and what it pays after
//! all. In the end every document is paid, and everybody has paid what it bears by hand.

use std::path::Path;
use std::sync::Arc;

use samfin::app::verify::Check;
use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::invoices::{Billing, NUMBERS, at};
use crate::payments::{payment, stands};

/// A document by number, payer, form and kronor to pay.
type Told<'a> = (&'a str, &'a str, &'a str, &'a str);

impl Billing {
    /// The service is started anew on a later day, over the same database.
    async fn on(&mut self, day: &str) {
        let mut later = self.server.beside(&format!("{day}T09:00:00Z")).await;
        later.database = self.server.database.take();
        self.server = later;
    }

    /// Calls, has the approver attest, and issues: exactly these documents, in this order.
    async fn called_as(&self, year: &str, call: Value, expected: &[Told<'_>]) -> Vec<Value> {
        let called = self.post(&format!("{year}/calls"), &call).await.json(200);
        let mut issued = Vec::new();
        for draft in called["documents"].as_array().expect("documents") {
            issued.push(self.issued(draft).await);
        }
        assert_eq!(issued.iter().map(told).collect::<Vec<_>>(), expected, "{call}");
        issued
    }

    async fn refunded(&self, invoice: &Value, amount: &str, day: &str) {
        let mut body = payment(invoice, amount, day);
        body["kind"] = json!("refunded");
        self.post("/api/v1/payments", &body).await.json(201);
    }

    async fn reminded(&self, invoice: &Value) {
        self.post(&format!("{}/reminders", at(invoice)), &json!({})).await.json(200);
    }

    /// Öre that an organisation has paid, less what it got back.
    async fn paid_by(&self, party: &str) -> i64 {
        let (_, _, number) = NUMBERS.into_iter().find(|(id, ..)| *id == party).expect("a known party");
        let path = format!("/api/v1/payments?counterparty={number}&limit=200");
        let payments = self.get(&path).await.json(200)["items"].as_array().expect("items").clone();
        payments
            .iter()
            .map(|one| if one["kind"] == "refunded" { -ore(&one["amount"]) } else { ore(&one["amount"]) })
            .sum()
    }
}

/// Puts the files of every document where scripts/test has others judge them (tests/documents/einvoices.py).
async fn kept(billing: &Billing, issued: &[Value]) {
    let kind = if billing.server.database.as_ref().is_some_and(|one| one.url.starts_with("sqlite")) {
        "sqlite"
    } else {
        "postgres"
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("two-years-{kind}"));
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).expect("a folder");
    for invoice in issued {
        let document = &invoice["document"];
        let file = folder.join(document["issued"]["number"].as_str().expect("a number"));
        std::fs::write(file.with_extension("json"), document.to_string()).expect("kept");
        for kind in ["pdf", "xml"] {
            let call =
                billing.call(&billing.officer, "GET", &format!("{}/{kind}", at(invoice))).header("accept", "*/*");
            let answer = call.send().await.expect("an answer");
            assert_eq!(answer.status(), 200, "{kind} of {invoice}");
            std::fs::write(file.with_extension(kind), answer.bytes().await.expect("bytes")).expect("kept");
        }
    }
}

fn told(invoice: &Value) -> Told<'_> {
    let document = &invoice["document"];
    (
        document["issued"]["number"].as_str().expect("a number"),
        document["buyer"]["party"].as_str().expect("a party"),
        document["form"].as_str().expect("a form"),
        document["totals"]["payable"].as_str().expect("an amount"),
    )
}

fn ore(amount: &Value) -> i64 {
    amount.as_str().expect("an amount").replace('.', "").parse().expect("öre")
}

/// What was stored agrees with itself, the books too.
async fn books_agree(billing: &Billing) {
    let organisations = billing.get("/api/v1/organisations?organisation_number=232100-0214").await.json(200);
    let host = organisations["items"][0]["id"].as_str().expect("an id");
    let balances = billing.get(&format!("/api/v1/organisations/{host}/balances")).await.json(200);
    // Nobody owes anything and nothing is left between the years; what is left is what the costs came to, and who bore them.
    let open = balances["items"].as_array().expect("items").iter().filter(|one| {
        let account = one["account"].as_str().expect("an account");
        ["receivable:", "payable:", "carry", "cover"].iter().any(|open| account.starts_with(open))
            && one["amount"] != "0.00"
    });
    assert_eq!(open.collect::<Vec<_>>(), Vec::<&Value>::new(), "{balances}");
    let checks = billing.server.app.verify_all(Vec::new(), Arc::new(|_, _| {})).await.expect("looked at");
    assert!(checks.iter().all(Check::is_fine), "{checks:#?}");
}

/// Two parts are issued: Åre pays them, Berg the first one late, and not the second. The parts.
async fn issued_and_reminded(billing: &mut Billing) -> [Vec<Value>; 2] {
    let year = billing.year.clone();
    // The first part. Åre pays in time; Berg after a reminder, and its fee.
    let first = billing
        .called_as(
            &year,
            json!({ "instalment": 1 }),
            &[("2026-0001", "are", "invoice", "160.79"), ("2026-0002", "berg", "invoice", "89.21")],
        )
        .await;
    billing.on("2027-01-20").await;
    billing.paid(&first[0], "160.79", "2026-12-30").await;
    assert_eq!(billing.stands(&first[1]).await, stands("overdue", "0.00", "89.21", "0.00"));
    billing.reminded(&first[1]).await;
    billing.on("2027-01-29").await;
    billing.paid(&first[1], "149.21", "2027-01-28").await;
    assert_eq!(billing.stands(&first[1]).await, stands("paid", "149.21", "0.00", "0.00"));

    // The second part: Berg pays nothing, is reminded and proposed.
    billing.on("2027-06-01").await;
    let second = billing
        .called_as(
            &year,
            json!({ "instalment": 2 }),
            &[("2027-0001", "are", "invoice", "160.79"), ("2027-0002", "berg", "invoice", "89.21")],
        )
        .await;
    billing.on("2027-07-15").await;
    billing.paid(&second[0], "160.79", "2027-07-01").await;
    let proposals = format!("{year}/default-proposals");
    assert_eq!(billing.get(&proposals).await.json(200)["items"], json!([]));
    billing.reminded(&second[1]).await;
    let proposed = json!([{
        "party": "berg", "payer": "berg", "of_year": "178.42", "not_paid": "89.21", "contributes_percent": "50",
        "invoices": [second[1]["id"]]
    }]);
    assert_eq!(billing.get(&proposals).await.json(200)["items"], proposed);
    [first, second]
}

/// Berg is to contribute half, as was proposed: its second invoice is credited, and Åre and the host cover.
async fn corrected(billing: &mut Billing, first: &[Value], second: &[Value]) {
    let year = billing.year.clone();
    // The officer registers what was proposed; the year is affected, corrected and called.
    let decision = json!({
        "party": "berg", "contributes_percent": "50", "cause": "late",
        "decided_on": "2027-07-15", "reference": "Påminnelse 1"
    });
    billing.post(&format!("{year}/contributions"), &decision).await.json(201);
    let affected = billing.get(&year).await.json(200)["affected"].clone();
    let correct = json!({ "fingerprint": affected["fingerprint"], "reason": "Berg betalar inte andra delen" });
    billing.step(&format!("{year}/correct"), 2, &correct).await.json(200);
    // Of 89,21 Åre covers 321,58 / 821,58.
    let corrections = billing
        .called_as(
            &year,
            json!({ "correction": 2 }),
            &[("2027-0003", "are", "invoice", "34.92"), ("2027-0004", "berg", "credit_note", "89.21")],
        )
        .await;
    // The note takes from the one that nobody has paid, though it names the other first.
    assert_eq!(billing.stands(&first[1]).await, stands("paid", "149.21", "0.00", "0.00"));
    assert_eq!(billing.stands(&second[1]).await, stands("overdue", "0.00", "60.00", "0.00"));
    let proposals = format!("{year}/default-proposals");
    assert_eq!(billing.get(&proposals).await.json(200)["items"], json!([]), "only a fee is left");
    billing.on("2027-08-20").await;
    billing.paid(&second[1], "60.00", "2027-08-20").await;
    billing.paid(&corrections[0], "34.92", "2027-08-14").await;
}

/// 2027 is settled, and what it leaves is asked for by 2028.
async fn settled_into_the_next(billing: &mut Billing) {
    let (year, next) = (billing.year.clone(), billing.of_year(2028));
    // It came to 1 100 kr. Åre: 353,74 + 38,41 of Berg's 98,13 that are lacking − 356,50; Berg: 98,13 − 89,21.
    billing.on("2028-02-10").await;
    billing.hall_came_to(&year, "1100.00").await;
    let settled = billing.settle(&year, 3, "carry").await;
    assert_eq!(settled["call"]["documents"], json!([]));
    let rows = settled["call"]["rows"].as_array().expect("rows");
    let carried: Vec<_> =
        rows.iter().filter(|row| row["why"] == "carried").map(|row| (&row["buyer"], &row["net"])).collect();
    assert_eq!(carried, [(&json!("are"), &json!("35.65")), (&json!("berg"), &json!("8.92"))]);

    // 2028 asks for its own parts and what 2027 left.
    billing.adopted(&next).await;
    let parts = [
        billing
            .called_as(
                &next,
                json!({ "instalment": 1 }),
                &[("2028-0001", "are", "invoice", "178.62"), ("2028-0002", "berg", "invoice", "93.67")],
            )
            .await,
        billing
            .called_as(
                &next,
                json!({ "instalment": 2 }),
                &[("2028-0003", "are", "invoice", "178.61"), ("2028-0004", "berg", "invoice", "93.67")],
            )
            .await,
    ]
    .concat();
    billing.on("2028-03-05").await;
    for (invoice, amount) in parts.iter().zip(["178.62", "93.67", "178.61", "93.67"]) {
        billing.paid(invoice, amount, "2028-03-01").await;
    }
}

/// What Berg pays after all gives the cover back; then both years are closed.
async fn given_back(billing: &mut Billing, first: &Value) {
    let (year, next) = (billing.year.clone(), billing.of_year(2028));
    // Berg contributes what was lacking of 2027 after all, and Åre gets its cover back.
    billing.on("2028-09-10").await;
    let money = json!({ "party": "berg", "amount": "98.13", "received_on": "2028-09-08", "reason": "KF § 12" });
    let registered = billing.post(&format!("{year}/late-money"), &money).await.json(201);
    assert_eq!(
        registered["back"],
        json!([{ "creditor": "rjh", "amount": "59.72" }, { "creditor": "are", "amount": "38.41" }])
    );
    let reversal = billing
        .called_as(
            &year,
            json!({ "late_money": 1 }),
            &[("2028-0005", "berg", "invoice", "98.13"), ("2028-0006", "are", "credit_note", "38.41")],
        )
        .await;
    billing.paid(&reversal[0], "98.13", "2028-09-08").await;
    assert_eq!(billing.stands(first).await, stands("overpaid", "160.79", "0.00", "38.41"));
    billing.refunded(first, "38.41", "2028-09-10").await;

    // 2027 is closed; what comes after that is refused.
    billing.step(&format!("{year}/close"), 4, &json!({})).await.json(200);
    billing.post(&format!("{year}/late-money"), &money).await.problem(409, "invalid-state", &[]);
    // 2028 came to what was budgeted.
    let settled = billing.settle(&next, 2, "invoice").await;
    assert_eq!(settled["call"]["documents"], json!([]));
    billing.step(&format!("{next}/close"), 3, &json!({})).await.json(200);
}

on_both_databases! {
    async fn late_money_over_two_years_ends_with_everything_paid(database) {
        let mut billing = Billing::new(database).await;
        let [first, second] = issued_and_reminded(&mut billing).await;
        corrected(&mut billing, &first, &second).await;
        settled_into_the_next(&mut billing).await;
        given_back(&mut billing, &first[0]).await;

        // Every document is paid, or a credit note that lessens one that is; none of any other number has been made.
        let issued = billing.get("/api/v1/invoices?limit=200").await.json(200)["items"].as_array().expect("items").clone();
        let (notes, owed): (Vec<_>, Vec<_>) = issued.iter().partition(|one| one["document"]["form"] == "credit_note");
        assert_eq!((owed.len(), notes.len()), (10, 2));
        kept(&billing, &issued).await;
        for invoice in owed {
            let (status, _, left, credit) = billing.stands(invoice).await;
            assert_eq!((status.as_str(), left.as_str(), credit.as_str()), ("paid", "0.00", "0.00"), "{invoice}");
        }
        // Of 1 100 and 1 000 kr: half by inhabitants, 12 770 and 7 085. Berg has paid two reminders besides.
        let (are, berg) = (billing.paid_by("are").await, billing.paid_by("berg").await);
        assert_eq!((are, berg), (35374 + 32158, 19626 + 17842 + 2 * 6000));
        // The host laid out everything: what is left is its own half.
        assert_eq!(110_000 + 100_000 - (are + berg - 2 * 6000), 55_000 + 50_000);
        books_agree(&billing).await;
    }
}
