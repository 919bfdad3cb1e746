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

use share::{Button, press};

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
            get(share::show_release).post(|a, w, f, s| press(Button::Release, a, w, f, s)),
        )
        .route(
            "/mijn/tegenhouden",
            get(share::show_block).post(|a, w, f, s| press(Button::Block, a, w, f, s)),
        )
        .route(
            "/mijn/versturen",
            get(share::show_send).post(|a, w, f, s| press(Button::Send, a, w, f, s)),
        )
        .route(
            "/mijn/intrekken",
            get(share::show_withdraw).post(|a, w, f, s| press(Button::Withdraw, a, w, f, s)),
        )
        .route("/mijn/afmelden", post(visitor::leave))
        .route("/mijn/afgemeld", get(visitor::left))
        .route("/mijn/{secret}", get(entry::show).post(entry::enter))
}
