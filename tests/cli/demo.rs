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
fn a_taken_port_is_exchanged_for_the_next_free_one() {
    // The first holds the usual port, or the next free one when something else has it.
    let first = samfin(&["demo"]).start();
    let second = samfin(&["demo"]).start();
    assert_ne!(first.address, second.address);
    assert_eq!(second.get("/health/ready").0, 200);
    samfin(&["demo", "--bind", &first.address]).run().failed(75);
}
