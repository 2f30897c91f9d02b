//! The order of the sources, and what happens to a misspelt setting.

use std::io::Write;

use super::*;

fn variables(pairs: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
    let mut all: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    all.push(("HOME".to_owned(), "/home/officer".to_owned()));
    all.into_iter()
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(text.as_bytes()).expect("written");
    file
}

fn with_file(file: &tempfile::NamedTempFile) -> Flags {
    Flags { file: Some(file.path().to_owned()), ..Flags::default() }
}

fn refused(flags: &Flags, pairs: &[(&str, &str)]) -> String {
    load(flags, variables(pairs)).expect_err("the settings are refused").0.en
}

fn origin_of<'a>(loaded: &'a Loaded, key: &str) -> &'a str {
    &loaded.settings.iter().find(|setting| setting.key == key).expect("the setting is shown").origin.en
}

#[test]
fn the_defaults_are_local_and_safe() {
    let config = load(&Flags::default(), variables(&[])).expect("the defaults are valid").config;
    assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database_url, "sqlite:///home/officer/.local/share/samfin/samfin.db");
    assert_eq!((config.log_format, config.shutdown_seconds, config.behind_proxy), (LogFormat::Json, 30, false));
    assert!(config.check_bind().is_ok());
}

#[test]
fn flags_win_over_the_environment_over_the_file_over_defaults() {
    let file = file("bind = \"127.0.0.1:1\"\nlog_level = \"warn\"\nshutdown_seconds = 1\n");
    let flags = Flags { bind: Some("127.0.0.1:3".into()), ..with_file(&file) };
    let loaded = load(&flags, variables(&[("SAMFIN_BIND", "127.0.0.1:2"), ("SAMFIN_SHUTDOWN_SECONDS", "2")]))
        .expect("the settings are valid");
    let config = &loaded.config;
    assert_eq!((config.bind.port(), config.shutdown_seconds, config.log_level.as_str()), (3, 2, "warn"));
    assert_eq!(origin_of(&loaded, "bind"), "the flag --bind");
    assert_eq!(origin_of(&loaded, "shutdown_seconds"), "the environment variable SAMFIN_SHUTDOWN_SECONDS");
    assert_eq!(origin_of(&loaded, "log_level"), format!("the file {}", file.path().display()));
    assert_eq!(origin_of(&loaded, "data_dir"), "default");
    assert!(loaded.is_chosen("bind") && !loaded.is_chosen("data_dir"));
}

#[test]
fn a_secret_can_stand_in_a_file_and_is_never_shown() {
    let file = file("postgres://samfin:hemligt@db/samfin?sslmode=require\n");
    let path = file.path().display().to_string();
    let loaded = load(&Flags::default(), variables(&[("SAMFIN_DATABASE_URL_FILE", &path)])).expect("valid");
    assert_eq!(loaded.config.database_url, "postgres://samfin:hemligt@db/samfin?sslmode=require");
    assert!(!format!("{:?}", loaded.settings).contains("hemligt"));
    assert_eq!(origin_of(&loaded, "database_url"), format!("the file {path} (SAMFIN_DATABASE_URL_FILE)"));
    assert_eq!(
        refused(&Flags::default(), &[("SAMFIN_DATABASE_URL_FILE", &path), ("SAMFIN_DATABASE_URL", "sqlite://x")]),
        "Both SAMFIN_DATABASE_URL and SAMFIN_DATABASE_URL_FILE are set; keep one of them."
    );
}

#[test]
fn passwords_are_hidden_wherever_they_stand() {
    for (url, shown) in [
        ("postgres://a:b@c@host/db", "postgres://a:***@host/db"),
        (
            "postgres://host/db?user=a&password=b&sslmode=require",
            "postgres://host/db?user=a&password=***&sslmode=require",
        ),
        ("postgres://a@host/db", "postgres://a@host/db"),
        ("sqlite:///var/lib/samfin.db", "sqlite:///var/lib/samfin.db"),
    ] {
        assert_eq!(without_password(url), shown);
    }
}

#[test]
fn a_misspelt_setting_is_an_error_that_names_the_right_one() {
    let misspelt = file("database_ulr = \"sqlite://x\"\n");
    assert_eq!(
        refused(&with_file(&misspelt), &[]),
        format!("There is no setting database_ulr. Is it database_url? (the file {})", misspelt.path().display())
    );
    assert_eq!(
        refused(&Flags::default(), &[("SAMFIN_BNID", "x")]),
        "There is no setting SAMFIN_BNID. Is it SAMFIN_BIND?"
    );
    assert!(
        load(&Flags::default(), variables(&[("SAMFIN_PORT", "tcp://10.0.0.1:80"), ("SAMFIN_TEST_X", "1")])).is_ok()
    );
}

