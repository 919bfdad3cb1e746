//! Who looked at the dossiers of a child, for its family (art. 15 AVG): which organisation, in which role, when and why. No
//! employee's name.

use crate::clock::EpochMillis;
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, Role};
use crate::domain::rights::{NoRight, may_ask};
use crate::store::{cases, looks};

use super::access_log;
use super::compartment::open_own;
use super::error::ActionError;
use super::house::House;
use super::rights::no_right;

/// The most looks on a page.
const MOST: i64 = 500;

/// Who looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looker {
    /// Who reads this.
    Yourself,
    /// Somebody else of the family.
    Family(Role),
    /// Somebody of an organisation; `None` where nobody knows any more for which one.
    Employee(Role, Option<String>),
    /// The program.
    Program,
}

/// A look at one party's dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: EpochMillis,
    /// Who.
    pub who: Looker,
    /// What for; `None` if this program doesn't know it any more.
    pub why: Option<Purpose>,
    /// Whose dossier.
    pub dossier_of: Option<String>,
}

/// What somebody of the family may know of it.
pub struct Looks {
    /// First names of the child.
    pub child: String,
    /// The newest first, or why this member may not see them.
    pub looks: Result<Vec<Look>, NoRight>,
    /// Whether there are older ones.
    pub more: bool,
}

/// Who looked at the case of this member of the family, at every party. Reading it is a look too.
///
/// # Errors
/// [`ActionError::NotFound`] if the actor isn't of the family; what the store or the vault refuses.
pub async fn of_family(house: &House, actor: &Actor) -> Result<Looks, ActionError> {
    let Actor::Family { case: id, person } = actor.clone() else {
        return Err(ActionError::NotFound);
    };
    let about = id.clone();
    let (inside, reader) = (house.clone(), actor.clone());
    let looks = house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let case = cases::load(tx, &id).await?.ok_or(ActionError::NotFound)?;
                let (_, opened) = open_own(&inside, tx, &case, &reader).await?;
                let (_, application) = opened.dossier.consent().ok_or(ActionError::NotFound)?;
                let (child, parents) = (&application.child, &application.parents);
                let called = child.name.called().to_owned();
                if let Err(why) = may_ask(child, parents, person, inside.clock.today()) {
                    return Ok::<_, ActionError>(Looks {
                        child: called,
                        looks: Err(why),
                        more: false,
                    });
                }
                let mut found = looks::of_case(tx, &id, person.code(), MOST + 1).await?;
                let more = found.len() > usize::try_from(MOST).unwrap_or(usize::MAX);
                if more {
                    found.pop();
                }
                let looks = found.into_iter().map(|look| told(look, person.code()));
                Ok::<_, ActionError>(Looks {
                    child: called,
                    looks: Ok(looks.collect()),
                    more,
                })
            })
        })
        .await?;
    if looks.looks.is_err() {
        access_log::refused(house, actor, no_right(&about)).await?;
    }
    Ok(looks)
}

/// Whether somebody of the family reads of this look: not where it was for a request that another may have made.
pub(super) fn is_told(look: &looks::StoredLook, reader: &str) -> bool {
    look.purpose != Purpose::Rights.code()
        || !reader.is_empty() && look.who.as_deref() == Some(reader)
}

fn told(look: looks::StoredLook, reader: &str) -> Look {
    let who = match Role::from_code(&look.role) {
        Some(Role::Parent | Role::YoungPerson) if look.who.as_deref() == Some(reader) => {
            Looker::Yourself
        }
        Some(role @ (Role::Parent | Role::YoungPerson)) => Looker::Family(role),
        Some(Role::System) | None => Looker::Program,
        Some(role) => Looker::Employee(role, look.organisation),
    };
    Look {
        at: look.at,
        who,
        why: Purpose::from_code(&look.purpose),
        dossier_of: look.dossier_of,
    }
}
