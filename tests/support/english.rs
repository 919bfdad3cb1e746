//! What a page of the family would say in English: every page for families that any test sees is looked at.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{LazyLock, Mutex};

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use tom::web::language;

/// The pages that were looked at, but for the values of their fields.
static SEEN: LazyLock<Mutex<HashSet<u64>>> = LazyLock::new(Mutex::default);

/// Looks whether the English file knows every sentence of this page.
pub fn check(path: &str, headers: &HeaderMap, body: &str) {
    let html = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // An employee who went astray reads Dutch; and some read English already.
    let other = body.contains("aria-label=\"Hoofdmenu\"") || body.contains("<html lang=\"en\">");
    if !html || other || !language::is_spoken(path) {
        return;
    }
    let mut hasher = DefaultHasher::new();
    for part in body.split(" value=\"") {
        part.split_once('"')
            .map_or(part, |(_, rest)| rest)
            .hash(&mut hasher);
    }
    if !SEEN.lock().unwrap().insert(hasher.finish()) {
        return;
    }
    for phrases in language::languages() {
        let (code, unknown) = (phrases.code(), language::translate(body, phrases).unknown);
        assert!(
            unknown.is_empty(),
            "not in templates/languages/{code}.toml, of {path}: {unknown:#?}"
        );
    }
}
