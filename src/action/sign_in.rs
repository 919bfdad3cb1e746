//! Signing in with an e-mail address and a password: the first of two steps ([`super::factor`] is the second).
//!
//! A wrong address and a wrong password get the same answer after the same work. Who keeps guessing waits longer and
//! longer, per account *and* source together: a stranger who guesses at somebody's password makes only the
//! stranger wait, not the owner at the own desk. A second count per source slows who tries many accounts.

use secrecy::SecretString;
use sha2::{Digest, Sha256};

use super::error::ActionError;
use super::factor::HALF;
use super::house::House;
use super::password::Passwords;
use super::provider;
use super::session::{Sessions, digest};
use crate::clock::EpochMillis;
use crate::domain::party::UserId;
use crate::store::{StoreError, Tx, factors, half_sessions, throttle, users};

/// How often somebody may fail at one account before having to wait.
const FREE_PER_ACCOUNT: i64 = 5;
/// How often one source may fail at all accounts together; an office shares one source.
const FREE_PER_SOURCE: i64 = 50;
/// The first wait; it doubles with every next failure.
const FIRST_WAIT: EpochMillis = 30 * 1000;
/// The longest wait.
const LONGEST_WAIT: EpochMillis = 15 * 60 * 1000;
/// After this long without trying, old failures no longer count.
pub(super) const FORGOTTEN: EpochMillis = 60 * 60 * 1000;

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such person with such a password.
    #[error("Het e-mailadres of het wachtwoord klopt niet.")]
    Wrong,
    /// The password is right, and the party signs in by its own provider.
    #[error("U meldt zich aan met het account van uw organisatie. Kies hieronder uw organisatie.")]
    Elsewhere,
    /// Too many failures; try again after this many minutes.
    #[error("U hebt te vaak een verkeerd wachtwoord ingevuld. Wacht {minutes} en probeer het dan opnieuw.",
        minutes = if *minutes == 1 { "1 minuut".to_owned() } else { format!("{minutes} minuten") })]
    Wait {
        /// Whole minutes, at least one.
        minutes: i64,
    },
    /// The store could not be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys could not be reached.
    #[error(transparent)]
    Keys(ActionError),
}

/// Half a session: what address and password alone make.
pub struct HalfWay {
    /// Its token.
    pub token: String,
    /// Whether the person has no second factor and must set one up.
    pub sets_up: bool,
}

impl Sessions {
    /// The first step: answers half a session, which opens nothing, to who knows the password.
    ///
    /// # Errors
    /// When address and password don't belong together, after too many failures, or when the store fails.
    pub async fn sign_in(
        &self,
        house: &House,
        passwords: &Passwords,
        email: &str,
        password: SecretString,
        source: &str,
    ) -> Result<HalfWay, SignInError> {
        let now = self.clock.now();
        let email = email.trim().to_lowercase();
        let account_key = key(&["account", &email, source]);
        let source_key = key(&["source", source]);
        let counted = [account_key.clone(), source_key.clone()];
        // The attempt counts before the password is checked, so that many at once don't get many chances.
        let user = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    attempt(tx, &counted[0], FREE_PER_ACCOUNT, now).await?;
                    attempt(tx, &counted[1], FREE_PER_SOURCE, now).await?;
                    Ok::<_, SignInError>(
                        users::by_email(tx, &email)
                            .await?
                            .filter(|user| user.active),
                    )
                })
            })
            .await?;
        let stored = user.as_ref().map(|user| user.password_hash.clone());
        let fits = passwords.verify(password, stored).await;
        let Some(users::Credentials {
            id, party, role, ..
        }) = user.filter(|_| fits)
        else {
            return Err(SignInError::Wrong);
        };
        if provider::only(house, &party, role) {
            return Err(SignInError::Elsewhere);
        }

        let whose = id.clone();
        let factor = self
            .store
            .glance(move |tx| Box::pin(async move { factors::is_there(tx, &whose).await }));
        let sets_up = !factor.await?;
        let pending = sets_up.then(|| self.pending(house, &party, &id));
        let pending = pending.transpose().map_err(SignInError::Keys)?;
        let token = self.random.token();
        let key = digest(&token);
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    throttle::clear(tx, &account_key).await?;
                    throttle::forgive(tx, &source_key, now).await?;
                    throttle::delete_before(tx, now - FORGOTTEN).await?;
                    half_sessions::delete_expired(tx, now).await?;
                    half_sessions::insert(tx, &key, &id, (pending, false), now + HALF).await
                })
            })
            .await?;
        Ok(HalfWay { token, sets_up })
    }

    /// Whether somebody who is signed in types the own password, once more before something weighty. Tries are counted as at
    /// signing in.
    ///
    /// # Errors
    /// When it is another one, after too many failures, or when the store fails.
    pub async fn confirm(
        &self,
        passwords: &Passwords,
        user: &UserId,
        password: SecretString,
        source: &str,
    ) -> Result<(), SignInError> {
        let (now, user) = (self.clock.now(), user.clone());
        let count = key(&["confirm", user.as_str(), source]);
        let counted = count.clone();
        let known = self.store.write(move |tx| {
            Box::pin(async move {
                attempt(tx, &counted, FREE_PER_ACCOUNT, now).await?;
                Ok::<_, SignInError>(users::by_id(tx, &user).await?)
            })
        });
        let stored = known.await?.map(|(_, hash)| hash);
        if !passwords.verify(password, stored).await {
            return Err(SignInError::Wrong);
        }
        let clear = self
            .store
            .write(move |tx| Box::pin(async move { throttle::clear(tx, &count).await }));
        Ok(clear.await?)
    }
}

/// Counts a try of something that may not be tried often, or refuses it while the wait lasts.
pub(super) async fn count(
    tx: &mut Tx,
    what: &[&str],
    free: i64,
    now: EpochMillis,
) -> Result<(), SignInError> {
    attempt(tx, &key(what), free, now).await
}

/// Counts one attempt under a key, or refuses it while its wait lasts.
async fn attempt(tx: &mut Tx, key: &str, free: i64, now: EpochMillis) -> Result<(), SignInError> {
    throttle::hold(tx, key).await?;
    let before = throttle::find(tx, key).await?;
    let failures = match before {
        Some(before) if before.until_at > now => {
            let minutes = (before.until_at - now + 59_999) / 60_000;
            return Err(SignInError::Wait { minutes });
        }
        Some(before) if now - before.until_at < FORGOTTEN => before.failures + 1,
        _ => 1,
    };
    throttle::put(tx, key, failures, now + wait(failures - free)).await?;
    Ok(())
}

/// How long to wait after this many failures too many.
fn wait(too_many: i64) -> EpochMillis {
    match u32::try_from(too_many) {
        Ok(doublings @ 0..10) => (FIRST_WAIT << doublings).min(LONGEST_WAIT),
        Ok(_) => LONGEST_WAIT,
        Err(_) => 0,
    }
}

/// The key of a count: a hash, so that the table holds no addresses.
pub(super) fn key(parts: &[&str]) -> String {
    use base64::Engine;
    let hash = Sha256::digest(parts.join("\n").as_bytes());
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_starts_after_the_free_failures_and_doubles_up_to_a_limit() {
        let waits: Vec<i64> = (-2..8).map(|too_many| wait(too_many) / 1000).collect();
        assert_eq!(waits, [0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(wait(1000), LONGEST_WAIT);
    }
}
