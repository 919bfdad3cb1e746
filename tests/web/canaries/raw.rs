//! The database as it lies on the disk.

use std::fs;
use std::path::Path;

use tom::store::{Store, StoreError, args};

/// The files of a database and its journal, and for PostgreSQL every row of every table as text too.
pub async fn contents(store: &Store, folder: Option<&Path>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Some(folder) = folder {
        files(folder, &mut found);
        return found;
    }
    let rows = store.read(|tx| {
        Box::pin(async move {
            let tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
            let mut rows = Vec::new();
            for table in tx.all(tables, args![]).await? {
                let table = table.text(0)?;
                let sql: &'static str = Box::leak(format!("SELECT t::text FROM \"{table}\" t").into_boxed_str());
                for row in tx.all(sql, args![]).await? {
                    rows.push((table.clone(), row.text(0)?));
                }
            }
            let place = "SELECT current_setting('data_directory'), oid::text FROM pg_database WHERE datname = current_database()";
            let place = tx.optional(place, args![]).await?.ok_or(StoreError::Corrupt)?;
            Ok::<_, StoreError>((rows, place.text(0)?, place.text(1)?))
        })
    });
    let (rows, data, oid) = rows.await.unwrap();
    // PostgreSQL writes bytes as digits.
    found.extend(
        rows.into_iter()
            .map(|(table, row)| (table, format!("{row} {}", bytes_in(&row)))),
    );
    let flushed =
        store.write(|tx| Box::pin(async move { tx.execute("CHECKPOINT", args![]).await }));
    flushed.await.unwrap();
    files(&Path::new(&data).join("base").join(oid), &mut found);
    files(&Path::new(&data).join("pg_wal"), &mut found);
    found
}

fn files(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            found.push((path.display().to_string(), text));
        }
    }
}

/// What the digits after each `\\x` say.
fn bytes_in(row: &str) -> String {
    let mut text = String::new();
    for digits in row.split("\\x").skip(1) {
        let end = digits
            .find(|c: char| !c.is_ascii_hexdigit())
            .unwrap_or(digits.len());
        let bytes = tom::domain::audit::from_hex(&digits[..end & !1]).unwrap();
        text.push_str(&String::from_utf8_lossy(&bytes));
        text.push(' ');
    }
    text
}
