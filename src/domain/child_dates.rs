//! The dates that hang on the age of a child, each with its name and why: the duty to enrol, the kwalificatieplicht, and the
//! birthdays on which somebody else decides.

use time::Date;

use super::dates;
use super::due_date::DueDate;
use super::duty_to_enrol::{
    DutyToEnrol, end_of_duty_to_enrol, end_of_qualification_duty, start_of_qualification_duty,
};

/// A date as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildDate {
    /// What it is, in Dutch.
    pub name: &'static str,
    /// The date in words.
    pub value: String,
    /// Why it is that date, in Dutch sentences.
    pub explanation: String,
}

/// The dates of a child born on this date; of birthdays and the first notification those that are still to come. None where the
/// date of birth isn't known.
#[must_use]
pub fn child_dates(birth: Option<Date>, today: Date) -> Vec<ChildDate> {
    let Some(birth) = birth else {
        return Vec::new();
    };
    let duty = DutyToEnrol::of(birth);
    let starts = duty.first_school_day.as_ref();
    let mut found = vec![ChildDate {
        name: "Leerplichtig vanaf",
        value: starts.map_or_else(
            || dates::month_and_year(duty.month_start),
            |day| dates::long(day.date),
        ),
        explanation: duty.explanation(),
    }];
    if today < duty.starts() {
        found.push(shown(
            "Eerste kennisgeving uiterlijk",
            &duty.first_notification_by(),
            "",
        ));
    }
    let end = end_of_duty_to_enrol(birth);
    let sixteen = DueDate::birthday(birth, 16, "").because();
    found.push(ChildDate {
        explanation: format!(
            "{sixteen} {} De leerplicht eindigt eerder na twaalf volledige schooljaren. Die kent TOM niet.",
            end.explanation()
        ),
        ..shown("Leerplichtig tot en met", &end, "")
    });
    found.push(shown(
        "Kwalificatieplichtig vanaf",
        &start_of_qualification_duty(birth),
        "",
    ));
    let eighteen = DueDate::birthday(birth, 18, "").because();
    let until = end_of_qualification_duty(birth);
    found.push(ChildDate {
        explanation: format!(
            "{eighteen} {} De plicht eindigt eerder met een startkwalificatie.",
            until.explanation()
        ),
        ..shown("Kwalificatieplichtig tot en met", &until, "")
    });
    let birthdays = [
        (
            12,
            "Wordt 12 jaar",
            "convenant artikel 13 en bijlage 5",
            "Vanaf die dag telt de mening van het kind mee en oefenen ouders en kind de rechten samen uit.",
        ),
        (
            16,
            "Wordt 16 jaar",
            "convenant artikel 13 en bijlage 5",
            "Vanaf die dag beslist de jongere zelf over toestemming.",
        ),
        (
            18,
            "Wordt 18 jaar",
            "artikel 1b Leerplichtwet 1969",
            "Vanaf die dag rusten de plichten op de jongere zelf.",
        ),
    ];
    let to_come = birthdays
        .into_iter()
        .map(|(years, name, source, means)| {
            let day = DueDate::birthday(birth, years, source);
            (name, day, means)
        })
        .filter(|(_, day, _)| day.date > today);
    found.extend(to_come.map(|(name, day, means)| shown(name, &day, means)));
    found
}

fn shown(name: &'static str, day: &DueDate, means: &str) -> ChildDate {
    let explanation = match means {
        "" => day.explanation(),
        means => format!("{} {means}", day.explanation()),
    };
    ChildDate {
        name,
        value: dates::long(day.date),
        explanation,
    }
}
