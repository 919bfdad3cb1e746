//! Finding keys that nothing uses: safe only while no other program can be about to use one.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::error::VaultError;
use super::key_id::KeyId;
use super::{Vault, book, files};
use crate::domain::party::PartyId;

/// No party can have such a name. Held by every program that uses the keys; alone by one that looks for unused ones.
const IN_USE: &str = ".lock";
/// Held by the one program that tries to be alone, as trying lets go of the other lock for a moment.
const TRYING: &str = ".lock-alone";

/// While this lives, no other program uses the keys. See [`Vault::alone`].
pub struct Alone<'v> {
    vault: &'v Vault,
    _trying: File,
}

impl Vault {
    /// Keeps other programs from opening these keys until the answer is dropped; `None` if one has them open now.
    ///
    /// # Errors
    /// [`VaultError::Io`] if the folder can't be locked.
    pub fn alone(&self) -> Result<Option<Alone<'_>>, VaultError> {
        let folder = &self.0.folder;
        let trying = files::lock_file(&folder.join(TRYING))?;
        if !locked(trying.try_lock(), folder)? {
            return Ok(None);
        }
        let alone = Alone {
            vault: self,
            _trying: trying,
        };
        // If this fails, dropping `alone` takes the shared lock again.
        Ok(locked(self.0.in_use.try_lock(), folder)?.then_some(alone))
    }
}

impl Alone<'_> {
    /// The keys that nothing uses: made ahead by a program that stopped, or for a commit that never came. Ask the database
    /// which keys are in use while this lives, not before. Keys that this very program made since it started are left out.
    ///
    /// Think before you destroy these: with an old or a wrong database, keys of living dossiers seem unused.
    ///
    /// # Errors
    /// [`VaultError::Io`] if the folder can't be read.
    pub fn unused(
        &self,
        used: impl Fn(&KeyId) -> bool,
    ) -> Result<Vec<(PartyId, KeyId)>, VaultError> {
        let mut unused = Vec::new();
        for party in self.vault.parties()? {
            let folder = self.vault.party_folder(&party)?;
            let compartment = self.vault.compartments().get(&party).cloned();
            for name in book::names(&folder)? {
                if compartment.as_ref().is_some_and(|own| own.made(&name)) {
                    continue;
                }
                let keys = book::filled(&folder, &name)?.into_iter();
                unused.extend(
                    keys.filter(|key| !used(key))
                        .map(|key| (party.clone(), key)),
                );
            }
        }
        Ok(unused)
    }
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        // Until this is done nobody else can be alone, so it waits for nothing.
        if let Err(error) = self.vault.0.in_use.lock_shared() {
            tracing::warn!(%error, "the key folder is no longer locked");
        }
    }
}

/// Says that a program uses the keys, for as long as the file is open. Waits while another is alone with them.
pub(super) fn share(folder: &Path) -> Result<File, VaultError> {
    let file = files::lock_file(&folder.join(IN_USE))?;
    file.lock_shared()
        .map_err(VaultError::io("vergrendelen", folder))?;
    Ok(file)
}

fn locked(tried: Result<(), TryLockError>, folder: &Path) -> Result<bool, VaultError> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(VaultError::io("vergrendelen", folder)(error)),
    }
}
