//! What browsers were asked about a passkey, sealed.

use super::{Row, StoreError, Tx, args};
use crate::clock::EpochMillis;
use crate::domain::party::UserId;

/// What a browser was asked: to make a passkey, or to use one. Of each one at a time, for one session or half a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To make one.
    New,
    /// To use one.
    Use,
}

impl Asked {
    const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Use => "use",
        }
    }
}

const ASK: &str = "INSERT INTO passkey_questions (token_hash, kind, user_id, sealed, expires_at) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (token_hash, kind) DO UPDATE SET user_id = excluded.user_id, sealed = excluded.sealed, expires_at = excluded.expires_at";
const ASKED: &str = "SELECT token_hash, sealed FROM passkey_questions WHERE user_id = $1 AND kind = $2 AND expires_at > $3";
const ANSWERED: &str =
    "DELETE FROM passkey_questions WHERE token_hash = $1 AND kind = $2 AND sealed = $3";
const DELETE_OF: &str = "DELETE FROM passkey_questions WHERE user_id = $1";
const DELETE_EXPIRED: &str = "DELETE FROM passkey_questions WHERE expires_at <= $1";

/// Keeps what a browser with this token is asked, in the place of what it was asked before.
///
/// # Errors
/// When the store can't be written.
pub async fn ask(
    tx: &mut Tx,
    (token_hash, kind): (&[u8; 32], Asked),
    user: &UserId,
    sealed: &[u8],
    expires_at: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![token_hash, kind.code(), user.as_str(), sealed, expires_at];
    tx.execute(ASK, args).await.map(drop)
}

/// What stands of what this person was asked: the hash of the token of each browser, and what it was asked.
///
/// # Errors
/// When the store can't be read.
pub async fn asked(
    tx: &mut Tx,
    user: &UserId,
    kind: Asked,
    now: EpochMillis,
) -> Result<Vec<(Vec<u8>, Vec<u8>)>, StoreError> {
    let rows = tx
        .all(ASKED, args![user.as_str(), kind.code(), now])
        .await?;
    let read = |row: &Row| Ok((row.bytes(0)?, row.bytes(1)?));
    rows.iter().map(read).collect()
}

/// Takes away what was asked: it is answered once. `false`: it was answered, or something else was asked since.
///
/// # Errors
/// When the store can't be written.
pub async fn answered(
    tx: &mut Tx,
    (token_hash, kind): (&[u8; 32], Asked),
    sealed: &[u8],
) -> Result<bool, StoreError> {
    let args = args![token_hash, kind.code(), sealed];
    Ok(tx.execute(ANSWERED, args).await? == 1)
}

/// Takes away what the browsers of this person were asked.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_of(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    let args = args![user.as_str()];
    tx.execute(DELETE_OF, args).await.map(drop)
}

/// Clears away what was asked too long ago.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_expired(tx: &mut Tx, now: EpochMillis) -> Result<(), StoreError> {
    tx.execute(DELETE_EXPIRED, args![now]).await.map(drop)
}
