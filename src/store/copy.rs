//! Every table as it stands, row by row: what a backup holds. Both engines give and take the same.
//!
//! Which tables there are is read from the statements that make them, so that a new column can't be forgotten.

use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

use super::migrate::MIGRATIONS;
use super::value::{Kind, Value, args};
use super::{Row, StoreError, Tx};
use crate::domain::audit::hex;

/// Who is in now, or was invited: after a backup is put back everybody signs in again, so that a session that was ended stays so, and so does a
/// link that was used.
const NOT_COPIED: [&str; 6] = [
    "sessions",
    "half_sessions",
    "passkey_questions",
    "invitations",
    "family_sessions",
    "draft_sessions",
];

/// A table that is copied.
pub struct Table {
    /// Its name.
    pub name: String,
    columns: Vec<(String, Kind)>,
    select: String,
    insert: String,
    any: String,
}

impl Table {
    fn new(name: &str, columns: Vec<(String, Kind)>) -> Self {
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join(", ");
        let places: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
        Self {
            name: name.to_owned(),
            select: format!("SELECT {names} FROM {name}"),
            insert: format!(
                "INSERT INTO {name} ({names}) VALUES ({})",
                places.join(", ")
            ),
            any: format!("SELECT {} FROM {name} LIMIT 1", columns[0].0),
            columns,
        }
    }

    /// Its columns, in the order of the values of a row.
    #[must_use]
    pub fn columns(&self) -> &[(String, Kind)] {
        &self.columns
    }
}

/// The tables, each after those that it refers to.
static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let statements = MIGRATIONS.iter().map(|migration| migration.sqlite);
    let tables = statements.flat_map(made_by);
    tables
        .filter(|table| !NOT_COPIED.contains(&table.name.as_str()))
        .collect()
});

/// The tables that are copied, each after those that it refers to.
#[must_use]
pub fn tables() -> &'static [Table] {
    &TABLES
}

/// By what a copy is known to fit these tables.
#[must_use]
pub fn form() -> String {
    let mut hash = Sha256::new();
    for table in tables() {
        hash.update(table.insert.as_bytes());
    }
    hex(&hash.finalize())
}

/// Reads the tables out of statements in which each column has a line of its own.
fn made_by(sql: &str) -> Vec<Table> {
    let mut found = Vec::new();
    let mut lines = sql.lines();
    while let Some(line) = lines.next() {
        let name = line
            .strip_prefix("CREATE TABLE ")
            .and_then(|line| line.strip_suffix(" ("));
        let Some(name) = name else { continue };
        let columns: Vec<_> = lines
            .by_ref()
            .take_while(|line| !line.starts_with(')'))
            .filter_map(column)
            .collect();
        if !columns.is_empty() {
            found.push(Table::new(name, columns));
        }
    }
    found
}

fn column(line: &str) -> Option<(String, Kind)> {
    let (name, rest) = line.trim_start().split_once(' ')?;
    let kind = match rest.split([' ', ',']).next()? {
        "TEXT" => Kind::Text,
        "INTEGER" => Kind::Int,
        "BLOB" => Kind::Bytes,
        _ => return None,
    };
    Some((name.to_owned(), kind))
}

/// Gives each row of a table.
///
/// # Errors
/// What the store or `each` refuses.
pub async fn export<E: From<StoreError>>(
    tx: &mut Tx,
    table: &'static Table,
    mut each: impl FnMut(Vec<Value>) -> Result<(), E> + Send,
) -> Result<(), E> {
    tx.each(&table.select, |row| each(values(&row, table)?))
        .await
}

fn values(row: &Row, table: &Table) -> Result<Vec<Value>, StoreError> {
    let columns = table.columns.iter().enumerate();
    columns
        .map(|(at, (_, kind))| {
            Ok(match kind {
                Kind::Text => row.text_opt(at)?.into(),
                Kind::Int => row.int_opt(at)?.into(),
                Kind::Bytes => row.bytes_opt(at)?.into(),
            })
        })
        .collect()
}

/// Puts a row in a table.
///
/// # Errors
/// What the store refuses.
pub async fn import(
    tx: &mut Tx,
    table: &'static Table,
    values: &[Value],
) -> Result<(), StoreError> {
    tx.execute(&table.insert, values).await.map(drop)
}

/// Whether there is nothing in any table.
///
/// # Errors
/// What the store refuses.
pub async fn is_empty(tx: &mut Tx) -> Result<bool, StoreError> {
    for table in tables() {
        if tx.optional(&table.any, args![]).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}
