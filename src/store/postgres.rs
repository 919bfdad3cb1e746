//! PostgreSQL: a pool, and a transaction for each unit of work.

use std::str::FromStr as _;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, PgConnection};

use super::error::StoreError;
use super::pool::{Loan, Pool};
use super::queue::Together;
use super::tx::Access;

/// How many connections one process takes.
const CONNECTIONS: u32 = 16;

const VACUUM: &str = "VACUUM dossiers, name_tokens, documents, events, tasks, requests, links, family_accounts, family_sessions, outbox, break_glass, \
                      case_members, disclosures, cases, drafts";
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The server's connections.
#[derive(Clone)]
pub(super) struct Postgres {
    pool: Pool<PgConnection>,
}

impl Postgres {
    /// Connects. Every query of ours has its index; a plan that was made while a table was empty would read all of it for
    /// as long as the connection lives.
    pub(super) fn open(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| {
                StoreError::Address("na 'postgres://' komt 'gebruiker:wachtwoord@server/database'")
            })?
            .application_name("tom")
            .options([
                ("client_min_messages", "warning"),
                ("lock_timeout", "5s"),
                ("enable_seqscan", "off"),
                ("jit", "off"),
            ])
            .statement_cache_capacity(256)
            .disable_statement_logging();
        Ok(Self {
            pool: Pool::new(options, CONNECTIONS),
        })
    }

    /// The connection of a unit of work.
    pub(super) async fn unit(&self, access: Access) -> Result<Unit, StoreError> {
        let mut unit = Unit {
            loan: self.pool.lend().await?,
            access,
            begun: false,
        };
        if access == Access::Snapshot {
            unit.conn(true).await?;
        }
        Ok(unit)
    }

    /// Frees the rows that were deleted or changed, of every table of which the erasing job deletes.
    pub(super) async fn tidy(&self) -> Result<bool, StoreError> {
        let mut loan = self.pool.lend().await?;
        let done = sqlx::raw_sql(VACUUM).execute(&mut loan.conn).await;
        done.map_err(|error| StoreError::of(&error, VACUUM))?;
        loan.give_back();
        Ok(true)
    }

    /// Closes every connection, when it is done.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

/// The connection of one unit of work. Its transaction begins with the first change: queries see what is committed with
/// and without it, and changes that go together are kept together by themselves.
pub(super) struct Unit {
    loan: Loan<PgConnection>,
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
        Ok(&mut self.loan.conn)
    }

    /// Makes changes that nothing of this unit follows; alone they are kept whole or not at all.
    pub(super) async fn alone(mut self, together: Together) -> Result<(), StoreError> {
        let begin = self.access != Access::Write;
        let made = together.on_postgres(self.conn(begin).await?).await;
        self.rollback(made.as_ref().err()).await;
        made
    }

    /// Keeps what was done.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        if self.begun {
            self.run("COMMIT").await?;
        }
        self.loan.give_back();
        Ok(())
    }

    /// Takes back what was done. A connection that can't do even this, or that was lost before, is closed, and its changes
    /// are gone with it.
    pub(super) async fn rollback(mut self, failure: Option<&StoreError>) {
        let sound = if self.begun {
            self.run("ROLLBACK").await.is_ok()
        } else {
            !matches!(failure, Some(StoreError::Unavailable(_)))
        };
        if sound {
            self.loan.give_back();
        }
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let done = sqlx::raw_sql(sql).execute(&mut self.loan.conn).await;
        done.map(drop).map_err(|error| StoreError::of(&error, sql))
    }
}
