//! `GET /fg/register`: the register of processing activities of the own party (art. 30 AVG).

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::register::Part;
use crate::action::session::SignedIn;
use crate::action::supervise;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;

#[derive(Template)]
#[template(path = "pages/fg/register.html")]
struct RegisterPage {
    frame: Frame,
    controller: String,
    parts: Vec<(&'static str, Part)>,
}

/// `GET /fg/register`
///
/// # Errors
/// [`Failure::Broken`] when the parties can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let register = supervise::register(&app.house, &who.actor()).await?;
    Ok(page(&RegisterPage {
        frame,
        controller: register.controller().to_owned(),
        parts: register.parts(),
    }))
}
