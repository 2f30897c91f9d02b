//! `/api/v1/payments`: money that comes in and goes out, by hand.

use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role, Scope};
use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::documents::{adding, agreement};
use crate::dump::{Dump, dump};
use crate::invoices::{Billing, NUMBERS, at, organisation};
use crate::server::Answer;

/// A payment of an invoice, as it is written in.
pub(crate) fn payment(invoice: &Value, amount: &str, day: &str) -> Value {
    json!({ "invoice": invoice["id"], "amount": amount, "paid_on": day })
}

impl Billing {
    /// Registers a payment, which must work.
    pub(crate) async fn paid(&self, invoice: &Value, amount: &str, day: &str) -> Value {
        self.post("/api/v1/payments", &payment(invoice, amount, day)).await.json(201)
    }

    /// How a document stands with money: its status, what is paid, left and in the payer's favour.
    pub(crate) async fn stands(&self, invoice: &Value) -> (String, String, String, String) {
        let payment = self.get(&at(invoice)).await.json(200)["payment"].clone();
        let text = |name: &str| payment[name].as_str().unwrap_or_else(|| panic!("{name}: {payment}")).to_owned();
        (text("status"), text("paid"), text("left"), text("credit"))
    }

    /// Everything that is stored, once the files of what is issued are made.
    pub(crate) async fn dumped(&self) -> Dump {
        let issued = self.get("/api/v1/invoices?status=issued").await.json(200);
        for invoice in issued["items"].as_array().expect("items") {
            let path = format!("{}/pdf", at(invoice));
            Answer::of(self.call(&self.officer, "GET", &path).header("accept", "*/*")).await;
        }
        dump(self.server.database.as_ref().expect("its database")).await
    }

    /// The first part of the year, issued: Åre's 160,79 and Berg's 89,21.
    pub(crate) async fn first_part(&self) -> [Value; 2] {
        let mut issued = Vec::new();
        for draft in self.called(&json!({ "instalment": 1 })).await {
            issued.push(self.issued(&draft).await);
        }
        issued.try_into().expect("two")
    }
}

pub(crate) fn stands(status: &str, paid: &str, left: &str, credit: &str) -> (String, String, String, String) {
    (status.to_owned(), paid.to_owned(), left.to_owned(), credit.to_owned())
}

pub(crate) fn address(payment: &Value) -> String {
    format!("/api/v1/payments/{}", payment["id"].as_str().expect("an id"))
}

