//! `GET /fg/rechten`: the signed reviews of the accounts of the own party.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::account_review;
use crate::action::session::SignedIn;
use crate::web::admin::rights::{Coming, Told, coming, told};
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;

#[derive(Template)]
#[template(path = "pages/fg/rights.html")]
struct RightsPage {
    frame: Frame,
    due: Vec<Coming>,
    signed: Vec<Told>,
}

/// `GET /fg/rechten`
///
/// # Errors
/// [`Failure::Broken`] when they can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let found = account_review::results(&app.house, &who.actor()).await?;
    Ok(page(&RightsPage {
        frame,
        due: found.due.iter().map(coming).collect(),
        signed: found.signed.iter().map(told).collect(),
    }))
}
