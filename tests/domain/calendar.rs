//! Working days, holidays and terms.

use proptest::prelude::*;
use time::macros::date;
use time::{Date, Weekday};
use tom::domain::calendar::{
    add_months_clamped, add_working_days, add_years_clamped, end_of_term, is_working_day,
    next_working_day, working_day_on_or_before,
};
use tom::domain::due_date::DueDate;
use tom::domain::holiday::{Holiday, easter_sunday};
use tom::domain::term::Term;

#[test]
fn easter_falls_where_the_church_puts_it() {
    for easter in [
        date!(1954 - 04 - 18),
        date!(1981 - 04 - 19),
        date!(2000 - 04 - 23),
        date!(2008 - 03 - 23),
        date!(2011 - 04 - 24),
        date!(2024 - 03 - 31),
        date!(2025 - 04 - 20),
        date!(2026 - 04 - 05),
        date!(2027 - 03 - 28),
        date!(2028 - 04 - 16),
        date!(2030 - 04 - 21),
        date!(2038 - 04 - 25),
        date!(2049 - 04 - 18),
        date!(2100 - 03 - 28),
    ] {
        assert_eq!(easter_sunday(easter.year()), easter);
    }
}

#[test]
fn the_holidays_of_2026_are_known() {
    let mut found = Vec::new();
    let mut day = date!(2026 - 01 - 01);
    while day.year() == 2026 {
        found.extend(Holiday::on(day).map(|holiday| (day, holiday)));
        day = day.next_day().unwrap();
    }
    assert_eq!(
        found,
        [
            (date!(2026 - 01 - 01), Holiday::NewYear),
            (date!(2026 - 04 - 03), Holiday::GoodFriday),
            (date!(2026 - 04 - 06), Holiday::EasterMonday),
            (date!(2026 - 04 - 27), Holiday::KingsDay),
            (date!(2026 - 05 - 05), Holiday::LiberationDay),
            (date!(2026 - 05 - 14), Holiday::Ascension),
            (date!(2026 - 05 - 25), Holiday::WhitMonday),
            (date!(2026 - 12 - 25), Holiday::Christmas),
            (date!(2026 - 12 - 26), Holiday::SecondChristmasDay),
        ]
    );
}

#[test]
fn kings_day_moves_to_saturday_when_it_would_be_a_sunday() {
    assert_eq!(Holiday::on(date!(2025 - 04 - 26)), Some(Holiday::KingsDay));
    assert_eq!(Holiday::on(date!(2025 - 04 - 27)), None);
    assert_eq!(Holiday::on(date!(2026 - 04 - 26)), None);
}

#[test]
fn five_working_days_over_easter_take_eleven_days() {
    // Thursday before Good Friday: Friday to Monday don't count.
    assert_eq!(
        add_working_days(date!(2026 - 04 - 02), 1),
        date!(2026 - 04 - 07)
    );
    assert_eq!(
        add_working_days(date!(2026 - 04 - 02), 5),
        date!(2026 - 04 - 13)
    );
    assert_eq!(
        add_working_days(date!(2026 - 03 - 02), 5),
        date!(2026 - 03 - 09)
    );
    assert_eq!(
        next_working_day(date!(2026 - 12 - 24)),
        date!(2026 - 12 - 28)
    );
    assert_eq!(
        working_day_on_or_before(date!(2026 - 04 - 06)),
        date!(2026 - 04 - 02)
    );
}

#[test]
fn a_term_ends_on_the_next_day_that_is_open_art_1_algemene_termijnenwet() {
    assert_eq!(end_of_term(date!(2026 - 04 - 03)), date!(2026 - 04 - 07));
    assert_eq!(end_of_term(date!(2026 - 12 - 25)), date!(2026 - 12 - 28));
    assert_eq!(end_of_term(date!(2026 - 05 - 06)), date!(2026 - 05 - 06));
}

