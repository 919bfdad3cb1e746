//! What becomes of rows that wait, when the dossier that they came from changes.

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, DossierId};
use crate::store::{StoreError, Tx, args};

const SEALED: &str = "SELECT id, sealed FROM outbox WHERE dossier_id = $1 AND sealed IS NOT NULL";

const RESEAL: &str = "UPDATE outbox SET sealed = $2 WHERE id = $1";

/// A pointer to a party comes out of no dossier; what mails and letters out of one go to is the family, but for a seintje.
const CANCEL: &str =
    "UPDATE outbox SET state = 'done', done_at = $2, lease = NULL, lease_until = NULL,
    error = 'cancelled', sealed = NULL
    WHERE case_id = $1 AND state <> 'done' AND dossier_id IS NOT NULL AND kind <> 'seintje_mail'";

const CANCEL_ONE: &str =
    "UPDATE outbox SET state = 'done', done_at = $2, lease = NULL, lease_until = NULL,
    error = 'cancelled', sealed = NULL WHERE id = $1 AND state <> 'done'";

const CANCEL_BIRTHDAY: &str =
    "DELETE FROM outbox WHERE case_id = $1 AND kind = 'birthday' AND state = 'waiting'";

const STATE: &str = "SELECT state FROM outbox WHERE id = $1";

/// The rows of a dossier that hold something sealed: their ids, and what is sealed in them.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn sealed(
    tx: &mut Tx,
    dossier: &DossierId,
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let rows = tx.all(SEALED, args![dossier.as_str()]).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.bytes(1)?)))
        .collect()
}

/// Stores what a row holds, sealed anew. Who is at work on it with the old seal fails, and finds the new one at the next try.
///
/// # Errors
/// A [`StoreError`] if the database can't be written.
pub async fn reseal(tx: &mut Tx, id: &str, sealed: Vec<u8>) -> Result<(), StoreError> {
    tx.execute(RESEAL, args![id, sealed]).await.map(drop)
}

/// Cancels every letter and mail to the family that didn't leave yet, and erases it.
///
/// # Errors
/// A [`StoreError`] if the database can't be written.
pub async fn cancel_to_family(
    tx: &mut Tx,
    case: &CaseId,
    at: EpochMillis,
) -> Result<(), StoreError> {
    tx.execute(CANCEL, args![case.as_str(), at]).await.map(drop)
}

/// Cancels a row that didn't leave yet, and erases it.
///
/// # Errors
/// A [`StoreError`] if the database can't be written.
pub async fn cancel(tx: &mut Tx, id: &str, at: EpochMillis) -> Result<(), StoreError> {
    tx.execute(CANCEL_ONE, args![id, at]).await.map(drop)
}

/// Waits for no birthday any more in a case; nothing of it is left.
///
/// # Errors
/// A [`StoreError`] if the database can't be written.
pub async fn cancel_birthday(tx: &mut Tx, case: &CaseId) -> Result<(), StoreError> {
    let args = args![case.as_str()];
    tx.execute(CANCEL_BIRTHDAY, args).await.map(drop)
}

/// Whether a row is done, or was cancelled: for who is at work on it.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn is_done(tx: &mut Tx, id: &str) -> Result<bool, StoreError> {
    match tx.optional(STATE, args![id]).await? {
        Some(row) => Ok(row.text(0)? == super::OutboxState::Done.code()),
        None => Ok(false),
    }
}
