//! One parent signed the notification and the other doesn't: the leerplichtambtenaar records why it counts all the same.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::action::lpa;
use crate::action::session::SignedIn;
use crate::action::view::CasePage;
use crate::domain::case::{StateKind, Without};
use crate::domain::family::Person;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::facts::capital;
use super::step::{Opened, open, sent};

#[derive(Template)]
#[template(path = "pages/lpa/without.html")]
struct WithoutPage {
    frame: Frame,
    form: Form,
    path: String,
    version: i64,
    name: String,
    whom: &'static str,
    reasons: Vec<Choice>,
}

/// The form.
pub struct WithoutFields;

impl Fields for WithoutFields {
    const NAMES: &'static [&'static str] = &["version", "why"];
}

/// Whose signature is still awaited, once another parent signed.
#[must_use]
pub fn awaited(page: &CasePage) -> Option<Person> {
    let answers = page.case.state.answers()?;
    let signed = !answers.signed().is_empty();
    answers
        .signature_awaited()
        .pop_first()
        .filter(|_| signed && page.known == StateKind::WithLpa)
}

/// `GET /leerplicht/zaken/{case}/zonder-handtekening`
///
/// # Errors
/// See [`open`].
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    shown(frame, Form::empty(WithoutFields::NAMES), &opened)
}

/// `POST /leerplicht/zaken/{case}/zonder-handtekening`
///
/// # Errors
/// See [`open`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<WithoutFields>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let step = sent(&case, &form, once)?;
    let known = Without::ALL.map(|why| (why.code(), why));
    let why = form.choice("why", "Waarom gaat u verder?", &known);
    if let (Some(person), Some(why)) = (awaited(&opened.page), why) {
        let result = lpa::go_on_without(&app.house, &who.actor(), step, person, why).await;
        if let Some(response) = settle(result, "opgeslagen", &mut form)? {
            return Ok(response);
        }
    }
    shown(frame, form, &opened)
}

fn shown(frame: Frame, form: Form, opened: &Opened) -> Result<Response, Failure> {
    let Some(person) = awaited(&opened.page) else {
        return Ok(Redirect::to(&opened.path).into_response());
    };
    let name = opened.dossier()?.seintje.name().full();
    let reasons = Without::ALL.map(|why| Choice::new(why.code(), capital(why.dutch())));
    Ok(form_page(frame, form, |frame, form| WithoutPage {
        frame,
        form,
        path: opened.path.clone(),
        version: opened.page.case.version,
        name,
        whom: person.dutch(),
        reasons: reasons.to_vec(),
    }))
}