#[test]
fn months_and_years_end_at_the_last_day_that_exists() {
    for (from, months, to) in [
        (date!(2026 - 11 - 30), 3, date!(2027 - 02 - 28)),
        (date!(2027 - 11 - 30), 3, date!(2028 - 02 - 29)),
        (date!(2026 - 03 - 25), 3, date!(2026 - 06 - 25)),
        (date!(2027 - 03 - 31), -4, date!(2026 - 11 - 30)),
        (date!(2026 - 01 - 15), -1, date!(2025 - 12 - 15)),
        (date!(2026 - 12 - 31), 14, date!(2028 - 02 - 29)),
        (date!(2026 - 05 - 31), 0, date!(2026 - 05 - 31)),
    ] {
        assert_eq!(add_months_clamped(from, months), to);
    }
    assert_eq!(
        add_years_clamped(date!(2024 - 02 - 29), 1),
        date!(2025 - 02 - 28)
    );
    assert_eq!(
        add_years_clamped(date!(2024 - 02 - 29), 4),
        date!(2028 - 02 - 29)
    );
}

#[test]
fn terms_of_the_workflow_files_count_on_the_calendar() {
    let from = date!(2026 - 03 - 09);
    for (term, to) in [
        ("5 working days", date!(2026 - 03 - 16)),
        ("1 working day", date!(2026 - 03 - 10)),
        ("2 weeks", date!(2026 - 03 - 23)),
        ("6 weeks", date!(2026 - 04 - 20)),
        ("10 days", date!(2026 - 03 - 19)),
        ("2 years", date!(2028 - 03 - 09)),
    ] {
        assert_eq!(Term::parse(term).unwrap().after(from), to, "{term}");
    }
    assert_eq!(
        Term::WorkingDays(3).before(date!(2026 - 04 - 07)),
        date!(2026 - 03 - 31)
    );
}

