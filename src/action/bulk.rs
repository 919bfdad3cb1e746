//! Several cases at once: given to a colleague, or let go of. What will happen to each is shown before; afterwards what happened, and the same day
//! it can be undone in each case in which nobody took a step since, so in which nothing left the building.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::clock::EpochMillis;
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, CaseId, PartyId, Role, UserId};
use crate::store::{StoreError, Tx, batches, cases, members, submissions};

use super::access_log::{self, Refused};
use super::desk::{Listed, Wanted, desk};
use super::error::ActionError;
use super::house::House;
use super::members::{colleagues, open, put};

/// How long something can be undone: a day.
pub(super) const UNDONE_WITHIN: EpochMillis = 24 * 60 * 60 * 1000;

/// What is done with each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what", content = "to")]
pub enum What {
    /// This colleague works on it, and nobody else.
    Assign(UserId),
    /// Nobody works on it any more; for who doesn't say who works on what: who asks doesn't.
    Release,
}

/// What becomes of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is done.
    Done,
    /// It is so already.
    Already,
    /// It is a colleague's: who asks doesn't say who works on it.
    Colleagues,
    /// Somebody changed it since it was shown.
    Changed,
    /// Who asks doesn't see it (any more).
    Gone,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The case.
    pub case: CaseId,
    /// What became of it.
    pub outcome: Outcome,
    /// The version of the case afterwards.
    version: i64,
    /// Who worked on it before.
    before: BTreeSet<UserId>,
}

/// What somebody did with several cases at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// What was done.
    #[serde(flatten)]
    pub what: What,
    /// With which cases.
    pub items: Vec<Item>,
    /// Whether it was undone; then the items say what became of that.
    pub undone: bool,
}

/// Who may do this, and for which party.
fn may(actor: &Actor) -> Result<(&UserId, &PartyId), ActionError> {
    match actor {
        Actor::Employee {
            party,
            role: Role::Swv | Role::Coordinator | Role::Lpa,
            user,
        } => Ok((user, party)),
        _ => Err(ActionError::NotFound),
    }
}

/// What would become of a case on which these work.
fn verdict(actor: &Actor, working: &BTreeSet<UserId>, what: &What) -> Outcome {
    let own = actor.user();
    let shares = actor.role() != Role::Swv;
    match what {
        What::Assign(to) if working.len() == 1 && working.contains(to) => Outcome::Already,
        What::Assign(to) if !shares && (Some(to) != own || !working.is_empty()) => {
            Outcome::Colleagues
        }
        What::Release if working.is_empty() => Outcome::Already,
        What::Release if !shares && own.is_none_or(|own| !working.contains(own)) => {
            Outcome::Colleagues
        }
        What::Assign(_) | What::Release => Outcome::Done,
    }
}

/// What would become of these cases, of which those that this person may not see are left out. A line names the ones that were shown.
///
/// # Errors
/// [`ActionError::NotFound`] for roles that share no cases out; what the store or the vault refuses.
pub async fn preview(
    house: &House,
    actor: &Actor,
    what: &What,
    picked: Vec<CaseId>,
) -> Result<Vec<(Listed, Outcome)>, ActionError> {
    may(actor)?;
    let shown = rows(house, actor, picked).await?.into_iter();
    let judged = shown.map(|row| {
        let working = row.working.iter().cloned().collect();
        let outcome = verdict(actor, &working, what);
        (row, outcome)
    });
    Ok(judged.collect())
}

/// These cases as a list shows them, as far as this person may see them.
async fn rows(
    house: &House,
    actor: &Actor,
    picked: Vec<CaseId>,
) -> Result<Vec<Listed>, ActionError> {
    if picked.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = Wanted {
        picked,
        list_only: true,
        ..Wanted::default()
    };
    Ok(desk(house, actor, wanted).await?.cases)
}

/// Does it with each of these cases that still has the version that was shown, and keeps what became of each. All of it at once.
///
/// # Errors
/// [`ActionError::Field`] for a colleague who doesn't do this work here; [`ActionError::Again`] for a form that was sent before.
pub async fn carry_out(
    house: &House,
    actor: &Actor,
    (once, location): (String, &str),
    what: What,
    picked: Vec<(CaseId, i64)>,
) -> Result<(), ActionError> {
    may(actor)?;
    let (inside, sender, location) = (house.clone(), actor.clone(), location.to_owned());
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let (user, party) = may(&sender)?;
            let now = inside.clock.now();
            only_once(tx, &once, user, (now, &location)).await?;
            if let What::Assign(to) = &what {
                let known = colleagues(tx, &sender, party).await?;
                if known.iter().all(|(id, _)| id != to) {
                    let why = "Kies een collega van de lijst.";
                    return Err(ActionError::Field("what", why.into()));
                }
            }
            let mut items = Vec::with_capacity(picked.len());
            // In one order for all, so that no two who do this wait for each other; and each once.
            let picked: BTreeMap<CaseId, i64> = picked.into_iter().collect();
            for (case, version) in picked {
                items.push(one(&inside, tx, &sender, &what, (case, version)).await?);
            }
            let gone = gone(&items);
            let batch = Batch {
                what,
                items,
                undone: false,
            };
            keep(&inside, tx, (user, party), &batch).await?;
            Ok(gone)
        })
    });
    note(house, actor, done.await?).await
}

