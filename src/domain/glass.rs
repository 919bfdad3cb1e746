//! Breaking the glass: a doctor or leerplichtambtenaar who must see a colleague's case now, for an hour, and says why.

use super::invalid::Invalid;
use super::text::LongText;

/// How long it lasts, in milliseconds.
pub const LASTS: i64 = 60 * 60 * 1000;

/// The most characters of a reason.
const MOST: usize = 500;

/// Why somebody breaks the glass, or why an FG opens a dossier.
#[derive(Clone, PartialEq, Eq)]
pub struct Reason(LongText<MOST>);

impl Reason {
    /// The fewest characters: "spoed" alone says nothing.
    pub const LEAST: usize = 10;

    /// Trims and checks.
    ///
    /// # Errors
    /// Fewer than ten characters, more than 500, or signs that can't be seen.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let text = LongText::parse(typed)?;
        if text.as_str().chars().count() < Self::LEAST {
            return Err(Invalid::TooShort { min: Self::LEAST });
        }
        Ok(Self(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_ten_to_five_hundred_characters() {
        let lengths = [
            (0, false),
            (9, false),
            (10, true),
            (500, true),
            (501, false),
        ];
        for (length, good) in lengths {
            assert_eq!(Reason::parse(&"x".repeat(length)).is_ok(), good, "{length}");
        }
        assert!(Reason::parse(&" ".repeat(20)).is_err());
    }
}
