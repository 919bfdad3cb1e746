//! Taking what is due, and writing down how it went.

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, DossierId, PartyId};
use crate::store::{Row, StoreError, Tx, args};

use super::message::{OutboxKind, OutboxState};

/// A worker's hold on the rows that it claims together.
#[derive(Clone, Debug)]
pub struct Lease {
    /// Who holds them: unique for every claim.
    pub name: String,
    /// For how many milliseconds. After that anyone may take them over.
    pub millis: i64,
}

/// A row that is ours until the lease ends.
#[derive(Clone)]
pub struct Claimed {
    /// Its id.
    pub id: String,
    /// The case that it is about.
    pub case_id: Option<CaseId>,
    /// The party that sends it.
    pub party_id: Option<PartyId>,
    /// The dossier with whose key `sealed` was sealed.
    pub dossier_id: Option<DossierId>,
    /// What has to be done.
    pub kind: OutboxKind,
    /// Which attempt this is, from 1.
    pub attempts: i64,
    /// Whether an earlier attempt broke off without a word (its worker died, or its connection did), so that nobody
    /// knows whether it had its effect.
    pub unsure: bool,
    /// The Message-ID of a mail.
    pub message_id: Option<String>,
    /// What the work needs to know.
    pub data: serde_json::Value,
    /// What is personal, sealed by the vault.
    pub sealed: Option<Vec<u8>>,
}

/// The start of the error of an attempt of which the effect is unknown.
const UNSURE: &str = "unknown:";

/// The error of an attempt of which the effect is unknown: the next claim is [`Claimed::unsure`].
#[must_use]
pub fn unsure(code: &str) -> String {
    format!("{UNSURE}{code}")
}

/// What comes out of a dossier that may not be used waits until it may, but for letters about that.
macro_rules! due {
    ($which:literal, $lock:literal) => {
        concat!(
            "SELECT id, case_id, party_id, dossier_id, kind, attempts, state, message_id, data, sealed, error FROM outbox WHERE ",
            $which,
            " AND (kind = 'rights_letter' OR NOT EXISTS \
              (SELECT 1 FROM dossiers d WHERE d.id = outbox.dossier_id AND d.restricted > 0)) ORDER BY due_at, id LIMIT $2",
            $lock
        )
    };
}

/// Of these there are as many as workers that died: a sort of them costs nothing.
const LEFT: &str = due!("state = 'running' AND lease_until <= $1", "");
/// Along the index, so that a long row of what is due costs no more than a short one.
const DUE: &str = due!("state = 'waiting' AND due_at <= $1", "");
/// Rows that another worker is claiming at this moment are left to it.
const LEFT_UNLOCKED: &str = due!(
    "state = 'running' AND lease_until <= $1",
    " FOR UPDATE SKIP LOCKED"
);
const DUE_UNLOCKED: &str = due!(
    "state = 'waiting' AND due_at <= $1",
    " FOR UPDATE SKIP LOCKED"
);

const CLAIM: &str = "UPDATE outbox
    SET state = 'running', attempts = attempts + 1, lease = $2, lease_until = $3 WHERE id = $1";

const UNREADABLE: &str = "UPDATE outbox
    SET state = 'incident', lease = NULL, lease_until = NULL, error = 'unreadable' WHERE id = $1";

/// Claims at most `limit` rows that are due, those of a worker that died first and then longest due first, and counts the attempt.
/// Commit this before you do the work: then an attempt that kills the process is counted too.
///
/// A row that this version of the program can't read becomes an incident, so that it doesn't hold up the others.
///
/// # Errors
/// A [`StoreError`] if the database can't be read or written.
pub async fn claim_due(
    tx: &mut Tx,
    now: EpochMillis,
    lease: &Lease,
    limit: u32,
) -> Result<Vec<Claimed>, StoreError> {
    tx.begin().await?;
    let left = tx.engine().pick(LEFT, LEFT_UNLOCKED);
    let due = tx.engine().pick(DUE, DUE_UNLOCKED);
    let mut rows = tx.all(left, args![now, limit]).await?;
    let more = limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(limit));
    if more > 0 {
        rows.extend(tx.all(due, args![now, more]).await?);
    }
    let mut claimed = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.text(0)?;
        if let Some(ours) = claimed_of(&row)? {
            let until = now.saturating_add(lease.millis);
            tx.put(CLAIM, args![&id, &lease.name, until]).await?;
            claimed.push(ours);
        } else {
            tx.put(UNREADABLE, args![&id]).await?;
        }
    }
    Ok(claimed)
}

