//! What somebody chose for the own account.

use crate::domain::party::UserId;
use crate::store::users;

use super::error::ActionError;
use super::house::House;

/// Whether reminders come once a day, in one mail.
///
/// # Errors
/// What the store refuses.
pub async fn wants_daily(house: &House, user: &UserId) -> Result<bool, ActionError> {
    let user = user.clone();
    let found = house
        .store
        .glance(move |tx| Box::pin(async move { users::wants_daily(tx, &user).await }))
        .await?;
    Ok(found.unwrap_or_default())
}

/// Chooses it.
///
/// # Errors
/// What the store refuses.
pub async fn set_daily(house: &House, user: &UserId, daily: bool) -> Result<(), ActionError> {
    let user = user.clone();
    house
        .store
        .write(move |tx| Box::pin(async move { users::set_daily(tx, &user, daily).await }))
        .await?;
    Ok(())
}
