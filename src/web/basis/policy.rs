//! What happens when a party does not contribute: the steps in their order, each as a sentence.

use maud::{Markup, html};
use samfin_core::agreement::{PolicyStep, StepKind};
use samfin_core::who;

use super::{Read, keys};
use crate::web::parts::listed;
use crate::web::words::t;

pub(super) fn policy(read: &Read<'_>) -> Markup {
    let words = read.words;
    let steps = &read.reading.agreement.default_policy;
    html! {
        @if steps.is_empty() { p { (t!(words, "policy-none")) } } @else {
            p { (t!(words, "policy-intro")) }
            ol.policy {
                @for step in steps {
                    li.tile {
                        p { (sentence(read, step)) }
                        @if let StepKind::Redistribute { by: Some(key), .. } = &step.kind { (keys::tree(read, key)) }
                        p.card-sub { @if step.recoverable { (t!(words, "policy-owed")) } @else { (t!(words, "policy-not-owed")) } }
                        (read.asked.about(&step.pointer))
                    }
                }
            }
            p { (t!(words, "policy-last")) }
        }
        (read.asked.about("/default_policy"))
    }
}

fn sentence(read: &Read<'_>, step: &PolicyStep) -> String {
    let (words, format) = (read.words, read.words.format());
    let costs = |positions: &[usize]| {
        let names: Vec<&str> = positions.iter().map(|cost| read.reading.agreement.costs[*cost].name.as_str()).collect();
        listed(words, &names)
    };
    let percent = |value: rust_decimal::Decimal| format.percent(value, value.normalize().scale());
    match &step.kind {
        StepKind::Reserve { limit: None } => t!(words, "policy-reserve"),
        StepKind::Reserve { limit: Some(limit) } => t!(words, "policy-reserve-most", most = format.kronor(*limit)),
        StepKind::Redistribute { among, by, max_increase_percent } => {
            let among = who(among, &read.reading.agreement);
            let among = read.say(&among);
            match (by.is_some(), max_increase_percent) {
                (false, None) => t!(words, "policy-share", who = among),
                (false, Some(most)) => t!(words, "policy-share-most", who = among, most = percent(*most)),
                (true, None) => t!(words, "policy-share-by", who = among),
                (true, Some(most)) => t!(words, "policy-share-by-most", who = among, most = percent(*most)),
            }
        }
        StepKind::Guarantor { party, limit, percent: part } => {
            let party = read.party(*party);
            match (limit, part) {
                (None, None) => t!(words, "policy-guarantor", party = party),
                (Some(limit), None) => t!(words, "policy-guarantor-most", party = party, most = format.kronor(*limit)),
                (None, Some(part)) => t!(words, "policy-guarantor-part", party = party, part = percent(*part)),
                (Some(limit), Some(part)) => {
                    let (most, part) = (format.kronor(*limit), percent(*part));
                    t!(words, "policy-guarantor-both", party = party, part = part, most = most)
                }
            }
        }
        StepKind::ReduceService { costs: cut, max_percent } => {
            t!(words, "policy-reduce", costs = costs(cut), most = percent(*max_percent))
        }
        StepKind::MatchDown { of, costs: cut } => {
            let of = who(of, &read.reading.agreement);
            t!(words, "policy-match", who = read.say(&of), costs = costs(cut))
        }
        StepKind::CarryForward { limit: None } => t!(words, "policy-carry"),
        StepKind::CarryForward { limit: Some(limit) } => t!(words, "policy-carry-most", most = format.kronor(*limit)),
    }
}
