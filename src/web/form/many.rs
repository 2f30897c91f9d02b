//! The same fields for several things in one form, such as a number for each invoice: why it was not carried out, sorted by
//! what each reason is about. Every thing's fields have the same names, in the order of the things.

use actix_web::http::StatusCode;
use maud::{Markup, html};

use super::{Form, Names, Reason, Refused};
use crate::http::problem::Problem;
use crate::web::forms::Fields;
use crate::web::words::{Words, t};

/// Why a form about several things was not carried out.
#[derive(Debug)]
pub(in crate::web) struct Many {
    pub(in crate::web) status: StatusCode,
    each: Vec<Refused>,
    /// What is wrong with no single one of them.
    whole: Vec<String>,
}

impl Many {
    /// What the form shows of a problem, with what was written for each thing; `place` says which thing a JSON pointer leads
    /// to, and where in it. What is not the writer's to mend is passed on.
    pub(in crate::web) fn by(
        names: &Names,
        words: Words,
        written: Vec<Fields>,
        problem: Problem,
        place: impl Fn(&str) -> Option<(usize, String)>,
    ) -> Result<Self, Problem> {
        let reasons: Vec<_> = problem.faults().map(|(at, kind, detail)| (place(at), kind, detail.clone())).collect();
        let Refused { status, reasons: general, .. } = Refused::by(names, words, Fields::default(), problem)?;
        let one = |fields| Refused { fields, status, reasons: Vec::new() };
        let mut many = Self { status, each: written.into_iter().map(one).collect(), whole: Vec::new() };
        if reasons.is_empty() {
            many.whole.extend(general.into_iter().map(|reason| reason.text));
        }
        for (place, kind, detail) in reasons {
            let of = place.and_then(|(at, rest)| Some((many.each.get_mut(at)?, rest)));
            match of {
                Some((refused, rest)) => {
                    refused.reasons.push(Reason::of(names, words, &refused.fields, &rest, kind, &detail));
                }
                None => many.whole.push(detail.get(words.lang()).to_owned()),
            }
        }
        Ok(many)
    }

    /// What was written for one of the things, and why it is wrong.
    pub(in crate::web) fn of(&self, at: usize) -> Option<&Refused> {
        self.each.get(at)
    }

    /// Why nothing was done, with the way to each field that is wrong. `forms` are those of the things, each with its name.
    pub(in crate::web) fn reasons<'f>(&self, words: Words, forms: impl Iterator<Item = (String, Form<'f>)>) -> Markup {
        html! {
            div.errors role="alert" tabindex="-1" autofocus {
                p { strong { (t!(words, "form-refused")) } }
                ul.list {
                    @for text in &self.whole { li { (text) } }
                    @for ((name, form), refused) in forms.zip(&self.each) {
                        @for reason in &refused.reasons {
                            li {
                                (name) ", "
                                @if let Some(field) = reason.field {
                                    a href=(format!("#{}", form.id(field))) { (form.label(field)) } ": "
                                }
                                (reason.text)
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Fields {
    /// What was written for each of several things: the fields with these names, in order, as many as the first of them has.
    pub(in crate::web) fn each(&self, names: &[&str]) -> Vec<Self> {
        let count = names.first().map_or(0, |name| self.all(name).count());
        let one = |at: usize| {
            let value = |name: &&str| ((*name).to_owned(), self.all(name).nth(at).unwrap_or_default().to_owned());
            Self(names.iter().map(value).collect())
        };
        (0..count).map(one).collect()
    }

    /// Everything that was written under a name, in order.
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_several_things_are_told_apart_by_their_order() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = Fields(vec![pair("v", "a"), pair("nr", "1"), pair("v", "b"), pair("nr", ""), pair("x", "?")]);
        let each = fields.each(&["v", "nr", "dag"]);
        let told: Vec<_> = each.iter().map(|one| (one.get("v"), one.get("nr"), one.get("dag"))).collect();
        assert_eq!(told, [("a", "1", ""), ("b", "", "")]);
    }
}
