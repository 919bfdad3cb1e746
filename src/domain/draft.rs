//! An application that a family fills in online, until it is sent: what was typed, by the fields of the form, and who signed.
//!
//! It belongs to who fills it in. The SWV gets it when it is sent, as if it were the paper; nothing of it before.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Date;

use super::contact::Email;
use super::dates;
use super::family::Person;

/// How far a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftState {
    /// It can be filled in and signed.
    Open,
    /// It was sent: the SWV has it.
    Sent,
    /// Who filled it in threw it away.
    Discarded,
}

impl DraftState {
    /// The word for it in the column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sent => "sent",
            Self::Discarded => "discarded",
        }
    }

    /// Reads what [`DraftState::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let all = [Self::Open, Self::Sent, Self::Discarded];
        all.into_iter().find(|state| state.code() == code)
    }
}

/// The signs of a code: none that looks like another.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// An application that is being filled in. Has no `Debug`: it holds what people typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Who fills it in: the first parent, or the young person from 16.
    pub by: Person,
    /// Where the link goes with which this one comes back.
    pub email: Email,
    /// The code that belongs to that link.
    pub code: String,
    /// What was typed, by the fields of the application form.
    pub answers: BTreeMap<String, String>,
    /// Who signed, and on which day.
    pub signed: BTreeMap<Person, Date>,
    /// Who got a link to sign.
    pub asked: BTreeSet<Person>,
    /// Who came by such a link, and says to have another name than the one on the form.
    pub other_names: BTreeMap<Person, String>,
}

impl Draft {
    /// A draft in which nothing was filled in yet.
    #[must_use]
    pub fn new(by: Person, email: Email, code: String) -> Self {
        let of = if by == Person::Child { "child" } else { "p1" };
        let known = (format!("{of}_email"), email.as_str().to_owned());
        Self {
            by,
            email,
            code,
            answers: BTreeMap::from([known]),
            signed: BTreeMap::new(),
            asked: BTreeSet::new(),
            other_names: BTreeMap::new(),
        }
    }

    /// What was typed in a field, or nothing.
    #[must_use]
    pub fn answer(&self, name: &str) -> &str {
        self.answers.get(name).map_or("", String::as_str)
    }

    /// Keeps what was typed; what was left empty is no answer.
    pub fn put(&mut self, answers: Vec<(String, String)>) {
        for (name, value) in answers {
            if value.trim().is_empty() {
                self.answers.remove(&name);
            } else {
                self.answers.insert(name, value);
            }
        }
    }

    /// The child's date of birth, as far as it was typed.
    #[must_use]
    pub fn born(&self) -> Option<Date> {
        let part = |part: &str| self.answer(&format!("child_born_{part}"));
        dates::parse(part("day"), part("month"), part("year")).ok()
    }

    /// Whether this code is the one of the draft, however somebody copied it.
    #[must_use]
    pub fn is_code(&self, typed: &str) -> bool {
        let signs = |text: &str| -> Vec<u8> {
            let signs = text.bytes().filter(u8::is_ascii_alphanumeric);
            signs.map(|sign| sign.to_ascii_uppercase()).collect()
        };
        let (mine, theirs) = (signs(&self.code), signs(typed));
        mine.len() == theirs.len()
            && mine
                .iter()
                .zip(&theirs)
                .fold(0, |seen, (a, b)| seen | (a ^ b))
                == 0
    }

    /// Nobody signed any more: something else is to be signed.
    pub fn reopen(&mut self) {
        self.signed.clear();
        self.asked.clear();
        self.other_names.clear();
    }
}

/// A code out of random bytes: 40 bits, written in two groups of four.
#[must_use]
pub fn code(bytes: [u8; 8]) -> String {
    let sign = |byte: &u8| char::from(SIGNS[usize::from(byte % 32)]);
    let (first, second) = bytes.split_at(4);
    let group = |bytes: &[u8]| bytes.iter().map(sign).collect::<String>();
    format!("{}-{}", group(first), group(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let email = Email::parse("ouder@example.nl").unwrap();
        Draft::new(Person::Parent1, email, code([0, 1, 2, 3, 28, 29, 30, 31]))
    }

    #[test]
    fn a_code_is_known_however_somebody_copied_it() {
        let draft = draft();
        assert_eq!(draft.code, "ABCD-6789");
        for typed in ["ABCD-6789", "abcd6789", " a b c d 6 7 8 9 "] {
            assert!(draft.is_code(typed), "{typed}");
        }
        for typed in ["", "ABCD", "ABCD-6788", "ABCD-67899"] {
            assert!(!draft.is_code(typed), "{typed}");
        }
    }

    #[test]
    fn what_is_left_empty_is_no_answer() {
        let mut draft = draft();
        draft.put(vec![("situation".into(), "tekst".into())]);
        assert_eq!(draft.answer("situation"), "tekst");
        draft.put(vec![("situation".into(), "  ".into())]);
        assert!(!draft.answers.contains_key("situation"));
    }
}
