//! `/parter/{party}`: one party's own page, for its own budget and its own meeting; prints on one sheet.

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, get, web};
use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::agreement::PartyKind;
use samfin_core::stress::{Stressed, WorstIncrease};
use samfin_core::{Calculation, Id, Ore, Party, PartyResult};

use super::documents::documents;
use super::{Where, YEARS, address, coming, each, inhabitants, no_such_party, require_own};
use crate::app::dialogue::{Single, Stresses};
use crate::app::invoicing_details::Contact;
use crate::app::payments::Stood;
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::explanation::Followed;
use crate::web::layout::{Page, Place};
use crate::web::parts::{amount, bar, followed, listed, names, share};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// A party's own page.
#[get("/parter/{party}")]
pub(in crate::web) async fn own_page(
    visitor: Visitor,
    id: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Where { agreement, year } = Where::read(&visitor, request.query_string()).await?;
    let (words, id) = (visitor.words, id.into_inner());
    let agreement = agreement.ok_or_else(no_such_party)?;
    require_own(&visitor, &agreement, &id)?;
    let party = Id::parse(&id).ok_or_else(no_such_party)?;
    let documents = if visitor.app.scope().may(Right::ReadInvoices, On::Agreement(&agreement)) {
        Some(visitor.app.year_documents(agreement.clone(), year, Some(party)).await?)
    } else {
        None
    };
    let contact = match &documents {
        Some(_) => visitor.app.contact_of_host(agreement.clone(), year).await?,
        None => None,
    };
    let shown = visitor.app.stand_alone(coming(agreement, year, YEARS), move |single, stresses| {
        let position = single.agreement().position(&id)?;
        Some(Own { words, single, stresses, position, documents: documents.as_deref(), contact }.page())
    });
    let (title, actions, content) = shown.await?.ok_or_else(no_such_party)?;
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Parties), actions: Some(actions), content }))
}

/// Where the page was before.
#[get("/part/{party}")]
pub(in crate::web) async fn moved_page(id: web::Path<String>, request: HttpRequest) -> HttpResponse {
    let query = request.query_string();
    let mark = if query.is_empty() { "" } else { "?" };
    let to = format!("/parter/{}{mark}{query}", form_urlencoded::byte_serialize(id.as_bytes()).collect::<String>());
    HttpResponse::PermanentRedirect().insert_header((LOCATION, to)).finish()
}

/// What the page is about.
struct Own<'o> {
    words: Words,
    single: &'o Single,
    stresses: &'o Stresses,
    position: usize,
    /// Its documents of the year, for those who see any.
    documents: Option<&'o [Stood]>,
    /// Whom it asks about them.
    contact: Option<Contact>,
}

