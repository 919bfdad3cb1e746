//! What the administrator of a party does: adds people, and ends what they may. No dossiers.

use crate::domain::contact::Email;
use crate::domain::grant::Purpose;
use crate::domain::organisation::Organisation;
use crate::domain::party::{Actor, PartyId, Role, UserId};
use crate::domain::text::ShortText;
use crate::store::sessions::{self, Whose};
pub use crate::store::users::Person;
use crate::store::{parties, users};

use super::error::ActionError;
use super::house::House;
use super::invitation::{self, NO_PASSWORD};
use super::own_account::{self, Open};
use super::session::{IDLE, Sessions};
use super::setup::{self, NewEmployee};
use super::{access_log, factor};

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

/// Adds somebody to the own party, and has an invitation mailed. Leaves a line.
///
/// # Errors
/// [`ActionError::Field`] for an address that is taken, or a role that the party doesn't have.
pub async fn add(
    house: &House,
    actor: &Actor,
    (name, email, role): (ShortText<100>, Email, Role),
) -> Result<(), ActionError> {
    let party = administered(actor)?;
    let employee = NewEmployee {
        id: None,
        party,
        email: email.as_str().to_owned(),
        name: name.as_str().to_owned(),
        role,
    };
    let id = setup::add_employee(house, employee, NO_PASSWORD.to_owned()).await?;
    invited(house, actor, id, "added").await
}

/// Has an invitation mailed to somebody of the own party who got none, or lost the password. Until it is taken up the old password works. Leaves a line.
///
/// # Errors
/// As [`set_active`].
pub async fn invite(house: &House, actor: &Actor, id: &str) -> Result<(), ActionError> {
    colleague(house, actor, id).await?;
    invited(house, actor, UserId::from(id), "invited").await
}

async fn invited(house: &House, actor: &Actor, id: UserId, what: &str) -> Result<(), ActionError> {
    let kinds = format!("{what}: {}", id.as_str());
    let (inside, actor) = (house.clone(), actor.clone());
    let sent = house.store.write(move |tx| {
        Box::pin(async move {
            invitation::send(&inside, tx, &id).await?;
            access_log::overview(&inside, tx, &actor, Purpose::People, &kinds).await
        })
    });
    sent.await?;
    house.waker.wake("");
    Ok(())
}

/// Where the people of the own party are signed in.
///
/// # Errors
/// [`ActionError::NotFound`] for who is no administrator; what the store refuses.
pub async fn sessions(
    house: &House,
    own: &Sessions,
    actor: &Actor,
) -> Result<Vec<Open>, ActionError> {
    let (party, now) = (administered(actor)?, own.now());
    let found = house.store.glance(move |tx| {
        Box::pin(async move { sessions::open(tx, Whose::At(&party), now, now - IDLE).await })
    });
    Ok(own_account::told(found.await?, &[0; 32]))
}

/// Ends every session of somebody of the own party. Leaves a line.
///
/// # Errors
/// As [`set_active`].
pub async fn end_sessions(house: &House, actor: &Actor, id: &str) -> Result<(), ActionError> {
    colleague(house, actor, id).await?;
    let user = UserId::from(id);
    let ended = house
        .store
        .write(move |tx| Box::pin(async move { factor::end_all(tx, &user).await }));
    ended.await?;
    noted(house, actor, format!("sessions_ended: {id}")).await
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
