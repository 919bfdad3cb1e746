//! `/arts/zaken/{case}/gegevens`: facts of the family are corrected in the GGD's own dossier.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::doctor as act;
use crate::action::session::SignedIn;
use crate::domain::case::{StepKind, possible};
use crate::domain::person::Gender;
use crate::domain::text::LongText;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::family::facts;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted, joined};

use super::desk::{self, Opened};

/// The facts.
pub struct Facts;

impl Fields for Facts {
    const NAMES: &'static [&'static str] =
        &joined::<{ facts::NAMES.len() + 2 }>(&[facts::NAMES, &["cannot_decide", "view_of_child"]]);
}

#[derive(Template)]
#[template(path = "pages/doctor/family.html")]
struct FamilyPage {
    frame: Frame,
    form: Form,
    case: String,
    name: String,
    version: i64,
    genders: Vec<Choice>,
    custody: [Choice; 3],
    /// Whether the facts stand in an SMA already.
    advised: bool,
}

/// The form, with the facts that stand.
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
    let (page, today) = (&opened.page, app.clock.today());
    let tried = possible(&page.case, &doctor.actor(), &page.rules, today);
    if !matches!(tried.get(&StepKind::CorrectFacts), Some(Ok(()))) {
        return Ok(opened.back());
    }
    let dossier = opened.dossier()?;
    let view = dossier.consent.view_of_child.clone().unwrap_or_default();
    let form = facts::fill(Form::empty(Facts::NAMES), &dossier.application);
    let form = form.with("view_of_child", view);
    with_form(frame, &opened, form)
}

fn with_form(frame: Frame, opened: &Opened, form: Form) -> Result<Response, Failure> {
    let dossier = opened.dossier()?;
    Ok(form_page(frame, form, |frame, form| FamilyPage {
        frame,
        form,
        case: opened.path.clone(),
        name: dossier.application.child.name.full(),
        version: opened.page.case.version,
        genders: Gender::ALL
            .map(|gender| Choice::new(gender.code(), gender.label()))
            .to_vec(),
        custody: facts::custody(),
        advised: !dossier.advice.is_empty(),
    }))
}

/// Corrects the facts.
///
/// # Errors
/// See [`Failure`].
pub async fn send(
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<Facts>,
) -> Result<Response, Failure> {
    let sent = desk::sent(&case, &form, once)?;
    let typed = facts::read(&mut form, app.clock.today());
    let view = form.optional("view_of_child", "Mening van de leerling", LongText::parse);
    if let Some(typed) = typed.filter(|_| form.is_sound()) {
        let result = act::correct_facts(&app.house, &doctor.actor(), sent, typed, view).await;
        if let Some(response) = settle(result, "opgeslagen", &mut form)? {
            return Ok(response);
        }
    }
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    with_form(frame, &opened, form)
}
