//! The dossiers: what each kind of party holds of one case. One type per kind, so that what a party may not know has no place
//! to stand: an SWV's dossier has no field in which a BSN or an SMA could be.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Date;

use super::advice::{Advice, Draft};
use super::application::{Application, Missing};
use super::checklist::{Check, Tick};
use super::consent::{ConsentRecord, KeepApplication};
use super::exemption::{Correspondent, Exemption, Notification, Requirement};
use super::family::Person;
use super::field::Field;
use super::note::OwnNote;
use super::notice::Seintje;
use super::party::PartyKind;
use super::person::PersonName;
use super::personal::Whose;
use super::rules::{Keeps, Rules};
use super::scan::taken_by;
use super::text::{LongText, ShortText};

/// A note of a contact with the parents.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactNote {
    /// On which day.
    pub on: Date,
    /// What was said.
    pub text: LongText<1000>,
}

/// A correction of the application: what it was before. Nothing in a history is edited.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// On which day.
    pub on: Date,
    /// Which fields changed, in Dutch, with what stood there and what stands there now.
    pub changes: Vec<Change>,
}

/// One changed field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Of which kind.
    pub of: Field,
    /// Whom it is about.
    pub whose: Whose,
    /// Name of the field, in Dutch.
    pub field: String,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// What the SWV holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SwvDossier {
    /// The application, for its term.
    Full(Box<SwvFile>),
    /// \[VO\], and \[PO\] without consent to keep it, once its part is done: that a sitting took place, and nothing else.
    SittingOnly(Option<Date>),
}

/// The SWV's file while it works on the application.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwvFile {
    /// The application form.
    pub application: Application,
    /// The consent form.
    pub consent: ConsentRecord,
    /// Contacts with the parents.
    pub contacts: Vec<ContactNote>,
    /// Corrections of typing errors.
    pub corrections: Vec<Correction>,
    /// What the sitting agreed on.
    pub agreement: Option<LongText<2000>>,
    /// Where the sitting is that was planned last.
    #[serde(default)]
    pub sitting_place: Option<ShortText<200>>,
    /// Who gets the report of the sitting beside the family, as was agreed.
    #[serde(default)]
    pub report_to: Option<ShortText<200>>,
    /// What was ticked of the points around the sitting.
    #[serde(default)]
    pub ticked: BTreeMap<Check, Tick>,
    /// Notes for colleagues, the oldest first.
    #[serde(default)]
    pub notes: Vec<OwnNote>,
}

impl SwvFile {
    /// What the SWV keeps of this file once its part is done: the file itself only where the workflow lets it, and with the
    /// consent of everybody who must give it (covenant, appendix 3, \[PO\] TOM, step 1).
    #[must_use]
    pub fn keeps(&self, rules: &Rules, on: Date) -> Keeps {
        let application = &self.application;
        let consented =
            self.consent
                .permits::<KeepApplication>(&application.child, &application.parents, on);
        match consented {
            Ok(_) => rules.swv_keeps,
            Err(_) => Keeps::SittingOnly,
        }
    }

    /// Whether the SWV, once its part is done, keeps nothing but that a sitting took place.
    #[must_use]
    pub fn forgets(&self, rules: &Rules, on: Date) -> bool {
        self.keeps(rules, on) == Keeps::SittingOnly
    }

    /// What the hand-over still lacks on this day.
    #[must_use]
    pub fn missing(&self, rules: &Rules, on: Date) -> BTreeSet<Missing> {
        let (required, signed) = (&rules.required, rules.application_signed);
        self.application
            .missing(&self.consent, required, signed, on)
    }
}

/// What the GGD holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GgdDossier {
    /// The application as it was handed over, with what was corrected since.
    pub application: Application,
    /// The consent form as it was handed over.
    pub consent: ConsentRecord,
    /// Corrections of facts in the application.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// Where the child is seen, and what to bring.
    pub appointment_place: Option<ShortText<200>>,
    /// What the doctor types and hasn't established.
    pub draft: Option<Box<Draft>>,
    /// Every version of the SMA, the oldest first.
    pub advice: Vec<Advice>,
    /// The notification as the parents signed it on their own page, until the SMA goes to the gemeente.
    pub notification: Option<Notification>,
    /// Notes for colleagues, the oldest first.
    #[serde(default)]
    pub notes: Vec<OwnNote>,
}

