//! The sessions: the hash of a token, whose it is, and until when.

use super::{Kind, StoreError, Tx, args};
use crate::clock::EpochMillis;
use crate::domain::party::{PartyId, Role, UserId};

/// A session with what its pages show of the person.
pub struct Session {
    /// Whose.
    pub user: UserId,
    /// With which address the person signs in.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The party that the person works for.
    pub party: PartyId,
    /// The party's name.
    pub party_name: String,
    /// The role in that party.
    pub role: Role,
    /// What every form of this session carries.
    pub csrf: String,
    /// The last request that was noted.
    pub seen_at: EpochMillis,
    /// When it ends, whatever happens.
    pub expires_at: EpochMillis,
    /// When the second factor was last given.
    pub proved_at: EpochMillis,
    /// Whether the identity provider of the party opened it.
    pub by_provider: bool,
}

const FIND: &str = "SELECT users.id, users.name, parties.id, parties.name, users.role, \
    sessions.csrf, sessions.seen_at, sessions.expires_at, sessions.proved_at, users.email, sessions.by_provider \
    FROM sessions JOIN users ON users.id = sessions.user_id JOIN parties ON parties.id = users.party_id \
    WHERE sessions.token_hash = $1 AND users.active = 1";
const INSERT: &str = "INSERT INTO sessions (token_hash, user_id, csrf, created_at, seen_at, expires_at, proved_at, device, by_provider) \
    VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)";
/// Of the family it is nobody's business.
const SIGNED_IN: &str =
    "UPDATE users SET signed_in_at = $2 WHERE id = $1 AND role NOT IN ('parent', 'young_person')";
const PROVED: &str = "UPDATE sessions SET proved_at = $2 WHERE token_hash = $1";
const SEEN: &str = "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2";
const DELETE: &str = "DELETE FROM sessions WHERE token_hash = $1";
const DELETE_OF: &str =
    "DELETE FROM sessions WHERE user_id IN (SELECT id FROM users WHERE lower(email) = $1)";
const DELETE_HALF_OF: &str =
    "DELETE FROM half_sessions WHERE user_id IN (SELECT id FROM users WHERE lower(email) = $1)";
const DELETE_OF_USER: &str = "DELETE FROM sessions WHERE user_id = $1";
const DELETE_ONE_OF: &str = "DELETE FROM sessions WHERE user_id = $1 AND token_hash = $2";
const DELETE_OTHERS: &str = "DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2";
const OPEN_OF: &str = "SELECT token_hash, user_id, device, created_at, seen_at FROM sessions \
    WHERE user_id = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, created_at DESC";
const OPEN_AT: &str = "SELECT sessions.token_hash, sessions.user_id, sessions.device, sessions.created_at, sessions.seen_at \
    FROM sessions JOIN users ON users.id = sessions.user_id \
    WHERE users.party_id = $1 AND users.role NOT IN ('parent', 'young_person') AND sessions.expires_at > $2 AND sessions.seen_at > $3 \
    ORDER BY sessions.seen_at DESC, sessions.created_at DESC";
const DELETE_EXPIRED: &str = "DELETE FROM sessions WHERE expires_at <= $1";

/// The session with this token hash, if its person may still sign in.
///
/// # Errors
/// When the store can't be read.
pub async fn find(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
    let Some(row) = tx.optional(FIND, args![token_hash]).await? else {
        return Ok(None);
    };
    let role = Role::from_code(&row.text(4)?);
    Ok(Some(Session {
        user: UserId(row.text(0)?),
        name: row.text(1)?,
        party: PartyId(row.text(2)?),
        party_name: row.text(3)?,
        role: role.ok_or(StoreError::Column {
            index: 4,
            wanted: Kind::Text,
            sql: FIND,
        })?,
        csrf: row.text(5)?,
        seen_at: row.int(6)?,
        expires_at: row.int(7)?,
        proved_at: row.int(8)?,
        email: row.text(9)?,
        by_provider: row.int(10)? == 1,
    }))
}

