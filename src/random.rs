//! Random numbers, as a value that is handed in: keys, tokens and ids come from here and nowhere else.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::clock::EpochMillis;
use sha2::{Digest, Sha256};

/// A source of random bytes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Random(Option<Seeded>);

#[derive(Clone, Debug)]
struct Seeded {
    seed: u64,
    next: Arc<AtomicU64>,
}

impl Random {
    /// The operating system's source. The only one that may make keys outside the tests.
    #[must_use]
    pub fn system() -> Self {
        Self(None)
    }

    /// The same numbers in the same order each time: for tests that compare what comes out.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Some(Seeded {
            seed,
            next: Arc::new(AtomicU64::new(0)),
        }))
    }

    /// Fills an array with random bytes.
    ///
    /// # Panics
    /// If the operating system has no random numbers to give: nothing safe can be done then.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        clippy::expect_used,
        reason = "the one place that draws; no key is better than a guessable one"
    )]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        match &self.0 {
            None => getrandom::fill(&mut out).expect("the operating system gives random numbers"),
            Some(seeded) => {
                for chunk in out.chunks_mut(32) {
                    let n = seeded.next.fetch_add(1, Ordering::Relaxed);
                    let block =
                        Sha256::digest([seeded.seed.to_le_bytes(), n.to_le_bytes()].concat());
                    chunk.copy_from_slice(&block[..chunk.len()]);
                }
            }
        }
        out
    }

    /// A new id (`UUIDv7`): sorts by the time it was made, tells nothing else.
    #[must_use]
    pub fn id(&self, now: EpochMillis) -> String {
        let millis = u64::try_from(now).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes())
            .into_uuid()
            .to_string()
    }

    /// A new id that tells nothing at all, not even when it was made.
    #[must_use]
    pub fn opaque_id(&self) -> String {
        uuid::Builder::from_random_bytes(self.bytes())
            .into_uuid()
            .to_string()
    }

    /// A secret of 256 bits, written in 43 characters that are safe in a URL.
    #[must_use]
    pub fn token(&self) -> String {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }
}
