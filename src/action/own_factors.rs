//! The own second factors, for who is signed in: which there are.

use crate::clock::EpochMillis;
use crate::domain::party::UserId;
use crate::domain::totp::Step;
use crate::passkey::Passkeys;
use crate::store::{StoreError, factors, passkeys as kept};

use super::error::ActionError;
use super::house::House;
use super::passkeys::{MOST, Named, Whose};
use super::session::{Sessions, SignedIn};

/// What stands for the app where one of the own second factors is named.
pub const APP: &str = "app";

/// The second factors that somebody has.
pub struct Own {
    /// Whether there is an app with codes.
    pub app: bool,
    /// The passkeys, the first one first.
    pub passkeys: Vec<OwnPasskey>,
    /// How many recovery codes are left.
    pub codes: i64,
    /// Whether this address takes passkeys ([`Passkeys::at`]).
    pub takes_passkeys: bool,
}

impl Own {
    /// Whether another passkey may be added.
    #[must_use]
    pub const fn has_room(&self) -> bool {
        self.takes_passkeys && self.passkeys.len() < MOST
    }

    /// Whether the app may go, or a passkey.
    #[must_use]
    pub const fn may_go(&self, app: bool) -> bool {
        may_go(app, (self.app, self.passkeys.len(), self.takes_passkeys))
    }
}

/// One of them.
pub struct OwnPasskey {
    /// By what it is removed: our id of it.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub since: EpochMillis,
    /// When it was last used.
    pub used: Option<EpochMillis>,
}

impl Sessions {
    /// The second factors that somebody has.
    ///
    /// # Errors
    /// When they can't be read.
    pub async fn own_factors(&self, house: &House, who: &SignedIn) -> Result<Own, ActionError> {
        let found = self.passkeys_of(house, &Whose::of(who)).await?;
        let passkey = |(kept, named): (kept::Kept, Named)| OwnPasskey {
            id: kept.id,
            name: named.name.as_str().to_owned(),
            since: kept.created_at,
            used: kept.used_at,
        };
        Ok(Own {
            app: self.factor_of(&who.user).await?.is_some(),
            passkeys: found.into_iter().map(passkey).collect(),
            codes: self.codes_left(&who.user).await?,
            takes_passkeys: Passkeys::at(&house.public_url).is_some(),
        })
    }

    /// The last step of which somebody used a code.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn last_step(&self, user: &UserId) -> Result<Option<Step>, StoreError> {
        Ok(self.factor_of(user).await?.map(|factor| factor.last))
    }

    /// How many recovery codes somebody has left.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn codes_left(&self, user: &UserId) -> Result<i64, StoreError> {
        let user = user.clone();
        let left = self
            .store
            .glance(move |tx| Box::pin(async move { factors::codes_left(tx, &user).await }));
        left.await
    }
}

/// Whether the app may go, or one of so many passkeys, where passkeys are taken or not: never the last with which somebody can sign in.
pub(super) const fn may_go(app: bool, (has_app, passkeys, taken): (bool, usize, bool)) -> bool {
    let usable = if taken { passkeys } else { 0 };
    if app {
        usable > 0
    } else {
        has_app || usable > 1
    }
}
