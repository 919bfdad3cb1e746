//! Signing a party's log: with a key of the party's own, so that whoever has only the database can't sign.

use std::sync::Arc;

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use super::Vault;
use super::error::VaultError;
use super::own_keys::Absent;
use crate::domain::party::PartyId;

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
    /// As [`Vault::sign`].
    pub fn public_key(&self, party: &PartyId) -> Result<Vec<u8>, VaultError> {
        Ok(self.signer(party)?.public_key().as_ref().to_vec())
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
