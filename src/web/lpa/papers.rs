//! The papers that the leerplichtambtenaar takes along.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::lpa_papers::{Paper, paper};
use crate::action::session::SignedIn;
use crate::domain::party::CaseId;
use crate::web::answer::pdf;
use crate::web::failure::Failure;
use crate::web::state::AppState;

/// `GET /leerplicht/zaken/{case}/gegevensblad.pdf`: the exemption on one page.
///
/// # Errors
/// [`Failure::NotFound`] for another gemeente's case and where no exemption was granted.
pub async fn exemption_sheet(
    State(app): State<AppState>,
    who: SignedIn,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let made = paper(&app.house, &actor, &CaseId(case), Paper::ExemptionSheet).await?;
    Ok(pdf(made, "gegevensblad"))
}

/// `GET /leerplicht/zaken/{case}/schoolbevestiging.pdf`: the confirmation for the school.
///
/// # Errors
/// See [`exemption_sheet`].
pub async fn school_confirmation(
    State(app): State<AppState>,
    who: SignedIn,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let made = paper(&app.house, &actor, &CaseId(case), Paper::SchoolConfirmation).await?;
    Ok(pdf(made, "bevestiging-school"))
}
