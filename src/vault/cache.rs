//! Data keys in memory, a bounded number of them, so that a list of names needn't read a file for each.

use std::collections::HashMap;
use std::mem;

use super::key::Key;
use super::key_id::KeyId;

/// So many were used last, and at most so many again from before that.
const HALF: usize = 512;

/// The keys used last. When the young half is full, it becomes the old half and the old half is forgotten; a key that is
/// used again moves to the young half.
#[derive(Default)]
pub(super) struct Cache {
    young: HashMap<KeyId, Key>,
    old: HashMap<KeyId, Key>,
}

impl Cache {
    /// The key, if it is in memory.
    pub fn get(&mut self, id: &KeyId) -> Option<Key> {
        if let Some(key) = self.young.get(id) {
            return Some(key.clone());
        }
        let (id, key) = self.old.remove_entry(id)?;
        self.put(id, key.clone());
        Some(key)
    }

    /// Keeps a key for the next time.
    pub fn put(&mut self, id: KeyId, key: Key) {
        if self.young.len() >= HALF {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(id, key);
    }

    /// Forgets a key.
    pub fn remove(&mut self, id: &KeyId) {
        self.young.remove(id);
        self.old.remove(id);
    }
}