#[test]
fn a_wrong_value_says_what_it_must_be_and_is_not_repeated() {
    assert_eq!(
        refused(&Flags::default(), &[("SAMFIN_BIND", "hemligt")]),
        "bind (the environment variable SAMFIN_BIND) must be an address with a port, as 127.0.0.1:8080."
    );
    let wrong = file("shutdown_seconds = -1\n");
    assert!(refused(&with_file(&wrong), &[]).ends_with("must be a whole number, at least 0."));
    let broken = file("bind = \n");
    assert!(refused(&with_file(&broken), &[]).starts_with("The settings cannot be read"));
    let absent = Flags { file: Some("no/such/file.toml".into()), ..Flags::default() };
    assert_eq!(refused(&absent, &[]), "The configuration file no/such/file.toml does not exist.");
    assert_eq!(
        refused(&Flags::default(), &[("SAMFIN_CALCULATION_WORKERS", "0")]),
        "calculation_workers is 0; at least 1 is needed."
    );
}

#[test]
fn an_address_beyond_loopback_needs_a_proxy() {
    let config = |pairs: &[(&str, &str)]| load(&Flags::default(), variables(pairs)).expect("valid").config;
    assert!(config(&[("SAMFIN_BIND", "0.0.0.0:80")]).check_bind().is_err());
    let behind = [("SAMFIN_BIND", "0.0.0.0:80"), ("SAMFIN_BEHIND_PROXY", "true")];
    let refused = config(&behind).check_bind().expect_err("anybody could claim to be the proxy");
    assert!(refused.0.en.contains("trusted_proxies"), "{refused}");
    let [bind, behind] = behind;
    assert!(config(&[bind, behind, ("SAMFIN_TRUSTED_PROXIES", "10.0.0.2")]).check_bind().is_ok());
    assert!(config(&[("SAMFIN_BIND", "[::1]:80")]).check_bind().is_ok());
    let proxies = |pairs: &[(&str, &str)]| config(pairs).proxies().expect("valid").len();
    assert_eq!(proxies(&[]), 0, "without a proxy nobody is believed");
    assert_eq!(proxies(&[("SAMFIN_BEHIND_PROXY", "true")]), 2, "a proxy on this machine is");
}

const PROVIDER: [(&str, &str); 5] = [
    ("SAMFIN_OIDC_ISSUER", "https://id.example.org/realms/x"),
    ("SAMFIN_OIDC_CLIENT_ID", "samfin"),
    ("SAMFIN_OIDC_CLIENT_SECRET", "hemligt"),
    ("SAMFIN_OIDC_ROLES", "Ekonomi=officer;Admins=admin"),
    ("SAMFIN_PUBLIC_URL", "https://samfin.example.org/"),
];

#[test]
fn signing_in_elsewhere_needs_every_setting_and_shows_no_secret() {
    let loaded = load(&Flags::default(), variables(&PROVIDER)).expect("valid");
    let provider = loaded.config.provider().expect("valid").expect("a provider");
    assert_eq!((provider.name(), provider.issuer()), ("OpenID Connect", "https://id.example.org/realms/x"));
    assert!(!format!("{:?}", loaded.settings).contains("hemligt"));
    assert!(load(&Flags::default(), variables(&[])).expect("valid").config.provider().expect("valid").is_none());
    for missing in 0..PROVIDER.len() {
        let mut some = PROVIDER.to_vec();
        let (name, _) = some.remove(missing);
        let key = name.trim_start_matches("SAMFIN_").to_lowercase();
        assert!(refused(&Flags::default(), &some).starts_with(&format!("{key} is missing.")), "{name}");
    }
}

#[test]
fn a_provider_is_reached_by_https_alone() {
    for (name, wrong) in [
        ("SAMFIN_OIDC_ISSUER", "http://id.example.org"),
        ("SAMFIN_OIDC_ISSUER", "id.example.org"),
        ("SAMFIN_OIDC_ISSUER", "https://a:b@id.example.org"),
        ("SAMFIN_PUBLIC_URL", "http://samfin.example.org"),
        ("SAMFIN_PUBLIC_URL", "https://samfin.example.org/samfin"),
        ("SAMFIN_OIDC_ROLES", "Ekonomi=chef"),
    ] {
        let mut pairs = PROVIDER.to_vec();
        pairs.retain(|(known, _)| *known != name);
        pairs.push((name, wrong));
        refused(&Flags::default(), &pairs);
    }
    let mut local = PROVIDER.to_vec();
    local[0].1 = "http://127.0.0.1:9";
    local[4].1 = "http://localhost:8080";
    assert!(load(&Flags::default(), variables(&local)).is_ok());
}
