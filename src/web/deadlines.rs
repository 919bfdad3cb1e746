//! Deadlines: the own party's open ones, and the page on which who has a case moves the one that runs.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::action::ActionError;
use crate::action::desk::{Mark, OpenTask, Order, Wanted, desk};
use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page};
use crate::action::{anywhere, planner};
use crate::domain::case::TaskKind;
use crate::domain::dates;
use crate::domain::deadline::Why;
use crate::domain::invalid::Invalid;
use crate::domain::party::{CaseId, Role};
use crate::domain::term::Term;

use super::answer::{case_path, sent, settle};
use super::failure::Failure;
use super::filter::{StandsIn, stands_in};
use super::form::{Choice, Form};
use super::frame::Frame;
use super::menu;
use super::page::{form_page, page};
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::told::{self, Runs, ToDo, capital};

/// Who has cases in hands.
const HANDS: &[Role] = &[Role::Swv, Role::Coordinator, Role::Doctor, Role::Lpa];

/// The most working days that can be given at once.
const MOST_DAYS: u16 = 60;

/// The list, and the page of one case, for each desk that has it.
pub fn routes() -> Routes {
    let list = Access::employees(HANDS, About::OwnParty);
    let desks: [(&str, &[Role]); 3] = [
        ("swv", &[Role::Swv, Role::Coordinator]),
        ("arts", &[Role::Doctor]),
        ("leerplicht", &[Role::Lpa]),
    ];
    let routes =
        Routes::default()
            .page("/termijnen", list, list_page)
            .page("/planning", list, planning);
    desks.into_iter().fold(routes, |routes, (desk, roles)| {
        let case = Access::employees(roles, About::Case);
        routes.form(format!("/{desk}/zaken/{{case}}/termijn"), case, show, send)
    })
}

#[derive(Template)]
#[template(path = "pages/deadlines.html")]
struct ListPage {
    frame: Frame,
    rows: Vec<Row>,
    /// What came up by itself and is to be done.
    tasks: Vec<ToDo>,
    desk: String,
    first: String,
    next: String,
    /// Whose cases who asks has taken over.
    stands_in: Vec<StandsIn>,
}

struct Row {
    href: String,
    name: String,
    runs: Runs,
    stale: bool,
}

/// What a reminder is about that no deadline tells.
const BY_ITSELF: [TaskKind; 5] = [
    TaskKind::AskStatement,
    TaskKind::AwaitNotification,
    TaskKind::CheckSchool,
    TaskKind::CheckSchoolYear,
    TaskKind::Monitor,
];

/// Where the page before ended.
#[derive(Deserialize)]
struct Asked {
    na: Option<String>,
}

/// `GET /termijnen`: what runs with the own party, the nearest first.
async fn list_page(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let after = asked.na.as_deref().and_then(Mark::read);
    let later = after.is_some();
    let wanted = Wanted {
        order: Order::Due,
        with_deadline: true,
        after,
        ..Wanted::default()
    };
    let found = desk(&app.house, &who.actor(), wanted).await?;
    let today = app.clock.today();
    let start = menu::start(who.role);
    let stands_in = stands_in(&found, start);
    let by_itself = |open: &&OpenTask| BY_ITSELF.iter().any(|kind| kind.code() == open.task.kind);
    let tasks: Vec<OpenTask> = found.tasks.iter().filter(by_itself).cloned().collect();
    let rows = found.cases.into_iter().filter_map(|listed| {
        Some(Row {
            runs: told::runs(listed.deadline.as_ref(), today)?,
            href: case_path(who.role, &listed.case),
            stale: listed.stale,
            name: listed.name.unwrap_or_else(|| "Zonder naam".to_owned()),
        })
    });
    Ok(page(&ListPage {
        rows: rows.collect(),
        tasks: told::to_do_list(tasks, today),
        desk: start.to_owned(),
        stands_in,
        first: if later {
            "/termijnen".into()
        } else {
            String::new()
        },
        next: found.next.map_or(String::new(), |mark| {
            format!("/termijnen?na={}", mark.text())
        }),
        frame,
    }))
}

#[derive(Template)]
#[template(path = "pages/planner.html")]
struct PlannerPage {
    frame: Frame,
    months: Vec<(String, Vec<Planned>)>,
    cut: bool,
}

struct Planned {
    day: String,
    what: String,
    href: String,
    name: String,
}

