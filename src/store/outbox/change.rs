//! What becomes of rows that wait, when the dossier that they came from changes.

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, DossierId, PartyId};
use crate::store::{Row, StoreError, Tx, args};

const SEALED: &str = "SELECT id, sealed FROM outbox WHERE dossier_id = $1 AND sealed IS NOT NULL";

const LETTERS: &str = "SELECT o.id, o.data, o.sealed, o.created_at FROM outbox o WHERE o.dossier_id = $1 AND o.sealed IS NOT NULL \
                       AND o.kind IN ('letter', 'rights_letter') AND NOT EXISTS (SELECT d.id FROM documents d WHERE d.id = o.id) \
                       ORDER BY o.created_at, o.id";

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

const CANCEL_MOMENT: &str =
    "DELETE FROM outbox WHERE case_id = $1 AND kind = 'moment' AND state <> 'done'";

/// It names the case, so that a step that was not written yet is written first, and nobody else changes the case meanwhile.
const SEEN: &str = "SELECT o.data, o.state FROM cases c JOIN outbox o ON o.case_id = c.id WHERE c.id = $1 AND o.kind = 'moment' \
                    AND o.state <> 'done' ORDER BY o.id DESC LIMIT 1";

const FINISH: &str = "UPDATE outbox SET state = 'done', done_at = $2, lease = NULL, lease_until = NULL \
                      WHERE id = $1 AND state = 'running'";

const CLOSINGS: &str = "SELECT data FROM outbox WHERE case_id = $1 AND party_id = $2 AND kind = 'close_consent' \
                        AND state <> 'done' ORDER BY id";

const STATE: &str = "SELECT state FROM outbox WHERE id = $1";

/// The rows of a dossier that hold something sealed: their ids, and what is sealed in them.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn sealed(
    tx: &mut Tx,
    dossier: &DossierId,
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    tx.sealed(SEALED, dossier).await
}

/// A letter that waits to be set.
pub struct WaitingLetter {
    /// The id of its row.
    pub id: String,
    /// For which of the family, as a code; empty for who is none of them.
    pub to: String,
    /// The letter, sealed.
    pub sealed: Vec<u8>,
    /// Since when.
    pub at: EpochMillis,
}

/// The letters of a dossier that wait to be set, the oldest first.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn letters(tx: &mut Tx, dossier: &DossierId) -> Result<Vec<WaitingLetter>, StoreError> {
    let rows = tx.all(LETTERS, args![dossier.as_str()]).await?;
    let read = |row: &Row| {
        let data: serde_json::Value =
            serde_json::from_str(&row.text(1)?).map_err(|_| StoreError::Corrupt)?;
        let to = data.get("to").and_then(|to| to.as_str());
        Ok(WaitingLetter {
            id: row.text(0)?,
            to: to.unwrap_or_default().to_owned(),
            sealed: row.bytes(2)?,
            at: row.int(3)?,
        })
    };
    rows.iter().map(read).collect()
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

/// Waits for nothing that comes up in a case by itself any more. Who is at work on a row of it, or would be after an incident, finds that it
/// is gone: what takes its place does what it stood for.
///
/// # Errors
/// A [`StoreError`] if the database can't be written.
pub async fn cancel_moment(tx: &mut Tx, case: &CaseId) -> Result<(), StoreError> {
    let args = args![case.as_str()];
    tx.execute(CANCEL_MOMENT, args).await.map(drop)
}

/// What the row holds that waits for what comes up in a case, that is being done, or that failed; and whether it failed for good.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn moment(tx: &mut Tx, case: &CaseId) -> Result<Option<(String, bool)>, StoreError> {
    let row = tx.optional(SEEN, args![case.as_str()]).await?;
    let failed = super::OutboxState::Incident.code();
    row.map(|row| Ok((row.text(0)?, row.text(1)? == failed)))
        .transpose()
}

/// What waits to be closed at a party in a case, or failed: what the rows hold, the oldest first.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn closings(
    tx: &mut Tx,
    case: &CaseId,
    party: &PartyId,
) -> Result<Vec<String>, StoreError> {
    let args = args![case.as_str(), party.as_str()];
    let rows = tx.all(CLOSINGS, args).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// Writes down that a row is done in the unit of work that does it: then it is done once, whoever dies. Answers whether it was
/// still to be done.
///
/// # Errors
/// A [`StoreError`] if the database can't be written.
pub async fn finish(tx: &mut Tx, id: &str, at: EpochMillis) -> Result<bool, StoreError> {
    Ok(tx.execute(FINISH, args![id, at]).await? == 1)
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
