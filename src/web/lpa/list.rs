//! `GET /leerplicht`: running procedures by name and date alone, and apart from them the cases with an SMA.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::session::SignedIn;
use crate::action::view::{Listed, desk};
use crate::domain::case::StateKind;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::told::{ToDo, day, to_do_list, waits_for};

/// The most cases on the page; a gemeente has some tens.
const MOST: i64 = 500;

#[derive(Template)]
#[template(path = "pages/lpa/list.html")]
struct ListPage {
    frame: Frame,
    tasks: Vec<ToDo>,
    with_advice: Vec<Line>,
    running: Vec<Line>,
    procedures: Vec<Line>,
    ended: Vec<Line>,
    /// Whether two running procedures have one name.
    same_name: bool,
}

/// A case in the list.
struct Line {
    case: String,
    name: String,
    since: String,
    standing: &'static str,
    waits_for: String,
    /// Another running procedure has this name too.
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
) -> Result<Response, Failure> {
    let actor = who.actor();
    let desk = desk(&app.house, &actor, MOST, 0).await?;
    let rows = desk.cases;
    let tasks = to_do_list(desk.tasks);
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.state.is_end()) {
        *names.entry(folded(row)).or_default() += 1;
    }
    let same_name = names.values().any(|count| *count > 1);
    let lines = |wanted: fn(StateKind) -> bool| -> Vec<Line> {
        let rows = rows.iter().filter(|row| wanted(row.state));
        rows.map(|row| line(row, names.get(&folded(row)).copied().unwrap_or(0) > 1))
            .collect()
    };
    Ok(page(&ListPage {
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

fn line(row: &Listed, twice: bool) -> Line {
    Line {
        case: row.case.as_str().to_owned(),
        name: row.name.clone().unwrap_or_else(|| "Zonder naam".into()),
        since: day(row.since),
        standing: row.standing,
        waits_for: waits_for(row.waiting.as_ref()),
        twice: twice && !row.state.is_end(),
    }
}

/// The name as people compare names.
fn folded(row: &Listed) -> String {
    row.name.as_deref().unwrap_or_default().to_lowercase()
}