on_both_databases! {
    async fn an_invoice_is_paid_in_parts_then_too_much_and_what_is_too_much_is_given_back(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        assert_eq!(billing.stands(&are).await, stands("unpaid", "0.00", "160.79", "0.00"));
        let made = billing.post("/api/v1/payments", &payment(&are, "60.79", "2026-11-30")).await;
        let first = made.json(201);
        assert_eq!(made.header("location"), Some(address(&first).as_str()));
        assert_eq!((&first["kind"], &first["organisation"], &first["counterparty"], &first["rest"]),
            (&json!("received"), &json!("2321000214"), &json!("2120002494"), &json!("0.00")));
        assert_eq!(billing.stands(&are).await, stands("part_paid", "60.79", "100.00", "0.00"));
        billing.paid(&are, "100.00", "2026-12-01").await;
        assert_eq!(billing.stands(&are).await, stands("paid", "160.79", "0.00", "0.00"));
        billing.paid(&are, "20.00", "2026-12-01").await;
        assert_eq!(billing.stands(&are).await, stands("overpaid", "180.79", "0.00", "20.00"));

        let back = |amount: &str| {
            let mut body = payment(&are, amount, "2026-12-01");
            body["kind"] = json!("refunded");
            body
        };
        let kind = "payment-exceeds";
        billing.post("/api/v1/payments", &back("20.01")).await.problem(422, kind, &[("/amount", kind)]);
        let refund = billing.post("/api/v1/payments", &back("20.00")).await.json(201);
        assert_eq!((&refund["kind"], &refund["allocations"][0]["amount"]), (&json!("refunded"), &json!("-20.00")));
        assert_eq!(billing.stands(&are).await, stands("paid", "160.79", "0.00", "0.00"));

        let list = billing.get("/api/v1/invoices?payment_status=paid").await.json(200);
        assert_eq!(list["items"].as_array().expect("items").iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&are["id"]]);
        let list = billing.get("/api/v1/invoices?payment_status=unpaid&limit=1").await.json(200);
        assert_eq!(list["items"][0]["document"]["buyer"]["party"], "berg");
        let of_invoice = billing.get(&format!("/api/v1/payments?invoice={}&limit=3", are["id"].as_str().expect("an id"))).await.json(200);
        assert_eq!((of_invoice["items"].as_array().expect("items").len(), &of_invoice["items"][0]["id"]), (3, &refund["id"]));
        assert!(of_invoice["next"].is_string());
        assert_eq!(billing.get("/api/v1/payments?counterparty=212000-2502").await.json(200)["items"], json!([]));
    }

    async fn what_was_registered_wrongly_is_taken_back_and_stays_to_be_read(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        let wrong = billing.paid(&are, "160.79", "2026-12-01").await;
        let reason = json!({ "reason": "Gällde Berg" });
        let back = billing.post(&format!("{}/reversals", address(&wrong)), &reason).await.json(201);
        assert_eq!((&back["amount"], &back["reverses"], &back["note"]), (&json!("-160.79"), &wrong["id"], &json!("Gällde Berg")));
        assert_eq!(billing.stands(&are).await, stands("unpaid", "0.00", "160.79", "0.00"));
        let read = billing.get(&address(&wrong)).await.json(200);
        assert_eq!((&read["amount"], &read["reversed_by"], &read["rest"]), (&json!("160.79"), &back["id"], &json!("0.00")));
        let before = billing.dumped().await;
        for payment in [&wrong, &back] {
            billing.post(&format!("{}/reversals", address(payment)), &reason).await.problem(409, "invalid-state", &[]);
            let moved = json!({ "items": [{ "invoice": are["id"], "amount": "1.00" }] });
            billing.post(&format!("{}/allocations", address(payment)), &moved).await.problem(409, "invalid-state", &[]);
        }
        assert_eq!(billing.dumped().await, before);
    }

    async fn a_credit_takes_from_the_unpaid_part_first_and_money_is_moved_to_the_next_invoice(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        let paid = billing.paid(&are, "100.00", "2026-12-01").await;
        let credit = |amount: &str| json!({ "lines": [{ "line": 0, "amount": amount }], "reason": "För många timmar" });
        let notes = format!("{}/credit-notes", at(&are));
        let note = billing.post(&notes, &credit("50.79")).await.json(201);
        assert_eq!(billing.stands(&are).await, stands("part_paid", "100.00", "60.79", "0.00"), "a draft credits nothing");
        let note = billing.issued(&note).await;
        assert_eq!(note["payment"], Value::Null, "it lessens the invoice and is not paid itself");
        assert_eq!(billing.stands(&are).await, stands("part_paid", "100.00", "10.00", "0.00"));
        billing.issued(&billing.post(&notes, &credit("50.00")).await.json(201)).await;
        assert_eq!(billing.stands(&are).await, stands("overpaid", "100.00", "0.00", "40.00"));

        let next = billing.called(&json!({ "instalment": 2 })).await;
        let next = billing.issued(&next[0]).await;
        let allocations = format!("{}/allocations", address(&paid));
        let moved = json!({ "items": [{ "invoice": are["id"], "amount": "-40.00" }, { "invoice": next["id"], "amount": "40.00" }] });
        let done = billing.post(&allocations, &moved).await.json(200);
        assert_eq!((done["allocations"].as_array().expect("allocations").len(), &done["rest"]), (3, &json!("0.00")));
        assert_eq!(billing.stands(&are).await, stands("paid", "60.00", "0.00", "0.00"));
        // What was credited of the first part is missing, and asked for again with the second.
        assert_eq!(billing.stands(&next).await, stands("part_paid", "40.00", "221.58", "0.00"));

        // Nobody's money pays somebody else's invoice by mistake.
        let taken = json!({ "items": [{ "invoice": next["id"], "amount": "-40.00" }] });
        assert_eq!(billing.post(&allocations, &taken).await.json(200)["rest"], "40.00");
        let with_rest = billing.get("/api/v1/payments?with_rest=true").await.json(200);
        assert_eq!(with_rest["items"].as_array().expect("items").len(), 1);
        let before = billing.dumped().await;
        let mut others = json!({ "items": [{ "invoice": berg["id"], "amount": "40.00" }] });
        billing.post(&allocations, &others).await.problem(422, "another-payer", &[("/items/0/invoice", "another-payer")]);
        let kind = "payment-exceeds";
        let both = json!({ "items": [{ "invoice": next["id"], "amount": "40.00" }, { "invoice": next["id"], "amount": "0.01" }] });
        billing.post(&allocations, &both).await.problem(422, kind, &[("/items/1/amount", kind)]);
        let more = json!({ "items": [{ "invoice": are["id"], "amount": "-60.01" }] });
        billing.post(&allocations, &more).await.problem(422, kind, &[("/items/0/amount", kind)]);
        let refund = |amount: &str| json!({ "amount": amount, "paid_on": "2026-12-01" });
        let refunds = format!("{}/refunds", address(&paid));
        billing.post(&refunds, &refund("40.01")).await.problem(422, kind, &[("/amount", kind)]);
        assert_eq!(billing.dumped().await, before, "all or nothing");

        others["for_another_payer"] = json!(true);
        others["items"][0]["amount"] = json!("15.00");
        billing.post(&allocations, &others).await.json(200);
        assert_eq!(billing.stands(&berg).await, stands("part_paid", "15.00", "74.21", "0.00"));
        let given = billing.post(&refunds, &refund("25.00")).await.json(201);
        assert_eq!((&given["kind"], &given["refunds"], &given["allocations"]), (&json!("refunded"), &paid["id"], &json!([])));
        billing.post(&refunds, &refund("0.01")).await.problem(409, "invalid-state", &[]);
        // The refund is in the way of taking back the payment, until it is taken back itself.
        let reason = json!({ "reason": "Fel" });
        billing.post(&format!("{}/reversals", address(&paid)), &reason).await.problem(409, "invalid-state", &[]);
        billing.post(&format!("{}/reversals", address(&given)), &reason).await.json(201);
        assert_eq!(billing.get(&address(&paid)).await.json(200)["rest"], "25.00");
        billing.post(&format!("{}/reversals", address(&paid)), &reason).await.json(201);
        assert_eq!(billing.stands(&berg).await, stands("unpaid", "0.00", "89.21", "0.00"));
    }

    async fn what_cannot_be_paid_so_changes_nothing(database) {
        let billing = Billing::new(database).await;
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let are = billing.issued(&drafts[0]).await;
        let before = billing.dumped().await;
        let post = async |body: Value| billing.post("/api/v1/payments", &body).await;
        post(payment(&drafts[1], "1.00", "2026-12-01")).await.problem(409, "invalid-state", &[]);
        post(payment(&are, "0.00", "2026-12-01")).await.problem(422, "out-of-range", &[("/amount", "out-of-range")]);
        post(payment(&are, "-1.00", "2026-12-01")).await.problem(422, "out-of-range", &[("/amount", "out-of-range")]);
        post(payment(&are, "1.00", "2026-12-02")).await.problem(422, "out-of-range", &[("/paid_on", "out-of-range")]);
        post(payment(&json!({ "id": "are" }), "1.00", "2026-12-01")).await.problem(422, "id-format", &[("/invoice", "id-format")]);
        let nowhere = json!({ "id": "01900000-0000-7000-8000-000000000000" });
        post(payment(&nowhere, "1.00", "2026-12-01")).await.problem(404, "not-found", &[]);
        post(adding(payment(&are, "1.00", "2026-12-01"), "", "kind", json!("paid_out"))).await
            .problem(422, "conflicting-fields", &[("/kind", "conflicting-fields")]);
        let kind = "payment-exceeds";
        post(adding(payment(&are, "0.01", "2026-12-01"), "", "kind", json!("refunded"))).await.problem(422, kind, &[("/amount", kind)]);
        let by_approver = billing.call(&billing.approver, "POST", "/api/v1/payments").header("content-type", "application/json");
        Answer::of(by_approver.header("idempotency-key", "x").body(payment(&are, "1.00", "2026-12-01").to_string())).await.problem(403, "forbidden", &[]);
        billing.get("/api/v1/payments?invoice=are").await.problem(422, "unknown-value", &[("/query/invoice", "unknown-value")]);
        assert_eq!(billing.dumped().await, before);
    }

    async fn what_the_host_owes_an_employer_is_paid_out(database) {
        let hall = adding(agreement(), "/costs/0", "provided_by", json!("are"));
        let billing = Billing::of(database, hall, json!([{ "type": "redistribute" }])).await;
        for (party, ..) in NUMBERS {
            let mut organisation = organisation(party);
            organisation["plusgiro"] = json!("18 97 50-3");
            billing.post("/api/v1/organisations", &organisation).await.json(201);
        }
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let payout = drafts.iter().find(|one| one["document"]["form"] == "payout").expect("a payout");
        let payout = billing.issued(payout).await;
        assert_eq!(billing.stands(&payout).await, stands("unpaid", "0.00", "500.00", "0.00"));
        let kind = "payment-exceeds";
        billing.post("/api/v1/payments", &payment(&payout, "500.01", "2026-12-01")).await.problem(422, kind, &[("/amount", kind)]);
        let paid = billing.paid(&payout, "500.00", "2026-12-01").await;
        assert_eq!((&paid["kind"], &paid["organisation"], &paid["counterparty"]), (&json!("paid_out"), &json!("2321000214"), &json!("2120002494")));
        assert_eq!(billing.stands(&payout).await, stands("paid", "500.00", "0.00", "0.00"));
    }

    async fn a_partys_officer_sees_what_pays_its_own_invoices_and_the_feed_tells_it_so(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        let (mine, others) = (billing.paid(&are, "60.00", "2026-12-01").await, billing.paid(&berg, "10.00", "2026-12-01").await);
        let agreement = are["agreement"].as_str().expect("an id").to_owned();
        let grant = Grant { agreement: Some(agreement), party: Some("are".to_owned()), ..Grant::everywhere(Role::PartyOfficer) };
        let key = NewKey { name: "Åre".to_owned(), grants: vec![grant], expires_on: None };
        let key = billing.server.app.desk(Scope::command_line()).create_key(key).await.expect("made").1.expect("a secret");
        let get = async |path: &str| Answer::of(billing.call(&key, "GET", path)).await;
        assert_eq!(get(&address(&mine)).await.json(200)["amount"], "60.00");
        get(&address(&others)).await.problem(404, "not-found", &[]);
        let list = get("/api/v1/payments").await.json(200);
        assert_eq!(list["items"].as_array().expect("items").iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&mine["id"]]);
        let changes = get("/api/v1/changes").await.json(200);
        let told: Vec<&Value> = changes["items"].as_array().expect("items").iter()
            .filter(|one| one["what"] == "payment.registered").map(|one| &one["object"]["href"]).collect();
        assert_eq!(told, [&json!(address(&mine))]);
        let send = billing.call(&key, "POST", &format!("{}/reversals", address(&mine))).header("content-type", "application/json");
        Answer::of(send.header("idempotency-key", "x").body(r#"{"reason":"x"}"#)).await.problem(403, "forbidden", &[]);
    }

    async fn money_is_moved_under_a_key_or_not_at_all(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        let paid = billing.post("/api/v1/payments", &payment(&are, "100.00", "2026-12-01")).await.json(201);
        let before = billing.dumped().await;
        let of = |step: &str| format!("{}/{step}", address(&paid));
        for (path, body) in [
            ("/api/v1/payments".to_owned(), payment(&are, "60.79", "2026-12-01")),
            (of("allocations"), json!({ "items": [{ "invoice": are["id"], "amount": "-100.00" }] })),
            (of("refunds"), json!({ "amount": "1.00", "paid_on": "2026-12-01" })),
            (of("reversals"), json!({ "reason": "Fel" })),
            (format!("{}/late-money", billing.year), json!({ "party": "are", "amount": "1.00", "received_on": "2026-12-01", "reason": "x" })),
            (format!("{}/reminders", at(&are)), json!({})),
        ] {
            Answer::of(billing.send("POST", &path, &body)).await.problem(400, "idempotency-key-missing", &[]);
        }
        assert_eq!(billing.dumped().await, before);
    }

    async fn the_same_request_twice_books_once_and_two_at_once_do_not_move_the_same_money(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        let send = || billing.send("POST", "/api/v1/payments", &payment(&are, "100.00", "2026-12-01")).header("idempotency-key", "one");
        let (first, second) = tokio::join!(Answer::of(send()), Answer::of(send()));
        let statuses = [first.status, second.status];
        assert!(statuses == [201, 201] || statuses == [201, 409] || statuses == [409, 201], "{statuses:?}");
        let made = Answer::of(send()).await.json(201);
        assert_eq!(billing.stands(&are).await, stands("part_paid", "100.00", "60.79", "0.00"));
        let taken = json!({ "items": [{ "invoice": are["id"], "amount": "-100.00" }] });
        billing.post(&format!("{}/allocations", address(&made)), &taken).await.json(200);
        let refund = || billing.send("POST", &format!("{}/refunds", address(&made)), &json!({ "amount": "60.00", "paid_on": "2026-12-01" }));
        let refund = |key: &str| refund().header("idempotency-key", key);
        let (first, second) = tokio::join!(Answer::of(refund("refund-1")), Answer::of(refund("refund-2")));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422], "{} {}", first.body, second.body);
        assert_eq!(billing.get(&address(&made)).await.json(200)["rest"], "40.00");
    }
}
