//! The table of an organisation's form that codes each cost: which income account, which cost centre and which project.

use maud::{Markup, html};
use samfin_core::billing::invoicing_details::organisation_number;
use samfin_core::billing::organisation::Organisation as Details;
use samfin_core::{Agreement, Id};

use super::accounts::{ANY, COST, COSTS, INCOME, OBJECTS, rows, sent};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::form::{Form, Refused};
use crate::web::forms::Fields;
use crate::web::visitor::Visitor;
use crate::web::words::{Key, Words, key, t};

/// The agreements that are looked through for costs; a cost of any other one is known by its id.
const AGREEMENTS: i64 = 50;

const COLUMNS: [(&str, Key); 3] = [
    (INCOME, key!("organisations-income")),
    (OBJECTS[0].0, key!("organisations-centre")),
    (OBJECTS[1].0, key!("organisations-project")),
];

/// The costs that an organisation has to do with, by id and name: those of the agreements in which it is a party.
pub(super) async fn costs(visitor: &Visitor, details: &Details) -> Result<Vec<(Id, String)>, Problem> {
    let mut found: Vec<(Id, String)> = Vec::new();
    if !visitor.app.scope().may(Right::Read, On::Anything) {
        return Ok(found);
    }
    for one in visitor.app.agreements(None, AGREEMENTS).await? {
        let document = visitor.app.version(one.id, one.versions).await?.version.document;
        // What is stored can be read, but for what an older program kept: its costs are known by their ids.
        let Ok(agreement) = Agreement::parse(document.as_bytes()) else { continue };
        let mut numbers = agreement.parties.iter().filter_map(organisation_number);
        if numbers.any(|number| number == details.organisation_number) {
            let new = agreement.costs.into_iter().filter(|cost| found.iter().all(|(id, _)| *id != cost.id));
            let new: Vec<_> = new.map(|cost| (cost.id, cost.name)).collect();
            found.extend(new);
        }
    }
    Ok(found)
}

/// What a row is called.
pub(super) fn called(words: Words, costs: &[(Id, String)], cost: &str) -> String {
    if cost == ANY {
        return t!(words, "organisations-any-cost");
    }
    costs.iter().find(|(id, _)| id.as_str() == cost).map_or_else(|| cost.to_owned(), |(_, name)| name.clone())
}

/// The table: the costs by name, what else has something of its own by id, those without, and a row for one more.
pub(super) fn table(form: &Form<'_>, details: Option<&Details>, costs: &[(Id, String)]) -> Markup {
    let words = form.words;
    let usual = rows(details.and_then(|details| details.accounts.as_ref()));
    let written = form.refused.map(|refused| sent(&refused.fields)).unwrap_or_default();
    let mut names: Vec<String> = vec![ANY.to_owned()];
    let ids = costs.iter().map(|(id, _)| id.to_string()).chain(usual.keys().cloned());
    for id in ids.chain(written.iter().map(|row| row.get(COST).to_owned())) {
        if !id.is_empty() && !names.contains(&id) {
            names.push(id);
        }
    }
    let nothing = Fields::default();
    let (heading, note) = (form.id(COSTS), format!("{}-regel", form.id(COSTS)));
    html! {
        h3 id=(heading) tabindex="-1" { (form.label(COSTS)) }
        (form.error(COSTS))
        p.note id=(note) { (t!(words, "organisations-costs-how")) }
        div.scroll tabindex="0" role="group" aria-labelledby=(heading) {
            table.money.coding aria-describedby=(note) {
                thead {
                    tr {
                        th scope="col" { (t!(words, "organisations-cost")) }
                        @for (_, name) in COLUMNS { th scope="col" { (words.get(name)) } }
                    }
                }
                tbody {
                    @for name in &names {
                        @let is_now = usual.get(name).unwrap_or(&nothing);
                        // A name that stands twice was written into the last row: both are shown, so that one can go.
                        @let rows: Vec<&Fields> = written.iter().filter(|row| row.get(COST) == name).collect();
                        @for at in 0..rows.len().max(1) {
                            tr {
                                th scope="row" {
                                    input type="hidden" name=(COST) value=(name);
                                    (called(words, costs, name))
                                }
                                (cells(form, &called(words, costs, name), rows.get(at).copied(), is_now))
                            }
                        }
                    }
                    @let unnamed = written.iter().find(|row| row.get(COST).is_empty());
                    tr {
                        th scope="row" {
                            input name=(COST) value="" aria-label=(t!(words, "organisations-other-cost")) maxlength="64"
                                placeholder=(t!(words, "organisations-other-cost")) autocomplete="off" autocapitalize="none" spellcheck="false";
                        }
                        (cells(form, &t!(words, "organisations-other-cost"), unnamed, &nothing))
                    }
                }
            }
        }
    }
}

/// The fields of a row: what was written there, or what stands there now.
fn cells(form: &Form<'_>, name: &str, written: Option<&Fields>, now: &Fields) -> Markup {
    let words = form.words;
    let is_stale = form.refused.is_some_and(Refused::is_stale);
    html! {
        @for (field, label) in COLUMNS {
            @let usual = now.get(field);
            td data-name=(words.get(label)) {
                input name=(field) value=(written.unwrap_or(now).get(field)) aria-label=(format!("{}, {name}", words.get(label)))
                    maxlength="40" autocomplete="off" spellcheck="false";
                @if is_stale && written.is_some_and(|written| written.get(field) != usual) {
                    p.note { (t!(words, "form-now", value = if usual.is_empty() { "–" } else { usual })) }
                }
            }
        }
    }
}
