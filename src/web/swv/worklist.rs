//! The start page: what is to be done, and the cases of this SWV.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::action::desk::desk;
use crate::action::session::SignedIn;
use crate::domain::case::StateKind;
use crate::domain::dates;
use crate::domain::party::{CaseId, PartyKind};
use crate::web::failure::Failure;
use crate::web::filter::{Asked, Filter};
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::told::{self, ToDo};

/// The worklist.
#[derive(Template)]
#[template(path = "pages/swv/worklist.html")]
struct Worklist {
    frame: Frame,
    tasks: Vec<ToDo>,
    filter: Filter,
    rows: Vec<Row>,
}

/// One case in the list.
struct Row {
    case: CaseId,
    /// The child's name, or the date of the sitting when that is all that is kept.
    label: String,
    standing: &'static str,
    /// Colour of the badge.
    kind: &'static str,
    waits_for: String,
    urgent: Vec<(&'static str, &'static str)>,
    since: String,
}

/// `GET /swv`
///
/// # Errors
/// [`Failure::Broken`] when the list can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (filter, wanted) = asked.read("/swv", PartyKind::Swv);
    let later = wanted.after.is_some();
    let desk = desk(&app.house, &who.actor(), wanted).await?;
    let filter = filter.with_links(later, &desk);
    let today = app.clock.today();
    let rows = desk
        .cases
        .into_iter()
        .map(|row| {
            let sitting = || match row.sitting {
                Some(on) => format!("Zitting op {}", dates::long(on)),
                None => "Aanvraag zonder zitting".to_owned(),
            };
            Row {
                urgent: told::urgent(&row, today),
                label: row.name.unwrap_or_else(sitting),
                case: row.case,
                standing: row.standing,
                kind: badge(row.state),
                waits_for: told::waits_for(row.waiting.as_ref()),
                since: told::day(row.since),
            }
        })
        .collect();
    Ok(page(&Worklist {
        frame,
        tasks: told::to_do_list(desk.tasks),
        filter,
        rows,
    }))
}

/// The colour of a state, as far as the SWV may tell states apart.
const fn badge(state: StateKind) -> &'static str {
    match state {
        StateKind::Filling | StateKind::Incomplete => "attention",
        StateKind::Running | StateKind::Reassessing | StateKind::SchoolPossible => "good",
        _ => "",
    }
}
