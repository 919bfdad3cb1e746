//! `GET /verzoeken`: the requests that the own party got, by the date on which they must be answered.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use time::Date;

use crate::action::rights::{self, Listed};
use crate::action::session::SignedIn;
use crate::domain::dates::long;
use crate::domain::rights::{Outcome, Right, asker, file_until};
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;

#[derive(Template)]
#[template(path = "pages/rights/list.html")]
struct ListPage {
    frame: Frame,
    open: Vec<Line>,
    answered: Vec<Line>,
}

/// A request in a list.
pub struct Line {
    /// Its id, in the family's list.
    pub id: String,
    /// Where the party finds it; empty where no more is kept of it than this line.
    pub href: String,
    /// The child's name, or why there is none.
    pub child: String,
    /// The party that got it.
    pub party: String,
    /// Which right.
    pub right: &'static str,
    /// Who asked.
    pub by: &'static str,
    /// Day of receipt.
    pub received: String,
    /// By when it is answered.
    pub due: String,
    /// How it ended; empty for what is open.
    pub outcome: &'static str,
    /// Whether there is a file to fetch for who asked.
    pub file: bool,
    /// Until when.
    pub until: String,
    /// On which day it ended.
    pub answered: String,
    /// Whether the date has gone by.
    pub late: bool,
}

/// A request as a list shows it.
#[must_use]
pub fn line(listed: Listed, today: Date) -> Line {
    let until = listed.answered_on.map(file_until);
    let href = listed
        .id
        .as_ref()
        .map_or(String::new(), |id| format!("/verzoeken/{id}"));
    Line {
        id: listed.id.unwrap_or_default(),
        file: matches!(listed.right, Right::Access | Right::Portability)
            && listed.outcome == Some(Outcome::Granted)
            && until.is_some_and(|until| today <= until),
        until: until.map_or_else(String::new, long),
        child: listed
            .child
            .unwrap_or_else(|| "Naam niet te zien".to_owned()),
        party: listed.party,
        right: listed.right.dutch(),
        by: if href.is_empty() {
            "niet bewaard"
        } else {
            asker(listed.by)
        },
        received: long(listed.received_on),
        due: long(listed.due_on),
        outcome: listed.outcome.map_or("", |outcome| outcome.dutch()),
        answered: listed.answered_on.map_or_else(String::new, long),
        late: listed.outcome.is_none() && listed.due_on < today,
        href,
    }
}

/// `GET /verzoeken`
///
/// # Errors
/// [`Failure::Broken`] when the list can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let today = app.house.clock.today();
    let found = rights::list(&app.house, &who.actor()).await?;
    let lines = found.into_iter().map(|listed| line(listed, today));
    let (open, answered) = lines.partition(|line: &Line| line.outcome.is_empty());
    Ok(page(&ListPage {
        frame,
        open,
        answered,
    }))
}
