//! What holds for the server.

use tom::store::{Engine, Store, StoreError, args};

use super::{Refusal, insert, keys, put};
use crate::support::databases::Database;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_connection_fails_its_own_unit_and_the_next_one_works() {
    let database = Database::postgres().await;
    let store = database.store().await;
    assert_eq!(store.engine(), Engine::Postgres);
    let outcome: Result<(), Refusal> = store
        .write(|tx| {
            Box::pin(async move {
                insert(tx, "a").await?;
                tx.execute("SELECT pg_terminate_backend(pg_backend_pid())", args![])
                    .await?;
                Ok(())
            })
        })
        .await;
    assert!(
        matches!(outcome, Err(Refusal::Store(StoreError::Unavailable(_)))),
        "{outcome:?}"
    );
    assert_eq!(store.write(put("b", Ok(()))).await, Ok(()));
    assert_eq!(keys(&store).await, ["b"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_was_lost_is_not_lent_again() {
    let database = Database::postgres().await;
    let store = database.store().await;
    let lost: Result<_, StoreError> = store
        .glance(|tx| {
            Box::pin(async move {
                tx.all(
                    "SELECT 1 WHERE pg_terminate_backend(pg_backend_pid())",
                    args![],
                )
                .await
            })
        })
        .await;
    assert!(
        matches!(lost, Err(StoreError::Unavailable(_))),
        "{:?}",
        lost.err()
    );
    let found: Result<_, StoreError> = store
        .glance(|tx| Box::pin(async move { tx.all("SELECT key FROM throttle", args![]).await }))
        .await;
    assert!(found.unwrap().is_empty());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let refusal = Store::open("postgres://tom:geheim@127.0.0.1:1/tom")
        .await
        .err()
        .unwrap();
    assert!(matches!(refusal, StoreError::Unavailable(_)), "{refusal:?}");
    assert!(!refusal.to_string().contains("geheim"));
}
