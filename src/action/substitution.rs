//! A colleague takes over somebody's cases from a day to a day: who is away says so, or the administrator. It begins and ends by itself; what is opened
//! by it stands in the access log with whose place was taken.

use time::Date;

use crate::domain::amsterdam;
use crate::domain::dates;
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, PartyId, Role, UserId};
use crate::domain::policy::may_stand_in;
pub use crate::store::substitutions::Substitution;
use crate::store::users::{self, Person};
use crate::store::{StoreError, substitutions};

use super::access_log;
use super::error::ActionError;
use super::house::House;
use super::members::roles;

/// What is arranged, and who can be.
pub struct Arranged {
    /// What is not over, the first to begin first: of the party for its administrator, otherwise the own.
    pub rows: Vec<Substitution>,
    /// Who can be away: who asks, or for an administrator everybody with cases.
    pub absent: Vec<(UserId, String)>,
    /// Who can take over. Whether it is the same work is looked at when it is arranged.
    pub colleagues: Vec<(UserId, String)>,
}

/// An employee with cases, or an administrator.
fn may(actor: &Actor) -> Result<(&UserId, &PartyId, Role), ActionError> {
    match actor {
        Actor::Employee { party, role, user } if *role == Role::Admin || may_stand_in(*role) => {
            Ok((user, party, *role))
        }
        _ => Err(ActionError::NotFound),
    }
}

/// Whether it is about who asks; everything of the party is about its administrator.
fn concerns(row: &Substitution, user: &UserId, role: Role) -> bool {
    role == Role::Admin || row.absent.0 == *user || row.substitute.0 == *user
}

/// Who can sign in and works on cases: who, the name, and the role.
fn at_work(people: Vec<Person>) -> Result<Vec<(UserId, String, Role)>, ActionError> {
    let mut found = Vec::new();
    for person in people.into_iter().filter(|person| person.active) {
        let role = Role::from_code(&person.role).ok_or(StoreError::Corrupt)?;
        if may_stand_in(role) {
            found.push((person.id, person.name, role));
        }
    }
    Ok(found)
}

/// What is arranged. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who has no cases and is no administrator; what the store refuses.
pub async fn arranged(house: &House, actor: &Actor) -> Result<Arranged, ActionError> {
    may(actor)?;
    let (inside, actor) = (house.clone(), actor.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let (user, party, role) = may(&actor)?;
                let all = substitutions::coming(tx, party, inside.clock.now()).await?;
                let people = at_work(users::of_party(tx, party).await?)?.into_iter();
                let people: Vec<_> = people.map(|(id, name, _)| (id, name)).collect();
                let (own, others) = people.into_iter().partition(|(id, _)| id == user);
                access_log::overview(&inside, tx, &actor, Purpose::Assign, "substitutions").await?;
                let rows = all.into_iter().filter(|row| concerns(row, user, role));
                Ok(match role {
                    Role::Admin => Arranged {
                        rows: rows.collect(),
                        absent: Vec::clone(&others),
                        colleagues: others,
                    },
                    _ => Arranged {
                        rows: rows.collect(),
                        absent: own,
                        colleagues: others,
                    },
                })
            })
        })
        .await
}

/// Has a colleague take over somebody's cases, from one day to another, both included. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who may not say so of this one; [`ActionError::Field`] for who doesn't do the same work, and where somebody takes
/// over on one of these days already; what the store refuses.
pub async fn arrange(
    house: &House,
    actor: &Actor,
    (absent, substitute): (UserId, UserId),
    (from, until): (Date, Date),
) -> Result<(), ActionError> {
    let (user, _, role) = may(actor)?;
    if role != Role::Admin && absent != *user {
        return Err(ActionError::NotFound);
    }
    let (inside, actor) = (house.clone(), actor.clone());
    let new = Substitution {
        id: house.random.id(house.clock.now()),
        absent: (absent, String::new()),
        substitute: (substitute, String::new()),
        from: amsterdam::start_of_day(from),
        until: amsterdam::start_of_day(until.next_day().unwrap_or(until)),
    };
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let ((by, party, _), now) = (may(&actor)?, inside.clock.now());
            let people = at_work(users::of_party(tx, party).await?)?;
            let of = |id: &UserId| people.iter().find(|(one, ..)| one == id);
            let Some((.., work)) = of(&new.absent.0) else {
                let why = "Kies een medewerker die aan zaken werkt.";
                return Err(ActionError::Field("absent", why.into()));
            };
            let same = of(&new.substitute.0)
                .filter(|(id, _, role)| roles(*work).contains(role) && *id != new.absent.0);
            if same.is_none() {
                let why = "Kies een collega die hetzelfde werk doet.";
                return Err(ActionError::Field("substitute", why.into()));
            }
            let before = substitutions::coming(tx, party, now).await?;
            let meets = |row: &Substitution| row.from < new.until && new.from < row.until;
            if before
                .iter()
                .any(|row| row.absent.0 == new.absent.0 && meets(row))
            {
                let why =
                    "Op een van deze dagen vervangt al iemand deze medewerker. Beëindig dat eerst.";
                return Err(ActionError::Field("from", why.into()));
            }
            substitutions::add(tx, party, &new, (by, now)).await?;
            let said = format!(
                "substitution: {} for {} {} {}",
                new.substitute.0.as_str(),
                new.absent.0.as_str(),
                dates::iso(from),
                dates::iso(until)
            );
            access_log::overview(&inside, tx, &actor, Purpose::Assign, &said).await
        })
    });
    done.await
}

/// Ends one: who is away, who takes over, or the administrator. At the next request nothing opens by it any more. Leaves a line.
///
/// # Errors
/// [`ActionError::NotFound`] for who has no cases and is no administrator; [`ActionError::Field`] for one of others, and one that is over; what the
/// store refuses.
pub async fn end(house: &House, actor: &Actor, id: &str) -> Result<(), ActionError> {
    may(actor)?;
    let (inside, actor, id) = (house.clone(), actor.clone(), id.to_owned());
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            let ((user, party, role), now) = (may(&actor)?, inside.clock.now());
            let all = substitutions::coming(tx, party, now).await?;
            let mut own = all.iter().filter(|row| concerns(row, user, role));
            if !own.any(|row| row.id == id) || !substitutions::end(tx, party, &id, now).await? {
                // The same for one of others, which is nobody else's business.
                let why = "Deze vervanging is er niet of niet meer.";
                return Err(ActionError::Field("substitution", why.into()));
            }
            let said = format!("substitution_ended: {id}");
            access_log::overview(&inside, tx, &actor, Purpose::Assign, &said).await
        })
    });
    done.await
}
