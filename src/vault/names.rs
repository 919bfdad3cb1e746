//! Tokens: what the index of names holds in the place of names.

use ring::hmac;

use super::Vault;
use super::error::VaultError;
use super::own_keys::Absent;
use crate::domain::party::PartyId;

/// Stands for a piece of a name: the first 16 bytes of its HMAC-SHA256 under the party's search key.
pub type Token = [u8; 16];

impl Vault {
    /// A token for each of these pieces. The same piece has the same token as long as the party's search key is kept, also after
    /// its own key was replaced, and another one at every other party.
    ///
    /// # Errors
    /// [`VaultError::LostSearchKey`] if the search key can't be opened, [`VaultError::LostKey`] if the party's own can't,
    /// [`VaultError::Io`] if one can't be read.
    pub fn tokens(&self, party: &PartyId, pieces: &[String]) -> Result<Vec<Token>, VaultError> {
        let key = self.compartment(party, Absent::IsLost)?.names()?;
        let token = |piece: &String| {
            let tag = hmac::sign(&key, piece.as_bytes());
            let first = tag.as_ref().first_chunk().copied();
            first.unwrap_or_default()
        };
        Ok(pieces.iter().map(token).collect())
    }

    /// So many tokens for what stands in the index of one dossier: those of the pieces, filled up with random ones, in the order of
    /// their bytes, so that neither their number nor their order tells which are which.
    ///
    /// # Errors
    /// As [`Vault::tokens`].
    pub fn index(
        &self,
        party: &PartyId,
        pieces: &[String],
        count: usize,
    ) -> Result<Vec<Token>, VaultError> {
        let mut tokens = self.tokens(party, pieces)?;
        tokens.resize_with(count, || self.0.random.bytes());
        tokens.sort_unstable();
        Ok(tokens)
    }

    /// Makes the party another search key: no token that there is fits it. For a search key that was lost.
    ///
    /// # Errors
    /// [`VaultError::LostKey`] if the party's own key can't be opened, [`VaultError::Io`] if the disk does not take it.
    pub fn new_search_key(&self, party: &PartyId) -> Result<(), VaultError> {
        self.compartment(party, Absent::IsLost)?.new_names()
    }
}
