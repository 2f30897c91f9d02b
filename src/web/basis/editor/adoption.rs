//! Adopting a version: each party's own decision, with its day.

use actix_web::http::StatusCode;
use maud::{Markup, html};
use samfin_core::json::Json;

use super::tree::text;
use super::version::address;
use crate::app::agreements::VersionWithDecisions;
use crate::http::problem::Problem;
use crate::web::form::{ONCE_FIELD, said};
use crate::web::forms::Fields;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// Why nobody's decision was written down.
pub(super) struct Refused {
    pub(super) fields: Fields,
    pub(super) status: StatusCode,
    /// Each with the id of its field.
    pub(super) reasons: Vec<(Option<String>, String)>,
}

impl Refused {
    pub(super) fn by(words: Words, fields: Fields, rows: &[String], problem: Problem) -> Result<Self, Problem> {
        let status = problem.kind().status();
        if !matches!(status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT) {
            return Err(problem);
        }
        let field = |pointer: &str| {
            let mut steps = pointer.split('/').skip(2);
            let party = rows.get(steps.next()?.parse::<usize>().ok()?)?;
            Some(if steps.next() == Some("decided_on") { day_of(party) } else { decision_of(party) })
        };
        let lang = words.lang();
        let fault = |field: Option<String>, kind, detail: &samfin_core::Text| {
            let text = match &field {
                Some(name) => said(words, kind, detail, fields.is_sent(name).then(|| fields.get(name))),
                None => detail.get(lang).to_owned(),
            };
            (field, text)
        };
        let mut reasons: Vec<_> =
            problem.faults().map(|(pointer, kind, detail)| fault(field(pointer), kind, detail)).collect();
        if reasons.is_empty() {
            reasons.push((None, problem.detail().get(lang).to_owned()));
        }
        Ok(Self { fields, status, reasons })
    }
}

fn decision_of(party: &str) -> String {
    format!("beslut-{party}")
}

fn day_of(party: &str) -> String {
    format!("dag-{party}")
}

/// The body that the API takes, and the party of each of its decisions.
pub(super) fn body(parties: &[(String, String)], fields: &Fields) -> (String, Vec<String>) {
    let (mut decisions, mut rows) = (Vec::new(), Vec::new());
    for (party, _) in parties {
        let (reference, day) = (fields.get(&decision_of(party)), fields.get(&day_of(party)));
        if reference.is_empty() && day.is_empty() {
            continue;
        }
        let mut members: Vec<(_, Json<'_>)> =
            vec![("party".into(), text(party.as_str())), ("reference".into(), text(reference))];
        if !day.is_empty() {
            members.push(("decided_on".into(), text(day)));
        }
        decisions.push(Json::Object(members));
        rows.push(party.clone());
    }
    (Json::Object(vec![("decisions".into(), Json::Array(decisions))]).to_text(), rows)
}

/// The form: a row for each party.
pub(super) fn adopting(
    visitor: &Visitor,
    found: &VersionWithDecisions,
    parties: &[(String, String)],
    refused: Option<&Refused>,
) -> Markup {
    let words = visitor.words;
    let version = &found.version;
    let value = |name: &str| refused.map_or("", |refused| refused.fields.get(name));
    let wrong = |name: &str| -> Vec<&str> {
        let reasons = refused.iter().flat_map(|refused| &refused.reasons);
        reasons.filter(|(field, _)| field.as_deref() == Some(name)).map(|(_, text)| text.as_str()).collect()
    };
    let input = |name: String, kind: &str, label: String, whose: &str| {
        let found = wrong(&name);
        html! {
            div.field {
                label for=(name) { (label) span.sr { ", " (whose) } }
                @if !found.is_empty() { p.wrong id=(format!("{name}-fel")) { (found.join(" ")) } }
                input id=(name) name=(name) type=(kind) value=(value(&name)) autocomplete="off" maxlength=[(kind == "text").then_some("100")]
                    aria-invalid=[(!found.is_empty()).then_some("true")] aria-describedby=[(!found.is_empty()).then(|| format!("{name}-fel"))];
            }
        }
    };
    html! {
        p { (t!(words, "adopt-what")) }
        form method="post" action=(address(&version.agreement_id, version.number)) novalidate {
            (visitor.form_token())
            input type="hidden" name=(ONCE_FIELD) value=(visitor.app.new_id());
            @for (party, name) in parties {
                fieldset.part {
                    legend { (name) }
                    div.fields {
                        (input(decision_of(party), "text", t!(words, "adopt-reference"), name))
                        (input(day_of(party), "date", t!(words, "adopt-day"), name))
                    }
                }
            }
            div.acts { button.btn.btn-p type="submit" { (t!(words, "adopt-do")) } }
        }
    }
}

/// Why nothing was written down, with the way to each field; the reader is taken there.
pub(super) fn reasons(words: Words, refused: Option<&Refused>) -> Markup {
    html! {
        @if let Some(refused) = refused {
            div.errors role="alert" tabindex="-1" autofocus {
                p { strong { (t!(words, "form-refused")) } }
                ul.list {
                    @for (field, text) in &refused.reasons {
                        li { @if let Some(field) = field { a href=(format!("#{field}")) { (text) } } @else { (text) } }
                    }
                }
            }
        }
    }
}
