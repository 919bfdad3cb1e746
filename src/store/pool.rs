//! Connections on loan. The one that came back last goes out first: what it has just read, it still knows.
//!
//! The pool of sqlx asks each connection that comes back whether it is well. That is a journey for every loan, and most
//! loans are two or three.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::{ConnectOptions as _, Connection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::error::StoreError;

/// How long a unit waits for a connection that answers.
const PATIENCE: Duration = Duration::from_secs(5);
/// A connection that was idle for longer is tried before it is used.
const FRESH: Duration = Duration::from_secs(1);

/// At most so many connections, opened when they are needed. Cheap to clone.
pub(super) struct Pool<C: Connection>(Arc<Inner<C>>);

struct Inner<C: Connection> {
    options: C::Options,
    idle: Mutex<Vec<(C, Instant)>>,
    room: Arc<Semaphore>,
    most: u32,
}

/// A connection on loan. Give it back when all went well; otherwise it is closed.
pub(super) struct Loan<C: Connection> {
    /// The connection.
    pub(super) conn: C,
    pool: Pool<C>,
    _room: OwnedSemaphorePermit,
}

impl<C: Connection> Clone for Pool<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<C: Connection> Pool<C> {
    /// A pool of at most so many connections.
    pub(super) fn new(options: C::Options, most: u32) -> Self {
        Self(Arc::new(Inner {
            options,
            idle: Mutex::default(),
            room: Arc::new(Semaphore::new(most as usize)),
            most,
        }))
    }

    /// A connection, as soon as there is one.
    pub(super) async fn lend(&self) -> Result<Loan<C>, StoreError> {
        let lent = timeout(PATIENCE, self.next()).await;
        lent.unwrap_or(Err(StoreError::Busy))
    }

    async fn next(&self) -> Result<Loan<C>, StoreError> {
        let room = Arc::clone(&self.0.room).acquire_owned().await;
        let room = room.map_err(|_| StoreError::closed())?;
        let conn = loop {
            let Some((mut conn, since)) = self.idle(Vec::pop) else {
                let opened = self.0.options.connect().await;
                break opened.map_err(|error| StoreError::of(&error, "(verbinden)"))?;
            };
            if since.elapsed() < FRESH || conn.ping().await.is_ok() {
                break conn;
            }
        };
        Ok(Loan {
            conn,
            pool: self.clone(),
            _room: room,
        })
    }

    /// Waits for what is on loan and closes every connection.
    pub(super) async fn close(&self) {
        // An error means that it was closed before.
        let all = self.0.room.acquire_many(self.0.most).await;
        self.0.room.close();
        for (conn, _) in self.idle(std::mem::take) {
            // It is of no use any more, well or not.
            drop(conn.close().await);
        }
        drop(all);
    }

    fn idle<T>(&self, with: impl FnOnce(&mut Vec<(C, Instant)>) -> T) -> T {
        with(&mut self.0.idle.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<C: Connection> Loan<C> {
    /// Lets the next one use it.
    pub(super) fn give_back(self) {
        let Self { conn, pool, _room } = self;
        pool.idle(|idle| idle.push((conn, Instant::now())));
    }
}
