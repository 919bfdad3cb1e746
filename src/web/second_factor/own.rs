//! `/account`: the own second factors and sessions, for who is signed in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::own_account::Open;
use crate::action::own_factors::{APP, Own, OwnPasskey};
use crate::action::session::SignedIn;

use super::super::failure::Failure;
use super::super::frame::Frame;
use super::super::page::{done, page};
use super::super::state::AppState;
use super::super::submitted::{Fields, Submitted};
use super::super::told;
use super::super::visit::Visit;

#[derive(Template)]
#[template(path = "pages/second_factor/account.html")]
struct AccountPage {
    frame: Frame,
    factors: Own,
    /// The passkeys, and the app of who has both.
    passkeys: Vec<Factor>,
    sessions: Vec<Row>,
    /// Whether the own organisation signs this person in: then there is no password or app of ours.
    by_provider: bool,
}

/// A second factor, as it is listed.
struct Factor {
    /// Whether it can go: never the last one.
    may_go: bool,
    id: String,
    /// How somebody called a passkey; nothing for the app.
    name: Option<String>,
    since: String,
    used: String,
}

impl Factor {
    fn passkey(one: &OwnPasskey, may_go: bool) -> Self {
        Self {
            may_go,
            id: one.id.clone(),
            name: Some(one.name.clone()),
            since: told::instant(one.since),
            used: one.used.map_or_else(|| "Nog niet".into(), told::instant),
        }
    }

    fn app(may_go: bool) -> Self {
        Self {
            may_go,
            id: APP.into(),
            name: None,
            since: String::new(),
            used: String::new(),
        }
    }
}

/// Which second factor goes: its id, or [`APP`].
pub(super) struct RemoveFields;

impl Fields for RemoveFields {
    const NAMES: &'static [&'static str] = &["which"];
}

/// Where somebody is signed in.
struct Row {
    key: String,
    device: String,
    since: String,
    used: String,
    own: bool,
}

/// Which session ends: its key, or `others`.
pub(super) struct EndFields;

impl Fields for EndFields {
    const NAMES: &'static [&'static str] = &["session"];
}

/// `GET /account`
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let token = visit.session_token().unwrap_or_default();
    let factors = app.sessions.own_factors(&app.house, &who).await?;
    let has_app = factors.app && !factors.passkeys.is_empty();
    let passkeys = factors.passkeys.iter();
    let passkeys = passkeys.map(|one| Factor::passkey(one, factors.may_go(false)));
    let passkeys = passkeys
        .chain(has_app.then(|| Factor::app(factors.may_go(true))))
        .collect();
    let found = app.sessions.own(&who.user, token).await;
    let row = |one: Open| Row {
        key: one.key,
        device: one.device,
        since: told::instant(one.since),
        used: told::instant(one.used),
        own: one.own,
    };
    Ok(page(&AccountPage {
        frame,
        by_provider: who.by_provider,
        factors,
        passkeys,
        sessions: found
            .map_err(|error| Failure::fault(&error))?
            .into_iter()
            .map(row)
            .collect(),
    }))
}

/// `POST /account/sessies`
pub(super) async fn end_sessions(
    State(app): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Submitted { form, .. }: Submitted<EndFields>,
) -> Result<Response, Failure> {
    let ended = match form.value("session") {
        "others" => {
            let token = visit.session_token().unwrap_or_default();
            app.sessions.end_others(&who.user, token).await
        }
        key => app.sessions.end_one(&who.user, key).await,
    };
    ended.map_err(|error| Failure::fault(&error))?;
    Ok(done("/account", Some("sessie-beeindigd")))
}

/// `POST /account/tweede-stap`
pub(super) async fn remove(
    State(app): State<AppState>,
    who: SignedIn,
    Submitted { form, .. }: Submitted<RemoveFields>,
) -> Result<Response, Failure> {
    let which = form.value("which");
    let removed = app.sessions.remove_factor(&app.house, &who, which).await?;
    if removed {
        return Ok(done("/account", Some("stap-weg")));
    }
    let why = "Dit is uw enige tweede stap. Voeg eerst een andere toe.";
    Err(Failure::Refused(why.to_owned()))
}
