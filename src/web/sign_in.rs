//! Signing in and out.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::action::provider;
use crate::action::session::SignedIn;
use crate::action::sign_in::SignInError;
use crate::domain::invalid::Invalid;
use crate::domain::party::PartyId;

use super::cookies::Kind;
use super::failure::Failure;
use super::form::Form;
use super::frame::Frame;
use super::menu;
use super::page::{done, page, page_with_mistakes};
use super::second_factor;
use super::source::Source;
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::visit::Visit;

/// The sign-in page.
#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage {
    frame: Frame,
    form: Form,
    /// Why the visitor was not let in.
    refused: Option<String>,
    /// The parties that sign in by their own identity provider: id and name.
    providers: Vec<(PartyId, String)>,
}

/// The fields of the sign-in form; `naar` is the page to show afterwards.
pub struct SignInFields;

impl Fields for SignInFields {
    const NAMES: &'static [&'static str] = &["email", "password", "naar"];
}

/// A form with a button and nothing else.
pub struct NoFields;

impl Fields for NoFields {
    const NAMES: &'static [&'static str] = &[];
}

/// What the address of the sign-in page may hold.
#[derive(Deserialize)]
pub struct Back {
    pub(super) naar: Option<String>,
}

/// The address of the sign-in page for who wanted to see `path`.
pub(super) fn address(path: &str) -> String {
    back_after("/aanmelden", path)
}

/// The address of a page of signing in, after which `path` is shown.
pub(super) fn back_after(page: &str, path: &str) -> String {
    if path == "/" {
        return page.to_owned();
    }
    let escaped: String = path
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("{page}?naar={escaped}")
}

/// `GET /`: to the start page of the role, or to the sign-in page.
pub async fn start(who: Option<SignedIn>) -> Redirect {
    Redirect::to(who.map_or("/aanmelden", |who| menu::start(who.role)))
}

/// `GET /aanmelden`
///
/// # Errors
/// [`Failure::Broken`] when the parties can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: Option<SignedIn>,
    frame: Frame,
    Query(back): Query<Back>,
) -> Result<Response, Failure> {
    if who.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    let form = Form::empty(SignInFields::NAMES).with("naar", back.naar.unwrap_or_default());
    shown(&app, frame, form, None).await
}

/// The page, with why somebody was not let in, if so.
pub(super) async fn shown(
    app: &AppState,
    mut frame: Frame,
    form: Form,
    refused: Option<String>,
) -> Result<Response, Failure> {
    frame.wrong = refused.is_some() || !form.is_sound();
    let wrong = frame.wrong;
    let shown = SignInPage {
        frame,
        form,
        refused,
        providers: provider::offered(&app.house).await?,
    };
    Ok(if wrong {
        page_with_mistakes(&shown)
    } else {
        page(&shown)
    })
}

/// `POST /aanmelden`
///
/// # Errors
/// [`Failure::Broken`] when the sessions can't be written.
pub async fn sign_in(
    State(app): State<AppState>,
    Source(source): Source,
    frame: Frame,
    submitted: Submitted<SignInFields>,
) -> Result<Response, Failure> {
    let mut form = submitted.form;
    let email = form.required("email", "E-mailadres", |typed| bounded(typed, 254));
    let password = form.value("password").to_owned();
    if password.is_empty() {
        form.wrong("password", "Wachtwoord", Invalid::Required.message());
    }
    let refused = match email.filter(|_| form.is_sound()) {
        None => None,
        Some(email) => {
            let answer = app
                .sessions
                .sign_in(&app.house, &app.passwords, &email, password.into(), &source)
                .await;
            match answer {
                Ok(half) => return Ok(second_factor::asked(&app, &half, form.value("naar"))),
                Err(SignInError::Store(error)) => return Err(Failure::fault(&error)),
                Err(SignInError::Keys(error)) => return Err(error.into()),
                Err(refused) => Some(refused.to_string()),
            }
        }
    };
    shown(&app, frame, form, refused).await
}

/// `POST /afmelden`
///
/// # Errors
/// [`Failure::Broken`] when the sessions can't be written.
pub async fn sign_out(
    State(app): State<AppState>,
    visit: Visit,
    _submitted: Submitted<NoFields>,
) -> Result<Response, Failure> {
    if let Some(token) = visit.session_token() {
        app.sessions
            .close(token)
            .await
            .map_err(|error| Failure::fault(&error))?;
    }
    let mut response = done("/aanmelden", Some("afgemeld"));
    if let Some(cookie) = Kind::Session.take_back(&app.site) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The page to go back to, if it is one of ours and not a way to another site.
pub(super) fn own_path(path: &str) -> &str {
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/aanmelden");
    if plain && ours { path } else { "/" }
}

fn bounded(typed: &str, max: usize) -> Result<String, Invalid> {
    if typed.len() > max {
        Err(Invalid::TooLong { max })
    } else {
        Ok(typed.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_nobody_is_sent_to_another_site() {
        assert_eq!(own_path("/swv/zaken/1?x=2"), "/swv/zaken/1?x=2");
        for foreign in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "/a\r\nb",
            "/aanmelden",
        ] {
            assert_eq!(own_path(foreign), "/", "{foreign:?}");
        }
    }

    #[test]
    fn the_way_back_survives_in_the_address() {
        assert_eq!(
            address("/swv/zaken?q=a b&c"),
            "/aanmelden?naar=/swv/zaken%3Fq%3Da%20b%26c"
        );
        assert_eq!(address("/"), "/aanmelden");
    }
}
