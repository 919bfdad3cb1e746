//! The invitation by the independent doctor.

use serde::{Deserialize, Serialize};
use time::{Date, Time};

use super::{Child, Envelope, SignedBy};

/// The independent doctor invites.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Sender, addressee, date.
    pub envelope: Envelope,
    /// The child.
    pub child: Child,
    /// The day of the appointment.
    pub on: Date,
    /// The time, in Europe/Amsterdam.
    pub at: Time,
    /// How long it takes, in minutes, where that is known.
    pub minutes: Option<u16>,
    /// Where: name of the building, street, place, room; one line each.
    pub location: Vec<String>,
    /// What to bring, one thing a line.
    pub bring: Vec<String>,
    /// The doctor, who also signs.
    pub signed_by: SignedBy,
}
