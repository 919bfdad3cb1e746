//! Moves the clock of a demo or a test, so that what comes up meanwhile is done on its own day, in order.

use std::time::Duration;

use crate::clock::EpochMillis;
use crate::domain::amsterdam::start_of_day;
use crate::store::{StoreError, erasing, outbox};

use super::erase;
use super::error::ActionError;
use super::house::House;

/// How long to wait for what is due at one instant, in turns of [`TURN`].
const TURNS: u32 = 500;
const TURN: Duration = Duration::from_millis(10);

/// When something is due next, or to be erased, until and with `until`; `None`: nothing until then.
///
/// # Errors
/// What the store refuses.
pub async fn next(house: &House, until: EpochMillis) -> Result<Option<EpochMillis>, ActionError> {
    let (now, today) = (house.clock.now(), house.clock.today());
    let next = house.store.glance(move |tx| {
        Box::pin(async move {
            let erase = erasing::next(tx, today).await?.map(start_of_day);
            let due = outbox::next_due(tx, now).await?;
            Ok::<_, StoreError>(due.into_iter().chain(erase).min())
        })
    });
    Ok(next.await?.filter(|at| *at <= until))
}

/// Moves the clock to an instant, from one due row to the next, and lets the worker do each before it goes on.
///
/// # Errors
/// What the store refuses.
pub async fn to(house: &House, until: EpochMillis) -> Result<(), ActionError> {
    settle(house).await?;
    while let Some(at) = next(house, until).await? {
        arrive(house, at).await?;
        settle(house).await?;
    }
    arrive(house, until).await?;
    house.waker.wake("");
    Ok(())
}

/// Moves the clock, and erases what was to be erased by then: whoever moves it here means it.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn arrive(house: &House, at: EpochMillis) -> Result<(), ActionError> {
    house.clock.move_to(at.max(house.clock.now()));
    erase::confirm(house).await?;
    erase::look(house).await.map(drop)
}

/// Waits until nothing is due any more, or for a few seconds: what fails is tried again later.
async fn settle(house: &House) -> Result<(), ActionError> {
    for turn in 0..TURNS {
        let now = house.clock.now();
        let busy = house
            .store
            .glance(move |tx| Box::pin(async move { outbox::is_busy(tx, now).await }))
            .await?;
        if !busy {
            break;
        }
        if turn % 10 == 0 {
            house.waker.wake("");
        }
        tokio::time::sleep(TURN).await;
    }
    Ok(())
}
