//! The demo: the region's parties, one person per role, and five made-up cases at different points of the path.
//!
//! The cases are walked with the use cases themselves, with the clock moved from day to day. Nothing is put in the store
//! past the write path.

pub mod applications;
mod cases;
mod region;
pub mod simulation;

use crate::action::setup::{self, NewEmployee};
use crate::action::{ActionError, joining};
use crate::app::App;
use crate::clock::EpochMillis;
use crate::domain::advice::Appointed;
use crate::domain::covenant::{Ground, Participant};
use crate::domain::party::{Actor, PartyId, Role, UserId};
use crate::domain::totp::Secret;

/// Monday 2 March 2026, 09:00 in Amsterdam: the day on which the five applications come in.
pub const MORNING: EpochMillis = 1_772_438_400_000;

/// Everybody's password. The demo listens on this machine only.
pub const PASSWORD: &str = "proef-met-tom-2026";

/// Somebody who can sign in.
pub struct Person {
    /// With which address.
    pub email: &'static str,
    /// As what, in Dutch.
    pub what: &'static str,
    /// For which party.
    pub party: String,
}

/// Sets up the region's parties and its people; answers who can sign in.
///
/// # Errors
/// What the store refuses.
pub async fn people(app: &App) -> Result<Vec<Person>, ActionError> {
    let house = &app.house;
    let known = setup::all_parties(house).await?;
    let parties = region::parties();
    let name = |id: &str| {
        parties
            .iter()
            .find(|party| party.id.as_str() == id)
            .map(|party| party.name.clone())
    };
    let people = region::EMPLOYEES
        .iter()
        .map(|(_, party, role, email, _)| Person {
            email,
            what: role.dutch(),
            party: name(party).unwrap_or_default(),
        })
        .collect();
    if !known.is_empty() {
        return Ok(people);
    }
    for party in parties {
        let signed = Participant {
            id: party.id.clone(),
            name: party.name.clone(),
            joined_on: time::macros::date!(2025 - 01 - 01),
            left_on: None,
            ground: Ground::Covenant,
        };
        setup::put_party(house, party).await?;
        joining::join(house, signed, None).await?;
    }
    // They all have the same one.
    let hash = app.state.passwords.hash(PASSWORD.into(), &house.random);
    let hash = hash
        .await
        .map_err(|wrong| ActionError::Field("password", wrong.to_string()))?;
    for (id, party, role, email, name) in region::EMPLOYEES {
        let employee = NewEmployee {
            id: Some(UserId::from(*id)),
            party: PartyId::from(*party),
            email: (*email).to_owned(),
            name: (*name).to_owned(),
            role: *role,
        };
        setup::add_employee(house, employee, hash.clone()).await?;
        setup::give_factor(house, email, &Secret::made_up(email)).await?;
    }
    for (doctor, municipalities) in region::APPOINTED {
        for municipality in *municipalities {
            let appointed = Appointed {
                doctor: UserId::from(*doctor),
                municipality: PartyId::from(*municipality),
                from: time::macros::date!(2025 - 01 - 01),
                until: None,
            };
            setup::appoint(house, appointed).await?;
        }
    }
    Ok(people)
}

/// Walks the five cases, each to another point of the path.
///
/// # Errors
/// What a use case refuses.
pub async fn cases(app: &App) -> Result<(), ActionError> {
    cases::walk(app).await
}

/// The employee with this id, as who acts.
#[must_use]
pub fn employee(id: &str) -> Actor {
    let found = region::EMPLOYEES.iter().find(|(known, ..)| *known == id);
    let (user, party, role) = found.map_or((id, "", Role::Admin), |(user, party, role, ..)| {
        (*user, *party, *role)
    });
    Actor::Employee {
        user: UserId::from(user),
        party: PartyId::from(party),
        role,
    }
}
