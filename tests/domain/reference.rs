//! Every legal date, day by day over 25 years, against the laws written a second time in another language
//! (tests/reference/legal-dates.mjs).

use std::path::Path;
use std::process::Command;

use time::macros::date;
use time::{Date, Duration};
use tom::domain::ages::birthday;
use tom::domain::amsterdam::{civil_date, clock_time};
use tom::domain::calendar::{
    add_months_clamped, add_working_days, end_of_term, is_working_day, next_working_day,
    working_day_on_or_before,
};
use tom::domain::dates::{iso, long};
use tom::domain::due_date::{DueDate, Shift};
use tom::domain::duty_to_enrol::{
    DutyToEnrol, end_of_duty_to_enrol, end_of_qualification_duty, start_of_qualification_duty,
};
use tom::domain::exemption_dates::{end_of_exemption, reassessment_letter};
use tom::domain::notification_dates::{NotificationTerms, notification_dates};
use tom::domain::statement::{earliest_for, last_good_day};
use tom::domain::term::Term;

const FIRST: Date = date!(2020 - 01 - 01);
const LAST: Date = date!(2044 - 12 - 31);

/// Children as old as the ones of whom a procedure runs.
const EIGHTEEN_YEARS: Duration = Duration::days(6_575);

const LEGAL_TERMS: [Term; 11] = [
    Term::Days(2),
    Term::Days(3),
    Term::Days(4),
    Term::Days(90),
    Term::Days(91),
    Term::Weeks(6),
    Term::Weeks(12),
    Term::Weeks(13),
    Term::Months(1),
    Term::Months(3),
    Term::Months(4),
];

fn reference() -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/legal-dates.mjs");
    let done = Command::new("node")
        .arg(script)
        .args([iso(FIRST), iso(LAST)])
        .output()
        .expect("Node.js runs the reference; scripts/setup.sh installs it");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).unwrap()
}

fn all(dates: impl IntoIterator<Item = Date>) -> String {
    dates.into_iter().map(iso).collect::<Vec<_>>().join("/")
}

fn yearly(from: Date, until: Date) -> String {
    let terms = NotificationTerms::LEERPLICHTWET_1969;
    let found: Vec<String> = notification_dates(from, until, false, &terms)
        .into_iter()
        .map(|one| {
            all([
                one.last_day.date,
                one.earliest_statement.date,
                one.ask_ggd_on.date,
            ])
        })
        .collect();
    if found.is_empty() {
        "-".to_owned()
    } else {
        found.join("+")
    }
}

fn amsterdam(day: Date) -> String {
    let midnight = (day - date!(1970 - 01 - 01)).whole_days() * 86_400_000;
    [0, 1, 2, 12, 22, 23]
        .map(|hour| {
            let at = midnight + hour * 3_600_000;
            format!("{}T{}", iso(civil_date(at)), clock_time(at))
        })
        .join("/")
}

/// The dates of one day as the program computes them.
fn line(day: Date) -> String {
    let born = day - EIGHTEEN_YEARS;
    let duty = DutyToEnrol::of(born);
    let (one, two) = (end_of_exemption(day, 1).date, end_of_exemption(day, 2).date);
    let qualification = [
        start_of_qualification_duty(born).date,
        end_of_qualification_duty(born).date,
    ];
    let school = duty.first_school_day.as_ref().map(|day| day.date);
    let named = [
        ("day", iso(day)),
        ("working", u8::from(is_working_day(day)).to_string()),
        ("end_of_term", iso(end_of_term(day))),
        ("in_time", iso(working_day_on_or_before(day))),
        ("next", iso(next_working_day(day))),
        ("five", iso(add_working_days(day, 5))),
        ("ten", iso(Term::WorkingDays(10).after(day))),
        ("week", iso(Term::Weeks(1).after(day))),
        (
            "legal",
            all(LEGAL_TERMS.map(|term| DueDate::legal(day, term, "").date)),
        ),
        (
            "months",
            all([-4, -1, 3, 24, 240].map(|count| add_months_clamped(day, count))),
        ),
        ("good_until", iso(last_good_day(day, 3))),
        ("oldest", iso(earliest_for(day, 3).date)),
        ("one_year", iso(one)),
        ("two_years", iso(two)),
        (
            "letters",
            all([one, two].map(|end| reassessment_letter(end, 4).date)),
        ),
        ("yearly_one", yearly(day, one)),
        ("yearly_two", yearly(day, two)),
        ("born", iso(born)),
        (
            "birthdays",
            all([5, 12, 16, 18].map(|years| birthday(born, years))),
        ),
        ("duty_month", iso(duty.month_start)),
        ("duty", school.map_or_else(|| "-".to_owned(), iso)),
        ("first_notification", iso(duty.first_notification_by().date)),
        ("duty_ends", iso(end_of_duty_to_enrol(born).date)),
        ("qualification", all(qualification)),
        ("amsterdam", amsterdam(day)),
    ];
    named
        .map(|(name, value)| format!("{name}={value}"))
        .join(" ")
}