/// What the gemeente holds. Before the SMA comes: the name and the date of the seintje.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GemeenteDossier {
    /// The name, as the seintje gave it.
    pub seintje: Seintje,
    /// When the seintje came.
    pub seintje_on: Date,
    /// The SMA, when it came.
    pub advice: Option<Box<Advice>>,
    /// The notification, when it came.
    pub notification: Option<Box<Notification>>,
    /// Who gets the letters where no notification says so: each parent hears at the own address that there is none
    /// (art. 3:41 Awb).
    pub parents: Vec<Correspondent>,
    /// The exemption, once granted.
    pub exemption: Option<Exemption>,
    /// The requirement that was not met, once that was decided.
    pub refused: Option<Requirement>,
    /// Where the child goes meanwhile, and the LPA's own short explanation.
    pub explanation: Option<LongText<1000>>,
    /// Notes for colleagues, the oldest first.
    #[serde(default)]
    pub notes: Vec<OwnNote>,
}

impl GemeenteDossier {
    /// Who gets the gemeente's letters.
    #[must_use]
    pub fn correspondents(&self) -> &[Correspondent] {
        match &self.notification {
            Some(notification) => &notification.correspondents,
            None => &self.parents,
        }
    }

    /// The same, to change.
    pub fn correspondents_mut(&mut self) -> &mut Vec<Correspondent> {
        match &mut self.notification {
            Some(notification) => &mut notification.correspondents,
            None => &mut self.parents,
        }
    }

    /// The notification with the signatures that still count: none of those that were asked anew since.
    #[must_use]
    pub fn still_signed(&self, signed: &BTreeMap<Person, Date>) -> Option<Notification> {
        let mut notification = self.notification.as_deref()?.clone();
        notification
            .signed
            .retain(|person, _| signed.contains_key(person));
        Some(notification)
    }
}

/// What a local team holds: a name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalTeamDossier {
    /// The name, as the seintje gave it; `None` once the consent for it was withdrawn.
    pub seintje: Option<Seintje>,
    /// When the seintje came.
    pub seintje_on: Date,
}

/// Any dossier.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "holds", rename_all = "snake_case")]
pub enum Dossier {
    /// Of an SWV.
    Swv(SwvDossier),
    /// Of a GGD.
    Ggd(Box<GgdDossier>),
    /// Of a gemeente.
    Gemeente(Box<GemeenteDossier>),
    /// Of a local team.
    LocalTeam(LocalTeamDossier),
}

impl Dossier {
    /// The kind of party that holds it.
    #[must_use]
    pub const fn kind(&self) -> PartyKind {
        match self {
            Self::Swv(_) => PartyKind::Swv,
            Self::Ggd(_) => PartyKind::Ggd,
            Self::Gemeente(_) => PartyKind::Gemeente,
            Self::LocalTeam(_) => PartyKind::LocalTeam,
        }
    }

    /// The child's name for this party's own list; `None` once the party may not hold it any more.
    #[must_use]
    pub fn label(&self) -> Option<&PersonName> {
        match self {
            Self::Swv(SwvDossier::Full(file)) => Some(&file.application.child.name),
            Self::Swv(SwvDossier::SittingOnly(_)) => None,
            Self::Ggd(dossier) => Some(&dossier.application.child.name),
            Self::Gemeente(dossier) => Some(dossier.seintje.name()),
            Self::LocalTeam(dossier) => dossier.seintje.as_ref().map(Seintje::name),
        }
    }

