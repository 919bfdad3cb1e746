//! The one task that writes to SQLite, and commits together what waits (group commit).
//!
//! A commit waits for the disk; everything else takes microseconds. So the writer takes the changes of all units that
//! wait, makes those of each behind a savepoint of its own, commits once, and only then answers them all. A unit that
//! fails takes back its own changes and no others. A unit that must see what it changed gets the connection lent, for a
//! transaction of its own. A connection that broke is opened again at the next turn.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use super::error::StoreError;
use super::queue::Together;

/// How many orders are taken at once at most: with more, the first of them waits too long for its answer.
const AT_ONCE: usize = 64;

const BEGIN: &str = "BEGIN IMMEDIATE";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// Where a unit hears whether its changes are on the disk.
pub(super) type Answer = oneshot::Sender<Result<(), StoreError>>;

/// What the writer is asked.
pub(super) enum Order {
    /// Make these changes.
    Changes(Together, Answer),
    /// Lend the connection, in a transaction.
    Lend(oneshot::Sender<Result<Lent, StoreError>>),
    /// Do what was asked before, close the connection, and say so.
    Close(oneshot::Sender<()>),
}

/// The connection on loan. It goes back by itself; what was done with it is kept only by [`Lent::keep`].
pub(super) struct Lent(Option<(SqliteConnection, oneshot::Sender<Back>)>);

/// The connection, back from a unit, and where that hears of its commit.
struct Back(SqliteConnection, Option<Answer>);

impl Lent {
    /// The connection, until it was given back.
    pub(super) fn conn(&mut self) -> Option<&mut SqliteConnection> {
        self.0.as_mut().map(|(conn, _)| conn)
    }

    /// Commits what was done.
    pub(super) async fn keep(mut self) -> Result<(), StoreError> {
        let Some((conn, back)) = self.0.take() else {
            return Ok(());
        };
        let (answer, committed) = oneshot::channel();
        // Whoever lent it out waits for it.
        drop(back.send(Back(conn, Some(answer))));
        committed
            .await
            .unwrap_or_else(|_| Err(StoreError::closed()))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some((conn, back)) = self.0.take() {
            drop(back.send(Back(conn, None)));
        }
    }
}

/// The writer and its connection, if it has one.
pub(super) struct Writer {
    options: SqliteConnectOptions,
    conn: Option<SqliteConnection>,
}

impl Writer {
    /// A writer that opens its connection in this way.
    pub(super) async fn new(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let mut writer = Self {
            options,
            conn: None,
        };
        writer.conn = Some(writer.connection().await?);
        Ok(writer)
    }

    /// Does what comes in until it is told to close, or until nobody can ask any more.
    pub(super) async fn serve(mut self, mut orders: mpsc::Receiver<Order>) {
        let mut came = Vec::with_capacity(AT_ONCE);
        let mut closing = None;
        while closing.is_none() && orders.recv_many(&mut came, AT_ONCE).await > 0 {
            let mut changes = Vec::with_capacity(came.len());
            for order in came.drain(..) {
                match order {
                    Order::Changes(together, answer) => changes.push((together, answer)),
                    Order::Lend(answer) => {
                        self.change(std::mem::take(&mut changes)).await;
                        self.lend(answer).await;
                    }
                    Order::Close(done) => closing = Some(done),
                }
            }
            self.change(changes).await;
        }
        orders.close();
        if let Some(conn) = self.conn.take() {
            // Nothing is lost if this fails: what was answered is on the disk.
            drop(conn.close().await);
        }
        if let Some(done) = closing {
            // Whoever asked may have gone.
            let _ = done.send(());
        }
    }

    async fn change(&mut self, mut units: Vec<(Together, Answer)>) {
        while !units.is_empty() {
            units = self.turn(units).await;
        }
    }

    /// One transaction for these units; gives back those that it did not come to.
    async fn turn(&mut self, units: Vec<(Together, Answer)>) -> Vec<(Together, Answer)> {
        let alone = units.len() == 1;
        let mut conn = match self.connection().await {
            Ok(conn) => conn,
            Err(why) => {
                for (_, answer) in units {
                    drop(answer.send(Err(why.clone())));
                }
                return Vec::new();
            }
        };
        let (mut before, undo) = if alone {
            ("BEGIN IMMEDIATE; ", ROLLBACK)
        } else {
            ("BEGIN IMMEDIATE; SAVEPOINT unit; ", "ROLLBACK TO unit")
        };
        let mut made = Vec::with_capacity(units.len());
        let mut units = units.into_iter();
        let mut outcome = Ok(());
        while outcome.is_ok()
            && let Some((together, answer)) = units.next()
        {
            let unit = together.on_sqlite(&mut conn, before).await;
            before = "SAVEPOINT unit; ";
            if let Err(why) = &unit {
                // SQLite gives the whole transaction up when the disk is full or fails; then there is nothing to undo.
                outcome = run(&mut conn, undo).await.map_err(|_| why.clone());
            }
            made.push((unit, answer));
        }
        // Alone and refused: that was rolled back already.
        if outcome.is_ok() && made.iter().any(|(unit, _)| unit.is_ok() || !alone) {
            outcome = run(&mut conn, COMMIT).await;
        }
        // After a failure the connection is dropped, and with it all that it did not commit.
        self.conn = outcome.is_ok().then_some(conn);
        for (unit, answer) in made {
            // Whoever asked may have gone; the unit stands all the same.
            drop(answer.send(unit.and(outcome.clone())));
        }
        units.collect()
    }

    /// Lends the connection to one unit, and ends its transaction as that says.
    async fn lend(&mut self, answer: oneshot::Sender<Result<Lent, StoreError>>) {
        let begun = match self.connection().await {
            Ok(mut conn) => run(&mut conn, BEGIN).await.map(|()| conn),
            Err(why) => Err(why),
        };
        let conn = match begun {
            Ok(conn) => conn,
            Err(why) => {
                drop(answer.send(Err(why)));
                return;
            }
        };
        let (back, returned) = oneshot::channel();
        // A unit that has gone gives it back at once.
        drop(answer.send(Ok(Lent(Some((conn, back))))));
        let Ok(Back(mut conn, waiting)) = returned.await else {
            return;
        };
        let end = if waiting.is_some() { COMMIT } else { ROLLBACK };
        let ended = run(&mut conn, end).await;
        self.conn = ended.is_ok().then_some(conn);
        if let Some(answer) = waiting {
            drop(answer.send(ended));
        }
    }

    async fn connection(&mut self) -> Result<SqliteConnection, StoreError> {
        match self.conn.take() {
            Some(conn) => Ok(conn),
            None => {
                let conn = self.options.connect().await;
                conn.map_err(|error| StoreError::of(&error, "(verbinden)"))
            }
        }
    }
}

/// Runs a statement without arguments.
pub(super) async fn run(conn: &mut SqliteConnection, sql: &'static str) -> Result<(), StoreError> {
    let done = sqlx::raw_sql(sql).execute(conn).await;
    done.map(drop).map_err(|error| StoreError::of(&error, sql))
}
