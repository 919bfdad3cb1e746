//! `/account/wachtwoord`: another password.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::own_account::NotChanged;
use crate::action::session::SignedIn;
use crate::action::sign_in::SignInError;
use crate::domain::invalid::Invalid;

use super::super::failure::Failure;
use super::super::form::Form;
use super::super::frame::Frame;
use super::super::page::{done, form_page};
use super::super::source::Source;
use super::super::state::AppState;
use super::super::submitted::{Fields, Submitted};
use super::super::visit::Visit;

#[derive(Template)]
#[template(path = "pages/second_factor/password.html")]
struct PasswordPage {
    frame: Frame,
    form: Form,
}

/// The current one and the new one.
pub(super) struct PasswordFields;

impl Fields for PasswordFields {
    const NAMES: &'static [&'static str] = &["password", "new_password"];
}

const CURRENT: &str = "Huidig wachtwoord";
const NEW: &str = "Nieuw wachtwoord";

/// `GET /account/wachtwoord`
pub(super) async fn show(frame: Frame) -> Response {
    shown(frame, Form::empty(PasswordFields::NAMES))
}

/// `POST /account/wachtwoord`
pub(super) async fn send(
    State(app): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Source(source): Source,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<PasswordFields>,
) -> Result<Response, Failure> {
    for (name, label) in [("password", CURRENT), ("new_password", NEW)] {
        if form.value(name).is_empty() {
            form.wrong(name, label, Invalid::Required.message());
        }
    }
    if form.is_sound() {
        let token = visit.session_token().unwrap_or_default();
        let current = form.value("password").to_owned().into();
        let new = form.value("new_password").to_owned().into();
        let by = (&who, token, source.as_str());
        let changed = app
            .sessions
            .change_password(&app.house, &app.passwords, by, current, new)
            .await;
        match changed {
            Ok(()) => return Ok(done("/account", Some("wachtwoord"))),
            Err(NotChanged::Broken(error)) => return Err(error.into()),
            Err(NotChanged::Current(SignInError::Store(error))) => {
                return Err(Failure::fault(&error));
            }
            Err(NotChanged::Current(SignInError::Wrong)) => {
                form.wrong("password", CURRENT, "Dit wachtwoord klopt niet.");
            }
            Err(NotChanged::Current(wait)) => form.wrong("password", CURRENT, wait.to_string()),
            Err(NotChanged::New(weak)) => form.wrong("new_password", NEW, weak.to_string()),
        }
    }
    Ok(shown(frame, form))
}

fn shown(frame: Frame, form: Form) -> Response {
    form_page(frame, form, |frame, form| PasswordPage { frame, form })
}
