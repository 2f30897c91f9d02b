//! `samfin demo`.

use crate::expected::expect_file;
use crate::program::{repository, samfin};

#[test]
fn the_demo_shows_the_split_and_serves_it_from_storage() {
    let mut demo = samfin(&["demo", "--bind", "127.0.0.1:0", "--lang", "en"]).start();
    let said = demo.says("Ctrl-C").to_owned();
    assert!(said.starts_with("EXEMPEL"), "{said}");
    // The table is the one that `samfin split` makes of the same file.
    let file = repository("examples/jamtland-harjedalen-2027.json");
    let split = samfin(&["split", &file, "--year", "2027", "--lang", "en"]).run().done();
    assert!(said.contains(&split), "{said}\n{split}");
    expect_file("split.en.txt", &split);

    let path = said.lines().find_map(|line| line.split_once(&demo.address)).map(|(_, path)| path).expect("an address");
    assert_eq!(demo.get(path).0, 200);
    let calculation = said
        .lines()
        .filter_map(|line| line.split_once(&demo.address))
        .map(|(_, path)| path)
        .find(|path| path.contains("/calculation?year=2027"))
        .expect("the address of the calculation");
    let (status, body) = demo.get(calculation);
    assert_eq!(status, 200, "{body}");
    let stored: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    let stateless = samfin(&["split", &file, "--year", "2027", "--format", "json"]).run().done();
    let stateless: serde_json::Value = serde_json::from_str(&stateless).expect("JSON");
    for part in ["total", "parties", "lines", "transfers"] {
        assert!(stored[part] == stateless[part] || stored["result"][part] == stateless[part], "{part}: {body}");
    }
    assert_eq!(demo.terminate(), 0);
}

#[test]
fn the_demo_answers_what_if_two_do_not_contribute_in_one_sentence_and_one_call() {
    let mut demo = samfin(&["demo", "--bind", "127.0.0.1:0", "--lang", "sv"]).start();
    let said = demo.says("Ctrl-C").to_owned();
    let (_, outcome) = said.split_once("Vad händer om två inte bidrar?\n").expect("the question");
    let sentence = outcome.lines().next().expect("a sentence");
    assert!(sentence.starts_with("Om Ragunda kommun och Bräcke kommun inte bidrar 2027–2030 saknas "), "{sentence}");
    // The same sentence comes without storage, for the same scenarios.
    let (file, scenarios) = ("jamtland-harjedalen-2027.json", "scenarios/jamtland-harjedalen-2027.json");
    let [file, scenarios] = [file, scenarios].map(|file| repository(&format!("examples/{file}")));
    let compare = ["compare", &file, "--scenarios", &scenarios, "--years", "2027-2030", "--format", "json"];
    let stateless = parsed(&samfin(&[&compare[..], &["--lang", "sv"]].concat()).run().done());
    assert_eq!(stateless["sustained"][1]["sentence"], sentence);

    let paths = said.lines().filter_map(|line| line.split_once(&demo.address)).map(|(_, path)| path);
    let path =
        paths.into_iter().find(|path| path.contains("/comparison?years=2027-2030&scenario=")).expect("an address");
    let (status, answer) = demo.get(path);
    assert_eq!(status, 200, "{answer}");
    let answer = parsed(&answer);
    assert_eq!(answer["sustained"][1]["closing"], stateless["sustained"][1]["closing"]);
    for (year, expected) in
        answer["years"].as_array().expect("years").iter().zip(stateless["years"].as_array().expect("years"))
    {
        assert_eq!(year["scenarios"][1]["change"], expected["scenarios"][1]["change"]);
    }
    // All of them are shared, in the order of the file.
    let (agreement, _) = path.split_once("/comparison").expect("an agreement");
    let list = parsed(&demo.get(&format!("{agreement}/scenarios")).1);
    let list = list["items"].as_array().expect("items").clone();
    let names: Vec<_> = list.iter().map(|item| item["name"].clone()).collect();
    let shipped = parsed(&std::fs::read_to_string(scenarios).expect("the scenarios"));
    let shipped: Vec<_> =
        shipped["scenarios"].as_array().expect("scenarios").iter().map(|item| item["name"].clone()).collect();
    assert_eq!(names, shipped);
    assert!(list.iter().all(|item| item["status"] == "shared" && item["author"] == "EXEMPEL"), "{list:?}");
}

