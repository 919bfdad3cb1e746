//! The pages of the independent doctor.
//!
//! The case page shows the application as it was handed over and which steps the state allows; each step has a page of its
//! own, which says before its button what goes to whom.

mod advice;
mod advice_form;
mod appointment;
mod calendar_file;
mod case;
mod confirm;
mod correct;
mod desk;
mod facts;
mod family;
mod move_away;
mod offers;
mod paper;
mod recipients;
mod take_on;
mod versions;
mod words;
mod worklist;

use axum::Router;
use axum::routing::get;

use super::state::AppState;

/// The pages of the independent doctor.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/arts", get(worklist::show))
        .route("/arts/zaken/{case}", get(case::show))
        .route(
            "/arts/zaken/{case}/behandelen",
            get(take_on::show).post(take_on::send),
        )
        .route(
            "/arts/zaken/{case}/afspraak",
            get(appointment::show).post(appointment::send),
        )
        .route(
            "/arts/zaken/{case}/afspraak.ics",
            get(calendar_file::download),
        )
        .route(
            "/arts/zaken/{case}/advies",
            get(advice::show).post(advice::send),
        )
        .route(
            "/arts/zaken/{case}/verbeteren",
            get(correct::show).post(correct::send),
        )
        .route(
            "/arts/zaken/{case}/antwoord",
            get(paper::show).post(paper::send),
        )
        .route(
            "/arts/zaken/{case}/gegevens",
            get(family::show).post(family::send),
        )
        .route(
            "/arts/zaken/{case}/verhuizing",
            get(move_away::show).post(move_away::send),
        )
        .route(
            "/arts/zaken/{case}/stap/{step}",
            get(confirm::show).post(confirm::send),
        )
}
