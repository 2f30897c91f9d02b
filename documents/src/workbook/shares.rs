//! A key as steps of weights, when it is one: each step divides what it is given in proportion to its weights.
//!
//! Groups and blends are steps that others continue from; `among` and `ref` only choose whom and which. A base
//! fee and bounds depend on the amount, so a key that holds one has no steps.

use samfin_core::agreement::{AsOf, Body, Group, Key, KeyRule, Part, Selector};
use samfin_core::{Request, Text, say};

use super::figures::double;
use super::wording;

/// A key, step by step.
#[derive(Debug)]
pub(super) struct Shares {
    pub(super) steps: Vec<Step>,
}

/// One division in proportion to weights.
#[derive(Debug)]
pub(super) struct Step {
    /// What is divided, and by what.
    pub(super) title: Text,
    /// The row of an earlier step whose part is divided; none: the whole.
    pub(super) of: Option<(usize, usize)>,
    pub(super) rows: Vec<Row>,
}

/// One weight of a step.
#[derive(Debug)]
pub(super) struct Row {
    /// Who or what has the weight.
    pub(super) label: Text,
    /// The position of the party, when it is a party's part.
    pub(super) party: Option<usize>,
    /// A decimal, or decimals to add: seats in several bodies.
    pub(super) weights: Vec<String>,
    /// Where the weight comes from.
    pub(super) note: Option<Text>,
}

impl Row {
    pub(super) fn weight(&self) -> f64 {
        self.weights.iter().map(double).sum()
    }
}

impl Step {
    pub(super) fn sum(&self) -> f64 {
        self.rows.iter().map(Row::weight).sum()
    }
}

impl Shares {
    /// The steps of `key` among `members` in `year`; none when the key is no proportion.
    pub(super) fn of(request: &Request, year: i32, key: &Key, members: &[usize]) -> Option<Self> {
        let mut building = Building { request, year, steps: Vec::new() };
        building.add(key, members, None)?;
        Some(Self { steps: building.steps })
    }

    /// Every row's part of the whole, step by step.
    pub(super) fn parts(&self) -> Vec<Vec<f64>> {
        let mut parts: Vec<Vec<f64>> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let whole = step.of.map_or(1.0, |(step, row)| parts[step][row]);
            let sum = step.sum();
            parts.push(step.rows.iter().map(|row| row.weight() / sum * whole).collect());
        }
        parts
    }

    /// Where the parts of the party stand: (step, row).
    pub(super) fn places(&self, party: usize) -> Vec<(usize, usize)> {
        let rows = |step: &Step| -> Vec<usize> {
            (0..step.rows.len()).filter(|row| step.rows[*row].party == Some(party)).collect()
        };
        let steps = self.steps.iter().enumerate();
        steps.flat_map(|(i, step)| rows(step).into_iter().map(move |row| (i, row))).collect()
    }

    /// The parties with a row, ascending.
    pub(super) fn parties(&self) -> Vec<usize> {
        let mut parties: Vec<usize> =
            self.steps.iter().flat_map(|step| step.rows.iter().filter_map(|row| row.party)).collect();
        parties.sort_unstable();
        parties.dedup();
        parties
    }
}

struct Building<'b> {
    request: &'b Request,
    year: i32,
    steps: Vec<Step>,
}

