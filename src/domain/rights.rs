//! Rights of the data subject (covenant, art. 13; art. 12 to 21 AVG): who may use them at which age, and a request from the day
//! it comes in until its answer.

use serde::{Deserialize, Serialize};
use time::Date;

use super::address::Address;
use super::ages::AgeBand;
use super::dates;
use super::due_date::DueDate;
use super::family::{Child, Parent, Person};
use super::party::PartyId;
use super::person::PersonName;
use super::term::Term;
use super::text::LongText;

/// Who else is heard when somebody uses a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody else.
    Alone,
    /// From 12 to 16 the right is of the young person and of the representatives both (art. 13, note 29): the view of the
    /// young person stands beside what a parent asks, and the other way round.
    Together,
}

/// Why somebody of the family may not use the rights over the child's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRight {
    /// From 16 on the young person alone.
    YoungPersonAlone,
    /// Until 12, or who can't decide about this: the representatives.
    Represented,
    /// Who has no custody represents nobody.
    NoCustody,
}

impl NoRight {
    /// Why not, in Dutch.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::YoungPersonAlone => "Vanaf 16 jaar gebruikt de jongere deze rechten zelf.",
            Self::Represented => "De ouders met gezag of de voogd gebruiken deze rechten.",
            Self::NoCustody => {
                "Alleen een ouder met gezag of een voogd gebruikt deze rechten voor een kind."
            }
        }
    }
}

/// Whether somebody of the family may use the rights over the child's data on a day, and who is heard beside. Of a child of whom
/// no date of birth is known, the representatives.
///
/// # Errors
/// [`NoRight`] says who may instead.
pub fn may_ask(
    child: &Child,
    parents: &[Parent],
    by: Person,
    on: Date,
) -> Result<Standing, NoRight> {
    let band = child.born.map(|born| AgeBand::on(born, on));
    // A young person who can't decide about this is represented, as a younger child is.
    let band = band.filter(|band| *band < AgeBand::SixteenPlus || child.cannot_decide.is_none());
    let custody = |parent: &Parent| parent.person == by && parent.has_custody();
    let represents = parents.iter().any(custody);
    standing(band, Some(by), represents)
}

/// The same, of somebody who represents the child or not; `by` is `None` for a grown-up of whom it isn't known which parent it is.
///
/// # Errors
/// [`NoRight`] says who may instead.
pub fn standing(
    band: Option<AgeBand>,
    by: Option<Person>,
    represents: bool,
) -> Result<Standing, NoRight> {
    let child = Some(Person::Child);
    match (by, band) {
        (by, Some(AgeBand::SixteenPlus | AgeBand::Adult)) if by == child => Ok(Standing::Alone),
        (by, Some(AgeBand::TwelveToFifteen)) if by == child => Ok(Standing::Together),
        (by, Some(AgeBand::UnderTwelve) | None) if by == child => Err(NoRight::Represented),
        (_, Some(AgeBand::SixteenPlus | AgeBand::Adult)) => Err(NoRight::YoungPersonAlone),
        _ if !represents => Err(NoRight::NoCustody),
        (_, Some(AgeBand::TwelveToFifteen)) => Ok(Standing::Together),
        _ => Ok(Standing::Alone),
    }
}

/// A right of art. 13 of the covenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Art. 15 AVG.
    Access,
    /// Art. 16 AVG.
    Rectification,
    /// Art. 18 AVG.
    Restriction,
    /// Art. 21 AVG.
    Objection,
    /// Art. 17 AVG.
    Erasure,
    /// Art. 20 AVG.
    Portability,
}

impl Right {
    /// Every right, in the order in which a form offers them.
    pub const ALL: [Self; 6] = [
        Self::Access,
        Self::Rectification,
        Self::Restriction,
        Self::Objection,
        Self::Erasure,
        Self::Portability,
    ];

    /// The word for it in columns and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Rectification => "rectification",
            Self::Restriction => "restriction",
            Self::Objection => "objection",
            Self::Erasure => "erasure",
            Self::Portability => "portability",
        }
    }

    /// Reads what [`Right::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.code() == code)
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Access => "inzage",
            Self::Rectification => "verbetering",
            Self::Restriction => "beperking van het gebruik",
            Self::Objection => "bezwaar tegen het gebruik",
            Self::Erasure => "verwijdering",
            Self::Portability => "overdracht (dataportabiliteit)",
        }
    }

    /// What it means, for who chooses.
    #[must_use]
    pub const fn explained(self) -> &'static str {
        match self {
            Self::Access => "Weten welke gegevens er zijn, wie ze kreeg en wie keek.",
            Self::Rectification => "Een fout laten verbeteren of iets laten aanvullen.",
            Self::Restriction => {
                "De gegevens blijven bewaard, maar mogen tijdelijk niet worden gebruikt."
            }
            Self::Objection => "Zeggen waarom deze gegevens niet mogen worden gebruikt.",
            Self::Erasure => "Gegevens laten verwijderen.",
            Self::Portability => {
                "De gegevens die u zelf gaf in een bestand krijgen. Dit kan alleen bij gegevens waarvoor toestemming is gegeven."
            }
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn article(self) -> &'static str {
        match self {
            Self::Access => "artikel 15 AVG",
            Self::Rectification => "artikel 16 AVG",
            Self::Restriction => "artikel 18 AVG",
            Self::Objection => "artikel 21 AVG",
            Self::Erasure => "artikel 17 AVG",
            Self::Portability => "artikel 20 AVG",
        }
    }
}

