//! The name of a data key: what the database holds instead of the key.

use serde::{Deserialize, Serialize};

use super::book;
use super::error::VaultError;

/// Where a data key lies: in which book of the party, at which entry. Tells nothing about the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(String);

impl KeyId {
    /// The id as text, for the database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn new(book: &str, entry: usize) -> Self {
        Self(format!("{book}.{entry:02}"))
    }

    /// The book's name and the number of the entry.
    pub(super) fn parts(&self) -> Result<(&str, usize), VaultError> {
        let (book, entry) = self.0.split_once('.').ok_or(VaultError::Name)?;
        let number = entry.parse().map_err(|_| VaultError::Name)?;
        if is_name(book) && number < book::ENTRIES && Self::new(book, number) == *self {
            Ok((book, number))
        } else {
            Err(VaultError::Name)
        }
    }
}

/// Reads what [`KeyId::as_str`] gave. Whether it names a key shows when it is used.
impl From<&str> for KeyId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

/// Whether a text can be the name of a file or folder here, and no way out of the key folder.
pub(super) fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}
