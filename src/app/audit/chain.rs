//! Whether the chain of events is whole, from the first to the last: docs/audit.md has the recipe.
//!
//! ```
//! use samfin::app::audit::Anchor;
//! let line = format!("samfin-audit 2026-12-01T09:00:00.000000Z 12 {}", "5f".repeat(32));
//! assert_eq!(Anchor::parse(&line).expect("an anchor").to_string(), line);
//! ```

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use samfin_core::{Text, say};

use crate::app::scope::{On, Right};
use crate::app::{App, Desk, Error};
use crate::storage::audit::{self as store, BEGINNING, Event};
use crate::storage::{self, Tx};

/// How many events are in memory at a time.
const PAGE: i64 = 1000;
/// What an anchor line begins with.
const ANCHOR: &str = "samfin-audit";

/// Where the chain ended at a moment, to be kept outside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The last event's number; 0 before the first event.
    pub number: i64,
    /// The last event's checksum.
    pub sha256: String,
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ANCHOR} {} {} {}", store::written(self.at), self.number, self.sha256)
    }
}

impl Anchor {
    /// What every line begins with.
    pub const START: &str = ANCHOR;

    /// Reads a line that `samfin audit anchor` printed.
    pub fn parse(line: &str) -> Result<Self, Text> {
        Self::find(line.trim()).ok_or_else(|| {
            let start: String = line.trim().chars().take(60).collect();
            say!(
                "\"{start}\" är ingen ankarrad. En sådan ser ut så här: {ANCHOR} TID NUMMER KONTROLLSUMMA.",
                "\"{start}\" is no anchor line. One looks like this: {ANCHOR} TIME NUMBER CHECKSUM."
            )
        })
    }

    fn find(line: &str) -> Option<Self> {
        let [word, at, number, sha256] = line.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let is_number = number.bytes().all(|b| b.is_ascii_digit());
        let is_checksum = sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let at = DateTime::parse_from_rfc3339(at).ok()?.to_utc();
        (word == ANCHOR && is_number && is_checksum).then_some(())?;
        Some(Self { at, number: number.parse().ok()?, sha256: sha256.to_owned() })
    }

    /// Reads a file of such lines; empty ones do not count.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, Text> {
        text.lines().filter(|line| !line.trim().is_empty()).map(Self::parse).collect()
    }
}

/// What was seen of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The number of the last event that is right; 0 when there is none.
    pub whole_to: i64,
    /// That event's checksum.
    pub sha256: String,
    /// When it was recorded; none when there is no such event.
    pub recorded_at: Option<DateTime<Utc>>,
    /// The first fault in the chain, then each anchor that does not fit.
    pub faults: Vec<Fault>,
}

impl Chain {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }
}

/// What is wrong with the chain, and at which event it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A column holds what samfin never wrote.
    Unreadable {
        /// The event, or the one that should have stood there.
        number: i64,
        /// The column.
        column: String,
    },
    /// An event is missing; the one that stands in its place was moved there, or follows later.
    Missing {
        /// The event.
        number: i64,
        /// What stands there instead.
        found: i64,
    },
    /// The event has another checksum than its content.
    Edited {
        /// The event.
        number: i64,
    },
    /// The event does not hold the checksum of the one before.
    Unlinked {
        /// The event.
        number: i64,
    },
    /// The chain goes on to, or is said to end at, another event than the last one.
    Head {
        /// The last event; 0 when there is none.
        last: i64,
        /// What the head says; none when there is no head.
        said: Option<i64>,
    },
    /// There are rows that stand nowhere in the chain.
    Stray {
        /// The last event of the chain.
        last: i64,
        /// How many rows there are in all.
        rows: i64,
    },
    /// The chain ends before an event that was anchored.
    Truncated {
        /// The anchored event.
        number: i64,
        /// When it was anchored.
        at: DateTime<Utc>,
        /// The last event.
        last: i64,
    },
    /// An event is another one than when it was anchored.
    Rewritten {
        /// The anchored event.
        number: i64,
        /// When it was anchored.
        at: DateTime<Utc>,
    },
}

