//! The own second factors, for who is signed in: one more, one less, another app, new recovery codes.

use crate::domain::recovery::RecoveryCode;
use crate::domain::text::ShortText;
use crate::passkey::Passkeys;
use crate::store::{factors, half_sessions, passkeys as kept};

use super::error::ActionError;
use super::factor::{FactorError, HALF, hashes, not_taken, noted};
use super::guesses;
use super::house::House;
use super::own_factors::{APP, may_go};
use super::passkeys::{self, Whose};
use super::session::{Sessions, SignedIn, digest};

impl Sessions {
    /// Adds a passkey: what the browser says of it, and how it is called. For who gave the second factor a short time ago.
    ///
    /// # Errors
    /// [`FactorError::NotMade`] where it made none; after too many wrong answers; what the store refuses.
    pub async fn add_passkey(
        &self,
        house: &House,
        who: &SignedIn,
        token: &str,
        (answer, name): (&str, ShortText<40>),
    ) -> Result<(), FactorError> {
        self.own_factor(who)?;
        let (whose, now) = (Whose::of(who), self.clock.now());
        let made = self.made(house, &whose, token, answer).await?;
        let (inside, actor, id) = (house.clone(), who.actor(), self.random.id(now));
        let added = self.store.write(move |tx| {
            Box::pin(async move {
                let user = &whose.user;
                if let Some(minutes) = guesses::must_wait(tx, user.as_str(), now).await? {
                    return Ok(Err(FactorError::Wait { minutes }));
                }
                let named = (id.as_str(), name);
                let added = passkeys::add(&inside, tx, &whose, made, named, now);
                if let Err(why) = added.await? {
                    let why = not_taken(tx, user, (why, FactorError::NotMade), now);
                    return Ok(Err(why.await?));
                }
                noted(&inside, tx, &actor, "passkey_added", user).await?;
                Ok::<_, FactorError>(Ok(()))
            })
        });
        added.await?
    }

    /// Removes one of the own second factors: a passkey by its id, or the [`APP`]. `false`: it is the last one, which stays. For who gave the
    /// second factor a short time ago. One that is gone is no fault.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for who gave it longer ago; what the store refuses.
    pub async fn remove_factor(
        &self,
        house: &House,
        who: &SignedIn,
        which: &str,
    ) -> Result<bool, ActionError> {
        self.own_factor(who)?;
        let (inside, who, which, now) = (
            house.clone(),
            who.clone(),
            which.to_owned(),
            self.clock.now(),
        );
        let removed = self.store.write(move |tx| {
            Box::pin(async move {
                let user = &who.user;
                // Nobody else removes one of this person until the unit has ended.
                guesses::must_wait(tx, user.as_str(), now).await?;
                let app = factors::find(tx, user).await?.is_some();
                let known = kept::of(tx, user).await?;
                let (there, what) = if which == APP {
                    (app, "app_removed")
                } else {
                    (known.iter().any(|one| one.id == which), "passkey_removed")
                };
                if !there {
                    return Ok(true);
                }
                let taken = Passkeys::at(&inside.public_url).is_some();
                if !may_go(which == APP, (app, known.len(), taken)) {
                    return Ok(false);
                }
                if which == APP {
                    factors::delete_app(tx, user).await?;
                } else {
                    kept::delete(tx, user, &which).await?;
                }
                noted(&inside, tx, &who.actor(), what, user).await?;
                Ok::<_, ActionError>(true)
            })
        });
        removed.await
    }

    /// Ten new recovery codes; the old ones work no more. For who gave the second factor a short time ago.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for who gave it longer ago; what the store refuses.
    pub async fn new_codes(
        &self,
        house: &House,
        who: &SignedIn,
    ) -> Result<Vec<RecoveryCode>, ActionError> {
        self.own_factor(who)?;
        let codes = self.fresh_codes();
        let hashes = hashes(&codes, &who.user);
        let (inside, actor, user) = (house.clone(), who.actor(), who.user.clone());
        let put = self.store.write(move |tx| {
            Box::pin(async move {
                factors::put_codes(tx, &user, &hashes).await?;
                noted(&inside, tx, &actor, "recovery_codes", &user).await
            })
        });
        put.await?;
        Ok(codes)
    }

    /// Half a session in which somebody sets up another second factor; answers its token. The old one works until then.
    ///
    /// # Errors
    /// As [`Sessions::new_codes`].
    pub async fn replace(&self, house: &House, who: &SignedIn) -> Result<String, ActionError> {
        self.own_factor(who)?;
        let token = self.random.token();
        let (key, user) = (digest(&token), who.user.clone());
        let pending = self.pending(house, &who.party, &who.user)?;
        let until = self.clock.now() + HALF;
        let put = self.store.write(move |tx| {
            Box::pin(async move {
                let waits = (Some(pending), true);
                half_sessions::insert(tx, &key, &user, waits, until).await
            })
        });
        put.await?;
        Ok(token)
    }
}
