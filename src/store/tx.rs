//! One unit of work, on whichever engine is below.

use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

use super::dialect::Engine;
use super::error::StoreError;
use super::postgres::Unit;
use super::queue::{Queue, Together};
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
    queue: Queue,
    failure: Option<StoreError>,
}

/// The connection that a unit of work holds.
pub(super) enum Link {
    /// The one connection that writes to SQLite, and whether a unit that shares it must mark where its changes begin.
    Writer(Box<SqliteConnection>, Mark),
    /// A reader's snapshot of SQLite.
    Reader(Transaction<'static, Sqlite>),
    /// A reader of SQLite who sees each statement's own moment.
    Glance(PoolConnection<Sqlite>),
    /// A connection to PostgreSQL, in a transaction as soon as it needs one.
    Postgres(Unit),
}

/// What a unit on SQLite's writer needs before its first change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing: the transaction is its own.
    Alone,
    /// A savepoint, so that its changes can be taken back without those of others.
    Wanted,
    /// That savepoint is there.
    Set,
}

enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// What comes after the changes that wait.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// More of the same unit.
    More,
    /// The commit.
    Commit,
}

/// Where the changes of one unit among several begin.
const MARK: &str = "SAVEPOINT unit";

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
            Link::Writer(..) | Link::Reader(_) | Link::Glance(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Asks for a change of exactly one row, told by its first argument; it is made together with the next ones: before
    /// a query that could see it, before [`Tx::execute`], and at the latest before the unit ends. If another number of
    /// rows changed, because its `WHERE` doesn't hold any more, the unit fails with [`StoreError::Stale`].
    ///
    /// # Errors
    /// A failure of this unit, of this change or an earlier one; after that this unit can only be rolled back.
    pub async fn put(&mut self, sql: &'static str, args: &[Value]) -> Result<(), StoreError> {
        if self.queue.holds(args) {
            self.flush(Then::More).await?;
        }
        self.check(sql, args)?;
        self.queue.add(sql, args);
        Ok(())
    }

    /// Makes the changes that wait, in one journey.
    pub(super) async fn flush(&mut self, then: Then) -> Result<(), StoreError> {
        let queue = std::mem::take(&mut self.queue);
        let Some(together) = queue.together(self.engine()) else {
            return Ok(());
        };
        let Together {
            mut sql,
            args,
            first,
            changes,
        } = together;
        // Alone it is whole or not at all; with what follows it needs a transaction.
        let begin = match &self.link {
            Link::Postgres(unit) => then == Then::More || !unit.writes(),
            _ => true,
        };
        if let Link::Writer(_, mark @ Mark::Wanted) = &mut self.link {
            *mark = Mark::Set;
            sql = format!("{MARK}; {sql}");
        }
        let sql = AssertSqlSafe(sql);
        let changed = match self.ready(first, begin).await? {
            Conn::Sqlite(conn) => {
                let rows = bound!(Sqlite, sql, args).fetch_all(conn).await;
                rows.map(|rows| rows.len())
            }
            Conn::Postgres(conn) => {
                let rows = bound!(Postgres, sql, args).fetch_one(conn).await;
                rows.map(|_| changes)
            }
        };
        if self.settle(first, changed)? == changes {
            return Ok(());
        }
        self.failure = Some(StoreError::Stale);
        Err(StoreError::Stale)
    }

    /// Runs a statement that changes rows, and answers how many.
    ///
    /// # Errors
    /// A [`StoreError`] that says what the engine refused; after that this unit can only be rolled back.
    pub async fn execute(&mut self, sql: &'static str, args: &[Value]) -> Result<u64, StoreError> {
        self.flush(Then::More).await?;
        self.check(sql, args)?;
        self.mark().await?;
        let done = match self.ready(sql, true).await? {
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
        // A lock that nobody holds until the end of the unit is none.
        let locks = sql.contains("FOR UPDATE");
        let found = match self.ready(sql, locks).await? {
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
        self.before(sql, args).await?;
        // A lock that nobody holds until the end of the unit is none.
        let locks = sql.contains("FOR UPDATE");
        let found = match self.ready(sql, locks).await? {
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
        self.flush(Then::More).await?;
        self.mark().await?;
        let done = match self.ready(sql, true).await? {
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

    /// Starts another unit on SQLite's writer, `alone` in its transaction or among others. What one that refused still
    /// asked for is forgotten.
    pub(super) fn next_unit(&mut self, alone: bool) {
        self.queue = Queue::default();
        if let Link::Writer(_, mark) = &mut self.link {
            *mark = if alone { Mark::Alone } else { Mark::Wanted };
        }
    }

    /// How far the unit on SQLite's writer came with its savepoint.
    pub(super) const fn marked(&self) -> Mark {
        match self.link {
            Link::Writer(_, mark) => mark,
            _ => Mark::Alone,
        }
    }

    /// What must be so before a query: it sees all that its own unit did.
    async fn before(&mut self, sql: &'static str, args: &[Value]) -> Result<(), StoreError> {
        if self.queue.concerns(sql) {
            self.flush(Then::More).await?;
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

    /// Sets the savepoint that a unit needs among others.
    async fn mark(&mut self) -> Result<(), StoreError> {
        if let Link::Writer(conn, mark @ Mark::Wanted) = &mut self.link {
            let set = sqlx::query(MARK).execute(&mut **conn).await;
            *mark = Mark::Set;
            self.settle(MARK, set)?;
        }
        Ok(())
    }

    /// Begins a transaction on PostgreSQL before there is anything that needs it.
    pub(super) async fn begin(&mut self, sql: &'static str) -> Result<(), StoreError> {
        self.ready(sql, true).await.map(drop)
    }

    /// The connection; `begin` if what is to be done needs a transaction.
    async fn ready(&mut self, sql: &'static str, begin: bool) -> Result<Conn<'_>, StoreError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        if let Link::Postgres(unit) = &mut self.link
            && begin
        {
            let begun = unit.begin().await;
            self.settle(sql, begun)?;
        }
        Ok(match &mut self.link {
            Link::Writer(conn, _) => Conn::Sqlite(conn),
            Link::Reader(transaction) => Conn::Sqlite(transaction),
            Link::Glance(conn) => Conn::Sqlite(conn),
            Link::Postgres(unit) => Conn::Postgres(unit.conn()),
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
