//! The rest of what is agreed: term, host, indexation, invoicing, notice, days that matter, references.

use maud::{Markup, html};
use samfin_core::agreement::{Indexation, Invoicing, Milestone, Settlement, When};

use super::Read;
use super::parties::turns;
use crate::web::words::t;

pub(super) fn terms(read: &Read<'_>) -> Markup {
    let (words, format) = (read.words, read.words.format());
    let agreement = &read.reading.agreement;
    let line = |name: String, what: String, place: &str| {
        html! { div { dt { (name) } dd { (what) (read.asked.about(place)) } } }
    };
    let valid = match agreement.valid_to {
        Some(to) => {
            t!(words, "terms-valid-to", from = format.date(agreement.valid_from), to = format.date(to))
        }
        None => t!(words, "terms-valid", from = format.date(agreement.valid_from)),
    };
    let settlement = match agreement.settlement {
        Settlement::ViaHost => t!(words, "terms-via-host"),
        Settlement::Netted => t!(words, "terms-netted"),
    };
    let notice = match agreement.notice_months {
        Some(months) => t!(words, "terms-notice-months", months = months),
        None => t!(words, "terms-notice-none"),
    };
    let rounding = if agreement.rounding_unit.ore() == 1 { t!(words, "terms-ore") } else { t!(words, "terms-krona") };
    html! {
        dl.words.words-w {
            (line(t!(words, "terms-validity"), valid, "/valid_to"))
            (line(t!(words, "terms-host"), turns(read, &agreement.host), "/host"))
            (line(t!(words, "terms-settlement"), settlement, "/settlement"))
            (line(t!(words, "terms-indexation"), indexation(read), "/indexation"))
            (line(t!(words, "terms-rounding"), rounding, "/rounding_unit"))
            (line(t!(words, "terms-invoicing"), invoicing(read, &agreement.invoicing), "/invoicing"))
            (line(t!(words, "terms-notice"), notice, "/notice_months"))
            @for reference in &agreement.references { div { dt { (reference.label) } dd { (reference.text) } } }
        }
    }
}

fn indexation(read: &Read<'_>) -> String {
    let (words, format) = (read.words, read.words.format());
    match &read.reading.agreement.indexation {
        None => t!(words, "terms-index-none"),
        Some(Indexation::Percent { percent_per_year, base_year }) => {
            let percent = format.percent(*percent_per_year, percent_per_year.normalize().scale());
            t!(words, "terms-index-percent", percent = percent, base = *base_year)
        }
        Some(Indexation::Series { series, base_year, .. }) => {
            let numbers = series
                .iter()
                .map(|(year, value)| format!("{year}: {}", format.number(*value, value.normalize().scale())));
            t!(words, "terms-index-series", base = *base_year, numbers = numbers.collect::<Vec<_>>().join(", "))
        }
    }
}

fn invoicing(read: &Read<'_>, terms: &Invoicing) -> String {
    let (words, format) = (read.words, read.words.format());
    let mut said = vec![if terms.in_advance {
        t!(words, "terms-invoices-before", count = terms.instalments)
    } else {
        t!(words, "terms-invoices-after", count = terms.instalments)
    }];
    said.push(match terms.fixed_due_day {
        Some((month, day)) => {
            let (month, day) = (u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1));
            t!(words, "terms-due-day", day = format.day_of_year(month, day))
        }
        None => t!(words, "terms-due-days", days = terms.due_days),
    });
    said.extend(terms.minimum_amount.map(|least| t!(words, "terms-least", amount = format.kronor(least))));
    if !terms.reminder_fee.is_zero() {
        said.push(t!(words, "terms-reminder", amount = format.kronor(terms.reminder_fee)));
    }
    let margin = terms.interest_margin_percent;
    said.push(t!(words, "terms-interest", margin = format.number(margin, margin.normalize().scale())));
    said.join(" ")
}

pub(super) fn milestones(read: &Read<'_>) -> Markup {
    let words = read.words;
    let milestones = &read.reading.agreement.milestones;
    let next = milestones.iter().filter_map(|one| one.when.next(read.today)).min();
    html! {
        @if milestones.is_empty() { p { (t!(words, "terms-no-milestones")) } }
        ul.days { @for one in milestones { (milestone(read, one, next)) } }
        (read.asked.about("/milestones"))
    }
}

fn milestone(read: &Read<'_>, one: &Milestone, next: Option<chrono::NaiveDate>) -> Markup {
    let (words, format) = (read.words, read.words.format());
    let comes = one.when.next(read.today);
    html! {
        li {
            @match (comes, one.when) {
                (Some(date), When::EveryYear(..)) => (t!(words, "terms-every-year", date = format.date(date))),
                (Some(date), When::Date(_)) => (format.date(date)),
                (None, When::Date(date)) => (format.date(date)),
                (None, When::EveryYear(..)) => {},
            }
            " " strong { (one.name) } " "
            @if comes.is_none() { span.tag { (t!(words, "terms-passed")) } }
            @if comes.is_some() && comes == next { span.tag.tag-w { (t!(words, "terms-next")) } }
        }
    }
}
