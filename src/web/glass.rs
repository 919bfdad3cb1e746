//! `/noodtoegang/{case}`: a colleague's case, for an hour, with a reason and the password again.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::action::session::SignedIn;
use crate::action::{glass, perform};
use crate::domain::glass::Reason;
use crate::domain::invalid::Invalid;
use crate::domain::party::{CaseId, Role};

use super::answer::{case_path, settle};
use super::confirm::confirmed;
use super::failure::Failure;
use super::find;
use super::form::Form;
use super::frame::Frame;
use super::menu;
use super::page::form_page;
use super::routes::{About, Access, Routes};
use super::source::Source;
use super::state::AppState;
use super::submitted::{Fields, Submitted};

/// The pages.
pub fn routes() -> Routes {
    let access = Access::employees(&[Role::Doctor, Role::Lpa], About::Glass);
    let by_name = Access::employees(&[Role::Doctor, Role::Lpa], About::Search);
    Routes::default()
        .form("/noodtoegang", by_name, find::show, find::send)
        .form("/noodtoegang/{case}", access.fresh(), show, send)
}

#[derive(Template)]
#[template(path = "pages/glass.html")]
struct GlassPage {
    frame: Frame,
    form: Form,
    start: String,
    case: String,
}

/// The form.
pub struct GlassFields;

impl Fields for GlassFields {
    const NAMES: &'static [&'static str] = &["reason", "password"];
}

/// `GET /noodtoegang/{case}`: shows nothing of the case.
///
/// # Errors
/// [`Failure::NotFound`] for another party's case.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let id = CaseId(case.clone());
    if glass::is_needed(&app.house, &who.actor(), &id).await? {
        return Ok(shown(frame, Form::empty(GlassFields::NAMES), &who, case));
    }
    Ok(Redirect::to(&case_path(who.role, &id)).into_response())
}

/// `POST /noodtoegang/{case}`
///
/// # Errors
/// As [`show`]; a faulty form comes back without the password.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    Source(source): Source,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<GlassFields>,
) -> Result<Response, Failure> {
    let (actor, id) = (who.actor(), CaseId(case.clone()));
    if !glass::is_needed(&app.house, &actor, &id).await? {
        return Ok(Redirect::to(&case_path(who.role, &id)).into_response());
    }
    let reason = form.required("reason", "Reden", Reason::parse);
    let Some(reason) = reason else {
        if form.value("password").is_empty() {
            form.wrong("password", "Wachtwoord", Invalid::Required.message());
        }
        return Ok(shown(frame, form, &who, case));
    };
    if !confirmed(&app, &who, &source, &mut form).await? {
        if !form.value("password").is_empty() {
            glass::wrong_password(&app.house, &actor, id).await?;
        }
        return Ok(shown(frame, form, &who, case));
    }
    let sent = perform::Form::unversioned(id.clone(), Some(once), case_path(who.role, &id));
    let broken = glass::break_it(&app.house, &actor, sent, reason).await;
    match settle(broken, "noodtoegang", &mut form)? {
        Some(response) => Ok(response),
        None => Ok(shown(frame, form, &who, case)),
    }
}

fn shown(frame: Frame, form: Form, who: &SignedIn, case: String) -> Response {
    form_page(frame, form, |frame, form| GlassPage {
        frame,
        form,
        start: menu::start(who.role).to_owned(),
        case,
    })
}
