//! `/swv/zaken/{case}/zitting-plannen`: when and where the team sits, and who is invited; and the file for the own calendar.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use time::{Date, Duration};

use crate::action::calendar_file::Entry;
use crate::action::session::SignedIn;
use crate::action::sitting as act;
use crate::action::view::{CasePage, case_page, organisations};
use crate::action::{House, perform};
use crate::domain::case::{Sitting, StepKind};
use crate::domain::dates;
use crate::domain::party::{Actor, CaseId, PartyKind};
use crate::domain::text::ShortText;
use crate::web::answer::{calendar, sent, settle};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::step::{self, GoesTo, STEPS};
use super::step_page::{partners, refused};

/// How far ahead a sitting can be planned.
const AHEAD: Duration = Duration::days(366);

/// When, where, and who is invited beside the family.
pub struct Plan;

impl Fields for Plan {
    const NAMES: &'static [&'static str] = &[
        "version", "on_day", "on_month", "on_year", "at", "place", "with",
    ];
}

#[derive(Template)]
#[template(path = "pages/swv/sitting.html")]
struct SittingPage {
    frame: Frame,
    form: Form,
    /// Path of the case.
    path: String,
    version: i64,
    name: String,
    /// Whether it takes the place of an earlier plan.
    moves: bool,
    guests: Vec<Choice>,
    partners: Vec<(String, &'static str)>,
    sends: Vec<GoesTo>,
}

/// The form, with the plan that stands.
///
/// # Errors
/// [`Failure::Refused`] with the rule when the state doesn't allow it.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let page = case_page(&app.house, &actor, &CaseId(case)).await?;
    refused(&page, &actor, StepKind::PlanSitting, app.clock.today())?;
    let mut form = Form::empty(Plan::NAMES);
    if let Some(plan) = page.case.state.sitting_to_come() {
        form = form.with_date("on", plan.on).with("at", &*plan.at);
        let with = plan.with.iter();
        form = with.fold(form, |form, kind| form.with("with", kind.code()));
        if let Some(place) = page.dossier.swv().and_then(|f| f.sitting_place.as_ref()) {
            form = form.with("place", place.as_str());
        }
    }
    render(&app.house, &actor, frame, form, &page).await
}

/// Plans it.
///
/// # Errors
/// As [`show`]; a refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<Plan>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let sent: perform::Form = sent(&case, format!("/swv/zaken/{case}"), &form, once)?;
    let page = case_page(&app.house, &actor, &CaseId(case)).await?;
    let may = act::guests(page.local_team.is_some());
    if let Some((sitting, place)) = typed(&mut form, &may, app.clock.today())? {
        let result = act::plan(&app.house, &actor, sent, sitting, place).await;
        if let Some(response) = settle(result, "verstuurd", &mut form)? {
            return Ok(response);
        }
    }
    render(&app.house, &actor, frame, form, &page).await
}

fn typed(
    form: &mut Form,
    may: &BTreeSet<PartyKind>,
    today: Date,
) -> Result<Option<(Sitting, ShortText<200>)>, Failure> {
    let on = form.required_date("on", "Datum");
    if let Some(Err(invalid)) = on.map(|on| dates::between(on, today, today.saturating_add(AHEAD)))
    {
        form.wrong("on", "Datum", invalid.message());
    }
    let at = form.required("at", "Tijd", dates::parse_time);
    let place = form.required("place", "Plaats", ShortText::parse);
    let known = |code: &String| may.iter().copied().find(|kind| kind.code() == code);
    let with: Option<BTreeSet<PartyKind>> = form.values("with").iter().map(known).collect();
    let with = with.ok_or(Failure::Unreadable)?;
    let (Some(on), Some(at), Some(place), true) = (on, at, place, form.is_sound()) else {
        return Ok(None);
    };
    let sitting = Sitting::new(on, dates::clock_time(at), with);
    Ok(Some((sitting, place)))
}

async fn render(
    house: &House,
    actor: &Actor,
    frame: Frame,
    form: Form,
    page: &CasePage,
) -> Result<Response, Failure> {
    let ggds = organisations(house, PartyKind::Ggd).await?;
    let ggd = ggds.iter().find(|party| party.id == page.case.ggd);
    let ggd = ggd.map_or("de GGD", |ggd| ggd.name.as_str());
    let step = STEPS.iter().find(|step| step.kind == StepKind::PlanSitting);
    let sends = step.map(|step| step::sends(step, page, ggd, actor, house.clock.today()));
    let partners = partners(house, page).await?;
    let guests = act::guests(page.local_team.is_some());
    let guests = guests.iter().map(|kind| guest(*kind, page, ggd)).collect();
    let name = page.dossier.label();
    Ok(form_page(frame, form, |frame, form| SittingPage {
        frame,
        form,
        path: format!("/swv/zaken/{}", page.case.id.as_str()),
        version: page.case.version,
        name: name.map_or_else(|| "Deze zaak".to_owned(), |name| name.full()),
        moves: page.case.state.sitting_to_come().is_some(),
        guests,
        partners,
        sends: sends.unwrap_or_default(),
    }))
}

fn guest(kind: PartyKind, page: &CasePage, ggd: &str) -> Choice {
    Choice::new(kind.code(), step::of_party(kind, page, ggd))
}

/// `GET /swv/zaken/{case}/zitting.ics`: the sitting for a calendar, with neither a name nor a reason.
///
/// # Errors
/// [`Failure::NotFound`] where none is planned.
pub async fn download(
    State(app): State<AppState>,
    who: SignedIn,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let page = case_page(&app.house, &who.actor(), &CaseId(case)).await?;
    let plan = page.case.state.sitting_to_come().ok_or(Failure::NotFound)?;
    let place = page.dossier.swv().and_then(|f| f.sitting_place.as_ref());
    let entry = Entry {
        about: act::ABOUT,
        case: &page.case.id,
        title: act::TITLE,
        on: plan.on,
        at: &plan.at,
        place: place.map_or("", |place| place.as_str()),
    };
    Ok(calendar(&entry, "overleg", app.clock.now()))
}
