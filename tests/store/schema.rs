//! Both engines hold the same tables.

use std::collections::BTreeSet;

use tom::store::{Store, args, copy};

use crate::support::databases::Database;

/// Each column as `table.column kind null?`.
const SQLITE_COLUMNS: &str = "SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\"
    FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'";
const POSTGRES_COLUMNS: &str =
    "SELECT CAST(table_name || '.' || column_name || ' ' || data_type || ' ' ||
    CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS TEXT)
    FROM information_schema.columns WHERE table_schema = 'public'";

/// Each index as `table.index columns`; of what a table's own text makes, the engines choose the name.
const SQLITE_INDEXES: &str = "SELECT t.name || ' ' ||
    CASE WHEN i.origin <> 'c' THEN 'own' ELSE i.name END || ' ' || GROUP_CONCAT(c.name, ' ')
    FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c WHERE t.type = 'table'
    GROUP BY t.name, i.name";
const POSTGRES_INDEXES: &str = "SELECT t.relname || ' ' ||
    CASE WHEN k.conname IS NULL THEN CAST(i.relname AS TEXT) ELSE 'own' END || ' ' ||
    STRING_AGG(a.attname, ' ' ORDER BY a.attnum)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
    JOIN pg_attribute a ON a.attrelid = i.oid LEFT JOIN pg_constraint k ON k.conindid = i.oid
    AND k.contype IN ('p', 'u')
    GROUP BY t.relname, i.relname, k.conname";

/// Each reference as `table columns -> table`.
const SQLITE_REFERENCES: &str =
    "SELECT t.name || '.' || f.\"from\" || ' ' || f.\"table\" || '.' || f.\"to\"
    FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";
const POSTGRES_REFERENCES: &str = "SELECT t.relname || '.' || a.attname || ' ' || r.relname || '.' || b.attname
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.conkey[1]
    JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = k.confkey[1]
    WHERE k.contype = 'f'";

#[tokio::test]
async fn the_engines_have_the_same_columns_indexes_and_references() {
    let (file, server) = (Database::sqlite(), Database::postgres().await);
    let (sqlite, postgres) = (file.store().await, server.store().await);
    for (left, right) in [
        (SQLITE_COLUMNS, POSTGRES_COLUMNS),
        (SQLITE_INDEXES, POSTGRES_INDEXES),
        (SQLITE_REFERENCES, POSTGRES_REFERENCES),
    ] {
        let (left, right) = (lines(&sqlite, left).await, lines(&postgres, right).await);
        assert!(left.len() > 10, "{left:?}");
        let differences: Vec<_> = left.symmetric_difference(&right).collect();
        assert!(differences.is_empty(), "{differences:#?}");
    }
}

/// A column that a backup forgets is lost when it is put back.
#[tokio::test]
async fn a_backup_holds_every_column_but_those_of_who_is_in() {
    let database = Database::sqlite();
    let columns = lines(&database.store().await, SQLITE_COLUMNS).await;
    let name = |line: &String| line.split(' ').next().unwrap().to_owned();
    let mut there: BTreeSet<String> = columns.iter().map(name).collect();
    let copied = copy::tables().iter().flat_map(|table| {
        let columns = table.columns().iter();
        columns.map(move |(column, _)| format!("{}.{column}", table.name))
    });
    for column in copied {
        assert!(there.remove(&column), "{column}");
    }
    let left: BTreeSet<_> = there
        .iter()
        .map(|column| column.split('.').next().unwrap())
        .collect();
    assert_eq!(
        left.into_iter().collect::<Vec<_>>(),
        [
            "draft_sessions",
            "family_sessions",
            "half_sessions",
            "invitations",
            "passkey_questions",
            "sessions",
            "tom_migrations"
        ]
    );
}

#[tokio::test]
async fn there_are_three_kinds_of_columns() {
    let database = Database::sqlite();
    let columns = lines(&database.store().await, SQLITE_COLUMNS).await;
    let kinds: BTreeSet<_> = columns
        .iter()
        .filter_map(|line| line.split(' ').nth(1))
        .collect();
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ["bigint", "bytea", "text"]
    );
}

#[tokio::test]
async fn every_text_in_postgres_sorts_as_it_does_in_sqlite() {
    let database = Database::postgres().await;
    let sql =
        "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
        AND table_name <> 'tom_migrations'";
    assert_eq!(lines(&database.store().await, sql).await, BTreeSet::new());
}

/// The first column of every row, with the names of the kinds made the same.
async fn lines(store: &Store, sql: &'static str) -> BTreeSet<String> {
    let rows = store
        .read(move |tx| Box::pin(async move { tx.all(sql, args![]).await }))
        .await;
    rows.unwrap()
        .iter()
        .map(|row| {
            let line = row.text(0).unwrap();
            line.replace(" INTEGER ", " bigint ")
                .replace(" BIGINT ", " bigint ")
                .replace(" BLOB ", " bytea ")
                .replace(" TEXT ", " text ")
        })
        .collect()
}
