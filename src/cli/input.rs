//! The file: a request as for the API, or an example file that holds one.

use std::borrow::Cow;
use std::io::Read;
use std::path::Path;

use samfin_core::json::{self, Json};
use samfin_core::{Error, say};

use crate::cli::failure::{Exit, Failure};

/// More than any request or statistics file: what is larger is the wrong file.
const LARGEST_BYTES: u64 = 64 * 1024 * 1024;

/// The bytes of a file, or of standard input for `-`.
pub(in crate::cli) fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().take(LARGEST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes))
    };
    let read = read.map_err(|error| {
        Failure::new(Exit::Input, say!("{shown} går inte att läsa: {error}.", "{shown} cannot be read: {error}."))
    })?;
    if u64::try_from(read).is_ok_and(|read| read > LARGEST_BYTES) {
        return Err(Failure::new(
            Exit::Input,
            say!("{shown} är större än {LARGEST_BYTES} byte.", "{shown} is larger than {LARGEST_BYTES} bytes."),
        ));
    }
    Ok(bytes)
}

/// The members of the request in a file, to be changed by flags; what is no object has none.
pub(in crate::cli) fn members(bytes: &[u8]) -> Result<Vec<(Cow<'_, str>, Json<'_>)>, Error> {
    let tree = json::parse(bytes)?;
    let request = if tree.get("request").is_some() { member(tree, "request") } else { tree };
    Ok(match request {
        Json::Object(members) => members,
        _ => Vec::new(),
    })
}

/// Puts `value` in the place of the member `name`.
pub(in crate::cli) fn put<'a>(members: &mut Vec<(Cow<'a, str>, Json<'a>)>, name: &'static str, value: Json<'a>) {
    members.retain(|(known, _)| known != name);
    members.push((name.into(), value));
}

/// The request in a file, for the year asked for.
pub(in crate::cli) fn request(bytes: &[u8], year: Option<i32>) -> Result<Cow<'_, [u8]>, Error> {
    let tree = json::parse(bytes)?;
    let is_example = tree.get("request").is_some();
    if !is_example && year.is_none() {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut request = if is_example { member(tree, "request") } else { tree };
    if let (Json::Object(members), Some(year)) = (&mut request, year) {
        members.retain(|(name, _)| name != "year");
        members.push(("year".into(), Json::Number(year.to_string().into())));
    }
    Ok(Cow::Owned(request.to_text().into_bytes()))
}

fn member<'a>(tree: Json<'a>, name: &str) -> Json<'a> {
    match tree {
        Json::Object(members) => {
            members.into_iter().find(|(known, _)| known == name).map_or(Json::Null, |(_, value)| value)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(file: &str, year: Option<i32>) -> String {
        String::from_utf8(request(file.as_bytes(), year).expect("JSON").into_owned()).expect("UTF-8")
    }

    #[test]
    fn an_example_file_gives_its_request() {
        assert_eq!(text(r#"{"description":"x","request":{"year":2027},"expected":{}}"#, None), r#"{"year":2027}"#);
        assert_eq!(text(r#"{ "year": 2027 }"#, None), r#"{ "year": 2027 }"#);
    }

    #[test]
    fn the_year_asked_for_replaces_the_one_in_the_file() {
        assert_eq!(text(r#"{"year":2027,"agreement":{}}"#, Some(2028)), r#"{"agreement":{},"year":2028}"#);
        assert_eq!(text("[]", Some(2028)), "[]");
    }
}
