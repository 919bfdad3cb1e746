//! The pages of the family in another language than Dutch.
//!
//! A page is made in Dutch, once. For who asked for another language the sentences of the page that goes out are replaced, one by one, by
//! those of a file of texts (`templates/languages/en.toml`): another language is another file, named in [`FILES`]. A sentence that the
//! file doesn't know stays Dutch. What people typed is left as it is, as is everything in an element with `translate="no"`. Employees work in Dutch.

mod dates;
mod html;
mod phrases;

use std::sync::LazyLock;

use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_LENGTH};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

pub use html::translate;
pub use phrases::Phrases;

/// The files, one for each language.
const FILES: [&str; 1] = [include_str!("../../../templates/languages/en.toml")];

/// The languages other than Dutch. A test reads the files, so here they are sound.
pub fn languages() -> &'static [Phrases] {
    static ALL: LazyLock<Vec<Phrases>> = LazyLock::new(|| {
        let read = FILES.iter().map(|file| Phrases::parse(file));
        read.filter_map(Result::ok).collect()
    });
    &ALL
}

/// What a visitor chose: in the address, or before.
#[derive(Clone, Copy)]
pub enum Choice {
    /// Dutch.
    Dutch,
    /// Another language.
    Other(&'static Phrases),
}

impl Choice {
    /// Every choice.
    fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Dutch).chain(languages().iter().map(Self::Other))
    }

    /// The choice with this code of ISO 639-1.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|choice| choice.code() == code)
    }

    /// Its code of ISO 639-1.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::Other(phrases) => phrases.code(),
        }
    }

    /// What the language calls itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dutch => "Nederlands",
            Self::Other(phrases) => phrases.name(),
        }
    }

    /// What else can be chosen.
    pub fn others(self) -> impl Iterator<Item = Self> {
        Self::all().filter(move |choice| choice.code() != self.code())
    }

    /// What the address of a page says: `?taal=en`.
    #[must_use]
    pub fn in_query(query: &str) -> Option<Self> {
        let pairs = query.split('&');
        let mut codes = pairs.filter_map(|pair| pair.strip_prefix("taal="));
        codes.find_map(Self::from_code)
    }
}

/// The beginnings of the addresses that are for families alone: there the choice of a language is offered.
const FAMILY: [&str; 3] = ["/mijn", "/aanvragen", "/aanvraag"];

/// Those of the pages that a family with an account shares with employees.
const SHARED: [&str; 4] = [
    "/aanmelden/code",
    "/aanmelden/instellen",
    "/account",
    "/bevestigen",
];

/// Whether this is a page for families alone.
#[must_use]
pub fn is_for_families(path: &str) -> bool {
    FAMILY.iter().any(|start| is_below(path, start))
}

/// Whether this page is there in other languages, for who is no employee.
#[must_use]
pub fn is_spoken(path: &str) -> bool {
    is_for_families(path) || SHARED.iter().any(|start| is_below(path, start))
}

fn is_below(path: &str, start: &str) -> bool {
    let rest = path.strip_prefix(start);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The most bytes of a page that are translated.
const MOST: usize = 4 * 1024 * 1024;

/// The same page in this language; as it is, if it is too large to be one of ours.
pub async fn spoken(phrases: &'static Phrases, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MOST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = String::from_utf8_lossy(&bytes);
    let page = translate(&page, phrases).html;
    parts.headers.remove(CONTENT_LENGTH);
    if let Ok(code) = HeaderValue::from_str(phrases.code()) {
        parts.headers.insert(CONTENT_LANGUAGE, code);
    }
    Response::from_parts(parts, Body::from(page))
}
