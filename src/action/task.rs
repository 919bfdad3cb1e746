//! Tasks that people do: their doing is recorded.

use time::Date;

use crate::domain::case::{Case, EventKind, Rule, StateKind, StepKind, TaskKind};
use crate::domain::consent::NoConsent;
use crate::domain::dossier::{Dossier, SwvDossier};
use crate::domain::grant::{Grant, Purpose};
use crate::domain::notice::{NoticeKind, Route};
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind};
use crate::letter::LetterKind;
use crate::store::opening::{self, Opening};
use crate::store::{cases, documents, parties, tasks};
use crate::vault::KeyId;

use super::access_log::{self, Refused};
use super::carry_out::{Ground, Work};
use super::compartment::open_dossier;
use super::error::ActionError;
use super::house::House;
use super::rights::{self, is_about_rights};
use super::{consent, follow, perform, seintje, view};

/// Records that a task was done. For a telephone seintje the doing is what tells the receiver: who called, and when; nothing
/// but the name was said.
///
/// Answers the case, to go back to, or `None` where another gemeente has it now; the same for a task that was done already,
/// which then has no second effect.
///
/// # Errors
/// [`ActionError::NotFound`] if the task isn't the own party's.
pub async fn done(house: &House, actor: &Actor, task: &str) -> Result<Option<CaseId>, ActionError> {
    let party = actor.party().cloned().ok_or(ActionError::NotFound)?;
    let (inside, sender, id) = (house.clone(), actor.clone(), task.to_owned());
    let done = house
        .store
        .write(move |tx| Box::pin(async move { record(&inside, tx, &sender, &party, &id).await }))
        .await
        .map_err(ActionError::of_step)?;
    let (case, spent) = match done {
        Done::Now(case, spent) => (case, spent),
        Done::Refused(case, no) => {
            // What the form says was read, and told: both logs hold it.
            let rule = Rule::Consent(no);
            let refused = Refused {
                case: Some(case),
                purpose: Purpose::Step,
                asked: TaskKind::CallSeintje.code().to_owned(),
                why: rule.code(),
            };
            access_log::refused(house, actor, refused).await?;
            return Err(ActionError::Field("task", rule.dutch()));
        }
    };
    house.waker.wake("");
    perform::destroy(house, spent).await;
    Ok(case)
}

/// What became of a task.
enum Done {
    /// It is done. Where to go back to, and the data keys to destroy.
    Now(Option<CaseId>, Vec<(PartyId, KeyId)>),
    /// Nothing was written but that the form was read: it doesn't carry the call.
    Refused(CaseId, NoConsent),
}

