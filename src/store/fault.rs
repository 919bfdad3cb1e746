//! What an engine says of a failure, in the store's own words.
//!
//! A database likes to explain an error with the row that caused it. That row can be a child's name, so what the
//! engine says is used only where it can hold nothing but the names of tables and columns.

use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::postgres::PgDatabaseError;

use super::error::{Rule, StoreError};

impl StoreError {
    /// What an engine said about a statement, without any value of a row.
    pub(super) fn of(error: &sqlx::Error, sql: &'static str) -> Self {
        match error {
            sqlx::Error::Database(fault) => {
                fault_of(fault.as_ref()).unwrap_or_else(|| Self::statement(fault.as_ref(), sql))
            }
            sqlx::Error::Io(io) => Self::Unavailable(io.kind().to_string()),
            sqlx::Error::Tls(_) => {
                Self::Unavailable("de beveiligde verbinding lukt niet".to_owned())
            }
            _ => Self::Unavailable("de verbinding is verbroken".to_owned()),
        }
    }

    /// Only syntax errors and unknown names are quoted: those repeat the statement and not its arguments.
    fn statement(fault: &dyn DatabaseError, sql: &'static str) -> Self {
        let code = fault.code().unwrap_or_default().into_owned();
        let harmless = code == "1" || code.starts_with("42");
        let note = if harmless {
            format!(", {}", fault.message())
        } else {
            String::new()
        };
        Self::Statement { code, note, sql }
    }
}

/// The faults that can happen to a statement in which nothing is wrong.
fn fault_of(fault: &dyn DatabaseError) -> Option<StoreError> {
    let rule = match fault.kind() {
        ErrorKind::UniqueViolation => Some(Rule::Unique),
        ErrorKind::ForeignKeyViolation => Some(Rule::ForeignKey),
        ErrorKind::NotNullViolation => Some(Rule::NotNull),
        ErrorKind::CheckViolation => Some(Rule::Check),
        _ => None,
    };
    let postgres = fault.try_downcast_ref::<PgDatabaseError>();
    if let Some(rule) = rule {
        let on = postgres.map_or_else(|| sqlite_place(fault.message()), postgres_place);
        return Some(StoreError::Conflict { rule, on });
    }
    let code = fault.code()?;
    if postgres.is_some() {
        postgres_fault(&code, fault.message())
    } else {
        sqlite_fault(code.parse().ok()?)
    }
}

/// "UNIQUE constraint failed: users.email" names a column and no value.
fn sqlite_place(message: &str) -> String {
    message
        .split_once(": ")
        .map_or("", |(_, place)| place)
        .to_owned()
}

fn postgres_place(fault: &PgDatabaseError) -> String {
    let place = fault
        .constraint()
        .or_else(|| fault.column())
        .or_else(|| fault.table());
    place.unwrap_or_default().to_owned()
}

/// By the primary result code, the low byte of the extended one (sqlite.org/rescode.html).
fn sqlite_fault(code: i32) -> Option<StoreError> {
    match code & 0xff {
        5 | 6 => Some(StoreError::Busy),
        8 => Some(StoreError::ReadOnly),
        7 | 9 | 10 => Some(StoreError::Unavailable(format!(
            "lezen of schrijven lukt niet ({code})"
        ))),
        11 | 26 => Some(StoreError::Corrupt),
        13 => Some(StoreError::Full),
        14 => Some(StoreError::Unavailable(
            "het bestand kan niet worden geopend".to_owned(),
        )),
        _ => None,
    }
}

/// By the SQLSTATE (PostgreSQL manual, appendix A). The message of a refused sign-in names the role or the database.
fn postgres_fault(code: &str, message: &str) -> Option<StoreError> {
    match code {
        // See `queue.rs`.
        "22012" => Some(StoreError::Stale),
        "25006" => Some(StoreError::ReadOnly),
        "40001" | "40P01" | "55P03" => Some(StoreError::Busy),
        "53100" => Some(StoreError::Full),
        "XX001" | "XX002" => Some(StoreError::Corrupt),
        "3D000" => Some(StoreError::Unavailable(message.to_owned())),
        _ if code.starts_with("28") => Some(StoreError::Unavailable(message.to_owned())),
        _ if ["08", "53", "57", "58"]
            .iter()
            .any(|class| code.starts_with(class)) =>
        {
            Some(StoreError::Unavailable(format!(
                "de server antwoordt met {code}"
            )))
        }
        _ => None,
    }
}
