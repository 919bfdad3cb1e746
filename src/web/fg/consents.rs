//! `GET /fg/toestemmingen`: which new consents were asked in the cases of the own party, and what came of them.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::ask;
use crate::action::session::SignedIn;
use crate::domain::case::told::what;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;

use super::log::moment;
use super::words;

#[derive(Template)]
#[template(path = "pages/fg/consents.html")]
struct ConsentsPage {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    when: String,
    case: String,
    case_short: String,
    what: String,
}

/// `GET /fg/toestemmingen`
///
/// # Errors
/// [`Failure::Broken`] when they can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let found = ask::listed(&app.house, &who.actor()).await?;
    let rows = found.into_iter().map(|one| Row {
        when: moment(one.at),
        case_short: words::short(one.case.as_str()),
        case: one.case.0,
        what: what(&one.what),
    });
    let rows = rows.collect();
    Ok(page(&ConsentsPage { frame, rows }))
}
