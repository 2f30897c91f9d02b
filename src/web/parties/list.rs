//! `/parter`: every party of an agreement, with what it pays this year and the next, and how it stands with money.

use std::collections::BTreeMap;

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, get};
use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::billing::document::Form;
use samfin_core::billing::payment::PaymentStatus;
use samfin_core::{Id, Ore};

use super::{Where, address, coming, each, inhabitants};
use crate::app::dialogue::Single;
use crate::app::payments::Stood;
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::explanation::Followed;
use crate::web::layout::{Page, Place};
use crate::web::money::scrolled;
use crate::web::parts::{amount, bar, followed, share};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many agreements are offered.
const MOST_AGREEMENTS: i64 = 200;

/// A party in the list.
struct Row {
    id: Id,
    name: String,
    /// The one that is invoiced in its place.
    payer: Option<String>,
    payable: Ore,
    next: Option<Ore>,
    each: Option<Decimal>,
}

/// What a party has been asked for.
#[derive(Default)]
struct Sums {
    owed: i128,
    left: i128,
    overdue: i128,
}

/// Every party; whoever is there for one party alone is taken to it.
#[get("/parter")]
pub(in crate::web) async fn list_parties(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let Where { agreement, year } = Where::read(&visitor, request.query_string()).await?;
    let (words, title) = (visitor.words, t!(visitor.words, "parties-title"));
    let Some(agreement) = agreement else {
        let content = html! { p.finding { (t!(words, "basis-nothing")) } p { a.btn.btn-p href="/" { (t!(words, "basis-nothing-go")) } } };
        return Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Parties), actions: None, content }));
    };
    let own: Option<Vec<String>> =
        visitor.app.scope().only_for(&agreement).map(|own| own.into_iter().map(str::to_owned).collect());
    if let Some([only]) = own.as_deref() {
        return Ok(HttpResponse::SeeOther().insert_header((LOCATION, address(&agreement, only, year))).finish());
    }
    let sees_money = visitor.app.scope().may(Right::ReadInvoices, On::Agreement(&agreement));
    let documents =
        if sees_money { visitor.app.year_documents(agreement.clone(), year, None).await? } else { Vec::new() };
    let sums = sees_money.then(|| sums(&documents));
    let agreements = visitor.app.agreements(None, MOST_AGREEMENTS).await?;
    let (name, mut rows) = visitor.app.look_ahead(coming(agreement.clone(), year, 2), rows).await?;
    if let Some(own) = &own {
        rows.retain(|row| own.iter().any(|id| id == row.id.as_str()));
    }
    let content = html! {
        @if agreements.len() > 1 {
            form.filter method="get" action="/parter" {
                div.field {
                    label for="avtal" { (t!(words, "log-agreement")) }
                    select #avtal name="avtal" {
                        @for one in &agreements { option value=(one.id) selected[one.id == agreement] { (one.name) } }
                    }
                }
                input type="hidden" name="ar" value=(year);
                div.acts { button.btn type="submit" { (t!(words, "log-show")) } }
            }
        } @else { p.crumb { a href=(format!("/?ar={year}")) { (name) } } }
        p.finding { (finding(words, year, &rows, sums.as_ref())) }
        (scrolled(&t!(words, "parties-title-year", year = year), &table(words, &agreement, year, &rows, sums.as_ref())))
        p.note { (t!(words, "parties-note")) @if sees_money { " " (t!(words, "parties-money-note")) } }
    };
    let link = |other: i32| format!("/parter?avtal={agreement}&ar={other}");
    let actions = html! {
        @if year > 2000 { a.btn href=(link(year - 1)) { span aria-hidden="true" { "‹ " } (t!(words, "start-year", year = year - 1)) } }
        @if year < 2100 { a.btn href=(link(year + 1)) { (t!(words, "start-year", year = year + 1)) span aria-hidden="true" { " ›" } } }
    };
    let title = t!(words, "parties-title-year", year = year);
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Parties), actions: Some(actions), content }))
}

/// The agreement's name and its parties.
fn rows(single: &Single) -> (String, Vec<Row>) {
    let (agreement, this) = (single.agreement(), single.calculation());
    let next = single.calculations.get(1);
    let row = |(position, party): (usize, &samfin_core::Party)| {
        let payable = this.parties[position].payable;
        Row {
            id: party.id.clone(),
            name: party.name.clone(),
            payer: (party.payer != position).then(|| agreement.parties[party.payer].name.clone()),
            payable,
            next: next.map(|next| next.parties[position].payable),
            each: inhabitants(&single.request, this.year, party).and_then(|people| each(payable, people)),
        }
    };
    (agreement.name.clone(), agreement.parties.iter().enumerate().map(row).collect())
}