    /// The child's date of birth, where this party knows it.
    #[must_use]
    pub fn born(&self) -> Option<Date> {
        match self {
            Self::Swv(SwvDossier::Full(file)) => file.application.child.born,
            Self::Ggd(dossier) => dossier.application.child.born,
            Self::Gemeente(dossier) => {
                let signed = dossier.notification.as_ref().and_then(|n| n.born);
                signed.or_else(|| dossier.advice.as_ref()?.front.as_ref()?.born)
            }
            Self::Swv(SwvDossier::SittingOnly(_)) | Self::LocalTeam(_) => None,
        }
    }

    /// The SWV's file, if this is one that still holds it.
    #[must_use]
    pub fn swv(&self) -> Option<&SwvFile> {
        if let Self::Swv(SwvDossier::Full(file)) = self {
            Some(file)
        } else {
            None
        }
    }

    /// The SWV's file, to change.
    pub fn swv_mut(&mut self) -> Option<&mut SwvFile> {
        if let Self::Swv(SwvDossier::Full(file)) = self {
            Some(file)
        } else {
            None
        }
    }

    /// The consent form, where this party holds it, with the application that says who decides.
    #[must_use]
    pub fn consent(&self) -> Option<(&ConsentRecord, &Application)> {
        match self {
            Self::Swv(SwvDossier::Full(file)) => Some((&file.consent, &file.application)),
            Self::Ggd(dossier) => Some((&dossier.consent, &dossier.application)),
            Self::Swv(SwvDossier::SittingOnly(_)) | Self::Gemeente(_) | Self::LocalTeam(_) => None,
        }
    }

    /// The same, to change.
    pub fn consent_mut(&mut self) -> Option<&mut ConsentRecord> {
        match self {
            Self::Swv(SwvDossier::Full(file)) => Some(&mut file.consent),
            Self::Ggd(dossier) => Some(&mut dossier.consent),
            Self::Swv(SwvDossier::SittingOnly(_)) | Self::Gemeente(_) | Self::LocalTeam(_) => None,
        }
    }

    /// The GGD's dossier.
    #[must_use]
    pub fn ggd(&self) -> Option<&GgdDossier> {
        if let Self::Ggd(dossier) = self {
            Some(dossier)
        } else {
            None
        }
    }

    /// The GGD's dossier, to change.
    pub fn ggd_mut(&mut self) -> Option<&mut GgdDossier> {
        if let Self::Ggd(dossier) = self {
            Some(dossier)
        } else {
            None
        }
    }

    /// The notes for colleagues. A local team holds a name, and an SWV whose part is done a day: there is no place for one.
    #[must_use]
    pub fn notes(&self) -> &[OwnNote] {
        match self {
            Self::Swv(SwvDossier::Full(file)) => &file.notes,
            Self::Ggd(dossier) => &dossier.notes,
            Self::Gemeente(dossier) => &dossier.notes,
            Self::Swv(SwvDossier::SittingOnly(_)) | Self::LocalTeam(_) => &[],
        }
    }

    /// The same, to add one. `None` also at a gemeente that was told no more than a name (covenant, appendix 3, step 1).
    pub fn notes_mut(&mut self) -> Option<&mut Vec<OwnNote>> {
        if !taken_by(self) {
            return None;
        }
        match self {
            Self::Swv(SwvDossier::Full(file)) => Some(&mut file.notes),
            Self::Ggd(dossier) => Some(&mut dossier.notes),
            Self::Gemeente(dossier) => Some(&mut dossier.notes),
            Self::Swv(SwvDossier::SittingOnly(_)) | Self::LocalTeam(_) => None,
        }
    }

    /// The gemeente's dossier.
    #[must_use]
    pub fn gemeente(&self) -> Option<&GemeenteDossier> {
        if let Self::Gemeente(dossier) = self {
            Some(dossier)
        } else {
            None
        }
    }

    /// The gemeente's dossier, to change.
    pub fn gemeente_mut(&mut self) -> Option<&mut GemeenteDossier> {
        if let Self::Gemeente(dossier) = self {
            Some(dossier)
        } else {
            None
        }
    }
}
