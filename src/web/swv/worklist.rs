//! The start page: what is to be done, and the cases of this SWV.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::action::session::SignedIn;
use crate::action::view;
use crate::domain::case::StateKind;
use crate::domain::dates;
use crate::domain::party::CaseId;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::told::{self, ToDo};

/// Rows on one page.
const ROWS: i64 = 20;

/// The worklist.
#[derive(Template)]
#[template(path = "pages/swv/worklist.html")]
struct Worklist {
    frame: Frame,
    tasks: Vec<ToDo>,
    rows: Vec<Row>,
    previous: String,
    next: String,
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
    since: String,
}

/// Which page of the list.
#[derive(Deserialize)]
pub struct Page {
    pagina: Option<u16>,
}

/// `GET /swv`
///
/// # Errors
/// [`Failure::Broken`] when the list can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Query(Page { pagina }): Query<Page>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let number = pagina.unwrap_or(1).max(1);
    let offset = i64::from(number - 1) * ROWS;
    let desk = view::desk(&app.house, &actor, ROWS + 1, offset).await?;
    let mut listed = desk.cases;
    let more = i64::try_from(listed.len()).is_ok_and(|rows| rows > ROWS);
    listed.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let rows = listed
        .into_iter()
        .map(|row| {
            let sitting = || match row.sitting {
                Some(on) => format!("Zitting op {}", dates::long(on)),
                None => "Aanvraag zonder zitting".to_owned(),
            };
            Row {
                label: row.name.unwrap_or_else(sitting),
                case: row.case,
                standing: row.standing,
                kind: badge(row.state),
                waits_for: told::waits_for(row.waiting.as_ref()),
                since: told::day(row.since),
            }
        })
        .collect();
    let address = |page: u16| format!("/swv?pagina={page}");
    Ok(page(&Worklist {
        frame,
        tasks: told::to_do_list(desk.tasks),
        rows,
        previous: if number > 1 {
            address(number - 1)
        } else {
            String::new()
        },
        next: if more {
            address(number.saturating_add(1))
        } else {
            String::new()
        },
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
