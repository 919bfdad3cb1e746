//! Whether the child goes to school again while the exemption runs (covenant, art. 5.6).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use time::Date;

use crate::action::lpa;
use crate::action::session::SignedIn;
use crate::domain::calendar::add_months_clamped;
use crate::domain::case::{AtSchool, State as CaseState, StateKind};
use crate::domain::dates::long;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::answer;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::child_form::past_date;
use super::step::{Came, Opened, Trouble, open, sent, settle};

#[derive(Template)]
#[template(path = "pages/lpa/school.html")]
struct SchoolPage {
    frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    path: String,
    version: i64,
    name: String,
    told: String,
    choices: Vec<Choice>,
}

/// The form.
pub struct SchoolFields;

impl Fields for SchoolFields {
    const NAMES: &'static [&'static str] = &[
        "version",
        "school",
        "since_day",
        "since_month",
        "since_year",
    ];
}

/// Since when the child goes to school again and what follows, in sentences; empty where it doesn't.
#[must_use]
pub fn told(state: &CaseState) -> String {
    state.at_school().map_or(String::new(), |AtSchool { since, .. }| {
        format!(
            "De leerling gaat weer naar school sinds {}. Blijft dat zo zonder onderbreking, dan eindigt de zaak op {}: dan is het een jaar \
             (convenant, artikel 5.6). Loopt de vrijstelling eerder af, dan eindigt de zaak op die dag.",
            long(since),
            long(add_months_clamped(since, 12))
        )
    })
}

/// `GET /leerplicht/zaken/{case}/school`
///
/// # Errors
/// See [`open`]; [`Failure::Refused`] where no exemption runs.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let form = Form::empty(SchoolFields::NAMES);
    shown(frame, form, None, &opened, StatusCode::OK)
}

/// `POST /leerplicht/zaken/{case}/school`
///
/// # Errors
/// See [`open`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    submitted: Submitted<SchoolFields>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let Submitted { once, mut form, .. } = submitted;
    let Some(since) = parse(&mut form, app.house.clock.today()) else {
        return shown(frame, form, None, &opened, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let step = sent(&case, &form, once)?;
    let result = lpa::record_school(&app.house, &who.actor(), step, since).await;
    match settle(result, "naar-school", &mut form)? {
        Came::Through(response) => Ok(response),
        Came::Back(status, trouble) => shown(frame, form, trouble, &opened, status),
    }
}

fn parse(form: &mut Form, today: Date) -> Option<Option<Date>> {
    let question = "Gaat de leerling naar school?";
    if form.choice("school", question, &[("ja", true), ("nee", false)])? {
        past_date(form, "since", "Sinds", today).map(Some)
    } else {
        Some(None)
    }
}

fn shown(
    mut frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    opened: &Opened,
    status: StatusCode,
) -> Result<Response, Failure> {
    frame.wrong = status != StatusCode::OK;
    let known = opened.page.known;
    if !matches!(known, StateKind::Running | StateKind::Reassessing) {
        let text =
            "Er loopt nu geen vrijstelling. Op de pagina van de zaak staat waar de zaak staat.";
        return Err(Failure::Refused(text.into()));
    }
    let yes = "Ja, zonder onderbreking, sinds de dag hieronder";
    let mut choices = vec![Choice::new("ja", yes)];
    let told = told(&opened.page.case.state);
    if !told.is_empty() {
        choices.push(
            Choice::new("nee", "Nee, niet meer")
                .with_hint("De vragen en herinneringen rond de vrijstelling beginnen weer."),
        );
    }
    Ok(answer(
        status,
        &SchoolPage {
            name: opened.dossier()?.seintje.name().full(),
            path: opened.path.clone(),
            version: opened.page.case.version,
            told,
            choices,
            frame,
            form,
            trouble,
        },
    ))
}
