//! Tasks that people do: their doing is recorded.

use crate::domain::case::{EventKind, StepKind, TaskKind};
use crate::domain::grant::{Grant, Purpose};
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, CaseId, PartyId};
use crate::store::{cases, tasks};

use super::carry_out::{Ground, Work};
use super::compartment::open_dossier;
use super::error::ActionError;
use super::house::House;
use super::{perform, seintje};

/// Records that a task was done. For a telephone seintje the doing is what tells the receiver: who called, and when; nothing
/// but the name was said.
///
/// Answers the case, to go back to; the same for a task that was done already, which then has no second effect.
///
/// # Errors
/// [`ActionError::NotFound`] if the task isn't the own party's.
pub async fn done(house: &House, actor: &Actor, task: &str) -> Result<CaseId, ActionError> {
    let party = actor.party().cloned().ok_or(ActionError::NotFound)?;
    let (inside, actor, id) = (house.clone(), actor.clone(), task.to_owned());
    let case = house
        .store
        .write(move |tx| Box::pin(async move { record(&inside, tx, &actor, &party, &id).await }))
        .await?;
    house.waker.wake("");
    Ok(case)
}

async fn record(
    house: &House,
    tx: &mut crate::store::Tx,
    actor: &Actor,
    party: &PartyId,
    id: &str,
) -> Result<CaseId, ActionError> {
    let task = tasks::load(tx, id, party)
        .await?
        .ok_or(ActionError::NotFound)?;
    let by = actor.user().map(|user| user.as_str());
    if !tasks::done(tx, id, party, house.clock.now(), by).await? {
        return Ok(task.case);
    }
    let mut case = cases::load(tx, &task.case)
        .await?
        .ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &case, Purpose::Step)?;
    let mut own = open_dossier(house, tx, &case, &grant)
        .await?
        .ok_or(ActionError::NotFound)?;
    let rules = house.rules(&case.workflow)?;
    let parties = perform::organisations(tx, &case).await?;
    let kind = own.dossier.kind();
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
    };
    let Some(what) = TaskKind::from_code(&task.kind) else {
        return Ok(task.case);
    };
    let data: serde_json::Value = serde_json::from_str(&task.data).unwrap_or_default();
    let notice = data
        .get("notice")
        .and_then(|code| code.as_str())
        .and_then(NoticeKind::from_code);
    match notice.filter(|_| what == TaskKind::CallSeintje) {
        Some(notice) => {
            seintje::tell(&mut work, notice).await?;
            work.event(EventKind::CallMade { notice }, vec![kind.into()])
                .await?;
        }
        None => {
            work.event(EventKind::TaskDone { task: what }, vec![kind.into()])
                .await?
        }
    }
    Ok(task.case)
}
