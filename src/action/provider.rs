//! Signing in with the identity provider of the own party, where it has one ([`crate::provider`]).
//!
//! Nobody gets an account by it: the account is there, as the administrator of the party made it. The first time it is found by the invitation that
//! was opened, or by the e-mail address that the provider verified, and only among the accounts of that party; from then on by who
//! somebody is to the provider. What the provider demanded counts as the second factor.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::clock::EpochMillis;
use crate::domain::party::{Actor, PartyId, Role, UserId};
use crate::provider::{Ask, Told};
pub use crate::provider::{ProviderError, Returned};
use crate::store::users::{self, Account, By};
use crate::store::{StoreError, Tx, invitations, parties, sessions};

use super::error::ActionError;
use super::factor::{Browser, Proved, noted};
use super::house::House;
use super::session::{FRESH, LONGEST, Sessions, SignedIn, digest};

/// By how much the clock of a provider may differ.
const SKEW: EpochMillis = 60 * 1000;

/// What a browser keeps while its person is at the provider. Whoever changes it changes the own sign-in only: everything is checked again at the return.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Journey {
    /// Of whose employees.
    pub party: PartyId,
    /// What everything that goes to the provider is made of.
    pub token: String,
    /// The page to show afterwards.
    pub back: String,
    /// Whether somebody who is signed in does so once more, before something weighty.
    pub again: bool,
    /// The invitation that was opened.
    pub invitation: Option<String>,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum NotSignedIn {
    /// The provider.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The provider knows somebody for whom this party has no account.
    #[error(
        "Uw organisatie kent u, maar u hebt geen account in TOM. Vraag de beheerder van TOM in uw organisatie om een uitnodiging."
    )]
    Unknown,
    /// Somebody else signed in at the provider than who is signed in here.
    #[error(
        "U hebt zich bij uw organisatie met een ander account aangemeld. Doe het opnieuw met uw eigen account."
    )]
    Other,
    /// It could not be looked up.
    #[error(transparent)]
    Broken(#[from] ActionError),
}

impl From<StoreError> for NotSignedIn {
    fn from(error: StoreError) -> Self {
        Self::Broken(error.into())
    }
}

/// Whether somebody of this party in this role signs in by its provider and not with a password. An administrator may do both, so that somebody can put
/// things right when the provider is down or set up wrong; an administrator sees no dossier. Somebody of the family works for nobody, and the provider of the party whose dossier
/// the account reads knows nobody of it.
#[must_use]
pub fn only(house: &House, party: &PartyId, role: Role) -> bool {
    role != Role::Admin && !role.is_family() && house.providers.issuer(party).is_some()
}

/// The parties that have a provider: id and name, by name.
///
/// # Errors
/// When the store can't be read.
pub async fn offered(house: &House) -> Result<Vec<(PartyId, String)>, ActionError> {
    if house.providers.parties().next().is_none() {
        return Ok(Vec::new());
    }
    let all = house
        .store
        .glance(|tx| Box::pin(async move { parties::list(tx, None).await }));
    let all = all.await?.into_iter();
    let with = all.filter(|party| house.providers.issuer(&party.id).is_some());
    Ok(with.map(|party| (party.id, party.name)).collect())
}

impl Journey {
    /// Where to send the browser.
    ///
    /// # Errors
    /// [`ProviderError::Away`].
    pub async fn leave(&self, house: &House) -> Result<String, ProviderError> {
        let ask = if self.again {
            Ask::Again
        } else {
            Ask::Within(Duration::from_millis(LONGEST.unsigned_abs()))
        };
        let back = back(house);
        house
            .providers
            .away(&self.party, &self.token, &back, ask)
            .await
    }

