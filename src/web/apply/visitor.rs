//! Who fills in a draft or came to sign it, during a visit; and the draft as this one sees it.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use time::Date;

use crate::action::apply::{self, Applicant, Found, Opened};
use crate::action::swv::Typed;
use crate::action::view::organisations;
use crate::domain::organisation::Organisation;
use crate::domain::party::{PartyKind, Sector};
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::answer;
use crate::web::parents::bare;
use crate::web::state::AppState;
use crate::web::swv::application_form::{self, Offered};
use crate::web::visit::Visit;

use super::questions::Step;
use super::steps::{self, Known};

/// Who applies. As an extractor it answers a page of its own when nobody does; what was typed is not lost then.
pub struct ApplicantVisitor(pub Applicant);

/// The page for who isn't in.
#[derive(Template)]
#[template(path = "pages/apply/out.html")]
pub(super) struct OutPage {
    pub(super) frame: Frame,
}

impl<S: Sync> FromRequestParts<S> for ApplicantVisitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visit = <Visit as FromRequestParts<S>>::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let found = visit
            .applicant()
            .await
            .map_err(IntoResponse::into_response)?;
        if let Some(found) = found {
            return Ok(Self(found.clone()));
        }
        if parts.method == Method::POST {
            return Err(Failure::VisitOver.into_response());
        }
        let frame = bare(visit.frame().await);
        Err(answer(StatusCode::UNAUTHORIZED, &OutPage { frame }))
    }
}

/// The draft, with what the form offers to choose from.
pub(super) struct Own {
    pub(super) opened: Opened,
    pub(super) offered: Offered,
    /// What was filled in, with every mistake and gap of the questions that are asked.
    pub(super) form: Form,
    /// The application that it makes, if nothing is wrong or lacks.
    pub(super) typed: Option<Typed>,
    /// The questions, in their order.
    pub(super) steps: Vec<&'static Step>,
    pub(super) known: Known,
    /// Today, by the clock of the cases.
    pub(super) today: Date,
}

/// Opens the draft of this visitor, or answers where to look instead.
pub(super) async fn own(app: &AppState, who: &Applicant) -> Result<Own, Response> {
    let failed = |error: crate::action::ActionError| Failure::from(error).into_response();
    let opened = match apply::open(&app.house, who).await.map_err(failed)? {
        Found::Open(opened) => *opened,
        Found::Sent => return Err(Redirect::to("/aanvraag/klaar/verstuurd").into_response()),
        Found::Gone => return Err(Redirect::to("/aanvraag/klaar/gewist").into_response()),
    };
    let all = organisations(&app.house, None).await.map_err(failed)?;
    let of = |kind| {
        let all = all.iter().filter(move |party| party.kind == kind);
        all.cloned().collect::<Vec<Organisation>>()
    };
    let offered = Offered {
        municipalities: of(PartyKind::Gemeente),
        local_teams: of(PartyKind::LocalTeam),
        sector: opened.swv.settings.sector.unwrap_or(Sector::Po),
    };
    let today = app.house.clock.today();
    let known = Known::of(&opened.draft, offered.sector, today);
    let mut form = steps::filled(&opened.draft);
    let steps = steps::asked(&known);
    let typed = application_form::read(&mut form, &offered, today);
    for step in &steps {
        step.check(&mut form, &known);
    }
    let typed = typed.filter(|_| form.is_sound());
    Ok(Own {
        opened,
        offered,
        form,
        typed,
        steps,
        known,
        today,
    })
}
