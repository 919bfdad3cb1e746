//! Visits of the family: after the personal link and the date of birth, a short session in one browser.

use crate::clock::EpochMillis;
use crate::domain::party::Actor;
use crate::store::{StoreError, family_sessions};

use super::invite;
use super::session::{Sessions, digest};

/// A visit lasts this long. Short: it may be on a borrowed telephone, and coming back takes the link and one date.
pub const VISIT: EpochMillis = 60 * 60 * 1000;

impl Sessions {
    /// Starts a visit through a link whose date of birth was right, and answers its token. A visit that the browser
    /// still had, ends.
    ///
    /// # Errors
    /// When the store can't be written, or the link is gone.
    pub async fn open_family(
        &self,
        secret: &str,
        old_token: Option<&str>,
    ) -> Result<String, StoreError> {
        let token = self.random.token();
        let (key, link, now) = (digest(&token), invite::hash(secret), self.clock.now());
        let old_key = old_token.map(digest);
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    family_sessions::delete_expired(tx, now).await?;
                    if let Some(old_key) = old_key {
                        family_sessions::delete(tx, &old_key).await?;
                    }
                    family_sessions::insert(tx, &key, &link, now, now + VISIT).await
                })
            })
            .await?;
        Ok(token)
    }

    /// Who visits with this token, while the visit lasts and its link works. `today` is the instant by the clock of
    /// the cases, by which links expire.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn resume_family(
        &self,
        token: &str,
        today: EpochMillis,
    ) -> Result<Option<Actor>, StoreError> {
        let key = digest(token);
        let now = self.clock.now();
        let found = self
            .store
            .glance(move |tx| Box::pin(async move { family_sessions::find(tx, &key).await }))
            .await?;
        let good = found.filter(|visit| now < visit.expires_at && today < visit.link_expires_at);
        Ok(good.map(|visit| Actor::Family {
            case: visit.case,
            person: visit.person,
        }))
    }

    /// Ends the visit with this token. Ending it twice is no fault.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn close_family(&self, token: &str) -> Result<(), StoreError> {
        let key = digest(token);
        self.store
            .write(move |tx| Box::pin(async move { family_sessions::delete(tx, &key).await }))
            .await
    }
}
