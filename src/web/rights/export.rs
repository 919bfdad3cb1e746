//! `/verzoeken/{request}/overzicht.pdf` and `.json`: what the party keeps, for who asked for it.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use tokio::task::spawn_blocking;

use crate::action::rights;
use crate::action::session::SignedIn;
use crate::web::answer;
use crate::web::failure::Failure;
use crate::web::state::AppState;

/// `GET /verzoeken/{request}/overzicht.pdf`
///
/// # Errors
/// [`Failure::NotFound`] for another party's request, and for one that asks for something else.
pub async fn pdf(
    State(app): State<AppState>,
    who: SignedIn,
    Path(request): Path<String>,
) -> Result<Response, Failure> {
    let (_, letter) = rights::export(&app.house, &who.actor(), &request).await?;
    let set = spawn_blocking(move || rights::paper(&letter)).await;
    let bytes = set.map_err(|error| Failure::fault(&error))??;
    Ok(answer::pdf(bytes, "overzicht-gegevens"))
}

/// `GET /verzoeken/{request}/overzicht.json`
///
/// # Errors
/// As [`pdf`].
pub async fn json(
    State(app): State<AppState>,
    who: SignedIn,
    Path(request): Path<String>,
) -> Result<Response, Failure> {
    let (export, _) = rights::export(&app.house, &who.actor(), &request).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"overzicht-gegevens.json\"",
        ),
    ];
    Ok((headers, export.json()?).into_response())
}
