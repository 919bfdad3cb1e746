//! The tables are brought up to date once, and only by a program that knows them.

use tom::store::{MIGRATIONS, Store, StoreError, args};

on_both_engines! {
    async fn programs_that_start_at_once_make_the_tables_once(database) {
        database.store().await.close().await;
        let (a, b, c) = tokio::join!(
            Store::open(&database.url), Store::open(&database.url), Store::open(&database.url));
        for store in [a.unwrap(), b.unwrap(), c.unwrap()] {
            assert_eq!(applied(&store).await, MIGRATIONS.len());
        }
    }

    async fn a_step_that_was_changed_after_it_was_applied_is_refused(database) {
        let refusal = reopen_after(&database, "UPDATE tom_migrations SET checksum = 'other' WHERE version = 1").await;
        let StoreError::Migration(why) = refusal else { panic!("{refusal:?}") };
        assert!(why.contains("stap 1 (init)"), "{why}");
    }

    async fn a_database_of_a_newer_program_is_refused(database) {
        let sql = "INSERT INTO tom_migrations (version, name, checksum) VALUES (9999, 'later', 'x')";
        let refusal = reopen_after(&database, sql).await;
        let StoreError::Migration(why) = refusal else { panic!("{refusal:?}") };
        assert!(why.contains("stap 9999"), "{why}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_programs_that_meet_an_empty_database_take_turns() {
    let database = crate::support::databases::Database::postgres().await;
    let (a, b, c) = tokio::join!(
        Store::open(&database.url),
        Store::open(&database.url),
        Store::open(&database.url)
    );
    for store in [a.unwrap(), b.unwrap(), c.unwrap()] {
        assert_eq!(applied(&store).await, MIGRATIONS.len());
    }
}

#[test]
fn the_steps_are_the_files_in_the_folders_in_order() {
    for (engine, pick) in [("sqlite", 0), ("postgres", 1)] {
        let folder = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        for (place, step) in MIGRATIONS.iter().enumerate() {
            assert_eq!(usize::try_from(step.version).unwrap(), place + 1);
            let file = format!("{folder}/{:04}_{}.sql", step.version, step.name);
            assert_eq!(
                std::fs::read_to_string(file).unwrap(),
                [step.sqlite, step.postgres][pick]
            );
        }
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), MIGRATIONS.len());
    }
}

async fn applied(store: &Store) -> usize {
    let rows = store
        .read(|tx| {
            Box::pin(async move { tx.all("SELECT version FROM tom_migrations", args![]).await })
        })
        .await;
    rows.unwrap().len()
}

async fn reopen_after(
    database: &crate::support::databases::Database,
    sql: &'static str,
) -> StoreError {
    let store = database.store().await;
    let changed = store
        .write(move |tx| Box::pin(async move { tx.execute(sql, args![]).await }))
        .await;
    assert_eq!(changed, Ok(1));
    store.close().await;
    Store::open(&database.url).await.err().unwrap()
}
