//! The yearly notification inside a running exemption (art. 6 LPW, under b): every year again before 1 July, each with a
//! statement that isn't too old (art. 7).

use serde::{Deserialize, Serialize};
use time::{Date, Month};

use super::due_date::DueDate;
use super::rules::Rules;
use super::term::Term;
use super::{dates, statement};

const YEARLY: &str = "artikel 6 Leerplichtwet 1969, onder b: ieder jaar vóór 1 juli";
const ASK: &str = "de werkafspraken van TOM";

/// What the law and the workflow file say about the yearly notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotificationTerms {
    /// Month of the last day on which the notification can come in.
    pub month: Month,
    /// Day of that month.
    pub day: u8,
    /// Most months between statement and notification.
    pub statement_months: u8,
    /// How long before the last day the GGD is asked for a new statement. A choice of the workflow file.
    pub ask_ggd: Term,
}

impl NotificationTerms {
    /// As the Leerplichtwet reads now: before 1 July, three months. The GGD is asked ten weeks before: two for the appointment,
    /// six for the advice, two for the parents to read and sign.
    pub const LEERPLICHTWET_1969: Self = Self {
        month: Month::June,
        day: 30,
        statement_months: 3,
        ask_ggd: Term::Weeks(10),
    };

    /// As a case's own workflow file has it.
    #[must_use]
    pub fn of(rules: &Rules) -> Self {
        Self {
            statement_months: rules.terms.statement_months,
            ..Self::LEERPLICHTWET_1969
        }
    }
}

/// One yearly notification and the dates around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearlyNotification {
    /// The last day on which it can come in.
    pub last_day: DueDate,
    /// A statement of this date or later is still good on the last day.
    pub earliest_statement: DueDate,
    /// When to ask the GGD for a new statement, if the one at hand isn't enough. A working day.
    pub ask_ggd_on: DueDate,
    /// Most months between statement and notification.
    pub statement_months: u8,
}

/// The yearly notifications inside an exemption, one for each last day from `from` to `until`. None when the statement says that
/// the child will never be fit (art. 6(3)).
#[must_use]
pub fn notification_dates(
    from: Date,
    until: Date,
    never_fit: bool,
    terms: &NotificationTerms,
) -> Vec<YearlyNotification> {
    if never_fit {
        return Vec::new();
    }
    (from.year()..=until.year())
        .filter_map(|year| {
            let day = terms.day.min(terms.month.length(year));
            Date::from_calendar_date(year, terms.month, day).ok()
        })
        .filter(|last_day| (from..=until).contains(last_day))
        .map(|last_day| {
            let earliest_statement = statement::earliest_for(last_day, terms.statement_months);
            let ask_ggd_on = DueDate::before(last_day, terms.ask_ggd, ASK)
                .moved_back_to_working_day()
                .not_before(from, "het begin van de vrijstelling")
                .not_before(
                    earliest_statement.date,
                    "de eerste dag waarop een verklaring goed is",
                )
                .moved_to_working_day();
            YearlyNotification {
                last_day: DueDate::fixed(last_day, YEARLY),
                earliest_statement,
                ask_ggd_on,
                statement_months: terms.statement_months,
            }
        })
        .collect()
}

impl YearlyNotification {
    /// The last day on which the notification can come in on a statement of this date: its own last good day, or the last day of
    /// the notification when that comes first.
    #[must_use]
    pub fn last_day_with(&self, statement: Date) -> Date {
        statement::last_good_day(statement, self.statement_months).min(self.last_day.date)
    }

    /// Whether a statement of this date is good to the last day.
    #[must_use]
    pub fn is_carried_by(&self, statement: Date) -> bool {
        statement::is_good_on(statement, self.last_day.date, self.statement_months)
    }

    /// What must happen when, in Dutch sentences; `today` tells whether the statement at hand can still be used.
    #[must_use]
    pub fn explanation(&self, statement: Date, today: Date) -> String {
        let last_day = dates::long(self.last_day.date);
        let made = dates::long(statement);
        let good_until = statement::last_good_day(statement, self.statement_months);
        let rule = format!(
            "De kennisgeving moet er uiterlijk op {last_day} zijn (artikel 6 Leerplichtwet 1969). De verklaring van de arts is \
             dan niet ouder dan {} (artikel 7 Leerplichtwet 1969).",
            Term::Months(self.statement_months.into()).dutch()
        );
        let when = if today <= self.ask_ggd_on.date {
            format!("uiterlijk op {}", dates::long(self.ask_ggd_on.date))
        } else {
            "nu".to_owned()
        };
        let ask = format!(
            "Vraag de GGD {when} om een nieuwe verklaring. Die moet van {} of later zijn.",
            dates::long(self.earliest_statement.date)
        );
        let way = if self.is_carried_by(statement) {
            format!("De verklaring van {made} is dan nog goed.")
        } else if today <= good_until {
            format!(
                "De verklaring van {made} is goed tot en met {}. Komt de kennisgeving voor of op die dag, dan is dat \
                 genoeg. Anders is er een nieuwe verklaring nodig. {ask}",
                dates::long(good_until)
            )
        } else {
            format!("De verklaring van {made} is dan te oud. {ask}")
        };
        format!("{rule} {way}")
    }
}
