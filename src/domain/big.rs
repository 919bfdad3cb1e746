//! The number under which a doctor stands in the BIG register.

use serde::{Deserialize, Serialize};

use super::invalid::Invalid;
use super::text::{bare_digits, checked_text};

/// BIG number: eleven digits.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BigNumber(String);

checked_text!(BigNumber);

impl BigNumber {
    /// Eleven digits; spaces, dots and dashes between them are left out.
    ///
    /// # Errors
    /// [`Invalid::Required`] for nothing, [`Invalid::NotABig`] for any other form.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        if typed.trim().is_empty() {
            return Err(Invalid::Required);
        }
        bare_digits(typed, 11).map(Self).ok_or(Invalid::NotABig)
    }
}
