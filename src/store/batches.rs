//! What somebody last did with several cases at once. It stands as JSON: numbers of cases and of colleagues, nobody's name.

use crate::clock::EpochMillis;
use crate::domain::party::{PartyId, UserId};

use super::{StoreError, Tx, args};

const PUT: &str = "INSERT INTO batches (user_id, id, party_id, at, data) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_id) DO UPDATE SET \
                   id = excluded.id, party_id = excluded.party_id, at = excluded.at, data = excluded.data";

const LAST: &str = "SELECT id, data FROM batches WHERE user_id = $1 AND party_id = $2 AND at >= $3";

const FORGET: &str = "DELETE FROM batches WHERE at < $1";

/// Keeps what somebody did, in the place of what that one did before.
///
/// # Errors
/// What the store refuses.
pub async fn put(
    tx: &mut Tx,
    (user, party): (&UserId, &PartyId),
    id: &str,
    at: EpochMillis,
    data: &str,
) -> Result<(), StoreError> {
    let args = args![user.as_str(), id, party.as_str(), at, data];
    tx.execute(PUT, args).await.map(drop)
}

/// What somebody last did, if it was since then: its id, and the JSON.
///
/// # Errors
/// What the store refuses.
pub async fn last(
    tx: &mut Tx,
    (user, party): (&UserId, &PartyId),
    since: EpochMillis,
) -> Result<Option<(String, String)>, StoreError> {
    let args = args![user.as_str(), party.as_str(), since];
    let row = tx.optional(LAST, args).await?;
    row.map(|row| Ok((row.text(0)?, row.text(1)?))).transpose()
}

/// Forgets what was done before then. Answers how much.
///
/// # Errors
/// What the store refuses.
pub async fn forget(tx: &mut Tx, before: EpochMillis) -> Result<u64, StoreError> {
    tx.execute(FORGET, args![before]).await
}
