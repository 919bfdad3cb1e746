//! Waking the worker of this process at once, and those of others through a queue.
//!
//! The queue carries ids and nothing else, and whatever it loses, repeats or delays does no harm: the row in the outbox
//! is the truth, and the worker looks by itself.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::store::outbox::Calls;

use super::wake_postgres::PostgresQueue;
use super::wake_sqlite::SqliteQueue;

/// How long a queue that failed is left alone.
const REST: Duration = Duration::from_secs(10);
/// How long calls are gathered after one was passed on to others: each is a commit of its own.
const GATHER: Duration = Duration::from_millis(100);
/// How often what was handled is thrown away.
const TIDY: Duration = Duration::from_secs(3600);

/// The queue, beside the database that holds the outbox.
#[derive(Clone)]
pub enum WakeQueue {
    /// A small file beside the SQLite file.
    Sqlite(SqliteQueue),
    /// Tables of its own on the same PostgreSQL database.
    Postgres(PostgresQueue),
}

/// Why there is no queue. The worker works without it, a few seconds later.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "De wekker van de achtergrondtaken werkt niet: {0}. Taken gaan door, maar starten enkele seconden later."
)]
pub struct WakeError(pub(super) String);

impl WakeQueue {
    /// Opens the queue that belongs to this database, with the URL of the database itself.
    ///
    /// # Errors
    /// [`WakeError`] if it can't be opened or its tables can't be made. Log it and work without.
    pub async fn open(url: &str) -> Result<Self, WakeError> {
        match url.strip_prefix("sqlite:") {
            Some(path) => {
                let path = format!("{}-wake", path.strip_prefix("//").unwrap_or(path));
                SqliteQueue::open(&path).await.map(Self::Sqlite)
            }
            None => PostgresQueue::open(url).await.map(Self::Postgres),
        }
    }

    /// Calls a worker, in whichever process it is.
    ///
    /// # Errors
    /// [`WakeError`] if the queue can't be written. The worker looks by itself too.
    pub async fn call(&self, id: &str) -> Result<(), WakeError> {
        match self {
            Self::Sqlite(queue) => queue.push(id).await,
            Self::Postgres(queue) => queue.push(id).await,
        }
    }

    async fn tidy(&self) -> Result<(), WakeError> {
        match self {
            Self::Sqlite(queue) => queue.tidy().await,
            Self::Postgres(queue) => queue.tidy().await,
        }
    }

    /// Wakes until `shutdown`, or until the queue fails.
    async fn listen(
        &self,
        name: String,
        awake: Arc<Notify>,
        shutdown: CancellationToken,
    ) -> Result<(), WakeError> {
        match self {
            Self::Sqlite(queue) => queue.listen(name, awake, shutdown).await,
            Self::Postgres(queue) => queue.listen(name, awake, shutdown).await,
        }
    }
}

/// Wakes the worker at its own calls, passes them on to the queue, and wakes it at what comes out of that, until `shutdown`.
pub(super) async fn serve(
    queue: Option<WakeQueue>,
    calls: Calls,
    awake: Arc<Notify>,
    name: String,
    shutdown: CancellationToken,
) {
    let pass_on = pass_on(queue.clone(), calls, &awake, &shutdown);
    let listen = async {
        let Some(queue) = &queue else { return };
        let mut turn = 0_u64;
        while !shutdown.is_cancelled() {
            // A name that was used before is refused, or keeps a dead worker's calls to itself.
            turn += 1;
            let name = format!("{name}-{turn}");
            let heard = queue.listen(name, Arc::clone(&awake), shutdown.clone());
            if let Err(error) = heard.await {
                tracing::warn!(%error, "the wake queue can't be heard");
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(REST) => {}
            }
        }
    };
    let tidy = async {
        let Some(queue) = &queue else { return };
        while !shutdown.is_cancelled() {
            if let Err(error) = queue.tidy().await {
                tracing::warn!(%error, "the wake queue can't be tidied");
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(TIDY) => {}
            }
        }
    };
    tokio::join!(pass_on, listen, tidy);
}

/// Each call wakes the worker of this process at once; the first of those that come together goes to the others.
async fn pass_on(
    queue: Option<WakeQueue>,
    mut calls: Calls,
    awake: &Notify,
    shutdown: &CancellationToken,
) {
    let mut waits = None;
    loop {
        let id = match waits.take() {
            Some(id) => id,
            None => {
                let id = tokio::select! {
                    () = shutdown.cancelled() => return,
                    id = calls.next() => id,
                };
                let Some(id) = id else { return };
                awake.notify_one();
                id
            }
        };
        if let Some(queue) = &queue {
            // Others look by themselves too.
            drop(queue.call(&id).await);
        }
        let gathered = tokio::time::sleep(GATHER);
        tokio::pin!(gathered);
        loop {
            let id = tokio::select! {
                () = shutdown.cancelled() => return,
                () = &mut gathered => break,
                id = calls.next() => id,
            };
            let Some(id) = id else { return };
            awake.notify_one();
            waits = Some(id);
        }
    }
}