/// By when a request is answered: within a month, or with a letter within that month two months later (art. 12(3) AVG;
/// covenant, art. 13.2). It does not move for a weekend: earlier is always right.
#[must_use]
pub fn due(received: Date, extended: bool) -> DueDate {
    let months = if extended { 3 } else { 1 };
    let source = "artikel 12, lid 3, AVG en artikel 13.2 van het convenant";
    DueDate::after(received, Term::Months(months), source)
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The party does what was asked, or as much of it as the answer says.
    Granted,
    /// Of a request to erase: the whole dossier goes, by itself, as soon as nothing else needs it (art. 17 AVG).
    Whole,
    /// The party does not, and says why (art. 13.2).
    Refused,
    /// Who asked took it back.
    Withdrawn,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Granted, Self::Whole, Self::Refused, Self::Withdrawn];

    /// The word for it in columns and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Whole => "granted_whole",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads what [`Outcome::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Granted => "toegewezen",
            Self::Whole => "toegewezen: het hele dossier",
            Self::Refused => "afgewezen",
            Self::Withdrawn => "ingetrokken",
        }
    }
}

/// A request that a party got. All of it stands sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Which right.
    pub right: Right,
    /// Who asks. `None`: a parent or guardian, at a party that holds no parent's name and so can't tell which one.
    pub by: Option<Person>,
    /// The name of who asks.
    pub name: PersonName,
    /// Where the answer goes, if the party's dossier doesn't say so.
    pub address: Option<Address>,
    /// What is asked.
    pub asked: LongText<2000>,
    /// From 12 to 16: what the other one thinks of it, the young person or the parents.
    pub view: Option<LongText<1000>>,
    /// The day of receipt.
    pub received_on: Date,
    /// Whether the term was made longer, and why.
    pub extended: Option<Extended>,
    /// What the other parties said.
    pub discussed: Vec<Discussed>,
    /// Since when the dossier may not be used because of it.
    pub restriction: Option<Restriction>,
    /// The answer.
    pub answer: Option<Answer>,
}

/// Who asks, in Dutch.
#[must_use]
pub fn asker(by: Option<Person>) -> &'static str {
    by.map_or("ouder of voogd", Person::dutch)
}

/// A restriction of the use of the dossier (art. 18 AVG).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// From which day on.
    pub on: Date,
    /// On which day it ends, once who asked was told so by letter (art. 18(3) AVG).
    pub until: Option<Date>,
}

/// Days between the letter that tells of the end of a restriction, and that end: the letter must have come.
pub const NOTICE_DAYS: i64 = 7;

/// A term that was made longer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extended {
    /// On which day who asked was told.
    pub on: Date,
    /// Why.
    pub why: LongText<1000>,
}

/// What another party said about a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discussed {
    /// On which day.
    pub on: Date,
    /// With whom.
    pub with: PartyId,
    /// What they said.
    pub said: LongText<1000>,
}

/// The answer to a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// On which day.
    pub on: Date,
    /// How it ended.
    pub outcome: Outcome,
    /// What the party does, or why not; what who asked said, where it was taken back.
    pub text: LongText<4000>,
    /// What was decided on, where a file was granted.
    pub file: Option<Decided>,
}

/// What a file held when it was granted. It holds no value: what the dossier lost since must not lie here.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// A number made at that moment: papers with a later one came after.
    pub number: String,
    /// By what the values of the dossier are known again ([`super::export::Kept::marks`]).
    pub values: Vec<String>,
}

/// Days after the answer on which a file that was granted can be fetched.
pub const FILE_DAYS: i64 = 28;

/// The last day on which a file that was granted on this day can be fetched.
#[must_use]
pub fn file_until(granted: Date) -> Date {
    granted.saturating_add(time::Duration::days(FILE_DAYS))
}

/// Why something can't be done with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// It was answered.
    Answered,
    /// The term was made longer once already.
    ExtendedBefore,
    /// The first month is over: who asked had to hear of it within that month.
    TooLate(Date),
    /// The dossier may not be used already, because of this request.
    Restricted,
    /// There is no restriction because of this request.
    NotRestricted,
    /// Who asked was told that it ends on this day.
    EndsOn(Date),
    /// Who asked was not told yet.
    NotTold,
}

