//! The only SQL of the house: one interface over two engines.
//!
//! One SQL text serves both, with columns of three kinds (see [`Kind`]). SQLite is the default: one file, written by
//! one task that commits what waits together. PostgreSQL is for who has a server. What differs stands in
//! `dialect.rs` and in the two files named after the engines; one suite of tests runs on both.
//!
//! ```no_run
//! # use tom::store::{Store, StoreError, args};
//! # async fn example(store: Store) -> Result<(), StoreError> {
//! let changed = store
//!     .write(|tx| {
//!         Box::pin(async move {
//!             tx.execute("UPDATE cases SET version = 8 WHERE id = $1 AND version = $2", args!["c1", 7_i64]).await
//!         })
//!     })
//!     .await?;
//! assert!(changed <= 1);
//! # Ok(())
//! # }
//! ```

pub mod access_log;
pub mod account_reviews;
pub mod batches;
pub mod break_glass;
pub mod cases;
pub mod certificates;
pub mod choices;
pub mod copy;
pub mod counts;
pub mod destruction;
mod dialect;
pub mod documents;
pub mod dossiers;
pub mod drafts;
pub mod erasing;
mod error;
pub mod expiring;
pub mod factors;
pub mod family_accounts;
pub mod family_sessions;
mod fault;
pub mod half_sessions;
pub mod history;
pub mod holds;
pub mod invitations;
pub mod links;
pub mod lists;
pub mod log;
pub mod looks;
pub mod members;
mod migrate;
pub mod names;
pub mod opening;
pub mod outbox;
pub mod participants;
pub mod parties;
pub mod passkey_questions;
pub mod passkeys;
mod pool;
mod postgres;
mod queue;
pub mod requests;
mod row;
pub mod sessions;
mod sqlite;
pub mod submissions;
pub mod substitutions;
pub mod tasks;
pub mod throttle;
mod tx;
pub mod users;
mod value;
mod writer;

use std::pin::Pin;

pub use dialect::Engine;
pub use error::{Rule, StoreError};
pub use migrate::{MIGRATIONS, Migration};
pub use row::Row;
pub use tx::Tx;
pub use value::{Kind, Stored, Value, args};

use dialect::Address;
use tx::{Access, Link};

/// A future in a box: what a unit of work is, as the writer must be able to hold any of them.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The database. A cheap handle: clone it freely.
#[derive(Clone)]
pub struct Store {
    database: Database,
}

#[derive(Clone)]
enum Database {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Store {
    /// Opens the database and brings its tables up to date.
    ///
    /// `sqlite:PATH` makes the file at the first start, with mode 0600, in a folder that it makes with mode 0700.
    /// `postgres://...` must exist already.
    ///
    /// # Errors
    /// [`StoreError::Address`] if the URL can't be read, [`StoreError::Migration`] if the tables belong to another
    /// version of this program, and what keeps the database from being opened.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let database = match Address::parse(url)? {
            Address::File(path) => Database::Sqlite(sqlite::Sqlite::open(&path).await?),
            Address::Server(url) => Database::Postgres(postgres::Postgres::open(&url)?),
        };
        let store = Self { database };
        store.write(|tx| migrate::run(tx)).await?;
        Ok(store)
    }

    /// Does one unit of work and commits it before it answers.
    ///
    /// If the work answers an error, panics, or had a statement that failed, nothing of this unit is kept, and other
    /// units don't notice. Once it was asked, a unit is finished even if nobody waits for the answer any more.
    ///
    /// From its first [`Tx::execute`] on the work holds the only writer of SQLite: from there it must wait for nothing but
    /// its `Tx`.
    ///
    /// # Errors
    /// What the work answered, or a [`StoreError`] if the unit could not be done. If the connection breaks at the very
    /// moment of the commit, the unit may have been kept all the same.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let store = self.clone();
        let unit = tokio::spawn(async move { store.attempt(Access::Write, work).await });
        unit.await.unwrap_or_else(|stopped| {
            let why = if stopped.is_panic() {
                StoreError::Panicked
            } else {
                StoreError::closed()
            };
            Err(E::from(why))
        })
    }

    /// As [`Store::write`], but given up when nobody waits any more: for reading with the lines that say so, as what was read is then
    /// seen by nobody, and for work that has a task of its own.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn noted<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send,
        T: Send,
        E: From<StoreError> + Send,
    {
        self.attempt(Access::Write, work).await
    }

    /// Reads from one snapshot: what others commit meanwhile is not seen, and a change is refused.
    ///
    /// # Errors
    /// What the work answered, or a [`StoreError`] if the database could not be read.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send,
        T: Send,
        E: From<StoreError> + Send,
    {
        self.attempt(Access::Snapshot, work).await
    }

    /// Reads with one query, or with some that need not see the same moment: quicker than [`Store::read`].
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn glance<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send,
        T: Send,
        E: From<StoreError> + Send,
    {
        self.attempt(Access::Glance, work).await
    }

    /// Does the work; it succeeded only if it says so and no statement failed.
    async fn attempt<T, E, F>(&self, access: Access, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
        E: From<StoreError>,
    {
        let link = match &self.database {
            Database::Sqlite(sqlite) => Link::Sqlite(sqlite.unit(access)),
            Database::Postgres(postgres) => Link::Postgres(postgres.unit(access).await?),
        };
        let mut tx = Tx::new(link);
        match work(&mut tx).await {
            Ok(value) => {
                tx.keep().await?;
                Ok(value)
            }
            Err(refusal) => {
                tx.leave().await;
                Err(refusal)
            }
        }
    }

    /// Which engine is below.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.database {
            Database::Sqlite(_) => Engine::Sqlite,
            Database::Postgres(_) => Engine::Postgres,
        }
    }

    /// Clears away what the engine leaves of rows that were deleted: the journal of SQLite is folded into the file and emptied (what is
    /// deleted in the file is overwritten there); PostgreSQL frees the old rows. Answers whether it could: a long query holds it up.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn tidy(&self) -> Result<bool, StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.tidy().await,
            Database::Postgres(postgres) => postgres.tidy().await,
        }
    }

    /// Finishes what was handed over, then lets the database go. Every later call answers
    /// [`StoreError::Unavailable`].
    pub async fn close(&self) {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.close().await,
            Database::Postgres(postgres) => postgres.close().await,
        }
    }
}
