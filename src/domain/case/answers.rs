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
    without: BTreeMap<Person, Without>,
    #[serde(default)]
    moved: bool,
}

/// Why the LPA goes on without the signature of a parent: art. 6 LPW asks the notification of everyone responsible, and the
/// silence of one of them is no veto on what the other notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Without {
    /// The LPA heard this parent, who doesn't object and doesn't sign.
    Heard,
    /// This parent was asked more than once and doesn't answer, or can't be found.
    NoAnswer,
    /// A court decided in the place of this parent (art. 1:253a BW).
    Court,
}

impl Without {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Heard, Self::NoAnswer, Self::Court];

    /// The word for it in a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Heard => "heard",
            Self::NoAnswer => "no_answer",
            Self::Court => "court",
        }
    }

    /// What a user reads, after the name of the parent.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Heard => "de leerplichtambtenaar heeft deze ouder gehoord; er is geen bezwaar",
            Self::NoAnswer => {
                "deze ouder is meer dan één keer gevraagd en reageert niet, of is niet te vinden"
            }
            Self::Court => "de rechter heeft beslist in plaats van deze ouder",
        }
    }
}

impl Answers {
    /// Who was asked.
    #[must_use]
    pub const fn asked(&self) -> &Asked {
        &self.asked
    }

    /// Without whose signature the LPA goes on, and why.
    #[must_use]
    pub const fn without(&self) -> &BTreeMap<Person, Without> {
        &self.without
    }

    /// Whether the child moved after the SMA was sent: it must go to the family again, for the other gemeente.
    #[must_use]
    pub const fn moved(&self) -> bool {
        self.moved
    }

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
        self.needed().filter(open).copied().collect()
    }

    /// The day of the last signature that was needed; `None` while one is awaited. One that wasn't needed moves nothing.
    #[must_use]
    pub fn all_signed_on(&self) -> Option<Date> {
        if !self.signature_awaited().is_empty() {
            return None;
        }
        self.needed()
            .filter_map(|person| self.signed.get(person))
            .max()
            .copied()
    }

    /// Whose signature makes the notification.
    fn needed(&self) -> impl Iterator<Item = &Person> {
        let needed = |person: &&Person| !self.without.contains_key(person);
        self.asked.to_sign.iter().filter(needed)
    }

    /// What is awaited: of whom, and whether that is the release.
    fn open(&self) -> BTreeSet<(Person, bool)> {
        let release = self.release_awaited().into_iter().map(|who| (who, true));
        let sign = self.signature_awaited().into_iter().map(|who| (who, false));
        release.chain(sign).collect()
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

    pub(super) fn go_on_without(&mut self, person: Person, why: Without) {
        self.without.insert(person, why);
    }

    /// The text changed: everybody reads it again, and where the notification's own facts changed signs again.
    pub(super) fn renew(&mut self, facts_of_notification: bool) {
        self.released.clear();
        if facts_of_notification {
            self.sign_anew();
        }
    }

    /// The child moved: everybody releases and signs anew, for the other gemeente.
    pub(super) fn move_on(&mut self) {
        self.renew(true);
        self.moved = true;
    }

    /// The SMA went to the family.
    pub(super) const fn sent(mut self) -> Self {
        self.moved = false;
        self
    }

    /// What was signed, and who was left out of it, counts no more.
    fn sign_anew(&mut self) {
        self.signed.clear();
        self.without.clear();
    }

    /// Facts of the family were corrected. Where others must release now, all of them do so anew; where the facts of the
    /// notification changed, it is signed anew. Answers who must do something that wasn't awaited before.
    ///
    /// `asked` is `None` where the own dossier doesn't tell who has custody (gemeente): there, a parent who was `found` signs.
    pub(super) fn correct(
        &mut self,
        asked: Option<Asked>,
        found: &[Person],
        facts_of_notification: bool,
    ) -> BTreeSet<Person> {
        let before = self.open();
        let asked = asked.unwrap_or_else(|| {
            let mut asked = self.asked.clone();
            let parents = found.iter().filter(|person| **person != Person::Child);
            asked.to_sign.extend(parents);
            asked
        });
        if asked.to_release != self.asked.to_release {
            self.released.clear();
        }
        if facts_of_notification {
            self.sign_anew();
        }
        self.asked = asked;
        let open = self.open();
        open.difference(&before)
            .map(|(person, _)| *person)
            .collect()
    }
}
