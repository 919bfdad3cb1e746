//! The outbox as people see it, and their "try again".

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, DossierId, PartyId};
use crate::store::{Row, StoreError, Tx, args};

use super::message::{OutboxKind, OutboxState};

/// Which rows.
#[derive(Clone, Copy, Debug)]
pub enum Filter<'a> {
    /// All of them.
    All,
    /// Those of one case.
    Case(&'a CaseId),
    /// Those that one party sends.
    Party(&'a PartyId),
    /// Those that are this far: the incidents, for example.
    State(OutboxState),
}

/// A row as it stands.
#[derive(Clone)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// The case that it is about.
    pub case_id: Option<CaseId>,
    /// The party that sends it.
    pub party_id: Option<PartyId>,
    /// The dossier with whose key `sealed` was sealed.
    pub dossier_id: Option<DossierId>,
    /// What has to be done; nothing if this version of the program does not know it.
    pub kind: Option<OutboxKind>,
    /// When it is due, or was.
    pub due_at: EpochMillis,
    /// How far it is.
    pub state: OutboxState,
    /// How often it was tried since it was put in, or since a person had it tried again.
    pub attempts: i64,
    /// The Message-ID of a mail.
    pub message_id: Option<String>,
    /// What the work needs to know, as JSON.
    pub data: String,
    /// What is personal, sealed by the vault.
    pub sealed: Option<Vec<u8>>,
    /// When it was put in.
    pub created_at: EpochMillis,
    /// When it was done.
    pub done_at: Option<EpochMillis>,
    /// The code of the last failure.
    pub error: Option<String>,
}

/// The query for one filter; ids begin with the time, so the newest come first.
macro_rules! newest {
    ($where:literal, $limit:literal) => {
        concat!(
            "SELECT id, case_id, party_id, dossier_id, kind, due_at, state, attempts, message_id, data, sealed,
             created_at, done_at, error FROM outbox ",
            $where,
            " ORDER BY id DESC LIMIT ",
            $limit
        )
    };
}

/// The newest rows of a filter, at most `limit`.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn list(tx: &mut Tx, filter: Filter<'_>, limit: u32) -> Result<Vec<Listed>, StoreError> {
    let rows = match filter {
        Filter::All => tx.all(newest!("", "$1"), args![limit]).await,
        Filter::Case(case) => {
            let sql = newest!("WHERE case_id = $1", "$2");
            tx.all(sql, args![case.as_str(), limit]).await
        }
        Filter::Party(party) => {
            let sql = newest!("WHERE party_id = $1", "$2");
            tx.all(sql, args![party.as_str(), limit]).await
        }
        Filter::State(state) => {
            let sql = newest!("WHERE state = $1", "$2");
            tx.all(sql, args![state.code(), limit]).await
        }
    }?;
    rows.iter().map(listed_of).collect()
}

fn listed_of(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed {
        id: row.text(0)?,
        case_id: row.text_opt(1)?.map(CaseId),
        party_id: row.text_opt(2)?.map(PartyId),
        dossier_id: row.text_opt(3)?.map(DossierId),
        kind: OutboxKind::from_code(&row.text(4)?),
        due_at: row.int(5)?,
        // A state that we don't know needs a person.
        state: OutboxState::from_code(&row.text(6)?).unwrap_or(OutboxState::Incident),
        attempts: row.int(7)?,
        message_id: row.text_opt(8)?,
        data: row.text(9)?,
        sealed: row.bytes_opt(10)?,
        created_at: row.int(11)?,
        done_at: row.int_opt(12)?,
        error: row.text_opt(13)?,
    })
}

/// Work that should be done by now, by kind and state. What waits for a dossier that may not be used is left out.
const STANDING: &str = "SELECT kind, state, COUNT(*), MIN(due_at) FROM outbox
    WHERE state IN ('waiting', 'running', 'incident') AND due_at <= $1
    AND NOT EXISTS (SELECT 1 FROM dossiers d WHERE d.id = outbox.dossier_id AND d.restricted > 0)
    GROUP BY kind, state ORDER BY kind, state";

/// Rows of one kind and state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Code of the kind.
    pub kind: String,
    /// Code of the state.
    pub state: String,
    /// How many.
    pub count: i64,
    /// When the oldest of them was due.
    pub oldest: EpochMillis,
}

/// How much should be done by now, or failed. Costs as much as that is, however much waits for a later day.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn standing(tx: &mut Tx, now: EpochMillis) -> Result<Vec<Standing>, StoreError> {
    let rows = tx.all(STANDING, args![now]).await?;
    let read = |row: &Row| {
        Ok(Standing {
            kind: row.text(0)?,
            state: row.text(1)?,
            count: row.int(2)?,
            oldest: row.int(3)?,
        })
    };
    rows.iter().map(read).collect()
}

/// What the program does by itself in a case (a birthday, a reminder) is looked after by the SWV of that case.
macro_rules! looked_after {
    () => {
        "(party_id = $1 OR (party_id IS NULL AND case_id IN (SELECT c.id FROM cases c WHERE c.swv_id = $1)))"
    };
}

/// Due by now, or to be tried again within a day after it failed.
const OF_PARTY: &str = concat!(
    "SELECT id, case_id, party_id, dossier_id, kind, due_at, state, attempts, message_id, data, NULL,
    created_at, done_at, error FROM outbox WHERE state = $2 AND due_at <= $3 + 86400000
    AND (due_at <= $3 OR error IS NOT NULL) AND ",
    looked_after!(),
    " ORDER BY due_at, id LIMIT $4"
);

/// The work in this state that a party looks after, the longest due first, without what is sealed: what should be done by now, and what
/// failed and is tried again.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn looked_after(
    tx: &mut Tx,
    party: &PartyId,
    state: OutboxState,
    (now, limit): (EpochMillis, u32),
) -> Result<Vec<Listed>, StoreError> {
    let args = args![party.as_str(), state.code(), now, limit];
    let rows = tx.all(OF_PARTY, args).await?;
    rows.iter().map(listed_of).collect()
}

const IS_LOOKED_AFTER: &str = concat!("SELECT id FROM outbox WHERE id = $2 AND ", looked_after!());

/// Whether this party looks after a row.
///
/// # Errors
/// A [`StoreError`] if the database can't be read.
pub async fn is_looked_after(tx: &mut Tx, party: &PartyId, id: &str) -> Result<bool, StoreError> {
    let args = args![party.as_str(), id];
    Ok(tx.optional(IS_LOOKED_AFTER, args).await?.is_some())
}

const RETRY: &str = "UPDATE outbox SET state = 'waiting', attempts = 0, due_at = $2
    WHERE id = $1 AND state = 'incident'";

/// Has an incident tried again, from the first attempt on. Answers whether it was one: someone else may have been
/// first.
///
/// # Errors
/// A [`StoreError`] if the database can't be written.
pub async fn retry(tx: &mut Tx, id: &str, now: EpochMillis) -> Result<bool, StoreError> {
    let changed = tx.execute(RETRY, args![id, now]).await?;
    Ok(changed == 1)
}
