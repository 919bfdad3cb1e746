//! Who gave address and password, and no second factor yet: the hash of a token, whose it is, and until when.

use super::{Kind, StoreError, Tx, args};
use crate::clock::EpochMillis;
use crate::domain::party::{PartyId, Role, UserId};

/// Somebody half-way signing in.
pub struct Half {
    /// Who.
    pub user: UserId,
    /// The address with which this person signs in.
    pub email: String,
    /// The party that the person works for.
    pub party: PartyId,
    /// The role in that party.
    pub role: Role,
    /// The secret that waits for its first code, sealed for this person.
    pub pending: Option<Vec<u8>>,
    /// Whether it may take the place of the second factor that there is.
    pub replaces: bool,
}

const FIND: &str = "SELECT users.id, users.email, users.party_id, users.role, half_sessions.pending, half_sessions.replaces \
    FROM half_sessions JOIN users ON users.id = half_sessions.user_id \
    WHERE half_sessions.token_hash = $1 AND half_sessions.expires_at > $2 AND users.active = 1";
const INSERT: &str = "INSERT INTO half_sessions (token_hash, user_id, pending, replaces, expires_at) \
    VALUES ($1, $2, $3, $4, $5)";
const DELETE: &str = "DELETE FROM half_sessions WHERE token_hash = $1";
const DELETE_OF: &str = "DELETE FROM half_sessions WHERE user_id = $1";
const DELETE_EXPIRED: &str = "DELETE FROM half_sessions WHERE expires_at <= $1";

/// The one with this token hash, if there is still time and the person may still sign in.
///
/// # Errors
/// When the store can't be read.
pub async fn find(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    now: EpochMillis,
) -> Result<Option<Half>, StoreError> {
    let Some(row) = tx.optional(FIND, args![token_hash, now]).await? else {
        return Ok(None);
    };
    let role = Role::from_code(&row.text(3)?);
    Ok(Some(Half {
        user: UserId(row.text(0)?),
        email: row.text(1)?,
        party: PartyId(row.text(2)?),
        role: role.ok_or(StoreError::Column {
            index: 3,
            wanted: Kind::Text,
            sql: FIND,
        })?,
        pending: row.bytes_opt(4)?,
        replaces: row.int(5)? == 1,
    }))
}

/// A new one, with the secret that waits for its first code and whether that may replace another.
///
/// # Errors
/// When the store can't be written.
pub async fn insert(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    user: &UserId,
    (pending, replaces): (Option<Vec<u8>>, bool),
    expires_at: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![
        token_hash,
        user.as_str(),
        pending,
        i64::from(replaces),
        expires_at
    ];
    tx.execute(INSERT, args).await.map(drop)
}

/// Ends one. `false`: it had ended.
///
/// # Errors
/// When the store can't be written.
pub async fn delete(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(tx.execute(DELETE, args![token_hash]).await? == 1)
}

/// Ends all of one person.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_of(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    tx.execute(DELETE_OF, args![user.as_str()]).await.map(drop)
}

/// Clears away those whose time is over.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_expired(tx: &mut Tx, now: EpochMillis) -> Result<(), StoreError> {
    tx.execute(DELETE_EXPIRED, args![now]).await.map(drop)
}
