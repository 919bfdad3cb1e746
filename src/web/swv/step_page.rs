//! The page of one step, and taking it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use time::Date;

use crate::action::anywhere::NewHome;
use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page, organisations};
use crate::action::{ActionError, House, anywhere, ask, perform, sitting, swv};
use crate::domain::case::{End, Refusal, StepKind, possible};
use crate::domain::checklist::Part;
use crate::domain::consent::Hears;
use crate::domain::covenant::Participant;
use crate::domain::dates;
use crate::domain::invalid::Invalid;
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind};
use crate::domain::text::{LongText, ShortText};
use crate::web::answer::{sent, settle};
use crate::web::failure::Failure;
use crate::web::family::home;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::checklist::open_points;
use super::step::{self, GoesTo, Step};

/// A step on a page.
#[derive(Template)]
#[template(path = "pages/swv/step.html")]
struct StepPage {
    frame: Frame,
    form: Form,
    step: &'static Step,
    case: String,
    version: i64,
    name: String,
    sends: Vec<GoesTo>,
    warning: Option<&'static str>,
    /// The municipalities to move to; empty for every other step.
    municipalities: Vec<Choice>,
    /// Who can move along.
    parents: Vec<Choice>,
    /// For a sitting: who takes part in the covenant beside the parties of the case, and how each hears it.
    partners: Vec<(String, &'static str)>,
    /// For a sitting: the points before and during it that nobody ticked.
    unticked: Vec<&'static str>,
}

/// The fields of every step; each step uses its own.
pub struct StepFields;

impl Fields for StepFields {
    const NAMES: &'static [&'static str] = &[
        "version",
        "on_day",
        "on_month",
        "on_year",
        "municipality",
        "child_street",
        "child_number",
        "child_postcode",
        "child_place",
        "child_lines",
        "child_country",
        "along",
        "text",
    ];
}

/// `GET /swv/zaken/{case}/{step}`
///
/// # Errors
/// [`Failure::Refused`] with the rule when the state doesn't allow the step.
pub async fn show(
    step: &'static Step,
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let page = case_page(&app.house, &actor, &CaseId(case)).await?;
    let today = app.clock.today();
    refused(&page, &actor, step.kind, today)?;
    let form = Form::empty(StepFields::NAMES);
    let form = if step.date.is_some() {
        form.with_date("on", today)
    } else {
        form
    };
    render(&app.house, &actor, frame, form, step, &page).await
}

/// Whether the state refuses a step, before its form is shown.
pub(super) fn refused(
    page: &CasePage,
    actor: &Actor,
    step: StepKind,
    today: Date,
) -> Result<(), Failure> {
    let tried = possible(&page.case, actor, &page.rules, today);
    if let Some(Err(refusal)) = tried.get(&step) {
        let state = page.known;
        return Err(Failure::Refused(
            Refusal {
                state,
                ..refusal.clone()
            }
            .to_string(),
        ));
    }
    Ok(())
}

/// `POST /swv/zaken/{case}/{step}`
///
/// # Errors
/// As [`show`]; a refused form comes back as it was typed.
pub async fn take(
    step: &'static Step,
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    submitted: Submitted<StepFields>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let mut form = submitted.form;
    let sent = sent(&case, format!("/swv/zaken/{case}"), &form, submitted.once)?;
    let notice = if step.ends() {
        "afgerond"
    } else {
        "opgeslagen"
    };
    if let Some(typed) = Typed::read(&mut form, step, app.clock.today()) {
        let result = carry_out(&app.house, &actor, sent, step, typed).await;
        if let Some(response) = settle(result, notice, &mut form)? {
            return Ok(response);
        }
    }
    let page = case_page(&app.house, &actor, &CaseId(case)).await?;
    render(&app.house, &actor, frame, form, step, &page).await
}

/// What was typed for a step.
struct Typed {
    on: Date,
    text: String,
    /// To which gemeente and address, for a move.
    home: Option<(PartyId, NewHome)>,
}

impl Typed {
    fn read(form: &mut Form, step: &Step, today: Date) -> Option<Self> {
        let on = match step.date {
            None => Some(today),
            Some(label) => form.date_that("on", label, |on| dates::in_the_last_year(on, today)),
        };
        let most = if step.kind == StepKind::NoteContact {
            1000
        } else {
            2000
        };
        let fits = |typed: &str| {
            let text = LongText::<2000>::parse(typed)?;
            if text.as_str().chars().count() > most {
                return Err(Invalid::TooLong { max: most });
            }
            Ok(text.as_str().to_owned())
        };
        let text = match step.text {
            Some((label, true)) => form.required("text", label, fits),
            Some((label, false)) => form.optional("text", label, fits),
            None => None,
        };
        let moves = step.kind == StepKind::Move;
        let home = if moves { home::read(form) } else { None };
        if !form.is_sound() {
            return None;
        }
        Some(Self {
            on: on?,
            text: text.unwrap_or_default(),
            home,
        })
    }
}

