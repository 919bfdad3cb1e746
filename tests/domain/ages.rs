//! Ages, and the duty to enrol (art. 3 LPW).

use proptest::prelude::*;
use time::Date;
use time::macros::date;
use tom::domain::ages::{AgeBand, age_on, birthday};
use tom::domain::child_dates::child_dates;
use tom::domain::duty_to_enrol::{DutyToEnrol, end_of_duty_to_enrol, end_of_qualification_duty};
use tom::domain::school_holidays::{
    end_of_school_year, first_school_day_from, is_school_day, school_year,
};

#[test]
fn an_age_is_reached_on_the_birthday() {
    let born = date!(2010 - 02 - 02);
    assert_eq!(age_on(born, date!(2026 - 02 - 01)), 15);
    assert_eq!(age_on(born, date!(2026 - 02 - 02)), 16);
    assert_eq!(age_on(born, born), 0);
    assert_eq!(age_on(born, date!(2009 - 01 - 01)), 0);
}

#[test]
fn who_was_born_on_29_february_has_the_birthday_on_1_march_in_other_years() {
    let born = date!(2020 - 02 - 29);
    assert_eq!(birthday(born, 5), date!(2025 - 03 - 01));
    assert_eq!(birthday(born, 4), date!(2024 - 02 - 29));
    assert_eq!(age_on(born, date!(2025 - 02 - 28)), 4);
    assert_eq!(age_on(born, date!(2025 - 03 - 01)), 5);
}

#[test]
fn rights_change_at_12_16_and_18() {
    let born = date!(2011 - 08 - 30);
    for (day, band) in [
        (date!(2023 - 08 - 29), AgeBand::UnderTwelve),
        (date!(2023 - 08 - 30), AgeBand::TwelveToFifteen),
        (date!(2027 - 08 - 29), AgeBand::TwelveToFifteen),
        (date!(2027 - 08 - 30), AgeBand::SixteenPlus),
        (date!(2029 - 08 - 30), AgeBand::Adult),
    ] {
        assert_eq!(AgeBand::on(born, day), band);
    }
    assert_eq!(
        AgeBand::next_change(born, date!(2026 - 03 - 02)),
        Some(date!(2027 - 08 - 30))
    );
    assert_eq!(
        AgeBand::next_change(born, date!(2027 - 08 - 30)),
        Some(date!(2029 - 08 - 30))
    );
    assert_eq!(AgeBand::next_change(born, date!(2029 - 08 - 30)), None);
}

#[test]
fn the_duty_starts_on_the_first_school_day_of_the_month_after_the_fifth_birthday_art_3_1_lpw() {
    for (born, first_day) in [
        // April 2025 begins on a Tuesday with school.
        (date!(2020 - 02 - 29), Some(date!(2025 - 04 - 01))),
        (date!(2020 - 03 - 01), Some(date!(2025 - 04 - 01))),
        (date!(2020 - 02 - 28), Some(date!(2025 - 03 - 03))),
        // After the Christmas holiday, and after the summer holiday that takes all of August.
        (date!(2020 - 12 - 31), Some(date!(2026 - 01 - 05))),
        (date!(2020 - 07 - 15), Some(date!(2025 - 09 - 01))),
        // A year that isn't in the table.
        (date!(2017 - 03 - 14), None),
        (date!(2023 - 07 - 15), None),
    ] {
        assert_eq!(
            DutyToEnrol::of(born).first_school_day.map(|day| day.date),
            first_day,
            "born {born}"
        );
    }
}

#[test]
fn the_start_of_the_duty_is_explained() {
    let thijs = DutyToEnrol::of(date!(2020 - 02 - 29));
    assert_eq!(
        thijs.explanation(),
        "Het kind is geboren op 29 februari. Het jaar 2025 heeft geen 29 februari. Daarom telt 1 maart 2025 als de \
         vijfde verjaardag. De leerplicht begint op de eerste schooldag van de maand daarna: 1 april 2025. Dit staat \
         in: artikel 3 lid 1 Leerplichtwet 1969."
    );
    assert_eq!(thijs.first_notification_by().date, date!(2025 - 03 - 01));
    let unknown = DutyToEnrol::of(date!(2017 - 03 - 14)).explanation();
    assert!(
        unknown.contains("de eerste schooldag van april 2022"),
        "{unknown}"
    );
    assert!(unknown.contains("schooljaar 2021/2022 niet"), "{unknown}");
}