    /// Whom the provider signed in, not too long ago.
    async fn told(
        &self,
        house: &House,
        returned: Returned<'_>,
        now: EpochMillis,
    ) -> Result<Told, ProviderError> {
        let back = back(house);
        let told = house
            .providers
            .told(&self.party, &self.token, &back, returned);
        let mut told = told.await?;
        let longest = if self.again { FRESH } else { LONGEST + SKEW };
        if told.at > now + SKEW || now - told.at >= longest {
            return Err(ProviderError::Untrue);
        }
        told.at = told.at.min(now);
        Ok(told)
    }
}

impl Sessions {
    /// Opens a session for whom the provider signed in, and answers its token. A session that the browser still had, ends.
    ///
    /// # Errors
    /// Why not.
    pub async fn arrive(
        &self,
        house: &House,
        journey: Journey,
        returned: Returned<'_>,
        browser: Browser<'_>,
    ) -> Result<String, NotSignedIn> {
        let now = self.clock.now();
        let told = journey.told(house, returned, now).await?;
        let opening = self.opening(browser);
        let token = opening.token.clone();
        let inside = house.clone();
        let opened = self.store.write(move |tx| {
            Box::pin(async move {
                let Some(user) = known(&inside, tx, &journey, &told).await? else {
                    return Err(NotSignedIn::Unknown);
                };
                opening
                    .open(tx, &Proved::elsewhere(user, told.at), now)
                    .await?;
                Ok(())
            })
        });
        opened.await?;
        Ok(token)
    }

    /// Somebody who is signed in did so at the provider once more.
    ///
    /// # Errors
    /// Why it doesn't count.
    pub async fn arrive_again(
        &self,
        house: &House,
        (who, session): (&SignedIn, &str),
        journey: &Journey,
        returned: Returned<'_>,
    ) -> Result<(), NotSignedIn> {
        let told = journey.told(house, returned, self.clock.now()).await?;
        let identity = identity(house, journey, &told.subject);
        let (user, key) = (who.user.clone(), digest(session));
        let proved = self.store.write(move |tx| {
            Box::pin(async move {
                let account = users::account(tx, By::Id(&user)).await?;
                let same = account.and_then(|one| one.identity) == Some(identity.to_vec());
                if !same {
                    return Err(NotSignedIn::Other);
                }
                Ok(sessions::proved(tx, &key, told.at).await?)
            })
        });
        proved.await
    }
}

/// The account of whom the provider signed in. The first time it is linked.
async fn known(
    house: &House,
    tx: &mut Tx,
    journey: &Journey,
    told: &Told,
) -> Result<Option<UserId>, NotSignedIn> {
    let identity = identity(house, journey, &told.subject);
    if let Some(account) = users::account(tx, By::Identity(&identity)).await? {
        return Ok(Some(account.id));
    }
    let found = match (&journey.invitation, &told.email) {
        (Some(secret), _) => {
            let now = house.clock.now();
            match invitations::find(tx, &digest(secret), now).await? {
                Some(invited) => users::account(tx, By::Id(&invited.user)).await?,
                None => None,
            }
        }
        (None, Some(email)) => users::account(tx, By::Email(email)).await?,
        (None, None) => None,
    };
    let mine = |one: &Account| {
        one.party == journey.party && one.identity.is_none() && !one.role.is_family()
    };
    let Some(account) = found.filter(mine) else {
        return Ok(None);
    };
    users::set_identity(tx, &account.id, Some(&identity)).await?;
    invitations::delete_of(tx, &account.id).await?;
    let actor = Actor::Employee {
        user: account.id.clone(),
        party: account.party,
        role: account.role,
    };
    noted(house, tx, &actor, "provider_linked", &account.id).await?;
    Ok(Some(account.id))
}

/// Who somebody is, as it is kept. Another party's provider never makes the same.
fn identity(house: &House, journey: &Journey, subject: &str) -> [u8; 32] {
    let party = journey.party.as_str();
    let issuer = house.providers.issuer(&journey.party).unwrap_or_default();
    Sha256::digest(format!("{party}\n{issuer}\n{subject}").as_bytes()).into()
}

fn back(house: &House) -> String {
    format!("{}/aanmelden/terug", house.public_url)
}
