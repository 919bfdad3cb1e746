//! One key, and sealing with it: AES-256-GCM with a random nonce.
//!
//! A key seals few messages (a dossier's versions and papers; a party's data keys), far below the 2^32 at which random
//! nonces of 96 bits would begin to matter.

use std::sync::Arc;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

use crate::random::Random;

/// The form of the sealed bytes. Another one is refused.
const VERSION: u8 = 1;
/// Length of a nonce, in bytes.
pub(super) const NONCE: usize = 12;

/// Length of a key, in bytes.
pub(super) const LENGTH: usize = 32;
/// How much longer sealed bytes are: version, nonce, tag.
pub(super) const OVERHEAD: usize = 1 + NONCE + 16;

/// A key of 256 bits. Clones share the same bytes, which are wiped with the last of them.
#[derive(Clone)]
pub(super) struct Key(Arc<Zeroizing<[u8; LENGTH]>>);

impl Key {
    /// A fresh key.
    pub fn new(random: &Random) -> Self {
        Self(Arc::new(Zeroizing::new(random.bytes())))
    }

    /// Reads what [`Key::bytes`] gave; `None` if it is no key.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0; LENGTH]);
        if bytes.len() != LENGTH {
            return None;
        }
        key.copy_from_slice(bytes);
        Some(Self(Arc::new(key)))
    }

    /// The key itself.
    pub fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }

    /// Seals `plain`, bound to `bound`; `None` if it is longer than the cipher can take.
    pub fn seal(&self, bound: &[u8], plain: &[u8], random: &Random) -> Option<Vec<u8>> {
        let nonce: [u8; NONCE] = random.bytes();
        let sealed = self.seal_as(nonce, bound, plain)?;
        let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
        out.push(VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Some(out)
    }

    /// Opens what [`Key::seal`] gave; `None` if this key, `bound` and the bytes don't belong together.
    pub fn open(&self, bound: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (version, rest) = sealed.split_first()?;
        if *version != VERSION {
            return None;
        }
        let (nonce, msg) = rest.split_first_chunk::<NONCE>()?;
        self.open_as(*nonce, bound, msg)
    }

    /// Seals under this nonce, which may never be used again with this key.
    pub fn seal_as(&self, nonce: [u8; NONCE], bound: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
        let payload = Payload {
            msg: plain,
            aad: bound,
        };
        self.cipher().encrypt(&Nonce::from(nonce), payload).ok()
    }

    /// Opens what [`Key::seal_as`] gave.
    pub fn open_as(
        &self,
        nonce: [u8; NONCE],
        bound: &[u8],
        sealed: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        let payload = Payload {
            msg: sealed,
            aad: bound,
        };
        let plain = self.cipher().decrypt(&Nonce::from(nonce), payload).ok()?;
        Some(Zeroizing::new(plain))
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(self.bytes().into())
    }
}
