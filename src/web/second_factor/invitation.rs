//! `/uitnodiging/{secret}`: who was added chooses a password.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::invitation::{self, Guest, NotTaken};
use crate::domain::invalid::Invalid;

use super::super::failure::Failure;
use super::super::form::Form;
use super::super::frame::Frame;
use super::super::page::form_page;
use super::super::provider::send_off;
use super::super::state::AppState;
use super::super::submitted::{Fields, Submitted};
use super::asked;

#[derive(Template)]
#[template(path = "pages/second_factor/invitation.html")]
struct InvitationPage {
    frame: Frame,
    form: Form,
    name: String,
    email: String,
    secret: String,
    lead: &'static str,
    /// Whether the own organisation signs this person in, without a password of ours.
    elsewhere: bool,
}

/// The password.
pub(super) struct InvitationFields;

impl Fields for InvitationFields {
    const NAMES: &'static [&'static str] = &["new_password"];
}

/// `GET /uitnodiging/{secret}`: changes nothing.
pub(super) async fn show(
    State(app): State<AppState>,
    Path(secret): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    shown(&app, secret, frame, Form::empty(InvitationFields::NAMES)).await
}

/// `POST /uitnodiging/{secret}`
pub(super) async fn send(
    State(app): State<AppState>,
    Path(secret): Path<String>,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<InvitationFields>,
) -> Result<Response, Failure> {
    let guest = invitation::invited(&app.house, &secret).await;
    if let Some(party) = guest.map_err(failed)?.provider {
        return send_off(&app, frame, (party, "/"), false, Some(secret)).await;
    }
    let password = form.value("new_password").to_owned();
    let label = "Wachtwoord";
    if password.is_empty() {
        form.wrong("new_password", label, Invalid::Required.message());
        return shown(&app, secret, frame, form).await;
    }
    let accepted = app
        .sessions
        .accept(&app.house, &app.passwords, &secret, password.into())
        .await;
    match accepted {
        Ok(half) => Ok(asked(&app, &half, "")),
        Err(NotTaken::Weak(weak)) => {
            form.wrong("new_password", label, weak.to_string());
            shown(&app, secret, frame, form).await
        }
        Err(other) => Err(failed(other)),
    }
}

async fn shown(
    app: &AppState,
    secret: String,
    frame: Frame,
    form: Form,
) -> Result<Response, Failure> {
    let invited = invitation::invited(&app.house, &secret).await;
    let Guest {
        name,
        email,
        provider,
    } = invited.map_err(failed)?;
    let elsewhere = provider.is_some();
    let lead = if elsewhere {
        "U meldt zich aan met het account van uw organisatie."
    } else {
        "Kies een wachtwoord. Daarna stelt u de tweede stap van het aanmelden in."
    };
    Ok(form_page(frame, form, |frame, form| InvitationPage {
        frame,
        form,
        name,
        email,
        secret,
        lead,
        elsewhere,
    }))
}

fn failed(why: NotTaken) -> Failure {
    match why {
        NotTaken::Broken(error) => error.into(),
        other => Failure::Refused(other.to_string()),
    }
}
