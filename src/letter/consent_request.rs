//! Asks the family for a consent of its own: a new question, partner or kind of data.

use serde::{Deserialize, Serialize};

use super::{Addressee, Child, Envelope, PersonalLink, SignedBy};

/// One question, as it is kept beside the answer. The form to sign is always there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRequest {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The question as it was shown and is kept.
    pub question: String,
    /// Who gets the data: `medewerker van een zorgaanbieder (Jeugdhulp De Brug)`.
    pub to: String,
    /// Which data.
    pub kinds: String,
    /// What for, in the words of who asks.
    pub why: String,
    /// Whether somebody else must say yes too.
    pub together: bool,
    /// Where the form goes.
    pub back_to: Addressee,
    /// A personal page where the answer can be given.
    pub link: Option<PersonalLink>,
    /// Who signs.
    pub signed_by: SignedBy,
}
