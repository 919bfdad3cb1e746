//! The outbox and the worker, on both engines and over real sockets.

mod delivery;
mod kills;
mod leases;
mod record;
mod undelivered;
mod waking;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tom::clock::Clock;
use tom::jobs::{JobError, Work, Worker};
use tom::random::Random;
use tom::store::outbox::{self, Claimed, Filter, Lease, Listed, NewMessage, OutboxKind};
use tom::store::{BoxFuture, Store, StoreError};

/// When these tests begin.
const START: i64 = 1_793_000_000_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

fn message(id: &str) -> NewMessage {
    NewMessage {
        id: id.to_owned(),
        case_id: None,
        party_id: None,
        dossier_id: None,
        kind: OutboxKind::Mail,
        due_at: START,
        message_id: Some(format!("<{id}@regio.example>")),
        data: serde_json::json!({ "to_party": "p1" }),
        sealed: Some(vec![0, 1, 255]),
    }
}

async fn put(store: &Store, message: NewMessage) -> Result<(), StoreError> {
    store
        .write(move |tx| Box::pin(async move { outbox::put(tx, &message, START).await }))
        .await
}

async fn put_all(store: &Store, ids: &[&str]) {
    for id in ids {
        put(store, message(id)).await.unwrap();
    }
}

async fn take(store: &Store, name: &str, now: i64, limit: u32) -> Vec<Claimed> {
    let lease = lease(name);
    store
        .write(move |tx| Box::pin(async move { outbox::claim_due(tx, now, &lease, limit).await }))
        .await
        .unwrap()
}

fn lease(name: &str) -> Lease {
    Lease {
        name: name.to_owned(),
        millis: 5 * MINUTE,
    }
}

async fn rows(store: &Store) -> Vec<Listed> {
    store
        .read(|tx| Box::pin(outbox::list(tx, Filter::All, 1000)))
        .await
        .unwrap()
}

async fn row(store: &Store, id: &str) -> Listed {
    rows(store)
        .await
        .into_iter()
        .find(|row| row.id == id)
        .unwrap()
}

/// Work that does what a test says, and counts.
struct Told<F> {
    runs: Arc<AtomicUsize>,
    how: F,
}

impl<F> Work for Told<F>
where
    F: Fn(Claimed) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync,
{
    fn run(&self, row: Claimed) -> BoxFuture<'_, Result<(), JobError>> {
        self.runs.fetch_add(1, Ordering::SeqCst);
        (self.how)(row)
    }
}

/// A worker, and how often it did something.
fn worker<F>(store: &Store, clock: &Clock, how: F) -> (Worker, Arc<AtomicUsize>)
where
    F: Fn(Claimed) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync + 'static,
{
    let runs = Arc::new(AtomicUsize::new(0));
    let work = Arc::new(Told {
        runs: Arc::clone(&runs),
        how,
    });
    let worker = Worker::new(store.clone(), work, clock.clone(), Random::system());
    (worker, runs)
}

fn well(_: Claimed) -> BoxFuture<'static, Result<(), JobError>> {
    Box::pin(std::future::ready(Ok(())))
}
