//! The page of the local team: names of children whose exemption was granted, with the date of the seintje. Nothing else
//! (covenant, appendix 3: from LPA to others, 3).

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::session::SignedIn;
use crate::action::view::desk;
use crate::domain::party::Role;

use super::failure::Failure;
use super::frame::Frame;
use super::page::page;
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::told::{ToDo, day, to_do_list};

/// The most names on the page.
const MOST: i64 = 500;

/// The pages of the local team.
pub fn routes() -> Routes {
    let list = Access::employees(&[Role::LocalTeam], About::OwnParty);
    Routes::default().page("/lokaal-team", list, show)
}

#[derive(Template)]
#[template(path = "pages/local_team/list.html")]
struct ListPage {
    frame: Frame,
    names: Vec<(String, String)>,
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
) -> Result<Response, Failure> {
    let desk = desk(&app.house, &who.actor(), MOST, 0).await?;
    let names = desk
        .cases
        .into_iter()
        .filter_map(|row| Some((row.name?, day(row.since))))
        .collect();
    let tasks = to_do_list(desk.tasks);
    Ok(page(&ListPage {
        frame,
        names,
        tasks,
    }))
}
