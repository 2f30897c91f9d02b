//! Who is charged by which key, and on which day its statistics are read.

use super::{Found, listed};
use crate::agreement::{Group, Key, KeyRule, NamedKey, Selector, StepKind, checks::in_order};
use crate::{Agreement, FindingCode, Text, say};

pub(super) fn look(agreement: &Agreement, found: &mut Found) {
    let mut uses = Uses::of(agreement, Some(found));
    uses.follow();
}

/// Whether the named key at each position is used, directly or through others.
pub(super) fn used(agreement: &Agreement) -> Vec<bool> {
    let mut uses = Uses::of(agreement, None);
    uses.follow();
    uses.reached.into_iter().map(|parties| parties.contains(&true)).collect()
}

/// The parties that each key may come to charge. A named key charges those of all its uses together.
struct Uses<'u> {
    agreement: &'u Agreement,
    found: Option<&'u mut Found>,
    /// By named key and party: whether the party is charged by it somewhere.
    reached: Vec<Vec<bool>>,
}

impl<'u> Uses<'u> {
    fn of(agreement: &'u Agreement, found: Option<&'u mut Found>) -> Self {
        let reached = vec![vec![false; agreement.parties.len()]; agreement.keys.len()];
        Self { agreement, found, reached }
    }

    /// From the costs and the policy into the named keys, each of them once, after all that refer to it.
    fn follow(&mut self) {
        let agreement = self.agreement;
        let sharing: Vec<usize> = (0..agreement.parties.len()).filter(|i| agreement.parties[*i].shares_costs).collect();
        for cost in &agreement.costs {
            self.visit(&cost.key, &sharing);
        }
        for step in &agreement.default_policy {
            if let StepKind::Redistribute { among, by: Some(key), .. } = &step.kind {
                self.visit(key, &self.chosen(among, &sharing));
            }
        }
        let heights = in_order(&agreement.keys, height);
        let mut named: Vec<usize> = (0..agreement.keys.len()).collect();
        named.sort_by_key(|position| std::cmp::Reverse(heights[*position]));
        for position in named {
            let members: Vec<usize> = sharing.iter().copied().filter(|i| self.reached[position][*i]).collect();
            let NamedKey { key, .. } = &agreement.keys[position];
            self.visit(key, &members);
        }
    }

    fn visit(&mut self, key: &Key, members: &[usize]) {
        match &key.rule {
            KeyRule::Ref(position) => members.iter().for_each(|i| self.reached[*position][*i] = true),
            KeyRule::Statistic { statistic, as_of: None } => {
                let text = say!(
                    "det sägs inte vilken dag {statistic} läses av; 31 december året före används",
                    "it is not said on which day {statistic} is read; 31 December of the year before is used"
                );
                self.tell(FindingCode::StatisticWithoutDateRule, key.pointer.clone(), text);
            }
            KeyRule::Groups(groups) => {
                self.left_out(key, groups, members);
                for group in groups {
                    self.visit(&group.key, &self.chosen(&group.among, members));
                }
            }
            KeyRule::Among { among, key } => self.visit(key, &self.chosen(among, members)),
            _ => key.inner().into_iter().for_each(|inner| self.visit(inner, members)),
        }
    }

    fn left_out(&mut self, key: &Key, groups: &[Group], members: &[usize]) {
        let Agreement { parties, bodies, .. } = self.agreement;
        let outside = members.iter().filter(|i| !groups.iter().any(|group| group.among.holds(**i, parties, bodies)));
        let names = listed(outside.map(|i| parties[*i].name.as_str()));
        if !names.en.is_empty() {
            let text = Text::new(
                format!("i ingen grupp, och betalar därför inget: {}", names.sv),
                format!("in no group, and so paying nothing: {}", names.en),
            );
            self.tell(FindingCode::PartyInNoGroup, format!("{}/groups", key.pointer), text);
        }
    }

    fn chosen(&self, among: &Selector, members: &[usize]) -> Vec<usize> {
        let Agreement { parties, bodies, .. } = self.agreement;
        members.iter().copied().filter(|i| among.holds(*i, parties, bodies)).collect()
    }

    fn tell(&mut self, code: FindingCode, pointer: String, text: Text) {
        if let Some(found) = &mut self.found {
            found.add(code, pointer, text);
        }
    }
}

/// How many references deep a key is: above every key that it refers to.
fn height(key: &Key, named: &[usize]) -> usize {
    match &key.rule {
        KeyRule::Ref(position) => 1 + named[*position],
        _ => key.inner().into_iter().map(|inner| height(inner, named)).max().unwrap_or(0),
    }
}
