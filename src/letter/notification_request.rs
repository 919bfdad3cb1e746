//! Asks a parent for the notification, without a word of what the SMA says.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Addressee, Child, Envelope, PersonalLink, SignedBy};

/// From 16 on the young person alone decides who reads the SMA, but until 18 the notification (art. 6 LPW) is the parents'.
///
/// Or the gemeente has the statement already, and waits for this signature.
///
/// So the parent gets the form and the dates, and there is no field for the conclusion or the advice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationRequest {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child; the reader is a parent.
    pub child: Child,
    /// The gemeente that decides: `Amersfoort`.
    pub municipality: String,
    /// The date of the doctor's statement.
    pub statement_on: Date,
    /// The last day on which the statement can go with a notification (art. 7 LPW: three months).
    pub statement_good_until: Date,
    /// Whether the gemeente has the statement already, and only this signature is missing.
    #[serde(default)]
    pub at_gemeente: bool,
    /// Where the form goes.
    pub to: Addressee,
    /// A personal page where the parent can sign; the form is always there.
    pub link: Option<PersonalLink>,
    /// Who signs.
    pub signed_by: SignedBy,
}
