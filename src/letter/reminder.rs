//! A reminder: what is still waited for, and until when. It tells nothing of what stands in the SMA.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Child, Contact, Envelope, SignedBy};

/// What is still waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminded {
    /// What the SWV asked for.
    Completion,
    /// Reading the SMA, and releasing it.
    Reading,
    /// Sending the SMA to the gemeente, with the notification.
    Sending,
    /// The notification (art. 6 LPW).
    Notification,
    /// A new application, before the exemption ends.
    EndOfExemption,
    /// The yearly notification (art. 6 LPW, under b).
    YearlyNotification,
}

/// A reminder.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// What is waited for.
    pub about: Reminded,
    /// The last day.
    pub by: Date,
    /// From which day the doctor's statement must be, where a new one is needed.
    #[serde(default)]
    pub statement_from: Option<Date>,
    /// The gemeente: `Leusden`.
    pub municipality: String,
    /// Where an application is made.
    pub swv: Contact,
    /// Who signs.
    pub signed_by: SignedBy,
}
