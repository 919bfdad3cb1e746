//! PostgreSQL: a pool, and a transaction for each unit of work.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};

use super::error::StoreError;
use super::tx::{Link, Tx};
use super::{BoxFuture, attempt, migrate};

/// How long a unit waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many connections one process takes.
const CONNECTIONS: u32 = 16;
/// A connection that was idle for longer is tried before it is used.
const FRESH: Duration = Duration::from_secs(1);

const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The server's connections.
#[derive(Clone)]
pub(super) struct Postgres {
    pool: PgPool,
}

impl Postgres {
    /// Connects and brings the tables up to date.
    pub(super) async fn open(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| {
                StoreError::Address("na 'postgres://' komt 'gebruiker:wachtwoord@server/database'")
            })?
            .application_name("tom")
            .options([("client_min_messages", "warning"), ("lock_timeout", "5s")])
            .statement_cache_capacity(256)
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .before_acquire(|conn, meta| {
                Box::pin(async move {
                    if meta.idle_for > FRESH {
                        conn.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_lazy_with(options.clone());
        // The first connection is made outside the pool, which would only say that it took too long.
        let conn = options.connect().await;
        let conn = conn.map_err(|error| StoreError::of(&error, "(verbinden)"))?;
        drop(conn.close().await);

        let postgres = Self { pool };
        postgres.write(|tx| Box::pin(migrate::run(tx))).await?;
        Ok(postgres)
    }

    /// Does the work in a transaction, in a task of its own: it is finished even if nobody waits for it any more.
    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let postgres = self.clone();
        let unit = tokio::spawn(async move {
            let mut tx = postgres.begin(WRITE).await?;
            let outcome = attempt(&mut tx, work).await;
            if let Link::Postgres(transaction) = tx.into_link() {
                if outcome.is_ok() {
                    let committed = transaction.commit().await;
                    committed.map_err(|error| StoreError::of(&error, "COMMIT"))?;
                } else {
                    // A connection that can't do even this is thrown away by the pool, and its changes with it.
                    drop(transaction.rollback().await);
                }
            }
            outcome
        });
        unit.await.unwrap_or_else(|stopped| {
            let why = if stopped.is_panic() {
                StoreError::Panicked
            } else {
                StoreError::closed()
            };
            Err(E::from(why))
        })
    }

    /// A reader that sees the database as it is at its first query.
    pub(super) async fn snapshot(&self) -> Result<Tx, StoreError> {
        self.begin(READ).await
    }

    /// Closes every connection, when it is done.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    async fn begin(&self, sql: &'static str) -> Result<Tx, StoreError> {
        let begun = self.pool.begin_with(sql).await;
        let transaction = begun.map_err(|error| StoreError::of(&error, sql))?;
        Ok(Tx::new(Link::Postgres(transaction)))
    }
}
