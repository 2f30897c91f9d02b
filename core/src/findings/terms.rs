//! The terms around the money: notice, evaluation, the host.

use super::{Found, listed};
use crate::agreement::When;
use crate::{Agreement, FindingCode, say};

pub(super) fn look(agreement: &Agreement, found: &mut Found) {
    if agreement.notice_months.is_none() {
        let text = say!("avtalet har ingen uppsägningstid", "the agreement has no notice period");
        found.add(FindingCode::NoNoticePeriod, "/notice_months", text);
    }
    evaluation(agreement, found);
    let poor = agreement.host.order.iter().map(|host| &agreement.parties[*host]).filter(|host| !host.shares_costs);
    let names = listed(poor.map(|host| host.name.as_str()));
    if !names.en.is_empty() {
        let text = crate::Text::new(
            format!("{} är värd men bär inga kostnader", names.sv),
            format!("{} is the host but bears no costs", names.en),
        );
        found.add(FindingCode::HostBearsNoCosts, "/host", text);
    }
}

/// A day that has passed when the agreement begins evaluates nothing.
fn evaluation(agreement: &Agreement, found: &mut Found) {
    let ahead = |when: When| match when {
        When::Date(date) => date >= agreement.valid_from,
        When::EveryYear(..) => true,
    };
    if agreement.milestones.iter().any(|milestone| ahead(milestone.when)) {
        return;
    }
    let text = if agreement.milestones.is_empty() {
        say!("avtalet har ingen dag för uppföljning", "the agreement has no date for evaluation")
    } else {
        say!(
            "alla dagar för uppföljning är före avtalets första dag",
            "every date for evaluation is before the agreement's first day"
        )
    };
    found.add(FindingCode::NoEvaluationDate, "/milestones", text);
}
