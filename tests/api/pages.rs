//! The pages as a browser gets them, the description, Swagger UI, and the headers on everything.

mod basis;
mod basis_editor;
mod budget;
mod compare;
mod contributions;
mod defaults;
mod download;
mod explanation;
mod importing;
mod in_words;
mod invoice_filters;
mod invoices;
mod kept;
mod late;
mod ledger_issue;
mod log;
mod meetings;
mod next_step;
mod outcome_import;
mod overview;
mod parties;
mod party;
mod payments;
mod payouts;
mod reasons;
mod scenarios;
mod settings;
mod statistics;
mod version;
mod waiting;
mod year;
mod year_amounts;

use samfin::app::scope::Role;
use serde_json::json;

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::{agreement, with};
use crate::versions::adopt;

use crate::databases::Database;
use crate::server::{Answer, Server, officer};

use parties::with_roles;

/// What browsers send.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

async fn browsed(server: &Server, path: &str) -> Answer {
    Answer::of(server.call("GET", path).header("accept", BROWSER)).await
}

/// A page as it is read: Swedish, with ordinary spaces and minus signs.
async fn read(server: &Server, path: &str) -> String {
    let page = browsed(server, path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page.body.replace('\u{a0}', " ").replace('\u{2212}', "-")
}

/// Kronor and öre as the pages write them: `1 234,50 kr`.
fn kronor(amount: &serde_json::Value) -> String {
    let amount = amount.as_str().expect("an amount");
    let (whole, ore) = amount.split_once('.').expect("an amount with öre");
    let digits: Vec<char> = whole.chars().collect();
    let groups = digits.rchunks(3).rev().map(|group| group.iter().collect::<String>());
    format!("{},{ore} kr", groups.collect::<Vec<_>>().join(" "))
}

/// Where a page's links lead, and what they say, for addresses that begin with `start`.
fn links(page: &str, start: &str) -> Vec<(String, String)> {
    let opening = format!("href=\"{start}");
    page.match_indices(&opening)
        .map(|(at, _)| {
            let rest = &page[at + "href=\"".len()..];
            let (address, rest) = rest.split_once('"').expect("the end of the address");
            let text = rest.split_once('>').and_then(|(_, rest)| rest.split_once("</a>")).expect("a text").0;
            (address.replace("&amp;", "&"), text.to_owned())
        })
        .collect()
}

/// What is used where names are shown, to see that it is text there.
const HOSTILE: &[(&str, &str)] = &[
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("\"><img src=x onerror=alert(1)>", "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"),
    ("{ $total } {{7*7}}", "{ $total } {{7*7}}"),
];

/// The addresses of the files that a page refers to.
fn files(page: &str) -> Vec<&str> {
    let starts = page.match_indices("/assets/").map(|(at, _)| &page[at..]);
    starts.map(|rest| rest.split('"').next().expect("the end of the address")).collect()
}

on_both_databases! {
    async fn the_overview_shows_the_split_of_the_year(database) {
        let server = Server::still(database).await;
        let empty = browsed(&server, "/").await;
        assert!(empty.body.contains("Här finns inget avtal än"), "{}", empty.body);
        assert!(empty.body.contains("<a class=\"btn btn-p\" href=\"/underlag/nytt\">Nytt avtal</a>") && !empty.body.contains("genom API"), "{}", empty.body);
        let server = server.seen_by(with_roles(&[(Role::Reader, None)]));
        let asks = browsed(&server, "/").await.body;
        assert!(asks.contains("Be en handläggare om det.") && !asks.contains("/underlag/nytt"), "{asks}");
        let server = server.seen_by(officer());
        let address = make(&server, agreement()).await;
        let draft = browsed(&server, "/?ar=2027").await;
        assert!(draft.body.contains("Ingen antagen version gäller för 2027."), "{}", draft.body);
        adopt(&server, &address, 1).await.json(200);
        let page = browsed(&server, "/?ar=2027").await;
        assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")), "data is not kept");
        let said = page.body.replace('\u{a0}', " ");
        assert!(said.contains("Det gemensamma kostar 1 000 kr år 2027. Region Jämtland Härjedalen betalar mest, 500 kr eller 50,0 % av helheten."), "{said}");
        assert!(said.contains("Version 1 gäller från 1 januari 2027. 1 av 3 parter har beslutat om den."), "{said}");
        assert!(said.contains(">Åre kommun</a></th><td class=\"n\"><a class=\"num\" href=\"/sa-raknar-vi?avtal="), "{said}");
        assert!(said.contains("part=are\">322<span class=\"u\"> kr</span></a></td><td class=\"n\">32,2 %</td>"), "{said}");
        assert!(browsed(&server, "/").await.body.contains("Översikt 2026"), "the year of the clock");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_calculated_is_said_beside_what_can() {
    let server = Server::still(Database::sqlite()).await;
    let sound = make(&server, agreement()).await;
    adopt(&server, &sound, 1).await.json(200);
    let lacking = make(&server, with(agreement(), "/parties/1/area", json!("9999"))).await;
    adopt(&server, &lacking, 1).await.json(200);
    let page = browsed(&server, "/?ar=2027").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("2027 kan inte räknas än:") && page.body.contains("50,0\u{a0}%"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_agreements_come_page_by_page() {
    let server = Server::still(Database::sqlite()).await;
    for _ in 0..11 {
        make(&server, agreement()).await;
    }
    let first = browsed(&server, "/").await.body;
    assert_eq!(first.matches("<section").count(), 10);
    let next =
        first.split("href=\"/?ar=2026&amp;efter=").nth(1).and_then(|rest| rest.split('"').next()).expect("a next page");
    let last = browsed(&server, &format!("/?ar=2026&efter={next}")).await.body;
    assert_eq!(last.matches("<section").count(), 1);
    assert!(!last.contains("efter="), "nothing comes after it");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_names_are_text() {
    let server = Server::still(Database::sqlite()).await;
    let names = [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("{{7*7}} ${7*7}", "{{7*7}} ${7*7}"),
        ("\"><img src=x onerror=alert(1)>", "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"),
        ("{ $total }", "{ $total }"),
    ];
    for (name, shown) in names {
        let document = with(with(agreement(), "/name", json!(name)), "/parties/0/name", json!(name));
        let address = make(&server, document).await;
        adopt(&server, &address, 1).await.json(200);
        let page = browsed(&server, "/?ar=2027").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&format!(">{shown}</h2>")), "{name} as a heading: {}", page.body);
        assert!(page.body.contains(&format!(">{shown}</a></th>")), "{name} in the table");
        assert!(page.body.contains(&format!(". {shown} betalar mest")), "{name} in the sentence");
        assert!(!page.body.contains("<script>") && !page.body.contains("<img"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_the_chosen_one_then_the_browsers_then_swedish() {
    let server = Server::still(Database::sqlite()).await;
    let spoken = async |cookie: &str, asked: &str| {
        let call = server.call("GET", "/hjalp").header("cookie", cookie).header("accept-language", asked);
        let page = Answer::of(call).await;
        assert_eq!(page.header("vary"), Some("Accept-Language, Cookie"));
        let lang = page.header("content-language").expect("a language").to_owned();
        assert!(page.body.contains(&format!("<html lang=\"{lang}\">")));
        lang
    };
    assert_eq!(spoken("", "").await, "sv");
    assert_eq!(spoken("", "en-GB, sv;q=0.5").await, "en");
    assert_eq!(spoken("lang=sv", "en").await, "sv");
    assert_eq!(spoken("a=1; lang=en", "sv").await, "en");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switch_sets_a_cookie_for_a_year_and_never_leads_away() {
    let server = Server::still(Database::sqlite()).await;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let switch = async |query: &str| {
        Answer::of(client.get(format!("{}/sprak?{query}", server.address)).header("accept", BROWSER)).await
    };
    let answer = switch("till=en&sida=/%3Far%3D2028").await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/?ar=2028")));
    assert_eq!(answer.header("set-cookie"), Some("lang=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    for elsewhere in ["//example.org", "https://example.org", "/%5Cexample.org", "%2F%2Fexample.org", "/a%0D%0Ax:y"] {
        assert_eq!(switch(&format!("till=sv&sida={elsewhere}")).await.header("location"), Some("/"), "{elsewhere}");
    }
    let wrong = switch("till=fi&sida=/").await;
    assert_eq!((wrong.status, wrong.header("set-cookie")), (422, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_kept_for_good_and_small_on_the_way() {
    let server = Server::still(Database::sqlite()).await;
    let page = browsed(&server, "/").await;
    let names = files(&page.body);
    assert_eq!(names.len(), 3, "{names:?}");
    let mut bytes = 0;
    for name in names.iter().chain(&["/"]) {
        let file = server.call("GET", name).header("accept-encoding", "gzip").send().await.expect("an answer");
        let headers = file.headers().clone();
        let header =
            |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        assert_eq!(header("content-encoding"), "gzip", "{name}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let kept = if *name == "/" { "no-store" } else { "public, max-age=31536000, immutable" };
        assert_eq!(header("cache-control"), kept, "{name}");
        bytes += file.bytes().await.expect("a body").len();
    }
    assert!(bytes < 60_000, "{bytes} bytes");
    let old = server.get("/assets/app.000000000000.css").await;
    assert_eq!((old.status, old.header("cache-control")), (404, Some("no-cache")), "what is not there is not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_stands_inside_a_page_that_its_policy_refuses() {
    let server = Server::still(Database::sqlite()).await;
    for path in [
        "/",
        "/underlag",
        "/scenarier",
        "/jamfor",
        "/hjalp",
        "/ordlista",
        "/tillganglighet",
        "/problems",
        "/problems/not-found",
        "/nowhere",
    ] {
        let page = browsed(&server, path).await.body;
        for refused in [
            "<style",
            " style=",
            " onclick=",
            " onload=",
            "javascript:",
            "src=\"http",
            "rel=\"stylesheet\" href=\"http",
        ] {
            assert!(!page.contains(refused), "{refused} on {path}");
        }
        assert_eq!(page.matches("<script").count(), page.matches("<script type=\"module\" src=\"/assets/").count());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_a_page_for_browsers_and_a_problem_for_programs() {
    let server = Server::still(Database::sqlite()).await;
    let nowhere = browsed(&server, "/nowhere/<b>").await;
    assert_eq!((nowhere.status, nowhere.header("content-type")), (404, Some("text/html; charset=utf-8")));
    assert!(nowhere.body.contains("<h1>Sidan finns inte</h1>") && !nowhere.body.contains("<b>"), "{}", nowhere.body);
    let posted = Answer::of(server.call("POST", "/hjalp").header("accept", BROWSER).header("cookie", "lang=en")).await;
    assert_eq!((posted.status, posted.header("allow")), (405, Some("GET, HEAD")));
    assert!(posted.body.contains("<h1>The page cannot be used like that</h1>"), "{}", posted.body);
    let wrong = browsed(&server, "/?ar=nyss&aar=1").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("<code>ar</code>") && wrong.body.contains("<code>aar</code>"), "{}", wrong.body);

    server.get("/nowhere").await.problem(404, "not-found", &[]);
    for path in ["/api/v1/nowhere", "/api/v1/agreements/x", "/health/nowhere"] {
        browsed(&server, path).await.problem(404, "not-found", &[]);
    }
    server.app.close().await;
    let broken = browsed(&server, "/").await;
    assert!(broken.status >= 500, "{}", broken.body);
    let id = broken.header("x-request-id").expect("an id");
    assert!(broken.body.contains(id) && broken.body.contains("Vänta en stund och ladda om sidan."), "{}", broken.body);
    assert!(!broken.body.contains("pool"), "why is for the log: {}", broken.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_start_page_leads_to_what_there_is() {
    let server = Server::still(Database::sqlite()).await;
    let page = Answer::of(server.call("GET", "/").header("accept-language", "sv")).await;
    assert_eq!((page.status, page.header("content-language")), (200, Some("sv")));
    for part in page.body.split("href=\"").skip(1) {
        let address = part.split('"').next().expect("the end of the address").replace("&amp;", "&");
        assert_eq!(server.get(&address).await.status, 200, "{address}");
    }
    let json_only = server.call("GET", "/").header("accept", "application/json");
    Answer::of(json_only).await.problem(406, "not-acceptable", &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_the_committed_one() {
    let server = Server::still(Database::sqlite()).await;
    let description = server.get("/api/openapi.json").await;
    assert_eq!(description.header("content-type"), Some("application/json"));
    assert!(description.body == include_str!("../../openapi/openapi.json"), "they are the same bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn swagger_ui_comes_from_the_program_itself() {
    let server = Server::still(Database::sqlite()).await;
    let page = server.get("/api/docs").await;
    assert_eq!(page.status, 200, "after a redirect");
    let sources = page.body.split("src=\"").skip(1).chain(page.body.split("href=\"").skip(1));
    let mut files = 0;
    for part in sources {
        let file = part.split('"').next().expect("the end of the address").trim_start_matches("./");
        assert!(!file.contains("//"), "{file} is ours");
        assert_eq!(server.get(&format!("/api/docs/{file}")).await.status, 200, "{file}");
        files += 1;
    }
    assert!(files >= 3, "scripts and styles");
    assert!(!page.body.contains("<script>"), "a script inside the page would be refused by the browser");
    assert!(server.get("/api/docs/swagger-initializer.js").await.body.contains("/api/openapi.json"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_security_headers() {
    let server = Server::still(Database::sqlite()).await;
    for path in ["/", "/api/v1/agreements", "/nowhere", "/health/live", "/api/docs/"] {
        let answer = server.get(path).await;
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 36), "{path}");
    }
    assert_eq!(server.get("/api/v1/agreements").await.header("cache-control"), Some("no-store"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_keeps_the_id_that_it_came_with() {
    let server = Server::still(Database::sqlite()).await;
    let with_id = |id: &str| Answer::of(server.call("GET", "/health/live").header("x-request-id", id));
    assert_eq!(with_id("abc-123").await.header("x-request-id"), Some("abc-123"));
    let long = "x".repeat(65);
    for harmful in ["a b", "<script>", long.as_str()] {
        assert_eq!(with_id(harmful).await.header("x-request-id").map(str::len), Some(36), "{harmful}");
    }
}
