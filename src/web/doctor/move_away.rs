//! `/arts/zaken/{case}/verhuizing`: the child moves to another municipality of the region.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::anywhere;
use crate::action::session::SignedIn;
use crate::domain::case::StateKind;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::family::home;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::desk::{self, Opened};
use super::recipients::{self, Sending};

/// Where to.
pub struct Move;

impl Fields for Move {
    const NAMES: &'static [&'static str] = &[
        "version",
        "municipality",
        "child_street",
        "child_number",
        "child_postcode",
        "child_place",
        "child_lines",
        "child_country",
        "along",
    ];
}

#[derive(Template)]
#[template(path = "pages/doctor/move_away.html")]
struct MovePage {
    frame: Frame,
    form: Form,
    case: String,
    name: String,
    version: i64,
    sending: Sending,
    municipalities: Vec<Choice>,
    /// Who can move along.
    parents: Vec<Choice>,
}

/// The form.
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
    let here = matches!(
        opened.page.case.state.kind(),
        StateKind::WithDoctor
            | StateKind::AdviceEstablished
            | StateKind::ParentsReading
            | StateKind::ParentsSending
    );
    if !here {
        return Ok(opened.back());
    }
    let form = Form::empty(Move::NAMES);
    with_form(&app, frame, &opened, form).await
}

async fn with_form(
    app: &AppState,
    frame: Frame,
    opened: &Opened,
    form: Form,
) -> Result<Response, Failure> {
    let dossier = opened.dossier()?;
    let municipalities = home::others(&app.house, &opened.page.municipality.id).await?;
    Ok(form_page(frame, form, |frame, form| MovePage {
        frame,
        form,
        case: opened.path.clone(),
        name: dossier.application.child.name.full(),
        version: opened.page.case.version,
        sending: recipients::seintjes(opened.gemeente()),
        municipalities,
        parents: home::parents(&dossier.application),
    }))
}

/// Hands the case to the other municipality.
///
/// # Errors
/// See [`Failure`]; refused for a municipality that doesn't take part.
pub async fn send(
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<Move>,
) -> Result<Response, Failure> {
    let sent = desk::sent(&case, &form, once)?;
    if let Some((to, home)) = home::read(&mut form) {
        let moved = anywhere::move_to(&app.house, &doctor.actor(), sent, to, home).await;
        if let Some(response) = settle(moved, "afgerond", &mut form)? {
            return Ok(response);
        }
    }
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    with_form(&app, frame, &opened, form).await
}
