//! A list of what is to be destroyed: one person of a party proposes it, another one reviews each item and confirms the list, and then
//! both have seven days to take it back. So nobody destroys alone, and nothing in a hurry.

use time::{Date, Duration};

use super::party::{Role, UserId};

/// How many whole days after the confirmation the list can be taken back. It is carried out on the day after these.
pub const DAYS: i64 = 7;

/// The most dossiers on one list: what one person can look at.
pub const MOST: usize = 200;

/// How many days an item that came off may stay away, before it is proposed again.
pub const MOST_DAYS_OFF: i64 = 366;

/// Whether somebody in this role may propose and review. An FG supervises and so decides nothing (art. 38.6 AVG).
#[must_use]
pub const fn may_decide(role: Role) -> bool {
    matches!(
        role,
        Role::Admin | Role::Swv | Role::Coordinator | Role::Doctor | Role::Lpa | Role::LocalTeam
    )
}

/// How far a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListState {
    /// Proposed; a second person looks at it.
    Review,
    /// Confirmed; it can still be taken back.
    Confirmed,
    /// Taken back: what was on it is due again.
    TakenBack,
    /// Carried out.
    Done,
}

impl ListState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Review, Self::Confirmed, Self::TakenBack, Self::Done];

    /// The word for it in the column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Confirmed => "confirmed",
            Self::TakenBack => "taken_back",
            Self::Done => "done",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Review => "wordt beoordeeld",
            Self::Confirmed => "bevestigd",
            Self::TakenBack => "teruggenomen",
            Self::Done => "uitgevoerd",
        }
    }

    /// Reads what [`ListState::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// How far an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// Nobody looked at it yet.
    Open,
    /// The second person agrees.
    Agreed,
    /// Somebody took it off, with a reason; a hold says until when.
    Off,
    /// The list was taken back.
    Released,
    /// Something kept it on the day itself: a hold, a request, a restriction, or a term that had moved.
    Stayed,
    /// It was erased.
    Erased,
}

impl ItemState {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::Agreed,
        Self::Off,
        Self::Released,
        Self::Stayed,
        Self::Erased,
    ];

    /// The word for it in the column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Agreed => "agreed",
            Self::Off => "off",
            Self::Released => "released",
            Self::Stayed => "stayed",
            Self::Erased => "erased",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Open => "nog te beoordelen",
            Self::Agreed => "akkoord",
            Self::Off => "van de lijst gehaald",
            Self::Released => "niet vernietigd: de lijst is teruggenomen",
            Self::Stayed => "niet vernietigd: iets hield het tegen",
            Self::Erased => "vernietigd",
        }
    }

    /// Whether the item still stands on its list.
    #[must_use]
    pub const fn stands(self) -> bool {
        matches!(self, Self::Open | Self::Agreed)
    }

    /// Reads what [`ItemState::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A list. It names nobody of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its id.
    pub id: String,
    /// Its name, which is typed to confirm it: the year and a number.
    pub name: String,
    /// The day on which the first of its terms ended.
    pub from: Date,
    /// The day on which the last one did.
    pub until: Date,
    /// How far it is.
    pub state: ListState,
    /// Who proposed it.
    pub first: UserId,
    /// Who reviews it; nobody yet.
    pub second: Option<UserId>,
    /// When it was proposed.
    pub started_on: Date,
    /// On which day it is carried out, once it is confirmed.
    pub due_on: Option<Date>,
    /// Goes up with each change; guards every update.
    pub version: i64,
}

