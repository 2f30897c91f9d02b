//! A form with a file in it (`multipart/form-data`, RFC 7578), as browsers send one: read whole, in memory.
//!
//! ```text
//! --boundary⏎Content-Disposition: form-data; name="csrf"⏎⏎3f2a…⏎
//! --boundary⏎Content-Disposition: form-data; name="fil"; filename="camt054.xml"⏎Content-Type: text/xml⏎⏎<Document…⏎
//! --boundary--
//! ```

use std::convert::Infallible;
use std::future::ready;

use actix_web::web::Bytes;
use futures_util::stream;

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
    pub(crate) async fn read(content_type: &str, body: &Bytes) -> Option<Self> {
        let boundary = multer::parse_boundary(content_type).ok()?;
        let body = stream::once(ready(Ok::<_, Infallible>(body.clone())));
        let (mut parts, mut form) = (multer::Multipart::new(body, boundary), Self::default());
        while let Some(part) = parts.next_field().await.ok()? {
            let field = part.name()?.to_owned();
            if let Some(name) = part.file_name() {
                // Some browsers have sent the whole path.
                let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                form.files.push(File { field, name, bytes: part.bytes().await.ok()? });
            } else {
                form.fields.push((field, String::from_utf8(part.bytes().await.ok()?.into()).ok()?));
            }
        }
        Some(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "multipart/form-data; boundary=xYz";

    async fn read(body: &'static str) -> Option<Multipart> {
        Multipart::read(KIND, &Bytes::from_static(body.as_bytes())).await
    }

    #[tokio::test]
    async fn fields_and_files_are_read_as_they_were_sent() {
        let form = read(concat!(
            "--xYz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n3f2a\r\n",
            "--xYz\r\ncontent-disposition: form-data; name=\"fil\"; filename=\"C:\\Bank\\ab.xml\"\r\nContent-Type: text/xml\r\n\r\n",
            "<a>\r\n--xY\r\n</a>\r\n--xYz--\r\n"
        ));
        let form = form.await.expect("whole");
        assert_eq!(form.fields, [("csrf".to_owned(), "3f2a".to_owned())]);
        let file =
            File { field: "fil".into(), name: "ab.xml".into(), bytes: Bytes::from_static(b"<a>\r\n--xY\r\n</a>") };
        assert_eq!(form.files, [file]);
    }

    #[tokio::test]
    async fn what_is_not_whole_is_no_form() {
        for body in [
            "",
            "--xYz",
            "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1",
            "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xYz",
            "--xYz\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xYz--",
            "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n1\r\n--xYz--",
        ] {
            assert_eq!(read(body).await, None, "{body:?}");
        }
        assert_eq!(read("--xYz--").await, Some(Multipart::default()), "an empty form is one");
        assert_eq!(Multipart::read("multipart/form-data", &Bytes::from_static(b"--xYz--")).await, None);
    }
}
