//! Fills the tables: copies of one real case, older than all real ones. Nobody opens them, so their sealed bytes need not
//! open; for the engine they weigh what a real case weighs.

use std::str::FromStr as _;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};
use tom::store::Engine;

const OF_CASE: &str = "case_id = '{template}'";

/// How many cases go into one transaction.
const TOGETHER: u64 = 50_000;

/// Its name, which of its rows are copied, and the columns that are new.
type Table = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// A moment an hour later for each copy that goes on, and never for the others.
macro_rules! late {
    ($column:literal) => {
        concat!(
            "CASE WHEN {i} % 100 = 0 AND ",
            $column,
            " < 9007199254740990 THEN ",
            $column,
            " + 3600000 * {i} ELSE 9007199254740991 END"
        )
    };
}

/// Each table with the columns that every copy has anew, and what stands in them. `{i}` is the number of the copy,
/// `{case}` the id of its case, `{id}` an id of its own.
const TABLES: [Table; 7] = [
    (
        "cases",
        "id = '{template}'",
        &[
            ("id", "{case}"),
            ("opened_at", "opened_at - 1000 * {i}"),
            ("changed_at", "changed_at - 1000 * {i}"),
        ],
    ),
    (
        "dossiers",
        OF_CASE,
        &[
            ("id", "{id}"),
            ("case_id", "{case}"),
            ("created_at", "created_at - 1000 * {i}"),
            ("changed_at", "changed_at - 1000 * {i}"),
            // One in a hundred goes on, each with a deadline of its own; the others are done.
            ("stage", "CASE WHEN {i} % 100 = 0 THEN stage ELSE 3 END"),
            ("due_at", late!("due_at")),
            ("yellow_at", late!("yellow_at")),
            ("red_at", late!("red_at")),
            ("stale_at", late!("stale_at")),
        ],
    ),
    (
        "name_tokens",
        "dossier_id IN (SELECT id FROM dossiers WHERE case_id = '{template}')",
        &[
            ("token", "{token}"),
            ("dossier_id", "substr(dossier_id, 25) || '-' || {i}"),
        ],
    ),
    ("events", OF_CASE, &[("id", "{id}"), ("case_id", "{case}")]),
    (
        "disclosures",
        OF_CASE,
        &[("id", "{id}"), ("case_id", "{case}")],
    ),
    (
        "tasks",
        OF_CASE,
        &[
            ("id", "{id}"),
            ("case_id", "{case}"),
            ("done_at", "created_at"),
        ],
    ),
    (
        "access_log",
        OF_CASE,
        &[("id", "{id}"), ("case_id", "{case}")],
    ),
];

/// What a case waits for: its own rows, half a second apart.
const WAITING: Table = (
    "outbox",
    "case_id = '{template}' AND state = 'waiting'",
    &[
        ("id", "{id}"),
        ("case_id", "{case}"),
        ("due_at", "due_at + 500 * {i}"),
    ],
);

/// Fills up from so many cases to so many, with copies of this one.
pub async fn fill(url: &str, template: &str, from: u64, to: u64) {
    let tables: Vec<&Table> = TABLES.iter().collect();
    fill_with(url, template, (from, to), &tables).await;
}

/// So many copies of a case, of which nothing but the case, its dossiers and what waits in the outbox. So many of the dossiers
/// are to be destroyed on the day on which the demo begins.
pub async fn waiting(url: &str, template: &str, cases: u64, due: usize) {
    let mut tables: Vec<&Table> = TABLES
        .iter()
        .filter(|table| ["cases", "dossiers"].contains(&table.0))
        .collect();
    tables.push(&WAITING);
    fill_with(url, template, (1, cases), &tables).await;
    let due = format!(
        "UPDATE dossiers SET destroy_on = '2026-03-02' WHERE id IN (SELECT id FROM dossiers WHERE party_id = 'swv-de-eem' ORDER BY id LIMIT {due})"
    );
    each(url, &format!("{due}; ANALYZE")).await;
}

async fn fill_with(url: &str, template: &str, (from, to): (u64, u64), tables: &[&Table]) {
    let mut next = from;
    while next < to {
        let last = to.min(next + TOGETHER);
        copy(url, template, (next + 1, last), tables).await;
        next = last;
    }
    each(url, "ANALYZE").await;
}

async fn copy(url: &str, template: &str, (first, last): (u64, u64), tables: &[&Table]) {
    let engine = if url.starts_with("sqlite:") {
        Engine::Sqlite
    } else {
        Engine::Postgres
    };
    let mut script = String::from("BEGIN;");
    for (table, which, anew) in tables {
        let columns = columns(table);
        let values: Vec<String> = columns
            .iter()
            .map(|column| {
                let value = anew.iter().find(|(name, _)| name == column);
                value.map_or_else(|| (*column).to_owned(), |(_, value)| (*value).to_owned())
            })
            .collect();
        let insert = format!(
            "INSERT INTO {table} ({}) SELECT {} FROM {table} CROSS JOIN {} WHERE {which};",
            columns.join(", "),
            values.join(", "),
            numbers(engine, first, last),
        );
        let id = "substr(id, 25) || '-' || i";
        script += &insert
            .replace("{template}", template)
            .replace("{token}", token(engine))
            .replace("{case}", case_id(engine))
            .replace("{id}", id)
            .replace("{i}", "i");
    }
    script += "COMMIT;";
    each(url, &script).await;
}

fn numbers(engine: Engine, first: u64, last: u64) -> String {
    match engine {
        Engine::Sqlite => format!(
            "(WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT i FROM n)"
        ),
        Engine::Postgres => format!("generate_series({first}::bigint, {last}::bigint) AS n(i)"),
    }
}

/// Ids that go up, so that filling the indexes takes minutes and not hours; the real cases lie anywhere between them.
const fn case_id(engine: Engine) -> &'static str {
    engine.pick(
        "printf('%08x-0000-4000-8000-%012x', i * 4096, i)",
        "lpad(to_hex(i * 4096), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(i), 12, '0')",
    )
}

/// Tokens that go up too, and that no real name has.
const fn token(engine: Engine) -> &'static str {
    engine.pick(
        "CAST(printf('%010x', i) || substr(hex(token), 1, 6) AS BLOB)",
        "convert_to(lpad(to_hex(i), 10, '0') || substr(encode(token, 'hex'), 1, 6), 'UTF8')",
    )
}

/// The columns of a table, out of the migration that makes it.
fn columns(table: &str) -> Vec<&'static str> {
    let schema = include_str!("../../migrations/sqlite/0001_init.sql");
    let (_, rest) = schema
        .split_once(&format!("CREATE TABLE {table} ("))
        .unwrap();
    let (body, _) = rest.split_once(") STRICT").unwrap();
    let words = body
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    words
        .filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect()
}

async fn each(url: &str, script: &str) {
    let script = sqlx::raw_sql(AssertSqlSafe(script.to_owned()));
    if let Some(path) = url.strip_prefix("sqlite:") {
        let mut conn = SqliteConnectOptions::new()
            .filename(path)
            .foreign_keys(false)
            .pragma("synchronous", "OFF")
            .pragma("cache_size", "-1000000")
            .connect()
            .await
            .unwrap();
        conn.execute(script).await.unwrap();
        conn.close().await.unwrap();
    } else {
        let options = PgConnectOptions::from_str(url).unwrap();
        let mut conn = options.connect().await.unwrap();
        conn.execute(script).await.unwrap();
        conn.close().await.unwrap();
    }
}
