//! Setting up: parties, employees, and the doctors whom a municipality appointed.

use crate::clock::EpochMillis;
use crate::domain::advice::Appointed;
use crate::domain::contact::Email;
use crate::domain::organisation::Organisation;
use crate::domain::party::{PartyId, Role, UserId};
use crate::domain::totp::{Secret, Step};
use crate::store::factors::{self, Factor};
use crate::store::users::{self, NewUser};
use crate::store::{StoreError, Tx, choices, invitations, members, parties, sessions};

use super::error::ActionError;
use super::house::House;
use super::{audit, factor};

/// An employee to be added.
pub struct NewEmployee {
    /// Id; a new one where none is given.
    pub id: Option<UserId>,
    /// For which party.
    pub party: PartyId,
    /// With which address to sign in.
    pub email: String,
    /// The person's name, as letters are signed with it.
    pub name: String,
    /// As what.
    pub role: Role,
}

/// Stores a party, new or changed, and makes its keys ready.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn put_party(house: &House, party: Organisation) -> Result<(), ActionError> {
    if let Some(fg) = &party.settings.fg_email
        && let Err(why) = Email::parse(fg)
    {
        return Err(ActionError::Field("fg_email", why.message()));
    }
    if !(1..=12).contains(&party.settings.review_months()) {
        let why =
            "review_months: kies 1 tot en met 12 maanden tussen twee controles van het logboek.";
        return Err(ActionError::Field("review_months", why.to_owned()));
    }
    let id = party.id.clone();
    house
        .store
        .write(move |tx| Box::pin(async move { parties::put(tx, &party).await }))
        .await?;
    prepare_keys(house, id).await
}

/// Makes keys ahead for a party, off the threads that answer requests.
///
/// # Errors
/// What the vault refuses.
pub async fn prepare_keys(house: &House, party: PartyId) -> Result<(), ActionError> {
    let vault = house.vault.clone();
    audit::blocking(move || vault.prepare(&party)).await
}

/// Every party.
///
/// # Errors
/// What the store refuses.
pub async fn all_parties(house: &House) -> Result<Vec<Organisation>, ActionError> {
    Ok(house
        .store
        .glance(|tx| Box::pin(async move { parties::list(tx, None).await }))
        .await?)
}

/// Every employee: e-mail address, name, role, party, and whether the person may sign in.
///
/// # Errors
/// What the store refuses.
pub async fn all_employees(
    house: &House,
) -> Result<Vec<(String, String, String, String, bool)>, ActionError> {
    Ok(house
        .store
        .glance(|tx| Box::pin(async move { users::list(tx).await }))
        .await?)
}

/// Adds an employee, with the hash of a password ([`super::password::Passwords::hash`]).
///
/// # Errors
/// [`ActionError::Field`] for an address that is taken, and for a role that such a party doesn't have.
pub async fn add_employee(
    house: &House,
    employee: NewEmployee,
    password_hash: String,
) -> Result<UserId, ActionError> {
    let now = house.clock.now();
    let id = employee.id.unwrap_or_else(|| UserId(house.random.id(now)));
    let user = NewUser {
        id: id.clone(),
        party: employee.party,
        email: employee.email,
        name: employee.name,
        role: employee.role,
        password_hash,
    };
    let added = house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let party = parties::load(tx, &user.party).await?;
                if party.is_none_or(|party| !user.role.works_for(party.kind)) {
                    return Err(ActionError::Field(
                        "role",
                        "Deze partij bestaat niet, of deze rol is daar niet.".into(),
                    ));
                }
                Ok(users::insert(tx, &user, now).await?)
            })
        })
        .await;
    match added {
        Err(ActionError::Store(StoreError::Conflict { .. })) => Err(ActionError::Field(
            "email",
            "Dit e-mailadres is al in gebruik.".into(),
        )),
        other => {
            other?;
            Ok(id)
        }
    }
}

/// Lets the employee with this e-mail address sign in, or not any more: then every session ends at once.
///
/// # Errors
/// [`ActionError::NotFound`] if nobody has this address; what the store refuses.
pub async fn set_active(house: &House, email: &str, active: bool) -> Result<(), ActionError> {
    let (email, now) = (email.to_lowercase(), house.clock.now());
    house
        .store
        .write(move |tx| Box::pin(async move { activate(tx, &email, active, now).await }))
        .await
}

/// The same within a unit; the address in lower case.
pub(super) async fn activate(
    tx: &mut Tx,
    email: &str,
    active: bool,
    now: EpochMillis,
) -> Result<(), ActionError> {
    if !users::set_active(tx, email, active, now).await? {
        return Err(ActionError::NotFound);
    }
    members::look_again(tx, email).await?;
    if !active {
        choices::forget(tx, email).await?;
    }
    // Who comes back sets up the second factor anew.
    factor::reset(tx, email).await?;
    Ok(())
}

/// Takes the second factor of an employee away, and ends every session: at the next sign-in a new one is set up.
///
/// # Errors
/// [`ActionError::NotFound`] if nobody has this address; what the store refuses.
pub async fn reset_factor(house: &House, email: &str) -> Result<(), ActionError> {
    let email = email.to_lowercase();
    let reset = house
        .store
        .write(move |tx| Box::pin(async move { factor::reset(tx, &email).await }));
    reset.await?.then_some(()).ok_or(ActionError::NotFound)
}

/// Gives an employee without a second factor this secret: for the people of a demo, who have one that is made up.
///
/// # Errors
/// [`ActionError::NotFound`] if nobody has this address; what store or vault refuse.
pub async fn give_factor(house: &House, email: &str, secret: &Secret) -> Result<(), ActionError> {
    let (email, now) = (email.to_lowercase(), house.clock.now());
    let (inside, secret) = (house.clone(), secret.clone());
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let user = users::by_email(tx, &email).await?;
                let users::Credentials { id, party, .. } = user.ok_or(ActionError::NotFound)?;
                let sealed = inside.vault.seal_of_account(&party, &id, secret.bytes())?;
                let last = Step(0);
                let factor = Factor { sealed, last };
                Ok(factors::insert(tx, &id, &factor, &[], now).await?)
            })
        })
        .await
}

/// Gives an employee another password. Every session ends: somebody else may know the old one.
///
/// # Errors
/// [`ActionError::NotFound`] if nobody has this address; what the store refuses.
pub async fn set_password(
    house: &House,
    email: &str,
    password_hash: String,
) -> Result<(), ActionError> {
    let email = email.to_lowercase();
    house
        .store
        .write(move |tx| {
            Box::pin(async move {
                let known = users::set_password(tx, &email, &password_hash).await?;
                end_sessions(tx, &email, known).await
            })
        })
        .await
}

async fn end_sessions(tx: &mut Tx, email: &str, known: bool) -> Result<(), ActionError> {
    if !known {
        return Err(ActionError::NotFound);
    }
    if let Some(user) = users::by_email(tx, email).await? {
        // A link that still lies in a mailbox would give it yet another one.
        invitations::delete_of(tx, &user.id).await?;
    }
    Ok(sessions::delete_of(tx, email).await?)
}

/// Records that a municipality appointed a doctor (art. 7 LPW).
///
/// # Errors
/// What the store refuses.
pub async fn appoint(house: &House, appointed: Appointed) -> Result<(), ActionError> {
    Ok(house
        .store
        .write(move |tx| Box::pin(async move { parties::appoint(tx, &appointed).await }))
        .await?)
}
