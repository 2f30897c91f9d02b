//! What the default policy promises, as far as the document alone can show.

use super::Found;
use crate::agreement::{CostKind, PolicyStep, Quantity, Selector, StepKind};
use crate::{Agreement, FindingCode, Request, Text, say};

/// Whether a step can draw on a reserve.
#[derive(Debug)]
pub(super) enum Reserve {
    /// There is, or will be, money in it.
    Filled,
    /// There is none, for this reason.
    Empty(Text),
}

impl Reserve {
    /// A reserve is filled by a reserve cost.
    pub(super) fn of(agreement: &Agreement) -> Self {
        if sets_aside(agreement) {
            return Self::Filled;
        }
        Self::Empty(say!(
            "reserven är tom: ingen kostnad av typen \"reserve\" fyller den",
            "the reserve is empty: no cost of the type \"reserve\" fills it"
        ))
    }

    /// What a year sets aside can be used from the next.
    pub(super) fn of_year(request: &Request) -> Self {
        let (year, next) = (request.year, request.year + 1);
        if !request.opening.reserve.is_zero() {
            return Self::Filled;
        }
        Self::Empty(if sets_aside(&request.agreement) {
            say!(
                "reserven är tom {year}: det som avsätts under året kan användas först {next}",
                "the reserve is empty in {year}: what is set aside during the year can be used from {next}"
            )
        } else {
            say!(
                "reserven är tom {year}: den har inget ingående saldo, och ingen kostnad av typen \"reserve\" fyller den",
                "the reserve is empty in {year}: it has no opening balance, and no cost of the type \"reserve\" fills it"
            )
        })
    }
}

fn sets_aside(agreement: &Agreement) -> bool {
    agreement.costs.iter().any(|cost| match &cost.kind {
        CostKind::Reserve(Quantity::PerYear(amount)) => !amount.is_zero(),
        CostKind::Reserve(Quantity::PerMeeting { each, bodies }) => {
            !each.is_zero() && bodies.iter().any(|body| !agreement.bodies[*body].meetings_per_year.is_zero())
        }
        _ => false,
    })
}

pub(super) fn look(agreement: &Agreement, reserve: &Reserve, found: &mut Found) {
    let policy = &agreement.default_policy;
    if policy.is_empty() {
        let text = say!(
            "avtalet säger inte vad som händer när en part inte bidrar; värden får då ligga ute med allt",
            "the agreement does not say what happens when a party does not contribute; the host then lays out everything"
        );
        found.add(FindingCode::NoDefaultPolicy, "/default_policy", text);
        return;
    }
    let idle: Vec<bool> = policy.iter().map(|step| covers_nothing(agreement, step, reserve)).collect();
    for (step, idle) in policy.iter().zip(&idle) {
        match (&step.kind, reserve) {
            (StepKind::Reserve { .. }, Reserve::Empty(why)) => {
                found.add(FindingCode::EmptyReserve, step.pointer.clone(), why.clone());
            }
            _ if *idle => {
                let text =
                    say!("steget täcker inget, vem som än faller bort", "the step covers nothing, whoever falls short");
                found.add(FindingCode::StepCoversNothing, step.pointer.clone(), text);
            }
            (StepKind::Guarantor { party, limit, percent }, _) => {
                guarantor(agreement, step, *party, (limit.is_some(), percent.is_some()), found);
            }
            _ => {}
        }
    }
    let working: Vec<&PolicyStep> = policy.iter().zip(idle).filter(|(_, idle)| !idle).map(|(step, _)| step).collect();
    if working.is_empty() {
        let text = say!(
            "inget steg i regeln vid bortfall täcker något, vem som än faller bort",
            "no step of the default policy covers anything, whoever falls short"
        );
        found.add(FindingCode::PolicyCoversNothing, "/default_policy", text);
    } else if working.iter().all(|step| matches!(step.kind, StepKind::CarryForward { .. })) {
        let text = say!(
            "det enda som täcker ett bortfall är att värden ligger ute med det",
            "all that covers a shortfall is that the host lays it out"
        );
        found.add(FindingCode::HostLaysOutEverything, "/default_policy", text);
    }
    in_running_year(&working, found);
}

/// Nobody has budgeted for a part of someone else's shortfall: something must bridge the rest of the year.
fn in_running_year(working: &[&PolicyStep], found: &mut Found) {
    let bridges = |step: &&&PolicyStep| {
        matches!(step.kind, StepKind::Reserve { .. } | StepKind::Guarantor { .. } | StepKind::CarryForward { .. })
    };
    let shares = |step: &&&PolicyStep| matches!(step.kind, StepKind::Redistribute { .. });
    let first = working.iter().find(|step| bridges(step) || shares(step));
    if let Some(step) = first.filter(shares) {
        let text = say!(
            "bortfallet fördelas direkt på övriga parter, som inte har budgeterat för det; reserv eller garant kommer inte före",
            "the shortfall is shared at once by the other parties, who have not budgeted for it; no reserve or guarantor comes first"
        );
        found.add(FindingCode::RedistributionInRunningYear, step.pointer.clone(), text);
    }
}

fn guarantor(agreement: &Agreement, step: &PolicyStep, party: usize, limits: (bool, bool), found: &mut Found) {
    let party = &agreement.parties[party];
    let name = &party.name;
    if limits == (false, false) {
        let text = say!("{name} täcker hur mycket som helst", "{name} covers any amount");
        found.add(FindingCode::GuarantorWithoutLimit, step.pointer.clone(), text);
    }
    if party.shares_costs {
        let text = say!(
            "{name} bär själv kostnader och täcker inget när det är {name} som faller bort",
            "{name} bears costs itself and covers nothing when {name} is the one that falls short"
        );
        found.add(FindingCode::GuarantorMayDefault, format!("{}/party", step.pointer), text);
    }
}

/// Whether a step covers nothing, whoever falls short and whatever the figures.
fn covers_nothing(agreement: &Agreement, step: &PolicyStep, reserve: &Reserve) -> bool {
    let Agreement { parties, bodies, .. } = agreement;
    let sharing = || (0..parties.len()).filter(|i| parties[*i].shares_costs);
    let among = |selector: &Selector| sharing().any(|i| selector.holds(i, parties, bodies));
    let nothing = |limit: &Option<crate::Ore>| limit.is_some_and(crate::Ore::is_zero);
    match &step.kind {
        StepKind::Reserve { limit } => nothing(limit) || matches!(reserve, Reserve::Empty(_)),
        StepKind::Redistribute { among: selector, max_increase_percent, .. } => {
            // The one that falls short takes no part, so one party alone has no one to share with.
            sharing().count() < 2 || !among(selector) || max_increase_percent.is_some_and(|most| most.is_zero())
        }
        StepKind::Guarantor { party, limit, percent } => {
            nothing(limit) || percent.is_some_and(|most| most.is_zero()) || sharing().eq([*party])
        }
        StepKind::ReduceService { costs, max_percent } => costs.is_empty() || max_percent.is_zero(),
        StepKind::MatchDown { of, costs } => costs.is_empty() || !among(of),
        StepKind::CarryForward { limit } => nothing(limit),
    }
}
