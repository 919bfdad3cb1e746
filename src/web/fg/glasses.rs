//! `GET /fg/noodtoegang`: who broke the glass, and which dossiers an FG opened, with the reasons.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::session::SignedIn;
use crate::action::supervise;
use crate::domain::amsterdam;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;

use super::log::moment;
use super::words;

#[derive(Template)]
#[template(path = "pages/fg/glasses.html")]
struct GlassesPage {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    when: String,
    until: String,
    who: String,
    role: &'static str,
    case: String,
    case_short: String,
    reason: String,
}

/// `GET /fg/noodtoegang`
///
/// # Errors
/// [`Failure::Broken`] when they can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let found = supervise::glasses(&app.house, &who.actor()).await?;
    let rows = found.into_iter().map(|one| Row {
        when: moment(one.at),
        until: amsterdam::clock_time(one.until),
        who: one.name,
        role: words::role(&one.role),
        case_short: words::short(&one.case),
        case: one.case,
        reason: one.reason,
    });
    let rows = rows.collect();
    Ok(page(&GlassesPage { frame, rows }))
}
