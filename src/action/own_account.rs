//! The own account: where somebody is signed in, and another password.

use secrecy::{ExposeSecret as _, SecretString};

use crate::clock::EpochMillis;
use crate::domain::audit::hex;
use crate::domain::party::UserId;
use crate::domain::password::{Weak, check};
use crate::store::sessions::{self, Whose};
use crate::store::{StoreError, half_sessions, invitations, users};

use super::error::ActionError;
use super::factor::noted;
use super::house::House;
use super::password::{PasswordError, Passwords};
use super::session::{IDLE, Sessions, SignedIn, digest};
use super::sign_in::SignInError;

/// A session that goes on.
pub struct Open {
    /// By what it is ended: the hash of its token, which lets nobody in.
    pub key: String,
    /// Whose.
    pub user: UserId,
    /// Where: a browser and a system.
    pub device: String,
    /// Since when.
    pub since: EpochMillis,
    /// When it was last used, to a minute.
    pub used: EpochMillis,
    /// Whether it is the one that asks.
    pub own: bool,
}

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum NotChanged {
    /// The current one is another.
    #[error(transparent)]
    Current(#[from] SignInError),
    /// The new one may not be chosen.
    #[error(transparent)]
    New(#[from] Weak),
    /// It could not be done.
    #[error(transparent)]
    Broken(#[from] ActionError),
}

impl Sessions {
    /// Where somebody is signed in, the last used first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn own(&self, user: &UserId, token: &str) -> Result<Vec<Open>, StoreError> {
        let (user, now) = (user.clone(), self.clock.now());
        let found = self.store.glance(move |tx| {
            Box::pin(async move { sessions::open(tx, Whose::Of(&user), now, now - IDLE).await })
        });
        Ok(told(found.await?, &digest(token)))
    }

    /// Ends one of the own sessions.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn end_one(&self, user: &UserId, key: &str) -> Result<(), StoreError> {
        let Some(hash) = unhex(key) else {
            return Ok(());
        };
        let user = user.clone();
        let ended = self.store.write(move |tx| {
            Box::pin(async move { sessions::delete_one_of(tx, &user, &hash).await })
        });
        ended.await
    }

    /// Ends every own session but the one with this token; what is half-way too.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn end_others(&self, user: &UserId, token: &str) -> Result<(), StoreError> {
        let (user, own) = (user.clone(), digest(token));
        let ended = self.store.write(move |tx| {
            Box::pin(async move {
                half_sessions::delete_of(tx, &user).await?;
                sessions::delete_others(tx, &user, &own).await
            })
        });
        ended.await
    }

    /// Gives somebody another password. Every other session ends. For who gave the second factor a short time ago.
    ///
    /// # Errors
    /// Why not.
    pub async fn change_password(
        &self,
        house: &House,
        passwords: &Passwords,
        (who, token, source): (&SignedIn, &str, &str),
        current: SecretString,
        new: SecretString,
    ) -> Result<(), NotChanged> {
        self.own_factor(who)?;
        self.confirm(passwords, &who.user, current, source).await?;
        check(new.expose_secret(), &who.name, &who.email)?;
        let hash = passwords.hash(new, &self.random).await;
        let hash = hash.map_err(refused)?;
        let (own, user, actor) = (digest(token), who.user.clone(), who.actor());
        let (inside, email) = (house.clone(), who.email.to_lowercase());
        let changed = self.store.write(move |tx| {
            Box::pin(async move {
                users::set_password(tx, &email, &hash).await?;
                invitations::delete_of(tx, &user).await?;
                half_sessions::delete_of(tx, &user).await?;
                sessions::delete_others(tx, &user, &own).await?;
                noted(&inside, tx, &actor, "password_changed", &user).await
            })
        });
        Ok(changed.await?)
    }
}

fn refused(wrong: PasswordError) -> NotChanged {
    match wrong {
        PasswordError::Weak(weak) => NotChanged::New(weak),
        PasswordError::Failed => NotChanged::Broken(ActionError::Vault(wrong.to_string())),
    }
}

pub(super) fn told(found: Vec<sessions::Open>, own: &[u8; 32]) -> Vec<Open> {
    let told = |one: sessions::Open| Open {
        own: one.token_hash == own,
        key: hex(&one.token_hash),
        user: one.user,
        device: one.device,
        since: one.created_at,
        used: one.seen_at,
    };
    found.into_iter().map(told).collect()
}

fn unhex(key: &str) -> Option<Vec<u8>> {
    let digits = key.as_bytes().chunks_exact(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.map(byte).collect()
}