#[test]
fn a_due_date_says_why_it_is_that_date() {
    let due = DueDate::after(
        date!(2026 - 11 - 30),
        Term::Months(3),
        "artikel 7 Leerplichtwet 1969",
    );
    assert_eq!(
        due.explanation(),
        "28 februari 2027 is 3 maanden na 30 november 2026. Er bestaat geen 30 februari 2027. Daarom geldt de laatste \
         dag van die maand. Dit staat in: artikel 7 Leerplichtwet 1969."
    );
    let due = DueDate::after(date!(2026 - 04 - 19), Term::Weeks(5), "de werkafspraken")
        .moved_to_working_day();
    assert_eq!(due.date, date!(2026 - 05 - 26));
    assert_eq!(
        due.explanation(),
        "24 mei 2026 is 5 weken na 19 april 2026. Op 24 mei 2026 is het zondag. Op 25 mei 2026 is het tweede \
         pinksterdag. Daarom geldt de eerste werkdag daarna: 26 mei 2026. Dit staat in: de werkafspraken."
    );
    let stored = serde_json::to_string(&due).unwrap();
    assert!(stored.contains(r#""date":"2026-05-26""#), "{stored}");
    assert_eq!(serde_json::from_str::<DueDate>(&stored).unwrap(), due);
}

#[test]
fn a_legal_term_of_three_days_holds_two_working_days_art_2_algemene_termijnenwet() {
    // From the Thursday before Good Friday three days end on Easter Sunday, without one working day.
    let due = DueDate::legal(date!(2026 - 04 - 02), Term::Days(3), "de wet");
    assert_eq!(due.date, date!(2026 - 04 - 08));
    assert_eq!(
        due.explanation(),
        "5 april 2026 is 3 dagen na 2 april 2026. In die tijd zijn er geen twee werkdagen (artikel 2 Algemene \
         termijnenwet). Daarom geldt 8 april 2026. Dit staat in: de wet."
    );
    // Two days aren't extended to hold two, only off the closed day.
    let short = DueDate::legal(date!(2026 - 04 - 02), Term::Days(2), "de wet");
    assert_eq!(short.date, date!(2026 - 04 - 07));
}

#[test]
fn long_terms_and_terms_counted_back_end_on_a_closed_day_art_1_2_and_4_algemene_termijnenwet() {
    // Each would end on Sunday 5 July 2026.
    for (from, term, end) in [
        (date!(2026 - 04 - 06), Term::Days(90), date!(2026 - 07 - 06)),
        (date!(2026 - 04 - 05), Term::Days(91), date!(2026 - 07 - 05)),
        (
            date!(2026 - 04 - 12),
            Term::Weeks(12),
            date!(2026 - 07 - 06),
        ),
        (
            date!(2026 - 04 - 05),
            Term::Weeks(13),
            date!(2026 - 07 - 05),
        ),
        (
            date!(2026 - 04 - 05),
            Term::Months(3),
            date!(2026 - 07 - 06),
        ),
        (
            date!(2026 - 03 - 05),
            Term::Months(4),
            date!(2026 - 07 - 05),
        ),
        (date!(2025 - 07 - 05), Term::Years(1), date!(2026 - 07 - 05)),
    ] {
        assert_eq!(DueDate::legal(from, term, "de wet").date, end, "{term}");
    }
    let back = DueDate::before(date!(2026 - 08 - 05), Term::Months(1), "de wet");
    assert_eq!(back.date, date!(2026 - 07 - 05));
}

#[test]
fn what_is_done_in_time_is_done_on_a_working_day_before_and_says_so() {
    let due = DueDate::before(date!(2027 - 07 - 05), Term::Weeks(10), "de werkafspraken")
        .moved_back_to_working_day();
    assert_eq!(
        due.explanation(),
        "26 april 2027 is 10 weken vóór 5 juli 2027. Dit staat in: de werkafspraken."
    );
    let due = DueDate::before(date!(2027 - 07 - 06), Term::Weeks(10), "de werkafspraken")
        .moved_back_to_working_day()
        .not_before(date!(2027 - 05 - 01), "het begin")
        .moved_to_working_day();
    assert_eq!(
        due.explanation(),
        "27 april 2027 is 10 weken vóór 6 juli 2027. Op 27 april 2027 is het Koningsdag. Daarom geldt de laatste werkdag \
         ervoor: 26 april 2027. Maar het kan niet eerder dan het begin: 1 mei 2027. Op 1 mei 2027 is het zaterdag. Op 2 mei \
         2027 is het zondag. Daarom geldt de eerste werkdag daarna: 3 mei 2027. Dit staat in: de werkafspraken."
    );
}

#[test]
fn in_25_years_no_working_day_is_a_holiday_and_a_year_has_about_255() {
    for year in 2020..2045 {
        let mut working = 0;
        let mut day = Date::from_calendar_date(year, time::Month::January, 1).unwrap();
        while day.year() == year {
            if is_working_day(day) {
                working += 1;
                assert!(Holiday::on(day).is_none());
                assert!(!matches!(
                    day.weekday(),
                    Weekday::Saturday | Weekday::Sunday
                ));
            }
            assert!(is_working_day(end_of_term(day)) && end_of_term(day) >= day);
            assert!(is_working_day(next_working_day(day)) && next_working_day(day) > day);
            day = day.next_day().unwrap();
        }
        assert!((251..=257).contains(&working), "{year}: {working}");
        assert_eq!(easter_sunday(year).weekday(), Weekday::Sunday);
    }
}

proptest! {
    #[test]
    fn working_days_add_up(days in 0i32..9_000, a in 0u16..40, b in 0u16..40) {
        let from = Date::from_julian_day(2_458_850 + days).unwrap();
        prop_assert_eq!(add_working_days(add_working_days(from, a), b), add_working_days(from, a + b));
    }

    #[test]
    fn months_on_and_back_lose_at_most_three_days(days in 0i32..9_000, months in 0i32..60) {
        let from = Date::from_julian_day(2_458_850 + days).unwrap();
        let back = add_months_clamped(add_months_clamped(from, months), -months);
        prop_assert!((0..=3).contains(&(from - back).whole_days()));
    }
}
