//! The own account: how reminders come.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::account;
use crate::action::session::SignedIn;
use crate::domain::party::Role;

use super::failure::Failure;
use super::form::{Choice, Form};
use super::frame::Frame;
use super::page::{done, form_page};
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};

/// Whoever can get reminders.
const REMINDED: &[Role] = &[
    Role::Swv,
    Role::Coordinator,
    Role::Doctor,
    Role::Lpa,
    Role::Admin,
];

/// The page.
pub fn routes() -> Routes {
    let own = Access::employees(REMINDED, About::Nothing);
    Routes::default().form("/instellingen", own, show, send)
}

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage {
    frame: Frame,
    form: Form,
    choices: Vec<Choice>,
}

/// The form.
struct AccountFields;

impl Fields for AccountFields {
    const NAMES: &'static [&'static str] = &["reminders"];
}

const WAYS: [(&str, bool); 2] = [("each", false), ("daily", true)];

async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let daily = account::wants_daily(&app.house, &who.user).await?;
    let way = if daily { "daily" } else { "each" };
    let form = Form::empty(AccountFields::NAMES).with("reminders", way);
    Ok(shown(frame, form))
}

async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<AccountFields>,
) -> Result<Response, Failure> {
    let Some(daily) = form.choice("reminders", "Hoe wilt u herinneringen krijgen?", &WAYS) else {
        return Ok(shown(frame, form));
    };
    account::set_daily(&app.house, &who.user, daily).await?;
    Ok(done("/instellingen", Some("opgeslagen")))
}

fn shown(frame: Frame, form: Form) -> Response {
    form_page(frame, form, |frame, form| AccountPage {
        frame,
        form,
        choices: vec![
            Choice::new("each", "Iedere herinnering in een eigen mail"),
            Choice::new("daily", "Eén mail per dag, als er iets is"),
        ],
    })
}
