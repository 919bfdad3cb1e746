//! Searching by name. What is typed goes in the body of the request: an address is kept by browsers and by whatever stands in
//! between.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::desk::Listed;
use crate::action::search::{self, Found};
use crate::action::session::SignedIn;
use crate::domain::name_index::Sought;
use crate::domain::party::Role;
use crate::domain::policy::may_break_glass;

use super::answer::case_path;
use super::failure::Failure;
use super::form::Form;
use super::frame::Frame;
use super::page::form_page;
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::told::day;

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage {
    frame: Frame,
    form: Form,
    /// What was found, if something was sought.
    found: Option<Vec<Row>>,
    more: bool,
    closed: usize,
    /// Whether this role can go on to a colleague's case.
    breaks_glass: bool,
}

/// A case that was found.
struct Row {
    name: String,
    /// Where it is opened; empty where there is no page of it.
    href: String,
    standing: &'static str,
    since: String,
}

/// The field of the search form.
pub struct SearchFields;

impl Fields for SearchFields {
    const NAMES: &'static [&'static str] = &["naam"];
}

/// `GET /zoeken`
pub async fn show(who: SignedIn, frame: Frame) -> Response {
    form_page(frame, Form::empty(SearchFields::NAMES), |frame, form| {
        SearchPage {
            frame,
            form,
            found: None,
            more: false,
            closed: 0,
            breaks_glass: may_break_glass(who.role),
        }
    })
}

/// `POST /zoeken`: what was found. Changes nothing, so it answers the page itself.
///
/// # Errors
/// [`Failure::Broken`] when the index can't be read.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    submitted: Submitted<SearchFields>,
) -> Result<Response, Failure> {
    let mut form = submitted.form;
    let found = match form.required("naam", "Naam van de leerling", Sought::parse) {
        Some(sought) => Some(search::search(&app.house, &who.actor(), sought).await?),
        None => None,
    };
    let (more, closed) = found
        .as_ref()
        .map_or((false, 0), |found| (found.more, found.closed));
    let rows = |Found { cases, .. }| cases.into_iter().map(|one| row(who.role, one)).collect();
    let found = found.map(rows);
    Ok(form_page(frame, form, |frame, form| SearchPage {
        frame,
        form,
        found,
        more,
        closed,
        breaks_glass: may_break_glass(who.role),
    }))
}

fn row(role: Role, found: Listed) -> Row {
    Row {
        name: found.name.unwrap_or_default(),
        href: match role {
            Role::LocalTeam => String::new(),
            _ => case_path(role, &found.case),
        },
        standing: found.standing,
        since: day(found.since),
    }
}
