//! `/arts/zaken/{case}/antwoord`: an answer on paper to the question whether the SMA may go to the leerplichtambtenaar.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use time::Date;

use crate::action::doctor as act;
use crate::action::session::SignedIn;
use crate::domain::case::{Paper, State as At};
use crate::domain::dates;
use crate::domain::family::who_consents;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::desk::{self, Opened};
use super::recipients::{self, Sending};

/// The answer.
pub struct Answered;

impl Fields for Answered {
    const NAMES: &'static [&'static str] =
        &["version", "who", "answer", "on_day", "on_month", "on_year"];
}

#[derive(Template)]
#[template(path = "pages/doctor/paper.html")]
struct PaperPage {
    frame: Frame,
    form: Form,
    case: String,
    name: String,
    version: i64,
    /// Which papers still count.
    hint: String,
    who: Vec<Choice>,
    answers: [Choice; 2],
    sending: Sending,
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
    with_form(
        frame,
        &opened,
        app.clock.today(),
        Form::empty(Answered::NAMES),
    )
}

fn with_form(frame: Frame, opened: &Opened, today: Date, form: Form) -> Result<Response, Failure> {
    let At::ParentsReading(reading) = &opened.page.case.state else {
        return Ok(opened.back());
    };
    let application = &opened.dossier()?.application;
    let deciding = who_consents(&application.child, &application.parents, today);
    let who = deciding.iter().map(|person| {
        let name = recipients::named(application, *person);
        Choice::new(person.code(), name)
    });
    let rules = &opened.page.rules;
    Ok(form_page(frame, form, |frame, form| PaperPage {
        frame,
        form,
        case: opened.path.clone(),
        name: application.child.name.full(),
        version: opened.page.case.version,
        hint: format!(
            "Het advies ligt sinds {} bij hen. Vrijgeven kan alleen met een strook van die dag of later.",
            dates::long(reading.since())
        ),
        who: who.collect(),
        answers: [
            Choice::new("versturen", "Versturen: het advies is vrijgegeven"),
            Choice::new(
                "tegenhouden",
                "Tegenhouden: het advies gaat niet naar de gemeente",
            ),
        ],
        sending: recipients::advice_to_lpa(
            rules,
            opened.gemeente(),
            ", als iedereen die beslist het advies heeft vrijgegeven",
        ),
    }))
}

/// Records the answer.
///
/// # Errors
/// See [`Failure`].
pub async fn send(
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<Answered>,
) -> Result<Response, Failure> {
    let today = app.clock.today();
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    let sent = desk::sent(&case, &form, once)?;
    let application = &opened.dossier()?.application;
    let deciding = who_consents(&application.child, &application.parents, today);
    let known: Vec<_> = deciding.iter().map(|who| (who.code(), *who)).collect();
    let who = form.choice("who", "Van wie is het antwoord?", &known);
    let answers = [("versturen", true), ("tegenhouden", false)];
    let releases = form.choice("answer", "Wat is het antwoord?", &answers);
    let label = "Datum bij de handtekening";
    let on = form.date_that("on", label, |on| dates::not_after_today(on, today));
    if let (Some(by), Some(releases), Some(on)) = (who, releases, on) {
        let paper = Paper { by, on };
        let result = act::answer_on_paper(&app.house, &doctor.actor(), sent, paper, releases).await;
        if let Some(response) = settle(result, "opgeslagen", &mut form)? {
            return Ok(response);
        }
    }
    with_form(frame, &opened, today, form)
}
