//! The pages of the leerplichtambtenaar.
//!
//! Before the SMA comes the gemeente holds a name and the date of the seintje. So no page here shows where a procedure
//! stands until then, and neither does a refusal (see [`step::told`]).

mod address;
mod advice_form;
mod case;
mod child_form;
mod facts;
mod family_form;
mod grant;
mod list;
mod move_away;
mod notification;
mod papers;
mod receive;
mod refuse;
mod step;
mod stop;
mod test_of_form;
mod without;

use axum::Router;
use axum::routing::{get, post};

use super::state::AppState;

/// The pages of the leerplichtambtenaar.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/leerplicht", get(list::show))
        .route("/leerplicht/zaken/{case}", get(case::show))
        .route(
            "/leerplicht/zaken/{case}/advies",
            get(receive::show).post(receive::send),
        )
        .route(
            "/leerplicht/zaken/{case}/kennisgeving",
            get(notification::show).post(notification::send),
        )
        .route(
            "/leerplicht/zaken/{case}/zonder-handtekening",
            get(without::show).post(without::send),
        )
        .route(
            "/leerplicht/zaken/{case}/toekennen",
            get(grant::show).post(grant::send),
        )
        .route(
            "/leerplicht/zaken/{case}/voldoet-niet",
            get(refuse::show).post(refuse::send),
        )
        .route(
            "/leerplicht/zaken/{case}/herbeoordeling",
            post(stop::reassess),
        )
        .route(
            "/leerplicht/zaken/{case}/beeindigen",
            get(stop::show).post(stop::send),
        )
        .route(
            "/leerplicht/zaken/{case}/adres",
            get(address::show).post(address::send),
        )
        .route(
            "/leerplicht/zaken/{case}/verhuizing",
            get(move_away::show).post(move_away::send),
        )
        .route(
            "/leerplicht/zaken/{case}/gegevensblad.pdf",
            get(papers::exemption_sheet),
        )
        .route(
            "/leerplicht/zaken/{case}/schoolbevestiging.pdf",
            get(papers::school_confirmation),
        )
}
