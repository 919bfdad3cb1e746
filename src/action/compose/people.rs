//! Who gets a letter, at which address (covenant, Bijlage 5): each custodial parent at the own address, and from 16 on the young
//! person too. A parent without custody gets none.

use time::Date;

use crate::domain::address::Address;
use crate::domain::advice::FrontPage;
use crate::domain::ages::age_on;
use crate::domain::application::Application;
use crate::domain::case::Recipients;
use crate::domain::consent::{ConsentRecord, ShareAdviceWithParents};
use crate::domain::exemption::Correspondent;
use crate::domain::family::{Person, readers, with_custody};
use crate::domain::organisation::Organisation;
use crate::domain::person::PersonName;
use crate::letter::{Addressee, Child, Envelope, Letter, Reader};

use super::head::envelope;
use super::{Outcome, Writing, Written};

/// Somebody to write to.
pub(super) struct Recipient<'a> {
    pub(super) person: Person,
    pub(super) name: &'a PersonName,
    pub(super) address: Option<&'a Address>,
}

/// A letter about to be written: the outside, and how it speaks of the child.
pub(super) struct Sheet {
    pub(super) person: Person,
    pub(super) envelope: Envelope,
    pub(super) child: Child,
}

/// Whom to write to, out of an application.
pub(super) fn of_application<'a>(
    application: &'a Application,
    consent: &ConsentRecord,
    to: Recipients,
    today: Date,
) -> Vec<Recipient<'a>> {
    let who = match to {
        Recipients::Everyone | Recipients::Only(_) => from_age(16, application, today),
        Recipients::Invited => from_age(12, application, today),
        Recipients::Readers => who_reads(application, consent, today),
    };
    who.into_iter()
        .filter_map(|person| recipient(application, person))
        .collect()
}

/// The custodial parents, and from this age on the young person. Who can't decide about this is represented by the parents.
fn from_age(age: u16, application: &Application, today: Date) -> Vec<Person> {
    let child = &application.child;
    let mut who = with_custody(&application.parents);
    if child.cannot_decide.is_none() && is_of_age(age, child.born, today) {
        who.push(Person::Child);
    }
    who
}

/// Who reads the SMA. The tick for the parents counts when the young person signed it and didn't withdraw it.
pub(in crate::action) fn who_reads(
    application: &Application,
    consent: &ConsentRecord,
    today: Date,
) -> Vec<Person> {
    let (child, parents) = (&application.child, &application.parents);
    let parents_may_read = consent
        .permits::<ShareAdviceWithParents>(child, parents, today)
        .is_ok();
    readers(child, parents, parents_may_read, today)
}

fn recipient(application: &Application, person: Person) -> Option<Recipient<'_>> {
    if person == Person::Child {
        let child = &application.child;
        return Some(Recipient {
            person,
            name: &child.name,
            address: child.address.as_ref(),
        });
    }
    application.parent(person).map(|parent| Recipient {
        person,
        name: &parent.name,
        address: parent.address.as_ref(),
    })
}

/// Whom the gemeente writes to: it has no application, its correspondents are who gets its letters.
pub(super) fn of_correspondents(
    correspondents: &[Correspondent],
    born: Option<Date>,
    today: Date,
) -> Vec<Recipient<'_>> {
    // Who can't decide about this isn't named: the representatives get the letters.
    let sixteen = is_of_age(16, born, today);
    let written_to = |one: &&Correspondent| sixteen || one.person != Person::Child;
    let who = correspondents.iter().filter(written_to);
    who.map(|one| Recipient {
        person: one.person,
        name: &one.name,
        address: one.address.as_ref(),
    })
    .collect()
}

/// A letter to "de ouders van" the child at the address on the SMA: of nobody else does the gemeente know one.
pub(super) fn to_parents_of(
    w: &Writing<'_>,
    from: &Organisation,
    front: &FrontPage,
) -> Option<Sheet> {
    let person = Person::Parent1;
    let addressee = Addressee {
        name: format!("de ouders of verzorgers van {}", front.name.full()),
        address_lines: front.address.as_ref()?.lines(),
    };
    Some(Sheet {
        person,
        envelope: envelope(w, from, addressee),
        child: about(&front.name, person),
    })
}

/// Whether somebody of this birthday is that old; not where the birthday isn't known.
pub(super) fn is_of_age(age: u16, born: Option<Date>, today: Date) -> bool {
    born.is_some_and(|born| age_on(born, today) >= age)
}

/// Writes to each person at the own address.
pub(super) fn to_each<'a>(
    w: &Writing<'_>,
    from: &Organisation,
    child: &PersonName,
    to: Vec<Recipient<'a>>,
    letters: impl Fn(Sheet) -> Vec<Letter>,
) -> Vec<Outcome> {
    to.into_iter()
        .flat_map(|recipient| {
            let person = recipient.person;
            let Some(address) = recipient.address else {
                return vec![Outcome::NoAddress(person)];
            };
            let addressee = Addressee {
                name: recipient.name.full(),
                address_lines: address.lines(),
            };
            let sheet = Sheet {
                person,
                envelope: envelope(w, from, addressee),
                child: about(child, person),
            };
            let written = letters(sheet).into_iter();
            written
                .map(|letter| Outcome::Written(Written { person, letter }))
                .collect()
        })
        .collect()
}

/// How the letter speaks of the child to this person.
fn about(child: &PersonName, person: Person) -> Child {
    Child {
        name: child.full(),
        first_name: child.called().to_owned(),
        reader: match person {
            Person::Child => Reader::YoungPerson,
            Person::Parent1 | Person::Parent2 => Reader::Parent,
        },
    }
}
