//! The clock, as a value that is handed in.
//!
//! Legal dates hang on "today", so nothing in the program asks the operating system for the time but this
//! file. The demo and the tests use a clock that a person can move.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds since 1970-01-01T00:00Z. The only form in which an instant is stored.
pub type EpochMillis = i64;

/// Tells the time. Cheap to clone; all clones of a movable clock move together.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Whether the machine's time is added to `at`.
    runs: bool,
    at: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's own time.
    #[must_use]
    pub fn system() -> Self {
        Self {
            runs: true,
            at: Arc::new(AtomicI64::new(0)),
        }
    }

    /// A clock that runs on from `now` and can be moved: the demo's.
    #[must_use]
    pub fn running_from(now: EpochMillis) -> Self {
        Self {
            runs: true,
            at: Arc::new(AtomicI64::new(now - machine_time())),
        }
    }

    /// A clock that stands still until it is moved: the tests'.
    #[must_use]
    pub fn standing_at(now: EpochMillis) -> Self {
        Self {
            runs: false,
            at: Arc::new(AtomicI64::new(now)),
        }
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> EpochMillis {
        let at = self.at.load(Ordering::Relaxed);
        if self.runs { machine_time() + at } else { at }
    }

    /// Today's civil date in Europe/Amsterdam, which is what the law counts in.
    #[must_use]
    pub fn today(&self) -> time::Date {
        crate::domain::amsterdam::civil_date(self.now())
    }

    /// Moves this clock and its clones to `now`.
    pub fn move_to(&self, now: EpochMillis) {
        let base = if self.runs { machine_time() } else { 0 };
        self.at.store(now - base, Ordering::Relaxed);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that asks the machine for the time"
)]
fn machine_time() -> EpochMillis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}
