//! Where the figures come from.

use super::Found;
use crate::agreement::CostKind;
use crate::{Agreement, FindingCode, say};

pub(super) fn look(agreement: &Agreement, found: &mut Found) {
    for (i, cost) in agreement.costs.iter().enumerate() {
        let name = &cost.name;
        if cost.is_assumed() {
            let text = say!("{name} bygger på antagna tal", "{name} rests on assumed figures");
            found.add(FindingCode::AssumedFigure, format!("/costs/{i}"), text);
        }
        if matches!(cost.kind, CostKind::Reserve(_)) && cost.provided_by.is_some() {
            let text = say!(
                "{name} är en reserv, som ingen tillhandahåller; fältet saknar verkan",
                "{name} is a reserve, which nobody provides; the field has no effect"
            );
            found.add(FindingCode::ReserveWithProvider, format!("/costs/{i}/provided_by"), text);
        }
    }
}
