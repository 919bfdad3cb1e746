//! What people of the SWV do.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::domain::application::{Addresses, Application, Missing};
use crate::domain::case::{Case, Command, Refusal, Rule, State, StepKind, decide};
use crate::domain::consent::{ConsentRecord, NoConsent, ShareWithDoctor};
use crate::domain::deadline::Pace;
use crate::domain::dossier::{ContactNote, Correction, Dossier, SwvDossier, SwvFile};
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind, Role, Sector};
use crate::domain::rules::Rules;
use crate::domain::text::LongText;
use crate::store::{Tx, cases, opening, parties};

use super::changes::changes;
use super::compartment;
use super::error::ActionError;
use super::house::House;
use super::members;
use super::perform::{Form, Moment, answered, first_time, perform, write_events};

/// What an employee types over from the form.
#[derive(Clone)]
pub struct Typed {
    /// The application form.
    pub application: Application,
    /// The consent form.
    pub consent: ConsentRecord,
    /// The municipality where the child is registered.
    pub municipality: PartyId,
    /// The local team, if it is involved.
    pub local_team: Option<PartyId>,
}

impl Typed {
    fn missing(&self, rules: &Rules, on: Date) -> BTreeSet<Missing> {
        self.application
            .missing(&self.consent, &rules.required, rules.application_signed, on)
    }

    /// The file that it makes, with the case before it.
    pub(super) fn file_in(self, previous: Option<CaseId>) -> NewFile {
        NewFile {
            file: SwvFile {
                application: self.application,
                consent: self.consent,
                contacts: Vec::new(),
                corrections: Vec::new(),
                agreement: None,
                sitting_place: None,
                report_to: None,
                ticked: BTreeMap::new(),
                notes: Vec::new(),
            },
            municipality: self.municipality,
            local_team: self.local_team,
            previous,
        }
    }
}

/// Starts a case with what was typed over. Nobody else hears of it before the receipt is registered.
///
/// `previous` links a re-application to the case before it. Answers the new case's id.
///
/// # Errors
/// See [`ActionError`]; [`ActionError::NotFound`] if the actor is not of an SWV or the previous case isn't the SWV's; refused if
/// a newer case follows that one already.
pub async fn start(
    house: &House,
    actor: &Actor,
    once: Option<String>,
    typed: Typed,
    previous: Option<CaseId>,
) -> Result<CaseId, ActionError> {
    let Actor::Employee { party, role, user } = actor else {
        return Err(ActionError::NotFound);
    };
    if role.acts_as() != Role::Swv {
        return Err(ActionError::NotFound);
    }
    let id = CaseId(house.random.opaque_id());
    let (inside, sender, party, new) = (house.clone(), actor.clone(), party.clone(), id.clone());
    let user = user.clone();
    let (number, before) = (once.clone(), previous.clone());
    let started = house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let house = &inside;
                let now = house.clock.now();
                let form =
                    Form::unversioned(new.clone(), once, format!("/swv/zaken/{}", new.as_str()));
                first_time(tx, &sender, &form, now).await?;
                if let Some(previous) = &previous {
                    cases::hold(tx, previous).await?;
                    let found = opening::load(tx, previous, &sender, None, now).await?;
                    let before = found.ok_or(ActionError::NotFound)?;
                    Grant::own_dossier(&sender, &before.case, Purpose::Step, &before.facts)?;
                    applied_again(house, tx, &sender, &before.case).await?;
                }
                let case = begun(house, tx, (new, &party), typed.file_in(previous)).await?;
                members::add(house, tx, &sender, (&case.id, &party), &user).await
            })
        })
        .await;
    answered(house, actor, before, number, started)
        .await
        .map(|()| id)
}

/// The file of a new case, and what belongs beside it.
pub(super) struct NewFile {
    /// The file.
    pub(super) file: SwvFile,
    /// The municipality where the child is registered.
    pub(super) municipality: PartyId,
    /// The local team, if it is involved.
    pub(super) local_team: Option<PartyId>,
    /// The case before it.
    pub(super) previous: Option<CaseId>,
}

/// A case in which nothing happened yet, with the file of its SWV.
pub(super) async fn begun(
    house: &House,
    tx: &mut Tx,
    (id, party): (CaseId, &PartyId),
    new: NewFile,
) -> Result<Case, ActionError> {
    let all = parties::list(tx, None).await?;
    let swv = all.iter().find(|known| known.id == *party);
    let ggd = all.iter().find(|known| known.kind == PartyKind::Ggd);
    let (swv, ggd) = swv.zip(ggd).ok_or(ActionError::NotFound)?;
    let case = Case {
        id,
        workflow: workflow(swv.settings.sector).to_owned(),
        swv: party.clone(),
        ggd: ggd.id.clone(),
        municipality: new.municipality,
        local_team: new.local_team,
        previous: new.previous,
        state: State::start(house.clock.today()),
        pace: Pace::default(),
        version: 1,
    };
    cases::insert(tx, &case, house.clock.now()).await?;
    let dossier = Dossier::Swv(SwvDossier::Full(Box::new(new.file)));
    compartment::create(house, tx, &case, party, dossier).await?;
    Ok(case)
}

/// With which rules a case of this sector starts.
pub(super) const fn workflow(sector: Option<Sector>) -> &'static str {
    match sector {
        Some(Sector::Vo) => "tom-vo/v1",
        _ => "tom-po/v1",
    }
}

