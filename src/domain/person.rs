//! Names and the gender as the forms ask for it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::invalid::Invalid;
use super::text::{checked_text, one_line};

/// First names or a surname, as people write them: apostrophes, accents, hyphens and prefixes included.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NamePart(String);

checked_text!(NamePart);

impl NamePart {
    /// Most characters in one part of a name.
    pub const MAX: usize = 100;

    /// Trims, folds inner white space and checks. Names are free; only what is certainly no name is refused.
    ///
    /// # Errors
    /// Nothing typed, more than 100 characters, no letter at all, or signs that no name has.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let name = one_line(typed, Self::MAX)?;
        if name
            .chars()
            .any(|c| "<>{}[]|\\^~@#$%*=+_\";:!?".contains(c))
        {
            return Err(Invalid::ForbiddenCharacters);
        }
        if !name.chars().any(char::is_alphabetic) {
            return Err(Invalid::NoLetters);
        }
        Ok(Self(name))
    }
}

/// The name of a person. Someone with one single name has a surname only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonName {
    /// First names or initials: "Noor Elisa", "P.".
    pub first: Option<NamePart>,
    /// Surname with its prefix: "van 't Hof-de Wit".
    pub last: NamePart,
}

impl PersonName {
    /// From the two fields of a form; the first may be left empty.
    ///
    /// # Errors
    /// What [`NamePart::parse`] has against either field.
    pub fn parse(first: &str, last: &str) -> Result<Self, Invalid> {
        let first = if first.trim().is_empty() {
            None
        } else {
            Some(NamePart::parse(first)?)
        };
        Ok(Self {
            first,
            last: NamePart::parse(last)?,
        })
    }

    /// First names and surname, as in a letter.
    #[must_use]
    pub fn full(&self) -> String {
        match &self.first {
            Some(first) => format!("{first} {}", self.last),
            None => self.last.to_string(),
        }
    }

    /// Whether this can be the same person, as somebody else wrote the name: the longest word of one surname stands in the other,
    /// and the first names begin alike, as far as both are there ("A. de Boer" and "Anna Jansen-de Boer").
    #[must_use]
    pub fn may_be(&self, other: &Self) -> bool {
        let (mine, theirs) = (words(&self.last), words(&other.last));
        let stands_in = |one: &[String], all: &[String]| {
            one.iter()
                .max_by_key(|word| word.chars().count())
                .is_some_and(|word| all.contains(word))
        };
        let first = |name: &Self| {
            name.first
                .as_ref()
                .and_then(|part| words(part).into_iter().next())
        };
        let alike = match (first(self), first(other)) {
            (Some(mine), Some(theirs)) => mine.starts_with(&theirs) || theirs.starts_with(&mine),
            _ => true,
        };
        alike && (stands_in(&mine, &theirs) || stands_in(&theirs, &mine))
    }

    /// The first names, or the single name of someone who has one: for "Samen met Noor Elisa ...".
    #[must_use]
    pub fn called(&self) -> &str {
        self.first.as_ref().unwrap_or(&self.last).as_str()
    }
}

fn words(part: &NamePart) -> Vec<String> {
    let lower = part.as_str().to_lowercase();
    let all = lower.split(|c: char| !c.is_alphanumeric());
    all.filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full())
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(..)")
    }
}

/// Gender as on the application \[VO\], the front page of the SMA and the notification of art. 6 LPW.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Gender {
    /// `m`
    #[serde(rename = "m")]
    Male,
    /// `v`
    #[serde(rename = "v")]
    Female,
    /// `x`
    #[serde(rename = "x")]
    X,
}

impl Gender {
    /// Every choice, in the order in which a form offers them.
    pub const ALL: [Self; 3] = [Self::Female, Self::Male, Self::X];

    /// From its code.
    ///
    /// # Errors
    /// [`Invalid::Required`] for nothing, [`Invalid::NotAChoice`] for anything but m, v or x.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        match typed.trim() {
            "" => Err(Invalid::Required),
            "m" | "M" => Ok(Self::Male),
            "v" | "V" => Ok(Self::Female),
            "x" | "X" => Ok(Self::X),
            _ => Err(Invalid::NotAChoice),
        }
    }

    /// The code of forms and exports: m, v or x.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "m",
            Self::Female => "v",
            Self::X => "x",
        }
    }

    /// The Dutch word on a page or in a letter.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Male => "man",
            Self::Female => "vrouw",
            Self::X => "x (geen man of vrouw)",
        }
    }
}

impl fmt::Debug for Gender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gender(..)")
    }
}
