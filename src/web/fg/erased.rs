//! `GET /fg/vernietigd`: the certificates of destruction of the own party.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::session::SignedIn;
use crate::action::supervise;
use crate::domain::erasure::Certificate;
use crate::domain::party::UserId;
use crate::domain::{dates, erasure};
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;

use super::log::moment;
use super::words;

#[derive(Template)]
#[template(path = "pages/fg/erased.html")]
struct ErasedPage {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    on: String,
    /// When the key was destroyed; nothing if it still must be.
    key: Option<String>,
    case: String,
    contents: String,
    /// Whether the dossier itself is gone.
    entire: bool,
    why: &'static str,
    source: String,
    /// Who proposed it and who reviewed it; empty where no list was made.
    two: String,
}

/// `GET /fg/vernietigd`
///
/// # Errors
/// [`Failure::Broken`] when they can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let (found, people) = supervise::erased(&app.house, &who.actor()).await?;
    // A certificate holds their ids alone.
    let called = |id: &UserId| {
        let known = people.iter().find(|one| one.id == *id);
        known.map_or_else(|| words::short(id.as_str()), |one| one.name.clone())
    };
    let two = |one: &Certificate| match (&one.by, &one.second) {
        (Some(first), Some(second)) => format!(
            "op een lijst van {}, beoordeeld door {}",
            called(first),
            called(second)
        ),
        _ => String::new(),
    };
    let rows = found.into_iter().map(|(one, at)| Row {
        on: dates::long(one.on),
        two: two(&one),
        key: at.map(moment),
        case: words::short(one.case.as_str()),
        contents: erasure::told(&one.contents),
        entire: one.entire,
        why: one.why.dutch(),
        source: one.source,
    });
    let rows = rows.collect();
    Ok(page(&ErasedPage { frame, rows }))
}
