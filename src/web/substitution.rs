//! A colleague takes over a worklist from a day to a day: `/vervanging` for the own, `/beheer/vervanging` for that of anybody, by the administrator.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::session::SignedIn;
use crate::action::substitution::{self, Arranged, Substitution};
use crate::domain::amsterdam::civil_date;
use crate::domain::dates;
use crate::domain::invalid::Invalid;
use crate::domain::party::{Role, UserId};
use crate::domain::substitution::{first_day, last_day};

use super::answer::settle;
use super::failure::Failure;
use super::form::{Choice, Form};
use super::frame::Frame;
use super::page::{done, form_page};
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::told::day;

/// Who has a worklist that a colleague can take over.
const LISTS: &[Role] = &[Role::Swv, Role::Coordinator, Role::Doctor, Role::Lpa];

/// The pages.
pub fn routes() -> Routes {
    let own = Access::employees(LISTS, About::OwnParty);
    let admin = Access::employees(&[Role::Admin], About::OwnParty).fresh();
    Routes::default()
        .form("/vervanging", own, show, send)
        .send("/vervanging/einde", own, end)
        .form("/beheer/vervanging", admin, show, send)
        .send("/beheer/vervanging/einde", admin, end)
}

/// Where somebody in this role arranges it.
const fn path(role: Role) -> &'static str {
    match role {
        Role::Admin => "/beheer/vervanging",
        _ => "/vervanging",
    }
}

#[derive(Template)]
#[template(path = "pages/substitution.html")]
struct SubstitutionPage {
    frame: Frame,
    form: Form,
    path: &'static str,
    rows: Vec<Row>,
    /// Who can be away; nothing where it is who asks.
    absent: Vec<Choice>,
    colleagues: Vec<Choice>,
    doctors: bool,
}

struct Row {
    id: String,
    absent: String,
    substitute: String,
    from: String,
    until: String,
    runs: bool,
}

/// The form.
pub struct SubstitutionFields;

impl Fields for SubstitutionFields {
    const NAMES: &'static [&'static str] = &[
        "absent",
        "substitute",
        "from_day",
        "from_month",
        "from_year",
        "until_day",
        "until_month",
        "until_year",
    ];
}

/// The button that ends one.
pub struct EndFields;

impl Fields for EndFields {
    const NAMES: &'static [&'static str] = &["substitution"];
}

async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let form = Form::empty(SubstitutionFields::NAMES);
    let arranged = substitution::arranged(&app.house, &who.actor()).await?;
    Ok(shown(&app, &who, frame, form, arranged))
}

async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<SubstitutionFields>,
) -> Result<Response, Failure> {
    let (actor, today) = (who.actor(), app.house.clock.today());
    let absent = match who.role {
        Role::Admin => form.required("absent", AWAY, id),
        _ => Some(who.user.clone()),
    };
    let substitute = form.required("substitute", TAKES_OVER, id);
    let from = form.date_that("from", "Eerste dag", |on| first_day(on, today));
    let until = form.date_that("until", "Laatste dag", |on| match from {
        Some(from) => last_day(on, from),
        None => first_day(on, today),
    });
    if let (Some(absent), Some(substitute), Some(from), Some(until), true) =
        (absent, substitute, from, until, form.is_sound())
    {
        let (who_else, days) = ((absent, substitute), (from, until));
        let arranged = substitution::arrange(&app.house, &actor, who_else, days).await;
        let arranged = arranged.map(|()| path(who.role).to_owned());
        if let Some(response) = settle(arranged, "vervanging", &mut form)? {
            return Ok(response);
        }
    }
    let arranged = substitution::arranged(&app.house, &actor).await?;
    Ok(shown(&app, &who, frame, form, arranged))
}

async fn end(
    State(app): State<AppState>,
    who: SignedIn,
    Submitted { form, .. }: Submitted<EndFields>,
) -> Result<Response, Failure> {
    substitution::end(&app.house, &who.actor(), form.value("substitution")).await?;
    Ok(done(path(who.role), Some("vervanging-beeindigd")))
}

const AWAY: &str = "Wie is er niet?";
const TAKES_OVER: &str = "Wie vervangt?";

fn id(typed: &str) -> Result<UserId, Invalid> {
    Ok(UserId(typed.to_owned()))
}

fn shown(app: &AppState, who: &SignedIn, frame: Frame, form: Form, arranged: Arranged) -> Response {
    let now = app.house.clock.now();
    let choices = |people: Vec<(UserId, String)>| {
        let people = people.into_iter();
        people.map(|(id, name)| Choice::new(id.0, name)).collect()
    };
    let row = |one: Substitution| Row {
        from: day(one.from),
        until: dates::long(civil_date(one.until.saturating_sub(1))),
        runs: one.from <= now,
        absent: one.absent.1,
        substitute: one.substitute.1,
        id: one.id,
    };
    form_page(frame, form, |frame, form| SubstitutionPage {
        frame,
        form,
        path: path(who.role),
        rows: arranged.rows.into_iter().map(row).collect(),
        absent: match who.role {
            Role::Admin => choices(arranged.absent),
            _ => Vec::new(),
        },
        colleagues: choices(arranged.colleagues),
        doctors: who.role == Role::Doctor,
    })
}
