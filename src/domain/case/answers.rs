//! What the family was asked about the SMA and the notification, and what came of it: who must, and who did.
//!
//! Everyone who must and can be reached is waited for; an address that nobody knows is a task and holds nothing up.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::family::{Child, Parent, Person, who_consents, with_custody};

/// Who must do what, by age, custody and known address on the day of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Release the SMA: from 16 on the young person alone, until then the custodial parents (covenant, Bijlage 5).
    pub to_release: BTreeSet<Person>,
    /// Sign the notification: who is responsible (art. 2 and 6 LPW).
    pub to_sign: BTreeSet<Person>,
}

impl Asked {
    /// Who must on the day `on`. A parent who can't be reached isn't waited for, unless that is all of them.
    #[must_use]
    pub fn of(child: &Child, parents: &[Parent], on: Date) -> Self {
        let reachable = |who: Vec<Person>| -> BTreeSet<Person> {
            let can = |person: &Person| {
                *person == Person::Child
                    || parents
                        .iter()
                        .any(|parent| parent.person == *person && parent.can_be_reached())
            };
            let reached: BTreeSet<Person> = who.iter().copied().filter(can).collect();
            if reached.is_empty() {
                who.into_iter().collect()
            } else {
                reached
            }
        };
        Self {
            to_release: reachable(who_consents(child, parents, on)),
            to_sign: reachable(with_custody(parents)),
        }
    }
}

/// Who was asked, and who did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    asked: Asked,
    released: BTreeSet<Person>,
    signed: BTreeMap<Person, Date>,
}

impl Answers {
    /// Who released the SMA.
    #[must_use]
    pub const fn released(&self) -> &BTreeSet<Person> {
        &self.released
    }

    /// Who signed the notification, and when: online the day of signing, on paper the day on which it came.
    #[must_use]
    pub const fn signed(&self) -> &BTreeMap<Person, Date> {
        &self.signed
    }

    /// Whose release is awaited.
    #[must_use]
    pub fn release_awaited(&self) -> BTreeSet<Person> {
        self.asked
            .to_release
            .difference(&self.released)
            .copied()
            .collect()
    }

    /// Whose signature is awaited.
    #[must_use]
    pub fn signature_awaited(&self) -> BTreeSet<Person> {
        let open = |person: &&Person| !self.signed.contains_key(person);
        self.asked.to_sign.iter().filter(open).copied().collect()
    }

    /// The day of the last signature that was needed; `None` while one is awaited. One that wasn't needed moves nothing.
    #[must_use]
    pub fn all_signed_on(&self) -> Option<Date> {
        if !self.signature_awaited().is_empty() {
            return None;
        }
        let needed = self.asked.to_sign.iter();
        needed
            .filter_map(|person| self.signed.get(person))
            .max()
            .copied()
    }

    pub(super) fn ask(mut self, asked: Asked) -> Self {
        self.asked = asked;
        self
    }

    pub(super) fn release(&mut self, by: Person) {
        self.released.insert(by);
    }

    /// Who signed before isn't overwritten: the first day stands.
    pub(super) fn sign(&mut self, by: impl IntoIterator<Item = Person>, on: Date) {
        for person in by {
            self.signed.entry(person).or_insert(on);
        }
    }

    /// The text changed: everybody reads it again, and where the notification's own facts changed signs again.
    pub(super) fn renew(&mut self, facts_of_notification: bool) {
        self.released.clear();
        if facts_of_notification {
            self.signed.clear();
        }
    }
}
