//! Quick when woken, and sure without.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tom::clock::Clock;
use tom::jobs::{Pace, WakeQueue, Worker};
use tom::store::Store;
use tom::store::outbox::{Waker, waker};

use super::{START, put_all, row, well, worker};

const HOUR: Duration = Duration::from_secs(3600);

/// A worker that runs by itself.
struct Running {
    waker: Waker,
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

fn run(worker: Worker, sweep: Duration, queue: Option<WakeQueue>) -> Running {
    let (waker, calls) = waker();
    let shutdown = CancellationToken::new();
    let worker = worker.with_pace(Pace {
        sweep,
        ..Pace::default()
    });
    let token = shutdown.clone();
    let task = tokio::spawn(async move { worker.run(calls, queue, token).await });
    Running {
        waker,
        shutdown,
        task,
    }
}

impl Running {
    async fn stop(self) {
        self.shutdown.cancel();
        tokio::time::timeout(Duration::from_secs(20), self.task)
            .await
            .unwrap()
            .unwrap();
    }
}

async fn until(runs: &AtomicUsize, count: usize) -> Duration {
    let start = Instant::now();
    while runs.load(Ordering::SeqCst) < count {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "not done in time"
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    start.elapsed()
}

/// A worker whose own look is an hour away has done its first one.
async fn settled(store: &Store, runs: &AtomicUsize) {
    put_all(store, &["m0"]).await;
    until(runs, 1).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
}

on_both_engines! {
    async fn a_call_through_the_queue_wakes_a_worker_that_sleeps(database) {
        let store = database.store().await;
        let (worker, runs) = worker(&store, &Clock::standing_at(START), well);
        put_all(&store, &["m0"]).await;
        let queue = WakeQueue::open(&database.url).await.unwrap();
        let running = run(worker, HOUR, Some(queue));
        until(&runs, 1).await;
        for n in 1..=3 {
            put_all(&store, &[&format!("m{n}")]).await;
            running.waker.wake(&format!("m{n}"));
            let took = until(&runs, n + 1).await;
            assert!(took < Duration::from_secs(10), "{took:?}");
        }
        running.stop().await;
    }

    async fn a_worker_in_another_process_hears_the_call_too(database) {
        let store = database.store().await;
        let (there, runs) = worker(&store, &Clock::standing_at(START), well);
        put_all(&store, &["m0"]).await;
        let there = run(there, HOUR, Some(WakeQueue::open(&database.url).await.unwrap()));
        until(&runs, 1).await;
        // A queue of its own, as another process has it, in which nothing works.
        let queue = WakeQueue::open(&database.url).await.unwrap();
        put_all(&store, &["m1"]).await;
        queue.call("m1").await.unwrap();
        until(&runs, 2).await;
        there.stop().await;
    }

    async fn a_queue_can_be_opened_again(database) {
        let _store = database.store().await;
        for _ in 0..2 {
            WakeQueue::open(&database.url).await.unwrap();
        }
    }

    async fn without_a_queue_a_call_reaches_the_worker_of_this_process(database) {
        let store = database.store().await;
        let (worker, runs) = worker(&store, &Clock::standing_at(START), well);
        put_all(&store, &["m0"]).await;
        let running = run(worker, HOUR, None);
        until(&runs, 1).await;
        put_all(&store, &["m1"]).await;
        running.waker.wake("m1");
        until(&runs, 2).await;
        running.stop().await;
    }

    async fn when_every_call_is_lost_the_work_is_done_all_the_same(database) {
        let store = database.store().await;
        let (worker, runs) = worker(&store, &Clock::standing_at(START), well);
        let running = run(worker, Duration::from_millis(50), None);
        settled(&store, &runs).await;
        put_all(&store, &["m1", "m2"]).await;
        until(&runs, 3).await;
        running.stop().await;
    }

    async fn a_stop_lets_the_running_row_finish(database) {
        let store = database.store().await;
        let finished = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&finished);
        let (worker, runs) = worker(&store, &Clock::standing_at(START), move |_| {
            let seen = Arc::clone(&seen);
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(300)).await;
                seen.store(true, Ordering::SeqCst);
                Ok(())
            })
        });
        put_all(&store, &["m1"]).await;
        let running = run(worker, HOUR, None);
        until(&runs, 1).await;
        running.stop().await;
        assert!(finished.load(Ordering::SeqCst));
        assert!(row(&store, "m1").await.done_at.is_some());
    }

    async fn a_worker_waits_for_a_database_that_is_away(database) {
        let store = database.store().await;
        let (worker, runs) = worker(&store, &Clock::standing_at(START), well);
        store.close().await;
        let running = run(worker, Duration::from_millis(20), None);
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!running.task.is_finished());
        running.stop().await;
        assert_eq!(runs.load(Ordering::SeqCst), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_that_is_damaged_is_said_and_done_without() {
    let database = crate::support::databases::Database::sqlite();
    let store = database.store().await;
    let path = database.folder().join("tom.db-wake");
    std::fs::write(&path, [7_u8; 8192]).unwrap();
    let error = WakeQueue::open(&database.url).await.err().unwrap();
    assert!(error.to_string().contains("Taken gaan door"), "{error}");
    let (worker, runs) = worker(&store, &Clock::standing_at(START), well);
    let running = run(worker, Duration::from_millis(50), None);
    put_all(&store, &["m1"]).await;
    until(&runs, 1).await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_of_the_queue_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let database = crate::support::databases::Database::sqlite();
    let _store = database.store().await;
    let queue = WakeQueue::open(&database.url).await.unwrap();
    queue.call("0193-an-id").await.unwrap();
    let path = database.folder().join("tom.db-wake");
    assert_eq!(
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}