impl Building<'_> {
    fn add(&mut self, key: &Key, members: &[usize], of: Option<(usize, usize)>) -> Option<()> {
        let agreement = &self.request.agreement;
        match &key.rule {
            KeyRule::Equal => {
                let rows = members.iter().map(|party| self.party(*party, vec!["1".to_owned()], None)).collect();
                self.push(of, &say!("lika", "equally"), rows)
            }
            KeyRule::Shares(shares) => {
                let row = |party: &usize| {
                    let weight = shares.iter().find(|(known, _)| known == party).map(|(_, weight)| weight.to_string());
                    self.party(*party, vec![weight.unwrap_or_else(|| "0".to_owned())], None)
                };
                let rows = members.iter().map(row).collect();
                self.push(of, &say!("efter avtalade vikter", "by agreed weights"), rows)
            }
            KeyRule::Statistic { statistic, as_of } => {
                let day = as_of.unwrap_or(AsOf::DEFAULT).day(self.year);
                let series = self.request.statistics.series(statistic)?;
                let row = |party: &usize| {
                    let found = series.value(&agreement.parties[*party], day)?;
                    let note = wording::observed(found);
                    Some(self.party(*party, vec![found.value.to_string()], Some(note)))
                };
                let rows = members.iter().map(row).collect::<Option<_>>()?;
                let statistic = wording::series(statistic);
                let title =
                    Text::new(format!("efter {} per {day}", statistic.sv), format!("by {} as of {day}", statistic.en));
                self.push(of, &title, rows)
            }
            KeyRule::Seats(bodies) => {
                let all = || (0..agreement.bodies.len()).collect();
                let bodies: Vec<&Body> =
                    bodies.clone().unwrap_or_else(all).into_iter().map(|body| &agreement.bodies[body]).collect();
                let rows = members.iter().map(|party| self.seats(*party, &bodies)).collect();
                self.push(of, &say!("efter antal platser", "by number of seats"), rows)
            }
            KeyRule::Groups(groups) => self.groups(groups, members, of),
            KeyRule::Blend(parts) => self.blend(parts, members, of),
            KeyRule::Among { among, key } => self.add(key, &self.choose(among, members), of),
            KeyRule::Ref(position) => self.add(&agreement.keys[*position].key, members, of),
            KeyRule::BaseFee { .. } | KeyRule::Bounded { .. } => None,
        }
    }

    fn groups(&mut self, groups: &[Group], members: &[usize], of: Option<(usize, usize)>) -> Option<()> {
        let chosen = groups.iter().map(|group| (group, self.choose(&group.among, members)));
        let live: Vec<(&Group, Vec<usize>)> =
            chosen.filter(|(group, members)| !members.is_empty() && !group.weight.is_zero()).collect();
        let row = |(group, members): &(&Group, Vec<usize>)| {
            let label = wording::selector(&group.among, &self.request.agreement, members);
            Row { label, party: None, weights: vec![group.weight.to_string()], note: None }
        };
        let rows = live.iter().map(row).collect();
        self.push(of, &say!("mellan grupper", "between groups"), rows)?;
        let step = self.steps.len() - 1;
        live.iter().enumerate().try_for_each(|(row, (group, members))| self.add(&group.key, members, Some((step, row))))
    }

    fn blend(&mut self, parts: &[Part], members: &[usize], of: Option<(usize, usize)>) -> Option<()> {
        let live: Vec<&Part> = parts.iter().filter(|part| !part.weight.is_zero()).collect();
        let row = |(i, part): (usize, &&Part)| {
            let number = i + 1;
            let label = say!("del {number}", "part {number}");
            Row { label, party: None, weights: vec![part.weight.to_string()], note: None }
        };
        let rows = live.iter().enumerate().map(row).collect();
        self.push(of, &say!("mellan delar", "between parts"), rows)?;
        let step = self.steps.len() - 1;
        live.iter().enumerate().try_for_each(|(row, part)| self.add(&part.key, members, Some((step, row))))
    }

    fn push(&mut self, of: Option<(usize, usize)>, by: &Text, rows: Vec<Row>) -> Option<()> {
        let title = match of {
            None => Text::new(format!("Fördelas {}", by.sv), format!("Divided {}", by.en)),
            Some((step, row)) => {
                let label = &self.steps[step].rows[row].label;
                Text::new(format!("Inom {}: {}", label.sv, by.sv), format!("Within {}: {}", label.en, by.en))
            }
        };
        let step = Step { title, of, rows };
        // Weights that are all zero have no proportion; samfin has refused them before.
        if step.sum() <= 0.0 {
            return None;
        }
        self.steps.push(step);
        Some(())
    }

    fn party(&self, party: usize, weights: Vec<String>, note: Option<Text>) -> Row {
        let name = &self.request.agreement.parties[party].name;
        Row { label: Text::new(name, name), party: Some(party), weights, note }
    }

    fn seats(&self, party: usize, bodies: &[&Body]) -> Row {
        let own = bodies.iter().filter_map(|body| {
            let seats = body.seats.iter().find(|(known, _)| *known == party);
            seats.map(|(_, seats)| (body.name.as_str(), seats.to_string()))
        });
        let (names, weights): (Vec<&str>, Vec<String>) = own.unzip();
        let names = names.join(" + ");
        let weights = if weights.is_empty() { vec!["0".to_owned()] } else { weights };
        self.party(party, weights, Some(Text::new(names.clone(), names)))
    }

    fn choose(&self, among: &Selector, members: &[usize]) -> Vec<usize> {
        let agreement = &self.request.agreement;
        let holds = |party: &&usize| among.holds(**party, &agreement.parties, &agreement.bodies);
        members.iter().filter(holds).copied().collect()
    }
}
