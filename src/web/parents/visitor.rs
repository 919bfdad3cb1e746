//! Somebody of the family during a visit: who it is, and what stands there for who isn't in (any more).

use askama::Template;
use axum::extract::{FromRequestParts, State};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::domain::party::Actor;
use crate::web::cookies::Kind;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::{answer, done, page};
use crate::web::sign_in::NoFields;
use crate::web::state::AppState;
use crate::web::submitted::Submitted;
use crate::web::visit::Visit;

/// Who of the family visits. As an extractor it answers a page of its own when nobody does.
pub struct FamilyVisitor {
    /// This member, as the one who takes a step.
    pub actor: Actor,
}

/// The page for who isn't in.
#[derive(Template)]
#[template(path = "pages/parents/out.html")]
struct OutPage {
    frame: Frame,
    /// After signing out; otherwise the visit took too long, or never began.
    on_purpose: bool,
}

/// The frame of a page for the family: an employee who is signed in with the same browser has no menu or name here.
#[must_use]
pub fn bare(mut frame: Frame) -> Frame {
    frame.visitor = None;
    frame.menu.clear();
    frame
}

impl<S: Sync> FromRequestParts<S> for FamilyVisitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visit = <Visit as FromRequestParts<S>>::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let found = visit.family().await.map_err(IntoResponse::into_response)?;
        if let Some(actor) = found.cloned() {
            return Ok(Self { actor });
        }
        if parts.method == Method::POST && !parts.uri.path().ends_with("/afmelden") {
            // What was typed can be sent again.
            return Err(Failure::VisitOver.into_response());
        }
        let out = OutPage {
            frame: bare(visit.frame().await),
            on_purpose: false,
        };
        Err(answer(StatusCode::UNAUTHORIZED, &out))
    }
}

/// `POST /mijn/afmelden`: ends the visit.
///
/// # Errors
/// [`Failure::Broken`] when the store can't be written.
pub async fn leave(
    State(app): State<AppState>,
    visit: Visit,
    _form: Submitted<NoFields>,
) -> Result<Response, Failure> {
    end_visit(&app, &visit).await?;
    end_account(&app, &visit).await?;
    let mut response = done("/mijn/afgemeld", None);
    if let Some(cookie) = Kind::Family.take_back(&app.site) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Ends the visit by a link that this browser has, if it has one.
pub(super) async fn end_visit(app: &AppState, visit: &Visit) -> Result<(), Failure> {
    let Some(token) = visit.family_token() else {
        return Ok(());
    };
    let ended = app.sessions.close_family(token).await;
    ended.map_err(|error| Failure::fault(&error))
}

/// Signs out who signed in with an account of the family, if somebody did.
pub(super) async fn end_account(app: &AppState, visit: &Visit) -> Result<(), Failure> {
    let who = visit.signed_in().await?;
    if who.is_none_or(|who| !who.role.is_family()) {
        return Ok(());
    }
    let token = visit.session_token().unwrap_or_default();
    let ended = app.sessions.close(token).await;
    ended.map_err(|error| Failure::fault(&error))
}

/// `GET /mijn/afgemeld`
pub async fn left(frame: Frame) -> Response {
    page(&OutPage {
        frame: bare(frame),
        on_purpose: true,
    })
}
