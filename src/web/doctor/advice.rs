//! `/arts/zaken/{case}/advies`: the doctor writes the SMA, keeps a draft, and establishes it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use time::Date;

use crate::action::doctor as act;
use crate::action::session::SignedIn;
use crate::domain::case::State as At;
use crate::web::answer::{number, settle};
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::advice_form::{self, Choices};
use super::desk::{self, Opened};
use super::recipients::{self, Sending};

/// The SMA.
pub struct Written;

impl Fields for Written {
    const NAMES: &'static [&'static str] = advice_form::NAMES;
}

#[derive(Template)]
#[template(path = "pages/doctor/advice.html")]
struct AdvicePage {
    frame: Frame,
    form: Form,
    choices: Choices,
    case: String,
    name: String,
    version: i64,
    dossier_version: i64,
    /// What goes to whom when the doctor finds the child fit.
    sendings: Vec<Sending>,
}

/// The form, with the draft so far.
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
    let mine =
        matches!(&opened.page.case.state, At::WithDoctor(at) if at.doctor() == Some(&doctor.user));
    if !mine {
        return Ok(opened.back());
    }
    let dossier = opened.dossier()?;
    let mut draft = dossier.draft.as_deref().cloned().unwrap_or_default();
    let today = app.clock.today();
    draft.gender = draft.gender.or(dossier.application.child.gender);
    draft.established_on = draft.established_on.or(Some(today));
    let form = advice_form::from_draft(&draft);
    with_form(frame, &opened, today, form)
}

fn with_form(frame: Frame, opened: &Opened, today: Date, form: Form) -> Result<Response, Failure> {
    let dossier = opened.dossier()?;
    Ok(form_page(frame, form, |frame, form| AdvicePage {
        frame,
        form,
        choices: Choices::of(&opened.page.rules),
        case: opened.path.clone(),
        name: dossier.application.child.name.full(),
        version: opened.page.case.version,
        dossier_version: opened.page.dossier_version,
        sendings: vec![
            recipients::letter(
                dossier,
                today,
                &["een brief dat er geen vrijstelling volgt"],
            ),
            recipients::to_readers(dossier, today, &["het advies (SMA)"]),
            recipients::end_notices(opened.gemeente()),
        ],
    }))
}

/// Keeps the draft, or establishes the SMA.
///
/// # Errors
/// See [`Failure`].
pub async fn send(
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<Written>,
) -> Result<Response, Failure> {
    let today = app.clock.today();
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    let mut sent = desk::sent(&case, &form, once)?;
    sent.dossier = Some(number(&form, "dossier_version")?);
    let draft = advice_form::typed(&mut form, &opened.page.rules, today);
    let (house, actor) = (&app.house, &doctor.actor());
    let answered = if form.value("do") == "concept" {
        sent.location = format!("{}/advies", opened.path);
        match form.is_sound() {
            true => Some((
                act::save_draft(house, actor, sent, draft).await,
                "opgeslagen",
            )),
            false => None,
        }
    } else {
        match advice_form::complete(&mut form, draft) {
            Some(typed) => Some((act::establish(house, actor, sent, typed).await, "afgerond")),
            None => None,
        }
    };
    if let Some((result, notice)) = answered
        && let Some(response) = settle(result, notice, &mut form)?
    {
        return Ok(response);
    }
    // Opened again: somebody else may have saved a draft since.
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    with_form(frame, &opened, today, form)
}
