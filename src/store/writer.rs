//! The one thread that writes to SQLite, and commits together what waits (group commit).
//!
//! A commit waits for the disk; everything else takes microseconds. So the writer makes the changes of all units that
//! wait, commits once, and only then answers them all. If one of them fails, everything is taken back and each unit gets
//! a transaction of its own, so that a failure is felt by nobody else. A unit that must see what it changed gets the
//! connection lent. A connection that broke is opened again at the next turn.
//!
//! The journal is folded into the file by another connection meanwhile: that takes as long as many commits. What it leaves,
//! because it came in during the work, the writer folds itself (`wal_autocheckpoint`), and the journal begins anew.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use super::error::StoreError;
use super::queue::Together;

/// How many orders are taken at once at most: with more, the first of them waits too long for its answer.
const AT_ONCE: usize = 64;

/// After so many units the journal is folded into the file.
const FOLD_AFTER: usize = 128;

const BEGIN: &str = "BEGIN IMMEDIATE";
const FOLD: &str = "PRAGMA wal_checkpoint(PASSIVE)";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// Where a unit hears whether its changes are on the disk.
type Answer = oneshot::Sender<Result<(), StoreError>>;

type Change = (Together, Answer);

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

/// Lets the writer serve on a thread of its own: everybody waits for it, and it waits for nobody's turn.
pub(super) fn start(writer: Writer, orders: mpsc::Receiver<Order>) -> Result<(), StoreError> {
    let failed = |error: std::io::Error| StoreError::Unavailable(error.kind().to_string());
    // It waits for channels alone, no socket and no time: so it is woken in the cheapest way.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(failed)?;
    let thread = std::thread::Builder::new().name("writer".to_owned());
    let started = thread.spawn(move || runtime.block_on(writer.serve(orders)));
    started.map(drop).map_err(failed)
}

/// The writer and its connection, if it has one.
pub(super) struct Writer {
    options: SqliteConnectOptions,
    conn: Option<SqliteConnection>,
    /// How many units were committed since the journal was folded.
    unfolded: usize,
}

impl Writer {
    /// A writer that opens its connection in this way.
    pub(super) async fn new(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let mut writer = Self {
            options,
            conn: None,
            unfolded: 0,
        };
        writer.conn = Some(writer.connection().await?);
        Ok(writer)
    }

    /// Does what comes in until it is told to close, or until nobody can ask any more.
    pub(super) async fn serve(mut self, mut orders: mpsc::Receiver<Order>) {
        let mut came = Vec::with_capacity(AT_ONCE);
        let mut closing = None;
        let (fold, asked) = mpsc::channel(1);
        let folding = tokio::spawn(folder(self.options.clone(), asked));
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
            // While it is being folded, it is asked again at the next turn.
            if self.unfolded >= FOLD_AFTER && fold.try_send(()).is_ok() {
                self.unfolded = 0;
            }
        }
        orders.close();
        drop(fold);
        // Nothing is lost if it failed.
        drop(folding.await);
        if let Some(conn) = self.conn.take() {
            // Nothing is lost if this fails: what was answered is on the disk.
            drop(conn.close().await);
        }
        if let Some(done) = closing {
            // Whoever asked may have gone.
            let _ = done.send(());
        }
    }

    /// Makes the changes of these units in one transaction. If one of them is to blame that it fails, each gets a transaction
    /// of its own.
    async fn change(&mut self, units: Vec<Change>) {
        if units.is_empty() {
            return;
        }
        let outcome = self.transaction(&units).await;
        let one_of_them = match &outcome {
            Ok(()) | Err(StoreError::Busy | StoreError::Unavailable(_)) => false,
            Err(_) => units.len() > 1,
        };
        for unit in units {
            let outcome = match &outcome {
                Err(_) if one_of_them => self.transaction(std::slice::from_ref(&unit)).await,
                outcome => outcome.clone(),
            };
            // Whoever asked may have gone; the unit stands all the same.
            drop(unit.1.send(outcome));
        }
    }

    /// All of this or nothing. After a failure that can't be rolled back the connection is dropped, and with it all that
    /// it did not commit.
    async fn transaction(&mut self, units: &[Change]) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        let (mut outcome, mut first) = (Ok(()), Some(BEGIN));
        for (together, _) in units {
            if outcome.is_ok() {
                outcome = together.on_sqlite(&mut conn, first.take()).await;
            }
        }
        if outcome.is_ok() {
            outcome = run(&mut conn, COMMIT).await;
        }
        if outcome.is_ok() || run(&mut conn, ROLLBACK).await.is_ok() {
            self.conn = Some(conn);
        }
        self.unfolded += units.len();
        outcome
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
        self.unfolded += 1;
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

/// Folds the journal into the file each time that it is asked, on a connection of its own.
async fn folder(options: SqliteConnectOptions, mut asked: mpsc::Receiver<()>) {
    let Ok(mut conn) = options.connect().await else {
        return;
    };
    while asked.recv().await.is_some() {
        // What is not folded now is folded later, by the writer at the latest.
        drop(run(&mut conn, FOLD).await);
    }
    drop(conn.close().await);
}

/// Runs a statement without arguments.
pub(super) async fn run(conn: &mut SqliteConnection, sql: &'static str) -> Result<(), StoreError> {
    let done = sqlx::raw_sql(sql).execute(conn).await;
    done.map(drop).map_err(|error| StoreError::of(&error, sql))
}
