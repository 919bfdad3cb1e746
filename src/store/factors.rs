//! The apps with codes of people: the sealed secret with the last step used; and the hashes of recovery codes.

use super::{StoreError, Tx, args};
use crate::clock::EpochMillis;
use crate::domain::party::UserId;
use crate::domain::totp::Step;

/// The second factor of somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct Factor {
    /// The secret, sealed for this person.
    pub sealed: Vec<u8>,
    /// The last step of which a code was used.
    pub last: Step,
}

const FIND: &str = "SELECT sealed, last_step FROM factors WHERE user_id = $1";
const IS_THERE: &str = "SELECT id FROM users WHERE id = $1 AND (EXISTS (SELECT user_id FROM factors WHERE user_id = $1) \
    OR EXISTS (SELECT user_id FROM passkeys WHERE user_id = $1))";
const INSERT: &str =
    "INSERT INTO factors (user_id, sealed, last_step, created_at) VALUES ($1, $2, $3, $4)";
const USE_STEP: &str =
    "UPDATE factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2 AND sealed = $3";
const DELETE: &str = "DELETE FROM factors WHERE user_id = $1";
const ADD_CODE: &str = "INSERT INTO recovery_codes (code_hash, user_id) VALUES ($1, $2)";
const USE_CODE: &str = "DELETE FROM recovery_codes WHERE code_hash = $1 AND user_id = $2";
const DELETE_CODES: &str = "DELETE FROM recovery_codes WHERE user_id = $1";
const COUNT_CODES: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM recovery_codes WHERE user_id = $1";

/// The second factor of this person, if there is one.
///
/// # Errors
/// When the store can't be read.
pub async fn find(tx: &mut Tx, user: &UserId) -> Result<Option<Factor>, StoreError> {
    let row = tx.optional(FIND, args![user.as_str()]).await?;
    row.map(|row| {
        Ok(Factor {
            sealed: row.bytes(0)?,
            last: Step(row.int(1)?),
        })
    })
    .transpose()
}

/// Whether this person has a second factor: an app or a passkey.
///
/// # Errors
/// When the store can't be read.
pub async fn is_there(tx: &mut Tx, user: &UserId) -> Result<bool, StoreError> {
    let row = tx.optional(IS_THERE, args![user.as_str()]).await?;
    Ok(row.is_some())
}

/// Gives somebody without an app one, with these recovery codes.
///
/// # Errors
/// A conflict if there is one already; when the store can't be written.
pub async fn insert(
    tx: &mut Tx,
    user: &UserId,
    factor: &Factor,
    codes: &[[u8; 32]],
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![user.as_str(), &factor.sealed, factor.last.0, now];
    tx.execute(INSERT, args).await?;
    put_codes(tx, user, codes).await
}

/// Uses the code of a step. `false`: it or a later one was used before, or the secret is another one by now.
///
/// # Errors
/// When the store can't be written.
pub async fn use_step(
    tx: &mut Tx,
    user: &UserId,
    step: Step,
    sealed: &[u8],
) -> Result<bool, StoreError> {
    let args = args![user.as_str(), step.0, sealed];
    Ok(tx.execute(USE_STEP, args).await? == 1)
}

/// Puts these recovery codes in the place of all that there are.
///
/// # Errors
/// When the store can't be written.
pub async fn put_codes(tx: &mut Tx, user: &UserId, codes: &[[u8; 32]]) -> Result<(), StoreError> {
    tx.execute(DELETE_CODES, args![user.as_str()]).await?;
    for code in codes {
        tx.execute(ADD_CODE, args![code, user.as_str()]).await?;
    }
    Ok(())
}

/// Uses a recovery code. `false`: there is no such code, or it was used before.
///
/// # Errors
/// When the store can't be written.
pub async fn use_code(tx: &mut Tx, user: &UserId, hash: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(tx.execute(USE_CODE, args![hash, user.as_str()]).await? == 1)
}

/// How many recovery codes somebody has left.
///
/// # Errors
/// When the store can't be read.
pub async fn codes_left(tx: &mut Tx, user: &UserId) -> Result<i64, StoreError> {
    let row = tx.optional(COUNT_CODES, args![user.as_str()]).await?;
    row.ok_or(StoreError::Corrupt)?.int(0)
}

/// Takes the app and the recovery codes away.
///
/// # Errors
/// When the store can't be written.
pub async fn delete(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    tx.execute(DELETE_CODES, args![user.as_str()]).await?;
    delete_app(tx, user).await
}

/// Takes the app away and leaves the recovery codes, for who has a passkey.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_app(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    tx.execute(DELETE, args![user.as_str()]).await.map(drop)
}
