//! Many units at once: each keeps its own outcome.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tom::store::{BoxFuture, Store, StoreError, Tx, args};

use super::{Refusal, insert, keys, put, wait};

on_both_engines! {
    async fn one_that_refuses_does_not_undo_its_neighbours(database) {
        let store = database.store().await;
        let mut units = JoinSet::new();
        for number in 0..65 {
            let store = store.clone();
            let outcome = if number == 30 { Err(Refusal::Refused) } else { Ok(()) };
            units.spawn(async move { store.write(put(&format!("{number:02}"), outcome)).await });
        }
        let outcomes = units.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 64);
        let kept = keys(&store).await;
        assert_eq!(kept.len(), 64);
        assert!(!kept.contains(&"30".to_owned()));
    }

    async fn a_failed_statement_or_a_panic_does_not_undo_its_neighbours(database) {
        let store = database.store().await;
        store.write(put("taken", Ok(()))).await.unwrap();
        let mut units = JoinSet::new();
        for number in 0..30 {
            let store = store.clone();
            units.spawn(async move {
                match number % 3 {
                    0 => store.write(put("taken", Ok(()))).await.is_err(),
                    1 => panics(&store, number).await.is_err(),
                    _ => store.write(put(&format!("{number:02}"), Ok(()))).await.is_ok(),
                }
            });
        }
        assert!(units.join_all().await.into_iter().all(|as_told| as_told));
        assert_eq!(keys(&store).await.len(), 1 + 10);
    }
}

async fn panics(store: &Store, number: i32) -> Result<(), Refusal> {
    let key = format!("{number:02}");
    store
        .write(move |tx| {
            Box::pin(async move {
                insert(tx, &key).await?;
                panic!("on purpose");
            })
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_nobody_is_answered_before_its_commit() {
    let database = crate::support::databases::Database::sqlite();
    let store = database.store().await;
    let (first_goes, first) = hold(&store, "first").await;
    // These come together in the next commit, as the writer is held.
    let mut others = Vec::new();
    for key in ["early", "late"] {
        others.push(queue(&store, waits(key.to_owned())).await);
    }
    assert!(
        !others.iter().any(Answer::is_finished),
        "answered too early"
    );
    assert_eq!(keys(&store).await, Vec::<String>::new());
    first_goes.send(()).unwrap();
    assert_eq!(first.await.unwrap(), Ok(()));
    for other in others {
        assert_eq!(other.await.unwrap(), Ok(()));
    }
    assert_eq!(keys(&store).await, ["early", "first", "late"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_full_disk_confirms_nothing_and_passes() {
    let database = crate::support::databases::Database::sqlite();
    let store = database.store().await;
    limit(&store).await;
    let alone = store.write(waits("x".repeat(100_000))).await;
    assert_eq!(alone, Err(Refusal::Store(StoreError::Full)));

    limit(&store).await;
    let (first_goes, first) = hold(&store, "first").await;
    let mut others = Vec::new();
    for key in ["before", &"y".repeat(100_000), "last"] {
        others.push((key.to_owned(), queue(&store, waits(key.to_owned())).await));
    }
    first_goes.send(()).unwrap();
    first.await.unwrap().unwrap();
    let mut expected = vec!["first".to_owned()];
    for (key, unit) in others {
        if unit.await.unwrap().is_ok() {
            expected.push(key);
        }
    }
    expected.sort();
    assert_eq!(
        keys(&store).await,
        expected,
        "what was confirmed is there, and nothing else"
    );
    // The limit was the connection's; a new one has room again.
    assert_eq!(store.write(put("later", Ok(()))).await, Ok(()));
}

/// Lets the writer's file grow no more.
async fn limit(store: &Store) {
    let limited: Result<(), StoreError> = store
        .write(|tx| {
            Box::pin(async move {
                tx.begin().await?;
                tx.all("PRAGMA max_page_count = 1", args![]).await?;
                Ok(())
            })
        })
        .await;
    limited.unwrap();
}

type Answer = tokio::task::JoinHandle<Result<(), Refusal>>;

/// A unit that has the writer and keeps it until it is told to go on.
async fn hold(store: &Store, key: &'static str) -> (oneshot::Sender<()>, Answer) {
    let (go, waits) = oneshot::channel::<()>();
    let (started, runs) = oneshot::channel();
    let unit = queue(store, move |tx| {
        Box::pin(async move {
            insert(tx, key).await?;
            started.send(()).unwrap();
            waits.await.unwrap();
            Ok(())
        })
    })
    .await;
    runs.await.unwrap();
    (go, unit)
}

/// A unit that asks for this row and ends.
fn waits(
    key: String,
) -> impl for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<(), Refusal>> + Send + 'static {
    move |tx| Box::pin(async move { Ok(wait(tx, &key).await?) })
}

/// Starts a unit, and comes back when it stands in line.
async fn queue<F>(store: &Store, work: F) -> Answer
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<(), Refusal>> + Send + 'static,
{
    let store = store.clone();
    let unit = tokio::spawn(async move { store.write(work).await });
    tokio::time::sleep(Duration::from_millis(30)).await;
    unit
}
