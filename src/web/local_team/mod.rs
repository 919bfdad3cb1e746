//! The page of the local team: names of children whose exemption was granted, with the date of the seintje. Nothing else
//! (covenant, appendix 3: from LPA to others, 3).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::action::desk::desk;
use crate::action::session::SignedIn;
use crate::domain::party::{PartyKind, Role};

use super::failure::Failure;
use super::filter::{Asked, Filter};
use super::frame::Frame;
use super::page::page;
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::told::{ToDo, day, to_do_list};

/// The pages of the local team.
pub fn routes() -> Routes {
    let list = Access::employees(&[Role::LocalTeam], About::OwnParty);
    Routes::default().page("/lokaal-team", list, show)
}

#[derive(Template)]
#[template(path = "pages/local_team/list.html")]
struct ListPage {
    frame: Frame,
    filter: Filter,
    /// Name, date of the seintje, and the number of the case, to write down a request about it.
    names: Vec<(String, String, String)>,
    tasks: Vec<ToDo>,
}

/// `GET /lokaal-team`
///
/// # Errors
/// [`Failure::Broken`] when the list can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (filter, wanted) = asked.read("/lokaal-team", PartyKind::LocalTeam);
    let (later, today) = (wanted.after.is_some(), app.clock.today());
    let desk = desk(&app.house, &who.actor(), wanted).await?;
    let filter = filter.with_links(later, &desk, &who, today);
    let names = desk
        .cases
        .into_iter()
        .filter_map(|row| Some((row.name?, day(row.since), row.case.0)))
        .collect();
    let tasks = to_do_list(desk.tasks, today);
    Ok(page(&ListPage {
        frame,
        filter,
        names,
        tasks,
    }))
}
