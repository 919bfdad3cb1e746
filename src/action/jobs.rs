//! The work in the background as people see it: what should be done by now, what failed and why, and "try again". No dossiers.

use std::time::Duration;

use crate::clock::EpochMillis;
use crate::domain::case::TaskKind;
use crate::domain::grant::Purpose;
use crate::domain::party::Actor;
use crate::store::outbox::{self, Claimed, Filter};
pub use crate::store::outbox::{Listed, OutboxKind, OutboxState, Standing};
use crate::store::tasks::{self, Task};
use crate::store::{StoreError, parties};

use super::access_log;
use super::error::ActionError;
use super::house::House;
use super::people::administered;

/// A worker that didn't look for so long does nothing any more: one piece of work takes three minutes at most.
const QUIET: Duration = Duration::from_secs(240);

/// A database that takes longer over nothing at all is away.
const PATIENCE: Duration = Duration::from_secs(2);

/// How many rows a list shows.
pub const MOST: u32 = 100;

/// What is wrong with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ill {
    /// The database doesn't answer.
    #[error("database")]
    Database,
    /// Nobody works on the outbox.
    #[error("worker")]
    Worker,
}

/// Whether the program can do its work: the database answers, and the worker looks at the outbox.
///
/// # Errors
/// The first thing that is wrong.
pub async fn health(house: &House) -> Result<(), Ill> {
    let answers = house
        .store
        .glance(|tx| Box::pin(async move { parties::list(tx, None).await }));
    match tokio::time::timeout(PATIENCE, answers).await {
        Ok(Ok(_)) if house.pulse.quiet_for() > QUIET => Err(Ill::Worker),
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Ill::Database),
    }
}

/// How much should be done by now, or failed, of all parties: numbers alone.
///
/// # Errors
/// What the store refuses.
pub async fn standing(house: &House) -> Result<Vec<Standing>, StoreError> {
    let now = house.clock.now();
    let read = house
        .store
        .glance(move |tx| Box::pin(async move { outbox::standing(tx, now).await }));
    read.await
}

/// What the own party looks after, as its administrator sees it.
pub struct Jobs {
    /// What failed for good.
    pub failed: Vec<Listed>,
    /// What should be done by now, or is tried again.
    pub waiting: Vec<Listed>,
    /// What is being done.
    pub running: Vec<Listed>,
    /// At which moment.
    pub now: EpochMillis,
}

/// The work that the own party looks after. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no administrator; what the store refuses.
pub async fn of_party(house: &House, actor: &Actor) -> Result<Jobs, ActionError> {
    let party = administered(actor)?;
    let (inside, actor, now) = (house.clone(), actor.clone(), house.clock.now());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let (failed, waiting, running) = (
                    OutboxState::Incident,
                    OutboxState::Waiting,
                    OutboxState::Running,
                );
                let jobs = Jobs {
                    failed: outbox::looked_after(tx, &party, failed, (now, MOST)).await?,
                    waiting: outbox::looked_after(tx, &party, waiting, (now, MOST)).await?,
                    running: outbox::looked_after(tx, &party, running, (now, MOST)).await?,
                    now,
                };
                access_log::overview(&inside, tx, &actor, Purpose::Settings, "jobs").await?;
                Ok(jobs)
            })
        })
        .await
}

/// Has what failed tried again, from the first attempt on. Leaves a line. Somebody else may have been first.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no administrator and for another party's work; what the store refuses.
pub async fn retry(house: &House, actor: &Actor, id: &str) -> Result<(), ActionError> {
    let party = administered(actor)?;
    let (inside, actor, id) = (house.clone(), actor.clone(), id.to_owned());
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                if !outbox::is_looked_after(tx, &party, &id).await? {
                    return Err(ActionError::NotFound);
                }
                outbox::retry(tx, &id, inside.clock.now()).await?;
                access_log::overview(&inside, tx, &actor, Purpose::Settings, "jobs: retry").await
            })
        })
        .await?;
    house.waker.wake("");
    Ok(())
}

/// Everything that failed for good, of all parties: for who looks after the machine.
///
/// # Errors
/// What the store refuses.
pub async fn failed(house: &House) -> Result<Vec<Listed>, StoreError> {
    let state = Filter::State(OutboxState::Incident);
    let read = house
        .store
        .glance(move |tx| Box::pin(async move { outbox::list(tx, state, 500).await }));
    read.await
}

/// Has one of them tried again, or all. Answers how many that are.
///
/// # Errors
/// What the store refuses.
pub async fn retry_any(house: &House, id: Option<String>) -> Result<usize, StoreError> {
    let now = house.clock.now();
    let mut tried = 0;
    for row in failed(house).await? {
        if id.as_ref().is_none_or(|id| *id == row.id) {
            let again = house
                .store
                .write(move |tx| Box::pin(async move { outbox::retry(tx, &row.id, now).await }));
            tried += usize::from(again.await?);
        }
    }
    Ok(tried)
}

/// A mail to the family or to another party that will not arrive, or of which nobody knows whether it did: somebody must call or write.
/// The task has the id of the row, so that there is one, however often this is done.
///
/// # Errors
/// What the store refuses.
pub async fn undelivered(house: &House, row: &Claimed) -> Result<(), StoreError> {
    let (Some(case), Some(party), true) = (
        row.case_id.clone(),
        row.party_id.clone(),
        row.dossier_id.is_some(),
    ) else {
        // What only points to a list is found there; the administrator sees that it failed.
        return Ok(());
    };
    let kind = match row.kind {
        OutboxKind::SeintjeMail => TaskKind::SeintjeNotSent,
        _ => TaskKind::MailNotSent,
    };
    let task = Task {
        id: row.id.clone(),
        case,
        kind: kind.code().to_owned(),
        due_on: None,
        data: serde_json::Value::Null.to_string(),
        created_at: house.clock.now(),
    };
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                if tasks::load(tx, &task.id, &party).await?.is_none() {
                    tasks::add(tx, &party, &task).await?;
                }
                Ok(())
            })
        })
        .await
}
