//! One unit of work: kept whole, or not at all.

use std::time::Duration;

use tom::store::{Rule, Store, StoreError, args};

use super::{Refusal, insert, keys, put};

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
                    "INSERT INTO sessions (token_hash, user_id, csrf, created_at, seen_at, expires_at)
                     VALUES ($1, $2, $3, 0, 0, 0)",
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
}

/// Raises the version from this one; answers how many rows that changed.
async fn bump(store: &Store, version: i64) -> u64 {
    let sql = "UPDATE throttle SET failures = failures + 1 WHERE key = 'a' AND failures = $1";
    let raised: Result<u64, StoreError> = store
        .write(move |tx| Box::pin(async move { tx.execute(sql, args![version]).await }))
        .await;
    raised.unwrap()
}