async fn carry_out(
    house: &House,
    actor: &Actor,
    form: perform::Form,
    step: &Step,
    typed: Typed,
) -> Result<String, ActionError> {
    let wrong = |invalid: Invalid| ActionError::Field("text", invalid.message());
    match step.kind {
        StepKind::Register => swv::register(house, actor, form, typed.on).await,
        StepKind::AskCompletion => swv::ask_completion(house, actor, form).await,
        StepKind::NoteContact => {
            let text = LongText::parse(&typed.text).map_err(wrong)?;
            swv::note_contact(house, actor, form, typed.on, text).await
        }
        StepKind::RecordSitting => {
            let text = LongText::parse(&typed.text).ok();
            swv::record_sitting(house, actor, form, typed.on, text).await
        }
        StepKind::CallOffSitting => sitting::call_off(house, actor, form).await,
        StepKind::ShareReport => {
            let also_to = match typed.text.as_str() {
                "" => None,
                text => Some(ShortText::parse(text).map_err(wrong)?),
            };
            sitting::share_report(house, actor, form, also_to).await
        }
        StepKind::HandOver => swv::hand_over(house, actor, form).await,
        StepKind::CloseSchoolPossible => {
            let text = LongText::parse(&typed.text).map_err(wrong)?;
            swv::close_school_possible(house, actor, form, text).await
        }
        StepKind::Move => {
            let (to, home) = typed.home.ok_or(ActionError::NotFound)?;
            anywhere::move_to(house, actor, form, to, home).await
        }
        StepKind::Withdraw => anywhere::withdraw(house, actor, form).await,
        StepKind::Lapse => anywhere::lapse(house, actor, form).await,
        StepKind::LeaveArea => anywhere::leave_area(house, actor, form).await,
        StepKind::EndExemption => anywhere::end_exemption(house, actor, form, End::Eighteen).await,
        StepKind::ReportDeath => anywhere::report_death(house, actor, form).await,
        _ => Err(ActionError::NotFound),
    }
}

async fn render(
    house: &House,
    actor: &Actor,
    frame: Frame,
    form: Form,
    step: &'static Step,
    page: &CasePage,
) -> Result<Response, Failure> {
    let moves = step.kind == StepKind::Move;
    let municipalities = if moves {
        home::others(house, &page.case.municipality).await?
    } else {
        Vec::new()
    };
    let partners = if step.kind == StepKind::RecordSitting {
        partners(house, page).await?
    } else {
        Vec::new()
    };
    let today = house.clock.today();
    let file = page.dossier.swv().filter(|_| moves);
    let ggds = organisations(house, PartyKind::Ggd).await?;
    let ggd = ggds.iter().find(|party| party.id == page.case.ggd);
    let name = page.dossier.label();
    Ok(form_page(frame, form, |frame, form| StepPage {
        frame,
        form,
        step,
        case: page.case.id.as_str().to_owned(),
        version: page.case.version,
        name: name.map_or_else(|| "Deze zaak".to_owned(), |name| name.full()),
        sends: step::sends(
            step,
            page,
            ggd.map_or("de GGD", |ggd| ggd.name.as_str()),
            actor,
            today,
        ),
        warning: step::warning(step, page, today),
        municipalities,
        partners,
        unticked: if step.kind == StepKind::RecordSitting {
            open_points(page, &[Part::Before, Part::During])
        } else {
            Vec::new()
        },
        parents: file.map_or_else(Vec::new, |file| home::parents(&file.application)),
    }))
}

/// Beside the parties of the case: without the proof of a consent somebody hears it without data.
pub(super) async fn partners(
    house: &House,
    page: &CasePage,
) -> Result<Vec<(String, &'static str)>, Failure> {
    let all = ask::partners(house, &page.case).await?;
    let today = house.clock.today();
    let hears = |partner: Participant| {
        let proof = page.dossier.consent().and_then(|(consent, of)| {
            let family = (&of.child, &of.parents[..]);
            let asked = consent.questions.iter();
            let mut asked = asked.filter(|one| one.partner == partner.id.as_str());
            asked.find_map(|one| one.permits(family, today).ok())
        });
        (partner.name, Hears::by(proof.as_ref()).dutch())
    };
    Ok(all.into_iter().map(hears).collect())
}
