//! The wake queue on PostgreSQL, in the schema that apalis makes for itself.

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use apalis::prelude::{BackendExt as _, Monitor, TaskBuilder, WorkerBuilder};
use apalis_postgres::{Config, PostgresStorage, queries};
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::store::outbox::TIDY_POSTGRES;

use super::wake::WakeError;

const QUEUE: &str = "outbox";
/// How often the queue is looked at. This is how long a wake takes at most.
const LOOK: Duration = Duration::from_millis(500);

/// A queue on a server.
#[derive(Clone)]
pub struct PostgresQueue {
    pool: PgPool,
}

impl PostgresQueue {
    /// Connects and makes the tables. Those need two extensions (pgcrypto, hstore), so the role must be allowed to
    /// make these, or an administrator makes them first.
    pub(super) async fn open(url: &str) -> Result<Self, WakeError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| failed("het adres klopt niet"))?
            .application_name("tom-wake")
            .options([("client_min_messages", "warning")])
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(3)
            .acquire_timeout(Duration::from_secs(5))
            .connect_lazy_with(options);
        let mut migrations = PostgresStorage::migrations();
        migrations.set_ignore_missing(true);
        migrations.run(&pool).await.map_err(failed)?;
        Ok(Self { pool })
    }

    /// Throws away what was handled; apalis keeps it for ever.
    pub(super) async fn tidy(&self) -> Result<(), WakeError> {
        let done = sqlx::raw_sql(TIDY_POSTGRES).execute(&self.pool).await;
        done.map(drop).map_err(failed)
    }

    pub(super) async fn push(&self, id: &str) -> Result<(), WakeError> {
        let call = TaskBuilder::new(serde_json::to_vec(id).map_err(failed)?).build();
        let mut conn = self.pool.acquire().await.map_err(failed)?;
        let pushed = queries::push_tasks(&mut *conn, QUEUE, vec![call]).await;
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
                let storage = PostgresStorage::<String>::new(&pool)
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
