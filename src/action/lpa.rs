//! What the leerplichtambtenaar does.

use time::Date;

use crate::domain::address::Address;
use crate::domain::advice::{Advice, IndependentDoctor, Treats};
use crate::domain::ages::birthday;
use crate::domain::application::Addresses;
use crate::domain::case::{Command, Rule, State, StepKind, Without, last_good_day};
use crate::domain::consent::InformLocalTeam;
use crate::domain::correspondents::in_their_places;
use crate::domain::dossier::GemeenteDossier;
use crate::domain::exemption::{FormFacts, Notification, Requirement, Terms};
use crate::domain::family::Person;
use crate::domain::party::{Actor, Role};
use crate::domain::text::LongText;

use super::error::ActionError;
use super::family::contradicted;
use super::house::House;
use super::perform::{Form, Moment, perform, perform_knowing_parents};

/// Registers the SMA and the notification that the parents brought or sent themselves, typed over from paper.
///
/// # Errors
/// See [`ActionError`]; [`ActionError::Field`] if the day of the statement is not the one that the GGD recorded, or a parent on the
/// paper is none that it knows.
pub async fn receive_from_parents(
    house: &House,
    actor: &Actor,
    form: Form,
    on: Date,
    advice: Advice,
    notification: Option<Notification>,
) -> Result<String, ActionError> {
    perform_knowing_parents(house, actor, form, move |at| {
        // The same answer whether there is no SMA yet or another day: what the parents didn't bring is not told here.
        let known = at.case.state.advice().is_some_and(|established| established.on() == advice.established_on);
        if !known {
            let text = "Op deze datum heeft de GGD geen advies vastgesteld. Kijk op het voorblad, of bel de GGD.";
            return Err(ActionError::Field("established", text.into()));
        }
        let notification = notification.map(|typed| placed(at, typed)).transpose()?;
        let signed = notification.iter().flat_map(|n| n.signed.keys().copied()).collect();
        let dossier = gemeente(at)?;
        dossier.advice = Some(Box::new(advice));
        if let Some(notification) = notification {
            dossier.notification = Some(Box::new(notification));
        }
        Ok(Command::SendThemselves { on, signed })
    })
    .await
}

/// Registers a notification that came on paper, or the signature that was missing.
///
/// # Errors
/// See [`ActionError`].
pub async fn receive_notification(
    house: &House,
    actor: &Actor,
    form: Form,
    on: Date,
    notification: Notification,
) -> Result<String, ActionError> {
    perform_knowing_parents(house, actor, form, move |at| {
        let notification = placed(at, notification)?;
        let by = notification.signed.keys().copied().collect();
        let answers = at.case.state.answers().cloned().unwrap_or_default();
        let dossier = gemeente(at)?;
        let earlier = dossier.still_signed(answers.signed());
        let merged = Notification::merged(earlier, notification)
            .map_err(|no| contradicted(Role::Lpa, no))?;
        dossier.notification = Some(Box::new(merged));
        Ok(Command::SignNotification { by, on })
    })
    .await
}

/// What was typed over from paper, with each parent in the place that the GGD gave.
fn placed(at: &Moment<'_>, typed: Notification) -> Result<Notification, ActionError> {
    let Some((_, _, parents)) = at.consent else {
        return Ok(typed);
    };
    in_their_places(typed, parents)
        .map_err(|who| ActionError::Field(who.field(), who.dutch().to_owned()))
}

/// Records where somebody lives who gets the gemeente's letters, found or moved. After the decision the letter goes there (again).
///
/// # Errors
/// See [`ActionError`]; [`ActionError::NotFound`] for who gets no letters of it.
pub async fn record_address(
    house: &House,
    actor: &Actor,
    form: Form,
    person: Person,
    address: Address,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let decided = !matches!(at.case.state, State::WithLpa(_));
        let known = gemeente(at)?
            .correspondents_mut()
            .iter_mut()
            .find(|one| one.person == person)
            .ok_or(ActionError::NotFound)?;
        let before = known.address.replace(address);
        // Before the decision a new address changes nothing but where the letter will go.
        let found = decided || before.is_none();
        let addresses = Addresses {
            found: found.then_some(person).into_iter().collect(),
            lost: Vec::new(),
            replaced: Vec::new(),
        };
        Ok(Command::CorrectFacts {
            addresses,
            born: false,
            renamed: false,
            asked: None,
            notification: false,
        })
    })
    .await
}

/// Goes on without the signature of a parent under the notification: recorded, with the reason.
///
/// # Errors
/// See [`ActionError`]; refused while nobody signed.
pub async fn go_on_without(
    house: &House,
    actor: &Actor,
    form: Form,
    who: Person,
    why: Without,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |_| {
        Ok(Command::GoOnWithout { who, why })
    })
    .await
}

/// What the test of the form looks at, for the page and for the decision alike.
#[must_use]
pub fn facts(at: &FactsOf<'_>) -> Option<FormFacts> {
    let State::WithLpa(state) = at.state else {
        return None;
    };
    let advice = at.dossier.advice.as_ref()?;
    let established = at.state.advice()?;
    let doctor = IndependentDoctor::declare(
        established.doctor(),
        at.appointments,
        at.municipality,
        Treats::No,
        established.on(),
    );
    Some(FormFacts {
        notified_on: state.notified_on(),
        fields_complete: at
            .dossier
            .notification
            .as_ref()
            .is_some_and(|n| n.is_complete()),
        statement_on: advice.established_on,
        statement_good_until: last_good_day(advice.established_on, at.rules),
        doctor_appointed: doctor.is_ok(),
        // Only a doctor who declared not to treat the child can have established an SMA here.
        doctor_independent: true,
    })
}

