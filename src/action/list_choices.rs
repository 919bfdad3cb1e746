//! What somebody chose for the own list: its columns, and filters to come back to. They hold codes, days and numbers of colleagues. There is no name
//! for a filter and none with a child's name: it would outlive the dossier, and nobody would find it when that is erased.

use crate::domain::party::UserId;
use crate::store::choices;

use super::error::ActionError;
use super::house::House;

/// The kind of the columns, as one value.
pub const COLUMNS: &str = "columns";

/// The kind of a filter.
pub const FILTER: &str = "filter";

/// The most filters that somebody keeps.
pub const MOST_FILTERS: usize = 20;

/// What somebody chose: of which kind, and what.
///
/// # Errors
/// What the store refuses.
pub async fn of_user(house: &House, user: &UserId) -> Result<Vec<(String, String)>, ActionError> {
    let user = user.clone();
    let found = house
        .store
        .glance(move |tx| Box::pin(async move { choices::of_user(tx, &user).await }));
    Ok(found.await?)
}

/// The filters among them.
pub fn filters(choices: &[(String, String)]) -> impl Iterator<Item = &str> {
    let filters = choices.iter().filter(|(kind, _)| kind == FILTER);
    filters.map(|(_, asked)| asked.as_str())
}

/// Keeps these of a kind, and no others.
///
/// # Errors
/// What the store refuses.
pub async fn set(
    house: &House,
    user: &UserId,
    kind: &'static str,
    values: Vec<String>,
) -> Result<(), ActionError> {
    let user = user.clone();
    let kept = house
        .store
        .write(move |tx| Box::pin(async move { choices::set(tx, &user, kind, &values).await }));
    Ok(kept.await?)
}

/// Keeps one more filter. `false`: there are as many as there may be.
///
/// # Errors
/// What the store refuses.
pub async fn keep(house: &House, user: &UserId, filter: String) -> Result<bool, ActionError> {
    let user = user.clone();
    let kept = house.store.write(move |tx| {
        Box::pin(async move {
            let known = choices::of_user(tx, &user).await?;
            if filters(&known).count() >= MOST_FILTERS {
                return Ok(false);
            }
            choices::add(tx, &user, FILTER, &filter).await?;
            Ok::<_, ActionError>(true)
        })
    });
    kept.await
}
