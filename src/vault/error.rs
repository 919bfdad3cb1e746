//! What can go wrong with the keys. No error holds anything that was sealed.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::party::{DossierId, PartyId};

/// Why something could not be sealed, opened or destroyed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The key is not there, or is damaged: the party's own (`dossier` is `None` if none was asked for) or the dossier's.
    #[error(
        "De sleutel van partij {party} ontbreekt of is beschadigd{}. Zet de map met sleutels terug uit de reservekopie. De andere partijen hebben hier geen last van.",
        .dossier.as_ref().map_or_else(String::new, |id| format!(" (dossier {})", id.as_str())),
        party = .party.as_str()
    )]
    LostKey {
        /// Whose.
        party: PartyId,
        /// The dossier that can't be opened.
        dossier: Option<DossierId>,
    },
    /// The key under which names are found is not there, or is damaged. The dossiers themselves open.
    #[error(
        "De zoeksleutel van partij {party} ontbreekt of is beschadigd. Daarom kan TOM niet zoeken op naam en geen naam bewaren. Zet names.seed terug uit de reservekopie, of stop TOM en maak de index opnieuw: tom keys reindex --party {party}",
        party = .party.as_str()
    )]
    LostSearchKey {
        /// Whose.
        party: PartyId,
    },
    /// The key was destroyed on purpose.
    #[error(
        "Dit dossier is vernietigd, omdat de bewaartermijn voorbij is of de toestemming is ingetrokken. Het kan niet meer worden geopend."
    )]
    Destroyed,
    /// The sealed bytes were changed, or belong somewhere else.
    #[error(
        "De gegevens van dossier {} zijn beschadigd of horen er niet bij. Open het dossier niet opnieuw en waarschuw uw beheerder.",
        .dossier.as_str()
    )]
    Tampered {
        /// Where they stood.
        dossier: DossierId,
    },
    /// Others than the owner can get at the keys.
    #[error(
        "Anderen kunnen bij de sleutels in {} (rechten {mode:03o}). Geef alleen TOM toegang: chmod -R go-rwx {}",
        .path.display(),
        .path.display()
    )]
    Permissions {
        /// The folder or file.
        path: PathBuf,
        /// Its mode, the lowest nine bits.
        mode: u32,
    },
    /// The disk did not do what was asked.
    #[error(
        "TOM kan de sleutels niet {doing} in {} ({kind}). Kijk of de schijf vol is en of TOM rechten heeft op deze map.",
        .path.display()
    )]
    Io {
        /// What was tried, in Dutch.
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        kind: io::ErrorKind,
    },
    /// No key that backups are sealed with.
    #[error("{} is geen sleutel voor reservekopieën. Zo'n sleutel maakt u met: tom backup --make-key", .0.display())]
    BackupKey(PathBuf),
    /// The destruction ledger is not the whole one, so nobody can say what must stay destroyed.
    #[error(
        "Het register van wat is vernietigd (destroyed.jsonl, bij de sleutels) {0}. Zonder het hele register kan vernietigde informatie terugkomen. Daarom gaat TOM niet open. Zet de nieuwste map met sleutels terug."
    )]
    Ledger(&'static str),
    /// An id that can't be the name of a key: a fault in the program.
    #[error("Het programma vroeg om een sleutel met een onmogelijke naam.")]
    Name,
    /// The work on the keys did not come to its end: a fault in the program.
    #[error("Het werk aan de sleutels is afgebroken.")]
    Stopped,
    /// More than one slot can hold (64 GiB).
    #[error("Deze gegevens zijn te groot om te bewaren.")]
    TooLong,
}

impl VaultError {
    /// The same error, saying which dossier can't be opened because of it.
    pub(super) fn of_dossier(self, dossier: &DossierId) -> Self {
        match self {
            Self::LostKey { party, .. } => Self::LostKey {
                party,
                dossier: Some(dossier.clone()),
            },
            other => other,
        }
    }

    /// For `map_err` on what the system answers.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io {
            doing,
            path: path.to_owned(),
            kind: error.kind(),
        }
    }
}
