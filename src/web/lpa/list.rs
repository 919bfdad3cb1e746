//! `GET /leerplicht`: running procedures by name and date alone, and apart from them the cases with an SMA.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::action::desk::{Listed, desk};
use crate::action::session::SignedIn;
use crate::domain::case::StateKind;
use crate::domain::party::PartyKind;
use crate::web::failure::Failure;
use crate::web::filter::{Asked, Filter};
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::told::{ToDo, day, to_do_list, urgent, waits_for};

#[derive(Template)]
#[template(path = "pages/lpa/list.html")]
struct ListPage {
    frame: Frame,
    tasks: Vec<ToDo>,
    filter: Filter,
    with_advice: Vec<Line>,
    running: Vec<Line>,
    procedures: Vec<Line>,
    ended: Vec<Line>,
    /// Whether somebody must call about a name that two pupils have.
    same_name: bool,
}

/// A case in the list.
struct Line {
    case: String,
    name: String,
    since: String,
    standing: &'static str,
    waits_for: String,
    urgent: Vec<(&'static str, &'static str)>,
    /// Another case has this name too, and nobody called about it yet.
    twice: bool,
}

/// `GET /leerplicht`
///
/// # Errors
/// [`Failure::Broken`] when the list can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (filter, wanted) = asked.read("/leerplicht", PartyKind::Gemeente);
    let later = wanted.after.is_some();
    let desk = desk(&app.house, &who.actor(), wanted).await?;
    let filter = filter.with_links(later, &desk);
    let rows = desk.cases;
    let tasks = to_do_list(desk.tasks);
    let same_name = rows.iter().any(|row| row.namesake);
    let today = app.clock.today();
    let lines = |wanted: fn(StateKind) -> bool| -> Vec<Line> {
        let rows = rows.iter().filter(|row| wanted(row.state));
        rows.map(|row| line(row, today)).collect()
    };
    Ok(page(&ListPage {
        filter,
        tasks,
        with_advice: lines(|state| state == StateKind::WithLpa),
        running: lines(|state| matches!(state, StateKind::Running | StateKind::Reassessing)),
        procedures: lines(is_procedure),
        ended: lines(StateKind::is_end),
        same_name,
        frame,
    }))
}

/// Whether the gemeente has a name of it and no more.
const fn is_procedure(state: StateKind) -> bool {
    !state.is_end()
        && !matches!(
            state,
            StateKind::WithLpa | StateKind::Running | StateKind::Reassessing
        )
}

fn line(row: &Listed, today: time::Date) -> Line {
    Line {
        urgent: urgent(row, today),
        case: row.case.as_str().to_owned(),
        name: row.name.clone().unwrap_or_else(|| "Zonder naam".into()),
        since: day(row.since),
        standing: row.standing,
        waits_for: waits_for(row.waiting.as_ref()),
        twice: row.namesake,
    }
}
