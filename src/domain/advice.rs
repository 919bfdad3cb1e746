//! The SMA (Sociaal Medisch Advies) and the doctor who may give it.

use serde::{Deserialize, Serialize};
use time::Date;

use super::address::Address;
use super::big::BigNumber;
use super::bsn::PersonalNumber;
use super::contact::Telephone;
use super::field::Field;
use super::party::{PartyId, UserId};
use super::person::{Gender, PersonName};
use super::text::{LongText, ShortText};

/// That B&W of a municipality appointed a doctor (art. 7 LPW).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointed {
    /// The doctor.
    pub doctor: UserId,
    /// The municipality.
    pub municipality: PartyId,
    /// First day.
    pub from: Date,
    /// Last day, if the appointment ended.
    pub until: Option<Date>,
}

/// What the doctor says of treating the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treats {
    /// "Ik behandel dit kind niet."
    No,
    /// The doctor treats the child, so may not advise.
    Yes,
}

/// Why a doctor may not advise on this child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotIndependent {
    /// Not appointed by B&W of the child's municipality on that day.
    NotAppointed,
    /// Treats the child.
    Treating,
}

/// Proof that this doctor may advise on this child: appointed by B&W of the child's municipality on that day, and
/// declared not to treat the child (art. 7 LPW; covenant, TOM: "onafhankelijke arts").
///
/// ```compile_fail
/// use tom::domain::advice::IndependentDoctor;
/// let forged = IndependentDoctor { doctor: "somebody".into() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndependentDoctor {
    doctor: UserId,
}

impl IndependentDoctor {
    /// The proof for a doctor on the day `on`.
    ///
    /// # Errors
    /// Says why this doctor may not advise.
    pub fn declare(
        doctor: &UserId,
        appointments: &[Appointed],
        municipality: &PartyId,
        treats: Treats,
        on: Date,
    ) -> Result<Self, NotIndependent> {
        if treats == Treats::Yes {
            return Err(NotIndependent::Treating);
        }
        let appointed = appointments.iter().any(|a| {
            a.doctor == *doctor
                && a.municipality == *municipality
                && a.from <= on
                && a.until.is_none_or(|until| on <= until)
        });
        if appointed {
            Ok(Self {
                doctor: doctor.clone(),
            })
        } else {
            Err(NotIndependent::NotAppointed)
        }
    }

    /// Who it is.
    #[must_use]
    pub const fn id(&self) -> &UserId {
        &self.doctor
    }
}

/// A month in a year: when the SWV looks again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct YearMonth {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
}

impl YearMonth {
    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Option<Date> {
        Date::from_calendar_date(self.year, time::Month::try_from(self.month).ok()?, 1).ok()
    }
}

/// Front page of the SMA, with exactly what the covenant lists.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontPage {
    /// First name and surname of the child.
    pub name: PersonName,
    /// Address of the child.
    pub address: Option<Address>,
    /// Date of birth.
    pub born: Option<Date>,
    /// Telephone of the parent or parents.
    pub telephones: Vec<Telephone>,
    /// Gender.
    pub gender: Option<Gender>,
    /// BSN, or onderwijsnummer where there is none.
    pub number: Option<PersonalNumber>,
}

/// Second page of the SMA.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondPage {
    /// Current situation and problem analysis: a global summary, no sensitive information.
    pub situation: LongText<4000>,
    /// Conclusion and advice of the independent doctor.
    pub conclusion: LongText<4000>,
    /// Where the child goes meanwhile (day activity or care provider).
    pub meanwhile: Option<ShortText<200>>,
    /// When the SWV looks again at learnability and development.
    pub look_again: Option<YearMonth>,
}

/// One version of an SMA.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// 1 for the first; a correction of facts makes the next.
    pub version: u32,
    /// What was corrected, at whose request.
    pub correction: Option<ShortText<400>>,
    /// Front page.
    pub front: Option<FrontPage>,
    /// Second page.
    pub second: Option<SecondPage>,
    /// Fit for school, or not.
    pub verdict: Verdict,
    /// The doctor's name.
    pub doctor: PersonName,
    /// The doctor's BIG number.
    pub big: Option<BigNumber>,
    /// Day of the statement: its three months run from here (art. 7 LPW).
    pub established_on: Date,
}

/// What the doctor concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Fit to be admitted to a school ("geschikt"): no exemption can follow.
    Fit,
    /// Not fit for now.
    Unfit {
        /// Advised duration in months.
        months: u8,
    },
    /// Never fit: no yearly notification (art. 6(3) LPW).
    NeverFit {
        /// Advised duration in months.
        months: u8,
    },
}

impl Verdict {
    /// Advised duration in months; `None` for "geschikt".
    #[must_use]
    pub const fn months(self) -> Option<u8> {
        match self {
            Self::Fit => None,
            Self::Unfit { months } | Self::NeverFit { months } => Some(months),
        }
    }

    /// Advised duration in months, none for "geschikt"; and whether the child will never be fit.
    #[must_use]
    pub fn advised(self) -> (u8, bool) {
        let months = self.months().unwrap_or(0);
        (months, matches!(self, Self::NeverFit { .. }))
    }
}

/// What the doctor concludes, before a duration is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Not fit for now.
    ForNow,
    /// Never fit.
    Never,
    /// Fit to be admitted to a school.
    Fit,
}

impl Finding {
    /// The verdict, for this many months; `None` where a duration is needed and there is none.
    #[must_use]
    pub fn verdict(self, months: Option<u8>) -> Option<Verdict> {
        match self {
            Self::Fit => Some(Verdict::Fit),
            Self::ForNow => months.map(|months| Verdict::Unfit { months }),
            Self::Never => months.map(|months| Verdict::NeverFit { months }),
        }
    }
}

/// What the doctor has typed of an SMA so far. Anything may still be empty: nothing of it is advice before it is established.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Gender, for the front page.
    pub gender: Option<Gender>,
    /// BSN or onderwijsnummer, for the front page.
    pub number: Option<PersonalNumber>,
    /// The doctor's BIG number.
    pub big: Option<BigNumber>,
    /// Current situation and problem analysis.
    pub situation: Option<LongText<4000>>,
    /// Conclusion and advice.
    pub conclusion: Option<LongText<4000>>,
    /// Fit or not.
    pub finding: Option<Finding>,
    /// Advised duration in months.
    pub months: Option<u8>,
    /// Where the child goes meanwhile.
    pub meanwhile: Option<ShortText<200>>,
    /// When the SWV looks again.
    pub look_again: Option<YearMonth>,
    /// Day of the statement.
    pub established_on: Option<Date>,
}

impl Advice {
    /// Without these it is no statement of a doctor on a child (art. 7 LPW).
    const ALWAYS: [Field; 4] = [
        Field::ChildName,
        Field::AdviceSituation,
        Field::AdviceConclusion,
        Field::AdviceDoctor,
    ];

    /// A copy that holds these fields and no others: what a hand-over carries. `None` without those that it can't be without.
    #[must_use]
    pub fn only(&self, fields: &[Field]) -> Option<Self> {
        let has = |field| fields.contains(&field);
        if !Self::ALWAYS.into_iter().all(has) {
            return None;
        }
        let mut copy = self.clone();
        if let Some(front) = &mut copy.front {
            front.address = front.address.take().filter(|_| has(Field::ChildAddress));
            front.born = front.born.filter(|_| has(Field::ChildBorn));
            front.gender = front.gender.filter(|_| has(Field::ChildGender));
            front.number = front.number.take().filter(|_| has(Field::ChildNumber));
            if !has(Field::ParentContact) {
                front.telephones.clear();
            }
        }
        Some(copy)
    }
}
