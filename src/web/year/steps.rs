//! What can be done to a year: planned, adopted, corrected, its instalments made.

use actix_web::{HttpResponse, post, web};
use maud::{Markup, html};
use samfin_core::say;

use super::next::drafts_address;
use super::{address, agreement_in, amount, object, one, text, year_form, year_of};
use crate::app::invoices::NewCall;
use crate::app::scope::{On, Right};
use crate::http::bodies::{PeriodAdoption, PeriodCorrection, PeriodForward};
use crate::http::problem::Problem;
use crate::web::form::{Refused, Sent, Step, see};
use crate::web::forms::Fields;
use crate::web::visitor::Visitor;
use crate::web::words::{key, t};

/// A year that a visitor looks at.
pub(super) struct At<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) agreement: &'a str,
    pub(super) year: i32,
    pub(super) refused: Option<&'a Refused>,
}

impl At<'_> {
    pub(super) fn may(&self, right: Right) -> bool {
        self.visitor.app.scope().may(right, On::Agreement(self.agreement))
    }

    fn hidden(&self, fingerprint: Option<&str>) -> Markup {
        html! {
            input type="hidden" name="avtal" value=(self.agreement);
            @if let Some(fingerprint) = fingerprint { input type="hidden" name="avtryck" value=(fingerprint); }
        }
    }

    /// Planning it, for the first time or anew.
    pub(super) fn plan(&self, fingerprint: &str, is_again: bool, is_next: bool) -> Markup {
        let words = self.visitor.words;
        let name = if is_again { t!(words, "year-plan-again") } else { t!(words, "year-plan") };
        html! {
            @if self.may(Right::Write) {
                (year_form(words, self.refused).step("planera").folded(self.visitor, &Step {
                    name,
                    what: html! { p { (t!(words, "year-plan-what")) } },
                    address: &format!("/ar/{}", self.year),
                    revision: None,
                    fields: self.hidden(Some(fingerprint)),
                    is_next,
                }))
            }
        }
    }

    /// Adopting it with a decision.
    pub(super) fn adopt(&self, revision: i64) -> Markup {
        let words = self.visitor.words;
        let form = year_form(words, self.refused).step("faststall");
        html! {
            @if self.may(Right::Decide) {
                (form.folded(self.visitor, &Step {
                    name: t!(words, "year-adopt"),
                    what: html! { p { (t!(words, "year-adopt-what")) } },
                    address: &format!("/ar/{}", self.year),
                    revision: Some(revision),
                    fields: html! { (self.hidden(None)) (form.noted("beslut", "", key!("year-decision-how"), 200)) },
                    is_next: true,
                }))
            }
        }
    }

    /// Letting an adopted year follow what has changed.
    pub(super) fn correct(&self, revision: i64, fingerprint: &str, is_next: bool) -> Markup {
        let words = self.visitor.words;
        let form = year_form(words, self.refused).step("ratta");
        html! {
            @if self.may(Right::Decide) {
                (form.folded(self.visitor, &Step {
                    name: t!(words, "year-correct"),
                    what: html! { p { (t!(words, "year-correct-what")) } },
                    address: &format!("/ar/{}", self.year),
                    revision: Some(revision),
                    fields: html! { (self.hidden(Some(fingerprint))) (form.text("skal", "", None, true)) },
                    is_next,
                }))
            }
        }
    }

    /// Letting it follow, and leaving what that means to the year after.
    pub(super) fn forward(&self, revision: i64, fingerprint: &str) -> Markup {
        let words = self.visitor.words;
        let form = year_form(words, self.refused).step("framat");
        html! {
            @if self.may(Right::Decide) {
                (form.folded(self.visitor, &Step {
                    name: t!(words, "year-forward", next = self.year + 1),
                    what: html! { p { (t!(words, "year-forward-what", next = self.year + 1)) } },
                    address: &format!("/ar/{}", self.year),
                    revision: Some(revision),
                    fields: html! {
                        (self.hidden(Some(fingerprint)))
                        (form.number("minst", "", Some(key!("year-materiality-how")), false))
                        (form.text("skal", "", None, true))
                    },
                    is_next: false,
                }))
            }
        }
    }

    /// Making the drafts of an instalment.
    pub(super) fn call(&self, number: i32, is_next: bool, is_again: bool) -> Markup {
        let words = self.visitor.words;
        let (name, what) = if is_again {
            (t!(words, "year-call-again", number = number), t!(words, "year-call-again-what"))
        } else {
            (t!(words, "year-call", number = number), t!(words, "year-call-what"))
        };
        let of = number.to_string();
        html! {
            @if self.may(Right::Bill) {
                (year_form(words, self.refused).step("skapa").of(&of).folded(self.visitor, &Step {
                    name,
                    what: html! { p { (what) } },
                    address: &format!("/ar/{}", self.year),
                    revision: None,
                    fields: html! { (self.hidden(None)) input type="hidden" name="del" value=(number); },
                    is_next,
                }))
            }
        }
    }

    /// Asking for, or giving back, what a correction changed in the parts that are issued.
    pub(super) fn call_correction(&self, number: i32) -> Markup {
        let words = self.visitor.words;
        html! {
            @if self.may(Right::Bill) {
                (year_form(words, self.refused).step("skillnad").folded(self.visitor, &Step {
                    name: t!(words, "year-difference"),
                    what: html! { p { (t!(words, "year-difference-what")) } },
                    address: &format!("/ar/{}", self.year),
                    revision: None,
                    fields: html! { (self.hidden(None)) input type="hidden" name="del" value=(number); },
                    is_next: false,
                }))
            }
        }
    }
}

