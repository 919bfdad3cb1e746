//! The two engines, and the little in which they differ.

use std::path::PathBuf;

use super::error::StoreError;

/// The database below the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file on this machine.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// One of two texts, for the rare statement that can't be the same on both.
    #[must_use]
    pub const fn pick(self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres => postgres,
        }
    }
}

/// Where the data are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// A file.
    File(PathBuf),
    /// The URL of a PostgreSQL database.
    Server(String),
}

impl Address {
    /// Reads `sqlite:PATH` or `postgres://...`. The URL can hold a password, so no error repeats it.
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.starts_with(':') || path.contains('?') {
                return Err(StoreError::Address(
                    "achter 'sqlite:' hoort het pad van een bestand",
                ));
            }
            return Ok(Self::File(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Server(url.to_owned()));
        }
        Err(StoreError::Address(
            "het begint met 'sqlite:' of met 'postgres://'",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_file_or_a_server() {
        let file = |path: &str| Ok(Address::File(PathBuf::from(path)));
        assert_eq!(
            Address::parse("sqlite:/srv/tom/tom.db"),
            file("/srv/tom/tom.db")
        );
        assert_eq!(
            Address::parse("sqlite:///srv/tom/tom.db"),
            file("/srv/tom/tom.db")
        );
        assert_eq!(Address::parse("sqlite:tom.db"), file("tom.db"));
        let server = "postgres://tom@localhost/tom";
        assert_eq!(
            Address::parse(server),
            Ok(Address::Server(server.to_owned()))
        );
    }

    #[test]
    fn a_database_in_memory_or_of_another_make_is_refused() {
        for url in [
            "sqlite::memory:",
            "sqlite:",
            "sqlite:tom.db?mode=ro",
            "mysql://u:secret@h/d",
            "tom.db",
        ] {
            let refusal = Address::parse(url).unwrap_err();
            assert!(!refusal.to_string().contains("secret"), "{url}");
        }
    }
}
