//! Things for people to do.

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, PartyId};

use super::{Row, StoreError, Tx, args};

const INSERT: &str = "INSERT INTO tasks (id, case_id, party_id, kind, due_on, data, created_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

const OPEN_OF_CASE: &str = "SELECT id, case_id, kind, due_on, data, created_at FROM tasks \
                            WHERE case_id = $1 AND party_id = $2 AND done_at IS NULL ORDER BY due_on, id";

const OPEN_OF_PARTY: &str = "SELECT id, case_id, kind, due_on, data, created_at FROM tasks \
                             WHERE party_id = $1 AND done_at IS NULL ORDER BY due_on, id LIMIT $2";

const LOAD: &str = "SELECT id, case_id, kind, due_on, data, created_at FROM tasks \
                    WHERE id = $1 AND party_id = $2 AND done_at IS NULL";

const DONE: &str = "UPDATE tasks SET done_at = $3, done_by = $4 WHERE id = $1 AND party_id = $2 AND done_at IS NULL";

const CLOSE_KIND: &str =
    "UPDATE tasks SET done_at = $3 WHERE case_id = $1 AND kind = $2 AND done_at IS NULL";

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: String,
    /// Of which case.
    pub case: CaseId,
    /// Code of the kind.
    pub kind: String,
    /// By when, as `YYYY-MM-DD`.
    pub due_on: Option<String>,
    /// Codes and ids, as JSON. Nothing personal.
    pub data: String,
    /// Since when.
    pub created_at: EpochMillis,
}

/// Adds a task for a party.
///
/// # Errors
/// What the store refuses.
pub async fn add(tx: &mut Tx, party: &PartyId, task: &Task) -> Result<(), StoreError> {
    let args = args![
        &task.id,
        task.case.as_str(),
        party.as_str(),
        &task.kind,
        task.due_on.as_ref(),
        &task.data,
        task.created_at
    ];
    tx.execute(INSERT, args).await?;
    Ok(())
}

fn read(row: &Row) -> Result<Task, StoreError> {
    Ok(Task {
        id: row.text(0)?,
        case: CaseId(row.text(1)?),
        kind: row.text(2)?,
        due_on: row.text_opt(3)?,
        data: row.text(4)?,
        created_at: row.int(5)?,
    })
}

/// A party's open tasks in a case.
///
/// # Errors
/// What the store refuses.
pub async fn open_of_case(
    tx: &mut Tx,
    case: &CaseId,
    party: &PartyId,
) -> Result<Vec<Task>, StoreError> {
    tx.all(OPEN_OF_CASE, args![case.as_str(), party.as_str()])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// A party's open tasks.
///
/// # Errors
/// What the store refuses.
pub async fn open_of_party(
    tx: &mut Tx,
    party: &PartyId,
    limit: i64,
) -> Result<Vec<Task>, StoreError> {
    tx.all(OPEN_OF_PARTY, args![party.as_str(), limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// One open task of a party.
///
/// # Errors
/// What the store refuses.
pub async fn load(tx: &mut Tx, id: &str, party: &PartyId) -> Result<Option<Task>, StoreError> {
    tx.optional(LOAD, args![id, party.as_str()])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// Records that a task was done. `false`: it was done already, or isn't this party's.
///
/// # Errors
/// What the store refuses.
pub async fn done(
    tx: &mut Tx,
    id: &str,
    party: &PartyId,
    at: EpochMillis,
    by: Option<&str>,
) -> Result<bool, StoreError> {
    Ok(tx.execute(DONE, args![id, party.as_str(), at, by]).await? == 1)
}

/// Closes the open tasks of a kind in a case, whoever's they are: what they waited for has ended.
///
/// # Errors
/// What the store refuses.
pub async fn close_kind(
    tx: &mut Tx,
    case: &CaseId,
    kind: &str,
    at: EpochMillis,
) -> Result<u64, StoreError> {
    tx.execute(CLOSE_KIND, args![case.as_str(), kind, at]).await
}