/// Takes one of the steps.
#[post("/ar/{year}")]
pub(in crate::web) async fn change_year(
    visitor: Visitor,
    year: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (year, Sent(fields)) = (year_of(&year)?, sent);
    let agreement = agreement_in(&fields)?;
    match carry_out(&visitor, &agreement, year, &fields).await {
        Ok(to) => Ok(see(&to)),
        Err(problem) => {
            let refused = Refused::by(&super::YEAR, visitor.words, fields, problem)?;
            one::shown(&visitor, &agreement, year, Some(&refused)).await
        }
    }
}

async fn carry_out(visitor: &Visitor, agreement: &str, year: i32, fields: &Fields) -> Result<String, Problem> {
    let (desk, id) = (visitor.once("POST /ar/{year}", fields), agreement.to_owned());
    let (revision, fingerprint) = (fields.revision(), fields.get("avtryck").to_owned());
    match fields.step() {
        "planera" => drop(desk.plan_period(id, year, fingerprint, None).await?),
        "faststall" => {
            let body = object(vec![text("decision_reference", fields, "beslut")]);
            drop(desk.adopt_period(id, year, revision, PeriodAdoption::parse(body.as_bytes())?).await?);
        }
        "ratta" => {
            let body = object(vec![text("fingerprint", fields, "avtryck"), text("reason", fields, "skal")]);
            let (fingerprint, reason) = PeriodCorrection::parse(body.as_bytes())?;
            drop(desk.correct_period(id, year, revision, fingerprint, reason).await?);
        }
        "framat" => {
            let mut members = vec![text("fingerprint", fields, "avtryck"), text("reason", fields, "skal")];
            if let Some(least) = fields.filled("minst") {
                members.push(("materiality", amount(least)));
            }
            drop(desk.forward_period(id, year, revision, PeriodForward::parse(object(members).as_bytes())?).await?);
        }
        step @ ("skapa" | "skillnad") => {
            // A part that no year has is refused by the year itself.
            let number = fields.get("del").parse().unwrap_or(0);
            let call = if step == "skapa" { NewCall::Instalment(number) } else { NewCall::Correction(number) };
            drop(desk.call(id, year, call).await?);
            return Ok(drafts_address(agreement, year));
        }
        _ => {
            return Err(Problem::not_found(say!(
                "Formuläret säger inte vad som ska göras med året. Öppna sidan på nytt.",
                "The form does not say what is to be done with the year. Open the page anew."
            )));
        }
    }
    Ok(address(agreement, year, ""))
}
