//! Signing a party's log: with a key of the party's own, so that whoever has only the database can't sign.

use std::sync::Arc;

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use super::error::VaultError;
use super::own_keys::Absent;
use super::{Vault, files};
use crate::domain::party::PartyId;

/// The end of the party's log as it was last sealed.
const HEAD: &str = "log.head";

impl Vault {
    /// Signs something in the party's log. The first time this makes the party's signing key. Ed25519, 64 bytes.
    ///
    /// # Errors
    /// [`VaultError::LostKey`] if the signing key can't be opened, [`VaultError::Io`] if it can't be read or made.
    pub fn sign(&self, party: &PartyId, message: &[u8]) -> Result<Vec<u8>, VaultError> {
        Ok(self.signer(party)?.sign(message).as_ref().to_vec())
    }

    /// The public key that tells whether [`Vault::sign`] signed something. 32 bytes; not secret.
    ///
    /// # Errors
    /// [`VaultError::LostKey`] if the party has no keys here; otherwise as [`Vault::sign`].
    pub fn public_key(&self, party: &PartyId) -> Result<Vec<u8>, VaultError> {
        let signer = self.compartment(party, Absent::IsLost)?.signer()?;
        Ok(signer.public_key().as_ref().to_vec())
    }

    /// The end of the party's log that was kept with its keys, as it was given.
    ///
    /// # Errors
    /// [`VaultError::Io`] if it can't be read.
    pub fn log_head(&self, party: &PartyId) -> Result<Option<Vec<u8>>, VaultError> {
        let kept = files::read(&self.party_folder(party)?.join(HEAD))?;
        Ok(kept.map(|bytes| bytes.to_vec()))
    }

    /// Keeps the end of the party's log with its keys, where who rules the database can't change it. Waits for the disk.
    ///
    /// # Errors
    /// [`VaultError::Io`] if the disk does not take it.
    pub fn keep_log_head(&self, party: &PartyId, head: &[u8]) -> Result<(), VaultError> {
        let path = self.party_folder(party)?.join(HEAD);
        files::replace(&path, head, &self.0.random.opaque_id())
    }

    /// Forgets the end of the party's log.
    ///
    /// # Errors
    /// [`VaultError::Io`] if the disk does not take it.
    pub fn forget_log_head(&self, party: &PartyId) -> Result<(), VaultError> {
        files::remove(&self.party_folder(party)?.join(HEAD))
    }

    fn signer(&self, party: &PartyId) -> Result<Arc<Ed25519KeyPair>, VaultError> {
        self.compartment(party, Absent::Make)?.signer()
    }
}

/// Whether the owner of this public key signed the message.
#[must_use]
pub fn is_signed(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = UnparsedPublicKey::new(&ED25519, public_key);
    key.verify(message, signature).is_ok()
}
