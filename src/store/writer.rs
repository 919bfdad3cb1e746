//! The one task that writes to SQLite, and commits together what waits (group commit).
//!
//! A commit waits for the disk; everything else takes microseconds. So the writer takes all units that wait, runs each
//! in its own savepoint, commits once, and only then answers them all. A unit that refuses takes back its own changes
//! and no others. A connection that broke is opened again at the next turn.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::{mpsc, oneshot};

use super::error::StoreError;
use super::tx::{Link, Tx};
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
        if let Some(Link::Writer(conn)) = self.tx.take().map(Tx::into_link) {
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
        let mut tx = match self.begin().await {
            Ok(tx) => tx,
            Err(why) => {
                units.into_iter().for_each(|unit| unit.refuse(why.clone()));
                return Vec::new();
            }
        };
        let alone = units.len() == 1;
        let mut ran = Vec::with_capacity(units.len());
        let mut units = units.into_iter();
        let mut outcome = Ok(());
        while outcome.is_ok()
            && let Some(unit) = units.next()
        {
            let savepoint = if alone {
                Ok(())
            } else {
                tx.execute("SAVEPOINT unit", &[]).await.map(drop)
            };
            if let Err(why) = savepoint {
                unit.refuse(why.clone());
                outcome = Err(why);
                break;
            }
            let unit = unit.run(&mut tx).await;
            outcome = settle(&mut tx, unit.keep, alone).await;
            ran.push(unit);
        }
        // Alone and refused: that was rolled back already.
        if outcome.is_ok() && (!alone || ran.iter().all(|unit| unit.keep)) {
            outcome = tx.execute("COMMIT", &[]).await.map(drop);
        }
        // After a failure the connection is dropped, and with it all that it did not commit.
        self.tx = outcome.is_ok().then_some(tx);
        for unit in ran {
            (unit.answer)(outcome.clone());
        }
        units.collect()
    }

    async fn begin(&mut self) -> Result<Tx, StoreError> {
        let mut tx = match self.tx.take() {
            Some(tx) => tx,
            None => connect(&self.options).await?,
        };
        tx.execute("BEGIN IMMEDIATE", &[]).await?;
        Ok(tx)
    }
}

/// Keeps or takes back what one unit did. An error means that the whole transaction is lost: SQLite gives it up when
/// the disk is full or fails, and then the savepoint is gone as well. The reason is the statement that failed first.
async fn settle(tx: &mut Tx, keep: bool, alone: bool) -> Result<(), StoreError> {
    let failure = tx.take_failure();
    let settled = match (keep, alone) {
        (true, true) => Ok(()),
        (true, false) => tx.execute("RELEASE unit", &[]).await.map(drop),
        (false, true) => tx.execute("ROLLBACK", &[]).await.map(drop),
        (false, false) => tx.script("ROLLBACK TO unit; RELEASE unit").await,
    };
    settled.map_err(|lost| failure.unwrap_or(lost))
}

/// Opens the connection that writes.
pub(super) async fn connect(options: &SqliteConnectOptions) -> Result<Tx, StoreError> {
    let conn = options.connect().await;
    let conn = conn.map_err(|error| StoreError::of(&error, "(verbinden)"))?;
    Ok(Tx::new(Link::Writer(Box::new(conn))))
}
