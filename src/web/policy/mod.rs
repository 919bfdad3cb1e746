//! `GET /cijfers`: how many cases of the own party stand where, for the policy adviser. No case, and no group under five.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::figures;
use crate::action::session::SignedIn;
use crate::domain::party::Role;

use super::failure::Failure;
use super::frame::Frame;
use super::page::page;
use super::routes::{About, Access, Routes};
use super::state::AppState;

/// The page of the policy adviser.
pub fn routes() -> Routes {
    let own = Access::employees(&[Role::Policy], About::OwnParty);
    Routes::default().page("/cijfers", own, show)
}

#[derive(Template)]
#[template(path = "pages/policy/figures.html")]
struct FiguresPage {
    frame: Frame,
    /// What is said of a group, and how many; `None`: fewer than five.
    figures: Vec<(String, Option<u64>)>,
    least: u64,
}

/// `GET /cijfers`
///
/// # Errors
/// [`Failure::Broken`] when they can't be counted.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let (figures, least) = figures::of_party(&app.house, &who.actor()).await?;
    let figures = figures
        .into_iter()
        .map(|(standing, count)| (super::told::capital(standing), count))
        .collect();
    Ok(page(&FiguresPage {
        frame,
        figures,
        least,
    }))
}
