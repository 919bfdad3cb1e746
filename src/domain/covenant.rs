//! Taking part in the covenant: who may be given data at all (art. 18).

use time::Date;

use super::party::PartyId;

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// The id; of a party, if it works with TOM.
    pub id: PartyId,
    /// The name.
    pub name: String,
    /// Since when.
    pub joined_on: Date,
    /// The first day on which it takes part no more.
    pub left_on: Option<Date>,
    /// On which paper.
    pub ground: Ground,
}

impl Participant {
    /// Whether it takes part on this day: nobody else is given data.
    #[must_use]
    pub fn takes_part(&self, on: Date) -> bool {
        self.left_on.is_none_or(|left| on < left)
    }
}

/// The paper on which somebody takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Signed the covenant itself.
    Covenant,
    /// Signed the toetredingsformulier (Bijlage 1), which a party received and told the others of (art. 18.2, 18.3).
    Form,
}

impl Ground {
    /// The word for it in a column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Covenant => "covenant",
            Self::Form => "form",
        }
    }

    /// Reads what [`Ground::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Covenant, Self::Form]
            .into_iter()
            .find(|ground| ground.code() == code)
    }
}
