//! Sealing what an employee signs in with: under a key of the party that is no dossier's.

use zeroize::Zeroizing;

use super::error::VaultError;
use super::own_keys::Absent;
use super::slot::named;
use super::{Vault, key};
use crate::domain::party::{PartyId, UserId};

impl Vault {
    /// Seals a secret of this employee of this party. It opens for this person only.
    ///
    /// # Errors
    /// [`VaultError::LostKey`] if the party's keys can't be opened, [`VaultError::Io`] if they can't be read or made.
    pub fn seal_of_account(
        &self,
        party: &PartyId,
        user: &UserId,
        plain: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let sealed = self
            .accounts(party)?
            .seal(&bound(party, user), plain, &self.0.random);
        sealed.ok_or(VaultError::TooLong)
    }

    /// Opens what [`Vault::seal_of_account`] gave.
    ///
    /// # Errors
    /// [`VaultError::LostKey`] if it doesn't open: the key is another one, or the bytes are another person's.
    pub fn open_of_account(
        &self,
        party: &PartyId,
        user: &UserId,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let plain = self.accounts(party)?.open(&bound(party, user), sealed);
        plain.ok_or_else(|| VaultError::LostKey {
            party: party.clone(),
            dossier: None,
        })
    }

    fn accounts(&self, party: &PartyId) -> Result<key::Key, VaultError> {
        self.compartment(party, Absent::Make)?.accounts()
    }
}

fn bound(party: &PartyId, user: &UserId) -> Vec<u8> {
    named(&["tom account", party.as_str(), user.as_str()])
}
