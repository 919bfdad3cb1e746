//! A claim is a lease with an end.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tom::clock::Clock;
use tom::jobs::{ATTEMPTS, Counts, Pace};
use tom::store::StoreError;
use tom::store::outbox::{self, OutboxState};

use super::{DAY, MINUTE, START, lease, put_all, row, rows, take, well, worker};

on_both_engines! {
    async fn a_row_that_is_claimed_is_left_alone_until_the_lease_ends(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        assert_eq!(take(&store, "a", START, 1).await.len(), 1);
        assert!(take(&store, "b", START + 5 * MINUTE - 1, 1).await.is_empty());
        let taken_over = take(&store, "b", START + 5 * MINUTE, 1).await;
        assert_eq!((taken_over[0].attempts, taken_over[0].unsure), (2, true));
    }

    async fn who_lost_the_lease_writes_nothing_down(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        take(&store, "a", START, 1).await;
        take(&store, "b", START + DAY, 1).await;
        let done = store
            .write(|tx| Box::pin(async move { outbox::done(tx, "m1", &lease("a"), START).await }))
            .await;
        assert_eq!(done, Err(StoreError::Stale));
        let failed = store
            .write(|tx| Box::pin(async move {
                outbox::failed(tx, "m1", &lease("a"), "late", None).await
            }))
            .await;
        assert_eq!(failed, Ok(false));
        assert_eq!(row(&store, "m1").await.state, OutboxState::Running);
    }

    async fn many_claims_at_once_get_each_row_once(database) {
        let store = database.store().await;
        let ids: Vec<String> = (0..60).map(|n| format!("m{n:02}")).collect();
        put_all(&store, &ids.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let mut claims = tokio::task::JoinSet::new();
        for n in 0..12 {
            let store = store.clone();
            claims.spawn(async move { take(&store, &format!("w{n}"), START, 5).await });
        }
        let mut got: Vec<String> = Vec::new();
        while let Some(claimed) = claims.join_next().await {
            got.extend(claimed.unwrap().into_iter().map(|row| row.id));
        }
        got.sort();
        let mut once = got.clone();
        once.dedup();
        assert_eq!(got, once);
        assert!(rows(&store).await.iter().all(|row| row.attempts <= 1));
    }

    async fn two_workers_never_do_a_row_twice(database) {
        let store = database.store().await;
        let ids: Vec<String> = (0..80).map(|n| format!("m{n:02}")).collect();
        put_all(&store, &ids.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let clock = Clock::standing_at(START);
        let slow = |_| -> tom::store::BoxFuture<'static, _> {
            Box::pin(async { tokio::time::sleep(Duration::from_millis(2)).await; Ok(()) })
        };
        let ((one, some), (two, others)) = (worker(&store, &clock, slow), worker(&store, &clock, slow));
        let (a, b) = tokio::join!(one.drain_now(), two.drain_now());
        assert_eq!(a.unwrap().done + b.unwrap().done, 80);
        assert_eq!(some.load(Ordering::SeqCst) + others.load(Ordering::SeqCst), 80);
    }

    async fn the_work_of_a_worker_that_died_is_taken_over(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        take(&store, "dead", START, 1).await;
        let clock = Clock::standing_at(START + MINUTE);
        let (worker, runs) = worker(&store, &clock, well);
        assert_eq!(worker.drain_now().await, Ok(Counts::default()));
        clock.move_to(START + DAY);
        assert_eq!(worker.drain_now().await.unwrap().done, 1);
        assert_eq!((runs.load(Ordering::SeqCst), row(&store, "m1").await.attempts), (1, 2));
    }

    async fn what_kills_every_worker_becomes_an_incident_without_another_try(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        let mut now = START;
        for _ in 0..ATTEMPTS {
            assert_eq!(take(&store, "dead", now, 1).await.len(), 1);
            now += DAY;
        }
        let (worker, runs) = worker(&store, &Clock::standing_at(now), well);
        assert_eq!(worker.drain_now().await.unwrap().incidents, 1);
        assert_eq!(runs.load(Ordering::SeqCst), 0);
        assert_eq!(row(&store, "m1").await.error.as_deref(), Some("broke_off"));
    }

    async fn a_clock_that_is_moved_far_ahead_does_not_have_a_running_row_done_again(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        let clock = Clock::standing_at(START);
        let moved = clock.clone();
        let (worker, runs) = worker(&store, &clock, move |_| {
            moved.move_to(START + 400 * DAY);
            Box::pin(async { tokio::time::sleep(Duration::from_millis(50)).await; Ok(()) })
        });
        let (a, b) = tokio::join!(worker.drain_now(), worker.drain_now());
        assert_eq!(a.unwrap().done + b.unwrap().done, 1);
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    }

    async fn work_without_an_end_is_stopped_and_unsure(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        let (worker, _runs) = worker(&store, &Clock::standing_at(START), |_| Box::pin(std::future::pending()));
        let worker = worker.with_pace(Pace { limit: Duration::from_millis(50), ..Pace::default() });
        assert_eq!(worker.drain_now().await.unwrap().again, 1);
        assert_eq!(row(&store, "m1").await.error.as_deref(), Some("unknown:took_too_long"));
        assert!(take(&store, "b", START + DAY, 1).await[0].unsure);
    }
}
