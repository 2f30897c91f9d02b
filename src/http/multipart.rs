//! A form with a file in it (`multipart/form-data`, RFC 7578), as browsers send one: read whole, in memory.
//!
//! ```text
//! --boundary⏎Content-Disposition: form-data; name="csrf"⏎⏎3f2a…⏎
//! --boundary⏎Content-Disposition: form-data; name="fil"; filename="camt054.xml"⏎Content-Type: text/xml⏎⏎<Document…⏎
//! --boundary--
//! ```

use std::ops::Range;

use actix_web::web::Bytes;

/// What a form holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Multipart {
    /// The fields that are texts, in their order.
    pub(crate) fields: Vec<(String, String)>,
    /// The fields that are files, in their order; one that was left empty has no name and no bytes.
    pub(crate) files: Vec<File>,
}

/// A file of a form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct File {
    /// The field.
    pub(crate) field: String,
    /// What the sender calls it, without folders.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Bytes,
}

impl Multipart {
    /// The kind of body.
    pub(crate) const KIND: &'static str = "multipart/form-data";

    /// Reads a form; none when it is not whole: the end is missing, or a part has no name.
    pub(crate) fn read(content_type: &str, body: &Bytes) -> Option<Self> {
        let boundary = boundary(content_type)?;
        let delimiter = format!("\r\n--{boundary}").into_bytes();
        // The first boundary has no line before it.
        let mut at = body.starts_with(&delimiter[2..]).then_some(delimiter.len() - 2)?;
        let mut form = Self::default();
        while !body.get(at..)?.starts_with(b"--") {
            let head = body.get(at..)?.strip_prefix(b"\r\n").map(|_| at + 2)?;
            let content = head + find(&body[head..], b"\r\n\r\n")? + 4;
            let end = content + find(&body[content..], &delimiter)?;
            form.add(std::str::from_utf8(&body[head..content]).ok()?, body, content..end)?;
            at = end + delimiter.len();
        }
        Some(form)
    }

    fn add(&mut self, head: &str, body: &Bytes, place: Range<usize>) -> Option<()> {
        let line = head.split("\r\n").find(|line| {
            line.split_once(':').is_some_and(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))
        })?;
        let field = parameter(line, "name")?;
        if let Some(name) = parameter(line, "filename") {
            // Some browsers have sent the whole path.
            let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
            self.files.push(File { field, name, bytes: body.slice(place) });
        } else {
            self.fields.push((field, std::str::from_utf8(&body[place]).ok()?.to_owned()));
        }
        Some(())
    }
}

/// What separates the parts: 1–70 characters.
fn boundary(content_type: &str) -> Option<&str> {
    let (_, rest) = content_type.split_once(';')?;
    let given = rest.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let bare = given.trim_matches('"');
    (1..=70).contains(&bare.len()).then_some(bare)
}

/// A parameter in quotes. Browsers write quotes and line ends in it as `%22`, `%0D`, `%0A`.
fn parameter(line: &str, name: &str) -> Option<String> {
    let opening = format!("; {name}=\"");
    let (_, rest) = line.split_once(&opening)?;
    let (value, _) = rest.split_once('"')?;
    Some(value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "multipart/form-data; boundary=xYz";

    fn read(body: &'static str) -> Option<Multipart> {
        Multipart::read(KIND, &Bytes::from_static(body.as_bytes()))
    }

    #[test]
    fn fields_and_files_are_read_as_they_were_sent() {
        let form = read(concat!(
            "--xYz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n3f2a\r\n",
            "--xYz\r\ncontent-disposition: form-data; name=\"fil\"; filename=\"C:\\Bank\\a%22b.xml\"\r\nContent-Type: text/xml\r\n\r\n",
            "<a>\r\n--xY\r\n</a>\r\n--xYz--\r\n"
        ));
        let form = form.expect("whole");
        assert_eq!(form.fields, [("csrf".to_owned(), "3f2a".to_owned())]);
        let file =
            File { field: "fil".into(), name: "a\"b.xml".into(), bytes: Bytes::from_static(b"<a>\r\n--xY\r\n</a>") };
        assert_eq!(form.files, [file]);
    }

    #[test]
    fn what_is_not_whole_is_no_form() {
        for body in [
            "",
            "--xYz",
            "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1",
            "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xYz",
            "--xYz\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xYz--",
            "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n1\r\n--xYz--",
        ] {
            assert_eq!(read(body), None, "{body:?}");
        }
        assert_eq!(read("--xYz--"), Some(Multipart::default()), "an empty form is one");
        assert_eq!(Multipart::read("multipart/form-data", &Bytes::from_static(b"--xYz--")), None);
        assert_eq!(Multipart::read("multipart/form-data; boundary=", &Bytes::from_static(b"----")), None);
    }
}
