//! How often something went wrong under a key, and until when to wait.

use super::{StoreError, Tx, args};
use crate::clock::EpochMillis;

/// What is counted under one key.
pub struct Count {
    /// How often.
    pub failures: i64,
    /// Until when nothing more is tried; in the past when there is no wait.
    pub until_at: EpochMillis,
}

const FIND: &str = "SELECT failures, until_at FROM throttle WHERE key = $1";
const HOLD: &str = "INSERT INTO throttle (key, failures, until_at) VALUES ($1, 0, 0) \
    ON CONFLICT (key) DO UPDATE SET key = excluded.key";
const PUT: &str = "INSERT INTO throttle (key, failures, until_at) VALUES ($1, $2, $3) \
    ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, until_at = excluded.until_at";
const FORGIVE: &str =
    "UPDATE throttle SET failures = failures - 1, until_at = $2 WHERE key = $1 AND failures > 0";
const CLEAR: &str = "DELETE FROM throttle WHERE key = $1";
const DELETE_BEFORE: &str = "DELETE FROM throttle WHERE until_at < $1";

/// Lets nobody else count under this key until the unit has ended.
///
/// # Errors
/// When the store can't be written.
pub async fn hold(tx: &mut Tx, key: &str) -> Result<(), StoreError> {
    tx.execute(HOLD, args![key]).await.map(drop)
}

/// What was counted under this key.
///
/// # Errors
/// When the store can't be read.
pub async fn find(tx: &mut Tx, key: &str) -> Result<Option<Count>, StoreError> {
    let Some(row) = tx.optional(FIND, args![key]).await? else {
        return Ok(None);
    };
    Ok(Some(Count {
        failures: row.int(0)?,
        until_at: row.int(1)?,
    }))
}

/// Sets the count of this key.
///
/// # Errors
/// When the store can't be written.
pub async fn put(
    tx: &mut Tx,
    key: &str,
    failures: i64,
    until_at: EpochMillis,
) -> Result<(), StoreError> {
    tx.execute(PUT, args![key, failures, until_at])
        .await
        .map(drop)
}

/// Takes back one count: it was no failure after all.
///
/// # Errors
/// When the store can't be written.
pub async fn forgive(tx: &mut Tx, key: &str, now: EpochMillis) -> Result<(), StoreError> {
    tx.execute(FORGIVE, args![key, now]).await.map(drop)
}

/// Forgets this key.
///
/// # Errors
/// When the store can't be written.
pub async fn clear(tx: &mut Tx, key: &str) -> Result<(), StoreError> {
    tx.execute(CLEAR, args![key]).await.map(drop)
}

/// Forgets the keys whose last wait was over before this moment.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_before(tx: &mut Tx, moment: EpochMillis) -> Result<(), StoreError> {
    tx.execute(DELETE_BEFORE, args![moment]).await.map(drop)
}
