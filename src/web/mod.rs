//! The HTML front door: server-rendered Dutch pages that work without JavaScript.
//!
//! A handler takes what it needs as extractors: [`SignedIn`](crate::action::session::SignedIn) (or an `Option` of it),
//! [`frame::Frame`] for the page round its own, and last [`submitted::Submitted`] for a form. It answers with
//! [`page::page`], [`page::page_with_mistakes`], [`page::done`] or a [`failure::Failure`].

pub mod answer;
pub mod assets;
mod cookies;
pub mod demo;
pub mod doctor;
pub mod failure;
mod family;
pub mod form;
pub mod frame;
mod headers;
pub mod local_team;
mod log;
pub mod lpa;
pub mod menu;
pub mod notices;
pub mod page;
pub mod parents;
pub mod sign_in;
pub mod source;
pub mod state;
pub mod submitted;
pub mod swv;
pub mod told;
pub mod visit;

use std::any::Any;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::TimeoutLayer;

use failure::Failure;
use state::AppState;

/// Every page, behind what every page needs.
pub fn router(app: AppState) -> Router {
    attended(routes(), app)
}

/// The pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(sign_in::start))
        .route("/aanmelden", get(sign_in::show).post(sign_in::sign_in))
        .route("/afmelden", post(sign_in::sign_out))
        .route("/assets/{hash}/{*path}", get(assets::asset))
        .route("/brieven/{case}/{document}", get(answer::letter))
        .route("/taken/{id}/gedaan", post(answer::task_done))
        .merge(swv::routes())
        .merge(doctor::routes())
        .merge(lpa::routes())
        .merge(local_team::routes())
        .merge(parents::routes())
        .merge(demo::routes())
}

/// Puts these routes behind what every page needs. The last layer is the outermost: what goes wrong in one that
/// stands above another is still given its page and its headers.
pub fn attended(routes: Router<AppState>, app: AppState) -> Router {
    let from_here = CsrfLayer::new()
        .with_rejection_response(refuse_foreign as fn(ProtectionError) -> Response<Body>);
    routes
        .fallback(|| async { Failure::NotFound })
        .layer(from_fn(submitted::take_in))
        .layer(from_here)
        .layer(DefaultBodyLimit::max(submitted::MOST))
        .layer(CatchPanicLayer::custom(broken))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            app.site.patience,
        ))
        .layer(from_fn_with_state(app.clone(), visit::attend))
        .layer(from_fn_with_state(app.clone(), headers::add))
        .layer(from_fn(log::line))
        .with_state(app)
}

fn refuse_foreign(_error: ProtectionError) -> Response<Body> {
    Failure::ForeignForm.into_response()
}

/// What a panic says may hold what somebody typed; it goes to the panic hook only.
fn broken(_panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a handler panicked");
    Failure::Broken.into_response()
}
