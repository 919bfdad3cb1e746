//! A party's own keys, which wrap its data keys. There is one, and while it is being replaced there are two.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use super::error::VaultError;
use super::key::{self, Key};
use super::slot::named;
use super::{book, files, lock};
use crate::domain::party::PartyId;
use crate::random::Random;

/// The number of the party's key that wrapped a data key, and the wrapped data key.
pub(super) const ENTRY: usize = 1 + key::LENGTH + key::OVERHEAD;
/// The file with the seed of the key that signs the party's log; its place too.
pub(super) const LOG: &str = "log.seed";
/// The file with the key under which names are found; its place too.
pub(super) const NAMES: &str = "names.seed";
/// The file with the key that seals what employees sign in with; its place too.
pub(super) const ACCOUNTS: &str = "accounts.seed";
/// An entry that was destroyed.
pub(super) const DESTROYED: [u8; ENTRY] = [0; ENTRY];

/// What it means that a party has no key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// The party is new, if it has no data keys either: make one.
    Make,
    /// Something was sealed, so the key was lost.
    IsLost,
}

/// The keys of one party, by number. The highest wraps; each opens what it wrapped.
pub(super) struct OwnKeys {
    party: PartyId,
    folder: PathBuf,
    keys: Mutex<BTreeMap<u8, Key>>,
}

impl OwnKeys {
    /// Reads the party's keys, or makes its first.
    pub fn load(
        folder: &Path,
        party: &PartyId,
        absent: Absent,
        random: &Random,
    ) -> Result<Self, VaultError> {
        let own = Self {
            party: party.clone(),
            folder: folder.to_owned(),
            keys: Mutex::default(),
        };
        let lost =
            |found: &Result<u8, VaultError>| matches!(found, Err(VaultError::LostKey { .. }));
        let mut found = own.newest();
        if lost(&found) && folder.is_dir() {
            // It may be being replaced at this moment.
            let _alone = book::lock(folder)?;
            found = own.newest();
        }
        let new = absent == Absent::Make && own.numbers()?.is_empty();
        if lost(&found) && new && book::names(folder)?.is_empty() {
            files::make_folder(folder)?;
            found = own.make(1, random);
        }
        found.map(|_| own)
    }

    /// The number of the key that wraps, as the folder says now. Only under the lock this is sure to be the newest.
    pub fn newest(&self) -> Result<u8, VaultError> {
        let mut keys = self.keys();
        let there = self.numbers()?;
        let newest = there.last().copied().ok_or_else(|| self.lost())?;
        keys.retain(|number, _| there.contains(number));
        for number in there {
            let Entry::Vacant(place) = keys.entry(number) else {
                continue;
            };
            match self.read(number) {
                Ok(key) => drop(place.insert(key)),
                // What an older one wrapped may be lost; the rest is not.
                Err(VaultError::LostKey { .. }) if number != newest => {}
                Err(why) => return Err(why),
            }
        }
        Ok(newest)
    }

    /// Adds the next key.
    pub fn add(&self, random: &Random) -> Result<(), VaultError> {
        let _alone = book::lock(&self.folder)?;
        let newest = self.newest()?;
        let next = newest.checked_add(1).ok_or(VaultError::TooLong)?;
        self.make(next, random).map(drop)
    }

    /// How many keys there are: more than one while one is being replaced, or after that was cut off.
    pub fn count(&self) -> Result<usize, VaultError> {
        Ok(self.numbers()?.len())
    }

    /// Destroys every key but the newest. Nothing may be wrapped by one of them any more.
    pub fn destroy_older(&self) -> Result<(), VaultError> {
        let _alone = book::lock(&self.folder)?;
        let newest = self.newest()?;
        for number in self.numbers()? {
            if number != newest {
                files::destroy(&self.path(number), key::LENGTH)?;
            }
        }
        self.newest().map(drop)
    }

    /// Wraps a data key for its place, with the key of this number.
    pub fn wrap(
        &self,
        number: u8,
        place: &str,
        key: &Key,
        random: &Random,
    ) -> Result<Vec<u8>, VaultError> {
        let own = self.key(number)?;
        let wrapped = own.seal(&self.bound(place), key.bytes(), random);
        let mut entry = vec![number];
        entry.extend(wrapped.ok_or(VaultError::TooLong)?);
        Ok(entry)
    }

    /// Unwraps what [`OwnKeys::wrap`] gave for this place.
    pub fn unwrap(&self, place: &str, entry: &[u8]) -> Result<Key, VaultError> {
        let (number, wrapped) = entry.split_first().ok_or_else(|| self.lost())?;
        let key = self.key(*number)?.open(&self.bound(place), wrapped);
        let key = key.and_then(|bytes| Key::from_bytes(&bytes));
        key.ok_or_else(|| self.lost())
    }

