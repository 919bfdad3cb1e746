//! Two pupils with one name at a gemeente, which gets a name and no more. They are told apart by a call to the SWV, and not by more
//! data: what is recorded is that somebody called, and whether it is one pupil or two.

use std::collections::BTreeSet;

use crate::domain::case::{EventKind, State};
use crate::domain::grant::{Grant, Purpose};
use crate::domain::name_index;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, CaseId, DossierId, PartyId, PartyKind, Role};
use crate::domain::person::PersonName;
use crate::store::history::{NewEvent, add_event};
use crate::store::opening;
use crate::store::tasks::{self, Task};
use crate::store::{StoreError, Tx, names};

use super::access_log::{OPENED, look};
use super::compartment::open_row;
use super::error::ActionError;
use super::house::House;
use super::perform::{self, Form};

/// The event, for whoever looks for it.
const EVENT: &str = "tell_apart";

/// Records that the LPA called the SWV about a name that two pupils have: whether they are the same one. Answers where to go.
///
/// # Errors
/// [`ActionError::NotFound`] for another party's case; [`ActionError::Changed`] if no other case has the name any more, or somebody
/// recorded it already; [`ActionError::Again`] for a form that was sent before.
pub async fn tell_apart(
    house: &House,
    actor: &Actor,
    form: Form,
    same: bool,
) -> Result<String, ActionError> {
    let (inside, actor) = (house.clone(), actor.clone());
    let location = form.location.clone();
    house
        .store
        .noted(move |tx| Box::pin(async move { record(&inside, tx, &actor, &form, same).await }))
        .await?;
    Ok(location)
}

async fn record(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    same: bool,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    perform::first_time(tx, actor, form, now).await?;
    let found = opening::load(tx, &form.case, actor, None, now).await?;
    let found = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &found.case, Purpose::Step, &found.facts)?;
    let dossier = found.dossier.ok_or(ActionError::NotFound)?;
    let Actor::Employee { user, role, .. } = actor else {
        return Err(ActionError::NotFound);
    };
    if *role != Role::Lpa {
        return Err(ActionError::NotFound);
    }
    let party = grant.party();
    let opened = open_row(house, tx, &found.case, &grant, dossier).await?;
    let name = opened.dossier.label().map(PersonName::full);
    let name = (&opened.row.id, name.as_deref().unwrap_or_default());
    if !is_unclear(house, tx, party, name).await? {
        return Err(ActionError::Changed);
    }
    look(house, tx, &form.case, &grant, "namesake", OPENED).await?;
    let what = EventKind::ToldApart { same };
    let event = NewEvent {
        id: &house.random.id(now),
        case: &form.case,
        audience: party.as_str(),
        at: now,
        kind: EVENT,
        by_party: Some(party.as_str()),
        by_role: actor.role().code(),
        by_user: Some(user.as_str()),
        data: &serde_json::to_string(&what).map_err(|_| StoreError::Corrupt)?,
    };
    Ok(add_event(tx, &event).await?)
}

/// Those of a gemeente's dossiers whose name another one has too.
pub(super) async fn shared(
    house: &House,
    tx: &mut Tx,
    party: &PartyId,
    names: impl Iterator<Item = (&DossierId, &str)>,
) -> Result<BTreeSet<DossierId>, ActionError> {
    let (ids, pieces): (Vec<_>, Vec<_>) = names
        .map(|(id, name)| (id, name_index::whole_name(name)))
        .unzip();
    let tokens = house.vault.tokens(party, &pieces)?;
    let shared = names::shared(tx, &tokens).await?;
    let twice = ids.into_iter().zip(&tokens);
    let twice = twice.filter(|(_, token)| shared.contains(token.as_slice()));
    Ok(twice.map(|(id, _)| id.clone()).collect())
}

/// Whether a gemeente has another case with the name of this dossier, neither of them ended as far as it has heard, and nobody called about
/// either since both are there. It says so too where the other one is a colleague's: two pupils must not pass for one.
pub(super) async fn is_unclear(
    house: &House,
    tx: &mut Tx,
    party: &PartyId,
    (dossier, name): (&DossierId, &str),
) -> Result<bool, ActionError> {
    let tokens = house.vault.tokens(party, &[name_index::whole_name(name)])?;
    let Some(token) = tokens.first() else {
        return Ok(false);
    };
    let all = names::namesakes(tx, party, token).await?;
    if all.len() < 2 {
        return Ok(false);
    }
    let calls = tasks::calls_about_cases_of(tx, party).await?;
    let mut open = Vec::new();
    for (row, called) in all {
        if !has_ended(&row.case, &row.data, &calls)? {
            open.push((row, called));
        }
    }
    let Some((own, called)) = open.iter().find(|(row, _)| row.id == *dossier) else {
        return Ok(false);
    };
    let mut others = open.iter().filter(|(row, _)| row.id != *dossier);
    Ok(others.any(|(other, also)| called.max(also) < &Some(own.since.max(other.since))))
}

fn has_ended(case: &CaseId, data: &str, calls: &[Task]) -> Result<bool, ActionError> {
    let state: State = serde_json::from_str(data).map_err(|_| StoreError::Corrupt)?;
    let calls = calls.iter().filter(|call| call.case == *case);
    let calls: Vec<NoticeKind> = calls.filter_map(Task::notice).collect();
    Ok(crate::domain::case::known(&state, PartyKind::Gemeente, &calls).is_end())
}
