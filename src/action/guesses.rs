//! How often somebody may type a wrong code: five times in a quarter of an hour, over all sessions and sources together.
//!
//! Only who gave the password, or what stands in its place, comes so far that a code is asked: a stranger can't use up the tries of another.

use super::sign_in::key;
use crate::clock::EpochMillis;
use crate::store::{StoreError, Tx, throttle};

/// How many wrong codes.
const FREE: i64 = 5;
/// In how long: a try counts until this long after the last wrong one.
const WINDOW: EpochMillis = 15 * 60 * 1000;

/// Whether somebody must wait, and for how many minutes. Nobody else counts for the same person until the unit has ended.
///
/// # Errors
/// When the store can't be written.
pub(super) async fn must_wait(
    tx: &mut Tx,
    whose: &str,
    now: EpochMillis,
) -> Result<Option<i64>, StoreError> {
    let key = key(&["factor", whose]);
    throttle::hold(tx, &key).await?;
    let count = throttle::find(tx, &key).await?;
    let full = count.filter(|count| count.until_at > now && count.failures >= FREE);
    Ok(full.map(|count| (count.until_at - now + 59_999) / 60_000))
}

/// Counts a wrong code, in the unit in which [`must_wait`] said that it may be tried.
///
/// # Errors
/// When the store can't be written.
pub(super) async fn wrong(tx: &mut Tx, whose: &str, now: EpochMillis) -> Result<(), StoreError> {
    let key = key(&["factor", whose]);
    let count = throttle::find(tx, &key).await?;
    let before = count.filter(|count| count.until_at > now);
    let failures = before.map_or(0, |count| count.failures) + 1;
    throttle::put(tx, &key, failures, now + WINDOW).await
}