    /// A seed of the party, by its place; made if there is none.
    pub fn seed(&self, place: &str, random: &Random) -> Result<Key, VaultError> {
        let _alone = book::lock(&self.folder)?;
        let path = self.folder.join(place);
        if let Some(entry) = files::read(&path)? {
            return self.unwrap(place, &entry);
        }
        let seed = Key::new(random);
        let entry = self.wrap(self.newest()?, place, &seed, random)?;
        files::put(&path, &entry, &random.opaque_id())?;
        Ok(seed)
    }

    /// The key under which names are found, as it was made before.
    pub fn kept_names(&self) -> Result<Key, VaultError> {
        self.newest()?;
        let _alone = book::lock(&self.folder)?;
        let entry = files::read(&self.folder.join(NAMES))?;
        let lost = || VaultError::LostSearchKey {
            party: self.party.clone(),
        };
        self.unwrap(NAMES, &entry.ok_or_else(lost)?)
            .map_err(|error| match error {
                VaultError::LostKey { .. } => lost(),
                other => other,
            })
    }

    /// Another seed in the place of the one that there may be.
    pub fn new_seed(&self, place: &str, random: &Random) -> Result<(), VaultError> {
        let _alone = book::lock(&self.folder)?;
        let entry = self.wrap(self.newest()?, place, &Key::new(random), random)?;
        files::replace(&self.folder.join(place), &entry, &random.opaque_id())
    }

    /// Wraps the seeds that there are with the newest key. One that can't be opened stays as it is: the other keys are worth more.
    pub fn wrap_seeds_anew(&self, random: &Random) -> Result<(), VaultError> {
        let _alone = book::lock(&self.folder)?;
        let newest = self.newest()?;
        for place in [LOG, NAMES, ACCOUNTS] {
            let path = self.folder.join(place);
            let entry = files::read(&path)?;
            let Some(entry) = entry.filter(|entry| entry.first() != Some(&newest)) else {
                continue;
            };
            let seed = match self.unwrap(place, &entry) {
                Err(error @ VaultError::LostKey { .. }) => {
                    tracing::error!(%error, place, "a damaged key was passed over");
                    continue;
                }
                seed => seed?,
            };
            let entry = self.wrap(newest, place, &seed, random)?;
            files::replace(&path, &entry, &random.opaque_id())?;
        }
        Ok(())
    }

    /// What to answer if a key is not there or is damaged.
    pub fn lost(&self) -> VaultError {
        VaultError::LostKey {
            party: self.party.clone(),
            dossier: None,
        }
    }

    /// Makes the key of this number. If another program was first, its key counts.
    fn make(&self, number: u8, random: &Random) -> Result<u8, VaultError> {
        let path = self.path(number);
        match files::put(&path, Key::new(random).bytes(), &random.opaque_id()) {
            Err(VaultError::Io {
                kind: ErrorKind::AlreadyExists,
                ..
            })
            | Ok(()) => self.newest(),
            Err(error) => Err(error),
        }
    }

    fn key(&self, number: u8) -> Result<Key, VaultError> {
        if let Some(key) = self.keys().get(&number) {
            return Ok(key.clone());
        }
        self.newest()?;
        self.keys().get(&number).cloned().ok_or_else(|| self.lost())
    }

    /// A wrapped key opens only for its own party and its own place.
    fn bound(&self, place: &str) -> Vec<u8> {
        named(&["tom key", self.party.as_str(), place])
    }

    /// The numbers of the keys that lie in the folder, the newest last.
    fn numbers(&self) -> Result<Vec<u8>, VaultError> {
        let names = files::names(&self.folder)?;
        let number = |name: &String| {
            let number = name.strip_prefix("party.")?.strip_suffix(".key")?;
            number.parse().ok()
        };
        let mut numbers: Vec<u8> = names.iter().filter_map(number).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn read(&self, number: u8) -> Result<Key, VaultError> {
        let path = self.path(number);
        match files::check_private(&path) {
            // It was replaced since the folder was read.
            Err(VaultError::Io {
                kind: ErrorKind::NotFound,
                ..
            }) => return Err(self.lost()),
            checked => checked?,
        }
        let bytes = files::read(&path)?.ok_or_else(|| self.lost())?;
        // One that is being destroyed is zeros.
        let whole = bytes.iter().any(|byte| *byte != 0);
        let key = Key::from_bytes(&bytes).filter(|_| whole);
        key.ok_or_else(|| self.lost())
    }

    fn path(&self, number: u8) -> PathBuf {
        self.folder.join(format!("party.{number}.key"))
    }

    fn keys(&self) -> MutexGuard<'_, BTreeMap<u8, Key>> {
        lock(&self.keys)
    }
}
