//! What comes out of a query.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Decode, Postgres, Row as _, Sqlite, Type, TypeInfo as _};

use super::error::StoreError;
use super::value::Kind;

/// One row, read by the place of a column in the query, from 0.
pub struct Row {
    cells: Cells,
    sql: &'static str,
}

/// The row as the engine gave it.
pub(super) enum Cells {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// A row of this query.
    pub(super) const fn new(cells: Cells, sql: &'static str) -> Self {
        Self { cells, sql }
    }

    /// The text in a column.
    ///
    /// # Errors
    /// [`StoreError::Column`] if the column isn't there, is empty, or is no text.
    pub fn text(&self, index: usize) -> Result<String, StoreError> {
        self.text_opt(index)?
            .ok_or_else(|| self.wrong(index, Kind::Text))
    }

    /// The text in a column that may be empty.
    ///
    /// # Errors
    /// [`StoreError::Column`] if the column isn't there or is no text.
    pub fn text_opt(&self, index: usize) -> Result<Option<String>, StoreError> {
        self.get(index, Kind::Text)
    }

    /// The whole number in a column. A count is one too; a sum needs a `CAST(... AS BIGINT)`.
    ///
    /// # Errors
    /// [`StoreError::Column`] if the column isn't there, is empty, or is no whole number.
    pub fn int(&self, index: usize) -> Result<i64, StoreError> {
        self.int_opt(index)?
            .ok_or_else(|| self.wrong(index, Kind::Int))
    }

    /// The whole number in a column that may be empty.
    ///
    /// # Errors
    /// [`StoreError::Column`] if the column isn't there or is no whole number.
    pub fn int_opt(&self, index: usize) -> Result<Option<i64>, StoreError> {
        if self.is_short_int(index) {
            return Ok(self.get::<i32>(index, Kind::Int)?.map(i64::from));
        }
        self.get(index, Kind::Int)
    }

    /// The bytes in a column.
    ///
    /// # Errors
    /// [`StoreError::Column`] if the column isn't there, is empty, or is no bytes.
    pub fn bytes(&self, index: usize) -> Result<Vec<u8>, StoreError> {
        self.bytes_opt(index)?
            .ok_or_else(|| self.wrong(index, Kind::Bytes))
    }

    /// The bytes in a column that may be empty.
    ///
    /// # Errors
    /// [`StoreError::Column`] if the column isn't there or is no bytes.
    pub fn bytes_opt(&self, index: usize) -> Result<Option<Vec<u8>>, StoreError> {
        self.get(index, Kind::Bytes)
    }

    fn get<T>(&self, index: usize, wanted: Kind) -> Result<Option<T>, StoreError>
    where
        T: for<'r> Decode<'r, Sqlite>
            + Type<Sqlite>
            + for<'r> Decode<'r, Postgres>
            + Type<Postgres>,
    {
        match &self.cells {
            Cells::Sqlite(row) => row.try_get::<Option<T>, _>(index),
            Cells::Postgres(row) => row.try_get::<Option<T>, _>(index),
        }
        .map_err(|_| self.wrong(index, wanted))
    }

    /// A number that stands in the query itself (`SELECT 1`) has 32 bits on PostgreSQL.
    fn is_short_int(&self, index: usize) -> bool {
        match &self.cells {
            Cells::Sqlite(_) => false,
            Cells::Postgres(row) => row
                .try_column(index)
                .is_ok_and(|column| column.type_info().name() == "INT4"),
        }
    }

    const fn wrong(&self, index: usize, wanted: Kind) -> StoreError {
        StoreError::Column {
            index,
            wanted,
            sql: self.sql,
        }
    }
}
