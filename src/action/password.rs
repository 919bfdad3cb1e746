//! Passwords: hashed with Argon2id, checked without saying whether the person exists.

use std::sync::Arc;

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::domain::password::{MAX, Weak, check};
use crate::random::Random;

/// How many passwords are hashed at the same time. Each takes 19 MiB and a core for some 70 ms, so that a flood of
/// sign-ins slows sign-ins down and nothing else.
const AT_ONCE: usize = 2;

/// Hashes and checks passwords. Cheap to clone; all clones share the same places.
#[derive(Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    /// The hash of a password that nobody has, checked for who does not exist, so that it takes the same time.
    decoy: Arc<str>,
}

/// The password could not be hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It may not be chosen.
    #[error(transparent)]
    Weak(#[from] Weak),
    /// The hashing itself failed.
    #[error("Het wachtwoord kon niet worden versleuteld.")]
    Failed,
}

impl Passwords {
    /// Makes ready to hash and check.
    ///
    /// # Errors
    /// When hashing does not work on this machine.
    pub fn new(random: &Random) -> Result<Self, PasswordError> {
        let decoy = hash(random.token().as_bytes(), &random.bytes())?;
        Ok(Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
            decoy: decoy.into(),
        })
    }

    /// The hash to store for a new password, in PHC form.
    ///
    /// # Errors
    /// When the password may not be chosen by anybody, or hashing fails.
    pub async fn hash(
        &self,
        password: SecretString,
        random: &Random,
    ) -> Result<String, PasswordError> {
        check(password.expose_secret(), "", "")?;
        let salt = random.bytes();
        let _place = self
            .places
            .acquire()
            .await
            .map_err(|_| PasswordError::Failed)?;
        spawn_blocking(move || hash(password.expose_secret().as_bytes(), &salt))
            .await
            .map_err(|_| PasswordError::Failed)?
    }

    /// Whether the password belongs to the stored hash. Without a hash the answer is no, after the same work.
    pub async fn verify(&self, password: SecretString, stored: Option<String>) -> bool {
        // Who was invited has none yet.
        let stored = stored.filter(|stored| stored.starts_with('$'));
        let exists = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.to_string());
        let Ok(_place) = self.places.acquire().await else {
            return false;
        };
        let fits = spawn_blocking(move || {
            let typed = password.expose_secret();
            typed.len() <= MAX * 4
                && Argon2::default()
                    .verify_password(typed.as_bytes(), stored.as_str())
                    .is_ok()
        })
        .await
        .unwrap_or(false);
        fits && exists
    }
}

fn hash(password: &[u8], salt: &[u8; 16]) -> Result<String, PasswordError> {
    Argon2::default()
        .hash_password_with_salt(password, salt)
        .map(|hash| hash.to_string())
        .map_err(|_| PasswordError::Failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only_and_nobody_fits_no_hash() {
        let random = Random::seeded(1);
        let passwords = Passwords::new(&random).unwrap();
        let stored = passwords
            .hash("een lang wachtwoord".into(), &random)
            .await
            .unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(
            passwords
                .verify("een lang wachtwoord".into(), Some(stored.clone()))
                .await
        );
        assert!(
            !passwords
                .verify("een ander wachtwoord".into(), Some(stored))
                .await
        );
        assert!(!passwords.verify("een lang wachtwoord".into(), None).await);
    }

    #[tokio::test]
    async fn a_short_password_is_refused() {
        let random = Random::seeded(1);
        let passwords = Passwords::new(&random).unwrap();
        assert_eq!(
            passwords.hash("kort".into(), &random).await,
            Err(PasswordError::Weak(Weak::Length))
        );
    }
}
