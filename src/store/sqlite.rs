//! SQLite: one file, one writer, a pool of readers.

use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::sync::{mpsc, oneshot};

use super::error::StoreError;
use super::tx::{Link, Tx};
use super::unit::Waiting;
use super::writer::{self, Order, Writer};
use super::{BoxFuture, migrate};

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
        let mut tx = writer::connect(&options).await?;
        tx.script("BEGIN IMMEDIATE").await?;
        migrate::run(&mut tx).await?;
        tx.script("COMMIT").await?;

        let (orders, inbox) = mpsc::channel(LINE);
        tokio::spawn(Writer::new(options.clone(), tx).serve(inbox));
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .connect_lazy_with(options.read_only(true));
        Ok(Self { orders, readers })
    }

    /// Hands the work to the writer and waits for its commit.
    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, outcome) = oneshot::channel();
        let order = Order::Work(Box::new(Waiting { work, answer }));
        let sent = self.orders.send(order).await;
        sent.map_err(|_| StoreError::closed())?;
        outcome
            .await
            .unwrap_or_else(|_| Err(E::from(StoreError::closed())))
    }

    /// A reader that sees the database as it is at its first query.
    pub(super) async fn snapshot(&self) -> Result<Tx, StoreError> {
        let begun = self.readers.begin().await;
        let transaction = begun.map_err(|error| StoreError::of(&error, "BEGIN"))?;
        Ok(Tx::new(Link::Reader(transaction)))
    }

    /// A reader who sees each statement's own moment.
    pub(super) async fn glance(&self) -> Result<Tx, StoreError> {
        let conn = self.readers.acquire().await;
        let conn = conn.map_err(|error| StoreError::of(&error, "(verbinden)"))?;
        Ok(Tx::new(Link::Glance(conn)))
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
