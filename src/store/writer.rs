//! The one task that writes to SQLite, and commits together what waits (group commit).
//!
//! A commit waits for the disk; everything else takes microseconds. So the writer takes all units that wait, runs each
//! behind a savepoint of its own, commits once, and only then answers them all. A unit that refuses takes back its own
//! changes and no others. A connection that broke is opened again at the next turn.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::{mpsc, oneshot};

use super::error::StoreError;
use super::tx::{Link, Mark, Tx};
use super::unit::Unit;

/// How many units go into one commit at most: with more, the first of them waits too long for its answer.
const TOGETHER: usize = 64;

/// What the writer is asked.
pub(super) enum Order {
    /// Do this.
    Work(Box<dyn Unit>),
    /// Do what was asked before, close the connection, and say so.
    Close(oneshot::Sender<()>),
}

/// The writer and its connection, if it has one.
pub(super) struct Writer {
    options: SqliteConnectOptions,
    tx: Option<Tx>,
}

impl Writer {
    /// A writer on this connection, which opens another one in the same way if this one breaks.
    pub(super) const fn new(options: SqliteConnectOptions, tx: Tx) -> Self {
        Self {
            options,
            tx: Some(tx),
        }
    }

    /// Does what comes in until it is told to close, or until nobody can ask any more.
    pub(super) async fn serve(mut self, mut orders: mpsc::Receiver<Order>) {
        let mut came = Vec::with_capacity(TOGETHER);
        let mut closing = None;
        while closing.is_none() && orders.recv_many(&mut came, TOGETHER).await > 0 {
            let mut units = Vec::with_capacity(came.len());
            for order in came.drain(..) {
                match order {
                    Order::Work(unit) => units.push(unit),
                    Order::Close(done) => closing = Some(done),
                }
            }
            while !units.is_empty() {
                units = self.turn(units).await;
            }
        }
        orders.close();
        if let Some(Link::Writer(conn, _)) = self.tx.take().map(Tx::into_link) {
            // Nothing is lost if this fails: what was answered is on the disk.
            drop(conn.close().await);
        }
        if let Some(done) = closing {
            // Whoever asked may have gone.
            let _ = done.send(());
        }
    }

    /// One transaction for these units; gives back those that it did not come to.
    async fn turn(&mut self, units: Vec<Box<dyn Unit>>) -> Vec<Box<dyn Unit>> {
        let alone = units.len() == 1;
        let mut tx = match self.begin(alone).await {
            Ok(tx) => tx,
            Err(why) => {
                units.into_iter().for_each(|unit| unit.refuse(why.clone()));
                return Vec::new();
            }
        };
        let mut ran = Vec::with_capacity(units.len());
        let mut units = units.into_iter();
        let mut outcome = Ok(());
        while outcome.is_ok()
            && let Some(unit) = units.next()
        {
            tx.next_unit(alone);
            let unit = unit.run(&mut tx).await;
            outcome = settle(&mut tx, unit.keep, alone).await;
            ran.push(unit);
        }
        // Alone and refused: that was rolled back already.
        if outcome.is_ok() && (!alone || ran.iter().all(|unit| unit.keep)) {
            outcome = tx.script("COMMIT").await;
        }
        // After a failure the connection is dropped, and with it all that it did not commit.
        self.tx = outcome.is_ok().then_some(tx);
        for unit in ran {
            (unit.answer)(outcome.clone());
        }
        units.collect()
    }

    async fn begin(&mut self, alone: bool) -> Result<Tx, StoreError> {
        let mut tx = match self.tx.take() {
            Some(tx) => tx,
            None => connect(&self.options).await?,
        };
        tx.next_unit(true);
        tx.script(if alone { BEGIN } else { BEGIN_TOGETHER })
            .await?;
        Ok(tx)
    }
}

const BEGIN: &str = "BEGIN IMMEDIATE";
/// The savepoint shows whether the transaction is still there.
const BEGIN_TOGETHER: &str = "BEGIN IMMEDIATE; SAVEPOINT turn";

/// Keeps or takes back what one unit did. Savepoints of units that were kept stay until the commit: the next one lies
/// inside. An error means that the whole transaction is lost: SQLite gives it up when the disk is full or fails, and then
/// the savepoint is gone as well. The reason is the statement that failed first.
async fn settle(tx: &mut Tx, keep: bool, alone: bool) -> Result<(), StoreError> {
    let failure = tx.take_failure();
    let mark = tx.marked();
    tx.next_unit(true);
    let settled = match (keep, mark) {
        (true, _) => Ok(()),
        (false, _) if alone => tx.script("ROLLBACK").await,
        (false, Mark::Set) => tx.script("ROLLBACK TO unit").await,
        (false, _) if failure.is_some() => tx.script("RELEASE turn; SAVEPOINT turn").await,
        (false, _) => Ok(()),
    };
    settled.map_err(|lost| failure.unwrap_or(lost))
}

/// Opens the connection that writes.
pub(super) async fn connect(options: &SqliteConnectOptions) -> Result<Tx, StoreError> {
    let conn = options.connect().await;
    let conn = conn.map_err(|error| StoreError::of(&error, "(verbinden)"))?;
    Ok(Tx::new(Link::Writer(Box::new(conn), Mark::Alone)))
}
