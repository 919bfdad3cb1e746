//! Every date of the five cases that follows from a rule, and the examples of the law.

use proptest::prelude::*;
use time::Date;
use time::macros::date;
use tom::domain::ages::{AgeBand, birthday};
use tom::domain::calendar::add_years_clamped;
use tom::domain::duty_to_enrol::DutyToEnrol;
use tom::domain::exemption_dates::{end_of_exemption, reassessment_letter};
use tom::domain::notification_dates::{NotificationTerms, YearlyNotification, notification_dates};
use tom::domain::statement::{earliest_for, is_good_on, last_good_day, last_good_day_explained};

const LAW: NotificationTerms = NotificationTerms::LEERPLICHTWET_1969;

fn yearly(from: Date, until: Date) -> Vec<YearlyNotification> {
    notification_dates(from, until, false, &LAW)
}

/// Of an exemption of whole years from this day.
fn end(from: Date, years: u8) -> Date {
    end_of_exemption(from, years).date
}

#[test]
fn a_statement_is_good_for_three_months_art_7_lpw() {
    for (statement, last) in [
        (date!(2026 - 11 - 30), date!(2027 - 02 - 28)),
        (date!(2026 - 03 - 25), date!(2026 - 06 - 25)),
        (date!(2026 - 04 - 20), date!(2026 - 07 - 20)),
        (date!(2026 - 03 - 30), date!(2026 - 06 - 30)),
    ] {
        assert_eq!(last_good_day(statement, 3), last);
        assert_eq!(last_good_day_explained(statement, 3).date, last);
        assert!(is_good_on(statement, last, 3));
        assert!(!is_good_on(statement, last.next_day().unwrap(), 3));
        assert!(!is_good_on(statement, statement.previous_day().unwrap(), 3));
    }
}

#[test]
fn the_earliest_good_statement_is_found_backwards() {
    assert_eq!(
        earliest_for(date!(2027 - 06 - 30), 3).date,
        date!(2027 - 03 - 30)
    );
    assert_eq!(
        earliest_for(date!(2027 - 02 - 28), 3).date,
        date!(2026 - 11 - 28)
    );
    // 28 February + 3 months is 28 May: not enough for 31 May.
    assert_eq!(
        earliest_for(date!(2027 - 05 - 31), 3).date,
        date!(2027 - 03 - 01)
    );
}

#[test]
fn case_1_one_notification_and_both_its_dates() {
    let (from, statement) = (date!(2026 - 04 - 01), date!(2026 - 03 - 25));
    let until = end(from, 1);
    assert_eq!(until, date!(2027 - 03 - 31));
    let [notification] = &yearly(from, until)[..] else {
        panic!("one notification")
    };
    assert_eq!(notification.last_day.date, date!(2026 - 06 - 30));
    assert_eq!(notification.last_day_with(statement), date!(2026 - 06 - 25));
    assert!(!notification.is_carried_by(statement));
    assert_eq!(
        notification.explanation(statement, date!(2026 - 04 - 02)),
        "De kennisgeving moet er uiterlijk op 30 juni 2026 zijn (artikel 6 Leerplichtwet 1969). De verklaring van de \
         arts is dan niet ouder dan 3 maanden (artikel 7 Leerplichtwet 1969). De verklaring van 25 maart 2026 is goed \
         tot en met 25 juni 2026. Komt de kennisgeving voor of op die dag, dan is dat genoeg. Anders is er een nieuwe \
         verklaring nodig. Vraag de GGD uiterlijk op 21 april 2026 om een nieuwe verklaring. Die moet van 30 maart \
         2026 of later zijn."
    );
    assert!(
        notification.explanation(statement, date!(2026 - 06 - 26)).ends_with(
            "De verklaring van 25 maart 2026 is dan te oud. Vraag de GGD nu om een nieuwe verklaring. Die moet van 30 \
             maart 2026 of later zijn."
        )
    );
    assert_eq!(reassessment_letter(until, 4).date, date!(2026 - 11 - 30));
    assert_eq!(
        add_years_clamped(date!(2026 - 03 - 02), 2),
        date!(2028 - 03 - 02)
    );
    assert_eq!(add_years_clamped(until, 2), date!(2029 - 03 - 31));
}

