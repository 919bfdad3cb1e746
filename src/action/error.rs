//! Why a use case could not be carried out.

use crate::domain::case::Refusal;
use crate::domain::grant::NoGrant;
use crate::domain::party::PartyId;
use crate::store::{Rule, StoreError};
use crate::vault::VaultError;

/// Why a use case could not be carried out. Nothing of it was kept.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ActionError {
    /// The step is not allowed; says why.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such case for this person. Another party's case looks the same.
    #[error("Deze zaak bestaat niet.")]
    NotFound,
    /// The dossier may be kept, and not used (art. 18 AVG; covenant, art. 13).
    #[error(
        "Op dit dossier, of op een ander dossier dat voor deze stap nodig is, rust een beperking. De gegevens blijven bewaard, maar mogen nu \
         niet worden gebruikt (artikel 18 AVG, artikel 13 van het convenant). Bij Verzoeken staat waarom."
    )]
    Restricted,
    /// Somebody else changed the case since the page was opened.
    #[error("Iemand anders heeft deze zaak intussen gewijzigd.")]
    Changed,
    /// The same form was handled before; this was the answer.
    #[error("Dit formulier is al verwerkt.")]
    Again(String),
    /// A field can't be what it is; the field's name and a message.
    #[error("{1}")]
    Field(&'static str, String),
    /// The case started with a workflow version that this program doesn't know.
    #[error("De werkwijze {0} is niet bekend in deze versie van TOM.")]
    Workflow(String),
    /// The store.
    #[error(transparent)]
    Store(StoreError),
    /// The key to the data is not there; says whose.
    #[error("{0}")]
    KeyLost(String),
    /// The data are not what was stored; says of which dossier.
    #[error("{0}")]
    Damaged(String),
    /// The data were destroyed on purpose.
    #[error("{0}")]
    Destroyed(String),
    /// The vault, for another reason.
    #[error("{0}")]
    Vault(String),
    /// The access log in the database is not the one that was sealed last.
    #[error(
        "Het inzagelogboek van {party} in de database is niet het logboek dat het laatst is verzegeld. Kijk met: tom audit verify. Is een reservekopie teruggezet? Dan: tom audit accept {party}",
        party = .0.as_str()
    )]
    Log(PartyId),
    /// Data would go to somebody who takes no part in the covenant.
    #[error(
        "Er is niets doorgegeven en niets opgeslagen. Een van de organisaties die hierdoor gegevens krijgt, neemt niet (meer) deel aan het convenant (artikel 18). Laat de beheerder van TOM eerst de toetreding vastleggen."
    )]
    NotJoined,
    /// The typesetter.
    #[error("{0}")]
    Letter(String),
}

impl ActionError {
    /// Why something that is sealed doesn't open, as the access log says it; `None` for another failure.
    pub(super) const fn unopened(&self) -> Option<&'static str> {
        match self {
            Self::KeyLost(_) => Some("key_lost"),
            Self::Damaged(_) => Some("damaged"),
            Self::Destroyed(_) => Some("destroyed"),
            _ => None,
        }
    }

    /// Of a step. Every id that it writes comes from what was read, but for who gets data: only who takes part in the covenant can.
    pub(super) fn of_step(self) -> Self {
        match self {
            Self::Store(StoreError::Conflict {
                rule: Rule::ForeignKey,
                ..
            }) => Self::NotJoined,
            other => other,
        }
    }
}

impl ActionError {
    /// The outcome in the access log of a dossier that doesn't open.
    pub(super) const fn outcome(&self) -> &'static str {
        match self {
            Self::KeyLost(_) => "key_lost",
            Self::Damaged(_) => "damaged",
            Self::Destroyed(_) => "destroyed",
            _ => "refused",
        }
    }
}

impl From<StoreError> for ActionError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Changed,
            error => Self::Store(error),
        }
    }
}

impl From<VaultError> for ActionError {
    fn from(error: VaultError) -> Self {
        let told = error.to_string();
        match error {
            VaultError::LostKey { .. } | VaultError::LostSearchKey { .. } => Self::KeyLost(told),
            VaultError::Tampered { .. } => Self::Damaged(told),
            VaultError::Destroyed => Self::Destroyed(told),
            _ => Self::Vault(told),
        }
    }
}

impl From<NoGrant> for ActionError {
    fn from(_: NoGrant) -> Self {
        Self::NotFound
    }
}
