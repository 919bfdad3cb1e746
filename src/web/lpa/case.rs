//! `GET /leerplicht/zaken/{case}`: before the SMA a name and a date; after it the test of the form and the decision.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::session::SignedIn;
use crate::action::view::CasePage;
use crate::domain::case::{State as CaseState, StateKind};
use crate::domain::child_dates::{ChildDate, child_dates};
use crate::domain::dates::long;
use crate::domain::retention::Until;
use crate::domain::scan::taken_by;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::members::Workers;
use crate::web::notes::Notes;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::told::{
    Paper, Runs, Shared, ToDo, Told, papers, runs, shared, stale, timeline, to_do, waits_for,
};

use super::address::reached;
use super::facts::{self, Fact};
use super::school;
use super::step::open;
use super::test_of_form::{Tested, tested};
use super::without::awaited;

#[derive(Template)]
#[template(path = "pages/lpa/case.html")]
struct CaseShown {
    frame: Frame,
    case: String,
    path: String,
    version: i64,
    name: String,
    seintje_on: String,
    standing: String,
    waits_for: String,
    runs: Option<Runs>,
    stale: String,
    front: Vec<Fact>,
    second: Vec<Fact>,
    notification: Vec<Fact>,
    exemption: Vec<Fact>,
    ages: Vec<ChildDate>,
    kept: Option<Until>,
    explanation: String,
    tested: Vec<Tested>,
    workers: Workers,
    notes: Notes,
    may: May,
    /// The SWV to call about a namesake.
    namesake: Option<String>,
    tasks: Vec<ToDo>,
    timeline: Vec<Told>,
    letters: Vec<Paper>,
    shared: Vec<Shared>,
    /// Whether files can be added.
    takes_files: bool,
}

/// Which steps the page offers.
struct May {
    /// Type over the SMA that the parents brought.
    receive: bool,
    /// Decide: the notification is tested now.
    decide: bool,
    /// Record a notification that came on paper.
    notify: bool,
    /// One parent signed the notification and the other didn't.
    without: bool,
    /// Every requirement that the program can see is met.
    grant: bool,
    /// The exemption runs.
    running: bool,
    /// The exemption is of another gemeente, whose dates this one doesn't have.
    moved_in: bool,
    /// The date of the re-assessment has come.
    reassess: bool,
    /// When that is; empty where it isn't awaited.
    reassess_from: String,
    /// The child can still move, leave or die.
    leave: bool,
    /// Somebody gets letters, who can move or be found.
    address: bool,
    /// There is an exemption to take along on paper.
    papers: bool,
    /// A yearly notification belongs to it.
    yearly: bool,
    /// Since when the child goes to school again, in a sentence; empty where it doesn't.
    at_school: String,
}

/// `GET /leerplicht/zaken/{case}`
///
/// # Errors
/// [`Failure::NotFound`] for another gemeente's case.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let dossier = opened.dossier()?;
    let shown = &opened.page;
    let today = app.house.clock.today();
    let exemption = dossier.exemption.as_ref();
    let notified_on = match &shown.case.state {
        CaseState::WithLpa(state) => state.notified_on(),
        _ => exemption.map(|exemption| exemption.notified_on),
    };
    let (tested, met) = tested(shown);
    let advice = dossier.advice.as_deref();
    let notification = dossier.notification.as_deref();
    let may = may(shown, met, today);
    Ok(page(&CaseShown {
        version: shown.case.version,
        name: dossier.seintje.name().full(),
        seintje_on: long(dossier.seintje_on),
        standing: facts::capital(shown.standing),
        waits_for: waits_for(shown.waiting.as_ref().filter(|_| !may.moved_in)),
        runs: runs(shown.deadline.as_ref(), today),
        stale: stale(shown),
        front: advice.map(facts::front_page).unwrap_or_default(),
        second: advice.map(facts::second_page).unwrap_or_default(),
        notification: notification
            .map(|n| facts::notification(n, notified_on, shown.case.state.answers()))
            .unwrap_or_default(),
        exemption: exemption
            .map(|e| facts::exemption(e, &shown.rules, today))
            .unwrap_or_default(),
        ages: child_dates(shown.dossier.born(), today),
        kept: Until::of(&shown.rules, shown.dossier.kind(), shown.kept)
            .map(|kept| kept.held_by(&shown.holds)),
        explanation: dossier
            .explanation
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        may: May {
            address: !reached(shown, &who.actor(), today).is_empty(),
            ..may
        },
        workers: Workers::of(shown, &who),
        notes: Notes::of(shown),
        tested,
        namesake: shown.namesake.clone(),
        tasks: to_do(&shown.tasks, today),
        timeline: timeline(&shown.timeline),
        letters: papers(shown),
        takes_files: taken_by(&shown.dossier),
        shared: shared(shown),
        path: opened.path.clone(),
        case,
        frame,
    }))
}

fn may(page: &CasePage, met: bool, today: time::Date) -> May {
    // What the gemeente was not told yet changes nothing on its page: a step that can't be taken any more says so.
    let state = &page.case.state;
    let dossier = page.dossier.gemeente();
    let running = matches!(page.known, StateKind::Running | StateKind::Reassessing);
    let ended = page.known.is_end();
    let decide = page.known == StateKind::WithLpa;
    let notified = matches!(state, CaseState::WithLpa(at) if at.notified_on().is_some());
    let complete = notified
        && dossier
            .and_then(|dossier| dossier.notification.as_deref())
            .is_some_and(|notification| notification.is_complete());
    let moved_in = running && dossier.is_none_or(|dossier| dossier.exemption.is_none());
    let reassess_on = match state {
        CaseState::Running(state) => Some(state.exemption().reassessment_letter_on),
        _ => None,
    };
    May {
        receive: !running && !ended && !decide,
        decide,
        notify: decide && !complete,
        without: awaited(page).is_some(),
        grant: decide && met,
        running,
        moved_in,
        reassess: reassess_on.is_some_and(|day| day <= today && !moved_in),
        reassess_from: reassess_on
            // Neither the day nor that it came is told to who didn't take the decision.
            .filter(|day| *day > today || moved_in)
            .map(|day| match moved_in {
                true => "op de datum in het besluit van de andere gemeente".to_owned(),
                false => format!("op {}", long(day)),
            })
            .unwrap_or_default(),
        leave: !ended,
        at_school: school::told(state),
        address: false,
        papers: dossier.is_some_and(|d| d.exemption.is_some() && d.notification.is_some()),
        yearly: running
            && dossier
                .and_then(|dossier| dossier.exemption.as_ref())
                .is_some_and(|exemption| !exemption.years(&page.rules).is_empty()),
    }
}
