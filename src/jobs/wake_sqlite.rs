//! The wake queue in a small file of its own beside the SQLite file.
//!
//! Not in the database itself: that has one writer, and apalis would be a second.

use std::os::unix::fs::OpenOptionsExt as _;
use std::sync::Arc;
use std::time::Duration;

use apalis::prelude::{BackendExt as _, Monitor, TaskBuilder, WorkerBuilder};
use apalis_sqlite::{Config, SqliteStorage, queries};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::store::outbox::TIDY_SQLITE;

use super::wake::WakeError;

const QUEUE: &str = "outbox";
/// How often the file is looked at. This is how long a wake takes at most.
const LOOK: Duration = Duration::from_millis(200);

/// A queue in a file.
#[derive(Clone)]
pub struct SqliteQueue {
    pool: SqlitePool,
}

impl SqliteQueue {
    /// Opens the file, or makes it.
    pub(super) async fn open(path: &str) -> Result<Self, WakeError> {
        let mut file = std::fs::OpenOptions::new();
        file.append(true).create(true).mode(0o600);
        file.open(path).map_err(failed)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(Duration::from_secs(5));
        let pool = SqlitePoolOptions::new()
            .max_connections(2)
            .acquire_timeout(Duration::from_secs(5))
            .connect_lazy_with(options);
        // Not apalis's own `setup`: that turns `synchronous` off on a connection of the pool.
        let mut migrations = SqliteStorage::migrations();
        migrations.set_ignore_missing(true);
        migrations.run(&pool).await.map_err(failed)?;
        Ok(Self { pool })
    }

    /// Throws away what was handled; apalis keeps it for ever.
    pub(super) async fn tidy(&self) -> Result<(), WakeError> {
        let done = sqlx::raw_sql(TIDY_SQLITE).execute(&self.pool).await;
        done.map(drop).map_err(failed)
    }

    pub(super) async fn push(&self, id: &str) -> Result<(), WakeError> {
        let call = TaskBuilder::new(serde_json::to_vec(id).map_err(failed)?).build();
        let mut conn = self.pool.acquire().await.map_err(failed)?;
        let pushed = queries::push_tasks(&mut *conn, QUEUE, &[call]).await;
        pushed.map_err(failed)
    }

    pub(super) async fn listen(
        &self,
        name: String,
        awake: Arc<Notify>,
        shutdown: CancellationToken,
    ) -> Result<(), WakeError> {
        let pool = self.pool.clone();
        Monitor::new()
            .register(move |restarts| {
                let awake = Arc::clone(&awake);
                let storage = SqliteStorage::<String>::new(&pool)
                    .with_config(Config::default().queue(QUEUE))
                    .poll_with_interval(LOOK);
                WorkerBuilder::new(format!("{name}-{restarts}"))
                    .backend(storage)
                    .build(move |_: String| {
                        awake.notify_one();
                        std::future::ready(())
                    })
            })
            .should_restart(|worker, _| worker.restarts() < 3)
            .run_with_signal(async move {
                shutdown.cancelled().await;
                Ok(())
            })
            .await
            .map_err(failed)
    }
}

fn failed(error: impl std::fmt::Display) -> WakeError {
    WakeError(error.to_string())
}
