//! A party as an organisation: its name, where it can be reached, and what it chose.

use serde::{Deserialize, Serialize};
use time::Date;

use super::keeping;
use super::notice::Route;
use super::party::{PartyId, PartyKind, Sector};
use super::review;

/// A party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: PartyId,
    /// What kind of party.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
    /// What it chose.
    pub settings: Settings,
}

impl Organisation {
    /// Its name as a sentence has it after "van"; a gemeente without that word: "Leusden".
    #[must_use]
    pub fn short_name(&self) -> &str {
        self.name.strip_prefix("Gemeente ").unwrap_or(&self.name)
    }
}

/// The organisations of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parties {
    /// The gemeente where the child is registered.
    pub municipality: Organisation,
    /// The SWV that registered it.
    pub swv: Organisation,
    /// The GGD whose doctor advises.
    pub ggd: Organisation,
    /// The local team, if it is involved.
    pub local_team: Option<Organisation>,
}

impl Parties {
    /// The one of this kind, if there is one.
    #[must_use]
    pub const fn get(&self, kind: PartyKind) -> Option<&Organisation> {
        match kind {
            PartyKind::Swv => Some(&self.swv),
            PartyKind::Ggd => Some(&self.ggd),
            PartyKind::Gemeente => Some(&self.municipality),
            PartyKind::LocalTeam => self.local_team.as_ref(),
        }
    }
}

/// What a party chose. Nothing here is about a pupil.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Address lines for the head of a letter.
    pub address: Vec<String>,
    /// Place, for the date line of a letter.
    pub place: String,
    /// Telephone.
    pub telephone: String,
    /// Mailbox for nameless pointers.
    pub email: String,
    /// Mailbox of the FG; without one, everybody with that role is told.
    pub fg_email: Option<String>,
    /// Website.
    pub website: Option<String>,
    /// How this party wants to get seintjes, where the workflow leaves a choice.
    pub seintje_route: Option<Route>,
    /// The secured mailbox that a seintje with a name may go to; only with `seintje_route = secured_mail`.
    pub secured_email: Option<String>,
    /// Education sector of an SWV.
    pub sector: Option<Sector>,
    /// Places whose local team this is, or that belong to this gemeente.
    pub places: Vec<String>,
    /// Whether a family can apply online at this SWV.
    pub apply_online: bool,
    /// Only who works on a case knows of it, and others of the party don't. A doctor's cases are the doctor's own anyway.
    pub need_to_know: bool,
    /// Months between two reviews of the access log, 1 to 12; without a number [`review::MONTHS`].
    pub review_months: Option<u8>,
    /// What comes due is proposed on a destruction list, and erased after a second person confirmed it.
    pub destruction_list: bool,
    /// From which day on the party erases by itself again, after it turned its list off.
    pub automatic_from: Option<Date>,
    /// Months that a line of the access log is kept; without a number [`keeping::LOG_MONTHS`].
    pub log_months: Option<u16>,
    /// Months that a certificate of destruction is kept; without a number [`keeping::CERTIFICATE_MONTHS`].
    pub certificate_months: Option<u16>,
    /// A municipality whose letters carry an objection clause (contested: off by default).
    pub objection_clause: bool,
}

impl Settings {
    /// Whether what comes due is erased by itself on this day.
    #[must_use]
    pub fn erases_by_itself(&self, today: Date) -> bool {
        !self.destruction_list && self.automatic_from.is_none_or(|from| from <= today)
    }

    /// Months that a line of the access log is kept.
    #[must_use]
    pub fn log_months(&self) -> u16 {
        self.log_months.unwrap_or(keeping::LOG_MONTHS)
    }

    /// Months that a certificate of destruction is kept.
    #[must_use]
    pub fn certificate_months(&self) -> u16 {
        self.certificate_months
            .unwrap_or(keeping::CERTIFICATE_MONTHS)
    }

    /// Months between two reviews of the access log.
    #[must_use]
    pub fn review_months(&self) -> u8 {
        self.review_months.unwrap_or(review::MONTHS)
    }
}
