//! Addresses: Dutch ones, and free lines with a country for elsewhere.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::invalid::Invalid;
use super::text::{ShortText, checked_text, one_line};

/// Dutch postcode, written as `3833 GP`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode(String);

checked_text!(Postcode);

impl Postcode {
    /// Four digits, the first no zero, and two letters that are not SA, SD or SS. `3833gp` becomes `3833 GP`.
    ///
    /// # Errors
    /// [`Invalid::Required`] for nothing, [`Invalid::NotAPostcode`] for any other form.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        if typed.trim().is_empty() {
            return Err(Invalid::Required);
        }
        let bare: String = typed
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(7)
            .collect::<String>()
            .to_ascii_uppercase();
        let (true, Some((digits, letters))) = (bare.is_ascii(), bare.split_at_checked(4)) else {
            return Err(Invalid::NotAPostcode);
        };
        let well_formed = digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
            && letters.len() == 2
            && letters.bytes().all(|b| b.is_ascii_uppercase())
            && !matches!(letters, "SA" | "SD" | "SS");
        if !well_formed {
            return Err(Invalid::NotAPostcode);
        }
        Ok(Self(format!("{digits} {letters}")))
    }
}

/// House number with its addition: `12`, `200 bis`, `4-2`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HouseNumber(String);

checked_text!(HouseNumber);

impl HouseNumber {
    /// Most characters, addition included.
    pub const MAX: usize = 20;

    /// Starts with a digit that is no zero; after it letters, digits, spaces and `- / . '`.
    ///
    /// # Errors
    /// Nothing typed, too long, or no house number.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let number = one_line(typed, Self::MAX)?;
        let starts_well = number.starts_with(|c: char| matches!(c, '1'..='9'));
        if !starts_well
            || !number
                .chars()
                .all(|c| c.is_alphanumeric() || " -/.'".contains(c))
        {
            return Err(Invalid::NotAHouseNumber);
        }
        Ok(Self(number))
    }
}

/// Where someone lives or where post goes.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Address {
    /// An address in the Netherlands.
    Dutch(DutchAddress),
    /// An address elsewhere.
    Foreign(ForeignAddress),
}

/// An address in the Netherlands.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutchAddress {
    /// Street.
    pub street: ShortText<100>,
    /// House number and addition.
    pub number: HouseNumber,
    /// Postcode.
    pub postcode: Postcode,
    /// Place.
    pub place: ShortText<80>,
}

/// An address elsewhere: one to four free lines and a country.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "ForeignLines", into = "ForeignLines")]
pub struct ForeignAddress {
    lines: Vec<ShortText<80>>,
    country: ShortText<60>,
}

impl ForeignAddress {
    /// Most lines before the country.
    pub const MAX_LINES: usize = 4;

    /// Free lines (empty ones are left out) and a country.
    ///
    /// # Errors
    /// No line, more than four, or what [`ShortText::parse`] has against one of them.
    pub fn parse(lines: &str, country: &str) -> Result<Self, Invalid> {
        let lines: Vec<_> = lines
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(Self::MAX_LINES + 1)
            .map(ShortText::parse)
            .collect::<Result<_, _>>()?;
        Self::new(lines, ShortText::parse(country)?)
    }

    /// From checked lines.
    ///
    /// # Errors
    /// No line, or more than four.
    pub fn new(lines: Vec<ShortText<80>>, country: ShortText<60>) -> Result<Self, Invalid> {
        match lines.len() {
            0 => Err(Invalid::Required),
            n if n > Self::MAX_LINES => Err(Invalid::TooManyLines {
                max: Self::MAX_LINES,
            }),
            _ => Ok(Self { lines, country }),
        }
    }

    /// The lines before the country.
    #[must_use]
    pub fn free_lines(&self) -> &[ShortText<80>] {
        &self.lines
    }

    /// The country.
    #[must_use]
    pub fn country(&self) -> &ShortText<60> {
        &self.country
    }
}

/// How a foreign address is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ForeignLines {
    lines: Vec<ShortText<80>>,
    country: ShortText<60>,
}

impl TryFrom<ForeignLines> for ForeignAddress {
    type Error = Invalid;
    fn try_from(stored: ForeignLines) -> Result<Self, Invalid> {
        Self::new(stored.lines, stored.country)
    }
}

impl From<ForeignAddress> for ForeignLines {
    fn from(address: ForeignAddress) -> Self {
        Self {
            lines: address.lines,
            country: address.country,
        }
    }
}

impl Address {
    /// A Dutch address from its four fields.
    ///
    /// # Errors
    /// The first fault of the four; a form parses the fields one by one to show them all.
    pub fn dutch(street: &str, number: &str, postcode: &str, place: &str) -> Result<Self, Invalid> {
        Ok(Self::Dutch(DutchAddress {
            street: ShortText::parse(street)?,
            number: HouseNumber::parse(number)?,
            postcode: Postcode::parse(postcode)?,
            place: ShortText::parse(place)?,
        }))
    }

    /// An address elsewhere, from a text of one to four lines and a country.
    ///
    /// # Errors
    /// See [`ForeignAddress::parse`].
    pub fn foreign(lines: &str, country: &str) -> Result<Self, Invalid> {
        ForeignAddress::parse(lines, country).map(Self::Foreign)
    }

    /// The lines below the name on an envelope; a country in capitals as the last one.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Dutch(a) => {
                vec![
                    format!("{} {}", a.street, a.number),
                    format!("{} {}", a.postcode, a.place),
                ]
            }
            Self::Foreign(a) => {
                let mut lines: Vec<String> = a.lines.iter().map(ToString::to_string).collect();
                lines.push(a.country.as_str().to_uppercase());
                lines
            }
        }
    }

    /// Whether two addresses are the same house, however the street was typed.
    #[must_use]
    pub fn is_same_house(&self, other: &Self) -> bool {
        let number = |text: &str| text.replace([' ', '-'], "").to_lowercase();
        match (self, other) {
            (Self::Dutch(a), Self::Dutch(b)) => {
                a.postcode == b.postcode && number(a.number.as_str()) == number(b.number.as_str())
            }
            _ => self == other,
        }
    }

    /// The lines with commas in between, for one line on a page.
    #[must_use]
    pub fn on_one_line(&self) -> String {
        self.lines().join(", ")
    }
}

macro_rules! hidden {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}
hidden!(Address, DutchAddress, ForeignAddress);
