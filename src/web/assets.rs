//! The style sheets, fonts, icon and the one script, from inside the program.
//!
//! Their address holds a hash of them all, so that a browser may keep them for ever and still sees a new version.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::failure::Failure;

#[derive(RustEmbed)]
#[folder = "templates/assets/"]
struct Assets;

static BASE: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    let mut names: Vec<_> = Assets::iter().collect();
    names.sort();
    for file in names.iter().filter_map(|name| Assets::get(name)) {
        hash.update(file.metadata.sha256_hash());
    }
    let hash: String = hash
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("/assets/{hash}")
});

/// Where the assets are, without a slash at the end.
pub fn base() -> &'static str {
    &BASE
}

/// Answers one file. An old hash gets the new file, but may not keep it.
pub async fn asset(Path((hash, path)): Path<(String, String)>) -> Response {
    let kind = match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => return Failure::NotFound.into_response(),
    };
    let Some(file) = Assets::get(&path) else {
        return Failure::NotFound.into_response();
    };
    let keep = if BASE.ends_with(&hash) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, keep)], file.data).into_response()
}
