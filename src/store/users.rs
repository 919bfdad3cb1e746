//! The people who sign in.

use super::{StoreError, Tx, args};
use crate::domain::party::UserId;

/// What signing in needs of a person.
pub struct Credentials {
    /// Who.
    pub id: UserId,
    /// The Argon2id hash of the password, in PHC form.
    pub password_hash: String,
    /// Whether the person may sign in.
    pub active: bool,
}

const BY_EMAIL: &str = "SELECT id, password_hash, active FROM users WHERE lower(email) = $1";

/// The person with this e-mail address, given in lower case.
///
/// # Errors
/// When the store can't be read.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Credentials>, StoreError> {
    let Some(row) = tx.optional(BY_EMAIL, args![email]).await? else {
        return Ok(None);
    };
    Ok(Some(Credentials {
        id: UserId(row.text(0)?),
        password_hash: row.text(1)?,
        active: row.int(2)? == 1,
    }))
}

const NAME: &str = "SELECT name FROM users WHERE id = $1";

/// The name of an employee.
///
/// # Errors
/// When the store can't be read.
pub async fn name(tx: &mut Tx, user: &UserId) -> Result<Option<String>, StoreError> {
    tx.optional(NAME, args![user.as_str()])
        .await?
        .map(|row| row.text(0))
        .transpose()
}
