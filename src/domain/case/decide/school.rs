//! The child goes to school again while the exemption runs (covenant, art. 5.6: a year of actual, uninterrupted education ends the processing).

use time::Date;

use crate::domain::case::effect::Audience::{Family, Gemeente};
use crate::domain::case::effect::{Event, EventKind};
use crate::domain::case::refusal::Rule;
use crate::domain::case::state::AtSchool;
use crate::domain::exemption::Exemption;

use super::checks::between;

/// Since when the child goes to school after this: from the day that the LPA records, or no more.
pub(super) fn at_school(
    exemption: &Exemption,
    (before, day): (Option<AtSchool>, Option<Date>),
    today: Date,
) -> Result<Option<AtSchool>, Rule> {
    match (before, day) {
        (_, Some(day)) => between(exemption.from, day, today)?,
        (None, None) => return Err(Rule::NotFromHere),
        (Some(_), None) => {}
    }
    Ok(day.map(|since| AtSchool {
        since,
        recorded_on: today,
    }))
}

pub(super) fn went_to_school(since: Option<Date>) -> Vec<Event> {
    vec![EventKind::AtSchool { since }.to(&[Gemeente, Family])]
}
