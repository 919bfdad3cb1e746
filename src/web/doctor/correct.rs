//! `/arts/zaken/{case}/verbeteren`: facts in the SMA are corrected at somebody's request. The conclusion, the verdict and the
//! day of the statement stand.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use time::Date;

use crate::action::doctor as act;
use crate::action::session::SignedIn;
use crate::domain::case::State as At;
use crate::domain::text::ShortText;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::advice_form::{self, Choices};
use super::desk::{self, Opened};
use super::offers;
use super::recipients::{self, Sending};

/// The corrected facts.
pub struct Corrected;

impl Fields for Corrected {
    const NAMES: &'static [&'static str] = advice_form::NAMES;
}

#[derive(Template)]
#[template(path = "pages/doctor/correct.html")]
struct CorrectPage {
    frame: Frame,
    form: Form,
    choices: Choices,
    case: String,
    name: String,
    version: i64,
    conclusion: String,
    /// Who gets the new version at once; nobody before the SMA went out.
    sendings: Vec<Sending>,
}

/// The form, with the latest version.
///
/// # Errors
/// See [`Failure`].
pub async fn show(
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    let state = &opened.page.case.state;
    let last = opened.dossier()?.advice.last();
    let last = last.filter(|_| offers::may_correct(state, &doctor.user));
    let Some(last) = last else {
        return Ok(opened.back());
    };
    let form = advice_form::from_draft(&advice_form::draft_of(last));
    let today = app.clock.today();
    with_form(frame, &opened, today, form)
}

fn with_form(frame: Frame, opened: &Opened, today: Date, form: Form) -> Result<Response, Failure> {
    let dossier = opened.dossier()?;
    let second = dossier.advice.last().and_then(|last| last.second.as_ref());
    let inside = matches!(opened.page.case.state, At::AdviceEstablished(_));
    let sending = recipients::to_readers(
        dossier,
        today,
        &["de nieuwe versie van het advies (SMA), in een brief aan het eigen adres"],
    );
    Ok(form_page(frame, form, |frame, form| CorrectPage {
        frame,
        form,
        choices: Choices::of(&opened.page.rules),
        case: opened.path.clone(),
        name: dossier.application.child.name.full(),
        version: opened.page.case.version,
        conclusion: second.map_or_else(String::new, |second| second.conclusion.to_string()),
        sendings: if inside { Vec::new() } else { vec![sending] },
    }))
}

/// Makes the new version.
///
/// # Errors
/// See [`Failure`].
pub async fn send(
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<Corrected>,
) -> Result<Response, Failure> {
    let today = app.clock.today();
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    let sent = desk::sent(&case, &form, once)?;
    let Some(last) = opened.dossier()?.advice.last() else {
        return Ok(opened.back());
    };
    let stands = advice_form::draft_of(last);
    let correction = form.required(
        "correction",
        "Wat is er verbeterd, en op wiens verzoek?",
        ShortText::parse,
    );
    let mut draft = advice_form::typed(&mut form, &opened.page.rules, today);
    draft.conclusion = stands.conclusion;
    draft.finding = stands.finding;
    draft.months = stands.months;
    draft.established_on = stands.established_on;
    let typed = advice_form::complete(&mut form, draft);
    if let (Some(typed), Some(correction)) = (typed, correction) {
        let result = act::correct(&app.house, &doctor.actor(), sent, typed, correction).await;
        if let Some(response) = settle(result, "afgerond", &mut form)? {
            return Ok(response);
        }
    }
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    with_form(frame, &opened, today, form)
}
