//! A hold: why a dossier is not destroyed although its term is over, and until when.

use time::Date;

/// Why a dossier is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldKind {
    /// Somebody objects to a decision (Awb, art. 6:4).
    Objection,
    /// A complaint about the organisation.
    Complaint,
    /// A request about personal data that is not settled yet (covenant, art. 13).
    Request,
    /// A case before a court.
    Court,
    /// Somebody took it off a destruction list for a while.
    Review,
}

impl HoldKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Objection,
        Self::Complaint,
        Self::Request,
        Self::Court,
        Self::Review,
    ];

    /// Those that somebody chooses on the page of a case.
    pub const CHOSEN: [Self; 4] = [Self::Objection, Self::Complaint, Self::Request, Self::Court];

    /// The word for it in forms and columns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Objection => "objection",
            Self::Complaint => "complaint",
            Self::Request => "request",
            Self::Court => "court",
            Self::Review => "review",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Objection => "bezwaar",
            Self::Complaint => "klacht",
            Self::Request => "verzoek over persoonsgegevens",
            Self::Court => "zaak bij de rechter",
            Self::Review => "van de vernietigingslijst gehaald",
        }
    }

    /// Reads what [`HoldKind::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Whether a hold stands on this day: nobody ended it, and its last day has not passed.
#[must_use]
pub fn stands(ended: bool, until: Option<Date>, today: Date) -> bool {
    !ended && until.is_none_or(|until| until >= today)
}
