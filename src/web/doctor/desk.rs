//! What every page of the doctor has in common: who may, which case, and what to say when a step can't be done.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page};
use crate::action::{ActionError, House, perform};
use crate::domain::case::{Refusal, standing};
use crate::domain::dossier::GgdDossier;
use crate::domain::party::{Actor, CaseId, PartyKind, Role, UserId};
use crate::web::answer::after;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::page::done;

/// A doctor of a GGD who is signed in. Everybody else is turned away before a form is read.
pub struct Doctor {
    /// Who acts.
    pub actor: Actor,
    /// The doctor.
    pub user: UserId,
}

impl<S: Send + Sync> FromRequestParts<S> for Doctor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let who = <SignedIn as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        if who.role != Role::Doctor {
            return Err(Failure::NotForYou);
        }
        Ok(Self {
            actor: who.actor(),
            user: who.user,
        })
    }
}

/// A case of the own GGD.
pub struct Opened {
    /// The case as the GGD may see it.
    pub page: CasePage,
    /// The address of its page.
    pub path: String,
}

impl Opened {
    /// Opens a case for a page or a form.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for a case that isn't the own GGD's.
    pub async fn of(house: &House, doctor: &Doctor, case: &str) -> Result<Self, Failure> {
        Ok(Self {
            page: case_page(house, &doctor.actor, &CaseId(case.to_owned())).await?,
            path: path(case),
        })
    }

    /// The GGD's dossier.
    ///
    /// # Errors
    /// [`Failure::NotFound`], which a doctor's page never meets.
    pub fn dossier(&self) -> Result<&GgdDossier, Failure> {
        self.page.dossier.ggd().ok_or(Failure::NotFound)
    }

    /// The municipality of the child, as a sentence names it: "Leusden".
    pub fn gemeente(&self) -> &str {
        let name = &self.page.municipality.name;
        name.strip_prefix("Gemeente ").unwrap_or(name)
    }

    /// Back to the case's own page: for a step that it doesn't offer now.
    pub fn back(&self) -> Response {
        Redirect::to(&self.path).into_response()
    }
}

/// The address of a case's page.
pub fn path(case: &str) -> String {
    format!("/arts/zaken/{case}")
}

/// The step as the write path wants it.
///
/// # Errors
/// [`Failure::Unreadable`] if the form doesn't say which version of the case its page showed.
pub fn sent(case: &str, form: &Form, once: String) -> Result<perform::Form, Failure> {
    Ok(perform::Form {
        case: CaseId(case.to_owned()),
        version: Some(number(form, "version")?),
        once: Some(once),
        location: path(case),
    })
}

/// A version that the page carried along.
///
/// # Errors
/// [`Failure::Unreadable`] if it isn't there.
pub fn number(form: &Form, name: &str) -> Result<i64, Failure> {
    form.value(name).parse().map_err(|_| Failure::Unreadable)
}

/// Why a form comes back although every field is sound.
pub struct Trouble {
    /// What it is.
    pub title: String,
    /// Why, and what to do.
    pub text: String,
}

/// What came of a step.
pub enum Came {
    /// It is done: the answer.
    Through(Response),
    /// The form comes back as it was typed, with this status.
    Back(StatusCode, Option<Trouble>),
}

/// What to answer to a step whose form holds something worth keeping.
///
/// # Errors
/// The failure that the page shows, where the form can't come back.
pub fn settle(result: Result<String, ActionError>, notice: &str) -> Result<Came, Failure> {
    let back = |title: &str, text| {
        let title = title.to_owned();
        let trouble = Trouble { title, text };
        Ok(Came::Back(StatusCode::CONFLICT, Some(trouble)))
    };
    match result {
        Ok(location) => Ok(Came::Through(done(&location, Some(notice)))),
        Err(ActionError::Again(location)) => {
            Ok(Came::Through(Redirect::to(&location).into_response()))
        }
        Err(ActionError::Changed) => back(
            "Iemand anders heeft deze zaak net gewijzigd",
            "Wat u had ingevuld, staat hieronder en is nog niet opgeslagen. Kijk op de pagina van de zaak wat er is \
             veranderd. Verstuur het formulier daarna opnieuw."
                .into(),
        ),
        Err(ActionError::Refused(refusal)) => back("Deze stap kan nu niet", told(&refusal)),
        Err(ActionError::Field(_, message)) => back("Deze stap kan nu niet", message),
        Err(other) => Err(other.into()),
    }
}

/// What to answer to a step that is only a button.
///
/// # Errors
/// The failure that the page shows.
pub fn answer(result: Result<String, ActionError>, notice: &str) -> Result<Response, Failure> {
    match result {
        Err(ActionError::Refused(refusal)) => Err(Failure::Refused(told(&refusal))),
        other => after(other, notice),
    }
}

/// Why a step is refused. Names the state only as the GGD may know it: what was decided after the SMA went is no business of
/// the GGD.
pub fn told(refusal: &Refusal) -> String {
    format!(
        "De stap “{}” kan niet. De zaak staat op “{}”. {} (Regel: {}.)",
        refusal.step.dutch(),
        standing(refusal.state, PartyKind::Ggd),
        refusal.rule.dutch(),
        refusal.rule.source()
    )
}