impl Own<'_> {
    fn page(&self) -> (String, Markup, Markup) {
        let (words, year) = (self.words, self.single.calculation().year);
        let agreement = self.single.agreement();
        let content = html! {
            div.sheet {
                p.crumb {
                    a href=(format!("/?ar={year}")) { (agreement.name) } " · "
                    a href=(format!("/underlag?avtal={}&version={}", self.single.id, self.single.version)) { (t!(words, "explain-version", version = self.single.version)) }
                    @if !self.single.adopted { " " (t!(words, "explain-draft")) }
                }
                p.finding { (self.finding()) }
                div.halves {
                    (self.costs())
                    div {
                        (self.years())
                        (self.others())
                        (self.payments())
                    }
                }
                @if let Some(all) = self.documents { (documents(words, year, &self.party().id, all, self.contact.as_ref())) }
                p.note { (t!(words, "party-note", from = self.single.years[0])) }
            }
        };
        (self.party().name.clone(), self.actions(), content)
    }

    fn party(&self) -> &Party {
        &self.single.agreement().parties[self.position]
    }

    fn result(&self) -> &PartyResult {
        &self.single.calculation().parties[self.position]
    }

    /// Where a figure of a year is followed to.
    fn followed(&self, year: i32) -> Followed {
        let from = self.single.years.first().copied();
        Followed { from, ..Followed::of_year(&self.single.id, year).party(&self.party().id) }
    }

    fn actions(&self) -> Markup {
        let words = self.words;
        let year = self.single.calculation().year;
        let other = |year: i32| address(&self.single.id, &self.party().id, year);
        html! {
            a.btn href=(format!("/parter/{}/budget.xlsx?avtal={}&ar={}", self.party().id, self.single.id, (year + 1).min(2100))) {
                (t!(words, "party-budget", year = (year + 1).min(2100)))
            }
            a.btn.btn-p href=(self.followed(year).address()) { (t!(words, "explain-title")) }
            @if year > 2000 { a.btn href=(other(year - 1)) { span aria-hidden="true" { "‹ " } (t!(words, "start-year", year = year - 1)) } }
            @if year < 2100 { a.btn href=(other(year + 1)) { (t!(words, "start-year", year = year + 1)) span aria-hidden="true" { " ›" } } }
        }
    }

    /// What it pays, and how that is beside the others of its kind.
    fn finding(&self) -> String {
        let (words, format) = (self.words, self.words.format());
        let (name, year) = (self.party().name.as_str(), self.single.calculation().year);
        let payable = self.result().payable;
        let pays = t!(words, "party-pays", party = name, amount = format.kronor(payable), year = year);
        let Some(own) = self.inhabitants(self.party()).and_then(|people| each(payable, people)) else { return pays };
        let own = t!(words, "party-each", amount = format.number(own, 2));
        let mean = self.mean().map(|(kind, mean)| {
            t!(words, "party-mean", kind = kind_plural(words, kind), amount = format.number(mean, 2))
        });
        [Some(pays), Some(own), mean].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn inhabitants(&self, party: &Party) -> Option<Decimal> {
        inhabitants(&self.single.request, self.single.calculation().year, party)
    }

    /// What those of the party's kind pay together by their inhabitants together, where there are several.
    fn mean(&self) -> Option<(PartyKind, Decimal)> {
        let kind = self.party().kind;
        let (mut paid, mut people, mut count) = (0_i64, Decimal::ZERO, 0);
        for (party, result) in self.single.agreement().parties.iter().zip(&self.single.calculation().parties) {
            if party.kind == kind && party.shares_costs {
                paid = paid.checked_add(result.payable.ore())?;
                people += self.inhabitants(party)?;
                count += 1;
            }
        }
        (count > 1).then_some((kind, each(Ore::from_ore(paid)?, people)?))
    }

    /// What it pays for.
    fn costs(&self) -> Markup {
        let words = self.words;
        let calculation = self.single.calculation();
        let (party, result) = (self.party(), self.result());
        let name = |id: &Id| calculation.costs.iter().find(|cost| cost.id == *id).map(|cost| cost.name.as_str());
        let lines: Vec<_> = calculation.lines.iter().filter(|line| line.party == party.id).collect();
        let largest = lines.iter().map(|line| line.amount).max().unwrap_or_default();
        let whole = self.followed(calculation.year);
        html! {
            section.card aria-labelledby="kostnader" {
                h2 #kostnader { (t!(words, "party-costs", year = calculation.year)) }
                @if lines.is_empty() { p { (t!(words, "explain-bears-nothing", party = party.name.as_str())) } }
                table.own.own-c {
                    caption.sr { (t!(words, "party-costs", year = calculation.year)) }
                    tbody {
                        @for line in &lines {
                            tr {
                                th scope="row" { (name(&line.cost).unwrap_or_default()) }
                                td.n { (followed(&whole.clone().cost(&line.cost).address(), amount(words, line.amount))) }
                                td.bar-c { (bar(share(line.amount, largest))) }
                            }
                        }
                        @if !result.shortfall.is_zero() {
                            tr { th scope="row" { (t!(words, "explain-shortfall")) } td.n { "−" (amount(words, result.shortfall)) } td.bar-c {} }
                        }
                        @if !result.cover.is_zero() {
                            tr { th scope="row" { (t!(words, "explain-cover")) } td.n { (amount(words, result.cover)) } td.bar-c {} }
                        }
                    }
                    tfoot {
                        tr {
                            th scope="row" { (t!(words, "explain-payable")) }
                            td.n { (followed(&whole.address(), amount(words, result.payable))) }
                            td.bar-c { (words.format().percent(share(result.payable, self.all_paid()), 1)) " " (t!(words, "party-of-all")) }
                        }
                    }
                }
            }
        }
    }

    fn all_paid(&self) -> Ore {
        let paid = self.single.calculation().parties.iter().map(|party| party.payable.wide()).sum();
        Ore::from_wide(paid).unwrap_or_default()
    }

    /// How it changes over the coming years.
    fn years(&self) -> Markup {
        let (words, format) = (self.words, self.words.format());
        let payable = |calculation: &Calculation| calculation.parties[self.position].payable;
        let amounts: Vec<(i32, Ore)> = self.single.calculations.iter().map(|one| (one.year, payable(one))).collect();
        let largest = amounts.iter().map(|(_, amount)| *amount).max().unwrap_or_default();
        html! {
            section.card aria-labelledby="ar-for-ar" {
                h2 #ar-for-ar { (t!(words, "party-years")) }
                table.own {
                    caption.sr { (t!(words, "party-years")) }
                    tbody {
                        @for (i, (year, paid)) in amounts.iter().enumerate() {
                            tr {
                                th scope="row" { (year) }
                                td.n {
                                    (followed(&self.followed(*year).address(), amount(words, *paid)))
                                    @if let Some((_, before)) = i.checked_sub(1).map(|before| amounts[before]) {
                                        span.d { (format.change(Ore::from_ore(paid.ore() - before.ore()).unwrap_or_default())) }
                                    }
                                }
                                td.bar-c { (bar(share(*paid, largest))) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What falls on it when others do not contribute.
    fn others(&self) -> Markup {
        let words = self.words;
        let one = self.stresses.one.as_ref().map(|stressed| self.worst(stressed));
        let two = self.stresses.two.as_ref().map(|stressed| self.worst(stressed));
        html! {
            section.card aria-labelledby="bortfall" {
                h2 #bortfall { (t!(words, "party-others")) }
                @match one {
                    None => p { (t!(words, "party-others-unknown")) },
                    Some(None) => p { (t!(words, "party-others-nothing-one")) },
                    Some(Some(worst)) => p { (self.told(worst)) },
                }
                @match (one.flatten(), two) {
                    (_, None) => {},
                    (None, Some(None)) => p { (t!(words, "party-others-nothing-two")) },
                    (_, Some(Some(worst))) if worst.defaulters.len() > 1 => p { (self.told(worst)) },
                    _ => p { (t!(words, "party-others-no-more")) },
                }
                p.card-links {
                    a href=(format!("/jamfor?avtal={}&fran={year}&ar={year}", self.single.id, year = self.single.calculation().year)) { (t!(words, "party-try")) }
                }
            }
        }
    }

    fn worst<'s>(&self, stressed: &'s Stressed) -> Option<&'s WorstIncrease> {
        stressed.policies.first()?.worst_increase.iter().find(|worst| worst.party == self.party().id)
    }

    fn told(&self, worst: &WorstIncrease) -> String {
        let (words, format) = (self.words, self.words.format());
        let names = names(&self.single.calculation().parties);
        let out: Vec<&str> = worst.defaulters.iter().filter_map(|id| names.get(id).copied()).collect();
        let (count, who, amount) = (out.len(), listed(words, &out), format.kronor(worst.amount));
        match worst.percent {
            Some(percent) => {
                let percent = format.percent(Decimal::from_i128_with_scale(percent.units(), 6), 1);
                t!(words, "party-worst-percent", count = count, who = who, amount = amount, percent = percent)
            }
            None => t!(words, "party-worst", count = count, who = who, amount = amount),
        }
    }

    /// What it pays to whom, and what is owed.
    fn payments(&self) -> Markup {
        let (words, format) = (self.words, self.words.format());
        let (calculation, result) = (self.single.calculation(), self.result());
        let names = names(&calculation.parties);
        let name = |id| names.get(id).map_or_else(|| t!(words, "explain-reserve"), |name| (*name).to_owned());
        let opening = &self.single.request.opening.debts;
        let before = opening.iter().find(|(party, _)| *party == self.position).map(|(_, debt)| *debt);
        html! {
            section.card aria-labelledby="betalningar" {
                h2 #betalningar { (t!(words, "explain-payments")) }
                ul.list {
                    @for one in calculation.transfers.iter().filter(|one| one.from == result.id) {
                        li { (t!(words, "explain-sends", amount = format.kronor_and_ore(one.amount), to = name(&one.to))) }
                    }
                    @for one in calculation.transfers.iter().filter(|one| one.to == result.id) {
                        li { (t!(words, "explain-receives", amount = format.kronor_and_ore(one.amount), from = name(&one.from))) }
                    }
                    @if result.net.is_zero() { li { (t!(words, "explain-no-payment")) } }
                    @if !result.provided.is_zero() {
                        li { (t!(words, "party-provides", amount = format.kronor_and_ore(result.provided))) }
                    }
                    @if let Some(debt) = before.filter(|debt| !debt.is_zero()) {
                        li { (t!(words, "party-owes-before", amount = format.kronor_and_ore(debt))) }
                    }
                    @if !result.debt.is_zero() { li { (t!(words, "explain-debt", amount = format.kronor_and_ore(result.debt))) } }
                }
            }
        }
    }
}

/// What sort of party it is.
pub(in crate::web) fn kind_name(words: Words, kind: PartyKind) -> String {
    match kind {
        PartyKind::Region => t!(words, "kind-region"),
        PartyKind::Municipality => t!(words, "kind-municipality"),
        PartyKind::Association => t!(words, "kind-association"),
        PartyKind::Other => t!(words, "kind-other"),
    }
}

/// Several of a sort, as they stand in a sentence.
pub(in crate::web) fn kind_plural(words: Words, kind: PartyKind) -> String {
    match kind {
        PartyKind::Region => t!(words, "kinds-region"),
        PartyKind::Municipality => t!(words, "kinds-municipality"),
        PartyKind::Association => t!(words, "kinds-association"),
        PartyKind::Other => t!(words, "kinds-other"),
    }
}
