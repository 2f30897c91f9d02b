//! `/api/v1/payment-imports`: the bank's files, each taken once and whole.

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::invoices::{Billing, organisation};
use crate::payments::{address, stands};
use crate::server::Answer;

/// A payment as a bank tells it.
#[derive(Clone, Copy)]
pub(crate) struct Paid<'a> {
    pub(crate) amount: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) ocr: Option<&'a str>,
    pub(crate) payer: Option<&'a str>,
    pub(crate) name: &'a str,
}

pub(crate) const PAID: Paid<'_> = Paid { amount: "160.79", reference: "BG1", ocr: None, payer: None, name: "Någon" };

/// A notification of 30 November 2026 to the region's bankgiro.
pub(crate) fn file(message: &str, account: &str, payments: &[Paid<'_>]) -> String {
    let entry = |paid: &Paid<'_>| {
        let Paid { amount, reference, .. } = paid;
        let remittance = paid.ocr.map_or_else(String::new, |ocr| {
            format!(
                "<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{ocr}</Ref></CdtrRefInf></Strd></RmtInf>"
            )
        });
        let id = paid.payer.map_or_else(String::new, |number| {
            format!("<Id><OrgId><Othr><Id>{number}</Id><SchmeNm><Cd>TXID</Cd></SchmeNm></Othr></OrgId></Id>")
        });
        let name = paid.name;
        format!(
            "<Ntry><Amt Ccy=\"SEK\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
             <BookgDt><Dt>2026-11-30</Dt></BookgDt><ValDt><Dt>2026-11-30</Dt></ValDt><NtryDtls><TxDtls>
             <Refs><AcctSvcrRef>{reference}</AcctSvcrRef></Refs><Amt Ccy=\"SEK\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
             <RltdPties><Dbtr><Pty><Nm>{name}</Nm>{id}</Pty></Dbtr></RltdPties>{remittance}</TxDtls></NtryDtls></Ntry>"
        )
    };
    let entries: String = payments.iter().map(entry).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">
         <BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>{message}</MsgId><CreDtTm>2026-12-01T06:00:00+01:00</CreDtTm></GrpHdr>
         <Ntfctn><Id>{message}-1</Id><CreDtTm>2026-12-01T06:00:00+01:00</CreDtTm>
         <Acct><Id><Othr><Id>{account}</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id><Ccy>SEK</Ccy></Acct>
         {entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    )
}

async fn send(billing: &Billing, file: &str) -> Answer {
    let call = billing.call(&billing.officer, "POST", "/api/v1/payment-imports?file_name=bg.xml");
    Answer::of(call.header("content-type", "application/xml").body(file.to_owned())).await
}

pub(crate) fn ocr(invoice: &Value) -> &str {
    invoice["document"]["issued"]["ocr"].as_str().expect("a reference")
}

/// What became of each payment: its status and what is suggested.
fn outcome(imported: &Value) -> Vec<(&str, &Value)> {
    let payments = imported["payments"].as_array().expect("payments").iter();
    payments.map(|one| (one["status"].as_str().expect("a status"), &one["suggested"])).collect()
}

