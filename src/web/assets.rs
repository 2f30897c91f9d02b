//! Style, script and icon: files beside this one, part of the program.
//!
//! The address carries the beginning of the content's SHA-256, so a browser may keep the file for good, and a new
//! release is seen at once.

use std::fmt::Write as _;
use std::sync::LazyLock;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get, web};
use samfin_core::say;
use sha2::{Digest as _, Sha256};

use crate::http::problem::Problem;

/// A file that pages refer to.
pub(super) struct Asset {
    address: String,
    kind: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(name: &str, ending: &str, kind: &'static str, content: &'static str) -> Self {
        let mut address = format!("/assets/{name}.");
        for byte in Sha256::digest(content).iter().take(6) {
            // Writing to a String cannot fail.
            let _ = write!(address, "{byte:02x}");
        }
        address.push('.');
        address.push_str(ending);
        Self { address, kind, content }
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }
}

pub(super) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "app",
        "css",
        "text/css; charset=utf-8",
        concat!(
            include_str!("assets/app.css"),
            include_str!("assets/compare.css"),
            include_str!("assets/scenarios.css"),
            include_str!("assets/basis.css"),
            include_str!("assets/log.css"),
            include_str!("assets/people.css"),
            include_str!("assets/money.css"),
            include_str!("assets/import.css"),
            include_str!("assets/invoices.css"),
            include_str!("assets/editor.css")
        ),
    )
});
pub(super) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "app",
        "mjs",
        "text/javascript; charset=utf-8",
        concat!(
            include_str!("assets/app.mjs"),
            include_str!("assets/compare.mjs"),
            include_str!("assets/scenarios.mjs"),
            include_str!("assets/editor.mjs")
        ),
    )
});
pub(super) static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", include_str!("assets/icon.svg")));

/// One of the files.
#[get("/assets/{file}")]
pub(super) async fn asset(file: web::Path<String>) -> Result<HttpResponse, Problem> {
    let files: [&Asset; 3] = [&STYLE, &SCRIPT, &ICON];
    let asked = format!("/assets/{file}");
    let Some(asset) = files.into_iter().find(|asset| asset.address == asked) else {
        return Err(Problem::not_found(say!(
            "Det finns ingen sådan fil. Ladda om sidan som hänvisade hit.",
            "There is no such file. Reload the page that referred to it."
        )));
    };
    Ok(HttpResponse::Ok()
        .content_type(asset.kind)
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.content))
}
