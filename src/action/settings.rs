//! What a party chose, for its administrator: each change leaves a line that names what changed, and not into what. No dossiers.

use serde_json::Value;

use crate::domain::destruction;
use crate::domain::grant::Purpose;
use crate::domain::keeping::{CERTIFICATE_BOUNDS, log_bounds};
use crate::domain::notice::Route;
use crate::domain::organisation::{Organisation, Settings};
use crate::domain::party::Actor;
use crate::store::{StoreError, parties};

use super::access_log;
use super::error::ActionError;
use super::house::House;
use super::people::administered;

/// The own party as it is now, and its version. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no administrator; what the store refuses.
pub async fn of_party(house: &House, actor: &Actor) -> Result<(Organisation, i64), ActionError> {
    let party = administered(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let found = parties::versioned(tx, &party).await?;
                access_log::overview(&inside, tx, &actor, Purpose::Settings, "settings").await?;
                found.ok_or(ActionError::NotFound)
            })
        })
        .await
}

/// Stores what the party chose now. The education sector stays: cases of another one have another workflow.
///
/// # Errors
/// [`ActionError::Field`] for a route by secured mail without a mailbox, and for a term out of its bounds; [`ActionError::Changed`] if somebody else changed the settings
/// since this version.
pub async fn change(
    house: &House,
    actor: &Actor,
    version: i64,
    settings: Settings,
) -> Result<(), ActionError> {
    let party = administered(actor)?;
    if settings.seintje_route == Some(Route::SecuredMail) && settings.secured_email.is_none() {
        let why = "Vul het adres in van de beveiligde mailbox, of kies een andere weg.";
        return Err(ActionError::Field("secured_email", why.into()));
    }
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let found = parties::versioned(tx, &party).await?;
                let (mut own, now) = found.ok_or(ActionError::NotFound)?;
                if now != version {
                    return Err(ActionError::Changed);
                }
                let (least, most) = log_bounds(own.kind);
                within("log_months", settings.log_months(), (least, most))?;
                within(
                    "certificate_months",
                    settings.certificate_months(),
                    CERTIFICATE_BOUNDS,
                )?;
                let today = inside.clock.today();
                let new = Settings {
                    sector: own.settings.sector,
                    automatic_from: match (&own.settings, settings.destruction_list) {
                        (_, true) => None,
                        (before, false) if before.destruction_list => {
                            Some(destruction::automatic_from(today))
                        }
                        (before, false) => before.automatic_from,
                    },
                    ..settings
                };
                let changed = changed(&own.settings, &new)?;
                if changed.is_empty() {
                    return Ok(());
                }
                own.settings = new;
                parties::change(tx, &own, version).await?;
                let kinds = format!("settings: {}", changed.join(" "));
                access_log::overview(&inside, tx, &actor, Purpose::Settings, &kinds).await
            })
        })
        .await
}

/// Whether a number of months may be chosen.
fn within(field: &'static str, months: u16, (least, most): (u16, u16)) -> Result<(), ActionError> {
    if (least..=most).contains(&months) {
        return Ok(());
    }
    let why = format!("Kies {least} tot en met {most} maanden.");
    Err(ActionError::Field(field, why))
}

/// The names of what changed.
fn changed(before: &Settings, after: &Settings) -> Result<Vec<String>, ActionError> {
    let json = |settings: &Settings| {
        let value = serde_json::to_value(settings).map_err(|_| StoreError::Corrupt)?;
        match value {
            Value::Object(fields) => Ok(fields),
            _ => Err(StoreError::Corrupt),
        }
    };
    let (before, after) = (json(before)?, json(after)?);
    let differs = after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(value));
    Ok(differs.map(|(name, _)| name.clone()).collect())
}
