//! Who takes part in the covenant: everybody who signs in may know whom data can go to (art. 18.3).

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::action::joining;
use crate::domain::covenant::{Ground, Participant};
use crate::domain::dates;
use crate::domain::party::Role;

use super::failure::Failure;
use super::frame::Frame;
use super::page::answer;
use super::routes::{About, Access, Routes};
use super::state::AppState;

/// Everybody who works for a party.
const STAFF: &[Role] = &[
    Role::Swv,
    Role::Coordinator,
    Role::Doctor,
    Role::Lpa,
    Role::LocalTeam,
    Role::Admin,
    Role::Fg,
    Role::Policy,
];

/// The page.
pub fn routes() -> Routes {
    let all = Access::employees(STAFF, About::Nothing);
    Routes::default().page("/deelnemers", all, show)
}

#[derive(Template)]
#[template(path = "pages/participants.html")]
struct ParticipantsPage {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    since: String,
    paper: String,
}

/// Shows who takes part, since when, and on which paper.
async fn show(State(app): State<AppState>, frame: Frame) -> Result<Response, Failure> {
    let all = joining::all(&app.house).await?;
    let row = |(participant, form): (Participant, Option<String>)| Row {
        name: participant.name,
        since: dates::long(participant.joined_on),
        paper: match (participant.ground, form) {
            (Ground::Covenant, _) => "ondertekende het convenant".to_owned(),
            (Ground::Form, None) => "toetredingsformulier".to_owned(),
            (Ground::Form, Some(by)) => format!("toetredingsformulier, ontvangen door {by}"),
        },
    };
    let rows = all.into_iter().map(row).collect();
    Ok(answer(StatusCode::OK, &ParticipantsPage { frame, rows }))
}