on_both_databases! {
    async fn a_reference_pays_its_invoice_and_everything_else_waits_for_an_officer(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        let text = file("M1", "3398328", &[
            Paid { ocr: Some(ocr(&are)), payer: Some("212000-2494"), ..PAID },
            Paid { reference: "BG2", payer: Some("2120002502"), ..PAID },
            Paid { reference: "BG3", amount: "89.21", name: "BERGS KOMMUN", ..PAID },
            // Åre gives Berg's reference.
            Paid { reference: "BG4", amount: "89.21", ocr: Some(ocr(&berg)), payer: Some("2120002494"), ..PAID },
            Paid { reference: "BG5", amount: "7.00", ..PAID },
        ]);
        let made = send(&billing, &text).await;
        let imported = made.json(201);
        let import = &imported["import"];
        assert_eq!((&import["booked"], &import["known"], &import["passed_over"], &import["file_name"], &import["message_id"]),
            (&json!(5), &json!(0), &json!(0), &json!("bg.xml"), &json!("M1")));
        let suggested = json!([berg["id"]]);
        assert_eq!(outcome(&imported), [
            ("matched", &json!([])), ("suggested", &suggested), ("suggested", &suggested), ("suggested", &suggested), ("unmatched", &json!([])),
        ]);
        assert_eq!(billing.stands(&are).await, stands("paid", "160.79", "0.00", "0.00"));
        assert_eq!(billing.stands(&berg).await, stands("unpaid", "0.00", "89.21", "0.00"));
        let first = &imported["payments"][0]["payment"];
        assert_eq!((&first["counterparty"], &first["paid_on"], &first["entry"]["reference"]), (&json!("2120002494"), &json!("2026-11-30"), &json!("BG1")));
        assert_eq!(imported["payments"][2]["payment"]["counterparty"], Value::Null, "a name is not who somebody is");

        // An officer decides.
        let third = &imported["payments"][2]["payment"];
        let pays = json!({ "items": [{ "invoice": berg["id"], "amount": "89.21" }] });
        billing.post(&format!("{}/allocations", address(third)), &pays).await.json(200);
        assert_eq!(billing.stands(&berg).await, stands("paid", "89.21", "0.00", "0.00"));
        let location = made.header("location").expect("an address").to_owned();
        let again = billing.get(&location).await.json(200);
        // Berg's reference still says so, though nothing is left; nothing else fits any more.
        assert_eq!(outcome(&again).iter().map(|one| one.0).collect::<Vec<_>>(), ["matched", "unmatched", "matched", "suggested", "unmatched"]);
        let list = billing.get("/api/v1/payment-imports").await.json(200);
        assert_eq!((list["items"].as_array().expect("items").len(), &list["items"][0]), (1, import));
        let open = billing.get("/api/v1/payments?with_rest=true&organisation=232100-0214").await.json(200);
        assert_eq!(open["items"].as_array().expect("items").len(), 3);
    }

    async fn the_same_file_is_refused_and_the_same_payment_in_another_is_counted(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        let paid = Paid { ocr: Some(ocr(&are)), amount: "50.00", ..PAID };
        let text = file("M1", "3398328", &[paid, paid]);
        let (one, other) = tokio::join!(send(&billing, &text), send(&billing, &text));
        let (first, second) = if one.status == 201 { (one, other) } else { (other, one) };
        let imported = first.json(201);
        assert_eq!(imported["import"]["booked"], 2, "two of the same in one file are two");
        second.problem(409, "duplicate-import", &[]);
        let link = format!("</api/v1/payment-imports/{}>; rel=\"duplicate\"", imported["import"]["id"].as_str().expect("an id"));
        assert_eq!(second.header("link"), Some(link.as_str()));
        assert_eq!(billing.stands(&are).await, stands("part_paid", "100.00", "60.79", "0.00"));
        let before = billing.dumped().await;
        send(&billing, &text).await.problem(409, "duplicate-import", &[]);
        assert_eq!(billing.dumped().await, before);

        let more = file("M2", "3398328", &[paid, Paid { reference: "BG9", ..paid }, paid, paid]);
        let import = send(&billing, &more).await.json(201)["import"].clone();
        assert_eq!((&import["booked"], &import["known"]), (&json!(2), &json!(2)), "the third of the same is new");
        assert_eq!(billing.stands(&are).await, stands("overpaid", "200.00", "0.00", "39.21"));
        // What was taken back is not booked again by a file that has it.
        let payment = &imported["payments"][0]["payment"];
        billing.post(&format!("{}/reversals", address(payment)), &json!({ "reason": "Fel" })).await.json(201);
        let import = send(&billing, &file("M3", "3398328", &[paid])).await.json(201)["import"].clone();
        assert_eq!((&import["booked"], &import["known"]), (&json!(0), &json!(1)));
    }

    async fn a_file_that_is_not_whole_or_nobodys_is_refused_and_changes_nothing(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        let text = file("M1", "3398328", &[Paid { ocr: Some(ocr(&are)), ..PAID }]);
        let before = billing.dumped().await;
        let kind = "import-rejected";
        let cut = &text[..text.len() - 40];
        send(&billing, cut).await.problem(422, kind, &[("", "unknown-value")]);
        send(&billing, "{}").await.problem(422, kind, &[("", "unknown-value")]);
        let typed = text.replacen("<Document", "<!DOCTYPE Document [<!ENTITY a \"a\">]><Document", 1);
        assert_ne!(typed, text);
        send(&billing, &typed).await.problem(422, kind, &[("", "unknown-value")]);
        let nobodys = file("M1", "991-2346", &[PAID]);
        let problem = send(&billing, &nobodys).await.problem(422, kind, &[("/statements/0/account", "unknown-reference")]);
        assert!(problem["detail"].as_str().expect("a sentence").contains("9912346"), "{problem}");
        let wrong_sum = text.replacen("<Amt Ccy=\"SEK\">160.79</Amt>", "<Amt Ccy=\"SEK\">160.80</Amt>", 1);
        assert_eq!(send(&billing, &wrong_sum).await.status, 422);
        let by_approver = billing.call(&billing.approver, "POST", "/api/v1/payment-imports").header("content-type", "application/xml");
        Answer::of(by_approver.body(text.clone())).await.problem(403, "forbidden", &[]);
        billing.post("/api/v1/payment-imports", &json!({})).await.problem(415, "unsupported-media-type", &[]);
        assert_eq!(billing.dumped().await, before);
        // Whose account it is, is known by then.
        let mut berg = organisation("berg");
        berg["bankgiro"] = json!("991-2346");
        let list = billing.get("/api/v1/organisations?organisation_number=212000-2502").await.json(200);
        let path = format!("/api/v1/organisations/{}", list["items"][0]["id"].as_str().expect("an id"));
        Answer::of(billing.send("PUT", &path, &berg).header("if-match", "\"r1\"")).await.json(200);
        assert_eq!(send(&billing, &nobodys).await.json(201)["payments"][0]["payment"]["organisation"], "2120002502");
    }
}