impl Fault {
    /// At which event it shows.
    #[must_use]
    pub fn number(&self) -> i64 {
        match self {
            Self::Unreadable { number, .. }
            | Self::Missing { number, .. }
            | Self::Edited { number }
            | Self::Unlinked { number }
            | Self::Truncated { number, .. }
            | Self::Rewritten { number, .. } => *number,
            Self::Head { last, .. } | Self::Stray { last, .. } => *last,
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Unreadable { number, column } => say!(
                "Händelse {number}: kolumnen {column} innehåller något som samfin aldrig har skrivit.",
                "Event {number}: the column {column} holds something that samfin never wrote."
            ),
            Self::Missing { number, found } => {
                say!("Händelse {number} saknas: där står {found}.", "Event {number} is missing: {found} stands there.")
            }
            Self::Edited { number } => say!(
                "Händelse {number} är ändrad: kontrollsumman stämmer inte med innehållet.",
                "Event {number} was changed: its checksum does not fit its content."
            ),
            Self::Unlinked { number } => say!(
                "Händelse {number} följer inte på händelse {}: en av dem är utbytt.",
                "Event {number} does not follow on event {}: one of them was exchanged.";
                number - 1
            ),
            Self::Head { last, said: Some(said) } => say!(
                "Kedjan slutar med händelse {last}, men slutet är antecknat som {said} eller med en annan kontrollsumma: händelser är borttagna eller tillagda.",
                "The chain ends with event {last}, but its end is noted as {said} or with another checksum: events were removed or added."
            ),
            Self::Head { last, said: None } => say!(
                "Kedjan slutar med händelse {last}, men slutet är inte antecknat.",
                "The chain ends with event {last}, but its end is not noted."
            ),
            Self::Stray { last, rows } => say!(
                "Kedjan slutar med händelse {last}, men det finns {rows} rader.",
                "The chain ends with event {last}, but there are {rows} rows."
            ),
            Self::Truncated { number, at, last } => say!(
                "Händelse {number} ankrades {at}, men kedjan slutar med händelse {last}: händelser är borttagna.",
                "Event {number} was anchored at {at}, but the chain ends with event {last}: events were removed.";
                at = store::written(*at)
            ),
            Self::Rewritten { number, at } => say!(
                "Händelse {number} är inte den som ankrades {at}: kedjan är omskriven.",
                "Event {number} is not the one that was anchored at {at}: the chain was rewritten.";
                at = store::written(*at)
            ),
        }
    }
}

impl App {
    /// Follows the chain from the first event to the last, all of it as it is at one moment, and holds it to anchors from
    /// outside. Memory does not grow with the number of events.
    pub async fn verify_audit(&self, anchors: Vec<Anchor>) -> Result<Chain, Error> {
        self.db.read(anchors, |tx, anchors| Box::pin(async move { Ok(verify(tx, anchors).await?) })).await
    }

    /// Where the chain ends now.
    pub async fn anchor(&self) -> Result<Anchor, Error> {
        let head = self.db.read((), |tx, ()| Box::pin(async move { Ok::<_, Error>(store::head(tx).await?) })).await?;
        let (number, sha256) = head.unwrap_or_else(|| (0, BEGINNING.to_owned()));
        Ok(Anchor { at: self.now(), number, sha256 })
    }

    /// Events by number, at most `limit` of those after `after`: what `samfin audit export` writes.
    pub async fn exported(&self, after: i64, limit: i64) -> Result<Vec<Event>, Error> {
        self.db.read((), move |tx, ()| Box::pin(async move { Ok(store::page(tx, after, limit).await?) })).await
    }
}

impl Desk {
    /// As [`App::verify_audit`], for those who may read the whole trail.
    pub async fn verify_audit(&self, anchors: Vec<Anchor>) -> Result<Chain, Error> {
        self.require(Right::ReadAudit, On::Service)?;
        App::verify_audit(self, anchors).await
    }

    /// As [`App::anchor`], for those who may read the whole trail.
    pub async fn anchor(&self) -> Result<Anchor, Error> {
        self.require(Right::ReadAudit, On::Service)?;
        App::anchor(self).await
    }
}

/// As [`App::verify_audit`], inside a transaction.
pub(in crate::app) async fn verify(tx: &mut Tx, anchors: &[Anchor]) -> Result<Chain, storage::Error> {
    let mut anchored: BTreeMap<i64, Vec<&Anchor>> = BTreeMap::new();
    for anchor in anchors {
        anchored.entry(anchor.number).or_default().push(anchor);
    }
    let mut chain = Chain { whole_to: 0, sha256: BEGINNING.to_owned(), recorded_at: None, faults: Vec::new() };
    let mut broken = hold(&anchored, 0, BEGINNING);
    let fault = follow(tx, &mut chain, |event| broken.extend(hold(&anchored, event.number, &event.sha256))).await?;
    // Of events after a fault nothing is known; at the end of the chain everything is.
    if matches!(fault, None | Some(Fault::Head { .. } | Fault::Stray { .. })) {
        for anchor in anchored.range(chain.whole_to + 1..).flat_map(|(_, anchors)| anchors) {
            broken.push(Fault::Truncated { number: anchor.number, at: anchor.at, last: chain.whole_to });
        }
    }
    chain.faults = fault.into_iter().chain(broken).collect();
    Ok(chain)
}

