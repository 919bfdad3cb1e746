//! One unit of work, on whichever engine is below.

use futures_util::StreamExt as _;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection};

use crate::domain::party::DossierId;

use super::dialect::Engine;
use super::error::StoreError;
use super::queue::Queue;
use super::row::{Cells, Row};
use super::value::{Value, bound};
use super::{postgres, sqlite};

/// The statements of one unit of work. Only [`super::Store`] makes one, and it decides over commit and rollback.
///
/// Queries see what others have committed. With the first [`Tx::execute`], or with [`Tx::begin`], a unit on SQLite takes
/// the writer, and nobody else changes anything until it ends; on PostgreSQL nobody else changes the rows that it changed.
/// A change that rests on what was read before must guard itself by a version, or hold the row first.
///
/// Placeholders are `$1`, `$2`, ... on both engines. After a statement has failed, every next one answers that same
/// failure and the unit is rolled back, even if the work says that all is well: PostgreSQL works like that, and a
/// program that carried on would only do so on the other engine.
pub struct Tx {
    link: Link,
    queue: Queue,
    failure: Option<StoreError>,
}

/// The connection that a unit of work holds.
pub(super) enum Link {
    /// A reader of SQLite, or its writer.
    Sqlite(sqlite::Unit),
    /// A connection to PostgreSQL.
    Postgres(postgres::Unit),
}

/// What a unit of work may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Read and change.
    Write,
    /// Read what is so at one moment.
    Snapshot,
    /// Read, each statement at its own moment.
    Glance,
}

enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Tx {
    /// A unit on this connection.
    pub(super) fn new(link: Link) -> Self {
        Self {
            link,
            queue: Queue::default(),
            failure: None,
        }
    }

    /// Which engine is below, for [`Engine::pick`].
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Begins what the first change begins. On PostgreSQL that locks nothing yet: a query must do so (`FOR UPDATE`).
    ///
    /// # Errors
    /// A [`StoreError`] if that isn't possible now.
    pub async fn begin(&mut self) -> Result<(), StoreError> {
        self.ready(true).await.map(drop)
    }

    /// Asks for a change of exactly one row, told by its first argument; it is made together with the next ones: before
    /// a query that could see it, before [`Tx::execute`], and at the latest before the unit ends. If another number of
    /// rows changed, because its `WHERE` doesn't hold any more, the unit fails with [`StoreError::Stale`].
    ///
    /// # Errors
    /// A failure of this unit, of this change or an earlier one; after that this unit can only be rolled back.
    pub async fn put(&mut self, sql: &'static str, args: &[Value]) -> Result<(), StoreError> {
        self.put_some(sql, args, Some(1)).await
    }

    /// As [`Tx::put`], for a change of so many rows, all told by its first argument; `None`: of as many as there are.
    ///
    /// # Errors
    /// As [`Tx::put`].
    pub async fn put_some(
        &mut self,
        sql: &'static str,
        args: &[Value],
        rows: Option<u64>,
    ) -> Result<(), StoreError> {
        // SQLite makes them one after the other.
        if self.engine() == Engine::Postgres && self.queue.holds(sql, args) {
            self.flush().await?;
        }
        self.check(sql, args)?;
        self.queue.add(sql, args, rows);
        Ok(())
    }

    /// Runs a statement that changes rows, and answers how many.
    ///
    /// # Errors
    /// A [`StoreError`] that says what the engine refused; after that this unit can only be rolled back.
    pub async fn execute(&mut self, sql: &'static str, args: &[Value]) -> Result<u64, StoreError> {
        self.flush().await?;
        self.check(sql, args)?;
        let done = match self.ready(true).await? {
            Conn::Sqlite(conn) => {
                let done = bound!(Sqlite, sql, args).execute(conn).await;
                done.map(|done| done.rows_affected())
            }
            Conn::Postgres(conn) => {
                let done = bound!(Postgres, sql, args).execute(conn).await;
                done.map(|done| done.rows_affected())
            }
        };
        self.settle(sql, done)
    }

    /// Runs a query and answers its first row, if there is one.
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub async fn optional(
        &mut self,
        sql: &'static str,
        args: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        self.before(sql, args).await?;
        let found = match self.ready(false).await? {
            Conn::Sqlite(conn) => {
                let found = bound!(Sqlite, sql, args).fetch_optional(conn).await;
                found.map(|row| row.map(Cells::Sqlite))
            }
            Conn::Postgres(conn) => {
                let found = bound!(Postgres, sql, args).fetch_optional(conn).await;
                found.map(|row| row.map(Cells::Postgres))
            }
        };
        let found = self.settle(sql, found)?;
        Ok(found.map(|cells| Row::new(cells, sql)))
    }

    /// What is sealed with the key of a dossier: ids and bytes, as a query for the id of a dossier selects them.
    ///
    /// # Errors
    /// A [`StoreError`] if the database can't be read.
    pub async fn sealed(
        &mut self,
        sql: &'static str,
        dossier: &DossierId,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let rows = self.all(sql, &[dossier.as_str().into()]).await?;
        rows.iter()
            .map(|row| Ok((row.text(0)?, row.bytes(1)?)))
            .collect()
    }

    /// Runs a query and answers every row. Put a `LIMIT` in what can grow.
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub async fn all(&mut self, sql: &'static str, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.before(sql, args).await?;
        let found = match self.ready(false).await? {
            Conn::Sqlite(conn) => {
                let found = bound!(Sqlite, sql, args).fetch_all(conn).await;
                found.map(|rows| rows.into_iter().map(Cells::Sqlite).collect::<Vec<_>>())
            }
            Conn::Postgres(conn) => {
                let found = bound!(Postgres, sql, args).fetch_all(conn).await;
                found.map(|rows| rows.into_iter().map(Cells::Postgres).collect())
            }
        };
        let found = self.settle(sql, found)?;
        Ok(found
            .into_iter()
            .map(|cells| Row::new(cells, sql))
            .collect())
    }

    /// Runs a query without arguments, and gives each row as it comes: for what is too much to hold.
    ///
    /// # Errors
    /// As [`Tx::execute`], and what `each` answers.
    pub(super) async fn each<E: From<StoreError>>(
        &mut self,
        sql: &'static str,
        mut each: impl FnMut(Row) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        self.before(sql, &[]).await?;
        let mut failure = None;
        match self.ready(false).await? {
            Conn::Sqlite(conn) => {
                let mut rows = sqlx::query::<Sqlite>(sql).fetch(conn);
                while let Some(row) = rows.next().await {
                    match row {
                        Ok(row) => each(Row::new(Cells::Sqlite(row), sql))?,
                        Err(error) => failure = Some(error),
                    }
                }
            }
            Conn::Postgres(conn) => {
                let mut rows = sqlx::query::<Postgres>(sql).fetch(conn);
                while let Some(row) = rows.next().await {
                    match row {
                        Ok(row) => each(Row::new(Cells::Postgres(row), sql))?,
                        Err(error) => failure = Some(error),
                    }
                }
            }
        }
        Ok(self.settle(sql, failure.map_or(Ok(()), Err))?)
    }

    /// Runs several statements without arguments: a migration.
    pub(super) async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        self.flush().await?;
        let done = match self.ready(true).await? {
            Conn::Sqlite(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop),
            Conn::Postgres(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop),
        };
        self.settle(sql, done)
    }

    /// Ends the unit: everything is kept, or nothing if a statement had failed.
    pub(super) async fn keep(mut self) -> Result<(), StoreError> {
        let begun = self.begun();
        if begun && self.failure.is_none() {
            // What fails is kept in mind.
            drop(self.flush().await);
        }
        if let Some(failure) = self.failure.clone() {
            self.leave().await;
            return Err(failure);
        }
        let engine = self.engine();
        let Self { link, queue, .. } = self;
        match (queue.together(engine), link) {
            (None, Link::Sqlite(unit)) => unit.commit().await,
            (None, Link::Postgres(unit)) => unit.commit().await,
            (Some(together), Link::Sqlite(unit)) => unit.hand_in(together).await,
            (Some(together), Link::Postgres(unit)) => unit.alone(together).await,
        }
    }

    /// Ends the unit: nothing is kept.
    pub(super) async fn leave(self) {
        match self.link {
            Link::Sqlite(mut unit) => unit.end(self.failure.is_none()).await,
            Link::Postgres(unit) => unit.rollback(self.failure.as_ref()).await,
        }
    }

    const fn begun(&self) -> bool {
        match &self.link {
            Link::Sqlite(unit) => unit.begun(),
            Link::Postgres(unit) => unit.begun(),
        }
    }

    /// Makes the changes that wait, in one journey.
    async fn flush(&mut self) -> Result<(), StoreError> {
        let queue = std::mem::take(&mut self.queue);
        let Some(together) = queue.together(self.engine()) else {
            return Ok(());
        };
        let made = match self.ready(true).await? {
            Conn::Sqlite(conn) => together.on_sqlite(conn, None).await,
            Conn::Postgres(conn) => together.on_postgres(conn).await,
        };
        if let Err(failure) = &made {
            self.failure = Some(failure.clone());
        }
        made
    }

    /// What must be so before a query: it sees all that its own unit did.
    async fn before(&mut self, sql: &'static str, args: &[Value]) -> Result<(), StoreError> {
        if self.queue.concerns(sql) {
            self.flush().await?;
        }
        self.check(sql, args)
    }

    /// Refuses a statement that can't be run any more, or whose arguments one of the engines can't hold.
    fn check(&mut self, sql: &'static str, args: &[Value]) -> Result<(), StoreError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        if args
            .iter()
            .any(|value| matches!(value, Value::Text(text) if text.contains('\0')))
        {
            let failure = StoreError::Argument { sql };
            self.failure = Some(failure.clone());
            return Err(failure);
        }
        Ok(())
    }

    /// The connection; `begin` if what is to be done changes something.
    async fn ready(&mut self, begin: bool) -> Result<Conn<'_>, StoreError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let ready = match &mut self.link {
            Link::Sqlite(unit) => unit.conn(begin).await.map(Conn::Sqlite),
            Link::Postgres(unit) => unit.conn(begin).await.map(Conn::Postgres),
        };
        if let Err(failure) = &ready {
            self.failure = Some(failure.clone());
        }
        ready
    }

    fn settle<T>(
        &mut self,
        sql: &'static str,
        answer: Result<T, sqlx::Error>,
    ) -> Result<T, StoreError> {
        answer.map_err(|error| {
            let failure = StoreError::of(&error, sql);
            self.failure = Some(failure.clone());
            failure
        })
    }
}
