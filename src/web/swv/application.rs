//! Typing over an application: a new one, one of a family that applied before, and completing or correcting one.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::action::session::SignedIn;
use crate::action::swv;
use crate::action::view::{CasePage, case_page, organisations};
use crate::domain::case::Case;
use crate::domain::organisation::Organisation;
use crate::domain::party::{Actor, CaseId, PartyKind, Sector};
use crate::domain::person::Gender;
use crate::web::answer::{sent, settle};
use crate::web::failure::Failure;
use crate::web::family::facts;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields as _, Submitted};

use super::application_form::{self, ApplicationFields, Offered};
use super::filled;

/// The application form on a page.
#[derive(Template)]
#[template(path = "pages/swv/application.html")]
struct ApplicationPage {
    frame: Frame,
    form: Form,
    title: &'static str,
    /// The version of the case that the page shows; empty for a new one.
    version: String,
    /// The address that the form is sent to.
    action: String,
    /// Where "Annuleren" leads.
    back: String,
    /// Whether it is the form of secondary education.
    secondary: bool,
    municipalities: Vec<Choice>,
    local_teams: Vec<Choice>,
    genders: Vec<Choice>,
    custody: [Choice; 3],
    yes_no: [Choice; 2],
}

/// Which case a new one follows.
#[derive(Deserialize)]
pub struct After {
    na: Option<String>,
}

/// `GET /swv/zaken/nieuw`
///
/// # Errors
/// [`Failure::NotFound`] if the case before is another party's.
pub async fn new(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Query(After { na }): Query<After>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let offered = offered(&app, &actor, None).await?;
    let mut form = Form::empty(ApplicationFields::NAMES);
    if let Some(na) = na {
        let before = case_page(&app.house, &actor, &CaseId(na.clone())).await?;
        if let Some(file) = before.dossier.swv() {
            form = filled::again(&before.case, file);
        }
        form = form.with("na", na);
    }
    Ok(show(frame, form, &offered, None))
}

/// `POST /swv/zaken/nieuw`
///
/// # Errors
/// As [`new`].
pub async fn start(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    submitted: Submitted<ApplicationFields>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let offered = offered(&app, &actor, None).await?;
    let mut form = submitted.form;
    if let Some(typed) = application_form::read(&mut form, &offered, app.clock.today()) {
        let previous = Some(form.value("na"))
            .filter(|na| !na.is_empty())
            .map(CaseId::from);
        let started = swv::start(&app.house, &actor, Some(submitted.once), typed, previous).await;
        let started = started.map(|case| address(case.as_str()));
        if let Some(response) = settle(started, "opgeslagen", &mut form)? {
            return Ok(response);
        }
    }
    Ok(show(frame, form, &offered, None))
}

/// `GET /swv/zaken/{case}/aanvraag`
///
/// # Errors
/// [`Failure::NotFound`] for another party's case, or one of which only the date of
/// the sitting is kept.
pub async fn edit(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let page = case_page(&app.house, &actor, &CaseId(case)).await?;
    let file = page.dossier.swv().ok_or(Failure::NotFound)?;
    let form = filled::to_amend(&page.case, file);
    let offered = offered(&app, &actor, Some(&page)).await?;
    Ok(show(frame, form, &offered, Some(&page.case)))
}

/// `POST /swv/zaken/{case}/aanvraag`
///
/// # Errors
/// As [`edit`]; [`Failure::Refused`] where the state doesn't allow it any more.
pub async fn save(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    submitted: Submitted<ApplicationFields>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let page = case_page(&app.house, &actor, &CaseId(case.clone())).await?;
    page.dossier.swv().ok_or(Failure::NotFound)?;
    let offered = offered(&app, &actor, Some(&page)).await?;
    let mut form = submitted.form;
    let sent = sent(&case, address(&case), &form, submitted.once)?;
    if let Some(typed) = application_form::read(&mut form, &offered, app.clock.today()) {
        let result = swv::amend(&app.house, &actor, sent, typed).await;
        if let Some(response) = settle(result, "opgeslagen", &mut form)? {
            return Ok(response);
        }
    }
    Ok(show(frame, form, &offered, Some(&page.case)))
}

fn address(case: &str) -> String {
    format!("/swv/zaken/{case}")
}

/// The choices of the form; its sector is that of the case, or of the SWV for a new one.
async fn offered(
    app: &AppState,
    actor: &Actor,
    page: Option<&CasePage>,
) -> Result<Offered, Failure> {
    let all = organisations(&app.house, None).await?;
    let own = all.iter().find(|party| Some(&party.id) == actor.party());
    let own = own.and_then(|party| party.settings.sector);
    let sector = page.map_or(own.unwrap_or(Sector::Po), |page| page.rules.sector);
    let of = |kind| all.iter().filter(move |party| party.kind == kind).cloned();
    Ok(Offered {
        municipalities: of(PartyKind::Gemeente).collect(),
        local_teams: of(PartyKind::LocalTeam).collect(),
        sector,
    })
}

fn show(frame: Frame, form: Form, offered: &Offered, case: Option<&Case>) -> Response {
    let choice = |party: &Organisation| Choice::new(party.id.as_str(), party.name.as_str());
    form_page(frame, form, |frame, form| ApplicationPage {
        frame,
        form,
        title: if case.is_some() {
            "Aanvraag aanvullen of verbeteren"
        } else {
            "Nieuwe aanvraag"
        },
        version: case.map_or(String::new(), |case| case.version.to_string()),
        action: case.map_or("/swv/zaken/nieuw".to_owned(), |case| {
            format!("{}/aanvraag", address(case.id.as_str()))
        }),
        back: case.map_or("/swv".to_owned(), |case| address(case.id.as_str())),
        secondary: offered.sector == Sector::Vo,
        municipalities: offered.municipalities.iter().map(choice).collect(),
        local_teams: offered.local_teams.iter().map(choice).collect(),
        genders: Gender::ALL
            .iter()
            .map(|gender| Choice::new(gender.code(), gender.label()))
            .collect(),
        custody: facts::custody(),
        yes_no: Choice::yes_no(),
    })
}
