//! `/parter/{party}/budget.xlsx`: what a party is to put in its own budget, cost by cost and year by year.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, get, web};
use samfin_core::{Calculation, Ore};
use samfin_documents::table::{Cell, Table, xlsx};

use super::{Where, YEARS, coming, no_such_party, require_own};
use crate::app::Error;
use crate::app::dialogue::Single;
use crate::http::body::FileBody;
use crate::http::problem::Problem;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// The party's figures from a year on, as a workbook of one sheet.
#[get("/parter/{party}/budget.xlsx")]
pub(in crate::web) async fn party_budget(id: web::Path<String>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request).ok_or_else(|| Problem::internal("a page without the program"))?;
    let Where { agreement, year } = Where::read(&visitor, request.query_string()).await?;
    let (words, today, id) = (visitor.words, visitor.now().date(), id.into_inner());
    let agreement = agreement.ok_or_else(no_such_party)?;
    require_own(&visitor, &agreement, &id)?;
    let file = format!("attachment; filename=\"budget-{year}.xlsx\"");
    let sheet = t!(words, "party-budget-sheet", year = year);
    let written = visitor.app.look_ahead(coming(agreement, year, YEARS), move |single| {
        let position = single.agreement().position(&id)?;
        let table = table(words, single, position);
        Some(xlsx(&table, &sheet, today).map_err(|error| Error::Broken(error.to_string())))
    });
    let bytes = written.await?.ok_or_else(no_such_party)??;
    Ok(HttpResponse::Ok()
        .content_type(FileBody::XLSX)
        .insert_header((CONTENT_DISPOSITION, file))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes))
}

/// A row for each cost that the party bears in any of the years, what is left out or taken on, and the sum to pay.
fn table(words: Words, single: &Single, position: usize) -> Table {
    let party = &single.agreement().parties[position];
    let years = &single.calculations;
    let row = |name: String, amount: &dyn Fn(&Calculation) -> Ore| {
        let cells = years.iter().map(|year| Cell::Money(amount(year)));
        std::iter::once(Cell::Text(name)).chain(cells).collect::<Vec<_>>()
    };
    let mut costs = Vec::new();
    for line in years.iter().flat_map(|year| &year.lines).filter(|line| line.party == party.id) {
        if !costs.contains(&&line.cost) {
            costs.push(&line.cost);
        }
    }
    let mut rows = Vec::new();
    for cost in costs {
        let named = |year: &Calculation| year.costs.iter().find(|one| one.id == *cost).map(|one| one.name.clone());
        let of = |year: &Calculation| {
            let own = year.lines.iter().filter(|line| line.party == party.id && line.cost == *cost);
            Ore::from_wide(own.map(|line| line.amount.wide()).sum()).unwrap_or_default()
        };
        rows.push(row(years.iter().find_map(named).unwrap_or_default(), &of));
    }
    let shortfall = |year: &Calculation| Ore::from_ore(-year.parties[position].shortfall.ore()).unwrap_or_default();
    let cover = |year: &Calculation| year.parties[position].cover;
    if years.iter().any(|year| !shortfall(year).is_zero()) {
        rows.push(row(t!(words, "explain-shortfall"), &shortfall));
    }
    if years.iter().any(|year| !cover(year).is_zero()) {
        rows.push(row(t!(words, "explain-cover"), &cover));
    }
    rows.push(row(t!(words, "explain-payable"), &|year| year.parties[position].payable));
    let said = [
        format!("{} · {}", single.agreement().name, party.name),
        t!(words, "explain-version", version = single.version),
        t!(words, "party-budget-note", from = single.years.first().copied().unwrap_or_default()),
    ];
    let empty = |text: String| {
        let cells = std::iter::repeat_n(Cell::Empty, years.len());
        std::iter::once(Cell::Text(text)).chain(cells).collect::<Vec<_>>()
    };
    rows.push(empty(String::new()));
    rows.extend(said.map(empty));
    let heads = std::iter::once(t!(words, "party-budget-cost")).chain(single.years.iter().map(i32::to_string));
    Table { heads: heads.collect(), rows }
}
