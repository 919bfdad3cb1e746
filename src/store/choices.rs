//! What somebody chose for the own list: codes and numbers.

use crate::domain::party::UserId;

use super::{StoreError, Tx, args};

const OF_USER: &str =
    "SELECT kind, value FROM list_choices WHERE user_id = $1 ORDER BY kind, value";

const PUT: &str = "INSERT INTO list_choices (user_id, kind, value) VALUES ($1, $2, $3) ON CONFLICT (user_id, kind, value) DO NOTHING";

const FORGET: &str = "DELETE FROM list_choices WHERE user_id = $1 AND kind = $2";

/// What somebody chose: of which kind, and what.
///
/// # Errors
/// What the store refuses.
pub async fn of_user(tx: &mut Tx, user: &UserId) -> Result<Vec<(String, String)>, StoreError> {
    let rows = tx.all(OF_USER, args![user.as_str()]).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.text(1)?)))
        .collect()
}

/// Keeps one more.
///
/// # Errors
/// What the store refuses.
pub async fn add(tx: &mut Tx, user: &UserId, kind: &str, value: &str) -> Result<(), StoreError> {
    let args = args![user.as_str(), kind, value];
    tx.execute(PUT, args).await.map(drop)
}

/// Keeps these of a kind, and no others.
///
/// # Errors
/// What the store refuses.
pub async fn set(
    tx: &mut Tx,
    user: &UserId,
    kind: &str,
    values: &[String],
) -> Result<(), StoreError> {
    tx.execute(FORGET, args![user.as_str(), kind]).await?;
    for value in values {
        add(tx, user, kind, value).await?;
    }
    Ok(())
}

const FORGET_ALL: &str =
    "DELETE FROM list_choices WHERE user_id IN (SELECT id FROM users WHERE lower(email) = $1)";

/// Forgets what the person with this address, in lower case, chose.
///
/// # Errors
/// What the store refuses.
pub async fn forget(tx: &mut Tx, email: &str) -> Result<(), StoreError> {
    tx.execute(FORGET_ALL, args![email]).await.map(drop)
}
