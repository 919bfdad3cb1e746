//! The pages of the parents and the young person, behind a personal link and the child's date of birth.

mod advice;
mod entry;
mod notification;
mod overview;
mod refused;
mod share;
mod standing;
mod visitor;

use axum::Router;
use axum::routing::{get, post};

use super::state::AppState;

/// The pages of the parents and the young person.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/mijn", get(overview::show))
        .route("/mijn/advies", get(advice::show))
        .route("/mijn/advies.pdf", get(advice::document))
        .route(
            "/mijn/kennisgeving",
            get(notification::show).post(notification::sign),
        )
        .route(
            "/mijn/vrijgeven",
            get(share::show_release).post(share::release),
        )
        .route(
            "/mijn/tegenhouden",
            get(share::show_block).post(share::block),
        )
        .route("/mijn/versturen", get(share::show_send).post(share::send))
        .route(
            "/mijn/intrekken",
            get(share::show_withdraw).post(share::withdraw),
        )
        .route("/mijn/afmelden", post(visitor::leave))
        .route("/mijn/afgemeld", get(visitor::left))
        .route("/mijn/{secret}", get(entry::show).post(entry::enter))
}
