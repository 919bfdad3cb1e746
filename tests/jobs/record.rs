//! The outbox as a record.

use tom::store::StoreError;
use tom::store::outbox::{self, Filter, OutboxState};

use super::{DAY, MINUTE, START, lease, message, put, put_all, row, rows, take};

on_both_engines! {
    async fn a_row_comes_out_as_it_was_put_in(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        let claimed = take(&store, "a", START, 10).await;
        assert_eq!(claimed.len(), 1);
        let (one, put) = (&claimed[0], message("m1"));
        assert_eq!((one.kind, one.attempts, one.unsure), (put.kind, 1, false));
        assert_eq!((&one.data, &one.sealed), (&put.data, &put.sealed));
        assert_eq!(one.message_id, put.message_id);
    }

    async fn what_is_done_holds_nothing_sealed_any_more(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        take(&store, "a", START, 10).await;
        let lease = lease("a");
        let done = store
            .write(move |tx| Box::pin(async move { outbox::done(tx, "m1", &lease, START).await }))
            .await;
        assert_eq!(done, Ok(()));
        let left = row(&store, "m1").await;
        assert_eq!((left.state, left.sealed), (OutboxState::Done, None));
    }

    async fn a_row_exists_exactly_when_its_decision_does(database) {
        let store = database.store().await;
        let refused: Result<(), StoreError> = store
            .write(|tx| Box::pin(async move {
                outbox::put(tx, &message("m1"), START).await?;
                Err(StoreError::Busy)
            }))
            .await;
        assert_eq!(refused, Err(StoreError::Busy));
        assert!(rows(&store).await.is_empty());
    }

    async fn the_same_row_is_not_put_in_twice(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        assert!(matches!(put(&store, message("m1")).await, Err(StoreError::Conflict { .. })));
    }

    async fn what_is_not_due_is_left_and_the_longest_due_goes_first(database) {
        let store = database.store().await;
        for (id, due) in [("later", DAY), ("second", -1), ("first", -MINUTE)] {
            let mut message = message(id);
            message.due_at = START + due;
            put(&store, message).await.unwrap();
        }
        let oldest = store
            .read(|tx| Box::pin(outbox::oldest_due(tx, START)))
            .await;
        assert_eq!(oldest, Ok(Some(START - MINUTE)));
        let ids: Vec<String> = take(&store, "a", START, 10).await.into_iter().map(|row| row.id).collect();
        assert_eq!(ids, ["first", "second"]);
        let oldest = store
            .read(|tx| Box::pin(outbox::oldest_due(tx, START)))
            .await;
        assert_eq!(oldest, Ok(None));
    }

    async fn a_row_that_can_not_be_read_is_an_incident_and_holds_nothing_up(database) {
        let store = database.store().await;
        put_all(&store, &["m1", "m2"]).await;
        store
            .write(|tx| Box::pin(async move {
                let sql = "UPDATE outbox SET kind = 'of_another_version' WHERE id = 'm1'";
                tx.execute(sql, &[]).await
            }))
            .await
            .unwrap();
        let claimed = take(&store, "a", START, 10).await;
        assert_eq!(claimed.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["m2"]);
        let left = row(&store, "m1").await;
        assert_eq!((left.state, left.error.as_deref()), (OutboxState::Incident, Some("unreadable")));
    }

    async fn an_incident_is_tried_again_when_a_person_says_so(database) {
        let store = database.store().await;
        put_all(&store, &["m1"]).await;
        take(&store, "a", START, 1).await;
        let (ours, again, twice) = store
            .write(|tx| Box::pin(async move {
                let ours = outbox::failed(tx, "m1", &lease("a"), "smtp_550", None).await?;
                let again = outbox::retry(tx, "m1", START + DAY).await?;
                let twice = outbox::retry(tx, "m1", START + DAY).await?;
                Ok::<_, StoreError>((ours, again, twice))
            }))
            .await
            .unwrap();
        assert_eq!((ours, again, twice), (true, true, false));
        assert!(take(&store, "b", START, 1).await.is_empty());
        assert_eq!(take(&store, "b", START + DAY, 1).await[0].attempts, 1);
    }

    async fn incidents_can_be_listed_apart(database) {
        let store = database.store().await;
        put_all(&store, &["m1", "m2", "m3"]).await;
        take(&store, "a", START, 2).await;
        store
            .write(|tx| Box::pin(async move {
                outbox::failed(tx, "m1", &lease("a"), "smtp_550", None).await?;
                outbox::done(tx, "m2", &lease("a"), START + 1).await
            }))
            .await
            .unwrap();
        for (state, expected) in [
            (OutboxState::Incident, "m1"), (OutboxState::Done, "m2"), (OutboxState::Waiting, "m3"),
        ] {
            let listed = store
                .read(move |tx| Box::pin(outbox::list(tx, Filter::State(state), 10)))
                .await
                .unwrap();
            assert_eq!(listed.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), [expected]);
        }
        assert_eq!(row(&store, "m2").await.done_at, Some(START + 1));
    }
}
