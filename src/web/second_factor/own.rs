//! `/account`: the own second factor, for who is signed in.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::own_account::Open;
use crate::action::session::SignedIn;

use super::super::cookies::Kind;
use super::super::failure::Failure;
use super::super::frame::Frame;
use super::super::page::{done, page};
use super::super::sign_in::NoFields;
use super::super::state::AppState;
use super::super::submitted::{Fields, Submitted};
use super::super::told;
use super::super::visit::Visit;
use super::set_up::CodesPage;
use super::{SET_UP, with_cookie};

#[derive(Template)]
#[template(path = "pages/second_factor/account.html")]
struct AccountPage {
    frame: Frame,
    /// How many recovery codes there are.
    codes: i64,
    sessions: Vec<Row>,
    /// Whether the own organisation signs this person in: then there is no password or app of ours.
    by_provider: bool,
}

/// Where somebody is signed in.
struct Row {
    key: String,
    device: String,
    since: String,
    used: String,
    own: bool,
}

/// Which session ends: its key, or `others`.
pub(super) struct EndFields;

impl Fields for EndFields {
    const NAMES: &'static [&'static str] = &["session"];
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

/// `GET /account`
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let token = visit.session_token().unwrap_or_default();
    let codes = app.sessions.codes_left(&who.user).await;
    let found = app.sessions.own(&who.user, token).await;
    let row = |one: Open| Row {
        key: one.key,
        device: one.device,
        since: told::instant(one.since),
        used: told::instant(one.used),
        own: one.own,
    };
    Ok(page(&AccountPage {
        frame,
        by_provider: who.by_provider,
        codes: codes.map_err(|error| Failure::fault(&error))?,
        sessions: found
            .map_err(|error| Failure::fault(&error))?
            .into_iter()
            .map(row)
            .collect(),
    }))
}

/// `POST /account/sessies`
pub(super) async fn end_sessions(
    State(app): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Submitted { form, .. }: Submitted<EndFields>,
) -> Result<Response, Failure> {
    let ended = match form.value("session") {
        "others" => {
            let token = visit.session_token().unwrap_or_default();
            app.sessions.end_others(&who.user, token).await
        }
        key => app.sessions.end_one(&who.user, key).await,
    };
    ended.map_err(|error| Failure::fault(&error))?;
    Ok(done("/account", Some("sessie-beeindigd")))
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
pub(super) async fn show_replace(frame: Frame) -> Response {
    page(&ButtonPage {
        frame,
        title: "Een andere app koppelen".into(),
        lead: "Uw huidige app blijft werken tot de nieuwe is gekoppeld.".into(),
        action: "/account/app".into(),
        button: "Verder".into(),
    })
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