impl NotNow {
    /// Why not, in Dutch.
    #[must_use]
    pub fn dutch(self) -> String {
        match self {
            Self::Answered => "Dit verzoek is al beantwoord.".to_owned(),
            Self::ExtendedBefore => "De termijn is al een keer verlengd.".to_owned(),
            Self::TooLate(until) => format!(
                "Verlengen kon tot en met {}: wie het verzoek doet, moet dat binnen de eerste maand horen \
                 (artikel 12, lid 3, AVG).",
                dates::long(until)
            ),
            Self::Restricted => "Door dit verzoek wordt het dossier al niet gebruikt.".to_owned(),
            Self::NotRestricted => "Door dit verzoek is er geen beperking.".to_owned(),
            Self::EndsOn(on) => format!(
                "In de brief staat dat de beperking stopt op {}.",
                dates::long(on)
            ),
            Self::NotTold => {
                "Stuur eerst de brief: wie het verzoek deed, hoort vooraf dat de beperking stopt (artikel 18, lid 3, AVG).".to_owned()
            }
        }
    }
}

impl Request {
    /// By when it is answered.
    #[must_use]
    pub fn due(&self) -> DueDate {
        due(self.received_on, self.extended.is_some())
    }

    /// How it ended, if it did.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.answer.as_ref().map(|answer| answer.outcome)
    }

    /// Whether what it asks is a file: everything that is kept, or what the family gave.
    #[must_use]
    pub const fn is_for_a_file(&self) -> bool {
        matches!(self.right, Right::Access | Right::Portability)
    }

    /// The last day on which the file that was granted can be fetched; `None` where none was.
    #[must_use]
    pub fn file_until(&self) -> Option<Date> {
        let answer = self.answer.as_ref();
        let granted = answer.filter(|answer| answer.outcome == Outcome::Granted);
        granted
            .filter(|_| self.is_for_a_file())
            .map(|answer| file_until(answer.on))
    }

    /// What the file that was granted held.
    #[must_use]
    pub fn decided(&self) -> Option<&Decided> {
        self.answer.as_ref().and_then(|answer| answer.file.as_ref())
    }

    fn open(&self) -> Result<(), NotNow> {
        self.answer
            .as_ref()
            .map_or(Ok(()), |_| Err(NotNow::Answered))
    }

    /// Makes the term two months longer; who asked is told by letter.
    ///
    /// # Errors
    /// [`NotNow`], also once the first month is over.
    pub fn extend(&mut self, on: Date, why: LongText<1000>) -> Result<(), NotNow> {
        self.open()?;
        if self.extended.is_some() {
            return Err(NotNow::ExtendedBefore);
        }
        let first = self.due().date;
        if on > first {
            return Err(NotNow::TooLate(first));
        }
        self.extended = Some(Extended { on, why });
        Ok(())
    }

    /// Records what another party said.
    ///
    /// # Errors
    /// [`NotNow::Answered`].
    pub fn discuss(&mut self, on: Date, with: PartyId, said: LongText<1000>) -> Result<(), NotNow> {
        self.open()?;
        self.discussed.push(Discussed { on, with, said });
        Ok(())
    }

    /// Restricts the use of the dossier because of it.
    ///
    /// # Errors
    /// [`NotNow::Restricted`].
    pub fn restrict(&mut self, on: Date) -> Result<(), NotNow> {
        if self.restriction.is_some() {
            return Err(NotNow::Restricted);
        }
        self.restriction = Some(Restriction { on, until: None });
        Ok(())
    }

    /// The restriction ends, some days after the letter that says so. Answers on which day.
    ///
    /// # Errors
    /// [`NotNow::NotRestricted`], or [`NotNow::EndsOn`] if the letter was sent.
    pub fn announce_end(&mut self, today: Date) -> Result<Date, NotNow> {
        let restriction = self.restriction.as_mut().ok_or(NotNow::NotRestricted)?;
        if let Some(until) = restriction.until {
            return Err(NotNow::EndsOn(until));
        }
        let until = today.saturating_add(time::Duration::days(NOTICE_DAYS));
        restriction.until = Some(until);
        Ok(until)
    }

    /// Ends the restriction.
    ///
    /// # Errors
    /// [`NotNow`] before the day that the letter told.
    pub fn lift(&mut self, today: Date) -> Result<(), NotNow> {
        let restriction = self.restriction.as_ref().ok_or(NotNow::NotRestricted)?;
        match restriction.until {
            None => Err(NotNow::NotTold),
            Some(until) if today < until => Err(NotNow::EndsOn(until)),
            Some(_) => {
                self.restriction = None;
                Ok(())
            }
        }
    }

    /// Answers it, once.
    ///
    /// # Errors
    /// [`NotNow::Answered`].
    pub fn answer(
        &mut self,
        on: Date,
        outcome: Outcome,
        text: LongText<4000>,
    ) -> Result<(), NotNow> {
        self.open()?;
        self.answer = Some(Answer {
            on,
            outcome,
            text,
            file: None,
        });
        Ok(())
    }
}
