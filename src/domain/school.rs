//! The registered number of a school.

use serde::{Deserialize, Serialize};

use super::invalid::Invalid;
use super::text::checked_text;

/// BRINVEST of a school's location (`06GV00`), or its BRIN (`06GV`) where the location is not known.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Brinvest(String);

checked_text!(Brinvest);

impl Brinvest {
    /// Two digits and two letters, and two digits more for the location. Small letters and spaces are put right.
    ///
    /// # Errors
    /// [`Invalid::Required`] for nothing, [`Invalid::NotABrin`] for any other form.
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
        let form: String = bare
            .chars()
            .map(|c| match c {
                '0'..='9' => '9',
                'A'..='Z' => 'A',
                _ => '?',
            })
            .collect();
        if matches!(form.as_str(), "99AA" | "99AA99") {
            Ok(Self(bare))
        } else {
            Err(Invalid::NotABrin)
        }
    }

    /// The BRIN: the school without its location.
    #[must_use]
    pub fn brin(&self) -> &str {
        &self.0[..4]
    }
}
