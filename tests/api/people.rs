//! People for the tests: who they are, how they sign in, what their browsers send.

use reqwest::RequestBuilder;
use samfin::app::people::Password;
use samfin::app::people::keys::NewKey;
use samfin::app::people::users::{Entry, NewUser, User};
use samfin::app::scope::{Grant, Role, Scope};

use crate::server::{Answer, Server};

/// What browsers send.
pub(crate) const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
/// Everybody's password.
pub(crate) const PASSWORD: &str = "hästar äter havre";

/// A user with a role in every agreement.
pub(crate) async fn user(server: &Server, login: &str, role: Role) -> User {
    user_with(server, login, vec![Grant::everywhere(role)]).await
}

/// A user who is trusted with these things.
pub(crate) async fn user_with(server: &Server, login: &str, grants: Vec<Grant>) -> User {
    let name = format!("{login} Exempelsson");
    let password = Password::choose(PASSWORD, login, &name).expect("a password");
    let new = NewUser { login: login.to_owned(), name, grants };
    let desk = server.app.desk(Scope::command_line());
    desk.create_user(new, Entry::Password(password)).await.expect("the user is made").0
}

/// A key with a role in every agreement.
pub(crate) async fn key(server: &Server, role: Role) -> String {
    let new = NewKey { name: "Prov".into(), grants: vec![Grant::everywhere(role)], expires_on: None };
    let desk = server.app.desk(Scope::command_line());
    desk.create_key(new).await.expect("the key is made").1.expect("its secret")
}

/// A browser's call to a page, which is not followed on.
pub(crate) fn browser(server: &Server, method: &str, path: &str) -> RequestBuilder {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
    let call = client.request(method, format!("{}{path}", server.address)).header("accept", BROWSER);
    call.header("accept-language", "sv")
}

/// A form that a browser sends from a page of ours.
pub(crate) fn form(server: &Server, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let call = browser(server, "POST", path).header("sec-fetch-site", "same-origin");
    call.header("content-type", "application/x-www-form-urlencoded").body(body)
}

/// A try to sign in.
pub(crate) async fn try_to_sign_in(server: &Server, login: &str, password: &str) -> Answer {
    Answer::of(form(server, "/logga-in", &[("inloggning", login), ("losenord", password), ("till", "/scenarier")]))
        .await
}

/// The cookie that an answer hands out, as it is sent back.
pub(crate) fn cookie(answer: &Answer) -> String {
    let handed = answer.header("set-cookie").expect("a cookie");
    handed.split(';').next().expect("its value").to_owned()
}

/// Signs in; the cookie.
pub(crate) async fn signed_in(server: &Server, login: &str) -> String {
    let answer = try_to_sign_in(server, login, PASSWORD).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/scenarier")), "{}", answer.body);
    cookie(&answer)
}

/// What the forms of a session carry.
pub(crate) fn token(cookie: &str) -> String {
    samfin::app::people::sessions::form_token(cookie.split_once('=').expect("a value").1)
}

/// The location and the status of an answer that leads on.
pub(crate) fn led(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.header("location").unwrap_or_default())
}
