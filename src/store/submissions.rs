//! Forms that were sent: the same form sent again gets the first answer, and has no second effect.

use crate::clock::EpochMillis;

use super::{StoreError, Tx, args};

const INSERT: &str = "INSERT INTO submissions (id, user_id, at, location) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
const LOAD: &str = "SELECT location FROM submissions WHERE id = $1";

/// Records the answer to a form. `None`: this is the first time; otherwise the answer that was given before.
///
/// # Errors
/// What the store refuses.
pub async fn first_answer(
    tx: &mut Tx,
    id: &str,
    user: Option<&str>,
    at: EpochMillis,
    location: &str,
) -> Result<Option<String>, StoreError> {
    if tx.execute(INSERT, args![id, user, at, location]).await? == 1 {
        return Ok(None);
    }
    tx.optional(LOAD, args![id])
        .await?
        .map(|row| row.text(0))
        .transpose()
}
