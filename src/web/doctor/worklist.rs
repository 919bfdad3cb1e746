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

use super::desk::path;

#[derive(Template)]
#[template(path = "pages/doctor/worklist.html")]
struct WorklistPage {
    frame: Frame,
    tasks: Vec<ToDo>,
    filter: Filter,
    /// Whose turn it is: any doctor, this doctor, nobody.
    groups: Vec<Group>,
}

struct Group {
    title: &'static str,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    standing: &'static str,
    waits_for: String,
    urgent: Vec<(&'static str, &'static str)>,
    since: String,
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
    let later = wanted.after.is_some();
    let desk = desk(&app.house, &doctor.actor(), wanted).await?;
    let filter = filter.with_links(later, &desk);
    let listed = desk.cases;
    let today = app.clock.today();
    let group = |title, wanted: fn(&Listed) -> bool| Group {
        title,
        rows: listed
            .iter()
            .filter(|one| wanted(one))
            .map(|one| row(one, today))
            .collect(),
    };
    let mut groups = vec![
        group("Nog zonder arts", unassigned),
        group("Uw zaken", |one| one.mine && running(one.state)),
        group("Advies gedeeld of procedure geëindigd", |one| {
            !running(one.state)
        }),
    ];
    groups.retain(|group| !group.rows.is_empty());
    Ok(page(&WorklistPage {
        frame,
        tasks: told::to_do_list(desk.tasks),
        filter,
        groups,
    }))
}

fn row(listed: &Listed, today: time::Date) -> Row {
    Row {
        urgent: told::urgent(listed, today),
        href: path(listed.case.as_str()),
        name: listed.name.clone().unwrap_or_default(),
        standing: listed.standing,
        waits_for: told::waits_for(listed.waiting.as_ref()),
        since: told::day(listed.since),
    }
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
