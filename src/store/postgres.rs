//! PostgreSQL: a pool, and a transaction for each unit of work.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

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
const ROLLBACK: &str = "ROLLBACK";
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
            let mut tx = postgres.unit(WRITE).await?;
            let outcome = attempt(&mut tx, work).await;
            let end = if outcome.is_ok() { "COMMIT" } else { ROLLBACK };
            finish(tx, end).await?;
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

    /// Reads in one transaction, which sees the database as it is at its first query.
    pub(super) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send,
        T: Send,
        E: From<StoreError> + Send,
    {
        let mut tx = self.unit(READ).await?;
        tx.begin(READ).await?;
        let outcome = attempt(&mut tx, work).await;
        finish(tx, ROLLBACK).await?;
        outcome
    }

    /// A reader who sees each statement's own moment.
    pub(super) async fn glance(&self) -> Result<Tx, StoreError> {
        self.unit(READ).await
    }

    /// Closes every connection, when it is done.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    async fn unit(&self, begin: &'static str) -> Result<Tx, StoreError> {
        let conn = self.pool.acquire().await;
        let conn = conn.map_err(|error| StoreError::of(&error, "(verbinden)"))?;
        Ok(Tx::new(Link::Postgres(Unit {
            conn,
            begin,
            begun: false,
        })))
    }
}

async fn finish(tx: Tx, end: &'static str) -> Result<(), StoreError> {
    match tx.into_link() {
        Link::Postgres(unit) => unit
            .end(end)
            .await
            .map_err(|error| StoreError::of(&error, end)),
        _ => Ok(()),
    }
}

/// The connection of one unit of work. Its transaction begins with the first statement that needs one: queries see what
/// is committed with and without it, and changes that go together are kept together by themselves.
pub(super) struct Unit {
    conn: PoolConnection<sqlx::Postgres>,
    begin: &'static str,
    begun: bool,
}

impl Unit {
    /// Begins the transaction, if it didn't begin yet.
    pub(super) async fn begin(&mut self) -> Result<(), sqlx::Error> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        let begun = sqlx::raw_sql(self.begin).execute(&mut *self.conn).await;
        begun.map(drop)
    }

    /// Whether it may change anything.
    pub(super) fn writes(&self) -> bool {
        self.begin == WRITE
    }

    /// The connection itself.
    pub(super) fn conn(&mut self) -> &mut PgConnection {
        &mut self.conn
    }

    async fn end(mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        if self.begun {
            sqlx::raw_sql(sql).execute(&mut *self.conn).await?;
            self.begun = false;
        }
        Ok(())
    }
}

impl Drop for Unit {
    /// A connection in the middle of a transaction is of no use to the next unit; without it the server takes it back.
    fn drop(&mut self) {
        if self.begun {
            self.conn.close_on_drop();
        }
    }
}
