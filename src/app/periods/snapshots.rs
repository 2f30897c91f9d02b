//! The body of a stored calculation with a part of it otherwise.

use std::collections::BTreeMap;

use samfin_core::json::{self, Json};
use samfin_core::{Actual, Id};

use crate::app::Error;
use crate::app::basis::object;

/// The body with these `actuals`; without any it stays as it is.
pub(super) fn with_actuals(request: &str, actuals: &BTreeMap<Id, Actual>) -> Result<String, Error> {
    let mut body = json::parse(request.as_bytes())?;
    let told = |actual: &Actual| match actual {
        Actual::Hours(hours) => ("hours", Json::String(hours.normalize().to_string().into())),
        Actual::Amount(amount) => ("amount", Json::String(amount.to_string().into())),
    };
    let members = actuals.iter().map(|(cost, actual)| (cost.to_string().into(), object([told(actual)])));
    if !actuals.is_empty() {
        put(&mut body, "actuals", Json::Object(members.collect()));
    }
    Ok(body.to_canonical())
}

/// Gives the body a member, in the place of the one that it has.
pub(super) fn put<'j>(body: &mut Json<'j>, name: &'static str, value: Json<'j>) {
    if let Json::Object(members) = body {
        members.retain(|(known, _)| known != name);
        members.push((name.into(), value));
    }
}