/// Writes on the timeline of the case before that the parents applied again.
async fn applied_again(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    before: &Case,
) -> Result<(), ActionError> {
    let rules = house.rules(&before.workflow)?;
    let today = house.clock.today();
    let decision = decide(before, Command::ApplyAgain, actor, rules, today)?;
    if cases::followed_by(tx, &before.id).await?.is_some() {
        return Err(Refusal {
            state: before.state.kind(),
            step: StepKind::ApplyAgain,
            role: actor.role(),
            rule: Rule::AppliedAgain,
        }
        .into());
    }
    write_events(
        house,
        tx,
        actor,
        before,
        StepKind::ApplyAgain,
        &decision.events,
    )
    .await
}

/// Fills in, completes or corrects the application. After the receipt each change stays visible in the history.
///
/// # Errors
/// See [`ActionError`].
pub async fn amend(
    house: &House,
    actor: &Actor,
    form: Form,
    typed: Typed,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let mut typed = typed;
        // What was said since the form is no part of it, and the text that was shown stays the one that was shown.
        let held = &file(at)?.consent;
        typed.consent.text = held.text;
        typed.consent.since.clone_from(&held.since);
        typed.consent.questions.clone_from(&held.questions);
        let missing = typed.missing(at.rules, at.today);
        let filling = matches!(at.case.state, State::Filling(_));
        if !filling && typed.municipality != at.case.municipality {
            return Err(at.refuse(StepKind::Amend, Rule::UseMove));
        }
        at.case.municipality = typed.municipality.clone();
        at.case.local_team = typed.local_team.clone();
        let today = at.today;
        let file = file(at)?;
        let renamed = file.application.child.name != typed.application.child.name;
        let born = file.application.child.born != typed.application.child.born;
        if !filling {
            let changes = changes(
                (&file.application, &file.consent),
                (&typed.application, &typed.consent),
            );
            if !changes.is_empty() {
                file.corrections.push(Correction { on: today, changes });
            }
        }
        let addresses = Addresses::between(&file.application, &typed.application);
        (file.application, file.consent) = (typed.application, typed.consent);
        Ok(Command::Amend {
            missing,
            renamed,
            born,
            addresses,
        })
    })
    .await
}

/// Registers the receipt: the seintje goes to the LPA, the confirmation to the parents.
///
/// # Errors
/// See [`ActionError`].
pub async fn register(
    house: &House,
    actor: &Actor,
    form: Form,
    received_on: Date,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let (rules, today) = (at.rules, at.today);
        let file = file(at)?;
        let missing = file.missing(rules, today);
        Ok(Command::Register {
            received_on,
            missing,
            paper: true,
        })
    })
    .await
}

/// Asks the parents, by letter, for what is missing.
///
/// # Errors
/// See [`ActionError`].
pub async fn ask_completion(
    house: &House,
    actor: &Actor,
    form: Form,
) -> Result<String, ActionError> {
    perform(house, actor, form, |at| {
        let (rules, today) = (at.rules, at.today);
        Ok(Command::AskCompletion(file(at)?.missing(rules, today)))
    })
    .await
}

/// Notes a contact with the parents.
///
/// # Errors
/// See [`ActionError`].
pub async fn note_contact(
    house: &House,
    actor: &Actor,
    form: Form,
    on: Date,
    text: LongText<1000>,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        if on > at.today {
            return Err(at.refuse(StepKind::NoteContact, Rule::InFuture));
        }
        file(at)?.contacts.push(ContactNote { on, text });
        Ok(Command::NoteContact)
    })
    .await
}

/// Records that the team held its sitting, and what it agreed on.
///
/// # Errors
/// See [`ActionError`].
pub async fn record_sitting(
    house: &House,
    actor: &Actor,
    form: Form,
    on: Date,
    agreement: Option<LongText<2000>>,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        let file = file(at)?;
        file.agreement = agreement.or(file.agreement.take());
        Ok(Command::RecordSitting(on))
    })
    .await
}

/// Hands over to the independent doctor: exactly the fields of the workflow file.
///
/// # Errors
/// See [`ActionError`]; refused while something is missing or nobody consented.
pub async fn hand_over(house: &House, actor: &Actor, form: Form) -> Result<String, ActionError> {
    perform(house, actor, form, |at| {
        let (rules, today) = (at.rules, at.today);
        let file = file(at)?;
        let missing = file.missing(rules, today);
        let complete = Application::complete(&missing);
        let consent = file.consent.permits::<ShareWithDoctor>(
            &file.application.child,
            &file.application.parents,
            today,
        );
        if let Err(no @ NoConsent::Withdrawn(_)) = consent {
            return Err(at.refuse(StepKind::HandOver, Rule::Consent(no)));
        }
        let complete = complete.map_err(|missing| {
            at.refuse(
                StepKind::HandOver,
                Rule::Incomplete(missing.into_iter().collect()),
            )
        })?;
        let consent = consent.map_err(|no| at.refuse(StepKind::HandOver, Rule::Consent(no)))?;
        Ok(Command::HandOver(complete, consent))
    })
    .await
}

/// Closes the case: a possibility in education was found.
///
/// # Errors
/// See [`ActionError`].
pub async fn close_school_possible(
    house: &House,
    actor: &Actor,
    form: Form,
    agreement: LongText<2000>,
) -> Result<String, ActionError> {
    perform(house, actor, form, move |at| {
        file(at)?.agreement = Some(agreement);
        Ok(Command::CloseSchoolPossible)
    })
    .await
}

/// The SWV's file, if it still holds one.
fn file<'a>(at: &'a mut Moment<'_>) -> Result<&'a mut SwvFile, ActionError> {
    at.dossier.swv_mut().ok_or(ActionError::NotFound)
}
