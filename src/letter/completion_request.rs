//! The SWV asks for what is missing.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Child, Envelope, PersonalLink, SignedBy};

/// The SWV asks for what is missing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionRequest {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The day the application came in.
    pub received_on: Date,
    /// What is missing, one item a line; never empty.
    pub missing: Vec<String>,
    /// Whether the application waits for it, or goes on without.
    pub blocks: bool,
    /// The last day for an answer.
    pub answer_by: Date,
    /// The own page of the reader.
    pub link: Option<PersonalLink>,
    /// Who asks.
    pub signed_by: SignedBy,
}
