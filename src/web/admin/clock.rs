//! `/beheer/vernietigen`: whether erasing goes on, and after the clock jumped the confirmation that it is right. No dossiers.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::clock_check;
use crate::action::session::SignedIn;
use crate::domain::{amsterdam, dates};
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

/// The day that somebody read elsewhere.
pub struct ClockFields;

impl Fields for ClockFields {
    const NAMES: &'static [&'static str] = &["today_day", "today_month", "today_year"];
}

#[derive(Template)]
#[template(path = "pages/admin/clock.html")]
struct ClockPage {
    frame: Frame,
    form: Form,
    /// When TOM looked last; empty if it never did.
    seen: String,
    /// Since when erasing stands still; empty if it goes on.
    stopped: String,
    due: i64,
}

/// `GET /beheer/vernietigen`
///
/// # Errors
/// [`Failure::Broken`] when it can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    shown(&app, &who, frame, Form::empty(ClockFields::NAMES)).await
}

/// `POST /beheer/vernietigen`
///
/// # Errors
/// As [`show`]; [`Failure::Changed`] if erasing went on already.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<ClockFields>,
) -> Result<Response, Failure> {
    if let Some(read) = form.required_date("today", "Welke dag is het vandaag?") {
        let done = clock_check::confirm(&app.house, &who.actor(), read).await;
        let done = done.map(|()| "/beheer/vernietigen".to_owned());
        if let Some(response) = settle(done, "klok-bevestigd", &mut form)? {
            return Ok(response);
        }
    }
    shown(&app, &who, frame, form).await
}

async fn shown(
    app: &AppState,
    who: &SignedIn,
    frame: Frame,
    form: Form,
) -> Result<Response, Failure> {
    let own = clock_check::of_party(&app.house, &who.actor()).await?;
    let day = |at: Option<i64>| at.map(|at| dates::long(amsterdam::civil_date(at)));
    Ok(form_page(frame, form, |frame, form| ClockPage {
        frame,
        form,
        seen: day(own.seen).unwrap_or_default(),
        stopped: day(own.stopped).unwrap_or_default(),
        due: own.due,
    }))
}
