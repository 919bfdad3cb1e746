//! Passkeys of people, sealed.

use super::{StoreError, Tx, args};
use crate::clock::EpochMillis;
use crate::domain::party::UserId;

/// A passkey of somebody.
pub struct Kept {
    /// Its id with us.
    pub id: String,
    /// The hash of its id with the authenticator.
    pub credential: Vec<u8>,
    /// Its name and its public key, sealed for this person.
    pub sealed: Vec<u8>,
    /// When it was registered.
    pub created_at: EpochMillis,
    /// When it was last used.
    pub used_at: Option<EpochMillis>,
}

const OF: &str = "SELECT id, credential_hash, sealed, created_at, used_at FROM passkeys WHERE user_id = $1 ORDER BY id";
const TAKEN: &str = "SELECT id FROM passkeys WHERE credential_hash = $1";
const INSERT: &str = "INSERT INTO passkeys (id, user_id, credential_hash, sealed, created_at) VALUES ($1, $2, $3, $4, $5)";
const USE: &str = "UPDATE passkeys SET sealed = $3, used_at = $4 WHERE id = $1 AND user_id = $2";
const DELETE: &str = "DELETE FROM passkeys WHERE id = $1 AND user_id = $2";
const DELETE_OF: &str = "DELETE FROM passkeys WHERE user_id = $1";

/// The passkeys of this person, the first one first.
///
/// # Errors
/// When the store can't be read.
pub async fn of(tx: &mut Tx, user: &UserId) -> Result<Vec<Kept>, StoreError> {
    let rows = tx.all(OF, args![user.as_str()]).await?;
    let kept = rows.iter().map(|row| {
        Ok(Kept {
            id: row.text(0)?,
            credential: row.bytes(1)?,
            sealed: row.bytes(2)?,
            created_at: row.int(3)?,
            used_at: row.int_opt(4)?,
        })
    });
    kept.collect()
}

/// Whether somebody registered this one.
///
/// # Errors
/// When the store can't be read.
pub async fn is_taken(tx: &mut Tx, credential: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(tx.optional(TAKEN, args![credential]).await?.is_some())
}

/// Gives somebody a passkey.
///
/// # Errors
/// A conflict if somebody has it; when the store can't be written.
pub async fn insert(
    tx: &mut Tx,
    user: &UserId,
    id: &str,
    (credential, sealed): (&[u8; 32], &[u8]),
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![id, user.as_str(), credential, sealed, now];
    tx.execute(INSERT, args).await.map(drop)
}

/// Notes that it was used, with what is kept of it from now on.
///
/// # Errors
/// When the store can't be written.
pub async fn used(
    tx: &mut Tx,
    user: &UserId,
    id: &str,
    sealed: &[u8],
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![id, user.as_str(), sealed, now];
    tx.execute(USE, args).await.map(drop)
}

/// Takes one away.
///
/// # Errors
/// When the store can't be written.
pub async fn delete(tx: &mut Tx, user: &UserId, id: &str) -> Result<(), StoreError> {
    tx.execute(DELETE, args![id, user.as_str()]).await.map(drop)
}

/// Takes all of somebody away.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_of(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    tx.execute(DELETE_OF, args![user.as_str()]).await.map(drop)
}
