//! A book: one file with many wrapped data keys, written in one go, so that many keys cost one wait for the disk.
//!
//! An entry is a byte that says which key of the party wrapped it, and the wrapped key. A destroyed entry is zeros; the
//! book itself stays, and so tells a destroyed key from a lost one.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use super::error::VaultError;
use super::files;
use super::key::{self, Key};
use super::key_id::{self, KeyId};
use super::party_key;
use super::slot::named;
use crate::domain::party::PartyId;
use crate::random::Random;

/// How many keys a book holds: 512 of 62 bytes, in one wait for the disk.
pub(super) const ENTRIES: usize = 512;
const ENTRY: usize = 1 + key::LENGTH + key::OVERHEAD;

/// Writes a book of fresh keys; they are durable when this returns.
pub(super) fn write(
    folder: &Path,
    book: &str,
    party: &PartyId,
    party_key: &Key,
    random: &Random,
) -> Result<Vec<(KeyId, Key)>, VaultError> {
    let mut bytes = Vec::with_capacity(ENTRIES * ENTRY);
    let mut keys = Vec::with_capacity(ENTRIES);
    for entry in 0..ENTRIES {
        let (id, key) = (KeyId::new(book, entry), Key::new(random));
        let wrapped = party_key.seal(&bound(party, &id), key.bytes(), random);
        bytes.push(party_key::VERSION);
        bytes.extend_from_slice(&wrapped.ok_or(VaultError::TooLong)?);
        keys.push((id, key));
    }
    let path = path(folder, book);
    files::make_folder(&books(folder))?;
    files::put(&path, &bytes, "draft")?;
    Ok(keys)
}

/// Reads one key from its book.
pub(super) fn read(
    folder: &Path,
    party: &PartyId,
    party_key: &Key,
    id: &KeyId,
) -> Result<Key, VaultError> {
    let lost = || VaultError::LostKey {
        party: party.clone(),
        dossier: None,
    };
    let (book, entry) = id.parts()?;
    let path = path(folder, book);
    let mut bytes = [0; ENTRY];
    let read = File::open(&path).and_then(|file| file.read_exact_at(&mut bytes, offset(entry)));
    match read {
        Err(error) if [ErrorKind::NotFound, ErrorKind::UnexpectedEof].contains(&error.kind()) => {
            return Err(lost());
        }
        read => read.map_err(VaultError::io("lezen", &path))?,
    }
    if bytes == [0; ENTRY] {
        return Err(VaultError::Destroyed);
    }
    match bytes.split_first() {
        Some((&party_key::VERSION, wrapped)) => party_key
            .open(&bound(party, id), wrapped)
            .and_then(|key| Key::from_bytes(&key))
            .ok_or_else(lost),
        _ => Err(lost()),
    }
}

/// Overwrites one key with zeros; durable when this returns. A book that isn't there holds no key.
pub(super) fn erase(folder: &Path, book: &str, entry: usize) -> Result<(), VaultError> {
    let path = path(folder, book);
    let erased = OpenOptions::new().write(true).open(&path).and_then(|file| {
        file.write_all_at(&[0; ENTRY], offset(entry))?;
        file.sync_all()
    });
    match erased {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        erased => erased.map_err(VaultError::io("vernietigen", &path)),
    }
}

/// The party's books.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, VaultError> {
    let mut names = files::names(&books(folder))?;
    names.retain(|name| key_id::is_name(name));
    Ok(names)
}

/// The keys in a book that were not destroyed.
pub(super) fn filled(folder: &Path, book: &str) -> Result<Vec<KeyId>, VaultError> {
    let path = path(folder, book);
    let bytes = fs::read(&path).map_err(VaultError::io("lezen", &path))?;
    let entries = bytes.chunks_exact(ENTRY).take(ENTRIES).enumerate();
    let filled = entries.filter(|(_, bytes)| *bytes != [0; ENTRY]);
    Ok(filled.map(|(entry, _)| KeyId::new(book, entry)).collect())
}

/// A wrapped key opens only for its own party and its own place.
fn bound(party: &PartyId, id: &KeyId) -> Vec<u8> {
    named(&["tom key", party.as_str(), id.as_str()])
}

fn books(folder: &Path) -> PathBuf {
    folder.join("books")
}

fn path(folder: &Path, book: &str) -> PathBuf {
    books(folder).join(book)
}

fn offset(entry: usize) -> u64 {
    (entry * ENTRY) as u64
}
