//! A sitting of the team (casusoverleg) that is planned: when, and who beside the family is invited (covenant, art. 3.5 and 12.5).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::party::PartyKind;

/// When the team sits. No name, and no place: that stands in the dossier of the SWV.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// Day.
    pub on: Date,
    /// Hour and minute, `HH:MM`, in Europe/Amsterdam.
    pub at: String,
    /// The parties of the case that are invited. The family always is.
    pub with: BTreeSet<PartyKind>,
    /// Whether it takes the place of a sitting on another day, hour or place.
    pub moved: bool,
    /// Whether it was called off: it stays known, so that the letter can say which one.
    pub off: bool,
}

impl Sitting {
    /// A sitting that nobody heard of yet.
    #[must_use]
    pub const fn new(on: Date, at: String, with: BTreeSet<PartyKind>) -> Self {
        Self {
            on,
            at,
            with,
            moved: false,
            off: false,
        }
    }
}