/// The anchors of an event that are not of this one.
fn hold(anchored: &BTreeMap<i64, Vec<&Anchor>>, number: i64, sha256: &str) -> Vec<Fault> {
    let anchors = anchored.get(&number).into_iter().flatten().filter(|anchor| anchor.sha256 != sha256);
    anchors.map(|anchor| Fault::Rewritten { number, at: anchor.at }).collect()
}

/// Goes from event to event as long as each is right, then looks at the end. The first fault, if there is one.
async fn follow(tx: &mut Tx, chain: &mut Chain, mut seen: impl FnMut(&Event)) -> Result<Option<Fault>, storage::Error> {
    // From the very least, so that nothing hides before 1.
    let mut after = i64::MIN;
    loop {
        let events = match store::page(tx, after, PAGE).await {
            Ok(events) => events,
            Err(error) => return unreadable(tx, chain, after, error).await.map(Some),
        };
        for event in &events {
            if let Some(fault) = wrong(event, chain) {
                return Ok(Some(fault));
            }
            seen(event);
            chain.whole_to = event.number;
            chain.sha256.clone_from(&event.sha256);
            chain.recorded_at = Some(event.what.recorded_at);
        }
        let Some(last) = events.last() else { break };
        after = last.number;
    }
    let last = chain.whole_to;
    let head = store::head(tx).await?;
    let fits = match &head {
        None => last == 0,
        Some((number, sha256)) => *number == last && *sha256 == chain.sha256,
    };
    if !fits {
        return Ok(Some(Fault::Head { last, said: head.map(|(number, _)| number) }));
    }
    // Rows without a number, which an embedded database may hold, come in no page.
    let rows = store::count(tx).await?;
    Ok((rows != last).then_some(Fault::Stray { last, rows }))
}

/// What is wrong with the event that follows on what was seen.
fn wrong(event: &Event, chain: &Chain) -> Option<Fault> {
    let number = chain.whole_to + 1;
    if event.number != number {
        return Some(Fault::Missing { number, found: event.number });
    }
    if event.previous_sha256 != chain.sha256 {
        return Some(Fault::Unlinked { number });
    }
    (!event.is_whole()).then_some(Fault::Edited { number })
}

/// Finds the event in a page that cannot be read, by reading one at a time; those before it may have faults of their own.
async fn unreadable(
    tx: &mut Tx,
    chain: &mut Chain,
    mut after: i64,
    error: storage::Error,
) -> Result<Fault, storage::Error> {
    let storage::Error::Corrupt { .. } = error else { return Err(error) };
    loop {
        match store::page(tx, after, 1).await {
            Ok(events) => {
                let Some(event) = events.first() else { return Err(error) };
                if let Some(fault) = wrong(event, chain) {
                    return Ok(fault);
                }
                after = event.number;
                chain.whole_to = event.number;
                chain.sha256.clone_from(&event.sha256);
                chain.recorded_at = Some(event.what.recorded_at);
            }
            Err(storage::Error::Corrupt { column, .. }) => {
                return Ok(Fault::Unreadable { number: chain.whole_to + 1, column });
            }
            Err(other) => return Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_lines_are_anchors() {
        let good = format!("samfin-audit 2026-12-01T09:00:00.000000Z 12 {}", "5f".repeat(32));
        assert_eq!(Anchor::parse_all(&format!("\n{good}\r\n\n{good}\n")).map(|all| all.len()), Ok(2));
        for wrong in [
            String::new(),
            good.replace("samfin-audit", "audit"),
            good.replace(" 12 ", " -12 "),
            good.replace(" 12 ", " +12 "),
            good.replace("5f5f", "5F5F"),
            good.replace("2026-12-01T", "2026-13-01T"),
            format!("{good} more"),
            good[..good.len() - 1].to_owned(),
        ] {
            assert!(Anchor::parse(&wrong).is_err(), "{wrong}");
        }
        let text = Anchor::parse("gammal rad").expect_err("no anchor");
        assert!(text.en.contains("\"gammal rad\" is no anchor line"), "{text}");
    }
}
