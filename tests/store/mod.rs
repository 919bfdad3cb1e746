//! The store's contract: the same claims on SQLite and on PostgreSQL.

mod migrations;
mod postgres;
mod schema;
mod sqlite;
mod together;
mod units;
mod values;

use tom::store::{BoxFuture, Store, StoreError, Tx, args};

/// What the work of these tests answers when it refuses.
#[derive(Debug, PartialEq)]
enum Refusal {
    /// The work itself said no.
    Refused,
    /// The store could not do it.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Writes a row under this key, and answers what is told.
fn put(
    key: &str,
    outcome: Result<(), Refusal>,
) -> impl for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<(), Refusal>> + Send + 'static {
    let key = key.to_owned();
    move |tx| {
        Box::pin(async move {
            insert(tx, &key).await?;
            outcome
        })
    }
}

async fn insert(tx: &mut Tx, key: &str) -> Result<u64, StoreError> {
    let sql = "INSERT INTO throttle (key, failures, until_at) VALUES ($1, 1, 0)";
    tx.execute(sql, args![key]).await
}

/// Asks for a row under this key, together with what follows.
async fn wait(tx: &mut Tx, key: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO throttle (key, failures, until_at) VALUES ($1, 1, 0)";
    tx.put(sql, args![key]).await
}

/// Every key that was kept, in order.
async fn keys(store: &Store) -> Vec<String> {
    store
        .read(|tx| {
            Box::pin(async move {
                let rows = tx
                    .all("SELECT key FROM throttle ORDER BY key", args![])
                    .await?;
                rows.iter()
                    .map(|row| row.text(0))
                    .collect::<Result<_, StoreError>>()
            })
        })
        .await
        .unwrap()
}
