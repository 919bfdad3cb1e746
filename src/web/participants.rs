//! Who takes part in the covenant: everybody who signs in may know whom data can go to (art. 18.3).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::action::joining;
use crate::action::session::SignedIn;
use crate::domain::covenant::{Ground, Participant};
use crate::domain::dates;
use crate::domain::party::{PartyId, Role};

use super::answer::pdf;
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
    let keepers = Access::employees(&[Role::Admin, Role::Fg], About::Participant);
    Routes::default().page("/deelnemers", all, show).page(
        "/deelnemers/{participant}/formulier",
        keepers,
        form,
    )
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
    /// Until when, if it left.
    until: String,
    paper: String,
    /// The id, where this employee can open the signed form.
    form: Option<String>,
}

/// Shows who takes part, since when, and on which paper.
async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let all = joining::all(&app.house).await?;
    let openable = joining::openable(&app.house, &who.actor()).await?;
    let row = |(participant, form): (Participant, Option<String>)| Row {
        since: dates::long(participant.joined_on),
        until: participant.left_on.map_or_else(String::new, dates::long),
        paper: match (participant.ground, form) {
            (Ground::Covenant, _) => "ondertekende het convenant".to_owned(),
            (Ground::Form, None) => "toetredingsformulier".to_owned(),
            (Ground::Form, Some(by)) => format!("toetredingsformulier, ontvangen door {by}"),
        },
        form: openable
            .contains(&participant.id)
            .then_some(participant.id.0),
        name: participant.name,
    };
    let rows = all.into_iter().map(row).collect();
    Ok(answer(StatusCode::OK, &ParticipantsPage { frame, rows }))
}

/// `GET /deelnemers/{participant}/formulier`: the signed toetredingsformulier.
async fn form(
    State(app): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let form = joining::form(&app.house, &who.actor(), PartyId(id)).await?;
    Ok(pdf(form, "toetredingsformulier"))
}
