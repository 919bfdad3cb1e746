//! A party's own key, which wraps its data keys.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use zeroize::Zeroizing;

use super::book;
use super::error::VaultError;
use super::files;
use super::key::Key;
use crate::domain::party::PartyId;
use crate::random::Random;

/// Which of the party's keys wrapped a data key. It stands before every wrapped key, so that a next one can come beside it.
pub(super) const VERSION: u8 = 1;
const FILE: &str = "party.1.key";

/// What it means that a party has no key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// The party is new, if it has no data keys either: make one.
    Make,
    /// Something was sealed, so the key was lost.
    IsLost,
}

/// Reads the party's key, or makes its first.
pub(super) fn load(
    folder: &Path,
    party: &PartyId,
    absent: Absent,
    random: &Random,
) -> Result<Key, VaultError> {
    if let Some(key) = read(folder, party)? {
        return Ok(key);
    }
    if absent == Absent::IsLost || !book::names(folder)?.is_empty() {
        return Err(lost(party));
    }
    files::make_folder(folder)?;
    let key = Key::new(random);
    match files::put(&folder.join(FILE), key.bytes(), &random.opaque_id()) {
        // Another program was first; its key counts.
        Err(VaultError::Io {
            kind: ErrorKind::AlreadyExists,
            ..
        }) => read(folder, party)?.ok_or_else(|| lost(party)),
        made => made.map(|()| key),
    }
}

fn read(folder: &Path, party: &PartyId) -> Result<Option<Key>, VaultError> {
    let path = folder.join(FILE);
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => Zeroizing::new(read.map_err(VaultError::io("lezen", &path))?),
    };
    files::check_private(&path)?;
    Key::from_bytes(&bytes).map(Some).ok_or_else(|| lost(party))
}

fn lost(party: &PartyId) -> VaultError {
    VaultError::LostKey {
        party: party.clone(),
        dossier: None,
    }
}
