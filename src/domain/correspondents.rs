//! Who the parents on a paper are, and who else gets the gemeente's letters. A paper knows no order: a parent is known by name, and
//! has the place that the GGD gave, so that a signature counts for who wrote it.

use std::collections::BTreeSet;

use super::exemption::{Correspondent, Notification};
use super::family::{Parent, Person};
use super::field::Field;
use super::personal::Personal as _;

/// Why a parent on the paper can't be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhoIsThis {
    /// No parent with custody has this name.
    Nobody(Person),
    /// Two parents with custody can have it.
    Either,
}

impl WhoIsThis {
    /// The field of the form.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Nobody(Person::Parent2) => "parent2_last",
            Self::Nobody(_) => "parent1_last",
            Self::Either => "parent1_first",
        }
    }

    /// What is wrong and what to do, in Dutch.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Nobody(_) => {
                "De GGD kent geen ouder met gezag met deze naam. Controleer wat u hebt ingevuld. Weet u de voornaam niet zeker? \
                 Laat die dan leeg. Klopt de naam? Bel de GGD: die kijkt wie gezag heeft en verbetert het."
            }
            Self::Either => {
                "Twee ouders met gezag kunnen zo heten. Vul de voornaam in, zodat de handtekening voor de goede ouder telt."
            }
        }
    }
}

/// The notification with each parent in the own place, whatever the order on the paper.
///
/// # Errors
/// A name that is not, or not only, that of one of the parents with custody.
pub fn in_their_places(
    mut typed: Notification,
    parents: &[Parent],
) -> Result<Notification, WhoIsThis> {
    let is = |one: &Correspondent, place: Person| {
        let mut custody = parents.iter().filter(|parent| parent.has_custody());
        custody.any(|parent| parent.person == place && parent.name.may_be(&one.name))
    };
    let named = || {
        typed
            .correspondents
            .iter()
            .filter(|one| one.person != Person::Child)
    };
    let straight = named().all(|one| is(one, one.person));
    let crossed = named().next().is_some() && named().all(|one| is(one, across(one.person)));
    match (straight, crossed) {
        (true, false) => Ok(typed),
        (false, true) => {
            for one in &mut typed.correspondents {
                one.person = across(one.person);
            }
            typed.correspondents.sort_by_key(|one| one.person);
            let signed = std::mem::take(&mut typed.signed);
            typed.signed = signed
                .into_iter()
                .map(|(who, on)| (across(who), on))
                .collect();
            Ok(typed)
        }
        (true, true) => Err(WhoIsThis::Either),
        (false, false) => {
            let stranger =
                named().find(|one| !is(one, Person::Parent1) && !is(one, Person::Parent2));
            Err(WhoIsThis::Nobody(
                stranger.map_or(Person::Parent2, |one| one.person),
            ))
        }
    }
}

const fn across(person: Person) -> Person {
    match person {
        Person::Parent1 => Person::Parent2,
        Person::Parent2 => Person::Parent1,
        Person::Child => Person::Child,
    }
}

/// Adds whom another knows and these leave out, and the addresses that they lack. Answers of which kinds that is.
pub fn complete(held: &mut Vec<Correspondent>, known: Vec<Correspondent>) -> BTreeSet<Field> {
    let mut new = BTreeSet::new();
    for one in known {
        match held.iter_mut().find(|other| other.person == one.person) {
            Some(other) => {
                if other.address.is_none() && one.address.is_some() {
                    other.address = one.address;
                    new.insert(Correspondent::fields_of(one.person).1);
                }
            }
            None => {
                new.extend(one.fields());
                held.push(one);
            }
        }
    }
    held.sort_by_key(|one| one.person);
    new
}
