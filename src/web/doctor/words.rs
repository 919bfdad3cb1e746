//! Values of the dossier as the doctor's pages write them.

use crate::domain::advice::{Advice, Verdict};
use crate::domain::dates;
use crate::domain::family::Relation;

/// JA or NEE, as on the form.
pub const fn yes_no(ticked: bool) -> &'static str {
    if ticked { "Ja" } else { "Nee" }
}

/// A duration in months, in whole years where it is one.
pub fn duration(months: u8) -> String {
    if months.is_multiple_of(12) {
        format!("{} jaar", months / 12)
    } else {
        format!("{months} maanden")
    }
}

/// What the doctor concluded.
pub fn verdict(verdict: Verdict) -> String {
    match verdict {
        Verdict::Fit => "Geschikt voor school".into(),
        Verdict::Unfit { months } => format!("Voorlopig niet geschikt: {}", duration(months)),
        Verdict::NeverFit { months } => format!("Nooit geschikt: {}", duration(months)),
    }
}

/// The month in which the SWV looks again; empty where none is set.
pub fn look_again(advice: &Advice) -> String {
    advice
        .second
        .as_ref()
        .and_then(|second| second.look_again)
        .and_then(|month| month.first_day())
        .map_or_else(String::new, dates::month_and_year)
}

/// What somebody is to the child.
pub const fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Custody => "heeft gezag",
        Relation::Guardian => "voogd",
        Relation::NoCustody => "heeft geen gezag",
    }
}
