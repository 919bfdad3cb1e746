//! The review of who may do what at a party: each account once a year, those with special rights every quarter (ISO 27002, 5.18 and 8.2; covenant,
//! art. 10).

use serde::{Deserialize, Serialize};
use time::Date;

use super::party::{PartyId, Role, UserId};
use super::term::Term;

/// Whether who has this role can do more than the own work: look after accounts and settings, read the log and open dossiers for supervision, or say
/// who works on which case.
#[must_use]
pub const fn is_special(role: Role) -> bool {
    matches!(role, Role::Admin | Role::Fg | Role::Coordinator)
}

/// Which accounts were reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Those with special rights.
    Special,
    /// All of them.
    All,
}

impl Scope {
    /// Each of them.
    pub const BOTH: [Self; 2] = [Self::Special, Self::All];

    /// The word for it in a column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Special => "special",
            Self::All => "all",
        }
    }

    /// Reads what [`Scope::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|scope| scope.code() == code)
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Special => "bijzondere rechten",
            Self::All => "alle rechten",
        }
    }

    /// Months between two reviews.
    #[must_use]
    pub const fn months(self) -> u16 {
        match self {
            Self::Special => 3,
            Self::All => 12,
        }
    }
}

/// When accounts are reviewed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub scope: Scope,
    /// When they last were.
    pub last: Option<Date>,
    /// On which day the next review is there at the latest.
    pub on: Date,
    /// Whether that day has gone by.
    pub overdue: bool,
}

impl Due {
    /// Of a party that has accounts since `began`, and of which these were last reviewed then.
    #[must_use]
    pub fn of(scope: Scope, began: Date, last: Option<Date>, today: Date) -> Self {
        let on = Term::Months(scope.months()).after(last.unwrap_or(began));
        Self {
            scope,
            last,
            on,
            overdue: on < today,
        }
    }
}

/// What came of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It may stay as it is.
    Kept,
    /// It was ended.
    Ended,
    /// Of who signed: nobody judges the own account. The FG sees that it was not.
    Own,
}

/// An account that was reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Whose.
    pub user: UserId,
    /// In which role.
    pub role: Role,
    /// What came of it.
    pub outcome: Outcome,
}

/// A review that was signed: ids and codes, no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountReview {
    /// Its id.
    pub id: String,
    /// Of which party.
    pub party: PartyId,
    /// Of which accounts.
    pub scope: Scope,
    /// Who signed.
    pub by: UserId,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The accounts, as JSON of [`Judged`].
    pub accounts: String,
}

impl AccountReview {
    /// What the party signs.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        let Self {
            id,
            party,
            scope,
            by,
            at,
            accounts,
        } = self;
        let (party, scope, by) = (party.as_str(), scope.code(), by.as_str());
        format!("tom account-review {party} {id} {scope} {by} {at} {accounts}").into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn special_rights_are_due_after_a_quarter_and_all_rights_after_a_year() {
        let began = date!(2026 - 01 - 31);
        let due = |scope, last| Due::of(scope, began, last, date!(2026 - 05 - 01));
        let special = due(Scope::Special, None);
        assert_eq!((special.on, special.overdue), (date!(2026 - 04 - 30), true));
        let all = due(Scope::All, None);
        assert_eq!((all.on, all.overdue), (date!(2027 - 01 - 31), false));
        let again = due(Scope::Special, Some(date!(2026 - 02 - 01)));
        assert_eq!((again.on, again.overdue), (date!(2026 - 05 - 01), false));
    }
}
