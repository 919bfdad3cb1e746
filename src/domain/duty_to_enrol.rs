//! From when to when a child must be enrolled at a school (leerplicht, art. 3 LPW), and the kwalificatieplicht after it.

use time::Date;

use super::ages::birthday;
use super::{calendar, dates, school_holidays};

const SOURCE: &str = "artikel 3 lid 1 Leerplichtwet 1969";

/// The start of the duty to enrol: the first school day of the month after the month in which the child turns 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DutyToEnrol {
    birth: Date,
    /// The fifth birthday; 1 March for who was born on 29 February.
    pub turns_five: Date,
    /// The first day of the month in which the duty starts.
    pub month_start: Date,
    /// The first school day from then on; `None` when the school holidays of that year aren't known here.
    pub first_school_day: Option<Date>,
}

impl DutyToEnrol {
    /// For a child born on this date.
    #[must_use]
    pub fn of(birth: Date) -> Self {
        let turns_five = birthday(birth, 5);
        let next_month = calendar::add_months_clamped(turns_five, 1);
        let month_start = calendar::first_of(next_month.year(), next_month.month());
        let first_school_day = school_holidays::first_school_day_from(month_start);
        Self {
            birth,
            turns_five,
            month_start,
            first_school_day,
        }
    }

    /// The last day of the first notification: at least one month before the duty starts (art. 6 LPW, under a). Counted from the
    /// first of the month when the first school day isn't known, which is never too late.
    #[must_use]
    pub fn first_notification_by(&self) -> Date {
        calendar::add_months_clamped(self.first_school_day.unwrap_or(self.month_start), -1)
    }

    /// When the duty starts and why, in Dutch sentences.
    #[must_use]
    pub fn explanation(&self) -> String {
        let five = dates::long(self.turns_five);
        let birthday = if (self.turns_five.month(), self.turns_five.day())
            == (self.birth.month(), self.birth.day())
        {
            format!("De vijfde verjaardag is {five}.")
        } else {
            format!(
                "Het kind is geboren op 29 februari. Het jaar {} heeft geen 29 februari. Daarom telt {five} als de vijfde verjaardag.",
                self.turns_five.year()
            )
        };
        let start = match self.first_school_day {
            Some(day) => format!(
                "De leerplicht begint op de eerste schooldag van de maand daarna: {}.",
                dates::long(day)
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
pub fn end_of_duty_to_enrol(birth: Date) -> Date {
    school_holidays::end_of_school_year(birthday(birth, 16))
}

/// The last day of the kwalificatieplicht: the day before the 18th birthday, unless a startkwalificatie comes sooner
/// (art. 4a LPW).
#[must_use]
pub fn end_of_qualification_duty(birth: Date) -> Date {
    let eighteen = birthday(birth, 18);
    eighteen.previous_day().unwrap_or(eighteen)
}
