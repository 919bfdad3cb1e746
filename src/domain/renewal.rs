//! The yearly notification inside a running exemption, as it came in: which years ask one, which came, and what follows where one came
//! late or not at all.
//!
//! An exemption holds by law as long as a valid notification with a valid statement was filed (art. 5 and 6 LPW). So between the last
//! day and the day on which the notification comes in after all there is none.

use serde::{Deserialize, Serialize};
use time::Date;

use super::dates::long;
use super::exemption::{Exemption, FormMet};
use super::notification_dates::{NotificationTerms, YearlyNotification, notification_dates};
use super::rules::Rules;
use super::statement::last_good_day_explained;

/// What the law says of an exemption without its notification.
const LAW: &str = "artikel 5 en 6 Leerplichtwet 1969";

/// A yearly notification (art. 6 LPW, under b) as the gemeente received it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewed {
    /// The last day on which it could come in.
    pub by: Date,
    /// Day on which the gemeente received it.
    pub on: Date,
    /// Day of the doctor's statement that came with it.
    pub statement_on: Date,
}

impl Renewed {
    /// Whether it came after its last day.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.on > self.by
    }

    /// The days on which the exemption didn't hold, where it came late: from and until and with.
    #[must_use]
    pub fn gap(&self) -> Option<(Date, Date)> {
        let from = self.by.next_day()?;
        let until = self.on.previous_day()?;
        (self.is_late() && from <= until).then_some((from, until))
    }
}

impl Exemption {
    /// The same with the notification of the year that ends `by`, of which the form was tested. What was recorded of that year before is
    /// replaced.
    #[must_use]
    pub fn renewed(&self, form: &FormMet, by: Date) -> Self {
        let mut next = self.clone();
        next.yearly.retain(|one| one.by != by);
        next.yearly.push(Renewed {
            by,
            on: form.notified_on(),
            statement_on: form.statement_on(),
        });
        next.yearly.sort_by_key(|one| one.by);
        next
    }

    /// The notification that came for the year that ends `by`.
    #[must_use]
    pub fn renewal(&self, by: Date) -> Option<Renewed> {
        self.yearly.iter().find(|one| one.by == by).copied()
    }

    /// The years that ask a notification of their own: not the year that the notification carries with which it began.
    #[must_use]
    pub fn years(&self, rules: &Rules) -> Vec<YearlyNotification> {
        let terms = NotificationTerms::of(rules);
        let mut years = notification_dates(self.from, self.until, self.never_fit, &terms);
        years.retain(|year| {
            let same_year = self.notified_on.year() == year.last_day.date.year();
            !(same_year && year.is_carried_by(self.statement_on))
        });
        years
    }

    /// Those of which none came yet.
    #[must_use]
    pub fn awaited(&self, rules: &Rules) -> Vec<YearlyNotification> {
        let mut years = self.years(rules);
        years.retain(|year| self.renewal(year.last_day.date).is_none());
        years
    }
}

/// How the notification of a year stands, in Dutch: what, and why. `None` while it is awaited and still in time.
#[must_use]
pub fn told(
    exemption: &Exemption,
    year: &YearlyNotification,
    today: Date,
) -> Option<(String, String)> {
    let by = year.last_day.date;
    let Some(came) = exemption.renewal(by) else {
        return (by < today).then(|| {
            let from = by.next_day().unwrap_or(by);
            let why = format!(
                "Op {} was er geen kennisgeving. Zonder kennisgeving geldt de vrijstelling niet vanaf {} ({LAW}). Komt de kennisgeving \
                 alsnog, met een verklaring die dan goed is? Dan geldt de vrijstelling weer vanaf de dag waarop de gemeente haar krijgt.",
                long(by),
                long(from)
            );
            ("Niet ontvangen".to_owned(), why)
        });
    };
    let good = last_good_day_explained(came.statement_on, year.statement_months);
    let statement = format!(
        "De verklaring van de arts is van {}. Die is goed tot en met {}. {}",
        long(came.statement_on),
        long(good.date),
        good.explanation()
    );
    Some(if came.is_late() {
        let gap = came.gap().map_or_else(
            || "De vrijstelling gold steeds.".to_owned(),
            |(from, until)| {
                format!(
                    "Van {} tot en met {} was er geen kennisgeving: in die dagen gold de vrijstelling niet ({LAW}).",
                    long(from),
                    long(until)
                )
            },
        );
        (
            format!("Ontvangen op {}: te laat", long(came.on)),
            format!("{gap} {statement}"),
        )
    } else {
        (format!("Ontvangen op {}", long(came.on)), statement)
    })
}
