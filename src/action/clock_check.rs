//! What an administrator does when the clock jumped: says that it is right, so that erasing goes on. No dossiers.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::grant::Purpose;
use crate::domain::party::Actor;
use crate::store::erasing::{self, Kept};

use super::access_log;
use super::error::ActionError;
use super::house::House;
use super::people::administered;

/// How far erasing is, for one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Own {
    /// When the clock was looked at last.
    pub seen: Option<EpochMillis>,
    /// Since when nothing is erased, because the clock jumped.
    pub stopped: Option<EpochMillis>,
    /// Of how many dossiers of the own party the day has come; some of them may be held.
    pub due: i64,
}

/// How far erasing is. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no administrator; what the store refuses.
pub async fn of_party(house: &House, actor: &Actor) -> Result<Own, ActionError> {
    let party = administered(actor)?;
    let (inside, actor, today) = (house.clone(), actor.clone(), house.clock.today());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let own = Own {
                    seen: erasing::value(tx, Kept::Seen).await?,
                    stopped: erasing::value(tx, Kept::Stopped).await?,
                    due: erasing::count_of(tx, &party, today).await?,
                };
                access_log::overview(&inside, tx, &actor, Purpose::Erase, "clock").await?;
                Ok(own)
            })
        })
        .await
}

/// Lets erasing go on, if the day that somebody read elsewhere is the day of this clock. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no administrator; [`ActionError::Field`] if the clock has another day;
/// [`ActionError::Changed`] if erasing doesn't stand still.
pub async fn confirm(house: &House, actor: &Actor, read: Date) -> Result<(), ActionError> {
    administered(actor)?;
    if read != house.clock.today() {
        let why = "De klok van TOM staat op een andere dag. Er wordt niets vernietigd. Laat wie TOM beheert de klok gelijkzetten.";
        return Err(ActionError::Field("today", why.into()));
    }
    let (inside, actor, now) = (house.clone(), actor.clone(), house.clock.now());
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            tx.begin().await?;
            if erasing::value(tx, Kept::Stopped).await?.is_none() {
                return Err(ActionError::Changed);
            }
            erasing::set(tx, Kept::Stopped, None).await?;
            erasing::set(tx, Kept::Seen, Some(now)).await?;
            access_log::overview(&inside, tx, &actor, Purpose::Erase, "clock_confirmed").await
        })
    });
    done.await
}
