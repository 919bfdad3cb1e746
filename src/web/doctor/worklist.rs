//! `GET /arts`: the cases that were handed over to the GGD, and its open tasks.

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
use crate::web::told::{self, ToDo};
use crate::web::worklist::{Column, Group, Table};

#[derive(Template)]
#[template(path = "pages/doctor/worklist.html")]
struct WorklistPage {
    frame: Frame,
    tasks: Vec<ToDo>,
    filter: Filter,
    /// Whose turn it is: any doctor, this doctor, a colleague, nobody.
    groups: Vec<Group>,
}

/// The worklist.
///
/// # Errors
/// See [`Failure`].
pub async fn show(
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (filter, wanted) = asked.read("/arts", PartyKind::Ggd);
    let (later, today) = (wanted.after.is_some(), app.clock.today());
    let desk = desk(&app.house, &doctor.actor(), wanted).await?;
    let filter = filter.with_links(later, &desk, &doctor, today);
    let columns = Column::chosen(&desk.choices, doctor.role);
    let table = Table {
        who: &doctor,
        columns: &columns,
        today,
        badge: |_| "",
        nameless: |_| String::new(),
    };
    let part = |title, wanted: fn(&Listed) -> bool| {
        let rows = desk.cases.iter().filter(|one| wanted(one)).cloned();
        table.group((title, ""), &[], rows)
    };
    let groups = [
        part("Nog zonder arts", unassigned),
        part("Uw zaken", |one| one.mine && running(one.state)),
        part("Zaken van een collega", |one| {
            one.taken && !one.mine && running(one.state)
        }),
        part("Advies gedeeld of procedure geëindigd", |one| {
            !running(one.state)
        }),
    ]
    .into_iter()
    .flatten();
    Ok(page(&WorklistPage {
        frame,
        groups: groups.collect(),
        tasks: told::to_do_list(desk.tasks, today),
        filter,
    }))
}

/// Whether the GGD's part isn't done.
const fn running(state: StateKind) -> bool {
    matches!(
        state,
        StateKind::WithDoctor
            | StateKind::AdviceEstablished
            | StateKind::ParentsReading
            | StateKind::ParentsSending
    )
}

/// Whether any doctor may still take it on.
const fn unassigned(listed: &Listed) -> bool {
    !listed.taken && running(listed.state)
}
