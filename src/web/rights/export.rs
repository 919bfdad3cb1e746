//! What a party keeps, for who asked for it: as a paper, as data, and with the letters and scans in one file. The party finds it at
//! `/verzoeken/{request}/...`, the family at `/mijn/verzoek/{request}/...` once it was granted.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use tokio::task::spawn_blocking;

use crate::action::ActionError;
use crate::action::rights::{self, Overview};
use crate::action::session::SignedIn;
use crate::domain::party::Actor;
use crate::web::answer;
use crate::web::failure::Failure;
use crate::web::parents::FamilyVisitor;
use crate::web::state::AppState;

use super::archive::zip;

/// In which form.
#[derive(Clone, Copy)]
pub enum Form {
    /// A paper to read.
    Pdf,
    /// Data for another program.
    Json,
    /// Both, with letters and scans.
    Zip,
}

/// `GET /verzoeken/{request}/overzicht.pdf`, `.json` and `alles.zip`
///
/// # Errors
/// [`Failure::NotFound`] for another party's request, and for one that asks for something else or was not granted.
pub async fn own(
    form: Form,
    State(app): State<AppState>,
    who: SignedIn,
    Path(request): Path<String>,
) -> Result<Response, Failure> {
    given(form, &app, &who.actor(), &request).await
}

/// `GET /mijn/verzoek/{request}/overzicht.pdf`, `.json` and `alles.zip`
///
/// # Errors
/// [`Failure::NotFound`] for what somebody else asked, or what was not granted; [`Failure::Refused`] for who may not ask any more.
pub async fn asked(
    form: Form,
    State(app): State<AppState>,
    who: FamilyVisitor,
    Path(request): Path<String>,
) -> Result<Response, Failure> {
    given(form, &app, &who.actor, &request).await
}

async fn given(
    form: Form,
    app: &AppState,
    actor: &Actor,
    request: &str,
) -> Result<Response, Failure> {
    let overview = rights::export(&app.house, actor, request).await?;
    match form {
        Form::Pdf => Ok(answer::pdf(
            set(move || overview.pdf()).await?,
            "overzicht-gegevens",
        )),
        Form::Json => {
            let json = overview.export.json()?;
            Ok(file(json, "application/json", "overzicht-gegevens.json"))
        }
        Form::Zip => {
            let all = set(move || all(overview)).await?;
            Ok(file(all, "application/zip", "alle-gegevens.zip"))
        }
    }
}

fn all(overview: Overview) -> Result<Vec<u8>, ActionError> {
    let files = overview.files()?;
    zip(&files).ok_or_else(|| ActionError::Letter("te veel voor één bestand".to_owned()))
}

async fn set(
    make: impl FnOnce() -> Result<Vec<u8>, ActionError> + Send + 'static,
) -> Result<Vec<u8>, Failure> {
    let made = spawn_blocking(make).await;
    Ok(made.map_err(|error| Failure::fault(&error))??)
}

/// A file to keep. Its name tells nothing.
fn file(bytes: Vec<u8>, media_type: &str, name: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, bytes).into_response()
}
