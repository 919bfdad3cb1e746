//! One unit of work, on whichever engine is below.

use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

use super::dialect::Engine;
use super::error::StoreError;
use super::row::{Cells, Row};
use super::value::{Kind, Value};

/// The statements of one unit of work. Only [`super::Store::write`] and [`super::Store::read`] make one, and they
/// decide over commit and rollback.
///
/// Placeholders are `$1`, `$2`, ... on both engines. After a statement has failed, every next one answers that same
/// failure and the unit is rolled back, even if the work says that all is well: PostgreSQL works like that, and a
/// program that carried on would only do so on the other engine.
pub struct Tx {
    link: Link,
    failure: Option<StoreError>,
}

/// The connection that a unit of work holds.
pub(super) enum Link {
    /// The one connection that writes to SQLite.
    Writer(Box<SqliteConnection>),
    /// A reader's snapshot of SQLite.
    Reader(Transaction<'static, Sqlite>),
    /// A transaction on PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// A query with its arguments, for one of the two engines.
macro_rules! bound {
    ($engine:ty, $sql:expr, $args:expr) => {
        $args
            .iter()
            .fold(sqlx::query::<$engine>($sql), |query, value| match value {
                Value::Text(text) => query.bind(text.as_str()),
                Value::Int(number) => query.bind(*number),
                Value::Bytes(bytes) => query.bind(bytes.as_slice()),
                Value::Null(Kind::Text) => query.bind(None::<&str>),
                Value::Null(Kind::Int) => query.bind(None::<i64>),
                Value::Null(Kind::Bytes) => query.bind(None::<&[u8]>),
            })
    };
}

impl Tx {
    /// A unit on this connection.
    pub(super) const fn new(link: Link) -> Self {
        Self {
            link,
            failure: None,
        }
    }

    /// Which engine is below, for [`Engine::pick`].
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.link {
            Link::Writer(_) | Link::Reader(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement that changes rows, and answers how many.
    ///
    /// # Errors
    /// A [`StoreError`] that says what the engine refused; after that this unit can only be rolled back.
    pub async fn execute(&mut self, sql: &'static str, args: &[Value]) -> Result<u64, StoreError> {
        let done = match self.ready(sql, args)? {
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
        let found = match self.ready(sql, args)? {
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

    /// Runs a query and answers every row. Put a `LIMIT` in what can grow.
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub async fn all(&mut self, sql: &'static str, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        let found = match self.ready(sql, args)? {
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

    /// Runs several statements without arguments: a migration.
    pub(super) async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let done = match self.ready(sql, &[])? {
            Conn::Sqlite(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop),
            Conn::Postgres(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop),
        };
        self.settle(sql, done)
    }

    /// The first statement that failed; the unit is judged by it, and the next unit starts without it.
    pub(super) const fn take_failure(&mut self) -> Option<StoreError> {
        self.failure.take()
    }

    /// Whether a statement has failed.
    pub(super) const fn failure(&self) -> Option<&StoreError> {
        self.failure.as_ref()
    }

    /// The connection, back from the unit.
    pub(super) fn into_link(self) -> Link {
        self.link
    }

    fn ready(&mut self, sql: &'static str, args: &[Value]) -> Result<Conn<'_>, StoreError> {
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
        Ok(match &mut self.link {
            Link::Writer(conn) => Conn::Sqlite(conn),
            Link::Reader(transaction) => Conn::Sqlite(transaction),
            Link::Postgres(transaction) => Conn::Postgres(transaction),
        })
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
