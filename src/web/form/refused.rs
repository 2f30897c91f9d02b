//! Why a form was not carried out, as its page shows it.

use actix_web::http::StatusCode;
use samfin_core::Text;

use super::faults::said;
use crate::http::problem::{Kind, Problem};
use crate::web::forms::Fields;
use crate::web::words::{Key, Words};

/// What a page calls the fields of its forms, and where in the API's bodies they stand.
pub(in crate::web) struct Names {
    /// The field that holds what a JSON pointer leads to.
    pub(in crate::web) field: fn(&str) -> Option<&'static str>,
    /// What a field is called.
    pub(in crate::web) label: fn(&str) -> Key,
    /// That somebody else was there first.
    pub(in crate::web) stale: Key,
}

/// Why a form was not carried out.
#[derive(Debug)]
pub(in crate::web) struct Refused {
    pub(in crate::web) fields: Fields,
    pub(in crate::web) status: StatusCode,
    pub(in crate::web) reasons: Vec<Reason>,
}

/// One of the reasons.
#[derive(Debug)]
pub(in crate::web) struct Reason {
    /// The field that is wrong, when it is one of the form's.
    pub(in crate::web) field: Option<&'static str>,
    /// Why.
    pub(in crate::web) text: String,
}

impl Refused {
    /// One reason that belongs to no field.
    pub(in crate::web) fn because(fields: Fields, status: StatusCode, text: String) -> Self {
        Self { fields, status, reasons: vec![Reason { field: None, text }] }
    }

    /// One field that is wrong.
    pub(in crate::web) fn field(fields: Fields, field: &'static str, text: String) -> Self {
        let reasons = vec![Reason { field: Some(field), text }];
        Self { fields, status: StatusCode::UNPROCESSABLE_ENTITY, reasons }
    }

    /// What the form shows of a problem; what is not the writer's to mend is passed on.
    pub(in crate::web) fn by(names: &Names, words: Words, fields: Fields, problem: Problem) -> Result<Self, Problem> {
        let status = problem.kind().status();
        if status == StatusCode::PRECONDITION_FAILED {
            return Ok(Self::because(fields, status, words.get(names.stale)));
        }
        if !matches!(status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS) {
            return Err(problem);
        }
        let mut reasons: Vec<_> =
            problem.faults().map(|(at, kind, detail)| Reason::of(names, words, &fields, at, kind, detail)).collect();
        if reasons.is_empty() {
            reasons.push(Reason { field: None, text: problem.detail().get(words.lang()).to_owned() });
        }
        Ok(Self { fields, status, reasons })
    }

    /// Whether somebody else was there first.
    pub(in crate::web) fn is_stale(&self) -> bool {
        self.status == StatusCode::PRECONDITION_FAILED
    }
}

impl Reason {
    /// What is wrong at a place in the body. What is in no field of the form is said as the API says it, since only that names it.
    pub(super) fn of(names: &Names, words: Words, fields: &Fields, at: &str, kind: Kind, detail: &Text) -> Self {
        let field = (names.field)(at);
        let text = field.map_or_else(
            || detail.get(words.lang()).to_owned(),
            |field| said(words, kind, detail, fields.is_sent(field).then(|| fields.get(field))),
        );
        Self { field, text }
    }
}