/// A session that goes on.
pub struct Open {
    /// The hash of its token.
    pub token_hash: Vec<u8>,
    /// Whose.
    pub user: UserId,
    /// Where: a browser and a system.
    pub device: String,
    /// Since when.
    pub created_at: EpochMillis,
    /// The last request that was noted.
    pub seen_at: EpochMillis,
}

/// Whose sessions.
pub enum Whose<'a> {
    /// Of one person.
    Of(&'a UserId),
    /// Of everybody of a party.
    At(&'a PartyId),
}

/// The sessions that go on and were used since, the last used first.
///
/// # Errors
/// When the store can't be read.
pub async fn open(
    tx: &mut Tx,
    whose: Whose<'_>,
    now: EpochMillis,
    seen_since: EpochMillis,
) -> Result<Vec<Open>, StoreError> {
    let (sql, of) = match whose {
        Whose::Of(user) => (OPEN_OF, user.as_str()),
        Whose::At(party) => (OPEN_AT, party.as_str()),
    };
    let rows = tx.all(sql, args![of, now, seen_since]).await?;
    rows.iter()
        .map(|row| {
            Ok(Open {
                token_hash: row.bytes(0)?,
                user: UserId(row.text(1)?),
                device: row.text(2)?,
                created_at: row.int(3)?,
                seen_at: row.int(4)?,
            })
        })
        .collect()
}

/// Ends one session of this person.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_one_of(
    tx: &mut Tx,
    user: &UserId,
    token_hash: &[u8],
) -> Result<(), StoreError> {
    let args = args![user.as_str(), token_hash];
    tx.execute(DELETE_ONE_OF, args).await.map(drop)
}

/// Ends every session of this person but this one.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_others(
    tx: &mut Tx,
    user: &UserId,
    token_hash: &[u8; 32],
) -> Result<(), StoreError> {
    let args = args![user.as_str(), token_hash];
    tx.execute(DELETE_OTHERS, args).await.map(drop)
}

/// Notes that the second factor was given again.
///
/// # Errors
/// When the store can't be written.
pub async fn proved(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    now: EpochMillis,
) -> Result<(), StoreError> {
    tx.execute(PROVED, args![token_hash, now]).await.map(drop)
}

/// How somebody proved who it is.
#[derive(Clone, Copy)]
pub struct Proof {
    /// When.
    pub at: EpochMillis,
    /// Whether to the identity provider of the party.
    pub by_provider: bool,
}

/// A new session, of who gave the second factor; of an employee it is noted when that was.
///
/// # Errors
/// When the store can't be written.
pub async fn insert(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    user: &UserId,
    (csrf, device, proof): (&str, &str, Proof),
    now: EpochMillis,
    expires_at: EpochMillis,
) -> Result<(), StoreError> {
    tx.execute(
        INSERT,
        args![
            token_hash,
            user.as_str(),
            csrf,
            now,
            expires_at,
            proof.at,
            device,
            i64::from(proof.by_provider)
        ],
    )
    .await?;
    tx.execute(SIGNED_IN, args![user.as_str(), now])
        .await
        .map(drop)
}

/// Notes that the session was used.
///
/// # Errors
/// When the store can't be written.
pub async fn seen(tx: &mut Tx, token_hash: &[u8; 32], now: EpochMillis) -> Result<(), StoreError> {
    tx.execute(SEEN, args![token_hash, now]).await.map(drop)
}

/// Ends one session.
///
/// # Errors
/// When the store can't be written.
pub async fn delete(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(DELETE, args![token_hash]).await.map(drop)
}

/// Ends every session of the person with this e-mail address, given in lower case; those that are half-way too.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_of(tx: &mut Tx, email: &str) -> Result<(), StoreError> {
    tx.execute(DELETE_HALF_OF, args![email]).await?;
    tx.execute(DELETE_OF, args![email]).await.map(drop)
}

/// Ends every session of this person.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_of_user(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    tx.execute(DELETE_OF_USER, args![user.as_str()])
        .await
        .map(drop)
}

/// Clears away the sessions whose time is over.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_expired(tx: &mut Tx, now: EpochMillis) -> Result<(), StoreError> {
    tx.execute(DELETE_EXPIRED, args![now]).await.map(drop)
}
