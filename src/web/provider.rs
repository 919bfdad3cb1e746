//! Signing in with the own organisation: away to its identity provider, and back.
//!
//! The browser leaves by a page of ours (`Refresh`) and not by the answer to a form: so no form may go anywhere but here, whatever
//! provider sends on to whatever other site.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::{HeaderName, HeaderValue, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::action::provider::{Journey, NotSignedIn, ProviderError, Returned};
use crate::action::session::SignedIn;
use crate::domain::party::PartyId;

use super::cookies::Kind;
use super::failure::Failure;
use super::form::Form;
use super::frame::Frame;
use super::page::page;
use super::routes::{About, Access, Routes};
use super::second_factor::{EVERYBODY, entered};
use super::sign_in::{self, SignInFields, own_path};
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::visit::Visit;

/// Where who is signed in does so once more.
pub(super) const AGAIN: &str = "/account/opnieuw";
/// What the other tab shows, while the form waits in the first.
pub(super) const CONFIRMED: &str = "/account/bevestigd";
/// The longest address of a page to go back to that a cookie takes along.
const LONGEST_BACK: usize = 1000;

/// The pages.
pub fn routes() -> Routes {
    let everybody = Access::everybody(About::Nothing);
    let own = Access::employees(EVERYBODY, About::Nothing);
    Routes::default()
        .send("/aanmelden/organisatie", everybody, leave)
        .page("/aanmelden/terug", everybody, come_back)
        .send(AGAIN, own, leave_again)
        .page(CONFIRMED, own, confirmed)
}

#[derive(Template)]
#[template(path = "pages/provider/leave.html")]
struct LeavePage {
    frame: Frame,
    url: String,
}

#[derive(Template)]
#[template(path = "pages/provider/confirmed.html")]
struct ConfirmedPage {
    frame: Frame,
}

/// Which party; `naar` is the page to show afterwards.
struct LeaveFields;

impl Fields for LeaveFields {
    const NAMES: &'static [&'static str] = &["party", "naar"];
}

/// The page to show afterwards.
struct AgainFields;

impl Fields for AgainFields {
    const NAMES: &'static [&'static str] = &["naar"];
}

/// What a provider sends back. What else stands in the address is left alone.
#[derive(Deserialize)]
struct Return {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

async fn leave(
    State(app): State<AppState>,
    frame: Frame,
    Submitted { form, .. }: Submitted<LeaveFields>,
) -> Result<Response, Failure> {
    let party = PartyId(form.value("party").to_owned());
    send_off(&app, frame, (party, form.value("naar")), false, None).await
}

async fn leave_again(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { form, .. }: Submitted<AgainFields>,
) -> Result<Response, Failure> {
    send_off(&app, frame, (who.party, form.value("naar")), true, None).await
}

/// Sends the browser to the provider of this party, to come back to this page of ours.
pub(super) async fn send_off(
    app: &AppState,
    frame: Frame,
    (party, back): (PartyId, &str),
    again: bool,
    invitation: Option<String>,
) -> Result<Response, Failure> {
    let back = Some(own_path(back)).filter(|back| back.len() <= LONGEST_BACK);
    let journey = Journey {
        party,
        token: app.random.token(),
        back: back.unwrap_or("/").to_owned(),
        again,
        invitation,
    };
    let url = match journey.leave(&app.house).await {
        Ok(url) => url,
        Err(why) => return refused(app, frame, Some(&journey), why.into()).await,
    };
    let refresh = HeaderValue::try_from(format!("0; url={url}"));
    let mut response = page(&LeavePage { frame, url });
    let headers = response.headers_mut();
    if let Ok(refresh) = refresh {
        headers.insert(HeaderName::from_static("refresh"), refresh);
    }
    let json = serde_json::to_vec(&journey).map_err(|error| Failure::fault(&error))?;
    if let Some(cookie) = Kind::Journey.give(&app.site, &URL_SAFE_NO_PAD.encode(json)) {
        headers.append(SET_COOKIE, cookie);
    }
    Ok(response)
}

async fn come_back(
    State(app): State<AppState>,
    visit: Visit,
    frame: Frame,
    headers: HeaderMap,
    Query(returned): Query<Return>,
) -> Result<Response, Failure> {
    let journey = kept(&app, &headers);
    let mut response = match arrived(&app, &visit, journey.clone(), &returned).await {
        Ok(response) => response,
        Err(why) => refused(&app, frame, journey.as_ref(), why)
            .await
            .unwrap_or_else(IntoResponse::into_response),
    };
    if let Some(cookie) = Kind::Journey.take_back(&app.site) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

async fn arrived(
    app: &AppState,
    visit: &Visit,
    journey: Option<Journey>,
    returned: &Return,
) -> Result<Response, NotSignedIn> {
    let journey = journey.ok_or(ProviderError::Stale)?;
    if returned.error.is_some() {
        return Err(ProviderError::Denied.into());
    }
    let (Some(code), Some(state)) = (&returned.code, &returned.state) else {
        return Err(ProviderError::Stale.into());
    };
    let returned = Returned {
        code,
        state,
        issuer: returned.iss.as_deref(),
    };
    let to = Redirect::to(own_path(&journey.back)).into_response();
    if journey.again {
        let who = visit.signed_in().await.ok().flatten();
        let who = who.ok_or(ProviderError::Stale)?;
        let own = (who, visit.session_token().unwrap_or_default());
        let again = app
            .sessions
            .arrive_again(&app.house, own, &journey, returned);
        return again.await.map(|()| to);
    }
    let session = app
        .sessions
        .arrive(&app.house, journey, returned, visit.browser());
    Ok(entered(app, to, &session.await?))
}

/// What the browser kept.
fn kept(app: &AppState, headers: &HeaderMap) -> Option<Journey> {
    let cookie = Kind::Journey.read(&app.site, headers)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cookie).ok()?).ok()
}

/// The page that says why not: that of signing in, to try again.
async fn refused(
    app: &AppState,
    frame: Frame,
    journey: Option<&Journey>,
    why: NotSignedIn,
) -> Result<Response, Failure> {
    let why = match why {
        NotSignedIn::Broken(error) => return Err(error.into()),
        told => told.to_string(),
    };
    if frame.visitor.is_some() {
        return Err(Failure::Refused(why));
    }
    let back = journey.map_or("", |journey| journey.back.as_str());
    let form = Form::empty(SignInFields::NAMES).with("naar", back);
    sign_in::shown(app, frame, form, Some(why)).await
}

/// `GET /account/bevestigd`
async fn confirmed(frame: Frame) -> Response {
    page(&ConfirmedPage { frame })
}
