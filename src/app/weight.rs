//! Whether a calculation is light: so little work that handing it over to the pool would cost more.
//!
//! An upper bound is enough, and it must be quick: named keys can multiply the work by referring to
//! each other, so a document in which they do is never light.

use samfin_core::Request;
use samfin_core::agreement::{Key, KeyRule};

/// The most steps of a light calculation; the example of the README is about two hundred.
const LIGHT_STEPS: usize = 5_000;

/// Whether `request` is little work.
pub(super) fn is_light(request: &Request) -> bool {
    let agreement = &request.agreement;
    let (mut named, mut used) = (Count::default(), Count::default());
    agreement.keys.iter().for_each(|key| named.add(&key.key));
    agreement.costs.iter().for_each(|cost| used.add(&cost.key));
    let movers = agreement.parties.iter().filter(|party| party.member_from.is_some() || party.member_to.is_some());
    let segments = 1 + 2 * movers.count();
    let keys = agreement.costs.len() + used.keys + used.references * named.keys;
    named.references == 0 && agreement.parties.len() * segments * keys <= LIGHT_STEPS
}

/// Keys, and references among them.
#[derive(Debug, Default)]
struct Count {
    keys: usize,
    references: usize,
}

impl Count {
    fn add(&mut self, key: &Key) {
        self.keys += 1;
        match &key.rule {
            KeyRule::Equal | KeyRule::Shares(_) | KeyRule::Statistic { .. } | KeyRule::Seats(_) => {}
            KeyRule::Ref(_) => self.references += 1,
            KeyRule::Groups(groups) => groups.iter().for_each(|group| self.add(&group.key)),
            KeyRule::Blend(parts) => parts.iter().for_each(|part| self.add(&part.key)),
            KeyRule::BaseFee { remainder: key, .. } | KeyRule::Bounded { key, .. } | KeyRule::Among { key, .. } => {
                self.add(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(keys: &str, key: &str, parties: usize) -> Request {
        let parties: Vec<_> =
            (0..parties).map(|n| format!(r#"{{ "id": "p{n}", "name": "P", "kind": "other" }}"#)).collect();
        let text = format!(
            r#"{{ "year": 2027, "agreement": {{ "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "p0",
                "parties": [{}], "keys": {{ {keys} }}, "costs": [ {{ "id": "c", "name": "c", "type": "purchase",
                "amount": {{ "per_year": "1.00" }}, "key": {key} }} ] }} }}"#,
            parties.join(", ")
        );
        Request::parse(text.as_bytes()).expect("a valid request")
    }

    #[test]
    fn few_parties_are_light_and_many_are_not() {
        assert!(is_light(&request("", r#"{ "type": "equal" }"#, 9)));
        assert!(!is_light(&request("", r#"{ "type": "equal" }"#, 9_000)));
    }

    #[test]
    fn keys_that_refer_to_each_other_are_not_light() {
        let plain = r#""a": { "type": "equal" }"#;
        assert!(is_light(&request(plain, r#""a""#, 2)));
        let chained = r#""a": { "type": "equal" }, "b": { "type": "ref", "key": "a" }"#;
        assert!(!is_light(&request(chained, r#""b""#, 2)));
    }
}
