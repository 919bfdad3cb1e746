//! A move to another gemeente of the region: the case goes along, this gemeente's dossier doesn't.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::action::anywhere::{self, NewHome};
use crate::action::session::SignedIn;
use crate::action::view::organisations;
use crate::domain::case::State as CaseState;
use crate::domain::party::{PartyId, PartyKind};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::answer;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::step::{Came, Opened, Trouble, open, sent, settle};

#[derive(Template)]
#[template(path = "pages/lpa/move.html")]
struct MovePage {
    frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    path: String,
    version: i64,
    name: String,
    municipalities: Vec<Choice>,
}

/// The form.
pub struct MoveFields;

impl Fields for MoveFields {
    const NAMES: &'static [&'static str] = &["version", "municipality"];
}

/// `GET /leerplicht/zaken/{case}/verhuizing`
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
    let form = Form::empty(MoveFields::NAMES);
    let others = others(&app, &opened).await?;
    shown(frame, form, None, &opened, others, StatusCode::OK)
}

/// `POST /leerplicht/zaken/{case}/verhuizing`. Afterwards the case is another gemeente's, so the list comes back.
///
/// # Errors
/// See [`open`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    submitted: Submitted<MoveFields>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let Submitted { once, mut form, .. } = submitted;
    let all = organisations(&app.house, PartyKind::Gemeente).await?;
    let known: Vec<(&str, PartyId)> = all
        .iter()
        .map(|party| (party.id.as_str(), party.id.clone()))
        .collect();
    // Before the case is opened: the same form sent again finds the case elsewhere, and gets the first answer.
    let came = match form.choice("municipality", "Nieuwe gemeente", &known) {
        None => Came::Back(StatusCode::UNPROCESSABLE_ENTITY, None),
        Some(to) => {
            let mut step = sent(&case, &form, once)?;
            "/leerplicht".clone_into(&mut step.location);
            let result = anywhere::move_to(&app.house, &actor, step, to, NewHome::default()).await;
            settle(result, "verhuisd", &mut form)?
        }
    };
    match came {
        Came::Through(response) => Ok(response),
        Came::Back(status, trouble) => {
            let opened = open(&app.house, &who, &case).await?;
            let others = others(&app, &opened).await?;
            shown(frame, form, trouble, &opened, others, status)
        }
    }
}

async fn others(app: &AppState, opened: &Opened) -> Result<Vec<Choice>, Failure> {
    let all = organisations(&app.house, PartyKind::Gemeente).await?;
    Ok(all
        .into_iter()
        .filter(|party| party.id != opened.page.municipality.id)
        .map(|party| Choice::new(party.id.0, party.name))
        .collect())
}

fn shown(
    mut frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    opened: &Opened,
    municipalities: Vec<Choice>,
    status: StatusCode,
) -> Result<Response, Failure> {
    frame.wrong = status != StatusCode::OK;
    Ok(answer(
        status,
        &MovePage {
            name: opened.dossier()?.seintje.name().full(),
            path: opened.path.clone(),
            version: opened.page.case.version,
            frame,
            form,
            trouble,
            municipalities,
        },
    ))
}
