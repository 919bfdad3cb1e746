//! What everybody may read about the place itself: whom to tell of a weakness, and how far the pages are accessible.

use askama::Template;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::domain::calendar::add_months_clamped;
use crate::domain::dates;

use super::failure::Failure;
use super::frame::Frame;
use super::page::page;
use super::routes::{About, Access, Routes};
use super::state::AppState;

/// For how many months `security.txt` says that it holds: RFC 9116 asks less than a year.
const HOLDS_MONTHS: i32 = 6;

/// The pages.
pub fn routes() -> Routes {
    let everybody = Access::everybody(About::Nothing);
    Routes::default()
        .page("/.well-known/security.txt", everybody, security)
        .page("/toegankelijkheid", everybody, accessibility)
}

/// `GET /.well-known/security.txt` (RFC 9116). Not there as long as the configuration names no contact.
async fn security(State(app): State<AppState>) -> Result<Response, Failure> {
    let contact = app.site.contact.as_ref().ok_or(Failure::NotFound)?;
    let until = dates::iso(add_months_clamped(app.clock.today(), HOLDS_MONTHS));
    let url = &app.house.public_url;
    let text = format!(
        "Contact: mailto:{}\nExpires: {until}T00:00:00Z\nPreferred-Languages: nl, en\nCanonical: {url}/.well-known/security.txt\n",
        contact.as_str()
    );
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

#[derive(Template)]
#[template(path = "pages/accessibility.html")]
struct AccessibilityPage {
    frame: Frame,
    contact: Option<String>,
}

/// `GET /toegankelijkheid`: the statement that the Besluit digitale toegankelijkheid overheid asks (art. 3).
async fn accessibility(State(app): State<AppState>, frame: Frame) -> Response {
    let contact = app.site.contact.as_ref();
    page(&AccessibilityPage {
        frame,
        contact: contact.map(|email| email.as_str().to_owned()),
    })
}
