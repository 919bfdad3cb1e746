//! Sealing and opening what a dossier holds, with keys that lie outside the database.
//!
//! Every party has a compartment of its own. Every dossier is sealed with a data key of its own, and that key lies in the
//! key folder, wrapped by the party's key. Whoever has only the database, or only its backup, reads nothing; and
//! destroying a data key makes a dossier unreadable in every backup of the database at once.
//!
//! ```text
//! keys/                      mode 0700, made at the first start; files in it have mode 0600
//!   .lock, .lock-alone       tell one program that another uses the keys too
//!   destroyed.jsonl          the destruction ledger: which data keys were destroyed; it only grows
//!   .lock-destroyed          held by whoever adds to it
//!   <party>/party.<n>.key    the party's key, 32 bytes; n goes up each time that it is replaced
//!   <party>/.lock-books, .lock-rotating   held by whoever writes in a book, or replaces the party's key
//!   <party>/log.seed         the wrapped seed of the key that signs the party's log
//!   <party>/names.seed       the wrapped key under which names are found
//!   <party>/accounts.seed    the wrapped key that seals the second factors of the party's employees
//!   <party>/log.head         the end of the party's log, as it was last sealed
//!   <party>/books/<book>     512 wrapped data keys; a destroyed one is zeros
//! ```
//!
//! All calls are synchronous. Sealing and opening take microseconds: a data key that is not in memory costs one short
//! read. Taking a new key costs nothing as long as there are keys ready; a book of them is made ahead, on a thread of its
//! own, and only [`Vault::prepare`] and the very first [`Vault::new_key`] of a party wait for the disk.

mod accounts;
mod alone;
mod backup;
mod book;
mod cache;
mod compartment;
mod error;
mod files;
mod key;
mod key_id;
mod ledger;
mod names;
mod own_keys;
mod signing;
mod slot;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use crate::domain::party::PartyId;
use crate::random::Random;

pub use alone::Alone;
pub use backup::{BackupKey, Opening, Sealing};
pub use error::VaultError;
pub use key_id::KeyId;
pub use ledger::{Destroyed, LedgerMark};
pub use names::Token;
pub use signing::is_signed;
pub use slot::{Slot, What};

use compartment::Compartment;
use own_keys::{Absent, OwnKeys};

/// The keys, and what can be done with them. A cheap handle: clone it freely.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    random: Random,
    /// Locked for as long as this program uses the keys.
    in_use: File,
    compartments: Mutex<HashMap<PartyId, Arc<Compartment>>>,
}

impl Vault {
    /// Opens the key folder, and makes it at the first start.
    ///
    /// # Errors
    /// [`VaultError::Permissions`] if others than the owner can get at the folder, [`VaultError::Io`] if it can't be made
    /// or used.
    pub fn open(folder: &Path, random: Random) -> Result<Self, VaultError> {
        files::make_folder(folder)?;
        files::check_private(folder)?;
        Ok(Self(Arc::new(Inner {
            folder: folder.to_owned(),
            random,
            in_use: alone::share(folder)?,
            compartments: Mutex::default(),
        })))
    }

    /// Makes keys ahead for a party, so that the next [`Vault::new_key`] needn't wait. Waits for the disk.
    ///
    /// # Errors
    /// As [`Vault::new_key`].
    pub fn prepare(&self, party: &PartyId) -> Result<(), VaultError> {
        self.compartment(party, Absent::Make)?.prepare()
    }

    /// A new data key for a dossier of this party. It is on the disk when this returns, so that a commit may rely on it.
    /// A party's first key makes the party's own key too.
    ///
    /// # Errors
    /// [`VaultError::LostKey`] if the party's own key is gone while there are keys that it wrapped; [`VaultError::Io`] if
    /// the keys can't be written.
    pub fn new_key(&self, party: &PartyId) -> Result<KeyId, VaultError> {
        self.compartment(party, Absent::Make)?.take()
    }

    /// Seals what stands in a slot. It opens only in that same slot. Sealing the same text again gives other bytes.
    ///
    /// The result is 29 bytes longer: a version byte, a nonce of 12 bytes, the ciphertext, a tag of 16.
    ///
    /// # Errors
    /// [`VaultError::LostKey`] and [`VaultError::Destroyed`] if there is no such key, [`VaultError::Io`] if it can't be
    /// read.
    pub fn seal(&self, slot: &Slot<'_>, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let key = self.data_key(slot)?;
        key.seal(&slot.bound(), plain, &self.0.random)
            .ok_or(VaultError::TooLong)
    }

