//! Visits of the family: the hash of a token, and the personal link that let it in. A visit lives no longer than its link.

use crate::clock::EpochMillis;
use crate::domain::family::Person;
use crate::domain::party::CaseId;

use super::{StoreError, Tx, args};

/// A visit that is still going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilySession {
    /// To which case.
    pub case: CaseId,
    /// Who of the family.
    pub person: Person,
    /// Until when the visit lasts, whatever happens.
    pub expires_at: EpochMillis,
    /// Until when its link works. By the clock of the cases, as the link itself.
    pub link_expires_at: EpochMillis,
}

const FIND: &str = "SELECT links.case_id, links.person, family_sessions.expires_at, links.expires_at \
    FROM family_sessions JOIN links ON links.token_hash = family_sessions.link_hash \
    WHERE family_sessions.token_hash = $1 AND NOT EXISTS (SELECT a.user_id FROM family_accounts a JOIN factors f ON f.user_id = a.user_id \
    WHERE a.case_id = links.case_id AND a.person = links.person)";
const INSERT: &str = "INSERT INTO family_sessions (token_hash, link_hash, created_at, expires_at) VALUES ($1, $2, $3, $4)";
const DELETE: &str = "DELETE FROM family_sessions WHERE token_hash = $1";
const DELETE_EXPIRED: &str = "DELETE FROM family_sessions WHERE expires_at <= $1";

/// The visit with this token hash; none of who has an account by now.
///
/// # Errors
/// When the store can't be read.
pub async fn find(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<Option<FamilySession>, StoreError> {
    let Some(row) = tx.optional(FIND, args![token_hash]).await? else {
        return Ok(None);
    };
    Ok(Some(FamilySession {
        case: CaseId(row.text(0)?),
        person: Person::from_code(&row.text(1)?).ok_or(StoreError::Corrupt)?,
        expires_at: row.int(2)?,
        link_expires_at: row.int(3)?,
    }))
}

/// A new visit through the link with this hash.
///
/// # Errors
/// When the store can't be written.
pub async fn insert(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    link_hash: &[u8; 32],
    now: EpochMillis,
    expires_at: EpochMillis,
) -> Result<(), StoreError> {
    tx.execute(INSERT, args![token_hash, link_hash, now, expires_at])
        .await
        .map(drop)
}

/// Ends one visit.
///
/// # Errors
/// When the store can't be written.
pub async fn delete(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(DELETE, args![token_hash]).await.map(drop)
}

/// Clears away the visits whose time is over.
///
/// # Errors
/// When the store can't be written.
pub async fn delete_expired(tx: &mut Tx, now: EpochMillis) -> Result<(), StoreError> {
    tx.execute(DELETE_EXPIRED, args![now]).await.map(drop)
}
