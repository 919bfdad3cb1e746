//! From when to when a child must be enrolled at a school (leerplicht, art. 3 LPW), and the kwalificatieplicht after it.

use time::Date;

use super::due_date::DueDate;
use super::term::Term;
use super::{calendar, dates, school_holidays};

const SOURCE: &str = "artikel 3 lid 1 Leerplichtwet 1969";
const QUALIFICATION: &str = "artikel 4a Leerplichtwet 1969";
const NOTIFICATION: &str = "artikel 6 Leerplichtwet 1969, onder a";

/// The start of the duty to enrol: the first school day of the month after the month in which the child turns 5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyToEnrol {
    /// The fifth birthday; 1 March for who was born on 29 February.
    pub turns_five: DueDate,
    /// The first day of the month in which the duty starts.
    pub month_start: Date,
    /// The first school day from then on; `None` when the school holidays of that year aren't known here.
    pub first_school_day: Option<DueDate>,
}

impl DutyToEnrol {
    /// For a child born on this date.
    #[must_use]
    pub fn of(birth: Date) -> Self {
        let turns_five = DueDate::birthday(birth, 5, SOURCE);
        let next_month = calendar::add_months_clamped(turns_five.date, 1);
        let month_start = calendar::first_of(next_month.year(), next_month.month());
        Self {
            turns_five,
            month_start,
            first_school_day: DueDate::first_school_day(month_start, SOURCE),
        }
    }

    /// The day on which the duty starts, or the first of that month where the first school day isn't known.
    #[must_use]
    pub fn starts(&self) -> Date {
        self.first_school_day
            .as_ref()
            .map_or(self.month_start, |day| day.date)
    }

    /// The last day of the first notification: at least one month before the duty starts (art. 6 LPW, under a). Counted from the
    /// first of the month when the first school day isn't known, which is never too late.
    #[must_use]
    pub fn first_notification_by(&self) -> DueDate {
        DueDate::before(self.starts(), Term::Months(1), NOTIFICATION)
    }

    /// When the duty starts and why, in Dutch sentences.
    #[must_use]
    pub fn explanation(&self) -> String {
        let birthday = self.turns_five.because();
        let start = match &self.first_school_day {
            Some(day) if day.date == day.from => format!(
                "De leerplicht begint op de eerste schooldag van de maand daarna: {}.",
                dates::long(day.date)
            ),
            Some(day) => format!(
                "De leerplicht begint op de eerste schooldag van de maand daarna: {}. {}",
                dates::long(day.date),
                day.because()
            ),
            None => format!(
                "De leerplicht begint op de eerste schooldag van {}. Welke dag dat is, weten wij niet: wij kennen de \
                 schoolvakanties van het schooljaar {} niet.",
                dates::month_and_year(self.month_start),
                school_holidays::school_year(self.month_start)
            ),
        };
        format!("{birthday} {start} Dit staat in: {SOURCE}.")
    }
}

/// The last day of the duty to enrol: the end of the school year in which the child turns 16. The other end, after twelve full
/// school years, needs the child's school career and isn't computed.
#[must_use]
pub fn end_of_duty_to_enrol(birth: Date) -> DueDate {
    let sixteen = super::ages::birthday(birth, 16);
    DueDate::end_of_school_year(sixteen, SOURCE)
}

/// The first day of the kwalificatieplicht: the day after the duty to enrol.
#[must_use]
pub fn start_of_qualification_duty(birth: Date) -> DueDate {
    let ended = end_of_duty_to_enrol(birth).date;
    DueDate::after(ended, Term::Days(1), QUALIFICATION)
}

/// The last day of the kwalificatieplicht: the day before the 18th birthday, unless a startkwalificatie comes sooner
/// (art. 4a LPW).
#[must_use]
pub fn end_of_qualification_duty(birth: Date) -> DueDate {
    let eighteen = super::ages::birthday(birth, 18);
    DueDate::before(eighteen, Term::Days(1), QUALIFICATION)
}