#[test]
fn case_2_two_notifications_and_a_sixteenth_birthday() {
    let (from, statement, born) = (
        date!(2026 - 05 - 18),
        date!(2026 - 04 - 20),
        date!(2011 - 08 - 30),
    );
    let until = end(from, 2);
    assert_eq!(until, date!(2028 - 05 - 17));
    let [first, second] = &yearly(from, until)[..] else {
        panic!("two notifications")
    };
    assert_eq!(
        (first.last_day.date, second.last_day.date),
        (date!(2026 - 06 - 30), date!(2027 - 06 - 30))
    );
    assert!(first.is_carried_by(statement));
    assert!(
        first
            .explanation(statement, from)
            .ends_with("De verklaring van 20 april 2026 is dan nog goed.")
    );
    assert_eq!(second.earliest_statement.date, date!(2027 - 03 - 30));
    assert_eq!(second.ask_ggd_on.date, date!(2027 - 04 - 21));
    assert_eq!(reassessment_letter(until, 4).date, date!(2028 - 01 - 17));
    assert_eq!(birthday(born, 16), date!(2027 - 08 - 30));
    assert_eq!(
        AgeBand::on(born, date!(2026 - 03 - 02)),
        AgeBand::TwelveToFifteen
    );
}

#[test]
fn case_3_a_statement_of_30_march_is_just_good_on_30_june() {
    let until = end(date!(2026 - 04 - 02), 1);
    assert_eq!(until, date!(2027 - 04 - 01));
    let [notification] = &yearly(date!(2026 - 04 - 02), until)[..] else {
        panic!("one notification")
    };
    assert!(notification.is_carried_by(date!(2026 - 03 - 30)));
    assert_eq!(reassessment_letter(until, 4).date, date!(2026 - 12 - 01));
    assert_eq!(
        AgeBand::on(date!(2010 - 02 - 02), date!(2026 - 02 - 28)),
        AgeBand::SixteenPlus
    );
}

#[test]
fn case_4_five_on_1_march_2025_and_the_duty_from_1_april_2025() {
    let duty = DutyToEnrol::of(date!(2020 - 02 - 29));
    assert_eq!(duty.turns_five.date, date!(2025 - 03 - 01));
    assert_eq!(duty.month_start, date!(2025 - 04 - 01));
    assert_eq!(
        duty.first_school_day.map(|day| day.date),
        Some(date!(2025 - 04 - 01))
    );
}

#[test]
fn a_child_that_will_never_be_fit_has_no_yearly_notification_art_6_3_lpw() {
    assert!(
        notification_dates(date!(2026 - 04 - 01), date!(2028 - 03 - 31), true, &LAW).is_empty()
    );
}

#[test]
fn an_exemption_that_holds_no_30_june_has_no_notification() {
    assert!(yearly(date!(2026 - 07 - 01), date!(2027 - 06 - 29)).is_empty());
    assert_eq!(
        yearly(date!(2026 - 06 - 30), date!(2027 - 06 - 29)).len(),
        1
    );
}

#[test]
fn an_exemption_from_29_february_has_its_full_year() {
    assert_eq!(end(date!(2028 - 02 - 29), 1), date!(2029 - 02 - 28));
    assert_eq!(end(date!(2027 - 03 - 01), 1), date!(2028 - 02 - 29));
}

#[test]
fn the_letter_for_the_reassessment_says_why() {
    assert_eq!(
        reassessment_letter(date!(2027 - 03 - 31), 4).explanation(),
        "30 november 2026 is 4 maanden vóór 31 maart 2027. Er bestaat geen 31 november 2026. Daarom geldt de laatste \
         dag van die maand. Dit staat in: de werkafspraken van TOM."
    );
}

#[test]
fn the_terms_of_the_notification_read_back() {
    let stored = serde_json::to_string(&LAW).unwrap();
    assert_eq!(
        serde_json::from_str::<NotificationTerms>(&stored).unwrap(),
        LAW
    );
}

proptest! {
    #[test]
    fn the_earliest_statement_is_good_and_the_day_before_is_not(days in 0i32..9_000, months in 1u8..13) {
        let notified = Date::from_julian_day(2_458_850 + days).unwrap();
        let earliest = earliest_for(notified, months).date;
        prop_assert!(is_good_on(earliest, notified, months));
        prop_assert!(!is_good_on(earliest.previous_day().unwrap(), notified, months));
    }

    #[test]
    fn each_full_year_of_an_exemption_has_one_notification(days in 0i32..9_000, years in 1u8..3) {
        let from = Date::from_julian_day(2_458_850 + days).unwrap();
        let found = yearly(from, end(from, years));
        prop_assert_eq!(found.len(), usize::from(years));
        for notification in found {
            prop_assert!(notification.ask_ggd_on.date >= from);
        }
    }
}
