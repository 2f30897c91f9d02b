//! `/fakturor`: the invoices that the reader sees, narrowed by what stands in the address.

use actix_web::{HttpRequest, HttpResponse, get};
use maud::{Markup, html};
use samfin_core::billing::payment::PaymentStatus;
use samfin_core::{Code, Id, say};
use uuid::Uuid;

use super::basis_file;
use super::narrowing;
use super::sums::Sums;
use super::table::table;
use crate::app::invoices::{Choices, Filter, Only, Status, Whole};
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::{Key, Words, key, t};

/// How many invoices stand on a page.
const PER_PAGE: usize = 50;
pub(super) const NAMES: &[&str] = &["visa", "avtal", "ar", "part", "fore"];
/// In the address: nothing was ticked when something was to be done to what is ticked.
const NOTHING: &str = "inget";

/// The list that somebody came from without having ticked anything, with that said.
pub(super) fn with_nothing_ticked(from: &str) -> String {
    match from.strip_prefix("/fakturor") {
        Some(query) if query.starts_with('?') => format!("{from}&{NOTHING}=1"),
        _ => format!("/fakturor?{NOTHING}=1"),
    }
}

/// The quick filters, in their order: the word in the address, and what it is called.
const VIEWS: [(&str, View, Key); 7] = [
    ("alla", View::All, key!("invoices-all")),
    ("utkast", View::Drafts, key!("invoices-drafts")),
    ("attest", View::ToAttest, key!("invoices-to-attest")),
    ("skickade", View::Issued, key!("invoices-issued")),
    ("obetalda", View::Unpaid, key!("invoices-unpaid")),
    ("forfallna", View::Overdue, key!("invoices-overdue")),
    ("krediterade", View::Credited, key!("invoices-credited")),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    All,
    Drafts,
    ToAttest,
    Issued,
    Unpaid,
    Overdue,
    Credited,
}

/// What is asked for, as it stands in the address.
pub(super) struct Asked {
    view: View,
    pub(super) agreement: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) party: Option<Id>,
}

impl Asked {
    pub(super) fn read(query: &mut Query) -> Self {
        let views = VIEWS.map(|(word, view, _)| (word, view));
        let view = query.word("visa", &views).unwrap_or(View::All);
        let agreement = query.raw("avtal").filter(|id| !id.is_empty());
        if agreement.as_ref().is_some_and(|id| Uuid::try_parse(id).is_err()) {
            query.refuse("avtal", Code::UnknownValue, say!("ange ett avtals id", "give an agreement's id"));
        }
        // A form sends its empty fields too.
        let is_filled = |query: &Query, name: &str| query.raw(name).is_some_and(|text| !text.is_empty());
        let year = if is_filled(query, "ar") { query.whole("ar", 2000, 2100) } else { None };
        let party = query.raw("part").filter(|party| !party.is_empty());
        let id = party.as_ref().and_then(|party| Id::parse(party));
        if party.is_some() && id.is_none() {
            query.refuse("part", Code::UnknownValue, say!("ange en parts id", "give a party's id"));
        }
        Self { view, agreement, year, party: id }
    }

    /// A year is one of an agreement: of the only one there is, or of one that must be chosen too.
    pub(super) fn of_agreement(mut self, query: &mut Query, choices: &Choices) -> Self {
        if self.year.is_some() && self.agreement.is_none() {
            self.agreement = choices.only().map(|only| only.id.clone());
            if self.agreement.is_none() && !choices.agreements.is_empty() {
                query.refuse(
                    "ar",
                    Code::UnknownValue,
                    say!("välj också vilket avtals år", "choose which agreement's year too"),
                );
            }
        }
        self
    }

    /// The quick filter as it stands in the address; none: everything.
    pub(super) fn view_word(&self) -> Option<&'static str> {
        VIEWS.iter().find(|(_, view, _)| *view == self.view && *view != View::All).map(|(word, ..)| *word)
    }

    pub(super) fn filter(&self) -> Filter {
        let mut filter = Filter { agreement: self.agreement.clone(), payer: self.party.clone(), ..Filter::default() };
        filter.year = self.year.filter(|_| self.agreement.is_some());
        match self.view {
            View::All => {}
            View::Drafts => filter.status = Some(Status::Draft),
            View::ToAttest => filter.only = Some(Only::ToAttest),
            View::Issued => filter.status = Some(Status::Issued),
            View::Unpaid => filter.only = Some(Only::Unpaid),
            View::Overdue => {
                (filter.status, filter.payment_status) = (Some(Status::Issued), Some(PaymentStatus::Overdue));
            }
            View::Credited => filter.only = Some(Only::Credited),
        }
        filter
    }

    /// The address of the page with this asked for, in another view or from another place.
    fn address(&self, view: View, before: Option<&str>) -> String {
        self.address_of("/fakturor", view, before)
    }

    /// The address of the page, or of the same as a file.
    fn address_of(&self, path: &str, view: View, before: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some((word, ..)) = VIEWS.iter().find(|(_, known, _)| *known == view && view != View::All) {
            query.append_pair("visa", word);
        }
        let year = self.year.map(|year| year.to_string());
        let party = self.party.as_ref().map(ToString::to_string);
        for (name, value) in [
            ("avtal", self.agreement.as_deref()),
            ("ar", year.as_deref()),
            ("part", party.as_deref()),
            ("fore", before),
        ] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// What the list is narrowed to, whatever the view, as fields.
    pub(super) fn narrowing(&self) -> Vec<(&'static str, String)> {
        let year = self.year.map(|year| ("ar", year.to_string()));
        let party = self.party.as_ref().map(|party| ("part", party.to_string()));
        self.agreement.iter().map(|id| ("avtal", id.clone())).chain(year).chain(party).collect()
    }

    /// Whether something is left out: the only agreement there is leaves nothing out.
    fn is_narrowed(&self, choices: &Choices) -> bool {
        self.year.is_some() || self.party.is_some() || (self.agreement.is_some() && choices.only().is_none())
    }
}