/// Records the yearly notification of the year that ends `by`, as the LPA tested it.
///
/// # Errors
/// See [`ActionError`]; refused with the requirements that are not met, and where none is asked for that day.
pub async fn notify_yearly(
    house: &House,
    actor: &Actor,
    form: Form,
    by: Date,
    came: Yearly,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let facts = FormFacts {
            notified_on: Some(came.on),
            fields_complete: came.complete,
            statement_on: came.statement_on,
            statement_good_until: last_good_day(came.statement_on, at.rules),
            doctor_appointed: came.appointed,
            doctor_independent: came.independent,
        };
        if let (Some(exemption), Ok(form)) = (&mut gemeente(at)?.exemption, facts.test()) {
            *exemption = exemption.renewed(&form, by);
        }
        Ok(Command::NotifyYearly { by, facts })
    })
    .await
}

/// Records since when the child goes to school again, or that it doesn't any more.
///
/// # Errors
/// See [`ActionError`].
pub async fn record_school(
    house: &House,
    actor: &Actor,
    form: Form,
    since: Option<Date>,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |_| {
        Ok(Command::RecordSchool(since))
    })
    .await
}

/// A yearly notification, and what the LPA saw of its form.
#[derive(Clone, Copy, Debug)]
pub struct Yearly {
    /// Day on which the gemeente received it.
    pub on: Date,
    /// Day of the doctor's statement with it.
    pub statement_on: Date,
    /// It is signed by who is responsible, with every field of art. 6.
    pub complete: bool,
    /// The doctor was appointed by B&W.
    pub appointed: bool,
    /// The doctor doesn't treat the child.
    pub independent: bool,
}

/// Where the facts of the form come from.
pub struct FactsOf<'a> {
    /// Where the case stands.
    pub state: &'a State,
    /// The gemeente's dossier.
    pub dossier: &'a GemeenteDossier,
    /// The municipalities that appointed the doctor who advised.
    pub appointments: &'a [crate::domain::advice::Appointed],
    /// The municipality of the case.
    pub municipality: &'a crate::domain::party::PartyId,
    /// The rules.
    pub rules: &'a crate::domain::rules::Rules,
}

/// Grants: tests the form, and confirms the exemption that arises by law.
///
/// # Errors
/// See [`ActionError`]; refused with the requirements that are not met.
pub async fn grant(
    house: &House,
    actor: &Actor,
    form: Form,
    terms: Terms,
    explanation: Option<LongText<1000>>,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let facts = facts_at(at)?;
        let facts = facts.ok_or_else(|| at.refuse(StepKind::Grant, Rule::NotFromHere))?;
        let inform_local_team = at
            .consent
            .filter(|_| at.case.local_team.is_some())
            .and_then(|(consent, child, parents)| {
                consent
                    .permits::<InformLocalTeam>(child, parents, at.today)
                    .ok()
            });
        let advice = at.dossier.gemeente().and_then(|own| own.advice.as_deref());
        let advised = advice.map(|advice| advice.verdict);
        let advised = advised.ok_or_else(|| at.refuse(StepKind::Grant, Rule::NotFromHere))?;
        let exemption = facts.test().ok().and_then(|form| {
            let months = at.rules.terms.reassessment_letter_months;
            crate::domain::exemption::Exemption::new(
                &form,
                &terms,
                advised.advised(),
                &at.rules.durations,
                months,
                at.today,
            )
            .ok()
        });
        let dossier = gemeente(at)?;
        dossier.explanation = explanation;
        dossier.exemption = exemption;
        Ok(Command::Grant {
            facts,
            terms,
            advised,
            eighteen_on: at.dossier.born().map(|born| birthday(born, 18)),
            inform_local_team,
        })
    })
    .await
}

/// Finds that a requirement of form is not met.
///
/// # Errors
/// See [`ActionError`].
pub async fn refuse(
    house: &House,
    actor: &Actor,
    form: Form,
    requirement: Requirement,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let facts = facts_at(at)?;
        // What the program can see, it decides; what only the LPA knows (where the child is registered, who treats it) is taken
        // from the LPA.
        let known = !matches!(
            requirement,
            Requirement::Registered | Requirement::DoctorIndependent
        );
        if known && facts.is_some_and(|facts| !facts.failed().contains(&requirement)) {
            return Err(at.refuse(StepKind::Refuse, Rule::RequirementMet(requirement)));
        }
        gemeente(at)?.refused = Some(requirement);
        Ok(Command::Refuse(requirement))
    })
    .await
}

/// The facts as they stand at this step.
fn facts_at(at: &Moment<'_>) -> Result<Option<FormFacts>, ActionError> {
    Ok(facts(&FactsOf {
        state: &at.case.state,
        dossier: at.dossier.gemeente().ok_or(ActionError::NotFound)?,
        appointments: at.appointments,
        municipality: &at.case.municipality,
        rules: at.rules,
    }))
}

fn gemeente<'a>(at: &'a mut Moment<'_>) -> Result<&'a mut GemeenteDossier, ActionError> {
    at.dossier.gemeente_mut().ok_or(ActionError::NotFound)
}
