//! An employee who was added chooses the password by a link, which came by mail. The mail scanners of an office open links: only what is sent on the page
//! that it leads to uses it.

use secrecy::{ExposeSecret as _, SecretString};

use crate::clock::EpochMillis;
use crate::domain::party::{Actor, PartyId, UserId};
use crate::domain::password::{Weak, check};
use crate::store::invitations::{self, Invited};
use crate::store::outbox::{self, NewMessage, OutboxKind};
use crate::store::{Tx, factors, half_sessions, users};

use super::error::ActionError;
use super::factor::{HALF, end_all, noted};
use super::house::House;
use super::password::{PasswordError, Passwords};
use super::provider;
use super::session::{Sessions, digest};
use super::sign_in::HalfWay;

/// For how many days a link works.
pub const DAYS: i64 = 7;
const DAY: EpochMillis = 24 * 60 * 60 * 1000;

/// What stands in the place of the hash of a password of who was invited and has none yet.
pub(super) const NO_PASSWORD: &str = "-";

/// Why an invitation was not taken up.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// The link was used, is over, or never was one.
    #[error(
        "Deze uitnodiging werkt niet of niet meer. Vraag de beheerder van TOM in uw organisatie om een nieuwe."
    )]
    Gone,
    /// The password may not be chosen.
    #[error(transparent)]
    Weak(#[from] Weak),
    /// It could not be done.
    #[error(transparent)]
    Broken(#[from] ActionError),
}

/// Puts the mail with a link in the outbox. The link itself is made when the mail is written: no row holds it.
///
/// # Errors
/// What the store refuses.
pub(super) async fn send(house: &House, tx: &mut Tx, user: &UserId) -> Result<(), ActionError> {
    let now = house.clock.now();
    let message = NewMessage {
        id: house.random.id(now),
        case_id: None,
        party_id: None,
        dossier_id: None,
        kind: OutboxKind::Mail,
        due_at: now,
        message_id: Some(house.message_id()),
        data: serde_json::json!({ "template": "invitation", "to_user": user.as_str() }),
        sealed: None,
    };
    Ok(outbox::put(tx, &message, now).await?)
}

/// Makes a link for somebody and answers it. A mail that goes twice holds two; both work until one is used.
///
/// # Errors
/// What the store refuses.
pub(super) async fn link(house: &House, user: UserId) -> Result<String, ActionError> {
    let secret = house.random.token();
    let (hash, until) = (digest(&secret), house.clock.now() + DAYS * DAY);
    let made = house.store.write(move |tx| {
        Box::pin(async move { invitations::insert(tx, &hash, &user, until).await })
    });
    made.await?;
    Ok(format!("{}/uitnodiging/{secret}", house.public_url))
}

/// Somebody who was invited.
pub struct Guest {
    /// The name.
    pub name: String,
    /// With which address.
    pub email: String,
    /// The party whose provider takes the place of a password.
    pub provider: Option<PartyId>,
}

/// Whom this secret invites.
///
/// # Errors
/// [`NotTaken::Gone`] if nobody.
pub async fn invited(house: &House, secret: &str) -> Result<Guest, NotTaken> {
    let found = find(house, secret).await?;
    let only = provider::only(house, &found.party, found.role);
    Ok(Guest {
        name: found.name,
        email: found.email,
        provider: only.then_some(found.party),
    })
}

async fn find(house: &House, secret: &str) -> Result<Invited, NotTaken> {
    let (hash, now) = (digest(secret), house.clock.now());
    let found = house
        .store
        .glance(move |tx| Box::pin(async move { invitations::find(tx, &hash, now).await }));
    found
        .await
        .map_err(ActionError::from)?
        .ok_or(NotTaken::Gone)
}

impl Sessions {
    /// Takes an invitation up with this password; answers half a session, in which the second factor is set up or given. Every link and every
    /// session of the person ends.
    ///
    /// # Errors
    /// Why not.
    pub async fn accept(
        &self,
        house: &House,
        passwords: &Passwords,
        secret: &str,
        password: SecretString,
    ) -> Result<HalfWay, NotTaken> {
        let who = find(house, secret).await?;
        if provider::only(house, &who.party, who.role) {
            return Err(NotTaken::Gone);
        }
        check(password.expose_secret(), &who.name, &who.email)?;
        let hash = passwords.hash(password, &self.random).await;
        let hash = hash.map_err(|wrong| match wrong {
            PasswordError::Weak(weak) => NotTaken::Weak(weak),
            PasswordError::Failed => NotTaken::Broken(ActionError::Vault(wrong.to_string())),
        })?;
        let pending = self.pending(house, &who.party, &who.user)?;
        let token = self.random.token();
        let (key, link, until) = (digest(&token), digest(secret), self.clock.now() + HALF);
        let (inside, now) = (house.clone(), house.clock.now());
        let taken = self.store.write(move |tx| {
            Box::pin(async move {
                if invitations::find(tx, &link, now).await?.is_none() {
                    return Ok(None);
                }
                users::set_password(tx, &who.email.to_lowercase(), &hash).await?;
                invitations::delete_of(tx, &who.user).await?;
                end_all(tx, &who.user).await?;
                let sets_up = !factors::is_there(tx, &who.user).await?;
                let waits = (sets_up.then_some(pending), false);
                half_sessions::insert(tx, &key, &who.user, waits, until).await?;
                let actor = Actor::Employee {
                    user: who.user.clone(),
                    party: who.party,
                    role: who.role,
                };
                noted(&inside, tx, &actor, "invitation_taken", &who.user).await?;
                Ok::<_, ActionError>(Some(sets_up))
            })
        });
        let sets_up = taken.await?.ok_or(NotTaken::Gone)?;
        Ok(HalfWay { token, sets_up })
    }
}