/// What each payer has been asked for by invoices.
fn sums(documents: &[Stood]) -> BTreeMap<&Id, Sums> {
    let mut all: BTreeMap<&Id, Sums> = BTreeMap::new();
    for one in documents.iter().filter(|one| one.invoice.document.form == Form::Invoice) {
        let Some(standing) = one.standing else { continue };
        let sums = all.entry(&one.invoice.document.buyer.party).or_default();
        sums.owed += standing.owed.wide();
        sums.left += standing.left.wide();
        if standing.status == PaymentStatus::Overdue {
            sums.overdue += standing.left.wide();
        }
    }
    all
}

fn ore(wide: i128) -> Ore {
    Ore::from_wide(wide).unwrap_or_default()
}

fn finding(words: Words, year: i32, rows: &[Row], sums: Option<&BTreeMap<&Id, Sums>>) -> String {
    let format = words.format();
    let all = format.kronor(ore(rows.iter().map(|row| row.payable.wide()).sum()));
    let pays = t!(words, "parties-pay", count = rows.len(), amount = all, year = year);
    let Some(sums) = sums else { return pays };
    let sum = |of: fn(&Sums) -> i128| sums.values().map(of).sum::<i128>();
    let (owed, left, overdue) = (sum(|one| one.owed), sum(|one| one.left), sum(|one| one.overdue));
    let asked = format.kronor(ore(owed));
    let stands = match (owed, left, overdue) {
        (0, ..) => t!(words, "parties-not-asked"),
        (_, 0, _) => t!(words, "parties-all-paid", asked = asked),
        (_, left, 0) => t!(words, "parties-left", asked = asked, left = format.kronor(ore(left))),
        (_, left, overdue) => t!(
            words,
            "parties-overdue",
            asked = asked,
            left = format.kronor(ore(left)),
            overdue = format.kronor(ore(overdue))
        ),
    };
    format!("{pays} {stands}")
}

fn table(words: Words, agreement: &str, year: i32, rows: &[Row], sums: Option<&BTreeMap<&Id, Sums>>) -> Markup {
    let format = words.format();
    let largest = rows.iter().map(|row| row.payable).max().unwrap_or_default();
    let has_next = rows.iter().any(|row| row.next.is_some());
    html! {
        table.money.parties {
            caption.sr { (t!(words, "parties-title-year", year = year)) }
            thead {
                tr {
                    th scope="col" { (t!(words, "start-party")) }
                    th.n scope="col" { (t!(words, "parties-pays", year = year)) }
                    td.bar-c {}
                    th.n scope="col" { (t!(words, "parties-each")) }
                    @if has_next { th.n scope="col" { (t!(words, "parties-next", year = year + 1)) } }
                    @if sums.is_some() {
                        th.n scope="col" { (t!(words, "parties-asked")) }
                        th.n scope="col" { (t!(words, "money-left")) }
                    }
                }
            }
            tbody {
                @for row in rows {
                    tr {
                        th scope="row" {
                            a href=(address(agreement, &row.id, year)) { (row.name) }
                            @if let Some(payer) = &row.payer { span.below { (t!(words, "parties-payer", payer = payer.as_str())) } }
                        }
                        td.n data-name=(t!(words, "parties-pays", year = year)) {
                            (followed(&Followed::of_year(agreement, year).party(&row.id).address(), amount(words, row.payable)))
                        }
                        td.bar-c { (bar(share(row.payable, largest))) }
                        td.n data-name=(t!(words, "parties-each")) { @if let Some(each) = row.each { (format.number(each, 2)) } }
                        @if has_next {
                            td.n data-name=(t!(words, "parties-next", year = year + 1)) {
                                @if let Some(next) = row.next {
                                    (amount(words, next))
                                    span.below { (format.change(ore(next.wide() - row.payable.wide()))) }
                                }
                            }
                        }
                        @if let Some(sums) = sums {
                            @let own = sums.get(&row.id);
                            td.n data-name=(t!(words, "parties-asked")) { (amount(words, ore(own.map_or(0, |own| own.owed)))) }
                            td.n data-name=(t!(words, "money-left")) {
                                (amount(words, ore(own.map_or(0, |own| own.left))))
                                @if own.is_some_and(|own| own.overdue > 0) { span.below.late { (t!(words, "money-overdue")) } }
                            }
                        }
                    }
                }
            }
            tfoot {
                tr {
                    th scope="row" { (t!(words, "start-sum")) }
                    td.n data-name=(t!(words, "parties-pays", year = year)) { (amount(words, ore(rows.iter().map(|row| row.payable.wide()).sum()))) }
                    td.bar-c {}
                    td {}
                    @if has_next {
                        td.n data-name=(t!(words, "parties-next", year = year + 1)) {
                            (amount(words, ore(rows.iter().filter_map(|row| row.next).map(Ore::wide).sum())))
                        }
                    }
                    @if let Some(sums) = sums {
                        td.n data-name=(t!(words, "parties-asked")) { (amount(words, ore(sums.values().map(|one| one.owed).sum()))) }
                        td.n data-name=(t!(words, "money-left")) { (amount(words, ore(sums.values().map(|one| one.left).sum()))) }
                    }
                }
            }
        }
    }
}
