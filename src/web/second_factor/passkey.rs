//! `/account/passkey`: one more passkey, for who is signed in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::passkeys::Asked;
use crate::action::session::SignedIn;
use crate::domain::recovery::Typed;

use super::super::failure::Failure;
use super::super::form::Form;
use super::super::frame::Frame;
use super::super::headers::with_script;
use super::super::page::{done, form_page};
use super::super::state::AppState;
use super::super::submitted::{Fields, Submitted};
use super::super::visit::Visit;
use super::set_up::named;
use super::{PASSKEY, told, typed};
use crate::action::factor::FactorError;

#[derive(Template)]
#[template(path = "pages/second_factor/passkey.html")]
struct PasskeyPage {
    frame: Frame,
    form: Form,
    /// What the browser is asked; `None` where no passkey can be added.
    passkey: Option<String>,
}

/// What the browser says of it, and how it is called.
pub(super) struct PasskeyFields;

impl Fields for PasskeyFields {
    const NAMES: &'static [&'static str] = &["passkey_name", "factor"];
}

/// `GET /account/passkey`
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let form = Form::empty(PasskeyFields::NAMES);
    shown(&app, &visit, &who, frame, form).await
}

/// `POST /account/passkey`
pub(super) async fn send(
    State(app): State<AppState>,
    visit: Visit,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<PasskeyFields>,
) -> Result<Response, Failure> {
    let token = visit.session_token().unwrap_or_default();
    match typed(&mut form) {
        None => {}
        Some(Typed::Passkey(answer)) => {
            if let Some(name) = named(&visit, &mut form) {
                let made = (answer.as_str(), name);
                let added = app.sessions.add_passkey(&app.house, &who, token, made);
                match added.await {
                    Ok(()) => return Ok(done("/account", Some("passkey-erbij"))),
                    Err(refused) => {
                        if let Some(answer) = told(&app, &mut form, refused)? {
                            return Ok(answer);
                        }
                    }
                }
            }
        }
        Some(Typed::Code(_) | Typed::Recovery(_)) => {
            form.wrong("factor", PASSKEY, FactorError::NotMade.to_string());
        }
    }
    shown(&app, &visit, &who, frame, form).await
}

async fn shown(
    app: &AppState,
    visit: &Visit,
    who: &SignedIn,
    frame: Frame,
    form: Form,
) -> Result<Response, Failure> {
    let token = visit.session_token().unwrap_or_default();
    let asked = app.sessions.ask_own(&app.house, who, token, Asked::New);
    let passkey = asked.await?;
    let page = form_page(frame, form, |frame, form| PasskeyPage {
        frame,
        form,
        passkey,
    });
    Ok(with_script(page))
}
