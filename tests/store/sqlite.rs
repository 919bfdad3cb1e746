//! What holds for the file.

use std::os::unix::fs::PermissionsExt as _;

use tom::store::{Engine, Row, Store, StoreError, args};

use super::put;
use crate::support::databases::Database;

#[tokio::test]
async fn only_its_owner_can_read_the_file_and_its_journals() {
    let database = Database::sqlite();
    let store = database.store().await;
    store.write(put("a", Ok(()))).await.unwrap();
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(database.folder()), 0o700);
    for name in ["tom.db", "tom.db-wal", "tom.db-shm"] {
        assert_eq!(mode(&database.folder().join(name)), 0o600, "{name}");
    }
}

#[tokio::test]
async fn the_journal_is_folded_into_the_file_long_before_it_is_full() {
    let database = Database::sqlite();
    let store = database.store().await;
    let file = database.folder().join("tom.db");
    let size = || std::fs::metadata(&file).unwrap().len();
    let before = size();
    for key in 0..200 {
        let put = put(&format!("{key:0>1000}"), Ok(()));
        store.write(put).await.unwrap();
    }
    for _ in 0..100 {
        if size() > before {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("everything still stands in the journal alone");
}

#[tokio::test]
async fn the_writer_is_as_safe_as_we_say() {
    let database = Database::sqlite();
    let store = database.store().await;
    assert_eq!(store.engine(), Engine::Sqlite);
    // 2 is FULL; 2 is MEMORY.
    for (pragma, expected) in [
        ("PRAGMA synchronous", 2),
        ("PRAGMA foreign_keys", 1),
        ("PRAGMA secure_delete", 1),
        ("PRAGMA busy_timeout", 5000),
        ("PRAGMA temp_store", 2),
        ("PRAGMA trusted_schema", 0),
    ] {
        assert_eq!(setting(&store, pragma).await, expected, "{pragma}");
    }
    let mode = writers(&store, "PRAGMA journal_mode").await;
    assert_eq!(mode.text(0).unwrap(), "wal");
}

#[tokio::test]
async fn what_is_deleted_is_overwritten_in_the_file() {
    let database = Database::sqlite();
    let store = database.store().await;
    let canary = "canary-8d5f1c".repeat(20);
    store.write(put(&canary, Ok(()))).await.unwrap();
    let gone: Result<u64, StoreError> = store
        .write(|tx| Box::pin(async move { tx.execute("DELETE FROM throttle", args![]).await }))
        .await;
    assert_eq!(gone, Ok(1));
    // Closing the last connection folds the journal into the file.
    store.close().await;
    let file = std::fs::read(database.folder().join("tom.db")).unwrap();
    assert!(!file.windows(13).any(|window| window == b"canary-8d5f1c"));
    assert!(!database.folder().join("tom.db-wal").exists());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_said_to_be_damaged() {
    let database = Database::sqlite();
    std::fs::create_dir_all(database.folder()).unwrap();
    std::fs::write(
        database.folder().join("tom.db"),
        "geen database ".repeat(500),
    )
    .unwrap();
    assert_eq!(
        Store::open(&database.url).await.err(),
        Some(StoreError::Corrupt)
    );
}

async fn setting(store: &Store, pragma: &'static str) -> i64 {
    writers(store, pragma).await.int(0).unwrap()
}

/// What the writer answers, and not a reader.
async fn writers(store: &Store, pragma: &'static str) -> Row {
    let row = store.write(move |tx| {
        Box::pin(async move {
            tx.begin().await?;
            tx.optional(pragma, args![]).await
        })
    });
    let row: Result<_, StoreError> = row.await;
    row.unwrap().unwrap()
}
