//! Random numbers, as a value that is handed in: keys, tokens and ids come from here and nowhere else.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};

use crate::clock::EpochMillis;
use sha2::{Digest, Sha256};

/// A source of random bytes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Random {
    seeded: Option<Seeded>,
    /// How many ids were made: orders those of one millisecond.
    ids: Arc<AtomicU16>,
}

#[derive(Clone, Debug)]
struct Seeded {
    seed: u64,
    next: Arc<AtomicU64>,
}

impl Random {
    /// The operating system's source. The only one that may make keys outside the tests.
    #[must_use]
    pub fn system() -> Self {
        Self::from_source(None)
    }

    /// The same numbers in the same order each time: for tests that compare what comes out.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::from_source(Some(Seeded {
            seed,
            next: Arc::new(AtomicU64::new(0)),
        }))
    }

    fn from_source(seeded: Option<Seeded>) -> Self {
        Self {
            seeded,
            ids: Arc::new(AtomicU16::new(0)),
        }
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
        match &self.seeded {
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

    /// A new id (`UUIDv7`): sorts by the time it was made, and within a millisecond by a counter (RFC 9562, 6.2), so that
    /// what one step writes stays in its order.
    #[must_use]
    pub fn id(&self, now: EpochMillis) -> String {
        let millis = u64::try_from(now).unwrap_or(0);
        let mut rest: [u8; 10] = self.bytes();
        // The first twelve bits; the version takes the place of the four before them.
        rest[..2].copy_from_slice(&self.ids.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &rest)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_sort_as_they_were_made() {
        let random = Random::system();
        let made: Vec<String> = (0..500).map(|_| random.id(1_772_438_400_000)).collect();
        assert!(made.is_sorted(), "{made:?}");
        assert_ne!(made[0][20..], made[1][20..], "the rest is random");
    }
}
