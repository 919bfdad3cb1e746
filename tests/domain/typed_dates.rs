//! Dates as people type and read them.

use time::macros::date;
use tom::domain::dates;
use tom::domain::invalid::Invalid;

#[test]
fn a_date_is_typed_in_three_fields() {
    for (day, month, year) in [
        ("14", "3", "2017"),
        (" 14 ", "03", "2017"),
        ("14", "maart", "2017"),
        ("14", "Mrt", "2017"),
    ] {
        assert_eq!(
            dates::parse(day, month, year).unwrap(),
            date!(2017 - 03 - 14)
        );
    }
    assert_eq!(
        dates::parse("29", "feb.", "2020").unwrap(),
        date!(2020 - 02 - 29)
    );
    assert_eq!(
        dates::parse("1", "mei", "2026").unwrap(),
        date!(2026 - 05 - 01)
    );
}

#[test]
fn an_impossible_date_is_refused() {
    for (day, month, year) in [
        ("29", "2", "2025"),
        ("31", "4", "2026"),
        ("0", "1", "2026"),
        ("1", "13", "2026"),
        ("1", "0", "2026"),
        ("1", "1", "17"),
        ("1", "1", "1899"),
        ("1", "1", "9999"),
        ("300", "1", "2026"),
        ("", "1", "2026"),
        ("1", "ma", "2026"),
        ("1", "é", "2026"),
        ("+1", "1", "2026"),
        ("1", "1", "-2026"),
    ] {
        assert_eq!(
            dates::parse(day, month, year).unwrap_err(),
            Invalid::NotADate,
            "{day} {month} {year}"
        );
    }
    assert_eq!(dates::parse("", " ", "").unwrap_err(), Invalid::Required);
}

#[test]
fn a_date_can_be_bound_to_the_past_or_between_two_days() {
    let today = date!(2026 - 03 - 02);
    assert_eq!(dates::not_after_today(today, today), Ok(today));
    assert_eq!(
        dates::not_after_today(date!(2026 - 03 - 03), today),
        Err(Invalid::DateInFuture)
    );
    let (earliest, latest) = (date!(2026 - 01 - 01), date!(2026 - 12 - 31));
    assert_eq!(dates::between(today, earliest, latest), Ok(today));
    assert_eq!(
        dates::between(date!(2025 - 12 - 31), earliest, latest),
        Err(Invalid::DateTooEarly { earliest })
    );
    assert_eq!(
        dates::between(date!(2027 - 01 - 01), earliest, latest),
        Err(Invalid::DateTooLate { latest })
    );
}

#[test]
fn a_date_is_written_in_dutch() {
    let day = date!(2017 - 03 - 14);
    assert_eq!(dates::long(day), "14 maart 2017");
    assert_eq!(dates::long_with_weekday(day), "dinsdag 14 maart 2017");
    assert_eq!(dates::short(day), "14-03-2017");
    assert_eq!(
        dates::month_and_year(date!(2026 - 11 - 01)),
        "november 2026"
    );
}

#[test]
fn a_stored_date_reads_back() {
    let mut day = date!(2024 - 01 - 01);
    while day.year() < 2029 {
        assert_eq!(dates::from_iso(&dates::iso(day)), Ok(day));
        day = day.next_day().unwrap();
    }
    for wrong in [
        "",
        "2026-2-3",
        "2026-02-30",
        "20260203",
        "2026-02-03T00:00",
        "02-03-2026",
    ] {
        assert_eq!(dates::from_iso(wrong), Err(Invalid::NotADate), "{wrong}");
    }
}
