//! The loop around the work: claim, do, write down.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Notify};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::random::Random;
use crate::store::outbox::{self, Calls, Claimed, Lease, Pulse};
use crate::store::{Store, StoreError};

use super::backoff::{ATTEMPTS, retry_at};
use super::wake::WakeQueue;
use super::work::{JobError, Work};

/// How quick and how patient a worker is.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often it looks without being woken.
    pub sweep: Duration,
    /// How long one piece of work may take. After that nobody knows whether it had its effect.
    pub limit: Duration,
    /// How long a row stays ours after the claim: longer than `limit`, or a row would be done twice.
    pub lease: Duration,
    /// How much it does at the same time.
    pub together: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            sweep: Duration::from_secs(5),
            limit: Duration::from_secs(180),
            lease: Duration::from_secs(300),
            together: 8,
        }
    }
}

/// What a worker did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that are done.
    pub done: usize,
    /// Rows that failed and will be tried again.
    pub again: usize,
    /// Rows that failed for good: incidents.
    pub incidents: usize,
}

/// Does what is due in the outbox. Clones are the same worker.
#[derive(Clone)]
pub struct Worker {
    store: Store,
    work: Arc<dyn Work>,
    clock: Clock,
    random: Random,
    pace: Pace,
    pulse: Pulse,
    /// One at a time: when the clock is moved past our own leases, we must not take over from ourselves.
    round: Arc<Mutex<()>>,
}

impl Worker {
    /// A worker with the usual pace.
    #[must_use]
    pub fn new(store: Store, work: Arc<dyn Work>, clock: Clock, random: Random) -> Self {
        Self {
            store,
            work,
            clock,
            random,
            pace: Pace::default(),
            pulse: Pulse::default(),
            round: Arc::default(),
        }
    }

    /// The same worker with another pace.
    #[must_use]
    pub const fn with_pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// The same worker, which others see alive by this pulse.
    #[must_use]
    pub fn with_pulse(mut self, pulse: Pulse) -> Self {
        self.pulse = pulse;
        self
    }

    /// Works until `shutdown`, and then finishes what it is doing. A database that is away is waited for.
    ///
    /// Without a `queue`, or if it breaks down, calls reach only this worker; nothing is lost.
    pub async fn run(&self, calls: Calls, queue: Option<WakeQueue>, shutdown: CancellationToken) {
        let awake = Arc::new(Notify::new());
        let name = format!("tom-{}", self.random.opaque_id());
        let caller = tokio::spawn(super::wake::serve(
            queue,
            calls,
            Arc::clone(&awake),
            name,
            shutdown.clone(),
        ));
        while !shutdown.is_cancelled() {
            if let Err(error) = self.rounds(&awake, &shutdown).await {
                tracing::warn!(%error, "the outbox can't be read or written");
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = awake.notified() => {}
                () = tokio::time::sleep(self.pace.sweep) => {}
            }
        }
        if caller.await.is_err() {
            tracing::warn!("the wake queue broke down");
        }
    }

    /// Does everything that is due now, and what comes due meanwhile, and answers how much that was.
    ///
    /// # Errors
    /// A [`StoreError`] if the outbox can't be read or written. What was claimed then is taken over when its lease ends.
    pub async fn drain_now(&self) -> Result<Counts, StoreError> {
        self.rounds(&Notify::new(), &CancellationToken::new()).await
    }

