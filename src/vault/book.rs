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
use super::key::Key;
use super::key_id::{self, KeyId};
use super::own_keys::{DESTROYED, ENTRY, OwnKeys};
use crate::random::Random;

/// How many keys a book holds: 512 of 62 bytes, in one wait for the disk.
pub(super) const ENTRIES: usize = 512;

/// Waits until nobody else writes in a book or replaces the party's key, and keeps others from it until the answer is dropped. So
/// a destroyed key can't come back in a copy.
pub(super) fn lock(folder: &Path) -> Result<File, VaultError> {
    files::lock(&folder.join(".lock-books"))
}

/// Writes a book of fresh keys; they are durable when this returns.
pub(super) fn write(
    folder: &Path,
    book: &str,
    own: &OwnKeys,
    random: &Random,
) -> Result<Vec<(KeyId, Key)>, VaultError> {
    let mut bytes = Vec::with_capacity(ENTRIES * ENTRY);
    let mut keys = Vec::with_capacity(ENTRIES);
    let path = path(folder, book);
    files::make_folder(&books(folder))?;
    let _alone = lock(folder)?;
    let newest = own.newest()?;
    for entry in 0..ENTRIES {
        let (id, key) = (KeyId::new(book, entry), Key::new(random));
        bytes.extend(own.wrap(newest, id.as_str(), &key, random)?);
        keys.push((id, key));
    }
    files::put(&path, &bytes, "draft")?;
    Ok(keys)
}

/// Reads one key from its book.
pub(super) fn read(folder: &Path, own: &OwnKeys, id: &KeyId) -> Result<Key, VaultError> {
    let unwrapped = own.unwrap(id.as_str(), &entry(folder, own, id)?);
    if unwrapped.is_ok() {
        return unwrapped;
    }
    // It may be being wrapped anew at this moment, and the key that wrapped it destroyed.
    let _alone = lock(folder)?;
    own.unwrap(id.as_str(), &entry(folder, own, id)?)
}

fn entry(folder: &Path, own: &OwnKeys, id: &KeyId) -> Result<[u8; ENTRY], VaultError> {
    let (book, entry) = id.parts()?;
    let path = path(folder, book);
    let mut bytes = DESTROYED;
    let read = File::open(&path).and_then(|file| file.read_exact_at(&mut bytes, offset(entry)));
    match read {
        Err(error) if [ErrorKind::NotFound, ErrorKind::UnexpectedEof].contains(&error.kind()) => {
            return Err(own.lost());
        }
        read => read.map_err(VaultError::io("lezen", &path))?,
    }
    if bytes == DESTROYED {
        return Err(VaultError::Destroyed);
    }
    Ok(bytes)
}

/// Wraps the keys in a book anew, with the newest key of the party. Answers how many. What can't be unwrapped is lost, and
/// stays as it is.
pub(super) fn wrap_anew(
    folder: &Path,
    book: &str,
    own: &OwnKeys,
    random: &Random,
) -> Result<usize, VaultError> {
    let path = path(folder, book);
    let _alone = lock(folder)?;
    let newest = own.newest()?;
    let mut bytes = fs::read(&path).map_err(VaultError::io("lezen", &path))?;
    let mut wrapped = 0;
    for (at, entry) in bytes.chunks_exact_mut(ENTRY).enumerate() {
        let id = KeyId::new(book, at);
        if entry == DESTROYED || entry.first() == Some(&newest) {
            continue;
        }
        if let Ok(key) = own.unwrap(id.as_str(), entry) {
            entry.copy_from_slice(&own.wrap(newest, id.as_str(), &key, random)?);
            wrapped += 1;
        }
    }
    if wrapped > 0 {
        files::replace(&path, &bytes, &random.opaque_id())?;
    }
    Ok(wrapped)
}

/// Overwrites keys with zeros; durable when this returns. A book that isn't there holds no key.
pub(super) fn erase(
    folder: &Path,
    book: &str,
    entries: impl Iterator<Item = usize>,
) -> Result<(), VaultError> {
    let path = path(folder, book);
    let there = path.try_exists();
    if !there.map_err(VaultError::io("vernietigen", &path))? {
        return Ok(());
    }
    let _alone = lock(folder)?;
    // A copy that a killed program left holds the key too.
    files::clear_drafts(&books(folder))?;
    let erased = OpenOptions::new().write(true).open(&path).and_then(|file| {
        for entry in entries {
            file.write_all_at(&DESTROYED, offset(entry))?;
        }
        file.sync_all()
    });
    erased.map_err(VaultError::io("vernietigen", &path))
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
    let filled = entries.filter(|(_, bytes)| *bytes != DESTROYED);
    Ok(filled.map(|(entry, _)| KeyId::new(book, entry)).collect())
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