fn parsed(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn a_taken_port_is_exchanged_for_the_next_free_one() {
    // The first holds the usual port, or the next free one when something else has it.
    let first = samfin(&["demo"]).start();
    let second = samfin(&["demo"]).start();
    assert_ne!(first.address, second.address);
    assert_eq!(second.get("/health/ready").0, 200);
    samfin(&["demo", "--bind", &first.address]).run().failed(75);
}

#[test]
fn the_demo_can_be_seen_in_every_role_and_signed_in_to() {
    let mut demo = samfin(&["demo", "--bind", "127.0.0.1:0", "--lang", "en"]).start();
    let said = demo.says("Ctrl-C").to_owned();
    assert!(
        said.contains("sign in as admin, officer, approver, party-officer, reader, auditor with the password "),
        "{said}"
    );
    let me = |cookie: &str| parsed(&demo.get_with("/api/v1/me", cookie).1)["grants"][0]["role"].clone();
    assert_eq!(me(""), "officer");
    for role in ["admin", "officer", "approver", "party_officer", "reader", "auditor"] {
        assert_eq!(me(&format!("Cookie: roll={role}\r\n")), role);
    }
    assert_eq!(me("Cookie: roll=boss\r\n"), "officer");
    let (status, page) = demo.get_with("/", "Accept: text/html\r\nCookie: roll=reader; lang=sv\r\n");
    assert!(status == 200 && page.contains("<option value=\"reader\" selected>Läsare</option>"), "{page}");
    assert_eq!(demo.get_with("/anvandare", "Accept: text/html\r\nCookie: roll=reader\r\n").0, 403);
    assert_eq!(demo.get_with("/anvandare", "Accept: text/html\r\nCookie: roll=admin\r\n").0, 200);
}

#[test]
fn a_service_lets_nobody_choose_a_role() {
    let database = crate::databases::Database::sqlite();
    let service = samfin(&["serve", "--bind", "127.0.0.1:0", "--database-url", &database.url]).start();
    assert_eq!(service.get_with("/api/v1/me", "Cookie: roll=admin\r\n").0, 401);
    assert_eq!(service.get_with("/roll?som=admin&sida=/", "Accept: text/html\r\n").0, 422);
}

#[test]
fn the_demo_has_a_year_that_is_called_and_issued() {
    let mut demo = samfin(&["demo", "--bind", "127.0.0.1:0", "--lang", "en"]).start();
    demo.says("Ctrl-C");
    let (status, body) = demo.get("/api/v1/invoices?form=invoice&status=issued&limit=50");
    assert_eq!(status, 200, "{body}");
    let page = parsed(&body);
    let invoices = page["items"].as_array().expect("items");
    // Eight municipalities, two parts; every one issued, attested by somebody else than the one who called it.
    assert_eq!(invoices.len(), 16, "{body}");
    for invoice in invoices {
        assert_eq!(invoice["status"], "issued");
        assert_ne!(invoice["attestations"][0]["by"]["name"], invoice["written_by"]["name"], "{invoice}");
    }
    // What the last of them owes in interest waits for somebody who attests it.
    let drafts = parsed(&demo.get("/api/v1/invoices?form=invoice&status=draft").1)["items"].clone();
    let occasions: Vec<_> =
        drafts.as_array().expect("items").iter().map(|one| &one["document"]["occasion"]["type"]).collect();
    assert_eq!(occasions, ["interest"]);
    // By October the first part is paid by all, the second but by two: one has paid half, one nothing, in spite of a reminder.
    let standing = |status: &str| {
        let (code, body) = demo.get(&format!("/api/v1/invoices?form=invoice&payment_status={status}&limit=50"));
        assert_eq!(code, 200, "{body}");
        parsed(&body)["items"].as_array().expect("items").clone()
    };
    assert_eq!((standing("paid").len(), standing("unpaid").len()), (14, 0));
    let overdue = standing("overdue");
    let told: Vec<_> = overdue
        .iter()
        .map(|one| {
            let payment = &one["payment"];
            let reminded =
                payment["events"].as_array().expect("events").iter().filter(|event| event["what"] == "reminded");
            (one["document"]["issued"]["due_on"].clone(), payment["paid"] != "0.00", reminded.count())
        })
        .collect();
    assert_eq!(told, [("2027-07-01".into(), false, 1), ("2027-07-01".into(), true, 0)], "newest first");
    assert_eq!(demo.terminate(), 0);
}
