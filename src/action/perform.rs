//! The one write path: load the case, open the own dossier, let the pure function decide, and write state, history,
//! disclosures, tasks and outbox in one transaction. Pages, jobs and the command line all come through here.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::advice::Appointed;
use crate::domain::case::{
    Audience, Case, Command, Event, EventKind, Refusal, Rule, State, StepKind, decide, known,
};
use crate::domain::consent::{ConsentRecord, NoConsent};
use crate::domain::dossier::{Dossier, SwvDossier};
use crate::domain::family::{Child, Parent};
use crate::domain::grant::{Grant, Purpose};
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind, Role};
use crate::domain::rules::Rules;
use crate::store::history::{FAMILY, NewEvent, add_event};
use crate::store::opening::{self, Opening};
use crate::store::tasks::{self, Task};
use crate::store::{StoreError, Tx, cases, dossiers, outbox, parties, submissions};
use crate::vault::KeyId;

use super::access_log::{self, Refused};
use super::carry_out::{self, Ground};
use super::compartment::{self, Opened, open_dossier, open_row};
use super::erase;
use super::error::ActionError;
use super::follow::{goes_on, keep_elsewhere, watch_age};
use super::house::House;
use super::knowing::{Facts, Knowing, consent_at_ggd};
use super::members;

/// Which case, as the form knew it.
#[derive(Clone, Debug)]
pub struct Form {
    /// The case.
    pub case: CaseId,
    /// The version that the page showed; `None` where no page did (a job).
    pub version: Option<i64>,
    /// The version of the own dossier that the page showed, where the step replaces something in it that is saved beside
    /// the steps too.
    pub dossier: Option<i64>,
    /// The number of the form: the same form sent again gets the first answer.
    pub once: Option<String>,
    /// Where the sender goes after it.
    pub location: String,
}

impl Form {
    /// A form that holds whatever changed in the case since its page was shown, or that is about none.
    #[must_use]
    pub const fn unversioned(case: CaseId, once: Option<String>, location: String) -> Self {
        Self {
            case,
            version: None,
            dossier: None,
            once,
            location,
        }
    }
}

/// What a step sees of the case: the actor's own dossier, to read and to change.
pub struct Moment<'a> {
    /// The case. A step may set the local team and, while it is being filled in, the municipality.
    pub case: &'a mut Case,
    /// The rules that it started with.
    pub rules: &'a Rules,
    /// Today, in Amsterdam.
    pub today: Date,
    /// The own dossier.
    pub dossier: &'a mut Dossier,
    /// The municipalities that appointed the doctor who acts or who advised.
    pub appointments: &'a [Appointed],
    /// The consent as the GGD holds it, with the family that signed it: for a step of another party that rests on it.
    pub consent: Option<&'a (ConsentRecord, Child, Vec<Parent>)>,
    /// Who acts.
    pub actor: &'a Actor,
    /// The name of the employee who acts.
    pub name: &'a str,
}

impl Moment<'_> {
    /// A refusal of this step by a rule.
    #[must_use]
    pub fn refuse(&self, step: StepKind, rule: Rule) -> ActionError {
        ActionError::Refused(Refusal {
            state: self.case.state.kind(),
            step,
            role: self.actor.role(),
            rule,
        })
    }
}

