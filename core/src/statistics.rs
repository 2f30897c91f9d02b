//! Statistics that come beside the agreement: values by series, place and date.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::read::{Node, Reader};
use crate::{Code, Party, say};

/// One value of a series for one place on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The day it is true for.
    pub date: NaiveDate,
    /// The value, not negative.
    pub value: Decimal,
    /// Who says so.
    pub source: Option<String>,
    /// Its position in the series as it came, for pointers.
    pub position: usize,
}

/// Every series that a calculation may use; cheap to clone.
///
/// ```
/// use samfin_core::Statistics;
/// let mut statistics = Statistics::default();
/// let date = "2025-12-31".parse().unwrap();
/// assert!(statistics.add("population", "2321", date, 12770.into(), Some("SCB".into())));
/// assert!(!statistics.add("population", "2321", date, 12771.into(), None), "one value per day");
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Statistics {
    series: Arc<HashMap<String, Series>>,
}

/// The observations of one series.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// By party id or area code, ascending by date.
    places: HashMap<String, Vec<Observation>>,
    count: usize,
}

impl Series {
    /// The value for `party` on `day`: the latest one dated on or before it.
    ///
    /// If the series has any observation for the party's id, only those count; otherwise those for
    /// its area.
    #[must_use]
    pub fn value(&self, party: &Party, day: NaiveDate) -> Option<&Observation> {
        let known = self.places.get(party.id.as_str()).or_else(|| self.places.get(party.area.as_deref()?))?;
        let after = known.partition_point(|observation| observation.date <= day);
        known.get(after.checked_sub(1)?)
    }
}

impl Statistics {
    /// The fields of an observation.
    pub const FIELDS: &[&str] = &["for", "date", "value", "source"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["for", "date", "value"];

    /// Adds one observation; false when there already is one for that place and day.
    pub fn add(&mut self, series: &str, place: &str, date: NaiveDate, value: Decimal, source: Option<String>) -> bool {
        let all = Arc::make_mut(&mut self.series);
        if !all.contains_key(series) {
            all.insert(series.to_owned(), Series::default());
        }
        let Some(series) = all.get_mut(series) else { return false };
        let observation = Observation { date, value: value.normalize(), source, position: series.count };
        series.count += 1;
        let place = match series.places.entry(place.to_owned()) {
            Entry::Occupied(place) => place.into_mut(),
            Entry::Vacant(place) => place.insert(Vec::with_capacity(2)),
        };
        match place.binary_search_by_key(&date, |known| known.date) {
            Ok(_) => false,
            Err(index) => {
                place.insert(index, observation);
                true
            }
        }
    }

    /// Puts the observations of `over` in: one for the same series, place and day takes the place of ours.
    pub(crate) fn overlay(&mut self, over: Self) {
        if over.series.is_empty() {
            return;
        }
        let all = Arc::make_mut(&mut self.series);
        for (name, series) in Arc::unwrap_or_clone(over.series) {
            let ours = all.entry(name).or_default();
            for (place, observations) in series.places {
                let known = ours.places.entry(place).or_default();
                for mut observation in observations {
                    match known.binary_search_by_key(&observation.date, |known| known.date) {
                        Ok(index) => {
                            observation.position = known[index].position;
                            known[index] = observation;
                        }
                        Err(index) => {
                            observation.position = ours.count;
                            ours.count += 1;
                            known.insert(index, observation);
                        }
                    }
                }
            }
        }
    }

    /// Every observation as series, place and day, in that order.
    pub(crate) fn all(&self) -> Vec<(String, String, NaiveDate)> {
        let places = self.series.iter().flat_map(|(name, series)| series.places.iter().map(move |place| (name, place)));
        let mut all: Vec<_> = places
            .flat_map(|(name, (place, known))| known.iter().map(move |one| (name.clone(), place.clone(), one.date)))
            .collect();
        all.sort_unstable();
        all
    }

    /// The value of a series for exactly this place and day.
    pub(crate) fn exactly(&self, (series, place, date): &(String, String, NaiveDate)) -> Option<Decimal> {
        let known = self.series.get(series)?.places.get(place)?;
        known.binary_search_by_key(date, |known| known.date).ok().map(|index| known[index].value)
    }

    /// The series `name`, if any observation of it came.
    #[must_use]
    pub fn series(&self, name: &str) -> Option<&Series> {
        self.series.get(name)
    }

    /// Reads `{ "population": [ { "for", "date", "value" } ] }`.
    pub(crate) fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        let mut statistics = Self::default();
        reader.map(node, |r, series, n| {
            if !crate::text::is_name(series) {
                let detail = say!("seriens namn ska vara en rad text", "the series' name must be one line of text");
                r.fault(n, Code::IdFormat, detail);
                return None;
            }
            r.list(n, |r, n, _| {
                if !r.object(n, Self::FIELDS) {
                    return None;
                }
                let place = r.required(n, "for", Reader::name);
                let date = r.required(n, "date", Reader::date);
                let value = r.required(n, "value", Reader::decimal_not_negative);
                let source = r.optional(n, "source", Reader::name);
                let (place, date, value) = (place?, date?, value?);
                if !statistics.add(series, &place, date, value, source) {
                    let detail = say!(
                        "serien {series} har redan ett värde för {place} den {date}; behåll ett av dem",
                        "the series {series} already has a value for {place} on {date}; keep one of them"
                    );
                    r.fault(n, Code::DuplicateObservation, detail);
                }
                Some(())
            })
        })?;
        Some(statistics)
    }
}
