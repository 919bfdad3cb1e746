//! Forms that were sent: the same form sent again gets the first answer, and has no second effect.

use crate::clock::EpochMillis;

use super::{StoreError, Tx, args};

const INSERT: &str = "INSERT INTO submissions (id, user_id, at, location) VALUES ($1, $2, $3, $4)";
const LOAD: &str = "SELECT location FROM submissions WHERE id = $1";

/// The answer that a form got, if it was sent before.
///
/// # Errors
/// What the store refuses.
pub async fn answer(tx: &mut Tx, id: &str) -> Result<Option<String>, StoreError> {
    tx.optional(LOAD, args![id])
        .await?
        .map(|row| row.text(0))
        .transpose()
}

/// Records the answer to a form.
///
/// # Errors
/// At the end of the unit a conflict, if it was sent twice at the same moment.
pub async fn record(
    tx: &mut Tx,
    id: &str,
    user: Option<&str>,
    at: EpochMillis,
    location: &str,
) -> Result<(), StoreError> {
    tx.put(INSERT, args![id, user, at, location]).await
}
