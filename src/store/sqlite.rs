//! SQLite: one file, one writer, a pool of readers.

use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, SqliteConnection, Transaction};
use tokio::sync::{mpsc, oneshot};

use super::error::StoreError;
use super::queue::Together;
use super::tx::Access;
use super::writer::{Lent, Order, Writer};

/// How long we wait for another process that has the file locked.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many can read at the same time. Each has a thread of its own.
const READERS: u32 = 8;
/// How many units can stand in line before who asks must wait with asking.
const LINE: usize = 1024;

/// The file's writer and readers.
#[derive(Clone)]
pub(super) struct Sqlite {
    orders: mpsc::Sender<Order>,
    readers: SqlitePool,
}

impl Sqlite {
    /// Opens the file, or makes it.
    pub(super) async fn open(path: &Path) -> Result<Self, StoreError> {
        make_private(path).map_err(|error| {
            StoreError::Unavailable(format!("{}: {}", path.display(), error.kind()))
        })?;
        let options = options(path);
        let writer = Writer::new(options.clone()).await?;
        let (orders, inbox) = mpsc::channel(LINE);
        tokio::spawn(writer.serve(inbox));
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .connect_lazy_with(options.read_only(true));
        Ok(Self { orders, readers })
    }

    /// The connection of a unit of work.
    pub(super) async fn unit(&self, access: Access) -> Result<Unit, StoreError> {
        let mut unit = Unit {
            sqlite: self.clone(),
            access,
            at: At::Nowhere,
        };
        if access == Access::Snapshot {
            unit.snapshot().await?;
        }
        Ok(unit)
    }

    /// Lets the writer finish and closes every connection.
    pub(super) async fn close(&self) {
        self.readers.close().await;
        let (done, closed) = oneshot::channel();
        if self.orders.send(Order::Close(done)).await.is_ok() {
            // No answer means that it had closed already.
            drop(closed.await);
        }
    }

    async fn order<T>(
        &self,
        order: Order,
        answer: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let sent = self.orders.send(order).await;
        sent.map_err(|_| StoreError::closed())?;
        answer.await.unwrap_or_else(|_| Err(StoreError::closed()))
    }
}

/// The connection of one unit of work: a reader, until its first change takes the writer.
pub(super) struct Unit {
    sqlite: Sqlite,
    access: Access,
    at: At,
}

enum At {
    Nowhere,
    Reading(PoolConnection<sqlx::Sqlite>),
    Snapshot(Transaction<'static, sqlx::Sqlite>),
    Writing(Lent),
}

impl Unit {
    /// Whether it has the writer.
    pub(super) const fn begun(&self) -> bool {
        matches!(self.at, At::Writing(_))
    }

    /// The connection; the writer's if it is to change something and may.
    pub(super) async fn conn(&mut self, begin: bool) -> Result<&mut SqliteConnection, StoreError> {
        if begin && self.access == Access::Write && !self.begun() {
            // The reader is of use to others meanwhile.
            self.at = At::Nowhere;
            let (answer, lent) = oneshot::channel();
            self.at = At::Writing(self.sqlite.order(Order::Lend(answer), lent).await?);
        }
        if matches!(self.at, At::Nowhere) {
            let conn = self.sqlite.readers.acquire().await;
            let conn = conn.map_err(|error| StoreError::of(&error, "(verbinden)"))?;
            self.at = At::Reading(conn);
        }
        match &mut self.at {
            At::Reading(conn) => Ok(conn),
            At::Snapshot(transaction) => Ok(transaction),
            At::Writing(lent) => lent.conn().ok_or_else(StoreError::closed),
            At::Nowhere => Err(StoreError::closed()),
        }
    }

    async fn snapshot(&mut self) -> Result<(), StoreError> {
        let begun = self.sqlite.readers.begin().await;
        let transaction = begun.map_err(|error| StoreError::of(&error, "BEGIN"))?;
        self.at = At::Snapshot(transaction);
        Ok(())
    }

    /// Has changes made that nothing of this unit follows.
    pub(super) async fn hand_in(mut self, together: Together) -> Result<(), StoreError> {
        if self.access != Access::Write {
            return together.on_sqlite(self.conn(false).await?, "").await;
        }
        let Self { sqlite, at, .. } = self;
        drop(at);
        let (answer, made) = oneshot::channel();
        sqlite.order(Order::Changes(together, answer), made).await
    }

    /// Keeps what was done with the writer.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self.at {
            At::Writing(lent) => lent.keep().await,
            _ => Ok(()),
        }
    }
}

/// WAL lets readers read while the writer writes; FULL puts a commit on the disk before it is answered; secure_delete
/// overwrites what is deleted; temporary tables stay off the disk.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        .pragma("trusted_schema", "OFF")
        .statement_cache_capacity(256)
        .disable_statement_logging()
}

/// Makes the file for its owner alone, before SQLite would make it for everyone; its journals get the same mode. What
/// exists already keeps the mode that somebody gave it.
fn make_private(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
        .map(drop)
}
