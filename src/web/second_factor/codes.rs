//! Recovery codes, and another app: what stands behind a button at the own account.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::session::SignedIn;
use crate::domain::recovery::RecoveryCode;

use super::super::cookies::Kind;
use super::super::failure::Failure;
use super::super::frame::Frame;
use super::super::page::page;
use super::super::sign_in::NoFields;
use super::super::state::AppState;
use super::super::submitted::Submitted;
use super::{SET_UP, with_cookie};

/// The recovery codes, the one time that they are shown.
#[derive(Template)]
#[template(path = "pages/second_factor/codes.html")]
pub(super) struct CodesPage {
    pub frame: Frame,
    pub codes: Vec<String>,
    /// Where to go on.
    pub onward: String,
}

impl CodesPage {
    pub(super) fn of(frame: Frame, codes: &[RecoveryCode], onward: &str) -> Response {
        page(&Self {
            frame,
            codes: codes.iter().map(RecoveryCode::text).collect(),
            onward: onward.to_owned(),
        })
    }
}

/// Says what a button does.
#[derive(Template)]
#[template(path = "pages/second_factor/button.html")]
struct ButtonPage {
    frame: Frame,
    title: String,
    lead: String,
    action: String,
    button: String,
}

/// `GET /account/herstelcodes`
pub(super) async fn show_codes(frame: Frame) -> Response {
    page(&ButtonPage {
        frame,
        title: "Nieuwe herstelcodes".into(),
        lead: "U krijgt tien nieuwe codes. De oude werken dan niet meer.".into(),
        action: "/account/herstelcodes".into(),
        button: "Maak nieuwe herstelcodes".into(),
    })
}

/// `POST /account/herstelcodes`
pub(super) async fn new_codes(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    _form: Submitted<NoFields>,
) -> Result<Response, Failure> {
    let codes = app.sessions.new_codes(&app.house, &who).await?;
    Ok(CodesPage::of(frame, &codes, "/account"))
}

/// `GET /account/app`
pub(super) async fn show_replace(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let last = app.sessions.last_step(&who.user).await;
    let has_app = last.map_err(|error| Failure::fault(&error))?.is_some();
    let (title, lead) = if has_app {
        (
            "Een andere app koppelen",
            "Uw huidige app blijft werken tot de nieuwe is gekoppeld. U krijgt ook nieuwe herstelcodes.",
        )
    } else {
        (
            "Een app met codes koppelen",
            "Uw passkeys blijven werken. U krijgt nieuwe herstelcodes; de oude werken dan niet meer.",
        )
    };
    Ok(page(&ButtonPage {
        frame,
        title: title.into(),
        lead: lead.into(),
        action: "/account/app".into(),
        button: "Verder".into(),
    }))
}

/// `POST /account/app`
pub(super) async fn replace(
    State(app): State<AppState>,
    who: SignedIn,
    _form: Submitted<NoFields>,
) -> Result<Response, Failure> {
    let half = app.sessions.replace(&app.house, &who).await?;
    let to = Redirect::to(&format!("{SET_UP}?naar=/account")).into_response();
    Ok(with_cookie(&app, to, Kind::Half, &half))
}