/// The invoices.
#[get("/fakturor")]
pub(in crate::web) async fn list_invoices(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &[NAMES, &[NOTHING]].concat());
    let asked = Asked::read(&mut query);
    let choices = visitor.app.invoice_choices(asked.agreement.as_deref()).await?;
    let asked = asked.of_agreement(&mut query, &choices);
    let has_ticked_nothing = query.raw(NOTHING).is_some();
    let before = query.raw("fore").filter(|id| !id.is_empty());
    if before.as_ref().is_some_and(|id| Uuid::try_parse(id).is_err()) {
        query.refuse("fore", Code::UnknownValue, say!("ange ett underlags id", "give a document's id"));
    }
    query.finish()?;
    let limit = i64::try_from(PER_PAGE).unwrap_or(i64::MAX).saturating_add(1);
    let mut found = visitor.app.invoices(asked.filter(), before.clone(), limit).await?;
    let has_more = found.len() > PER_PAGE;
    found.truncate(PER_PAGE);
    let back = visitor.app.sent_back(&found).await?;
    let words = visitor.words;
    let here = asked.address(asked.view, before.as_deref());
    let basis = basis_file::fetching(&visitor, &asked).await?;
    let content = html! {
        @if has_ticked_nothing { div.errors role="alert" tabindex="-1" autofocus { p { (t!(words, "invoices-tick")) } } }
        (views(words, &asked))
        (narrowing::form(words, &asked, &choices))
        @if asked.is_narrowed(&choices) { (narrowed(words, &asked, &choices)) }
        @if found.is_empty() {
            (nothing(words, &asked, &choices))
        } @else {
            p.finding { (finding(words, asked.view, &found, has_more)) }
            (table(&visitor, &found, &back, &here))
            @if has_more && let Some(last) = found.last() {
                p.more { a.btn href=(asked.address(asked.view, Some(&last.invoice.id))) { (t!(words, "invoices-more")) } }
            }
            (basis)
        }
    };
    let title = t!(words, "invoices-title");
    let actions = html! {
        a.btn href="/betalningar" { (t!(words, "payments-title")) }
        a.btn href="/utbetalningar" { (t!(words, "payouts-title")) }
        @if !found.is_empty() {
            a.btn href=(asked.address_of("/fakturor.xlsx", asked.view, None)) { (t!(words, "invoices-excel")) }
            a.btn href=(asked.address_of("/fakturor.csv", asked.view, None)) { (t!(words, "invoices-csv")) }
        }
    };
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Invoices), actions: Some(actions), content }))
}

fn views(words: Words, asked: &Asked) -> Markup {
    html! {
        nav.tabs aria-label=(t!(words, "invoices-views")) {
            @for (_, view, name) in VIEWS {
                a href=(asked.address(view, None)) aria-current=[(view == asked.view).then_some("page")] { (words.get(name)) }
            }
        }
    }
}

/// That not everything is shown, and the way to everything.
fn narrowed(words: Words, asked: &Asked, choices: &Choices) -> Markup {
    let all = Asked { view: asked.view, agreement: None, year: None, party: None };
    let mut of: Vec<String> = asked.year.iter().map(ToString::to_string).collect();
    let called = |id: &Id| {
        let known = choices.parties.iter().find(|(known, _)| known == id);
        known.map_or_else(|| id.to_string(), |(_, name)| name.clone())
    };
    of.extend(asked.party.as_ref().map(called));
    html! {
        p.note {
            @if of.is_empty() { (t!(words, "invoices-of-agreement")) } @else { (t!(words, "invoices-of", what = of.join(", "))) } " "
            a href=(all.address(asked.view, None)) { (t!(words, "invoices-show-all")) }
        }
    }
}

/// How many there are and of how much; of what is not paid, how much is left.
fn finding(words: Words, view: View, found: &[Whole], has_more: bool) -> String {
    if matches!(view, View::Unpaid | View::Overdue) {
        let left = Sums::left(found).told_left(words);
        let count = found.len();
        return if has_more {
            t!(words, "invoices-part-left", count = count, left = left)
        } else {
            t!(words, "invoices-count-left", count = count, left = left)
        };
    }
    let total = Sums::of(found).told(words);
    if has_more {
        t!(words, "invoices-part", count = found.len(), total = total)
    } else {
        t!(words, "invoices-count", count = found.len(), total = total)
    }
}

fn nothing(words: Words, asked: &Asked, choices: &Choices) -> Markup {
    html! {
        section.card aria-labelledby="inga" {
            h2 #inga { (t!(words, "invoices-none")) }
            @if asked.view == View::All && !asked.is_narrowed(choices) {
                p { (t!(words, "invoices-none-how")) }
            } @else {
                p { a href="/fakturor" { (t!(words, "invoices-show-all")) } }
            }
        }
    }
}
