//! `GET /fg`: the access log of the own party, by page.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::action::session::SignedIn;
use crate::action::supervise::{self, LogLine};
use crate::domain::amsterdam;
use crate::domain::grant::Purpose;
use crate::domain::party::Role;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::answer;
use crate::web::state::AppState;
use crate::web::told::day;

use super::filter::{Asked, Wrong};
use super::reviews::{ReviewTold, review_told};
use super::words;

#[derive(Template)]
#[template(path = "pages/fg/log.html")]
struct LogPage {
    frame: Frame,
    asked: Asked,
    /// What in the filter can't be.
    wrong: Option<Wrong>,
    /// When the log was reviewed, and when it is again.
    review: ReviewTold,
    people: Vec<(String, String)>,
    roles: Vec<(&'static str, &'static str)>,
    purposes: Vec<(&'static str, &'static str)>,
    rows: Vec<Row>,
    /// The end of the address of an export of the same.
    export: String,
    first: String,
    next: String,
}

/// A line of the log.
struct Row {
    when: String,
    who: String,
    role: &'static str,
    purpose: String,
    basis: String,
    kinds: String,
    /// The kinds of data that stand in the dossier; empty for what is no dossier.
    opened: String,
    case: String,
    case_short: String,
    outcome: String,
    refused: bool,
    asked: String,
}

/// `GET /fg`
///
/// # Errors
/// [`Failure::Broken`] when the log can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    mut frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (filter, wrong) = match asked.filter() {
        Ok(filter) => (filter, None),
        Err(wrong) => {
            let all = Asked::default().filter();
            (all.map_err(|_| Failure::Unreadable)?, Some(wrong))
        }
    };
    let found = supervise::page(&app.house, &who.actor(), filter).await?;
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    frame.wrong = wrong.is_some();
    let (next, people) = (found.next.as_deref(), found.people);
    let page = LogPage {
        frame,
        wrong,
        review: review_told(&found.review),
        roles: Role::ALL.map(|role| (role.code(), role.dutch())).to_vec(),
        purposes: Purpose::ALL
            .map(|purpose| (purpose.code(), purpose.dutch()))
            .to_vec(),
        rows: found.lines.iter().map(|line| row(line, &people)).collect(),
        people,
        export: asked.query(""),
        first: if asked.na.is_empty() {
            String::new()
        } else {
            format!("/fg?{}", asked.query(""))
        },
        next: next.map_or(String::new(), |after| format!("/fg?{}", asked.query(after))),
        asked,
    };
    Ok(answer(status, &page))
}

fn row(line: &LogLine, people: &[(String, String)]) -> Row {
    Row {
        when: moment(line.at),
        who: words::who(line),
        role: words::role(&line.role),
        purpose: words::purpose(&line.purpose),
        basis: words::basis(&line.basis, people),
        kinds: words::kinds(line),
        opened: words::opened(line),
        case_short: line.case.as_deref().map_or(String::new(), words::short),
        case: line.case.clone().unwrap_or_default(),
        outcome: words::outcome(line),
        refused: !["opened", "given", "received"].contains(&line.outcome.as_str()),
        asked: line.asked.clone(),
    }
}

/// Day and time, as people read them.
pub fn moment(at: i64) -> String {
    format!("{}, {}", day(at), amsterdam::clock_time(at))
}
