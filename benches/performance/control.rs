//! What the machine can do at this minute: bare commits, a bare page, bare computing.

use std::net::SocketAddr;
use std::str::FromStr as _;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _, PgConnection, SqliteConnection};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tom::store::Engine;

use crate::client::Client;
use crate::databases::Database;
use crate::load::{self, Act, Sample};

/// How many write at the same time to PostgreSQL; SQLite has one writer.
const WRITERS: usize = 16;

const TABLE: &str = "CREATE TABLE bare (id BIGINT NOT NULL, text TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO bare (id, text) VALUES ($1, $2)";
const TEXT: &str = "a row of some hundred bytes, as short as what a case holds of one step on its way to the next one";

/// Who commits one small row at a time.
pub enum Writer {
    /// To a file, in WAL with `synchronous=FULL`.
    Sqlite(SqliteConnection),
    /// To a server.
    Postgres(PgConnection),
}

impl Act for Writer {
    async fn act(&mut self) {
        match self {
            Self::Sqlite(conn) => {
                let row = sqlx::query(INSERT).bind(1_i64).bind(TEXT);
                row.execute(conn).await.unwrap();
            }
            Self::Postgres(conn) => {
                let row = sqlx::query(INSERT).bind(1_i64).bind(TEXT);
                row.execute(conn).await.unwrap();
            }
        }
    }
}

/// Bare commits on one engine: one writer on SQLite, 16 on PostgreSQL.
pub struct Commits {
    writers: Vec<Writer>,
    _database: Database,
}

impl Commits {
    /// Ready to write.
    pub async fn new(engine: Engine) -> Self {
        let mut writers = Vec::new();
        let database = match engine {
            Engine::Sqlite => {
                let database = Database::sqlite();
                std::fs::create_dir_all(database.folder()).unwrap();
                let mut conn = SqliteConnectOptions::new()
                    .filename(database.folder().join("bare.db"))
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .connect()
                    .await
                    .unwrap();
                conn.execute(TABLE).await.unwrap();
                writers.push(Writer::Sqlite(conn));
                database
            }
            Engine::Postgres => {
                let database = Database::postgres().await;
                let options = PgConnectOptions::from_str(&database.url).unwrap();
                options
                    .connect()
                    .await
                    .unwrap()
                    .execute(TABLE)
                    .await
                    .unwrap();
                for _ in 0..WRITERS {
                    writers.push(Writer::Postgres(options.connect().await.unwrap()));
                }
                database
            }
        };
        Self {
            writers,
            _database: database,
        }
    }

    /// Commits for so long.
    pub async fn run(&mut self, span: Duration) -> Sample {
        let (sample, writers) = load::run(std::mem::take(&mut self.writers), span).await;
        self.writers = writers;
        sample
    }
}

/// Who reads one row of the size of a dossier and then commits one small row.
pub struct ReadsAndCommits(Writer);

const ROW: &str = "CREATE TABLE bare_row (id BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL)";
const READ: &str = "SELECT text FROM bare_row WHERE id = $1";

impl ReadsAndCommits {
    /// One of the writers of these commits, with a row to read.
    pub async fn of(commits: &mut Commits) -> Self {
        let mut writer = commits.writers.remove(0);
        let fill = format!(
            "INSERT INTO bare_row (id, text) VALUES (1, '{}')",
            "x".repeat(4096)
        );
        for sql in [ROW, &fill] {
            match &mut writer {
                Writer::Sqlite(conn) => drop(conn.execute(AssertSqlSafe(sql)).await.unwrap()),
                Writer::Postgres(conn) => drop(conn.execute(AssertSqlSafe(sql)).await.unwrap()),
            }
        }
        Self(writer)
    }
}

impl Act for ReadsAndCommits {
    async fn act(&mut self) {
        match &mut self.0 {
            Writer::Sqlite(conn) => {
                drop(sqlx::query(READ).bind(1_i64).fetch_one(conn).await.unwrap());
            }
            Writer::Postgres(conn) => {
                drop(sqlx::query(READ).bind(1_i64).fetch_one(conn).await.unwrap());
            }
        }
        self.0.act().await;
    }
}

/// A visitor who asks for the same page again and again.
pub struct Reader {
    /// The visitor.
    pub client: Client,
    /// The pages, one after the other.
    pub paths: Vec<String>,
    /// What is sent to them, where they are asked with a form.
    pub form: Option<&'static [(&'static str, &'static str)]>,
    /// How many were asked for.
    pub asked: usize,
}

impl Act for Reader {
    async fn act(&mut self) {
        let path = &self.paths[self.asked % self.paths.len()];
        let answer = match self.form {
            Some(fields) => self.client.post(path, fields).await,
            None => self.client.get(path).await,
        };
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        self.asked += 1;
    }
}

/// A server that says hello, on the threads of the program.
pub async fn hello(program: &Handle) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Router::new().route("/", get(|| async { "hello" }));
    program.spawn(async move { axum::serve(listener, routes).await.unwrap() });
    address
}

/// Somebody who asks that server.
pub async fn greeted(address: SocketAddr) -> Reader {
    Reader {
        client: Client::connect(address).await,
        paths: vec!["/".to_owned()],
        form: None,
        asked: 0,
    }
}

/// A second of computing is measured in these: a SHA-256 over 1 MB. Answers how long one takes, in milliseconds.
pub fn computing() -> f64 {
    use sha2::{Digest as _, Sha256};
    let bytes = vec![7_u8; 1 << 20];
    let begun = std::time::Instant::now();
    std::hint::black_box(Sha256::digest(&bytes));
    load::millis(begun.elapsed())
}
