//! When to try again.

use crate::clock::EpochMillis;

const MINUTE: i64 = 60_000;

/// How long to wait after each failed attempt, in milliseconds. A mail server that is being repaired is back within
/// hours; what failed for longer than a day needs a person.
const WAITS: [i64; 5] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 480 * MINUTE];

/// How often a row is tried before it is an incident.
pub const ATTEMPTS: i64 = 6;

/// When to try again after this attempt (from 1) failed; never, after the last.
#[must_use]
pub fn retry_at(attempt: i64, now: EpochMillis) -> Option<EpochMillis> {
    let place = usize::try_from(attempt.checked_sub(1)?).ok()?;
    WAITS.get(place).map(|wait| now.saturating_add(*wait))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_attempt_waits_longer_and_the_last_one_is_the_last() {
        let waits: Vec<Option<i64>> = (1..=ATTEMPTS).map(|attempt| retry_at(attempt, 0)).collect();
        assert!(
            waits
                .windows(2)
                .all(|pair| pair[0] < pair[1] || pair[1].is_none())
        );
        assert_eq!(waits.iter().position(Option::is_none), Some(WAITS.len()));
    }

    #[test]
    fn an_attempt_that_can_not_be_is_not_tried_again() {
        assert_eq!(
            [retry_at(0, 0), retry_at(i64::MIN, 0), retry_at(99, 0)],
            [None; 3]
        );
    }
}