    /// Does what is due side by side, and claims more as soon as half of its hands are free: what takes long holds up nothing else.
    /// Each row is written down as soon as it is done; the first failure of the database is answered when all of them are.
    async fn rounds(
        &self,
        awake: &Notify,
        shutdown: &CancellationToken,
    ) -> Result<Counts, StoreError> {
        let _alone = self.round.lock().await;
        let (mut counts, mut outcome, mut dry) = (Counts::default(), Ok(()), false);
        let (mut running, mut leases) = (JoinSet::new(), HashMap::new());
        let hands = usize::try_from(self.pace.together).unwrap_or(usize::MAX);
        loop {
            self.pulse.beat();
            // Where the clock was moved past our own leases we must not take over from ourselves.
            let ours = leases.values().all(|until| self.clock.now() < *until);
            let free = hands - running.len();
            if !dry && ours && outcome.is_ok() && !shutdown.is_cancelled() && free * 2 >= hands {
                let lease = Lease {
                    name: self.random.opaque_id(),
                    millis: i64::try_from(self.pace.lease.as_millis()).unwrap_or(i64::MAX),
                };
                let until = self.clock.now().saturating_add(lease.millis);
                match self.claim(lease.clone(), free).await {
                    Ok(claimed) => {
                        dry = claimed.is_empty();
                        for row in claimed {
                            let (worker, lease) = (self.clone(), lease.clone());
                            let task = running.spawn(async move { worker.one(row, lease).await });
                            leases.insert(task.id(), until);
                        }
                    }
                    Err(error) => outcome = Err(error),
                }
                continue;
            }
            let ended = tokio::select! {
                ended = running.join_next_with_id() => ended,
                () = awake.notified() => {
                    dry = false;
                    continue;
                }
                () = tokio::time::sleep(self.pace.sweep) => {
                    dry = false;
                    continue;
                }
            };
            let Some(ended) = ended else {
                return outcome.map(|()| counts);
            };
            // It may have brought something about that is due.
            dry = false;
            let (id, ended) = match ended {
                Ok((id, ended)) => (id, ended),
                Err(broke) => (broke.id(), Err(StoreError::Panicked)),
            };
            leases.remove(&id);
            match ended {
                Ok(Ended::Done) => counts.done += 1,
                Ok(Ended::Again) => counts.again += 1,
                Ok(Ended::Incident) => counts.incidents += 1,
                Ok(Ended::Lost) => {}
                Err(error) => outcome = Err(error),
            }
        }
    }

    async fn claim(&self, lease: Lease, free: usize) -> Result<Vec<Claimed>, StoreError> {
        let (now, most) = (self.clock.now(), u32::try_from(free).unwrap_or(u32::MAX));
        self.store
            .write(move |tx| {
                Box::pin(async move { outbox::claim_due(tx, now, &lease, most).await })
            })
            .await
    }

    async fn one(&self, row: Claimed, lease: Lease) -> Result<Ended, StoreError> {
        let (id, attempt) = (row.id.clone(), row.attempts);
        let failed = if attempt > ATTEMPTS {
            // It was taken over too often: whatever it is, it kills the process that does it.
            Some(JobError::GiveUp("broke_off".to_owned()))
        } else {
            self.attempt(row).await.err()
        };
        let now = self.clock.now();
        let (code, retry) = match failed {
            None => return self.write_done(id, lease, now).await,
            Some(JobError::GiveUp(code)) => (code, None),
            Some(JobError::Retry(code)) => (code, retry_at(attempt, now)),
            Some(JobError::Unknown(code)) => (outbox::unsure(&code), retry_at(attempt, now)),
        };
        tracing::warn!(outbox = id, attempt, code, "work from the outbox failed");
        self.write_failed(id, lease, code, retry).await
    }

    /// Does it once, in a task of its own, so that a panic stays there.
    async fn attempt(&self, row: Claimed) -> Result<(), JobError> {
        let (work, limit) = (Arc::clone(&self.work), self.pace.limit);
        let task = tokio::spawn(async move { tokio::time::timeout(limit, work.run(row)).await });
        match task.await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(JobError::Unknown("took_too_long".to_owned())),
            Err(_) => Err(JobError::Retry("panic".to_owned())),
        }
    }

    async fn write_done(&self, id: String, lease: Lease, now: i64) -> Result<Ended, StoreError> {
        let written = self
            .store
            .write(move |tx| Box::pin(async move { outbox::done(tx, &id, &lease, now).await }))
            .await;
        match written {
            Ok(()) => Ok(Ended::Done),
            Err(StoreError::Stale) => Ok(Ended::Lost),
            Err(error) => Err(error),
        }
    }

    async fn write_failed(
        &self,
        id: String,
        lease: Lease,
        code: String,
        retry: Option<i64>,
    ) -> Result<Ended, StoreError> {
        let ours = self
            .store
            .write(move |tx| {
                Box::pin(async move { outbox::failed(tx, &id, &lease, &code, retry).await })
            })
            .await?;
        Ok(match (ours, retry) {
            (false, _) => Ended::Lost,
            (true, Some(_)) => Ended::Again,
            (true, None) => Ended::Incident,
        })
    }
}

/// How one row came out.
enum Ended {
    Done,
    Again,
    Incident,
    /// It was not ours any more.
    Lost,
}
