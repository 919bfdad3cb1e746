//! One party's keys: its own, the data keys in memory, and the ones that are ready for new dossiers.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use ring::hmac;
use ring::signature::Ed25519KeyPair;

use super::cache::Cache;
use super::error::VaultError;
use super::key::Key;
use super::key_id::KeyId;
use super::own_keys::{ACCOUNTS, LOG, NAMES, OwnKeys};
use super::{book, files, lock};
use crate::random::Random;

/// With fewer keys ready than this, the next book is made.
const LOW: usize = 256;

/// Held by whoever replaces the party's key.
const ROTATING: &str = ".lock-rotating";

/// What a party has of keys.
pub(super) struct Compartment {
    folder: PathBuf,
    own: OwnKeys,
    random: Random,
    state: Mutex<State>,
    /// Held by whoever writes a book.
    writing: Mutex<()>,
    /// Whether a thread is on its way to write one.
    coming: AtomicBool,
    signer: Mutex<Option<Arc<Ed25519KeyPair>>>,
    names: Mutex<Option<hmac::Key>>,
}

#[derive(Default)]
struct State {
    cache: Cache,
    /// On the disk, and given to nobody yet.
    ready: Vec<(KeyId, Key)>,
    /// The books that this program made since it started.
    made: HashSet<String>,
}

impl Compartment {
    /// The compartment whose party has these keys.
    pub fn new(folder: PathBuf, own: OwnKeys, random: Random) -> Self {
        Self {
            folder,
            own,
            random,
            state: Mutex::default(),
            writing: Mutex::default(),
            coming: AtomicBool::new(false),
            signer: Mutex::default(),
            names: Mutex::default(),
        }
    }

    /// The data key of this name, from memory or else from the disk.
    pub fn data_key(&self, id: &KeyId) -> Result<Key, VaultError> {
        // Reading under the lock: a key that is destroyed meanwhile can't come back into memory.
        let mut state = self.state();
        if let Some(key) = state.cache.get(id) {
            return Ok(key);
        }
        let key = book::read(&self.folder, &self.own, id)?;
        state.cache.put(id.clone(), key.clone());
        Ok(key)
    }

    /// Drops a key from memory.
    pub fn forget(&self, id: &KeyId) {
        self.state().cache.remove(id);
    }

    /// Whether this program made the book, so that its keys may be about to be used.
    pub fn made(&self, book: &str) -> bool {
        self.state().made.contains(book)
    }

    /// Gives out a key that is ready. Waits for the disk only if none is.
    pub fn take(self: &Arc<Self>) -> Result<KeyId, VaultError> {
        loop {
            if let Some((id, left)) = self.next_ready() {
                if left < LOW {
                    self.fill_soon();
                }
                return Ok(id);
            }
            self.fill(1)?;
        }
    }

    /// Sees to it that there are keys ready. Waits for the disk.
    pub fn prepare(&self) -> Result<(), VaultError> {
        self.fill(LOW)?;
        // The party's dossiers open without it, so nobody else and nothing else waits for it.
        if let Err(error) = self.names() {
            tracing::error!(%error, "no name is found at a party");
        }
        Ok(())
    }

    /// Makes the party a new key and wraps every data key with it. What was begun before and cut off is finished first.
    pub fn rotate(&self) -> Result<usize, VaultError> {
        let _alone = files::lock(&self.folder.join(ROTATING))?;
        if self.own.count()? > 1 {
            self.wrap_anew()?;
        }
        self.own.add(&self.random)?;
        // A book that comes in from here on is wrapped with the new key.
        self.wrap_anew()
    }

    fn wrap_anew(&self) -> Result<usize, VaultError> {
        let mut wrapped = 0;
        for book in book::names(&self.folder)? {
            wrapped += book::wrap_anew(&self.folder, &book, &self.own, &self.random)?;
        }
        self.own.wrap_seeds_anew(&self.random)?;
        self.own.destroy_older()?;
        Ok(wrapped)
    }

    /// Signs the party's log; made the first time.
    pub fn signer(&self) -> Result<Arc<Ed25519KeyPair>, VaultError> {
        let mut signer = lock(&self.signer);
        if let Some(signer) = &*signer {
            return Ok(Arc::clone(signer));
        }
        let seed = self.own.seed(LOG, &self.random)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.bytes());
        let pair = Arc::new(pair.map_err(|_| self.own.lost())?);
        *signer = Some(Arc::clone(&pair));
        Ok(pair)
    }

    /// The key under which names are found. It is there before the first dossier is, so a party that has dossiers and not this
    /// key lost it.
    pub fn names(&self) -> Result<hmac::Key, VaultError> {
        let mut names = lock(&self.names);
        if let Some(key) = &*names {
            return Ok(key.clone());
        }
        let seed = self.own.kept_names()?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, seed.bytes());
        *names = Some(key.clone());
        Ok(key)
    }

    /// The key that seals what employees sign in with; made the first time.
    pub fn accounts(&self) -> Result<Key, VaultError> {
        self.own.seed(ACCOUNTS, &self.random)
    }

    /// Another key under which names are found.
    pub fn new_names(&self) -> Result<(), VaultError> {
        let mut names = lock(&self.names);
        self.own.new_seed(NAMES, &self.random)?;
        *names = None;
        Ok(())
    }

    fn next_ready(&self) -> Option<(KeyId, usize)> {
        let mut state = self.state();
        let (id, key) = state.ready.pop()?;
        state.cache.put(id.clone(), key);
        Some((id, state.ready.len()))
    }

    /// Writes a book, unless `enough` keys are ready.
    fn fill(&self, enough: usize) -> Result<(), VaultError> {
        let _one_at_a_time = lock(&self.writing);
        if self.state().ready.len() >= enough {
            return Ok(());
        }
        if book::names(&self.folder)?.is_empty() {
            self.own.seed(NAMES, &self.random)?;
        }
        let name = self.random.opaque_id();
        self.state().made.insert(name.clone());
        let keys = book::write(&self.folder, &name, &self.own, &self.random)?;
        self.state().ready.extend(keys);
        Ok(())
    }

    /// Writes a book on a thread of its own. If that fails, the one who finds no key ready tries again and is told why.
    fn fill_soon(self: &Arc<Self>) {
        if self.coming.swap(true, Ordering::AcqRel) {
            return;
        }
        let compartment = Arc::clone(self);
        let started = thread::Builder::new()
            .name("keys".to_owned())
            .spawn(move || {
                if let Err(error) = compartment.fill(LOW) {
                    tracing::warn!(%error, "no keys could be made ahead");
                }
                compartment.coming.store(false, Ordering::Release);
            });
        if let Err(error) = started {
            tracing::warn!(%error, "no thread to make keys ahead");
            self.coming.store(false, Ordering::Release);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}
