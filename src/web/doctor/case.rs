//! `GET /arts/zaken/{case}`: the case as the GGD holds it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::session::SignedIn;
use crate::domain::case::State as At;
use crate::domain::child_dates::{ChildDate, child_dates};
use crate::domain::dates;
use crate::domain::retention::Until;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::members::Workers;
use crate::web::notes::Notes;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::told::{self, Corrected, Paper, Runs, Shared, ToDo, Told};

use super::desk::Opened;
use super::facts::{self, Fact, Group};
use super::offers::{self, Offers};
use super::versions::{self, Version};

#[derive(Template)]
#[template(path = "pages/doctor/case.html")]
struct CaseHtml {
    frame: Frame,
    id: String,
    path: String,
    name: String,
    /// Where the child is registered.
    kicker: String,
    standing: String,
    waits_for: String,
    runs: Option<Runs>,
    stale: String,
    mine: bool,
    workers: Workers,
    offers: Offers,
    withdrawn: String,
    appointment: Option<Seen>,
    has_draft: bool,
    versions: Vec<Version>,
    application: Vec<Group>,
    ages: Vec<ChildDate>,
    kept: Option<Until>,
    consent: Vec<Fact>,
    notes: Notes,
    corrections: Vec<Corrected>,
    tasks: Vec<ToDo>,
    timeline: Vec<Told>,
    papers: Vec<Paper>,
    shared: Vec<Shared>,
}

/// When and where the child is seen.
struct Seen {
    when: String,
    place: String,
}

/// The page.
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
    let today = app.clock.today();
    let (shown, dossier) = (&opened.page, opened.dossier()?);
    let place = dossier.appointment_place.as_ref();
    let appointment = match &shown.case.state {
        At::WithDoctor(at) => at.appointment(),
        _ => None,
    };
    let mut letters = shown.standing.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
    let offers = offers::of(&opened, &doctor.user, today);
    Ok(page(&CaseHtml {
        frame,
        id: case,
        name: dossier.application.child.name.full(),
        kicker: format!("Gemeente van de leerling: {}", shown.municipality.name),
        standing: first.unwrap_or_default() + letters.as_str(),
        waits_for: told::waits_for(shown.waiting.as_ref()),
        runs: told::runs(shown.deadline.as_ref(), today),
        stale: told::stale(shown),
        mine: offers.next.is_some(),
        workers: Workers::of(shown, &doctor),
        offers,
        appointment: appointment.map(|a| Seen {
            when: format!("{}, {} uur", dates::long_with_weekday(a.on), a.at),
            place: place.map(ToString::to_string).unwrap_or_default(),
        }),
        withdrawn: told::withdrawn(&shown.dossier, today).unwrap_or_default(),
        has_draft: dossier.draft.is_some(),
        versions: versions::of(&dossier.advice),
        application: facts::application(&dossier.application, today),
        ages: child_dates(shown.dossier.born(), today),
        kept: Until::of(&shown.rules, shown.dossier.kind(), shown.kept)
            .map(|kept| kept.held_by(&shown.holds)),
        consent: facts::consent(&dossier.consent),
        notes: Notes::of(shown),
        corrections: told::corrections(&dossier.corrections),
        tasks: told::to_do(&shown.tasks, today),
        timeline: told::timeline(&shown.timeline),
        papers: told::papers(shown),
        shared: told::shared(shown),
        path: opened.path,
    }))
}
