//! Brings the tables to the form that this program needs.
//!
//! All that is missing is applied in one transaction, so a start that fails leaves the database as it was. What was
//! applied is written down with a checksum in `tom_migrations`; the job queue keeps its own list in its own table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::dialect::Engine;
use super::error::StoreError;
use super::tx::Tx;
use super::value::args;

/// One step in the form of the tables. Never changed once it was released: what comes later is a new step.
pub struct Migration {
    /// Its number: 1, 2, 3, ...
    pub version: i64,
    /// What it does, as in the name of its files.
    pub name: &'static str,
    /// Its statements for SQLite.
    pub sqlite: &'static str,
    /// Its statements for PostgreSQL.
    pub postgres: &'static str,
}

/// Every step, in order. A new one is a file in both folders and a line here.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "init",
        sqlite: include_str!("../../migrations/sqlite/0001_init.sql"),
        postgres: include_str!("../../migrations/postgres/0001_init.sql"),
    },
    Migration {
        version: 2,
        name: "family_sessions",
        sqlite: include_str!("../../migrations/sqlite/0002_family_sessions.sql"),
        postgres: include_str!("../../migrations/postgres/0002_family_sessions.sql"),
    },
];

const LIST: &str = "CREATE TABLE IF NOT EXISTS tom_migrations (
    version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)";

/// Two processes that start at once wait for each other here; the number means nothing but ourselves.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7305845251)";

/// Applies what is missing, in the caller's transaction, after checking that what is there is ours.
pub(super) fn run(tx: &mut Tx) -> super::BoxFuture<'_, Result<(), StoreError>> {
    Box::pin(apply(tx, MIGRATIONS))
}

async fn apply(tx: &mut Tx, migrations: &[Migration]) -> Result<(), StoreError> {
    let engine = tx.engine();
    if engine == Engine::Postgres {
        tx.execute(LOCK, args![]).await?;
    }
    tx.execute(LIST, args![]).await?;
    let mut applied = BTreeMap::new();
    for row in tx
        .all("SELECT version, checksum FROM tom_migrations", args![])
        .await?
    {
        applied.insert(row.int(0)?, row.text(1)?);
    }
    for migration in migrations {
        let sql = engine.pick(migration.sqlite, migration.postgres);
        let (version, name) = (migration.version, migration.name);
        match applied.remove(&version) {
            Some(checksum) if checksum == checksum_of(sql) => {}
            Some(_) => return Err(changed(version, name)),
            None => {
                tx.script(sql).await?;
                tx.execute(
                    "INSERT INTO tom_migrations (version, name, checksum) VALUES ($1, $2, $3)",
                    args![version, name, checksum_of(sql)],
                )
                .await?;
            }
        }
    }
    applied
        .pop_last()
        .map_or(Ok(()), |(version, _)| Err(newer(version)))
}

fn changed(version: i64, name: &str) -> StoreError {
    StoreError::Migration(format!(
        "stap {version} ({name}) is al uitgevoerd, maar staat anders in dit programma. Gebruik de versie van het \
         programma die bij deze database hoort."
    ))
}

fn newer(version: i64) -> StoreError {
    StoreError::Migration(format!(
        "de database is van een nieuwere versie (stap {version}). Gebruik die versie van het programma."
    ))
}

/// SHA-256 in hexadecimal digits.
fn checksum_of(sql: &str) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(sql.as_bytes()) {
        // Writing to a String can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
