//! Civil dates in Europe/Amsterdam.

use proptest::prelude::*;
use time::macros::{date, datetime, time};
use time::{Date, OffsetDateTime};
use tom::domain::amsterdam::{civil_date, clock_time, instant, start_of_day};

fn ms(at: OffsetDateTime) -> i64 {
    at.unix_timestamp() * 1_000
}

#[test]
fn half_past_midnight_on_1_july_is_still_30_june_in_utc() {
    let at = ms(datetime!(2026-06-30 22:30 UTC));
    assert_eq!(civil_date(at), date!(2026 - 07 - 01));
    assert_eq!(clock_time(at), "00:30");
    assert_eq!(
        civil_date(ms(datetime!(2026-06-30 21:59:59 UTC))),
        date!(2026 - 06 - 30)
    );
}

#[test]
fn winter_time_is_one_hour_ahead() {
    assert_eq!(
        civil_date(ms(datetime!(2026-12-31 23:00 UTC))),
        date!(2027 - 01 - 01)
    );
    assert_eq!(
        civil_date(ms(datetime!(2026-12-31 22:59:59 UTC))),
        date!(2026 - 12 - 31)
    );
    assert_eq!(clock_time(ms(datetime!(2026-11-21 20:57 UTC))), "21:57");
}

#[test]
fn the_clock_changes_at_one_utc_on_the_last_sundays() {
    for (before, after) in [
        (
            datetime!(2026-03-29 00:59 UTC),
            datetime!(2026-03-29 01:00 UTC),
        ),
        (
            datetime!(2024-03-31 00:59 UTC),
            datetime!(2024-03-31 01:00 UTC),
        ),
        (
            datetime!(2030-03-31 00:59 UTC),
            datetime!(2030-03-31 01:00 UTC),
        ),
    ] {
        assert_eq!(
            (
                clock_time(ms(before)).as_str(),
                clock_time(ms(after)).as_str()
            ),
            ("01:59", "03:00")
        );
    }
    for (before, after) in [
        (
            datetime!(2026-10-25 00:59 UTC),
            datetime!(2026-10-25 01:00 UTC),
        ),
        (
            datetime!(2027-10-31 00:59 UTC),
            datetime!(2027-10-31 01:00 UTC),
        ),
    ] {
        assert_eq!(
            (
                clock_time(ms(before)).as_str(),
                clock_time(ms(after)).as_str()
            ),
            ("02:59", "02:00")
        );
    }
}

#[test]
fn a_day_starts_at_midnight_also_when_the_clock_changes() {
    assert_eq!(
        start_of_day(date!(2026 - 03 - 29)),
        ms(datetime!(2026-03-28 23:00 UTC))
    );
    assert_eq!(
        start_of_day(date!(2026 - 03 - 30)),
        ms(datetime!(2026-03-29 22:00 UTC))
    );
    assert_eq!(
        start_of_day(date!(2026 - 10 - 25)),
        ms(datetime!(2026-10-24 22:00 UTC))
    );
    assert_eq!(
        start_of_day(date!(2026 - 10 - 26)),
        ms(datetime!(2026-10-25 23:00 UTC))
    );
}

#[test]
fn an_appointment_has_an_instant() {
    let day = date!(2026 - 03 - 18);
    assert_eq!(
        instant(day, time!(09:30)),
        ms(datetime!(2026-03-18 08:30 UTC))
    );
    assert_eq!(
        instant(date!(2026 - 04 - 18), time!(09:30)),
        ms(datetime!(2026-04-18 07:30 UTC))
    );
    // Twice in October: the first. Skipped in March: as far past the change.
    assert_eq!(
        instant(date!(2026 - 10 - 25), time!(02:30)),
        ms(datetime!(2026-10-25 00:30 UTC))
    );
    assert_eq!(
        clock_time(instant(date!(2026 - 03 - 29), time!(02:30))),
        "03:30"
    );
}

proptest! {
    #[test]
    fn a_day_begins_on_itself_and_its_last_second_ends_it(days in 0i32..40_000) {
        let day = Date::from_julian_day(2_440_588 + days).unwrap();
        let (start, next) = (start_of_day(day), start_of_day(day.next_day().unwrap()));
        prop_assert_eq!(civil_date(start), day);
        prop_assert_eq!(clock_time(start), "00:00");
        prop_assert_eq!(civil_date(next - 1), day);
        let hours = (next - start) / 3_600_000;
        prop_assert!((23..=25).contains(&hours));
    }

    #[test]
    fn no_instant_is_beyond_the_calendar(at in any::<i64>()) {
        let _ = (civil_date(at), clock_time(at));
    }
}
