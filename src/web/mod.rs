//! The HTML front door: server-rendered Dutch pages that work without JavaScript.
//!
//! A handler takes what it needs as extractors: [`SignedIn`](crate::action::session::SignedIn) (or an `Option` of it),
//! [`frame::Frame`] for the page round its own, and last [`submitted::Submitted`] for a form. It answers with
//! [`page::page`], [`page::page_with_mistakes`], [`page::done`] or a [`failure::Failure`].

mod account;
pub mod admin;
pub mod answer;
mod apply;
pub mod assets;
mod bulk;
pub mod confirm;
mod consent;
mod cookies;
mod deadlines;
pub mod demo;
mod destruction;
pub mod doctor;
pub mod failure;
mod family;
pub mod fg;
pub mod filter;
pub mod find;
pub mod form;
pub mod frame;
pub mod glass;
mod headers;
pub mod health;
mod holds;
pub mod language;
pub mod listen;
pub mod local_team;
mod log;
pub mod lpa;
pub mod members;
pub mod menu;
mod notes;
pub mod notices;
mod own_list;
pub mod page;
pub mod parents;
mod participants;
pub mod policy;
mod provider;
mod public;
mod rights;
pub mod routes;
pub mod search;
mod second_factor;
pub mod sign_in;
pub mod source;
pub mod state;
mod step_up;
pub mod submitted;
mod substitution;
pub mod swv;
pub mod told;
mod uploaded;
pub mod visit;
pub mod worklist;

use std::any::Any;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::TimeoutLayer;

use crate::domain::party::Role;

use failure::Failure;
use routes::{About, Access, Routes};
use state::AppState;

/// Every page, behind what every page needs.
pub fn router(app: AppState) -> Router {
    let mut routes = routes();
    if app.site.demo {
        routes = routes.merge(demo::routes());
    }
    attended(routes, app)
}

/// The roles that have a desk with cases.
const DESKS: &[Role] = &[
    Role::Swv,
    Role::Coordinator,
    Role::Doctor,
    Role::Lpa,
    Role::LocalTeam,
];

/// The pages, but those of a demo.
#[must_use]
pub fn routes() -> Routes {
    let everybody = Access::everybody(About::Nothing);
    let letter = Access::employees(DESKS, About::Document);
    let task = Access::employees(DESKS, About::Task);
    let by_name = Access::employees(DESKS, About::Search);
    Routes::default()
        .page("/", everybody, sign_in::start)
        .page("/healthz", everybody, health::health)
        .form("/aanmelden", everybody, sign_in::show, sign_in::sign_in)
        .send("/afmelden", everybody, sign_in::sign_out)
        .page("/assets/{hash}/{*path}", everybody, assets::asset)
        .page("/brieven/{case}/{document}", letter, answer::letter)
        .page(
            "/brieven/{case}/{document}/bekijken",
            letter,
            answer::preview,
        )
        .send("/taken/{task}/gedaan", task, answer::task_done)
        .form("/zoeken", by_name, search::show, search::send)
        .merge(swv::routes())
        .merge(doctor::routes())
        .merge(lpa::routes())
        .merge(members::routes())
        .merge(bulk::routes())
        .merge(own_list::routes())
        .merge(substitution::routes())
        .merge(admin::routes())
        .merge(fg::routes())
        .merge(policy::routes())
        .merge(glass::routes())
        .merge(holds::routes())
        .merge(destruction::routes())
        .merge(participants::routes())
        .merge(local_team::routes())
        .merge(parents::routes())
        .merge(apply::routes())
        .merge(rights::routes())
        .merge(deadlines::routes())
        .merge(notes::routes())
        .merge(account::routes())
        .merge(second_factor::routes())
        .merge(provider::routes())
        .merge(public::routes())
        .merge(step_up::routes())
}

/// Puts these routes behind what every page needs. The last layer is the outermost: what goes wrong in one that
/// stands above another is still given its page and its headers.
pub fn attended(routes: Routes, app: AppState) -> Router {
    let from_here = CsrfLayer::new()
        .with_rejection_response(refuse_foreign as fn(ProtectionError) -> Response<Body>);
    routes
        .into_router()
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
