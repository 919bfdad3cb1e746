//! The end of an exemption or of a procedure, and the start of a re-assessment.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::action::anywhere;
use crate::action::session::SignedIn;
use crate::domain::case::{End, State as CaseState};
use crate::web::answer::after;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::answer;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::step::{Came, Opened, Trouble, failure, open, sent, settle};

#[derive(Template)]
#[template(path = "pages/lpa/stop.html")]
struct StopPage {
    frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    path: String,
    version: i64,
    name: String,
    running: bool,
    /// Of the child the gemeente has a name and nothing else, and the exemption isn't its own.
    name_only: bool,
    ends: Vec<Choice>,
}

/// Why it ends.
#[derive(Clone, Copy)]
enum Why {
    Exemption(End),
    Withdrawn,
    LeftArea,
    Died,
}

const WHY: [(&str, Why); 6] = [
    ("ingetrokken", Why::Withdrawn),
    ("school", Why::Exemption(End::BackAtSchool)),
    ("achttien", Why::Exemption(End::Eighteen)),
    ("afgelopen", Why::Exemption(End::Expired)),
    ("vertrokken", Why::LeftArea),
    ("overleden", Why::Died),
];

/// The form.
pub struct StopFields;

impl Fields for StopFields {
    const NAMES: &'static [&'static str] = &["version", "why"];
}

/// The button for the re-assessment.
pub struct ReassessFields;

impl Fields for ReassessFields {
    const NAMES: &'static [&'static str] = &["version"];
}

/// `POST /leerplicht/zaken/{case}/herbeoordeling`
///
/// # Errors
/// The failure that the page shows.
pub async fn reassess(
    State(app): State<AppState>,
    who: SignedIn,
    Path(case): Path<String>,
    submitted: Submitted<ReassessFields>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let step = sent(&case, &submitted.form, submitted.once)?;
    match anywhere::reassess(&app.house, &actor, step).await {
        Err(refused @ crate::action::ActionError::Refused(_)) => Err(failure(refused)),
        result => after(result, "herbeoordeling"),
    }
}

/// `GET /leerplicht/zaken/{case}/beeindigen`
///
/// # Errors
/// See [`open`]; [`Failure::Refused`] where everything ended.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    if matches!(opened.page.case.state, CaseState::Closed(_)) {
        return Err(Failure::Refused("Deze procedure is al beëindigd.".into()));
    }
    let form = Form::empty(StopFields::NAMES);
    shown(frame, form, None, &opened, StatusCode::OK)
}

/// `POST /leerplicht/zaken/{case}/beeindigen`
///
/// # Errors
/// See [`open`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    submitted: Submitted<StopFields>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let Submitted { once, mut form, .. } = submitted;
    let Some(why) = form.choice("why", "Waarom eindigt het?", &WHY) else {
        return shown(frame, form, None, &opened, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let step = sent(&case, &form, once)?;
    let (house, actor) = (&app.house, &who.actor());
    let result = match why {
        Why::Exemption(end) => anywhere::end_exemption(house, actor, step, end).await,
        Why::Withdrawn => anywhere::withdraw(house, actor, step).await,
        Why::LeftArea => anywhere::leave_area(house, actor, step).await,
        Why::Died => anywhere::report_death(house, actor, step).await,
    };
    match settle(result, "beeindigd", &mut form)? {
        Came::Through(response) => Ok(response),
        Came::Back(status, trouble) => shown(frame, form, trouble, &opened, status),
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
    let state = &opened.page.case.state;
    let running = matches!(state, CaseState::Running(_) | CaseState::Reassessing(_));
    let name_only = match state {
        CaseState::WithLpa(_) => false,
        _ => !running || opened.dossier()?.advice.is_none(),
    };
    Ok(answer(
        status,
        &StopPage {
            name: opened.dossier()?.seintje.name().full(),
            path: opened.path.clone(),
            version: opened.page.case.version,
            ends: ends(running, name_only),
            name_only: name_only && !running,
            running,
            frame,
            form,
            trouble,
        },
    ))
}

fn ends(running: bool, name_only: bool) -> Vec<Choice> {
    let seintje = "Het samenwerkingsverband krijgt een seintje met alleen de naam. De ouders krijgen hierover geen brief.";
    let unknown = "Het samenwerkingsverband krijgt een seintje met alleen de naam. De ouders krijgen geen brief: u hebt hun adres niet. \
                   Vertel het hun zelf.";
    let letter = "De ouders krijgen een brief. Het samenwerkingsverband krijgt een seintje met alleen de naam.";
    let silent = "Niemand van het gezin krijgt een brief. Het samenwerkingsverband krijgt een seintje met alleen de naam.";
    let left = Choice::new("vertrokken", "De leerling is vertrokken uit de regio")
        .with_hint(if name_only { unknown } else { letter });
    let died = Choice::new("overleden", "De leerling is overleden").with_hint(silent);
    match (running, name_only) {
        (true, _) => vec![
            Choice::new("school", "De leerling gaat weer naar school").with_hint(seintje),
            Choice::new("achttien", "De leerling is 18 jaar geworden").with_hint(seintje),
            Choice::new("afgelopen", "De vrijstelling is afgelopen").with_hint(seintje),
            left,
            died,
        ],
        (false, true) => vec![died],
        (false, false) => vec![
            Choice::new(
                "ingetrokken",
                "De ouders trekken de aanvraag in, per brief of telefoon",
            )
            .with_hint(letter),
            Choice::new("achttien", "De leerling is 18 jaar geworden").with_hint(letter),
            left,
            died,
        ],
    }
}