/// How many values differ, and the first few of them.
fn differences(ours: &[String], theirs: &[&str]) -> (usize, Vec<String>) {
    let mut found = Vec::new();
    for (ours, theirs) in ours.iter().zip(theirs) {
        let day = ours.split(' ').next().unwrap();
        let (one, other) = (ours.split(' '), theirs.split(' '));
        assert_eq!(one.clone().count(), other.clone().count(), "{day}");
        let differ = one.zip(other).filter(|(one, other)| one != other);
        found.extend(differ.map(|(one, other)| format!("{day}: {one}, the reference {other}")));
    }
    (found.len(), found.into_iter().take(20).collect())
}

#[test]
fn over_25_years_no_legal_date_differs_from_the_independent_reference() {
    let text = reference();
    let theirs: Vec<&str> = text.lines().collect();
    let mut ours = Vec::new();
    let mut day = FIRST;
    while day <= LAST {
        ours.push(line(day));
        day = day.next_day().unwrap();
    }
    assert_eq!((ours.len(), theirs.len()), (9_132, 9_132));
    let known = ours.iter().filter(|line| !line.contains(" duty=- "));
    assert!(
        known.count() > 700,
        "the school years of the table are in it"
    );
    assert_eq!(differences(&ours, &theirs), (0, Vec::new()));
    // The comparison finds one wrong day.
    let day = ours.iter().position(|line| line.contains("day=2026-04-03"));
    ours[day.unwrap()] = ours[day.unwrap()].replace("working=0", "working=1");
    let (count, found) = differences(&ours, &theirs);
    assert_eq!(count, 1, "{found:?}");
}

#[test]
fn every_date_of_25_years_says_its_rule_its_source_its_start_and_what_moved_it() {
    let mut day = FIRST;
    let terms = NotificationTerms::LEERPLICHTWET_1969;
    while day <= LAST {
        let until = end_of_exemption(day, 2);
        let mut dates = vec![
            reassessment_letter(until.date, 4),
            earliest_for(day, 3),
            end_of_duty_to_enrol(day),
            start_of_qualification_duty(day),
            end_of_qualification_duty(day),
            DutyToEnrol::of(day).first_notification_by(),
            DueDate::birthday(day, 16, "de wet"),
            DueDate::legal(day, Term::Weeks(6), "de wet"),
        ];
        for yearly in notification_dates(day, until.date, false, &terms) {
            dates.extend([yearly.earliest_statement, yearly.ask_ggd_on]);
        }
        dates.push(until);
        for due in dates {
            let said = due.explanation();
            assert!(said.contains(&long(due.date)), "{said}");
            assert!(
                said.ends_with(&format!("Dit staat in: {}.", due.source)),
                "{said}"
            );
            for shift in &due.shifts {
                let word = match shift {
                    Shift::ShortMonth { missing_day } => format!("geen {missing_day} "),
                    Shift::NoLeapDay => "geen 29 februari".to_owned(),
                    Shift::FewWorkingDays { .. } => "geen twee werkdagen".to_owned(),
                    Shift::NotBefore { because, .. } => format!("niet eerder dan {because}"),
                    Shift::Paused { because, .. } | Shift::Extended { because, .. } => {
                        because.clone()
                    }
                    Shift::Closed { day, because } | Shift::Earlier { day, because } => {
                        format!("Op {} is het {because}.", long(*day))
                    }
                };
                assert!(said.contains(&word), "{word}: {said}");
            }
        }
        day = day.next_day().unwrap();
    }
}
