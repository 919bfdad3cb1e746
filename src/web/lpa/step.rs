//! What every step of the leerplichtambtenaar has in common: which case, and what to say when it can't be done.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use time::Date;

use crate::action::perform;
use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page};
use crate::action::{ActionError, House};
use crate::domain::ages::age_on;
use crate::domain::case::{Refusal, Rule, StateKind, StepKind};
use crate::domain::dates::long;
use crate::domain::dossier::GemeenteDossier;
use crate::domain::exemption::Correspondent;
use crate::domain::family::Person;
use crate::domain::party::CaseId;
use crate::web::answer;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::page::done;

/// A case of the own gemeente, with its dossier.
pub struct Opened {
    /// The case as this gemeente may see it.
    pub page: CasePage,
    /// The address of its page.
    pub path: String,
}

impl Opened {
    /// The gemeente's dossier.
    ///
    /// # Errors
    /// [`Failure::NotFound`], which an officer's page never meets.
    pub fn dossier(&self) -> Result<&GemeenteDossier, Failure> {
        self.page.dossier.gemeente().ok_or(Failure::NotFound)
    }
}

/// Opens a case for a page or a form.
///
/// # Errors
/// [`Failure::NotFound`] for another gemeente's case.
pub async fn open(house: &House, who: &SignedIn, case: &str) -> Result<Opened, Failure> {
    let page = case_page(house, &who.actor(), &CaseId(case.to_owned())).await?;
    Ok(Opened {
        page,
        path: path(case),
    })
}

/// Who gets the gemeente's letters, as the notification names them: the young person from 16 only. Without a notification that
/// is every parent with custody, whom the gemeente only then gets to know.
pub fn letters_to(dossier: &GemeenteDossier, today: Date) -> Vec<String> {
    if dossier.notification.is_none() {
        return vec!["iedere ouder met gezag, op het eigen adres; de GGD geeft u daarvoor de namen en adressen".to_owned()];
    }
    written_to(dossier, today)
        .map(|one| one.name.full())
        .collect()
}

/// Whom the gemeente knows and writes to: the young person from 16 only.
pub fn written_to(
    dossier: &GemeenteDossier,
    today: Date,
) -> impl Iterator<Item = &Correspondent> + use<'_> {
    let front = dossier
        .advice
        .as_ref()
        .and_then(|advice| advice.front.as_ref());
    let born = match &dossier.notification {
        Some(notification) => notification.born,
        None => front.and_then(|front| front.born),
    };
    let sixteen = born.is_some_and(|born| age_on(born, today) >= 16);
    let all = dossier.correspondents().iter();
    all.filter(move |one| sixteen || one.person != Person::Child)
}

/// The address of a case's page.
pub fn path(case: &str) -> String {
    format!("/leerplicht/zaken/{case}")
}

/// The step as the write path wants it.
///
/// # Errors
/// [`Failure::Unreadable`] if the form doesn't say which version of the case its page showed.
pub fn sent(case: &str, form: &Form, once: String) -> Result<perform::Form, Failure> {
    answer::sent(case, path(case), form, once)
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

/// What to answer to a step. A mistake that only the use case can see is written beside its field.
///
/// # Errors
/// The failure that the page shows, where the form can't come back.
pub fn settle(
    result: Result<String, ActionError>,
    notice: &str,
    form: &mut Form,
) -> Result<Came, Failure> {
    match result {
        Ok(location) => Ok(Came::Through(done(&location, Some(notice)))),
        Err(ActionError::Again(location)) => {
            Ok(Came::Through(Redirect::to(&location).into_response()))
        }
        Err(ActionError::Field(field, message)) => {
            form.wrong(field, "", message);
            Ok(Came::Back(StatusCode::UNPROCESSABLE_ENTITY, None))
        }
        Err(ActionError::Changed) => Ok(Came::Back(
            StatusCode::CONFLICT,
            Some(Trouble {
                title: "Iemand anders heeft deze zaak net gewijzigd".into(),
                text: "Wat u had ingevuld, staat hieronder en is nog niet opgeslagen. Kijk op de pagina van de zaak \
                       wat er is veranderd. Verstuur het formulier daarna opnieuw."
                    .into(),
            }),
        )),
        Err(ActionError::Refused(refusal)) => Ok(Came::Back(
            StatusCode::CONFLICT,
            Some(Trouble {
                title: "Deze stap kan nu niet".into(),
                text: told(&refusal),
            }),
        )),
        Err(other) => Err(other.into()),
    }
}

/// The failure of a step that has no form to come back to.
pub fn failure(error: ActionError) -> Failure {
    match error {
        ActionError::Refused(refusal) => Failure::Refused(told(&refusal)),
        other => other.into(),
    }
}

/// Why a step is refused, without telling where a procedure stands that this gemeente has only a name of.
pub fn told(refusal: &Refusal) -> String {
    let seen = !matches!(
        refusal.state,
        StateKind::Filling
            | StateKind::Incomplete
            | StateKind::AtSwv
            | StateKind::WithDoctor
            | StateKind::AdviceEstablished
            | StateKind::ParentsReading
            | StateKind::ParentsSending
            | StateKind::SchoolPossible
            | StateKind::Fit
            | StateKind::Withdrawn
            | StateKind::Lapsed
            | StateKind::MovedAway
            | StateKind::Died
    );
    match &refusal.rule {
        Rule::TermRuns(day) if refusal.step == StepKind::Reassess => format!(
            "De herbeoordeling kan nu nog niet. Zij begint op {}. (Regel: {}.)",
            long(*day),
            refusal.rule.source()
        ),
        _ if seen => refusal.to_string(),
        Rule::NotFromHere => format!(
            "De stap “{}” kan niet. De GGD heeft nu geen advies dat de ouders zelf naar u sturen, of de procedure is \
             beëindigd. Bel de GGD als de ouders u wel een advies brachten. (Regel: {}.)",
            refusal.step.dutch(),
            refusal.rule.source()
        ),
        rule => format!(
            "De stap “{}” kan niet. {} (Regel: {}.)",
            refusal.step.dutch(),
            rule.dutch(),
            rule.source()
        ),
    }
}