/// What somebody does to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Agrees that items are destroyed.
    Agree,
    /// Takes an item off.
    TakeOff,
    /// Confirms the list.
    Confirm,
    /// Takes the list back.
    TakeBack,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Who proposed a list doesn't review it.
    #[error("U hebt deze lijst zelf voorgesteld. Een collega moet haar beoordelen en bevestigen.")]
    OwnList,
    /// Somebody else is the second person already.
    #[error("Een andere collega beoordeelt deze lijst al.")]
    OtherReviews,
    /// Neither of the two persons.
    #[error("Alleen wie de lijst voorstelde of beoordeelde, kan dit doen.")]
    NotOfTheTwo,
    /// The list is carried out today, or was, or was taken back.
    #[error(
        "Dit kan niet meer: de lijst is uitgevoerd, wordt vandaag uitgevoerd of is teruggenomen."
    )]
    TooLate,
    /// It was confirmed already.
    #[error("Deze lijst is al bevestigd.")]
    Confirmed,
    /// Some items were not looked at.
    #[error("Beoordeel eerst elk dossier op de lijst.")]
    NotAll,
    /// Nothing stands on it any more.
    #[error("Er staat geen dossier meer op de lijst. Neem de lijst terug.")]
    Empty,
    /// Another name was typed.
    #[error("Dit is niet de naam van de lijst. Typ de naam precies over.")]
    WrongName,
}

impl Refused {
    /// The word for it in the access log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnList => "own_list",
            Self::OtherReviews => "other_reviews",
            Self::NotOfTheTwo => "not_of_the_two",
            Self::TooLate => "too_late",
            Self::Confirmed => "already_confirmed",
            Self::NotAll => "not_all_reviewed",
            Self::Empty => "empty_list",
            Self::WrongName => "wrong_name",
        }
    }
}

impl List {
    /// Whether this person may do this on this day.
    ///
    /// # Errors
    /// [`Refused`] says why not.
    pub fn may(&self, user: &UserId, act: Act, today: Date) -> Result<(), Refused> {
        let first = self.first == *user;
        let second = self.second.as_ref() == Some(user);
        match (self.state, act) {
            (ListState::TakenBack | ListState::Done, _) => Err(Refused::TooLate),
            (ListState::Confirmed, Act::Agree | Act::Confirm) => Err(Refused::Confirmed),
            (ListState::Confirmed, Act::TakeOff | Act::TakeBack) if !first && !second => {
                Err(Refused::NotOfTheTwo)
            }
            (ListState::Confirmed, Act::TakeOff | Act::TakeBack) => {
                let late = self.due_on.is_none_or(|due| due <= today);
                (!late).then_some(()).ok_or(Refused::TooLate)
            }
            (ListState::Review, Act::TakeBack | Act::TakeOff) if first => Ok(()),
            (ListState::Review, Act::TakeBack) if !second => Err(Refused::NotOfTheTwo),
            (ListState::Review, _) if first => Err(Refused::OwnList),
            (ListState::Review, _) if self.second.is_some() && !second => {
                Err(Refused::OtherReviews)
            }
            (ListState::Review, _) => Ok(()),
        }
    }

    /// Whether it may be confirmed with this name, with so many items that nobody looked at and so many that stand.
    ///
    /// # Errors
    /// [`Refused`] says why not.
    pub fn confirmed_as(&self, typed: &str, (open, agreed): (usize, usize)) -> Result<(), Refused> {
        match (open, agreed) {
            (0, 0) => Err(Refused::Empty),
            (0, _) if typed.trim().eq_ignore_ascii_case(&self.name) => Ok(()),
            (0, _) => Err(Refused::WrongName),
            _ => Err(Refused::NotAll),
        }
    }
}

/// On which day a list is carried out that is confirmed on this one.
#[must_use]
pub fn due(confirmed: Date) -> Date {
    confirmed.saturating_add(Duration::days(DAYS + 1))
}

/// From which day on an organisation erases by itself that turns its list off on this one: as long after it as a list waits, so that
/// nobody erases alone by turning it off.
#[must_use]
pub fn automatic_from(today: Date) -> Date {
    due(today)
}

#[cfg(test)]
mod tests {
    use super::super::party::PartyKind;
    use super::*;

    #[test]
    fn every_kind_of_party_has_two_roles_that_decide_and_none_that_supervises_does() {
        for kind in PartyKind::ALL {
            let roles = Role::ALL.into_iter().filter(|role| role.works_for(kind));
            let deciding = roles.filter(|role| may_decide(*role)).count();
            assert!(deciding >= 2, "{kind:?}");
        }
        assert!(!may_decide(Role::Fg) && !may_decide(Role::Policy));
    }
}
