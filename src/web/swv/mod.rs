//! The pages of the SWV.

mod application;
mod application_form;
mod case;
mod filled;
mod sheet;
mod step;
mod step_page;
mod worklist;

use axum::Router;
use axum::routing::get;

use crate::action::session::SignedIn;
use crate::domain::party::{Actor, Role};

use super::failure::Failure;
use super::state::AppState;

/// The pages of the SWV.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/swv", get(worklist::show))
        .route(
            "/swv/zaken/nieuw",
            get(application::new).post(application::start),
        )
        .route("/swv/zaken/{case}", get(case::show))
        .route(
            "/swv/zaken/{case}/aanvraag",
            get(application::edit).post(application::save),
        )
        .route(
            "/swv/zaken/{case}/{step}",
            get(step_page::show).post(step_page::take),
        )
}

/// The employee as the one who acts.
fn actor(who: &SignedIn) -> Result<Actor, Failure> {
    if who.role == Role::Swv {
        Ok(who.actor())
    } else {
        Err(Failure::NotForYou)
    }
}
