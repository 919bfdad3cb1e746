//! What can go wrong with the store, without a word of what was stored.
//!
//! A database likes to explain an error with the row that caused it. That row can be a child's name, so what the
//! engine says is used only where it can hold nothing but the names of tables and columns.

use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::postgres::PgDatabaseError;

use super::value::Kind;

/// The rule of the database that a statement would break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// This already exists.
    Unique,
    /// What this refers to does not exist, or something still refers to this.
    ForeignKey,
    /// Something that must be there is absent.
    NotNull,
    /// The value is outside what the column allows.
    Check,
}

/// Why the store could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The address names no database that we know.
    #[error("Het adres van de database klopt niet: {0}")]
    Address(&'static str),
    /// The database can't be reached, or its connection was lost. It may work again in a moment.
    #[error("De database is niet bereikbaar: {0}")]
    Unavailable(String),
    /// Others kept the database busy for too long, or two units waited for each other.
    #[error("De database is nu te druk. Probeer het opnieuw.")]
    Busy,
    /// No room left.
    #[error("De schijf van de database is vol.")]
    Full,
    /// The database takes no changes, or a change was tried in a read.
    #[error("De database kan nu alleen worden gelezen.")]
    ReadOnly,
    /// A statement would break a rule of the database. `on` names the constraint or the column as the engine calls
    /// it, so it differs between the engines and is meant for a log.
    #[error("De wijziging botst met wat al is opgeslagen ({rule:?}, {on}).")]
    Conflict {
        /// Which kind of rule.
        rule: Rule,
        /// Where.
        on: String,
    },
    /// What stands on the disk is damaged. Restore a backup.
    #[error("De database is beschadigd. Zet een reservekopie terug.")]
    Corrupt,
    /// The database does not accept the statement: a fault in the program.
    #[error("De database begrijpt een opdracht niet ({code}{note}): {sql}")]
    Statement {
        /// The engine's own code.
        code: String,
        /// What the engine says of it, where that can only be names.
        note: String,
        /// The statement, without its arguments.
        sql: &'static str,
    },
    /// A text holds the character NUL, which PostgreSQL can't store.
    #[error("Een tekst bevat een teken dat niet kan worden opgeslagen: {sql}")]
    Argument {
        /// The statement, without its arguments.
        sql: &'static str,
    },
    /// A column does not hold what was asked for.
    #[error("Kolom {index} bevat geen {wanted:?}: {sql}")]
    Column {
        /// The place of the column in the query, from 0.
        index: usize,
        /// What was asked for.
        wanted: Kind,
        /// The query.
        sql: &'static str,
    },
    /// The work itself broke down; nothing of it was kept.
    #[error("Het programma maakte een fout. Er is niets veranderd.")]
    Panicked,
    /// The tables can't be brought to the form that this program needs.
    #[error("De database kan niet worden bijgewerkt: {0}")]
    Migration(String),
}

impl StoreError {
    /// After [`super::Store::close`].
    pub(super) fn closed() -> Self {
        Self::Unavailable("hij is gesloten".to_owned())
    }

    /// What an engine said about a statement, without any value of a row.
    pub(super) fn of(error: &sqlx::Error, sql: &'static str) -> Self {
        match error {
            sqlx::Error::Database(fault) => {
                fault_of(fault.as_ref()).unwrap_or_else(|| Self::statement(fault.as_ref(), sql))
            }
            sqlx::Error::Io(io) => Self::Unavailable(io.kind().to_string()),
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed => Self::closed(),
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
