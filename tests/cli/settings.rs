//! `samfin config show` and `samfin doctor`.

use crate::databases::Database;
use crate::program::samfin;

#[test]
fn every_setting_is_shown_with_its_origin_and_without_passwords() {
    let program = samfin(&["config", "show", "--data-dir", "/srv/samfin", "--format", "csv"])
        .file("samfin.toml", "bind = \"127.0.0.1:9000\"\nlog_level = \"debug\"\n")
        .env("SAMFIN_LOG_LEVEL", "warn")
        .env("SAMFIN_CALCULATION_WORKERS", "2")
        .file("secret", "postgres://samfin:hemligt@db/samfin\n");
    let secret = program.folder().join("secret").display().to_string();
    let out = program.env("SAMFIN_DATABASE_URL_FILE", &secret).run().done();
    let file = "the file samfin.toml";
    let lines: Vec<String> = out.lines().map(|line| line.replace(&secret, "SECRET")).collect();
    assert_eq!(lines[0], format!("bind,127.0.0.1:9000,{}", lines[0].rsplit(',').next().unwrap_or_default()));
    assert!(lines[0].ends_with("samfin.toml"), "{file}: {}", lines[0]);
    assert_eq!(
        lines[1..],
        [
            "behind_proxy,false,default",
            "trusted_proxies,,default",
            "data_dir,/srv/samfin,the flag --data-dir",
            "database_url,postgres://samfin:***@db/samfin,the file SECRET (SAMFIN_DATABASE_URL_FILE)",
            "log_level,warn,the environment variable SAMFIN_LOG_LEVEL",
            "log_format,json,default",
            "shutdown_seconds,30,default",
            "calculation_workers,2,the environment variable SAMFIN_CALCULATION_WORKERS",
            "organisation,,default",
            "contact,,default",
            "public_url,,default",
            "oidc_issuer,,default",
            "oidc_client_id,,default",
            "oidc_client_secret,,default",
            "oidc_name,,default",
            "oidc_groups_claim,groups,default",
            "oidc_roles,,default",
        ]
    );
    assert!(!out.contains("hemligt"));
}

#[test]
fn the_settings_are_shown_as_a_table_and_as_json() {
    let table = samfin(&["config", "show", "--lang", "sv"]).run().done();
    assert!(table.starts_with("Inställning"), "{table}");
    assert!(table.contains("standardvärde"), "{table}");
    let json = samfin(&["config", "show", "--format", "json"]).run().done();
    let settings: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(settings[0], serde_json::json!({ "key": "bind", "value": "127.0.0.1:8080", "origin": "default" }));
}

#[test]
fn a_misspelt_setting_stops_every_verb_that_uses_settings_but_not_split() {
    let err = samfin(&["config", "show"]).env("SAMFIN_BNID", "x").run().failed(2);
    assert_eq!(err, "error: There is no setting SAMFIN_BNID. Is it SAMFIN_BIND?\n");
    let err = samfin(&["serve", "--lang", "sv"]).file("samfin.toml", "bindd = 1\n").run().failed(2);
    assert!(err.starts_with("fel: Det finns ingen inställning bindd. Menas bind?"), "{err}");
    let err = samfin(&["split", "-"]).input("{").env("SAMFIN_BNID", "x").run().failed(2);
    assert!(err.contains("JSON"), "{err}");
}

#[test]
fn an_address_that_others_reach_is_refused_without_a_proxy() {
    for verb in ["serve", "demo"] {
        let err = samfin(&[verb, "--bind", "0.0.0.0:0"]).run().failed(2);
        assert!(err.contains("--behind-proxy"), "{err}");
        let err = samfin(&[verb, "--bind", "0.0.0.0:0", "--behind-proxy"]).run().failed(2);
        assert!(err.contains("trusted_proxies"), "{err}");
        let wrong =
            samfin(&[verb, "--bind", "0.0.0.0:0", "--behind-proxy"]).env("SAMFIN_TRUSTED_PROXIES", "10.0.0.0/8, proxy");
        let err = wrong.run().failed(2);
        assert!(err.contains("trusted_proxies has proxy, which is neither an address nor a network"), "{err}");
    }
    let err = samfin(&["serve", "--bind", "nowhere"]).run().failed(2);
    assert_eq!(err, "error: bind (the flag --bind) must be an address with a port, as 127.0.0.1:8080.\n");
}

#[test]
fn the_doctor_finds_nothing_wrong_on_a_new_machine_and_leaves_no_trace() {
    let program = samfin(&["doctor", "--lang", "en"]).env("SAMFIN_BIND", "127.0.0.1:0");
    let folder = program.folder();
    let outcome = program.run();
    assert!(!folder.join(".local").exists());
    let out = outcome.done();
    assert_eq!(out.lines().filter(|line| line.starts_with("ok ")).count(), 5, "{out}");
    assert!(out.contains("is not there yet; samfin serve makes it"), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let bind = taken.local_addr().expect("its address").to_string();
    let database = Database::sqlite();
    database.connect().await.close().await;
    let outcome = samfin(&["doctor", "--database-url", &database.url]).env("SAMFIN_BIND", &bind).run();
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.contains("NO   port:") && outcome.out.contains("ok   tables: up to date"), "{}", outcome.out);
    let outcome = samfin(&["doctor", "--database-url", "postgres://samfin:hemligt@127.0.0.1:9/none"]).run();
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.contains("NO   database:") && !outcome.out.contains("hemligt"), "{}", outcome.out);
    let outcome = samfin(&["doctor", "--database-url", "mysql://x"]).run();
    assert!(outcome.out.contains("sqlite://PATH"), "{}", outcome.out);
}
