//! Files that only the owner can read, and that are on the disk when we say so.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{
    DirBuilderExt as _, FileExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::VaultError;

/// Makes a folder for the owner alone, if it isn't there yet; durable.
pub(super) fn make_folder(folder: &Path) -> Result<(), VaultError> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.mode(0o700).recursive(true);
    builder
        .create(folder)
        .map_err(VaultError::io("bewaren", folder))?;
    let above = folder.parent().filter(|path| !path.as_os_str().is_empty());
    sync_folder(above.unwrap_or(Path::new(".")))
}

/// Refuses a folder or file that others than the owner can get at.
pub(super) fn check_private(path: &Path) -> Result<(), VaultError> {
    let found = fs::metadata(path).map_err(VaultError::io("lezen", path))?;
    let mode = found.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(VaultError::Permissions {
            path: path.to_owned(),
            mode,
        })
    }
}

/// What lies in a folder; nothing, if there is no such folder.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, VaultError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(VaultError::io("lezen", folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(VaultError::io("lezen", folder))?.file_name();
        names.extend(name.into_string());
    }
    Ok(names)
}

/// What a file holds; `None` if it isn't there.
pub(super) fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
    match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read
            .map(|bytes| Some(Zeroizing::new(bytes)))
            .map_err(VaultError::io("lezen", path)),
    }
}

/// Writes a new file and puts it in its place as a whole: after a power cut it is there with all its bytes, or not at all.
///
/// # Errors
/// The kind of the error is [`ErrorKind::AlreadyExists`] if there is a file of that name; it is left as it was.
pub(super) fn put(path: &Path, bytes: &[u8], unique: &str) -> Result<(), VaultError> {
    let draft = draft_of(path, unique);
    let placed = write_draft(&draft, bytes).and_then(|()| fs::hard_link(&draft, path));
    let cleared = fs::remove_file(&draft);
    placed
        .and(cleared)
        .map_err(VaultError::io("bewaren", path))?;
    sync_folder(path.parent().unwrap_or(path))
}

/// Puts other bytes in the place of a file as a whole: after a power cut it has the old ones or the new ones.
pub(super) fn replace(path: &Path, bytes: &[u8], unique: &str) -> Result<(), VaultError> {
    let draft = draft_of(path, unique);
    let placed = write_draft(&draft, bytes).and_then(|()| fs::rename(&draft, path));
    if placed.is_err() {
        // What failed tells more than that this fails too.
        drop(fs::remove_file(&draft));
    }
    placed.map_err(VaultError::io("bewaren", path))?;
    sync_folder(path.parent().unwrap_or(path))
}

/// Removes a file, if it is there.
pub(super) fn remove(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(VaultError::io("vernietigen", path)),
    }
}

/// Removes what a program that was killed left of [`put`] or [`replace`] in a folder.
pub(super) fn clear_drafts(folder: &Path) -> Result<(), VaultError> {
    let left = names(folder)?;
    for draft in left.iter().filter(|name| name.ends_with(".new")) {
        let path = folder.join(draft);
        fs::remove_file(&path).map_err(VaultError::io("vernietigen", &path))?;
    }
    Ok(())
}

/// Overwrites a file with zeros and removes it; durable.
pub(super) fn destroy(path: &Path, length: usize) -> Result<(), VaultError> {
    let destroyed = OpenOptions::new().write(true).open(path).and_then(|file| {
        file.write_all_at(&vec![0; length], 0)?;
        file.sync_all()?;
        fs::remove_file(path)
    });
    destroyed.map_err(VaultError::io("vernietigen", path))?;
    sync_folder(path.parent().unwrap_or(path))
}

/// Waits until nobody else holds this lock, and holds it until the answer is dropped.
pub(super) fn lock(path: &Path) -> Result<File, VaultError> {
    let file = lock_file(path)?;
    file.lock().map_err(VaultError::io("vergrendelen", path))?;
    Ok(file)
}

/// A file that is there to be locked.
pub(super) fn lock_file(path: &Path) -> Result<File, VaultError> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(VaultError::io("vergrendelen", path))
}

fn draft_of(path: &Path, unique: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(unique);
    name.push(".new");
    name.into()
}

fn write_draft(draft: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(draft)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes what was added to or removed from a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), VaultError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(VaultError::io("bewaren", folder))
}
