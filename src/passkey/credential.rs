//! A passkey that is kept, and its use.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use webauthn_rs::prelude::{AuthenticationResult, Passkey};

use super::Refused;

/// A passkey that somebody registered: its public key, and how often it said that it was used.
///
/// Has no `Debug`: the id of a passkey stands in no log.
#[derive(Clone, Serialize, Deserialize)]
pub struct Credential {
    pub(super) key: Passkey,
    pub(super) counter: u32,
}

/// What a right answer says.
pub struct Used {
    pub(super) result: AuthenticationResult,
}

impl Credential {
    /// A hash of its id, by which it is known again without being told.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash(self.key.cred_id())
    }

    /// Notes that it was used.
    ///
    /// # Errors
    /// [`Refused::Copied`] if its counter did not go up since it was last used, in whatever window; [`Refused::Wrong`] if it is another one.
    pub fn note(&mut self, used: &Used) -> Result<(), Refused> {
        let counter = used.result.counter();
        if (counter > 0 || self.counter > 0) && counter <= self.counter {
            return Err(Refused::Copied);
        }
        let noted = self.key.update_credential(&used.result);
        self.counter = counter;
        noted.map(drop).ok_or(Refused::Wrong)
    }
}

impl Used {
    /// The hash of the passkey that was used ([`Credential::hash`]).
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash(self.result.cred_id())
    }
}

fn hash(id: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"passkey\n")
        .chain_update(id)
        .finalize()
        .into()
}
