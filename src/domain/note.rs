//! Notes for colleagues: what who works on a case writes down for the own party.
//!
//! A note stands in the own dossier alone. No type that crosses to another party has a place for one, and no workflow file can name it
//! ([`Owner::Holder`](super::field::Owner::Holder)). It is personal data of the family all the same: who asks for access reads it (art. 15
//! AVG). It is never changed: a next one says otherwise.

use serde::{Deserialize, Serialize};
use time::Date;

use super::party::UserId;
use super::text::LongText;

/// A note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnNote {
    /// On which day.
    pub on: Date,
    /// By whom of the own party.
    pub by: UserId,
    /// What.
    pub text: LongText<1000>,
}
