//! Telling the worker that something was put in the outbox.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

/// Throws away the calls in a SQLite wake queue that were handled, and workers that ended long ago.
pub const TIDY_SQLITE: &str =
    "DELETE FROM Jobs WHERE status NOT IN ('Pending', 'Queued', 'Running');
    DELETE FROM Workers WHERE last_seen < strftime('%s', 'now') - 86400
    AND id NOT IN (SELECT lock_by FROM Jobs WHERE lock_by IS NOT NULL)";
/// The same on PostgreSQL.
pub const TIDY_POSTGRES: &str =
    "DELETE FROM apalis.jobs WHERE status NOT IN ('Pending', 'Queued', 'Running');
    DELETE FROM apalis.workers WHERE last_seen < now() - interval '1 day'
    AND id NOT IN (SELECT lock_by FROM apalis.jobs WHERE lock_by IS NOT NULL)";

/// How many calls can wait. One that does not fit is dropped: the worker looks by itself too.
const LINE: usize = 256;

/// Calls the worker. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Waker(mpsc::Sender<String>);

/// The calls, for the worker to hear.
#[derive(Debug)]
pub struct Calls(mpsc::Receiver<String>);

/// A waker and the end at which its calls come out.
#[must_use]
pub fn waker() -> (Waker, Calls) {
    let (calls, heard) = mpsc::channel(LINE);
    (Waker(calls), Calls(heard))
}

impl Waker {
    /// Says that this row was put in the outbox and committed. It never waits and can't fail: a call that nobody hears
    /// costs a few seconds, no more.
    pub fn wake(&self, id: &str) {
        drop(self.0.try_send(id.to_owned()));
    }
}

impl Calls {
    /// The id of the next row, for all the calls that wait: one look at the outbox finds what each was about. Nothing if
    /// there is no waker any more.
    pub async fn next(&mut self) -> Option<String> {
        let id = self.0.recv().await?;
        while self.0.try_recv().is_ok() {}
        Some(id)
    }
}

/// When the worker of this process last looked at the outbox: so others see that it lives. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Pulse(Arc<Mutex<Instant>>);

impl Default for Pulse {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }
}

impl Pulse {
    /// It looks now.
    pub fn beat(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// How long ago it looked; since the start, if it didn't yet.
    #[must_use]
    pub fn quiet_for(&self) -> Duration {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.elapsed()
    }
}
