//! Promise 4, in the database itself: whatever of a sealed log is changed, taken out or put in, is found.

use tom::action::audit;
use tom::demo::applications;
use tom::domain::party::PartyId;
use tom::store::{Store, StoreError, Value, args};

use crate::support::region::Region;

const SWV: &str = "swv-de-eem";

/// What can be altered of a line: its columns as text. The number of the block comes apart.
const COLUMNS: [&str; 12] = [
    "party_id",
    "case_id",
    "user_id",
    "role",
    "purpose",
    "kinds",
    "outcome",
    "asked",
    "on_behalf",
    "basis",
    "salt",
    "at",
];

/// What can be altered of a block.
const OF_BLOCK: [&str; 4] = ["lines", "previous", "hash", "signature"];

async fn run(store: &Store, sql: String, args: Vec<Value>) -> u64 {
    let sql: &'static str = Box::leak(sql.into_boxed_str());
    let done = store.write(move |tx| Box::pin(async move { tx.execute(sql, &args).await }));
    done.await.unwrap()
}

async fn rows(store: &Store, sql: &'static str) -> Vec<(String, i64)> {
    let found = store.read(move |tx| {
        Box::pin(async move {
            let rows = tx.all(sql, args![]).await?;
            let each = rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?)));
            each.collect::<Result<Vec<_>, StoreError>>()
        })
    });
    found.await.unwrap()
}

async fn faults(region: &Region) -> usize {
    let (store, vault) = (&region.house().store, &region.house().vault);
    let party = PartyId::from(SWV);
    let verified = audit::verify(store, vault, &party, &[]).await.unwrap();
    verified.faults.len()
}

/// A text that differs from what stands there; of a number another one.
fn other(column: &str, nth: usize) -> String {
    match column {
        "at" => format!("{column} + {}", nth + 1),
        "lines" => format!("REPLACE({column}, '{}', '{}')", nth % 10, (nth + 1) % 10),
        // One letter or digit, in the middle of what is there.
        "hash" | "previous" | "signature" => format!(
            "SUBSTR({column}, 1, {at}) || CASE SUBSTR({column}, {next}, 1) WHEN '0' THEN '1' ELSE '0' END || SUBSTR({column}, {after})",
            at = nth % 60,
            next = nth % 60 + 1,
            after = nth % 60 + 2
        ),
        _ => format!("COALESCE({column}, '') || '{nth}'"),
    }
}

on_both_engines! {
    async fn promise_4_each_of_1000_alterations_of_the_rows_themselves_is_found(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        for _ in 0..4 {
            for _ in 0..6 {
                region.page("swv-mulder", &case).await.unwrap();
            }
            audit::seal(region.house()).await.unwrap();
        }
        let store = &region.house().store;
        let lines = rows(store, "SELECT id, block FROM access_log WHERE party_id = 'swv-de-eem' AND block IS NOT NULL ORDER BY id").await;
        let blocks = rows(store, "SELECT hash, number FROM log_blocks WHERE party_id = 'swv-de-eem' ORDER BY number").await;
        assert!(lines.len() > 20 && blocks.len() == 4, "{} lines", lines.len());
        assert_eq!(faults(&region).await, 0);
        let all = "id, party_id, case_id, at, user_id, role, purpose, kinds, outcome, on_behalf, basis, asked, salt, block";
        run(store, format!("CREATE TABLE kept_lines AS SELECT {all} FROM access_log"), Vec::new()).await;
        let of_block = "party_id, number, at, lines, previous, hash, signature";
        run(store, format!("CREATE TABLE kept_blocks AS SELECT {of_block} FROM log_blocks"), Vec::new()).await;
        let mut found = 0;
        for nth in 0..1000_usize {
            let (id, block) = &lines[nth * 7 % lines.len()];
            let one = args![id.as_str()].to_vec();
            let (_, number) = &blocks[nth % blocks.len()];
            let at_block = args![*number].to_vec();
            let changed = match nth % 20 {
                kind @ 0..12 => {
                    let column = COLUMNS[kind];
                    run(store, format!("UPDATE access_log SET {column} = {} WHERE id = $1", other(column, nth)), one).await
                }
                12 | 13 => run(store, "DELETE FROM access_log WHERE id = $1".into(), one).await,
                14 => {
                    let copy = all.replacen("id", &format!("'x{nth}'"), 1);
                    run(store, format!("INSERT INTO access_log ({all}) SELECT {copy} FROM access_log WHERE id = $1"), one).await
                }
                15 => run(store, format!("UPDATE access_log SET block = {} WHERE id = $1", block % 4 + 1), one).await,
                kind => {
                    let column = OF_BLOCK[kind - 16];
                    run(store, format!("UPDATE log_blocks SET {column} = {} WHERE party_id = 'swv-de-eem' AND number = $1", other(column, nth)), at_block).await
                }
            };
            assert_eq!(changed, 1, "{nth}: nothing was altered");
            found += usize::from(faults(&region).await > 0);
            assert_eq!(found, nth + 1, "{nth} was not found: kind {}, line {id}", nth % 20);
            let (lines, blocks) = ("DELETE FROM access_log", "DELETE FROM log_blocks");
            run(store, lines.into(), Vec::new()).await;
            run(store, format!("INSERT INTO access_log ({all}) SELECT {all} FROM kept_lines"), Vec::new()).await;
            run(store, blocks.into(), Vec::new()).await;
            run(store, format!("INSERT INTO log_blocks ({of_block}) SELECT {of_block} FROM kept_blocks"), Vec::new()).await;
        }
        assert_eq!((found, faults(&region).await), (1000, 0));
    }
}