fn claimed_of(row: &Row) -> Result<Option<Claimed>, StoreError> {
    let (Some(kind), Ok(data)) = (
        OutboxKind::from_code(&row.text(4)?),
        serde_json::from_str(&row.text(8)?),
    ) else {
        return Ok(None);
    };
    let died = row.text(6)? == OutboxState::Running.code();
    let error = row.text_opt(10)?;
    Ok(Some(Claimed {
        id: row.text(0)?,
        case_id: row.text_opt(1)?.map(CaseId),
        party_id: row.text_opt(2)?.map(PartyId),
        dossier_id: row.text_opt(3)?.map(DossierId),
        kind,
        attempts: row.int(5)? + 1,
        unsure: died || error.is_some_and(|code| code.starts_with(UNSURE)),
        message_id: row.text_opt(7)?,
        data,
        sealed: row.bytes_opt(9)?,
    }))
}

const DONE: &str = "UPDATE outbox
    SET state = 'done', done_at = $3, lease = NULL, lease_until = NULL, error = NULL, sealed = NULL
    WHERE id = $1 AND lease = $2 AND state = 'running'";

/// Writes down that a row is done, and erases what was sealed in it.
///
/// # Errors
/// [`StoreError::Stale`] when the unit ends if the row was not ours any more.
pub async fn done(tx: &mut Tx, id: &str, lease: &Lease, at: EpochMillis) -> Result<(), StoreError> {
    tx.put(DONE, args![id, &lease.name, at]).await
}

const AGAIN: &str = "UPDATE outbox
    SET state = 'waiting', due_at = $4, lease = NULL, lease_until = NULL, error = $3
    WHERE id = $1 AND lease = $2 AND state = 'running'";
const GIVE_UP: &str = "UPDATE outbox
    SET state = 'incident', lease = NULL, lease_until = NULL, error = $3
    WHERE id = $1 AND lease = $2 AND state = 'running'";

/// Writes down that an attempt failed, and when to try again: never, if `retry_at` is empty; then it is an incident.
/// Answers whether the row was still ours.
///
/// # Errors
/// A [`StoreError`] if the database can't be written.
pub async fn failed(
    tx: &mut Tx,
    id: &str,
    lease: &Lease,
    error_code: &str,
    retry_at: Option<EpochMillis>,
) -> Result<bool, StoreError> {
    let changed = match retry_at {
        Some(at) => {
            tx.execute(AGAIN, args![id, &lease.name, error_code, at])
                .await?
        }
        None => {
            tx.execute(GIVE_UP, args![id, &lease.name, error_code])
                .await?
        }
    };
    Ok(changed == 1)
}

const OLDEST: &str = "SELECT MIN(due_at) FROM outbox WHERE state = 'waiting' AND due_at <= $1";

/// Since when the row that waits longest has been due; nothing if nothing waits. A worker that is alive keeps this
/// close to now.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn oldest_due(tx: &mut Tx, now: EpochMillis) -> Result<Option<EpochMillis>, StoreError> {
    match tx.optional(OLDEST, args![now]).await? {
        Some(row) => row.int_opt(0),
        None => Ok(None),
    }
}

const BUSY: &str = "SELECT id FROM outbox WHERE (state = 'running' OR (state = 'waiting' AND due_at <= $1)) \
    AND (kind = 'rights_letter' OR NOT EXISTS \
    (SELECT 1 FROM dossiers d WHERE d.id = outbox.dossier_id AND d.restricted > 0)) LIMIT 1";

const NEXT: &str = "SELECT MIN(due_at) FROM outbox WHERE state = 'waiting' AND due_at > $1";

/// Whether something is due, or being done.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn is_busy(tx: &mut Tx, now: EpochMillis) -> Result<bool, StoreError> {
    Ok(tx.optional(BUSY, args![now]).await?.is_some())
}

/// When the next row is due after this instant.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn next_due(tx: &mut Tx, after: EpochMillis) -> Result<Option<EpochMillis>, StoreError> {
    match tx.optional(NEXT, args![after]).await? {
        Some(row) => row.int_opt(0),
        None => Ok(None),
    }
}

const DONE_BETWEEN: &str =
    "SELECT kind, data FROM outbox WHERE done_at > $1 AND done_at <= $2 ORDER BY done_at, id";

/// What was done after the first instant, until and with the second: of which kind, and with what its work knew.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn done_between(
    tx: &mut Tx,
    after: EpochMillis,
    until: EpochMillis,
) -> Result<Vec<(OutboxKind, serde_json::Value)>, StoreError> {
    let rows = tx.all(DONE_BETWEEN, args![after, until]).await?;
    let read = |row: &Row| {
        let kind = OutboxKind::from_code(&row.text(0)?).ok_or(StoreError::Corrupt)?;
        let data = serde_json::from_str(&row.text(1)?).map_err(|_| StoreError::Corrupt)?;
        Ok((kind, data))
    };
    rows.iter().map(read).collect()
}
