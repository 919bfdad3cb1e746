//! `/account`: the own second factor, for who is signed in.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::session::SignedIn;
use crate::domain::recovery::Typed;

use super::super::cookies::Kind;
use super::super::failure::Failure;
use super::super::form::Form;
use super::super::frame::Frame;
use super::super::page::{form_page, page};
use super::super::state::AppState;
use super::super::submitted::{Fields, Submitted};
use super::set_up::CodesPage;
use super::{LABEL, SET_UP, told, with_cookie};

#[derive(Template)]
#[template(path = "pages/second_factor/account.html")]
struct AccountPage {
    frame: Frame,
    /// How many recovery codes there are.
    codes: i64,
}

/// Asks the second factor before something of it changes.
#[derive(Template)]
#[template(path = "pages/second_factor/again.html")]
struct AgainPage {
    frame: Frame,
    form: Form,
    title: String,
    /// What happens then.
    lead: String,
    action: String,
    button: String,
}

pub(super) struct FactorFields;

impl Fields for FactorFields {
    const NAMES: &'static [&'static str] = &["factor"];
}

/// `GET /account`
pub(super) async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let codes = app.sessions.codes_left(&who.user).await;
    let codes = codes.map_err(|error| Failure::fault(&error))?;
    Ok(page(&AccountPage { frame, codes }))
}

/// `GET /account/herstelcodes`
pub(super) async fn show_codes(frame: Frame) -> Response {
    codes_asked(frame, Form::empty(FactorFields::NAMES))
}

/// `POST /account/herstelcodes`
pub(super) async fn new_codes(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<FactorFields>,
) -> Result<Response, Failure> {
    if let Some(typed) = form.required("factor", LABEL, Typed::parse) {
        match app.sessions.new_codes(&app.house, &who, typed).await {
            Ok(codes) => return Ok(CodesPage::of(frame, &codes, "/account")),
            Err(refused) => {
                if let Some(answer) = told(&app, &mut form, refused)? {
                    return Ok(answer);
                }
            }
        }
    }
    Ok(codes_asked(frame, form))
}

/// `GET /account/app`
pub(super) async fn show_replace(frame: Frame) -> Response {
    replace_asked(frame, Form::empty(FactorFields::NAMES))
}

/// `POST /account/app`
pub(super) async fn replace(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<FactorFields>,
) -> Result<Response, Failure> {
    if let Some(typed) = form.required("factor", LABEL, Typed::parse) {
        match app.sessions.replace(&app.house, &who, typed).await {
            Ok(half) => {
                let to = Redirect::to(&format!("{SET_UP}?naar=/account")).into_response();
                return Ok(with_cookie(&app, to, Kind::Half, &half));
            }
            Err(refused) => {
                if let Some(answer) = told(&app, &mut form, refused)? {
                    return Ok(answer);
                }
            }
        }
    }
    Ok(replace_asked(frame, form))
}

fn codes_asked(frame: Frame, form: Form) -> Response {
    form_page(frame, form, |frame, form| AgainPage {
        frame,
        form,
        title: "Nieuwe herstelcodes".into(),
        lead: "U krijgt tien nieuwe codes. De oude werken dan niet meer.".into(),
        action: "/account/herstelcodes".into(),
        button: "Maak nieuwe herstelcodes".into(),
    })
}

fn replace_asked(frame: Frame, form: Form) -> Response {
    form_page(frame, form, |frame, form| {
        AgainPage {
        frame,
        form,
        title: "Een andere app koppelen".into(),
        lead: "Vul eerst een code van uw huidige app in. Die app blijft werken tot de nieuwe is gekoppeld.".into(),
        action: "/account/app".into(),
        button: "Verder".into(),
    }
    })
}