    /// Opens what was sealed in this slot. What comes out is wiped from memory when it is dropped.
    ///
    /// # Errors
    /// [`VaultError::Tampered`] if it was changed, or sealed in another slot; otherwise as [`Vault::seal`].
    pub fn open_sealed(
        &self,
        slot: &Slot<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let key = self.data_key(slot)?;
        key.open(&slot.bound(), sealed)
            .ok_or_else(|| VaultError::Tampered {
                dossier: slot.dossier.clone(),
            })
    }

    /// Destroys a data key: overwrites it on the disk, waits until that is durable, and forgets it. What was sealed with it
    /// can never be opened again. Destroying it twice is no error, nor is it when the party's own key is gone.
    ///
    /// Another program on the same folder may still hold the key in memory until it stops.
    ///
    /// # Errors
    /// [`VaultError::Io`] if the disk does not take it; the key must then be taken to exist still.
    pub fn destroy(&self, party: &PartyId, key: &KeyId) -> Result<(), VaultError> {
        self.destroy_all([(party, key)].into_iter())
    }

    /// Destroys these data keys for good, with one wait for the disk for all that lie together.
    ///
    /// # Errors
    /// As [`Vault::destroy`]; some may be destroyed then. Do it again.
    pub fn destroy_all<'a>(
        &self,
        keys: impl Iterator<Item = (&'a PartyId, &'a KeyId)>,
    ) -> Result<(), VaultError> {
        let mut books: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (party, key) in keys {
            let (book, entry) = key.parts()?;
            books.entry((party, book)).or_default().push((entry, key));
        }
        for ((party, book), keys) in books {
            let entries = keys.iter().map(|(entry, _)| *entry);
            book::erase(&self.party_folder(party)?, book, entries)?;
            // Only now: whoever reads the key from here on reads zeros.
            let compartment = self.compartments().get(party).cloned();
            for (_, key) in keys {
                compartment.iter().for_each(|found| found.forget(key));
            }
        }
        Ok(())
    }

    /// Replaces a party's key: makes a new one, wraps every data key of the party with it, and destroys the old one. Other
    /// programs on the same folder go on meanwhile. One that was cut off is finished first. Answers how many data keys were
    /// wrapped anew.
    ///
    /// # Errors
    /// [`VaultError::LostKey`] if the party has no key, [`VaultError::Io`] if the disk does not take it: nothing is lost,
    /// do it again.
    pub fn rotate(&self, party: &PartyId) -> Result<usize, VaultError> {
        self.compartment(party, Absent::IsLost)?.rotate()
    }

    /// The parties that have keys here, by id.
    ///
    /// # Errors
    /// [`VaultError::Io`] if the folder can't be read.
    pub fn parties(&self) -> Result<Vec<PartyId>, VaultError> {
        let mut names = files::names(&self.0.folder)?;
        names.retain(|name| key_id::is_name(name));
        names.sort_unstable();
        Ok(names.into_iter().map(PartyId).collect())
    }

    fn data_key(&self, slot: &Slot<'_>) -> Result<key::Key, VaultError> {
        self.compartment(slot.party, Absent::IsLost)
            .and_then(|compartment| compartment.data_key(slot.key))
            .map_err(|error| error.of_dossier(slot.dossier))
    }

    fn compartment(&self, party: &PartyId, absent: Absent) -> Result<Arc<Compartment>, VaultError> {
        let mut compartments = self.compartments();
        if let Some(compartment) = compartments.get(party) {
            return Ok(Arc::clone(compartment));
        }
        let folder = self.party_folder(party)?;
        let own = OwnKeys::load(&folder, party, absent, &self.0.random)?;
        let random = self.0.random.clone();
        let compartment = Arc::new(Compartment::new(folder, own, random));
        compartments.insert(party.clone(), Arc::clone(&compartment));
        Ok(compartment)
    }

    fn party_folder(&self, party: &PartyId) -> Result<PathBuf, VaultError> {
        if key_id::is_name(party.as_str()) {
            Ok(self.0.folder.join(party.as_str()))
        } else {
            Err(VaultError::Name)
        }
    }

    fn compartments(&self) -> MutexGuard<'_, HashMap<PartyId, Arc<Compartment>>> {
        lock(&self.0.compartments)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").finish_non_exhaustive()
    }
}

/// A panic elsewhere leaves nothing half-done in what these locks guard, so nobody else need stop for it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
