//! One cell, as both databases and a line of JSON can hold it.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde_json::Value as Json;

use super::Kind;

/// What a cell holds; `None` is `NULL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Of a `TEXT` column.
    Text(Option<String>),
    /// Of a `BIGINT` column.
    Integer(Option<i64>),
    /// Of a `BOOLEAN` column.
    Boolean(Option<bool>),
    /// Of a `DATE` column.
    Date(Option<NaiveDate>),
    /// Of a `TIMESTAMPTZ` column.
    Moment(Option<DateTime<Utc>>),
    /// Something that the column's type does not allow, which SQLite keeps all the same.
    Unreadable,
}

/// JSON that is no value of the column's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAValue;

impl Value {
    /// For a file: `"text"`, `12`, `true`, `"2027-01-01"`, `"2027-01-01T09:00:00.000001Z"`, `null`.
    pub fn to_json(&self) -> Result<Json, NotAValue> {
        Ok(match self {
            Self::Text(value) => value.as_deref().into(),
            Self::Integer(value) => (*value).into(),
            Self::Boolean(value) => (*value).into(),
            Self::Date(value) => value.map(|date| date.to_string()).into(),
            Self::Moment(value) => value.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true)).into(),
            Self::Unreadable => return Err(NotAValue),
        })
    }

    /// What [`Value::to_json`] wrote for a column of this kind.
    pub fn from_json(kind: Kind, json: Json) -> Result<Self, NotAValue> {
        Ok(match (kind, json) {
            (Kind::Text, Json::Null) => Self::Text(None),
            (Kind::Text, Json::String(text)) => Self::Text(Some(text)),
            (Kind::Integer, Json::Null) => Self::Integer(None),
            (Kind::Integer, Json::Number(number)) => Self::Integer(Some(number.as_i64().ok_or(NotAValue)?)),
            (Kind::Boolean, Json::Null) => Self::Boolean(None),
            (Kind::Boolean, Json::Bool(value)) => Self::Boolean(Some(value)),
            (Kind::Date, Json::Null) => Self::Date(None),
            (Kind::Date, Json::String(text)) => Self::Date(Some(text.parse().map_err(|_| NotAValue)?)),
            (Kind::Moment, Json::Null) => Self::Moment(None),
            (Kind::Moment, Json::String(text)) => {
                let at = DateTime::parse_from_rfc3339(&text).map_err(|_| NotAValue)?;
                Self::Moment(Some(at.to_utc()))
            }
            _ => return Err(NotAValue),
        })
    }

    /// The text of a `TEXT` column.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => text.as_deref(),
            _ => None,
        }
    }

    /// About how much memory it takes.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        size_of::<Self>() + self.text().map_or(0, str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_survives_json() {
        let at = "2026-05-04T10:00:00.123456Z".parse().expect("a moment");
        let whole = "2026-05-04T10:00:00Z".parse().expect("a moment");
        for (kind, value, written) in [
            (Kind::Text, Value::Text(Some("Å\n\"\u{2028}".into())), "\"Å\\n\\\"\u{2028}\""),
            (Kind::Text, Value::Text(None), "null"),
            (Kind::Integer, Value::Integer(Some(i64::MIN)), "-9223372036854775808"),
            (Kind::Boolean, Value::Boolean(Some(true)), "true"),
            (Kind::Date, Value::Date("2027-01-01".parse().ok()), "\"2027-01-01\""),
            (Kind::Moment, Value::Moment(Some(at)), "\"2026-05-04T10:00:00.123456Z\""),
            (Kind::Moment, Value::Moment(Some(whole)), "\"2026-05-04T10:00:00Z\""),
        ] {
            let json = value.to_json().expect("a value");
            assert_eq!(json.to_string(), written);
            assert_eq!(Value::from_json(kind, serde_json::from_str(written).expect("JSON")), Ok(value));
        }
    }

    #[test]
    fn what_does_not_fit_the_column_is_refused() {
        for (kind, json) in [
            (Kind::Text, "1"),
            (Kind::Integer, "1.5"),
            (Kind::Integer, "9223372036854775808"),
            (Kind::Boolean, "1"),
            (Kind::Date, "\"2027-02-30\""),
            (Kind::Moment, "\"2027-01-01\""),
            (Kind::Text, "[]"),
        ] {
            assert_eq!(Value::from_json(kind, serde_json::from_str(json).expect("JSON")), Err(NotAValue), "{json}");
        }
    }
}
