//! Erasing for good: why, and what the certificate of it says. No personal data stands in one.

use time::Date;

use super::party::{CaseId, DossierId, PartyId, PartyKind, UserId};
use super::rules::Rules;

/// Why something was erased for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The term of retention is over.
    Term,
    /// The party's part is done, and it may keep nothing after that (covenant, \[VO\] TOM, step 1; or no consent to keep it).
    PartDone,
    /// A consent was withdrawn (covenant, art. 4.4; art. 7 AVG).
    Withdrawn,
    /// A request to erase the whole dossier was granted (art. 17 AVG).
    Requested,
    /// Nothing was left of the case at any other party.
    NothingLeft,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::Term,
        Self::PartDone,
        Self::Withdrawn,
        Self::Requested,
        Self::NothingLeft,
    ];

    /// The word for it in the column.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::PartDone => "part_done",
            Self::Withdrawn => "withdrawn",
            Self::Requested => "requested",
            Self::NothingLeft => "nothing_left",
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Term => "bewaartermijn voorbij",
            Self::PartDone => "deel van deze organisatie klaar",
            Self::Withdrawn => "toestemming ingetrokken",
            Self::Requested => "verzoek om verwijdering toegewezen",
            Self::NothingLeft => "niets meer over van de zaak",
        }
    }

    /// The rule or article behind it, for a party of this kind.
    #[must_use]
    pub fn source(self, rules: &Rules, kind: PartyKind) -> String {
        let term = || rules.retention.get(&kind).map(|term| term.source.clone());
        match self {
            Self::Term | Self::PartDone => term().unwrap_or_default(),
            Self::Withdrawn => "convenant, artikel 4.4; artikel 7 lid 3 AVG".to_owned(),
            Self::Requested => "artikel 17 AVG".to_owned(),
            Self::NothingLeft => "artikel 5 lid 1 onder e AVG".to_owned(),
        }
    }

    /// Reads what [`Why::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.code() == code)
    }
}

/// A kind of thing that was erased: its code, and its name for one and for more.
pub const KINDS: [(&str, &str, &str); 11] = [
    ("dossier", "dossier", "dossiers"),
    ("documents", "brief of document", "brieven en documenten"),
    ("tasks", "taak", "taken"),
    ("events", "gebeurtenis", "gebeurtenissen"),
    ("requests", "verzoek", "verzoeken"),
    ("links", "persoonlijke link", "persoonlijke links"),
    (
        "accounts",
        "account van het gezin",
        "accounts van het gezin",
    ),
    ("messages", "bericht", "berichten"),
    ("names", "zoekwoord", "zoekwoorden"),
    ("holds", "reden om te bewaren", "redenen om te bewaren"),
    (
        "reasons",
        "reden van noodtoegang",
        "redenen van noodtoegang",
    ),
];

/// What was erased of one dossier, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its id.
    pub id: String,
    /// Whose dossier.
    pub party: PartyId,
    /// Of which case: a random number.
    pub case: CaseId,
    /// Which dossier: a random number.
    pub dossier: DossierId,
    /// The name of the data key that is destroyed with it.
    pub key: String,
    /// Why.
    pub why: Why,
    /// The article or rule behind it.
    pub source: String,
    /// How much of each of the [`KINDS`].
    pub contents: Vec<(String, u64)>,
    /// Whether the dossier itself is gone, or only what stood in it until now.
    pub entire: bool,
    /// On which day.
    pub on: Date,
    /// Who proposed it on a list; nobody when a rule did it.
    pub by: Option<UserId>,
    /// Who reviewed that list.
    pub second: Option<UserId>,
    /// The number of that list.
    pub list: Option<String>,
}

/// What was erased, in Dutch: "1 dossier, 3 brieven en documenten".
#[must_use]
pub fn told(contents: &[(String, u64)]) -> String {
    let told = KINDS.iter().filter_map(|(code, one, more)| {
        let (_, count) = contents.iter().find(|(kind, _)| kind == code)?;
        let name = if *count == 1 { one } else { more };
        (*count > 0).then(|| format!("{count} {name}"))
    });
    told.collect::<Vec<_>>().join(", ")
}
