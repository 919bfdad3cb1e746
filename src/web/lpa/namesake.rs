//! `POST /leerplicht/zaken/{case}/naamgenoot`: a call to the SWV about two pupils with one name.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::namesake;
use crate::action::session::SignedIn;
use crate::web::answer::after;
use crate::web::failure::Failure;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::step::sent;

/// Which of the two buttons was pressed.
pub struct NamesakeFields;

impl Fields for NamesakeFields {
    const NAMES: &'static [&'static str] = &["version", "leerling"];
}

/// `POST /leerplicht/zaken/{case}/naamgenoot`
///
/// # Errors
/// [`Failure::NotFound`] for another gemeente's case; [`Failure::Changed`] if there is nothing to tell apart any more.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    Path(case): Path<String>,
    submitted: Submitted<NamesakeFields>,
) -> Result<Response, Failure> {
    let form = sent(&case, &submitted.form, submitted.once)?;
    let same = submitted.form.holds("leerling", "dezelfde");
    let told = namesake::tell_apart(&app.house, &who.actor(), form, same).await;
    after(told, "gedaan")
}