/// `GET /planning`: what comes up in the next twelve months, by month.
async fn planning(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let mut months: Vec<(String, Vec<Planned>)> = Vec::new();
    let plan = planner::planner(&app.house, &who.actor()).await?;
    for line in plan.lines {
        let month = capital(&dates::month_and_year(line.on));
        let planned = Planned {
            day: dates::long_with_weekday(line.on),
            what: line.what,
            href: if line.here {
                case_path(who.role, &line.case)
            } else {
                String::new()
            },
            name: line.name.unwrap_or_else(|| "Zonder naam".to_owned()),
        };
        match months.last_mut() {
            Some((last, lines)) if *last == month => lines.push(planned),
            _ => months.push((month, vec![planned])),
        }
    }
    Ok(page(&PlannerPage {
        frame,
        months,
        cut: plan.cut,
    }))
}

#[derive(Template)]
#[template(path = "pages/deadline.html")]
struct DeadlinePage {
    frame: Frame,
    form: Form,
    start: String,
    path: String,
    name: String,
    version: i64,
    runs: Option<Runs>,
    movable: bool,
    what: Vec<Choice>,
    reasons: Vec<Choice>,
}

/// The form.
struct DeadlineFields;

impl Fields for DeadlineFields {
    const NAMES: &'static [&'static str] = &["version", "what", "days", "why"];
}

#[derive(Clone, Copy)]
enum What {
    Suspend,
    Resume,
    Extend,
}

async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let found = case_page(&app.house, &who.actor(), &CaseId(case)).await?;
    let form = Form::empty(DeadlineFields::NAMES);
    Ok(shown(&app, frame, form, &who, &found))
}

async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<DeadlineFields>,
) -> Result<Response, Failure> {
    let (house, actor) = (&app.house, &who.actor());
    let id = CaseId(case.clone());
    let found = case_page(house, actor, &id).await?;
    let step = sent(&case, case_path(who.role, &id), &form, once)?;
    if let Some(result) = taken(house, actor, step, &mut form).await
        && let Some(response) = settle(result, "termijn", &mut form)?
    {
        return Ok(response);
    }
    Ok(shown(&app, frame, form, &who, &found))
}

/// Takes the step that the form asks for; `None` where a field is wrong.
async fn taken(
    house: &crate::action::House,
    actor: &crate::domain::party::Actor,
    step: crate::action::perform::Form,
    form: &mut Form,
) -> Option<Result<String, ActionError>> {
    let ways = [
        ("suspend", What::Suspend),
        ("resume", What::Resume),
        ("extend", What::Extend),
    ];
    let what = form.choice("what", "Wat wilt u doen?", &ways);
    let reasons = Why::ALL.map(|why| (why.code(), why));
    let why = match what {
        Some(What::Resume) => None,
        _ => form.choice("why", "Waarom?", &reasons),
    };
    let days = match what {
        Some(What::Extend) => form.required("days", "Werkdagen erbij", days),
        _ => None,
    };
    match (what?, why, days) {
        (What::Resume, ..) => Some(anywhere::resume(house, actor, step).await),
        (What::Suspend, Some(why), _) => Some(anywhere::suspend(house, actor, step, why).await),
        (What::Extend, Some(why), Some(days)) => {
            let by = Term::WorkingDays(days);
            Some(anywhere::extend(house, actor, step, by, why).await)
        }
        _ => None,
    }
}

fn days(text: &str) -> Result<u16, Invalid> {
    let days: Option<u16> = text.trim().parse().ok();
    let fits = days.filter(|days| (1..=MOST_DAYS).contains(days));
    fits.ok_or(Invalid::NotANumber {
        min: 1,
        max: MOST_DAYS.into(),
    })
}

fn shown(app: &AppState, frame: Frame, form: Form, who: &SignedIn, found: &CasePage) -> Response {
    let still = found.deadline.as_ref().is_some_and(|d| d.still.is_some());
    let what = if still {
        vec![Choice::new("resume", "De termijn loopt weer vanaf vandaag")]
    } else {
        vec![
            Choice::new("suspend", "De termijn staat stil vanaf vandaag").with_hint(
                "Tot iemand de termijn weer laat lopen. Zo lang gaan er geen herinneringen uit.",
            ),
            Choice::new("extend", "De termijn wordt langer"),
        ]
    };
    let name = found.dossier.label().map(|name| name.full());
    let today = app.clock.today();
    let runs = told::runs(found.deadline.as_ref(), today);
    form_page(frame, form, |frame, form| DeadlinePage {
        frame,
        form,
        start: menu::start(who.role).to_owned(),
        path: case_path(who.role, &found.case.id),
        name: name.unwrap_or_else(|| "Zonder naam".to_owned()),
        version: found.case.version,
        movable: runs.as_ref().is_some_and(|runs| runs.movable),
        runs,
        what,
        reasons: Why::ALL
            .map(|why| Choice::new(why.code(), capital(why.dutch())))
            .to_vec(),
    })
}
