//! The start page: what is to be done, and the cases of this SWV.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::action::desk::{Listed, desk};
use crate::action::session::SignedIn;
use crate::domain::case::StateKind;
use crate::domain::dates;
use crate::domain::party::PartyKind;
use crate::web::failure::Failure;
use crate::web::filter::{Asked, Filter};
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::told::{self, ToDo};
use crate::web::worklist::{Column, Group, Table};

/// The worklist.
#[derive(Template)]
#[template(path = "pages/swv/worklist.html")]
struct Worklist {
    frame: Frame,
    tasks: Vec<ToDo>,
    filter: Filter,
    groups: Vec<Group>,
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
    let (later, today) = (wanted.after.is_some(), app.clock.today());
    let desk = desk(&app.house, &who.actor(), wanted).await?;
    let filter = filter.with_links(later, &desk, &who, today);
    let columns = Column::chosen(&desk.choices, who.role);
    let table = Table {
        who: &who,
        columns: &columns,
        today,
        badge,
        nameless,
    };
    let groups = table.group(("Aanvragen", ""), &[], desk.cases.into_iter());
    Ok(page(&Worklist {
        frame,
        tasks: told::to_do_list(desk.tasks, today),
        filter,
        groups: groups.into_iter().collect(),
    }))
}

/// The date of the sitting, when that is all that is kept.
fn nameless(row: &Listed) -> String {
    match row.sitting {
        Some(on) => format!("Zitting op {}", dates::long(on)),
        None => "Aanvraag zonder zitting".to_owned(),
    }
}

/// The colour of a state, as far as the SWV may tell states apart.
const fn badge(row: &Listed) -> &'static str {
    match row.state {
        StateKind::Filling | StateKind::Incomplete => "attention",
        StateKind::Running | StateKind::Reassessing | StateKind::SchoolPossible => "good",
        _ => "",
    }
}
