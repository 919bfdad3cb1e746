//! What of the child's and the parents' contact data somebody of the family may see: never the other parent's.

use crate::domain::address::Address;
use crate::domain::application::Application;
use crate::domain::contact::Telephone;
use crate::domain::family::Person;

/// Whether somebody of the family may see this address of the child: it is the own one, or surely not where the other
/// parent lives.
pub(in crate::action) fn may_see_address(
    shown: &Address,
    application: &Application,
    person: Person,
) -> bool {
    if person == Person::Child {
        return true;
    }
    let own = application
        .parent(person)
        .and_then(|parent| parent.address.as_ref());
    own.is_some_and(|own| own.is_same_house(shown))
        || application
            .parents
            .iter()
            .filter(|parent| parent.person != person)
            .all(|parent| {
                parent
                    .address
                    .as_ref()
                    .is_some_and(|a| !a.is_same_house(shown))
            })
}

/// Whether somebody of the family may see this number of a parent: a parent the own one, the young person those of the
/// parents who live at the same address.
pub(in crate::action) fn may_see_telephone(
    shown: &Telephone,
    application: &Application,
    person: Person,
) -> bool {
    application
        .parents
        .iter()
        .filter(|parent| match person {
            Person::Child => match (&parent.address, &application.child.address) {
                (Some(theirs), Some(own)) => theirs.is_same_house(own),
                _ => false,
            },
            Person::Parent1 | Person::Parent2 => parent.person == person,
        })
        .filter_map(|parent| parent.telephone.as_ref())
        .any(|known| known.dialled() == shown.dialled())
}
