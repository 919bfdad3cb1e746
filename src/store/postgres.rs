//! PostgreSQL: a pool, and a transaction for each unit of work.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use super::error::StoreError;
use super::queue::Together;
use super::tx::Access;

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
    /// Connects.
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

        Ok(Self { pool })
    }

    /// The connection of a unit of work.
    pub(super) async fn unit(&self, access: Access) -> Result<Unit, StoreError> {
        let conn = self.pool.acquire().await;
        let conn = conn.map_err(|error| StoreError::of(&error, "(verbinden)"))?;
        let mut unit = Unit {
            conn,
            access,
            begun: false,
        };
        if access == Access::Snapshot {
            unit.conn(true).await?;
        }
        Ok(unit)
    }

    /// Closes every connection, when it is done.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

/// The connection of one unit of work. Its transaction begins with the first change: queries see what is committed with
/// and without it, and changes that go together are kept together by themselves.
pub(super) struct Unit {
    conn: PoolConnection<sqlx::Postgres>,
    access: Access,
    begun: bool,
}

impl Unit {
    /// Whether it is in a transaction.
    pub(super) const fn begun(&self) -> bool {
        self.begun
    }

    /// The connection, in a transaction if it is to change something.
    pub(super) async fn conn(&mut self, begin: bool) -> Result<&mut PgConnection, StoreError> {
        if begin && !self.begun {
            self.begun = true;
            let sql = match self.access {
                Access::Write => WRITE,
                Access::Snapshot | Access::Glance => READ,
            };
            self.run(sql).await?;
        }
        Ok(&mut self.conn)
    }

    /// Makes changes that nothing of this unit follows; alone they are kept whole or not at all.
    pub(super) async fn alone(mut self, together: Together) -> Result<(), StoreError> {
        let begin = self.access != Access::Write;
        together.on_postgres(self.conn(begin).await?).await
    }

    /// Keeps what was done.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        if self.begun {
            self.run("COMMIT").await?;
            self.begun = false;
        }
        Ok(())
    }

    /// Takes back what was done.
    pub(super) async fn rollback(mut self) {
        // A connection that can't do even this is thrown away, and its changes with it.
        if self.begun && self.run("ROLLBACK").await.is_ok() {
            self.begun = false;
        }
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let done = sqlx::raw_sql(sql).execute(&mut *self.conn).await;
        done.map(drop).map_err(|error| StoreError::of(&error, sql))
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
