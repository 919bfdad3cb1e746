//! The personal numbers of art. 6 LPW: BSN and onderwijsnummer.
//!
//! Neither shows its digits by `Display` or `Debug`: whoever needs them says so with `expose`. They exist only in the GGD's
//! and the gemeente's dossiers, and never stand in a URL, a log, a mail or a letter to parents.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::invalid::Invalid;
use super::text::bare_digits;

/// Burgerservicenummer: nine digits that pass the elfproef.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bsn(String);

impl Bsn {
    /// Nine digits; spaces, dots and dashes between them are left out.
    ///
    /// # Errors
    /// [`Invalid::Required`] for nothing, [`Invalid::NotABsn`] for anything that fails the elfproef.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let digits = nine_digits(typed, Invalid::NotABsn)?;
        if weighted_sum(&digits).rem_euclid(11) != 0 || digits == "000000000" {
            return Err(Invalid::NotABsn);
        }
        Ok(Self(digits))
    }

    /// The nine digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Onderwijsnummer: what a pupil without a BSN has instead. Starts with 10, same sum as a BSN, remainder 5.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Onderwijsnummer(String);

impl Onderwijsnummer {
    /// Nine digits; spaces, dots and dashes between them are left out.
    ///
    /// # Errors
    /// [`Invalid::Required`] for nothing, [`Invalid::NotAnOnderwijsnummer`] for any other number.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let digits = nine_digits(typed, Invalid::NotAnOnderwijsnummer)?;
        if weighted_sum(&digits).rem_euclid(11) != 5 || !digits.starts_with("10") {
            return Err(Invalid::NotAnOnderwijsnummer);
        }
        Ok(Self(digits))
    }

    /// The nine digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The personal number of the notification (art. 6 LPW): a BSN, or an onderwijsnummer for who has none. No number is both,
/// because the remainders differ.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PersonalNumber {
    /// A burgerservicenummer.
    #[serde(rename = "bsn")]
    Bsn(Bsn),
    /// An onderwijsnummer.
    #[serde(rename = "onderwijsnummer")]
    Onderwijsnummer(Onderwijsnummer),
}

impl PersonalNumber {
    /// Either number, told apart by its digits.
    ///
    /// # Errors
    /// [`Invalid::NotABsn`] when it is neither: the BSN is what nearly everyone has, so the message speaks of that.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        match Onderwijsnummer::parse(typed) {
            Ok(number) => Ok(Self::Onderwijsnummer(number)),
            Err(_) => Bsn::parse(typed).map(Self::Bsn),
        }
    }

    /// The nine digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Bsn(bsn) => bsn.expose(),
            Self::Onderwijsnummer(number) => number.expose(),
        }
    }
}

/// Whether a personal number stands somewhere in this text: nine digits by themselves, or in groups of two and more with spaces,
/// dots or dashes between them. Part of a longer number, such as a telephone number, is none.
#[must_use]
pub fn stands_in(text: &str) -> bool {
    let between = |c: char| c.is_whitespace() || matches!(c, '.' | '-');
    let runs = text.split(|c: char| !(c.is_ascii_digit() || between(c) || c == '+'));
    let abroad = |run: &str| run.contains('+') || run.trim_start().starts_with("00");
    runs.filter(|run| !abroad(run)).any(|run| {
        let groups: Vec<&str> = run
            .split(between)
            .filter(|group| !group.is_empty())
            .collect();
        (0..groups.len()).any(|from| begins_with_one(&groups[from..]))
    })
}

/// Whether the first of these groups of digits, or the first few together, are a personal number.
fn begins_with_one(groups: &[&str]) -> bool {
    let mut digits = String::new();
    for group in groups.iter().take_while(|group| group.len() >= 2) {
        digits.push_str(group);
        if digits.len() >= 9 {
            break;
        }
    }
    PersonalNumber::parse(&digits).is_ok()
}

fn nine_digits(typed: &str, fault: Invalid) -> Result<String, Invalid> {
    if typed.trim().is_empty() {
        return Err(Invalid::Required);
    }
    bare_digits(typed, 9).ok_or(fault)
}

/// 9a + 8b + 7c + 6d + 5e + 4f + 3g + 2h − i.
fn weighted_sum(digits: &str) -> i32 {
    const WEIGHTS: [i32; 9] = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    digits
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| i32::from(digit - b'0') * weight)
        .sum()
}

macro_rules! hidden_number {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = Invalid;
            fn try_from(typed: String) -> Result<Self, Invalid> {
                Self::parse(&typed)
            }
        }
        impl From<$name> for String {
            fn from(number: $name) -> String {
                number.0
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}
hidden_number!(Bsn);
hidden_number!(Onderwijsnummer);