/// Takes a step. `step` fills in the own dossier and says which command that makes, proofs included.
///
/// Answers where to go; [`ActionError::Again`] carries the first answer of a form that was sent before.
///
/// # Errors
/// See [`ActionError`]. Nothing is kept of a step that failed.
pub async fn perform<F>(
    house: &House,
    actor: &Actor,
    form: Form,
    step: F,
) -> Result<String, ActionError>
where
    F: FnOnce(&mut Moment<'_>) -> Result<Command, ActionError> + Send + 'static,
{
    run(house, actor, form, Knowing::Own, step).await
}

/// The same for a step that must know the parents as the GGD does: [`Moment::consent`] says who they are.
///
/// # Errors
/// See [`perform`].
pub async fn perform_knowing_parents<F>(
    house: &House,
    actor: &Actor,
    form: Form,
    step: F,
) -> Result<String, ActionError>
where
    F: FnOnce(&mut Moment<'_>) -> Result<Command, ActionError> + Send + 'static,
{
    run(house, actor, form, Knowing::Parents, step).await
}

/// The same for a no of the family: what may not be used, or doesn't open, at another party is no reason not to hear it.
///
/// # Errors
/// See [`perform`].
pub async fn perform_to_stop<F>(
    house: &House,
    actor: &Actor,
    form: Form,
    step: F,
) -> Result<String, ActionError>
where
    F: FnOnce(&mut Moment<'_>) -> Result<Command, ActionError> + Send + 'static,
{
    run(house, actor, form, Knowing::ToStop, step).await
}

async fn run<F>(
    house: &House,
    actor: &Actor,
    form: Form,
    knowing: Knowing,
    step: F,
) -> Result<String, ActionError>
where
    F: FnOnce(&mut Moment<'_>) -> Result<Command, ActionError> + Send + 'static,
{
    let (house, inside) = (house.clone(), house.clone());
    let (actor, sender) = (actor.clone(), actor.clone());
    let (location, once, about) = (form.location.clone(), form.once.clone(), form.case.clone());
    // A sender who hangs up stops nothing: what must follow the commit still follows. So the unit needs no task of its own.
    let unit = tokio::spawn(async move {
        let done = house
            .store
            .noted(move |tx| {
                Box::pin(async move {
                    let case = form.case.clone();
                    match in_transaction(&inside, tx, &actor, form, knowing, step).await {
                        Err(ActionError::Refused(refusal)) => {
                            Err(as_heard(tx, &case, &actor, refusal).await?.into())
                        }
                        other => other,
                    }
                })
            })
            .await;
        let spent = answered(&house, &sender, Some(about), once, done).await?;
        house.waker.wake("");
        destroy(&house, spent).await;
        Ok(location)
    });
    unit.await
        .unwrap_or_else(|_| Err(StoreError::Panicked.into()))
}

async fn in_transaction<F>(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: Form,
    knowing: Knowing,
    step: F,
) -> Result<Vec<(PartyId, KeyId)>, ActionError>
where
    F: FnOnce(&mut Moment<'_>) -> Result<Command, ActionError>,
{
    let now = house.clock.now();
    let once = form.once.as_deref();
    cases::hold_or_guard(tx, &form.case).await?;
    let Opening {
        mut case,
        facts: known,
        dossier,
        name,
        answered,
        parties,
        ..
    } = opening::load(tx, &form.case, actor, once, now)
        .await?
        .ok_or(ActionError::NotFound)?;
    if let Some(location) = answered {
        return Err(ActionError::Again(location));
    }
    record(tx, actor, &form, now).await?;
    let grant = match (actor, &dossier) {
        (Actor::Family { .. }, Some(own)) => Grant::own_data(actor, &case, &own.party)?,
        _ if knowing == Knowing::ToStop && dossier.as_ref().is_some_and(|own| own.restricted) => {
            Grant::own_to_stop(actor, &case, &known)?
        }
        _ => Grant::own_dossier(actor, &case, Purpose::Step, &known)?,
    };
    let dossier = dossier.ok_or(ActionError::NotFound)?;
    let mut own = open_row(house, tx, &case, &grant, dossier).await?;
    let changed = form.version.is_some_and(|version| version != case.version)
        || form
            .dossier
            .is_some_and(|version| version != own.row.version);
    let rules = house.rules(&case.workflow)?;
    let (before, version) = (own.dossier.clone(), own.row.version);
    let held = case.state.in_hands_of();
    let municipality = case.municipality.clone();
    let facts = Facts::gather(house, tx, actor, &case, knowing).await?;
    let asked = step(&mut Moment {
        case: &mut case,
        rules,
        today: house.clock.today(),
        dossier: &mut own.dossier,
        appointments: &facts.appointments,
        consent: facts.consent.as_ref(),
        actor,
        name: &name,
    });
    if changed {
        return Err(changed_meanwhile(house, tx, actor, (&case, &before), &form, asked).await?);
    }
    let command = asked?;
    let kind = command.kind();
    // Who stops the use of data is never stopped, least of all while a term of silence runs; and what is said of a consent is kept, which
    // is no use: a refusal would tell one parent of a request of the other.
    let kept = matches!(
        kind,
        StepKind::WithdrawConsent | StepKind::GiveConsent | StepKind::Block | StepKind::Withdraw
    );
    if own.row.restricted && !kept {
        return Err(ActionError::Restricted);
    }
    if matches!(own.dossier, Dossier::Swv(SwvDossier::SittingOnly(_))) {
        let (state, role) = (case.state.kind(), actor.role());
        return Err(Refusal {
            state,
            step: kind,
            role,
            rule: Rule::HandedOver,
        }
        .into());
    }
    if grant.only_shows() && kind != StepKind::TakeOn {
        let (state, role, rule) = (case.state.kind(), actor.role(), Rule::GlassShows);
        return Err(Refusal {
            state,
            step: kind,
            role,
            rule,
        }
        .into());
    }
    let decision = decide(&case, command, actor, rules, house.clock.today())?;
    members::takes_on(house, tx, actor, &case.id, kind, &known).await?;
    let (before_state, before_pace) = (case.state.clone(), case.pace.clone());
    (case.state, case.pace) = (decision.state, decision.pace);
    write_events(house, tx, actor, &case, kind, &decision.events).await?;
    let ground = Ground {
        house,
        actor,
        rules,
        name: &name,
        step: kind,
    };
    let spent = carry_out::all(&ground, tx, &mut case, &mut own, parties, decision.effects).await?;
    let changed = own.dossier != before;
    let kept = compartment::kept(house, &case, &own.dossier, (own.row.kept, changed))?;
    if (changed || kept != own.row.kept) && own.row.version == version {
        compartment::save(house, tx, &case, &mut own).await?;
    }
    keep_elsewhere(house, tx, &case, (held, &municipality), own.dossier.kind()).await?;
    watch_age(house, tx, &case, (&before, held), (&own.dossier, kind)).await?;
    if case.municipality != municipality && kind != StepKind::Move && kind != StepKind::Amend {
        return Err(ActionError::Changed);
    }
    let left = case.municipality != municipality;
    cases::update(tx, &case, now).await?;
    goes_on(house, tx, &case, (&before_state, &before_pace), left).await?;
    Ok(spent)
}

/// Takes a step of the program itself, out of the dossier of the party that has the case. `case` is what it is afterwards.
pub(super) async fn by_system(
    house: &House,
    tx: &mut Tx,
    case: &mut Case,
    command: Command,
) -> Result<Vec<(PartyId, KeyId)>, ActionError> {
    let (actor, now) = (&Actor::System, house.clock.now());
    let rules = house.rules(&case.workflow)?;
    // What a family sent online is registered out of the dossier that the SWV just got.
    let arrives = matches!(case.state, State::Filling(_)).then_some(PartyKind::Swv);
    let held = case.state.in_hands_of().or(arrives);
    let held = held.ok_or(ActionError::NotFound)?;
    let own = other(house, tx, actor, case, held).await?;
    let mut own = own.ok_or(ActionError::NotFound)?;
    let parties = parties::of_case(tx, case).await?;
    let step = command.kind();
    let decision = decide(case, command, actor, rules, house.clock.today())?;
    let before = (case.state.clone(), case.pace.clone());
    (case.state, case.pace) = (decision.state, decision.pace);
    write_events(house, tx, actor, case, step, &decision.events).await?;
    let ground = Ground {
        house,
        actor,
        rules,
        name: "",
        step,
    };
    let spent = carry_out::all(&ground, tx, case, &mut own, parties, decision.effects).await?;
    let kept = compartment::kept(house, case, &own.dossier, (own.row.kept, false))?;
    if kept != own.row.kept {
        dossiers::keep(tx, &own.row.id, kept).await?;
    }
    if case.state.in_hands_of().is_none() {
        outbox::cancel_birthday(tx, &case.id).await?;
    }
    cases::update(tx, case, now).await?;
    case.version += 1;
    goes_on(house, tx, case, (&before.0, &before.1), false).await?;
    Ok(spent)
}

/// Why a form is refused whose page showed the case as it was: a consent on which it rests was withdrawn since, or something else
/// changed.
async fn changed_meanwhile(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    (case, own): (&Case, &Dossier),
    form: &Form,
    asked: Result<Command, ActionError>,
) -> Result<ActionError, ActionError> {
    let (step, version) = match (asked, form.version) {
        (Err(ActionError::Refused(refusal)), _) if matches!(refusal.rule, Rule::Consent(_)) => {
            return Ok(refusal.into());
        }
        (Ok(command), Some(version)) => (command.kind(), version),
        (Err(ActionError::Refused(refusal)), Some(version)) => (refusal.step, version),
        _ => return Ok(ActionError::Changed),
    };
    if step.rests_on().is_empty() {
        return Ok(ActionError::Changed);
    }
    let elsewhere = match own {
        Dossier::Gemeente(_) => consent_at_ggd(house, tx, actor, case).await?,
        _ => None,
    };
    let known = match (own.consent(), &elsewhere) {
        (Some((consent, of)), _) => Some((consent, (&of.child, &of.parents[..]))),
        (None, Some((consent, child, parents))) => Some((consent, (child, &parents[..]))),
        (None, None) => None,
    };
    let today = house.clock.today();
    let withdrawn = known.and_then(|(consent, family)| {
        consent.withdrawn_since(version, step.rests_on(), family, today)
    });
    Ok(withdrawn.map_or(ActionError::Changed, |day| {
        ActionError::Refused(Refusal {
            state: case.state.kind(),
            step,
            role: actor.role(),
            rule: Rule::Consent(NoConsent::Withdrawn(day)),
        })
    }))
}

/// A refusal that says where the case stands as far as this party has heard.
async fn as_heard(
    tx: &mut Tx,
    case: &CaseId,
    actor: &Actor,
    mut refusal: Refusal,
) -> Result<Refusal, ActionError> {
    if let (Some(kind), Some(case)) = (actor.role().party_kind(), cases::load(tx, case).await?) {
        let calls = tasks::calls(tx, &case.id).await?;
        let calls: Vec<NoticeKind> = calls.iter().filter_map(Task::notice).collect();
        refusal.state = known(&case.state, kind, &calls);
    }
    Ok(refusal)
}

/// Destroys data keys after the commit that left their certificates. What is left over, the next look at what is due destroys.
pub(super) async fn destroy(house: &House, spent: Vec<(PartyId, KeyId)>) {
    if !spent.is_empty()
        && let Err(error) = erase::finish(house).await
    {
        tracing::error!(%error, "the old data key of a dossier was not destroyed yet");
    }
}

/// Refuses a form that was handled before, with the answer that it got.
pub(super) async fn first_time(
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    now: EpochMillis,
) -> Result<(), ActionError> {
    if let Some(once) = &form.once
        && let Some(location) = submissions::answer(tx, once).await?
    {
        return Err(ActionError::Again(location));
    }
    record(tx, actor, form, now).await
}

/// Records the answer that a form gets, in case it is sent again.
async fn record(
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    now: EpochMillis,
) -> Result<(), ActionError> {
    let Some(once) = &form.once else {
        return Ok(());
    };
    let user = actor.user().map(|user| user.as_str());
    Ok(submissions::record(tx, once, user, now, &form.location).await?)
}

/// The outcome of a form. One that failed because it was sent twice at the same moment gets the answer of the first; what a rule
/// refused leaves a line.
pub(super) async fn answered<T>(
    house: &House,
    actor: &Actor,
    case: Option<CaseId>,
    once: Option<String>,
    outcome: Result<T, ActionError>,
) -> Result<T, ActionError> {
    let outcome = outcome.map_err(ActionError::of_step);
    let Err(error) = &outcome else {
        return outcome;
    };
    if let Some(once) = once
        && !matches!(error, ActionError::Again(_))
    {
        let first = house
            .store
            .glance(|tx| Box::pin(async move { submissions::answer(tx, &once).await }))
            .await;
        if let Ok(Some(location)) = first {
            return Err(ActionError::Again(location));
        }
    }
    if let ActionError::Refused(refusal) = error {
        let refused = Refused {
            case,
            purpose: Purpose::Step,
            asked: refusal.step.code().to_owned(),
            why: refusal.rule.code(),
        };
        access_log::refused(house, actor, refused).await?;
    }
    outcome
}

/// Writes each event once for each party that may see it.
pub(super) async fn write_events(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    case: &Case,
    step: StepKind,
    events: &[Event],
) -> Result<(), ActionError> {
    for event in events {
        for audience in &event.audience {
            if let Some(who) = audience_id(case, *audience) {
                write_event(house, tx, actor, (&case.id, step), &event.kind, who).await?;
            }
        }
    }
    Ok(())
}

/// Writes an event in the timeline of one party, or of the family.
pub(super) async fn write_event(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    (case, step): (&CaseId, StepKind),
    what: &EventKind,
    audience: &str,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    // Who gave an end notice would tell its receiver how far the child got.
    let received = match what {
        EventKind::SeintjeReceived { notice } => {
            matches!(notice, NoticeKind::EndedToLpa | NoticeKind::EndedToSwv)
        }
        EventKind::Reduced => actor.party().is_none_or(|party| party.as_str() != audience),
        _ => false,
    };
    let event = NewEvent {
        id: &house.random.id(now),
        case,
        audience,
        at: now,
        kind: step.code(),
        by_party: actor.party().map(PartyId::as_str).filter(|_| !received),
        by_role: if received {
            Role::System.code()
        } else {
            actor.role().code()
        },
        by_user: actor.user().map(|user| user.as_str()),
        data: &serde_json::to_string(what).map_err(|_| StoreError::Corrupt)?,
    };
    Ok(add_event(tx, &event).await?)
}

/// Who stands behind an audience in this case.
#[must_use]
pub(super) fn audience_id(case: &Case, audience: Audience) -> Option<&str> {
    match audience {
        Audience::Swv => Some(case.swv.as_str()),
        Audience::Ggd => Some(case.ggd.as_str()),
        Audience::Gemeente => Some(case.municipality.as_str()),
        Audience::LocalTeam => case.local_team.as_ref().map(PartyId::as_str),
        Audience::Family => Some(FAMILY),
    }
}

/// The dossier of another party, opened to carry out what a step brings about; the own one is passed in.
pub(super) async fn other(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    case: &Case,
    kind: PartyKind,
) -> Result<Option<Opened>, ActionError> {
    match Grant::to_carry_out(actor, case, kind) {
        Some(grant) => open_dossier(house, tx, case, &grant).await,
        None => Ok(None),
    }
}
