//! What can go wrong with the store, without a word of what was stored.

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
    /// What was to be changed is not as it was read: somebody else was first. Nothing was changed.
    #[error("Iemand anders heeft dit intussen gewijzigd.")]
    Stale,
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
}
