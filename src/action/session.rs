//! Sessions: who is signed in, found by a token of which only the hash is stored.

use sha2::{Digest, Sha256};

use crate::clock::{Clock, EpochMillis};
use crate::domain::party::{Actor, PartyId, Role, UserId};
use crate::random::Random;
use crate::store::{
    Store, StoreError, family_sessions, half_sessions, passkey_questions, sessions, throttle,
};

use super::sign_in::FORGOTTEN;

/// After this long without a request the session is over.
pub const IDLE: EpochMillis = 30 * 60 * 1000;
/// After this long the session is over, whatever happens.
pub const LONGEST: EpochMillis = 12 * 60 * 60 * 1000;
/// For how long after the second factor something weighty can be done.
pub const FRESH: EpochMillis = 5 * 60 * 1000;
/// How precisely the last request is kept: each update is a write.
const SEEN_EVERY: EpochMillis = 60 * 1000;

/// Opens, resumes and closes sessions. Cheap to clone.
///
/// Its clock may be another than that of the cases: where a person moves the days of a demo, nobody should be signed
/// out by that.
#[derive(Clone)]
pub struct Sessions {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) random: Random,
}

/// Who is signed in, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The person.
    pub user: UserId,
    /// With which address the person signs in.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The party that the person works for.
    pub party: PartyId,
    /// The party's name.
    pub party_name: String,
    /// The role in that party.
    pub role: Role,
    /// What every form of this session carries.
    pub csrf: String,
    /// Whether the identity provider of the party opened this session: then that gives the second factor too.
    pub by_provider: bool,
    proved_at: EpochMillis,
}

impl SignedIn {
    /// Whether the second factor was given so short ago that something weighty can be done.
    #[must_use]
    pub const fn is_fresh(&self, now: EpochMillis) -> bool {
        now - self.proved_at < FRESH
    }

    /// This person as the one who takes a step.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Employee {
            user: self.user.clone(),
            party: self.party.clone(),
            role: self.role,
        }
    }
}

impl Sessions {
    /// Sessions in this store.
    #[must_use]
    pub const fn new(store: Store, clock: Clock, random: Random) -> Self {
        Self {
            store,
            clock,
            random,
        }
    }

    /// Who has the session with this token, if it is still good, and notes that it was used.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn resume(&self, token: &str) -> Result<Option<SignedIn>, StoreError> {
        let key = digest(token);
        let now = self.clock.now();
        let found = self
            .store
            .glance(move |tx| Box::pin(async move { sessions::find(tx, &key).await }))
            .await?;
        let Some(session) = found else {
            return Ok(None);
        };
        if now >= session.expires_at || now - session.seen_at >= IDLE {
            return Ok(None);
        }
        if now - session.seen_at >= SEEN_EVERY {
            self.store
                .write(move |tx| Box::pin(async move { sessions::seen(tx, &key, now).await }))
                .await?;
        }
        Ok(Some(SignedIn {
            user: session.user,
            email: session.email,
            name: session.name,
            party: session.party,
            party_name: session.party_name,
            role: session.role,
            csrf: session.csrf,
            by_provider: session.by_provider,
            proved_at: session.proved_at,
        }))
    }

    /// Erases what is over by this clock: sessions, those of the family too, and counts of wrong passwords.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn forget(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let done = self.store.write(move |tx| {
            Box::pin(async move {
                throttle::delete_before(tx, now - FORGOTTEN).await?;
                sessions::delete_expired(tx, now).await?;
                half_sessions::delete_expired(tx, now).await?;
                passkey_questions::delete_expired(tx, now).await?;
                family_sessions::delete_expired(tx, now).await
            })
        });
        done.await
    }

    /// Ends the session with this token. Ending it twice is no fault.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn close(&self, token: &str) -> Result<(), StoreError> {
        let key = digest(token);
        self.store
            .write(move |tx| Box::pin(async move { sessions::delete(tx, &key).await }))
            .await
    }
}

/// What is stored of a token: whoever reads the database can't sign in with it.
pub(super) fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
