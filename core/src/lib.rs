//! THE CALCULATION: an agreement goes in, an exact and explained split comes out.
//!
//! Regions and municipalities run things together and share what it costs. This crate says what a
//! year costs, divides it by the keys that were agreed on, to the öre, and can show why. It is pure:
//! no clock, no files, no network, no database. The same input gives the same output, byte for byte.
//!
//! | from | by | to | module |
//! | --- | --- | --- | --- |
//! | JSON text | strict reading, every issue at once | [`Request`] | [`json`], [`read`], [`agreement`] |
//! | quantities, rates, index, days | exact fractions, rounded once | cost of the year | `cost` |
//! | cost, key, members | exact division by segments | exact parts | `key`, `allocation` |
//! | exact parts | largest remainder | whole öre or kronor | `rounding` |
//! | parts and who provides | sums | positions, transfers | `calculation`, `settlement` |
//!
//! ```
//! use samfin_core::{Lang, Request, calculate};
//!
//! // A secretary for 8 meetings of 20 hours at 500 kr, half by the region, half by inhabitants.
//! let request = Request::parse(br#"{
//!   "year": 2027,
//!   "agreement": {
//!     "name": "Sekreterare", "currency": "SEK", "valid_from": "2027-01-01", "host": "region-x",
//!     "parties": [
//!       { "id": "region-x", "name": "Region X", "kind": "region" },
//!       { "id": "a", "name": "A kommun", "kind": "municipality", "area": "2303" },
//!       { "id": "b", "name": "B kommun", "kind": "municipality", "area": "2305" } ],
//!     "bodies": [ { "id": "forum", "meetings_per_year": "8" } ],
//!     "costs": [ { "id": "secretary", "name": "Sekreterare", "type": "staff", "key": "half",
//!       "hours": { "per_meeting": "20", "bodies": ["forum"] }, "rate": { "hourly": "500.00" } } ],
//!     "keys": { "half": { "type": "groups", "groups": [
//!       { "among": { "kind": "region" }, "weight": "50", "key": { "type": "equal" } },
//!       { "among": { "kind": "municipality" }, "weight": "50",
//!         "key": { "type": "statistic", "statistic": "population" } } ] } }
//!   },
//!   "statistics": { "population": [
//!     { "for": "2303", "date": "2025-12-31", "value": "5152" },
//!     { "for": "2305", "date": "2025-12-31", "value": "5950" } ] }
//! }"#)?;
//!
//! let calculation = calculate(&request, false)?;
//! assert_eq!(calculation.total.to_string(), "80000.00");
//! let payable: Vec<String> = calculation.parties.iter().map(|party| party.payable.to_string()).collect();
//! assert_eq!(payable, ["40000.00", "18562.42", "21437.58"]);
//! let json = serde_json::to_string(&calculation.answer(Lang::En)).unwrap();
//! assert!(json.starts_with(r#"{"year":2027,"currency":"SEK","host":"region-x","total":"80000.00""#));
//! # Ok::<(), samfin_core::Error>(())
//! ```

pub mod agreement;
mod allocation;
pub mod billing;
mod calculation;
pub mod change;
pub mod comparison;
mod cost;
pub mod date;
pub mod decimal;
mod default;
pub mod error;
mod exact;
mod explain;
pub mod explore;
pub mod figures;
mod findings;
mod fixed;
mod id;
pub mod json;
mod key;
mod lang;
mod money;
mod preset;
mod question;
pub mod read;
mod request;
mod result;
mod rounding;
mod settlement;
mod statistics;
pub mod stress;
pub mod text;
mod trace;
mod variant;
mod work;

pub use agreement::{Agreement, Party};
pub use calculation::calculate;
pub use error::{Code, Error, Issue, ShownIssue};
pub use explain::{CostTold, LineTold, Sentence, default_sentences, explain, explain_text, key_name, who};
pub use findings::{Finding, FindingCode, Severity, findings, findings_of_year};
pub use fixed::Fixed;
pub use id::Id;
pub use lang::{Lang, Text};
pub use money::{NotMoney, Ore};
pub use preset::{PRESETS, Preset, preset, presets};
pub use question::{MAX_SCENARIOS, MAX_YEARS, SCENARIO_FIELDS};
pub use request::{Actual, Event, Opening, Request};
pub use result::{
    Answer, By, Calculation, Claim, Closing, CostResult, DefaultResult, Line, PartyResult, StepResult, Transfer,
};
pub use statistics::{Observation, Series, Statistics};
pub use trace::{Explanation, Inputs, LineTrace, Step};
pub use work::MAX_WORK;
