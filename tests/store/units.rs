//! One unit of work: kept whole, or not at all.

use std::time::Duration;

use tom::store::{Rule, Store, StoreError, args};

use super::{Refusal, insert, keys, put, wait};

on_both_engines! {
    async fn a_unit_that_says_yes_is_kept(database) {
        let store = database.store().await;
        assert_eq!(store.write(put("a", Ok(()))).await, Ok(()));
        assert_eq!(keys(&store).await, ["a"]);
    }

    async fn a_unit_that_refuses_leaves_nothing(database) {
        let store = database.store().await;
        assert_eq!(store.write(put("a", Err(Refusal::Refused))).await, Err(Refusal::Refused));
        assert_eq!(keys(&store).await, Vec::<String>::new());
    }

    async fn a_panic_takes_back_its_own_unit_and_the_next_one_works(database) {
        let store = database.store().await;
        let outcome: Result<(), Refusal> = store
            .write(|tx| Box::pin(async move {
                insert(tx, "a").await?;
                panic!("on purpose");
            }))
            .await;
        assert_eq!(outcome, Err(Refusal::Store(StoreError::Panicked)));
        assert_eq!(store.write(put("b", Ok(()))).await, Ok(()));
        assert_eq!(keys(&store).await, ["b"]);
    }

    async fn what_exists_already_is_a_conflict(database) {
        let store = database.store().await;
        store.write(put("a", Ok(()))).await.unwrap();
        let again = store.write(put("a", Ok(()))).await;
        let Err(Refusal::Store(StoreError::Conflict { rule, on })) = again else {
            panic!("{again:?}");
        };
        assert_eq!(rule, Rule::Unique);
        assert!(on.contains("throttle"), "{on}");
    }

    async fn a_row_that_refers_to_nothing_is_a_conflict(database) {
        let store = database.store().await;
        let outcome = store
            .write(|tx| Box::pin(async move {
                tx.execute(
                    "INSERT INTO sessions (token_hash, user_id, csrf, created_at, seen_at, expires_at, proved_at, device)
                     VALUES ($1, $2, $3, 0, 0, 0, 0, '')",
                    args![vec![1_u8], "nobody", "x"],
                ).await
            }))
            .await;
        let Err(StoreError::Conflict { rule, .. }) = outcome else { panic!("{outcome:?}") };
        assert_eq!(rule, Rule::ForeignKey);
    }

    async fn an_error_never_repeats_a_value(database) {
        let store = database.store().await;
        store.write(put("Annelotte", Ok(()))).await.unwrap();
        let duplicate = store.write(put("Annelotte", Ok(()))).await.unwrap_err();
        let wrong: StoreError = store
            .write(|tx| Box::pin(async move {
                tx.execute("INSERT INTO throttle (key, failures, until_at) VALUES ($1, $2, 0)",
                    args!["x", "Annelotte"]).await
            }))
            .await
            .unwrap_err();
        let told = format!("{duplicate:?} {wrong:?} {wrong}");
        assert!(!told.contains("Annelotte"), "{told}");
    }

    async fn after_a_failed_statement_the_unit_can_only_be_taken_back(database) {
        let store = database.store().await;
        store.write(put("a", Ok(()))).await.unwrap();
        let outcome: Result<(), Refusal> = store
            .write(|tx| Box::pin(async move {
                insert(tx, "b").await?;
                let failure = insert(tx, "a").await.unwrap_err();
                assert_eq!(insert(tx, "c").await, Err(failure));
                Ok(())
            }))
            .await;
        assert!(matches!(outcome, Err(Refusal::Store(StoreError::Conflict { .. }))), "{outcome:?}");
        assert_eq!(keys(&store).await, ["a"]);
    }

    async fn of_two_that_change_the_same_version_exactly_one_wins(database) {
        let store = database.store().await;
        store.write(put("a", Ok(()))).await.unwrap();
        for version in 1..=20_i64 {
            let (left, right) = tokio::join!(bump(&store, version), bump(&store, version));
            assert_eq!(left + right, 1, "version {version}");
        }
    }

    async fn a_read_changes_nothing(database) {
        let store = database.store().await;
        let outcome = store.read(put("a", Ok(()))).await;
        assert_eq!(outcome, Err(Refusal::Store(StoreError::ReadOnly)));
        assert_eq!(keys(&store).await, Vec::<String>::new());
    }

    async fn a_read_sees_one_moment(database) {
        let store = database.store().await;
        let writer = store.clone();
        let seen = store
            .read(|tx| Box::pin(async move {
                let before = tx.all("SELECT key FROM throttle", args![]).await?.len();
                writer.write(put("a", Ok(()))).await?;
                let after = tx.all("SELECT key FROM throttle", args![]).await?.len();
                Ok::<_, Refusal>((before, after))
            }))
            .await;
        assert_eq!(seen, Ok((0, 0)));
        assert_eq!(keys(&store).await, ["a"]);
    }

    async fn a_unit_is_finished_even_if_nobody_waits_for_it_any_more(database) {
        let store = database.store().await;
        let (started, start) = tokio::sync::oneshot::channel();
        let unit = store.write(|tx| Box::pin(async move {
            started.send(()).unwrap();
            tokio::time::sleep(Duration::from_millis(50)).await;
            insert(tx, "a").await
        }));
        tokio::select! {
            _ = unit => panic!("answered too early"),
            _ = start => {}
        }
        for _ in 0..100 {
            if keys(&store).await == ["a"] {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the unit was lost");
    }

    async fn what_was_kept_is_there_after_a_restart(database) {
        let store = database.store().await;
        store.write(put("a", Ok(()))).await.unwrap();
        store.close().await;
        let late = store.write(put("b", Ok(()))).await;
        assert!(matches!(late, Err(Refusal::Store(StoreError::Unavailable(_)))), "{late:?}");
        assert_eq!(keys(&database.store().await).await, ["a"]);
    }

    async fn changes_that_wait_are_made_before_a_query_that_could_see_them(database) {
        let store = database.store().await;
        let seen: Result<_, Refusal> = store
            .write(|tx| Box::pin(async move {
                wait(tx, "a").await?;
                wait(tx, "b").await?;
                Ok(tx.all("SELECT key FROM throttle", args![]).await?.len())
            }))
            .await;
        assert_eq!(seen, Ok(2));
        assert_eq!(keys(&store).await, ["a", "b"]);
    }

    async fn changes_that_wait_are_kept_whole_or_not_at_all(database) {
        let store = database.store().await;
        store.write(put("b", Ok(()))).await.unwrap();
        let taken: Result<(), Refusal> = store
            .write(|tx| Box::pin(async move {
                wait(tx, "a").await?;
                Ok(wait(tx, "b").await?)
            }))
            .await;
        assert!(matches!(taken, Err(Refusal::Store(StoreError::Conflict { .. }))), "{taken:?}");
        let refused: Result<(), Refusal> = store
            .write(|tx| Box::pin(async move {
                wait(tx, "c").await?;
                Err(Refusal::Refused)
            }))
            .await;
        assert_eq!(refused, Err(Refusal::Refused));
        assert_eq!(keys(&store).await, ["b"]);
    }

    async fn a_change_of_what_is_no_longer_so_fails_the_unit(database) {
        let store = database.store().await;
        store.write(put("a", Ok(()))).await.unwrap();
        for version in [1_i64, 2] {
            let outcome: Result<(), Refusal> = store
                .write(move |tx| Box::pin(async move {
                    wait(tx, &format!("b{version}")).await?;
                    Ok(tx.put(RAISE, args!["a", 1_i64]).await?)
                }))
                .await;
            let stale = Err(Refusal::Store(StoreError::Stale));
            assert_eq!(outcome, if version == 1 { Ok(()) } else { stale });
        }
        assert_eq!(keys(&store).await, ["a", "b1"]);
    }

    async fn two_changes_of_one_row_are_both_made(database) {
        let store = database.store().await;
        let outcome: Result<(), Refusal> = store
            .write(|tx| Box::pin(async move {
                wait(tx, "a").await?;
                tx.put(RAISE, args!["a", 1_i64]).await?;
                Ok(tx.put(RAISE, args!["a", 2_i64]).await?)
            }))
            .await;
        assert_eq!(outcome, Ok(()));
        assert_eq!(bump(&store, 3).await, 1);
    }

    async fn many_units_with_changes_that_wait_keep_their_own_outcomes(database) {
        let store = database.store().await;
        store.write(put("taken", Ok(()))).await.unwrap();
        let mut units = tokio::task::JoinSet::new();
        for number in 0..40 {
            let store = store.clone();
            units.spawn(async move {
                let outcome: Result<(), Refusal> = store
                    .write(move |tx| Box::pin(async move {
                        wait(tx, &format!("{number:02}")).await?;
                        match number % 4 {
                            0 => Err(Refusal::Refused),
                            1 => Ok(wait(tx, "taken").await?),
                            2 => Ok(tx.put(RAISE, args!["nobody", 1_i64]).await?),
                            _ => Ok(()),
                        }
                    }))
                    .await;
                outcome.is_ok() == (number % 4 == 3)
            });
        }
        assert!(units.join_all().await.into_iter().all(|as_told| as_told));
        assert_eq!(keys(&store).await.len(), 1 + 10);
    }

    async fn who_begins_first_changes_what_nobody_else_changes_meanwhile(database) {
        let store = database.store().await;
        store.write(put("a", Ok(()))).await.unwrap();
        let lock = store.engine().pick("SELECT failures FROM throttle", "SELECT failures FROM throttle FOR UPDATE");
        let mut units = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let store = store.clone();
            units.spawn(async move {
                let raised: Result<u64, StoreError> = store
                    .write(move |tx| Box::pin(async move {
                        tx.begin().await?;
                        let now = tx.optional(lock, args![]).await?.unwrap().int(0)?;
                        tokio::time::sleep(Duration::from_millis(5)).await;
                        tx.execute("UPDATE throttle SET failures = $1", args![now + 1]).await
                    }))
                    .await;
                raised.unwrap()
            });
        }
        assert_eq!(units.join_all().await.into_iter().sum::<u64>(), 8);
        assert_eq!(bump(&store, 9).await, 1, "each saw what the one before left");
    }

    async fn a_glance_changes_nothing(database) {
        let store = database.store().await;
        let outcome = store.glance(put("a", Ok(()))).await;
        assert_eq!(outcome, Err(Refusal::Store(StoreError::ReadOnly)));
        let outcome: Result<(), StoreError> = store.glance(|tx| Box::pin(wait(tx, "a"))).await;
        assert_eq!(outcome, Err(StoreError::ReadOnly));
        assert_eq!(keys(&store).await, Vec::<String>::new());
    }
}

const RAISE: &str = "UPDATE throttle SET failures = failures + 1 WHERE key = $1 AND failures = $2";

/// Raises the version from this one; answers how many rows that changed.
async fn bump(store: &Store, version: i64) -> u64 {
    let sql = "UPDATE throttle SET failures = failures + 1 WHERE key = 'a' AND failures = $1";
    let raised: Result<u64, StoreError> = store
        .write(move |tx| Box::pin(async move { tx.execute(sql, args![version]).await }))
        .await;
    raised.unwrap()
}