async fn record(
    house: &House,
    tx: &mut crate::store::Tx,
    actor: &Actor,
    party: &PartyId,
    id: &str,
) -> Result<Done, ActionError> {
    let task = tasks::load(tx, id, party)
        .await?
        .ok_or(ActionError::NotFound)?;
    cases::hold(tx, &task.case).await?;
    let found = opening::load(tx, &task.case, actor, None, house.clock.now()).await?;
    let Opening {
        mut case, facts, ..
    } = found.ok_or(ActionError::NotFound)?;
    let about_rights = task.about("request").is_some()
        || task
            .about("letter")
            .is_some_and(|letter| is_about_rights(&letter));
    let purpose = if about_rights {
        Purpose::Rights
    } else {
        Purpose::Step
    };
    let grant = Grant::own_task(actor, purpose, &facts)?;
    if task.kind == TaskKind::ScanPaper.code() {
        let why = "Voeg eerst de scan toe. Daarna is deze taak vanzelf klaar.";
        return Err(ActionError::Field("task", why.into()));
    }
    let here = Grant::own_dossier(actor, &case, Purpose::Step, &facts)
        .is_ok()
        .then_some(task.case.clone());
    if task.kind == TaskKind::AwaitNotification.code() && here.is_some() {
        let text = "Leg de kennisgeving vast op de pagina van de zaak, met de dag waarop zij kwam. Daarmee vervalt deze taak.";
        return Err(ActionError::Field("task", text.to_owned()));
    }
    if [TaskKind::AnswerRequest, TaskKind::LiftRestriction]
        .map(TaskKind::code)
        .contains(&&*task.kind)
    {
        // What is done with the request is what closes it.
        let text = "Open het verzoek bij Verzoeken. Handel het daar af: daarmee vervalt deze taak.";
        return Err(ActionError::Field("", text.to_owned()));
    }
    let open = tasks::open_of_case(tx, &case.id, party).await?;
    if !open.iter().any(|one| one.id == id) {
        return Ok(Done::Now(here, Vec::new()));
    }
    if let Some(notice) = task.notice().filter(|_| task.is_call())
        && let Some(no) = may_not_tell(house, tx, actor, (&case, notice)).await?
    {
        return Ok(Done::Refused(case.id, no));
    }
    let by = actor.user().map(|user| user.as_str());
    if !tasks::done(tx, id, party, house.clock.now(), by).await? {
        return Ok(Done::Now(here, Vec::new()));
    }
    let mut own = open_dossier(house, tx, &case, &grant)
        .await?
        .ok_or(ActionError::NotFound)?;
    let rules = house.rules(&case.workflow)?;
    let parties = parties::of_case(tx, &case).await?;
    let ground = Ground {
        house,
        actor,
        rules,
        name: "",
        step: StepKind::NoteContact,
    };
    let mut work = Work {
        ground: &ground,
        tx,
        case: &mut case,
        own: &mut own,
        parties,
        links: std::collections::BTreeMap::new(),
        spent: Vec::new(),
    };
    let Some(what) = TaskKind::from_code(&task.kind) else {
        return Ok(Done::Now(here, Vec::new()));
    };
    match task.notice().filter(|_| what == TaskKind::CallSeintje) {
        Some(notice) => {
            seintje::tell(&mut work, notice, Route::Telephone).await?;
            work.own_event(EventKind::CallMade { notice }).await?;
            // Who is about to take a step on the ground that nobody called yet must look again.
            cases::update(work.tx, work.case, house.clock.now()).await?;
            follow::shelve(house, work.tx, work.case).await?;
            if notice == NoticeKind::EndedToSwv {
                let sitting = sitting(work.tx, work.case).await?;
                work.reduce(sitting).await?;
            }
            let brings = match notice {
                NoticeKind::EndedToSwv if work.case.state.kind() == StateKind::Fit => {
                    Some(TaskKind::FindPlace)
                }
                NoticeKind::Monitor => Some(TaskKind::Monitor),
                _ => None,
            };
            if let Some(task) = brings {
                let none = serde_json::Value::Null;
                work.task(PartyKind::Swv, task, None, none).await?;
            }
        }
        None => {
            // Of a reduced dossier only what was still to be posted was left; an export is a copy of all of it.
            let reduced = matches!(work.own.dossier, Dossier::Swv(SwvDossier::SittingOnly(_)));
            let copy = task.about("letter").as_deref() == Some(LetterKind::AccessExport.code());
            if let Some(letter) = task.about("document").filter(|_| reduced || copy) {
                documents::delete(work.tx, &letter).await?;
            }
            if reduced {
                rights::shorten(work.tx, &work.own.row).await?;
            }
            work.own_event(EventKind::TaskDone { task: what }).await?;
        }
    }
    Ok(Done::Now(here, work.spent))
}

/// Why it may not be told on the day of the call: since somebody had to make it, a consent may have been withdrawn, or somebody else
/// decides.
async fn may_not_tell(
    house: &House,
    tx: &mut crate::store::Tx,
    actor: &Actor,
    (case, notice): (&Case, NoticeKind),
) -> Result<Option<NoConsent>, ActionError> {
    let rule = house.rules(&case.workflow)?.notices.get(&notice);
    match rule.and_then(|rule| rule.consent) {
        Some(purpose) => consent::refused(house, tx, actor, case, purpose).await,
        None => Ok(None),
    }
}

/// The last sitting, as the SWV's timeline holds it.
pub(super) async fn sitting(
    tx: &mut crate::store::Tx,
    case: &Case,
) -> Result<Option<Date>, ActionError> {
    let timeline = view::timeline(tx, &case.id, case.swv.as_str()).await?;
    Ok(timeline.iter().rev().find_map(|moment| match moment.what {
        EventKind::SittingHeld { on } => Some(on),
        _ => None,
    }))
}
