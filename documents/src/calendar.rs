//! The days of an agreement as iCalendar (RFC 5545), to be followed in anybody's calendar.
//!
//! Whole days, in Sweden; they take no time from anyone (`TRANSPARENT`). A day keeps its `UID` when its text or its date
//! changes, so that a calendar moves it instead of showing it twice, and the stamp is told: the same days are the same bytes.
//!
//! ```
//! use samfin_documents::calendar::{Day, calendar};
//! let day = Day {
//!     uid: "evaluation@0198".into(), on: "2028-09-01".parse()?, title: "Utvärdering; åtta, parter".into(), text: None,
//! };
//! let text = String::from_utf8(calendar("Samverkan", &[day], "2027-01-01T00:00:00Z".parse()?))?;
//! assert!(text.contains("DTSTART;VALUE=DATE:20280901\r\n") && text.contains("SUMMARY:Utvärdering\\; åtta\\, parter\r\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};

/// One day that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// What it is known by, the same for ever.
    pub uid: String,
    /// When.
    pub on: NaiveDate,
    /// In a few words.
    pub title: String,
    /// In a sentence or two.
    pub text: Option<String>,
}

/// Writes the calendar; `changed_at` is when something in it changed last.
#[must_use]
pub fn calendar(name: &str, days: &[Day], changed_at: DateTime<Utc>) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//samfin//samfin//SV"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    // The crate's own `name` writes the property NAME as well, and that one without escaping what is in it.
    calendar.append_property(Property::new("X-WR-CALNAME", clean(name)));
    for day in days {
        let mut event = Event::new();
        event.uid(&clean(&day.uid)).timestamp(changed_at).summary(&clean(&day.title)).starts(day.on);
        if let Some(text) = &day.text {
            event.description(&clean(text));
        }
        event.add_property("TRANSP", "TRANSPARENT");
        calendar.push(event.done());
    }
    calendar.to_string().into_bytes()
}

/// Line ends are told as `\n`; other control characters the format does not have.
fn clean(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { '\u{fffd}' } else { c }).collect()
}
