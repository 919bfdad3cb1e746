//! Everything that a party keeps of a child, for who asked for it (art. 15 AVG; covenant, art. 13.1).

use serde::{Deserialize, Serialize};
use time::Date;

use super::Envelope;

/// The overview that goes with the answer to a request for access.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessExport {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child's name, where the party holds it.
    pub child: Option<String>,
    /// When the request came in.
    pub received_on: Date,
    /// What is kept, and what happened with it.
    pub sections: Vec<Section>,
    /// Whether contact data of another parent were left out.
    pub left_out: bool,
}

/// A part of the overview.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// What it is about.
    pub title: String,
    /// What the reader should know of it; empty for nothing.
    pub note: String,
    /// What is in it.
    pub rows: Vec<Entry>,
}

/// A line of the overview.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which kind of data, or when.
    pub label: String,
    /// What stands there.
    pub lines: Vec<String>,
}
