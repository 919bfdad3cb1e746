//! A fresh, empty database for every test, on either engine.

use std::path::PathBuf;
use std::process::Command;
use std::str::FromStr as _;
use std::sync::LazyLock;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _};
use tom::store::Store;
use uuid::Uuid;
use uuid::fmt::Simple;

/// A database of one test, gone when the test is done.
pub struct Database {
    /// What [`Store::open`] takes.
    pub url: String,
    kind: Kind,
}

enum Kind {
    Sqlite { folder: PathBuf },
    Postgres { name: String },
}

impl Database {
    /// A file that does not exist yet, in a folder that does not exist yet.
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("tom-test-{}", fresh()));
        let url = format!("sqlite:{}/tom.db", folder.display());
        Self {
            url,
            kind: Kind::Sqlite { folder },
        }
    }

    /// An empty database on the test server.
    pub async fn postgres() -> Self {
        let name = format!("tom_test_{}", fresh());
        on_server(&format!("CREATE DATABASE {name} TEMPLATE template0")).await;
        let options = PgConnectOptions::from_str(&SERVER).unwrap().database(&name);
        Self {
            url: url_of(&options),
            kind: Kind::Postgres { name },
        }
    }

    /// Opens the store, as the program does at its start.
    pub async fn store(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }

    /// The folder of a SQLite file.
    pub fn folder(&self) -> &PathBuf {
        match &self.kind {
            Kind::Sqlite { folder } => folder,
            Kind::Postgres { .. } => panic!("PostgreSQL has no folder of ours"),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.kind {
            Kind::Sqlite { folder } => drop(std::fs::remove_dir_all(folder)),
            Kind::Postgres { name } => {
                let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                // The test's own runtime can't be waited for in a drop.
                let dropped = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread()
                        .enable_all()
                        .build();
                    runtime.unwrap().block_on(on_server(&sql));
                });
                drop(dropped.join());
            }
        }
    }
}

/// The server's own database. `TOM_TEST_POSTGRES` names a server that runs already; otherwise one is started for the
/// program that runs the tests, and stops with it.
static SERVER: LazyLock<String> = LazyLock::new(|| {
    if let Ok(url) = std::env::var("TOM_TEST_POSTGRES") {
        return url;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/postgres.sh");
    let runner = std::os::unix::process::parent_id().to_string();
    let output = Command::new(script)
        .args(["url", &runner])
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "no PostgreSQL to test on\n{complaint}"
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
});

async fn on_server(sql: &str) {
    let options = PgConnectOptions::from_str(&SERVER).unwrap();
    let mut conn: PgConnection = options.connect().await.unwrap();
    conn.execute(AssertSqlSafe(sql)).await.unwrap();
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests that run side by side must not share a name"
)]
fn fresh() -> Simple {
    Uuid::new_v4().simple()
}

fn url_of(options: &PgConnectOptions) -> String {
    options.to_url_lossy().to_string()
}

/// Runs each test on both engines: the test takes a fresh [`Database`].
macro_rules! on_both_engines {
    ($($(#[$note:meta])* async fn $name:ident($database:ident) $body:block)*) => { $(
        $(#[$note])*
        mod $name {
            use super::*;

            async fn claim($database: $crate::support::databases::Database) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                claim($crate::support::databases::Database::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                claim($crate::support::databases::Database::postgres().await).await;
            }
        }
    )* };
}
