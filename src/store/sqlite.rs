//! SQLite: one file, one writer, a pool of readers.

use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Row as _, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use super::error::StoreError;
use super::pool::{Loan, Pool};
use super::queue::Together;
use super::tx::Access;
use super::writer::{self, Lent, Order, Writer, run};

/// How long we wait for another process that has the file locked.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long everybody may wait for the journal to be emptied, and how often that is tried.
const MOMENT: Duration = Duration::from_millis(200);
const TRIES: u32 = 10;
const EMPTY: &str = "PRAGMA wal_checkpoint(TRUNCATE)";
/// How many can read at the same time. Each has a thread of its own.
const READERS: u32 = 8;
/// How many units can stand in line before who asks must wait with asking.
const LINE: usize = 1024;

/// The file's writer and readers.
#[derive(Clone)]
pub(super) struct Sqlite {
    orders: mpsc::Sender<Order>,
    readers: Pool<SqliteConnection>,
    options: Arc<SqliteConnectOptions>,
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
        writer::start(writer, inbox)?;
        let readers = Pool::new(options.clone().read_only(true), READERS);
        Ok(Self {
            orders,
            readers,
            options: Arc::new(options),
        })
    }

    /// The connection of a unit of work.
    pub(super) fn unit(&self, access: Access) -> Unit {
        Unit {
            sqlite: self.clone(),
            access,
            at: At::Nowhere,
        }
    }

    /// Folds the journal into the file and empties it, on a connection of its own: who reads for long keeps it from that, and nobody
    /// waits for it longer than a moment.
    pub(super) async fn tidy(&self) -> Result<bool, StoreError> {
        let failed = |error| StoreError::of(&error, EMPTY);
        let options = (*self.options).clone().busy_timeout(MOMENT);
        let mut conn = options.connect().await.map_err(failed)?;
        let mut busy = true;
        for _ in 0..TRIES {
            let row = sqlx::query(EMPTY).fetch_one(&mut conn).await;
            busy = row.map_err(failed)?.try_get::<i64, _>(0).map_err(failed)? != 0;
            if !busy {
                break;
            }
            tokio::time::sleep(MOMENT).await;
        }
        // It is of no use any more, well or not.
        drop(conn.close().await);
        Ok(!busy)
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
    Reading(Loan<SqliteConnection>),
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
            self.end(true).await;
            let (answer, lent) = oneshot::channel();
            self.at = At::Writing(self.sqlite.order(Order::Lend(answer), lent).await?);
        }
        if matches!(self.at, At::Nowhere) {
            let mut loan = self.sqlite.readers.lend().await?;
            if self.access == Access::Snapshot {
                run(&mut loan.conn, "BEGIN").await?;
            }
            self.at = At::Reading(loan);
        }
        match &mut self.at {
            At::Reading(loan) => Ok(&mut loan.conn),
            At::Writing(lent) => lent.conn().ok_or_else(StoreError::closed),
            At::Nowhere => Err(StoreError::closed()),
        }
    }

    /// Has changes made that nothing of this unit follows.
    pub(super) async fn hand_in(mut self, together: Together) -> Result<(), StoreError> {
        if self.access != Access::Write {
            return together.on_sqlite(self.conn(false).await?, None).await;
        }
        self.end(true).await;
        let (answer, made) = oneshot::channel();
        let order = Order::Changes(together, answer);
        self.sqlite.order(order, made).await
    }

    /// Keeps what was done with the writer.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        match std::mem::replace(&mut self.at, At::Nowhere) {
            At::Writing(lent) => lent.keep().await,
            at => {
                self.at = at;
                self.end(true).await;
                Ok(())
            }
        }
    }

    /// Lets the connection go. A reader is of use to others if all went well; the writer goes back by itself.
    pub(super) async fn end(&mut self, sound: bool) {
        let At::Reading(mut loan) = std::mem::replace(&mut self.at, At::Nowhere) else {
            return;
        };
        let snapshot = self.access == Access::Snapshot;
        if sound && (!snapshot || run(&mut loan.conn, "ROLLBACK").await.is_ok()) {
            loan.give_back();
        }
    }
}

/// WAL lets readers read while the writer writes; FULL puts a commit on the disk before it is answered; secure_delete
/// overwrites what is deleted; temporary tables stay off the disk. The journal is folded into the file at 16 MB at the
/// latest: what changes often is then written there once.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        .pragma("wal_autocheckpoint", "4000")
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