#[test]
fn the_duty_ends_with_the_school_year_of_the_sixteenth_birthday() {
    assert_eq!(
        end_of_duty_to_enrol(date!(2010 - 02 - 02)).date,
        date!(2026 - 07 - 31)
    );
    assert_eq!(
        end_of_duty_to_enrol(date!(2011 - 07 - 31)).date,
        date!(2027 - 07 - 31)
    );
    assert_eq!(
        end_of_duty_to_enrol(date!(2011 - 08 - 01)).date,
        date!(2028 - 07 - 31)
    );
    assert_eq!(
        end_of_qualification_duty(date!(2010 - 02 - 02)).date,
        date!(2028 - 02 - 01)
    );
    assert_eq!(
        end_of_qualification_duty(date!(2012 - 02 - 29)).date,
        date!(2030 - 02 - 28)
    );
}

#[test]
fn the_dates_of_a_child_stand_together_each_with_why() {
    let dates = child_dates(Some(date!(2012 - 02 - 29)), date!(2026 - 03 - 02));
    let told: Vec<(&str, &str)> = dates
        .iter()
        .map(|date| (date.name, date.value.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("Leerplichtig vanaf", "april 2017"),
            ("Leerplichtig tot en met", "31 juli 2028"),
            ("Kwalificatieplichtig vanaf", "1 augustus 2028"),
            ("Kwalificatieplichtig tot en met", "28 februari 2030"),
            ("Wordt 16 jaar", "29 februari 2028"),
            ("Wordt 18 jaar", "1 maart 2030"),
        ]
    );
    assert_eq!(
        dates[3].explanation,
        "Het kind is geboren op 29 februari. Het jaar 2030 heeft geen 29 februari. Daarom telt 1 maart 2030 als de \
         achttiende verjaardag. 28 februari 2030 is 1 dag vóór 1 maart 2030. Dit staat in: artikel 4a Leerplichtwet 1969. \
         De plicht eindigt eerder met een startkwalificatie."
    );
    assert!(child_dates(None, date!(2026 - 03 - 02)).is_empty());
}

#[test]
fn the_first_notification_comes_a_month_before_the_duty_starts_art_6_lpw() {
    let dates = child_dates(Some(date!(2021 - 12 - 31)), date!(2026 - 11 - 22));
    assert_eq!(dates[0].value, "4 januari 2027");
    assert_eq!(dates[1].name, "Eerste kennisgeving uiterlijk");
    assert_eq!(
        dates[1].explanation,
        "4 december 2026 is 1 maand vóór 4 januari 2027. Dit staat in: artikel 6 Leerplichtwet 1969, onder a."
    );
    assert!(dates[0].explanation.contains(
        "Van 1 januari 2027 tot en met 3 januari 2027 is er geen school. De eerste schooldag daarna is 4 januari 2027."
    ));
    let later = child_dates(Some(date!(2021 - 12 - 31)), date!(2027 - 01 - 04));
    assert!(later.iter().all(|date| !date.name.contains("kennisgeving")));
}

#[test]
fn a_school_year_runs_from_august_to_july() {
    assert_eq!(
        end_of_school_year(date!(2026 - 07 - 31)),
        date!(2026 - 07 - 31)
    );
    assert_eq!(
        end_of_school_year(date!(2026 - 08 - 01)),
        date!(2027 - 07 - 31)
    );
    assert_eq!(school_year(date!(2026 - 11 - 21)), "2026/2027");
}

#[test]
fn outside_the_table_no_day_is_called_a_school_day() {
    assert_eq!(is_school_day(date!(2024 - 07 - 31)), None);
    assert_eq!(is_school_day(date!(2027 - 08 - 01)), None);
    assert_eq!(is_school_day(date!(2026 - 03 - 02)), Some(true));
    assert_eq!(is_school_day(date!(2026 - 03 - 01)), Some(false));
    assert_eq!(is_school_day(date!(2026 - 04 - 06)), Some(false));
    assert_eq!(
        first_school_day_from(date!(2026 - 12 - 19)),
        Some(date!(2027 - 01 - 04))
    );
    assert_eq!(first_school_day_from(date!(2027 - 07 - 17)), None);
}

proptest! {
    #[test]
    fn the_age_grows_by_one_on_each_birthday(days in 0i32..20_000, years in 1u16..30) {
        let born = Date::from_julian_day(2_440_588 + days).unwrap();
        let day = birthday(born, years);
        prop_assert_eq!(age_on(born, day), years);
        prop_assert_eq!(age_on(born, day.previous_day().unwrap()), years - 1);
    }
}
