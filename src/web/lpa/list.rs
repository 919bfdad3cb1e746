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
use crate::web::told::{ToDo, to_do_list};
use crate::web::worklist::{Column, Group, Table};

#[derive(Template)]
#[template(path = "pages/lpa/list.html")]
struct ListPage {
    frame: Frame,
    tasks: Vec<ToDo>,
    filter: Filter,
    groups: Vec<Group>,
    /// Whether somebody must call about a name that two pupils have.
    same_name: bool,
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
    let (later, today) = (wanted.after.is_some(), app.clock.today());
    let desk = desk(&app.house, &who.actor(), wanted).await?;
    let filter = filter.with_links(later, &desk, &who, today);
    let tasks = to_do_list(desk.tasks, today);
    let same_name = desk.cases.iter().any(|row| row.namesake);
    let columns = Column::chosen(&desk.choices, who.role);
    let table = Table {
        who: &who,
        columns: &columns,
        today,
        badge: |row| match row.state {
            StateKind::Running | StateKind::Reassessing => "good",
            _ => "",
        },
        nameless: |_| "Zonder naam".into(),
    };
    let part = |wanted: fn(StateKind) -> bool| {
        let here = move |row: &&Listed| wanted(row.state);
        desk.cases.iter().filter(here).cloned()
    };
    let groups = [
        table.group(
            ("Om op te beslissen", "u hebt het advies (SMA)"),
            &[],
            part(|state| state == StateKind::WithLpa),
        ),
        table.group(
            (
                "Lopende procedures",
                "u weet alleen de naam; spreek de ouders niet aan op verzuim",
            ),
            &[Column::Standing, Column::Waits, Column::Due],
            part(is_procedure),
        ),
        table.group(
            ("Lopende vrijstellingen", ""),
            &[],
            part(|state| matches!(state, StateKind::Running | StateKind::Reassessing)),
        ),
        table.group(
            ("Afgelopen", ""),
            &[Column::Waits, Column::Due],
            part(StateKind::is_end),
        ),
    ];
    Ok(page(&ListPage {
        filter,
        tasks,
        groups: groups.into_iter().flatten().collect(),
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