/// Puts back who worked on the cases of what somebody did last, where nobody took a step since.
///
/// # Errors
/// [`ActionError::NotFound`] where there is nothing to undo; as [`carry_out`].
pub async fn undo(
    house: &House,
    actor: &Actor,
    (once, location): (String, &str),
    id: &str,
) -> Result<(), ActionError> {
    may(actor)?;
    let (inside, sender, location) = (house.clone(), actor.clone(), location.to_owned());
    let id = id.to_owned();
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let (user, party) = may(&sender)?;
            let now = inside.clock.now();
            only_once(tx, &once, user, (now, &location)).await?;
            let found = batches::last(tx, (user, party), now - UNDONE_WITHIN).await?;
            let (last, data) = found.ok_or(ActionError::NotFound)?;
            let mut batch = read(&data)?;
            if last != id || batch.undone {
                return Err(ActionError::NotFound);
            }
            let known = colleagues(tx, &sender, party).await?;
            let known: BTreeSet<UserId> = known.into_iter().map(|(id, _)| id).collect();
            batch.items.retain(|item| item.outcome == Outcome::Done);
            for item in &mut batch.items {
                item.outcome = back(&inside, tx, &sender, item, &known).await?;
            }
            batch.undone = true;
            let gone = gone(&batch.items);
            keep(&inside, tx, (user, party), &batch).await?;
            Ok(gone)
        })
    });
    note(house, actor, done.await?).await
}

/// What somebody did last within a day: its number, what became of each, and the cases as far as this person still sees them.
///
/// # Errors
/// As [`preview`].
pub async fn last(
    house: &House,
    actor: &Actor,
) -> Result<Option<(String, Batch, Vec<Listed>)>, ActionError> {
    let (user, party) = may(actor)?;
    let since = house.clock.now() - UNDONE_WITHIN;
    let (user, party) = (user.clone(), party.clone());
    let found = house
        .store
        .glance(|tx| Box::pin(async move { batches::last(tx, (&user, &party), since).await }));
    let Some((id, data)) = found.await? else {
        access_log::looked(house, actor, Purpose::View).await?;
        return Ok(None);
    };
    let batch = read(&data)?;
    let picked = batch.items.iter().map(|item| item.case.clone()).collect();
    let shown = rows(house, actor, picked).await?;
    Ok(Some((id, batch, shown)))
}

fn read(data: &str) -> Result<Batch, ActionError> {
    Ok(serde_json::from_str(data).map_err(|_| StoreError::Corrupt)?)
}

async fn keep(
    house: &House,
    tx: &mut Tx,
    who: (&UserId, &PartyId),
    batch: &Batch,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let data = serde_json::to_string(batch).map_err(|_| StoreError::Corrupt)?;
    Ok(batches::put(tx, who, &house.random.id(now), now, &data).await?)
}

async fn only_once(
    tx: &mut Tx,
    once: &str,
    user: &UserId,
    (now, location): (EpochMillis, &str),
) -> Result<(), ActionError> {
    if let Some(before) = submissions::answer(tx, once).await? {
        return Err(ActionError::Again(before));
    }
    Ok(submissions::record(tx, once, Some(user.as_str()), now, location).await?)
}

/// Those that who asks may not see.
fn gone(items: &[Item]) -> Vec<CaseId> {
    let gone = items.iter().filter(|item| item.outcome == Outcome::Gone);
    gone.map(|item| item.case.clone()).collect()
}

/// A line for each that who asks may not see.
async fn note(house: &House, actor: &Actor, gone: Vec<CaseId>) -> Result<(), ActionError> {
    for case in gone {
        let refused = Refused {
            case: Some(case),
            purpose: Purpose::Assign,
            asked: "members".to_owned(),
            why: "not_found",
        };
        access_log::refused(house, actor, refused).await?;
    }
    Ok(())
}

async fn one(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    what: &What,
    (id, version): (CaseId, i64),
) -> Result<Item, ActionError> {
    let item = |outcome, version, before| Item {
        case: id.clone(),
        outcome,
        version,
        before,
    };
    cases::hold(tx, &id).await?;
    let (grant, opening) = match open(house, tx, actor, &id).await {
        Err(ActionError::NotFound) => return Ok(item(Outcome::Gone, 0, BTreeSet::new())),
        other => other?,
    };
    if opening.case.version != version {
        return Ok(item(Outcome::Changed, 0, BTreeSet::new()));
    }
    let active = members::working(tx, &id, grant.party()).await?;
    let active = active.into_iter().map(|(user, _)| user).collect();
    let outcome = verdict(actor, &active, what);
    if outcome != Outcome::Done {
        return Ok(item(outcome, 0, BTreeSet::new()));
    }
    let before = members::of_case(tx, &id, grant.party()).await?;
    let before: BTreeSet<UserId> = before.into_iter().map(|(_, user)| user).collect();
    let after = match what {
        What::Assign(to) => BTreeSet::from([to.clone()]),
        What::Release if actor.role() == Role::Swv => {
            let others = before.iter().filter(|user| Some(*user) != actor.user());
            others.cloned().collect()
        }
        What::Release => BTreeSet::new(),
    };
    put(house, tx, actor, &opening.case, &grant, after).await?;
    Ok(item(outcome, version + 1, before))
}

/// Puts one back as it was, with those who still do this work.
async fn back(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    item: &Item,
    known: &BTreeSet<UserId>,
) -> Result<Outcome, ActionError> {
    cases::hold(tx, &item.case).await?;
    let (grant, opening) = match open(house, tx, actor, &item.case).await {
        Err(ActionError::NotFound) => return Ok(Outcome::Gone),
        other => other?,
    };
    if opening.case.version != item.version {
        return Ok(Outcome::Changed);
    }
    let before = item.before.intersection(known).cloned().collect();
    put(house, tx, actor, &opening.case, &grant, before).await?;
    Ok(Outcome::Done)
}
