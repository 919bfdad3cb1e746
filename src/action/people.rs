//! What the administrator of a party does: adds people, and ends what they may. No dossiers.

use secrecy::SecretString;

use crate::domain::contact::Email;
use crate::domain::grant::Purpose;
use crate::domain::organisation::Organisation;
use crate::domain::party::{Actor, PartyId, Role};
use crate::domain::text::ShortText;
pub use crate::store::users::Person;
use crate::store::{parties, users};

use super::access_log;
use super::error::ActionError;
use super::house::House;
use super::password::Passwords;
use super::setup::{self, NewEmployee};

/// The own party's administrator, and nobody else.
pub(super) fn administered(actor: &Actor) -> Result<PartyId, ActionError> {
    match actor {
        Actor::Employee {
            party,
            role: Role::Admin,
            ..
        } => Ok(party.clone()),
        _ => Err(ActionError::NotFound),
    }
}

/// The own party and its people.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no administrator; what the store refuses.
pub async fn of_party(
    house: &House,
    actor: &Actor,
) -> Result<(Organisation, Vec<Person>), ActionError> {
    let party = administered(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let own = parties::load(tx, &party)
                    .await?
                    .ok_or(ActionError::NotFound)?;
                let people = users::of_party(tx, &party).await?;
                access_log::overview(&inside, tx, &actor, Purpose::People, "people").await?;
                Ok((own, people))
            })
        })
        .await
}

/// Adds somebody to the own party. Leaves a line.
///
/// # Errors
/// [`ActionError::Field`] for an address that is taken, a role that the party doesn't have, or a password that is too short.
pub async fn add(
    house: &House,
    passwords: &Passwords,
    actor: &Actor,
    (name, email, role): (ShortText<100>, Email, Role),
    password: SecretString,
) -> Result<(), ActionError> {
    let party = administered(actor)?;
    let hash = passwords.hash(password, &house.random).await;
    let hash = hash.map_err(|wrong| ActionError::Field("password", wrong.to_string()))?;
    let employee = NewEmployee {
        id: None,
        party,
        email: email.as_str().to_owned(),
        name: name.as_str().to_owned(),
        role,
    };
    let id = setup::add_employee(house, employee, hash).await?;
    noted(house, actor, format!("added: {}", id.as_str())).await
}

/// Lets somebody of the own party not sign in any more, at once; or again. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who is of another party, and for the administrator's own account.
pub async fn set_active(
    house: &House,
    actor: &Actor,
    id: &str,
    active: bool,
) -> Result<(), ActionError> {
    let email = colleague(house, actor, id).await?;
    setup::set_active(house, &email, active).await?;
    let what = if active { "again" } else { "ended" };
    noted(house, actor, format!("{what}: {id}")).await
}

/// Takes the second factor of somebody of the own party away, who lost it, and ends every session; at the next sign-in a new one is set
/// up. Leaves a line.
///
/// # Errors
/// As [`set_active`].
pub async fn reset_factor(house: &House, actor: &Actor, id: &str) -> Result<(), ActionError> {
    let email = colleague(house, actor, id).await?;
    setup::reset_factor(house, &email).await?;
    noted(house, actor, format!("factor_reset: {id}")).await
}

/// The address of somebody else of the own party.
async fn colleague(house: &House, actor: &Actor, id: &str) -> Result<String, ActionError> {
    let party = administered(actor)?;
    if actor.user().is_some_and(|own| own.as_str() == id) {
        return Err(ActionError::NotFound);
    }
    let people = house
        .store
        .glance(move |tx| Box::pin(async move { users::of_party(tx, &party).await }));
    let one = people.await?.into_iter().find(|one| one.id.as_str() == id);
    Ok(one.ok_or(ActionError::NotFound)?.email.to_lowercase())
}

async fn noted(house: &House, actor: &Actor, kinds: String) -> Result<(), ActionError> {
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                access_log::overview(&inside, tx, &actor, Purpose::People, &kinds).await
            })
        })
        .await
}
