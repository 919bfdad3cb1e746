//! The scan of a paper with a signature, kept sealed in the dossier of who got the paper: SWV or GGD. Only then the paper can go.

use crate::domain::calendar::add_working_days;
use crate::domain::case::{EventKind, StepKind, TaskKind};
use crate::domain::dates;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::party::{Actor, PartyId};
use crate::domain::scan::{Paper, ScanKind};
use crate::store::documents::{self, NewDocument};
use crate::store::opening::{self, Opening};
use crate::store::tasks::{self, Task};
use crate::store::{Tx, cases};
use crate::vault::What;

use super::compartment::{Opened, open_row};
use super::error::ActionError;
use super::house::House;
use super::perform::{Form, answered, first_time, write_event};

/// Keeps a scan. The task to make it is done; the task to destroy the paper begins.
///
/// # Errors
/// See [`ActionError`]; [`ActionError::NotFound`] once the SWV keeps nothing of the case.
pub async fn keep(
    house: &House,
    actor: &Actor,
    form: Form,
    kind: ScanKind,
    bytes: Vec<u8>,
) -> Result<String, ActionError> {
    let (inside, sender) = (house.clone(), actor.clone());
    let (location, once, about) = (form.location.clone(), form.once.clone(), form.case.clone());
    let kept = house
        .store
        .write(move |tx| {
            Box::pin(async move { store(&inside, tx, &sender, &form, kind, &bytes).await })
        })
        .await;
    answered(house, actor, Some(about), once, kept)
        .await
        .map(|()| location)
}

async fn store(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    kind: ScanKind,
    bytes: &[u8],
) -> Result<(), ActionError> {
    let now = house.clock.now();
    first_time(tx, actor, form, now).await?;
    // Nobody reduces the dossier meanwhile: a scan under a destroyed key opens nowhere.
    cases::hold(tx, &form.case).await?;
    let found = opening::load(tx, &form.case, actor, None, now).await?;
    let Opening {
        case,
        facts,
        dossier,
        ..
    } = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &case, Purpose::Step, &facts)?;
    let dossier = dossier.filter(|_| !grant.only_shows());
    let dossier = dossier.ok_or(ActionError::NotFound)?;
    let own = open_row(house, tx, &case, &grant, dossier).await?;
    if own.dossier.consent().is_none() {
        return Err(ActionError::NotFound);
    }
    add(house, tx, &own, kind, bytes).await?;
    let party = own.row.party.clone();
    let by = actor.user().map(|user| user.as_str());
    let mut asked = kind.paper == Paper::Form;
    for task in tasks::open_of_case(tx, &case.id, &party).await? {
        let paper = task
            .about("paper")
            .unwrap_or_else(|| Paper::Form.code().into());
        if task.kind == TaskKind::ScanPaper.code() && paper == kind.paper.code() {
            asked |= tasks::done(tx, &task.id, &party, now, by).await?;
        }
    }
    destroy_paper(house, tx, &own, &party).await?;
    if !asked {
        return Ok(());
    }
    let task = TaskKind::ScanPaper;
    let (done, about) = (
        EventKind::TaskDone { task },
        (&case.id, StepKind::NoteContact),
    );
    write_event(house, tx, actor, about, &done, party.as_str()).await
}

/// Seals a scan in a dossier.
pub(super) async fn add(
    house: &House,
    tx: &mut Tx,
    into: &Opened,
    kind: ScanKind,
    bytes: &[u8],
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let id = house.random.id(now);
    let document = NewDocument {
        id: &id,
        case: &into.row.case,
        party: &into.row.party,
        dossier: &into.row.id,
        kind: &kind.code(),
        sealed: into.seal(house, What::Document(&id), bytes)?,
    };
    Ok(documents::add(tx, &document, now).await?)
}

async fn destroy_paper(
    house: &House,
    tx: &mut Tx,
    own: &Opened,
    party: &PartyId,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let due = add_working_days(house.clock.today(), 1);
    let task = Task {
        id: house.random.id(now),
        case: own.row.case.clone(),
        kind: TaskKind::DestroyPaper.code().to_owned(),
        due_on: Some(dates::iso(due)),
        data: serde_json::Value::Null.to_string(),
        created_at: now,
    };
    Ok(tasks::add(tx, party, &task).await?)
}
