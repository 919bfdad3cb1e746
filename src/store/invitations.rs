//! Links by which somebody who was added chooses a password: the hash of a secret, whose it is, and until when.

use super::{StoreError, Tx, args};
use crate::clock::EpochMillis;
use crate::domain::party::{PartyId, Role, UserId};

/// Who was invited.
pub struct Invited {
    /// Who.
    pub user: UserId,
    /// By which party.
    pub party: PartyId,
    /// The name.
    pub name: String,
    /// With which address to sign in.
    pub email: String,
    /// The role.
    pub role: Role,
}

const FIND: &str = "SELECT users.id, users.party_id, users.name, users.email, users.role FROM invitations \
    JOIN users ON users.id = invitations.user_id \
    WHERE invitations.token_hash = $1 AND invitations.expires_at > $2 AND users.active = 1";
const INSERT: &str =
    "INSERT INTO invitations (token_hash, user_id, expires_at) VALUES ($1, $2, $3)";
const DELETE_OF: &str = "DELETE FROM invitations WHERE user_id = $1";
const DELETE_EXPIRED: &str = "DELETE FROM invitations WHERE expires_at <= $1";

/// Whom a link with this hash invites, while it works.
///
/// # Errors
/// When the store can't be read.
pub async fn find(
    tx: &mut Tx,
    hash: &[u8; 32],
    now: EpochMillis,
) -> Result<Option<Invited>, StoreError> {
    let row = tx.optional(FIND, args![hash, now]).await?;
    row.map(|row| {
        let role = Role::from_code(&row.text(4)?);
        Ok(Invited {
            role: role.ok_or(StoreError::Corrupt)?,
            user: UserId(row.text(0)?),
            party: PartyId(row.text(1)?),
            name: row.text(2)?,
            email: row.text(3)?,
        })
    })
    .transpose()
}

/// A new link.
///
/// # Errors
/// When the store can't be written.
pub async fn insert(
    tx: &mut Tx,
    hash: &[u8; 32],
    user: &UserId,
    expires_at: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![hash, user.as_str(), expires_at];
    tx.execute(INSERT, args).await.map(drop)
}

/// Ends all links of somebody.
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
