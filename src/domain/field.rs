//! Every kind of personal data that the program holds: who brings it in, who may hold it, why, on which ground, how long.
//!
//! A field that isn't in this list can't be handed over, and a party that isn't named by it can't hold it. The BSN stands
//! with the GGD and the gemeente alone (note 21 to art. 5.1).

use serde::{Deserialize, Serialize};

use super::party::PartyKind;

/// A kind of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// First name and surname of the child.
    ChildName,
    /// Date of birth.
    ChildBorn,
    /// Address of the child.
    ChildAddress,
    /// Gender.
    ChildGender,
    /// E-mail address of a young person.
    ChildContact,
    /// BSN or onderwijsnummer.
    ChildNumber,
    /// Names of the parents or guardians, and who has custody.
    ParentNames,
    /// Addresses of the parents.
    ParentAddresses,
    /// Telephone numbers and e-mail addresses of the parents.
    ParentContact,
    /// School or institution.
    School,
    /// Contact at the school.
    SchoolContact,
    /// Description of the situation by the parents.
    Situation,
    /// Whether an exemption was claimed before.
    ClaimedBefore,
    /// Who signed the application, when.
    Signatures,
    /// The consent form.
    Consent,
    /// Notes of contacts with the parents.
    ContactNotes,
    /// That a sitting took place, and on which day.
    SittingDate,
    /// What the sitting agreed on.
    SittingAgreement,
    /// Appointment with the doctor.
    Appointment,
    /// SMA, second page: current situation and problem analysis.
    AdviceSituation,
    /// SMA, second page: conclusion and advice, duration, where the child goes meanwhile, when the SWV looks again.
    AdviceConclusion,
    /// SMA: the doctor and the date.
    AdviceDoctor,
    /// The notification of art. 6 LPW.
    Notification,
    /// The exemption: dates, ground, explanation.
    Exemption,
    /// Copies of letters.
    Letters,
    /// What somebody of the family asked about the data, and the answer.
    Requests,
    /// Notes for colleagues of the own party.
    OwnNotes,
}

/// Who brings a kind of data in, and so decides on its further use (covenant, art. 3.5 e-f).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The parents, on their form, by their consent or in their notification.
    Parents,
    /// The SWV.
    Swv,
    /// The GGD: its doctor.
    Ggd,
    /// The gemeente: its leerplichtambtenaar.
    Gemeente,
    /// Each party that holds it, of its own.
    Holder,
}

impl Owner {
    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Parents => "ouders",
            Self::Swv => PartyKind::Swv.dutch(),
            Self::Ggd => PartyKind::Ggd.dutch(),
            Self::Gemeente => PartyKind::Gemeente.dutch(),
            Self::Holder => "wie het bewaart",
        }
    }
}

/// What the register of processing says of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Who brings it in.
    pub owner: Owner,
    /// The parties that may hold it.
    pub held_by: &'static [PartyKind],
    /// What it is for.
    pub purpose: &'static str,
    /// The ground: article of the covenant or the law.
    pub basis: &'static str,
    /// The retention rule that it follows: that of the dossier in which it stands.
    pub term: Term,
}

/// Which rule of the workflow file says how long a field is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// As long as the dossier of the party that holds it (`[retention.<party>]`).
    Dossier,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 27] = [
        Self::ChildName,
        Self::ChildBorn,
        Self::ChildAddress,
        Self::ChildGender,
        Self::ChildContact,
        Self::ChildNumber,
        Self::ParentNames,
        Self::ParentAddresses,
        Self::ParentContact,
        Self::School,
        Self::SchoolContact,
        Self::Situation,
        Self::ClaimedBefore,
        Self::Signatures,
        Self::Consent,
        Self::ContactNotes,
        Self::SittingDate,
        Self::SittingAgreement,
        Self::Appointment,
        Self::AdviceSituation,
        Self::AdviceConclusion,
        Self::AdviceDoctor,
        Self::Notification,
        Self::Exemption,
        Self::Letters,
        Self::Requests,
        Self::OwnNotes,
    ];

    /// Who brings this in, who may hold it, what for, on which ground, how long.
    #[must_use]
    pub const fn account(self) -> Account {
        use PartyKind::{Gemeente, Ggd, LocalTeam, Swv};
        const APPLICATION: &str =
            "convenant art. 3.2 en bijlage 3, TOM: aanvraag beoordeling vrijstelling";
        const ADVICE: &str =
            "art. 7 Leerplichtwet 1969; convenant bijlage 3, TOM: Sociaal Medisch Advies";
        const TEST: &str = "art. 5 onder a, 6 en 7 Leerplichtwet 1969";
        let (owner, held_by, purpose, basis): (_, &'static [PartyKind], _, _) = match self {
            Self::ChildName => (
                Owner::Parents,
                &[Swv, Ggd, Gemeente, LocalTeam],
                "weten om welk kind het gaat; het seintje",
                APPLICATION,
            ),
            Self::ChildBorn | Self::ChildAddress | Self::ChildGender => (
                Owner::Parents,
                &[Swv, Ggd, Gemeente],
                "de aanvraag en de kennisgeving behandelen",
                APPLICATION,
            ),
            Self::ParentNames | Self::ParentAddresses | Self::ParentContact => (
                Owner::Parents,
                &[Swv, Ggd, Gemeente],
                "ouders bereiken; brieven sturen",
                APPLICATION,
            ),
            Self::ChildContact => (
                Owner::Parents,
                &[Swv, Ggd],
                "de leerling bereiken",
                APPLICATION,
            ),
            Self::ChildNumber => (
                Owner::Parents,
                &[Ggd, Gemeente],
                "het kind vaststellen in de kennisgeving",
                "art. 6 Leerplichtwet 1969; convenant noot 21 bij art. 5.1",
            ),
            Self::School
            | Self::SchoolContact
            | Self::Situation
            | Self::Signatures
            | Self::Consent => (
                Owner::Parents,
                &[Swv, Ggd],
                "mogelijkheden in het onderwijs zoeken; het advies van de arts",
                APPLICATION,
            ),
            Self::ClaimedBefore => (
                Owner::Parents,
                &[Swv, Ggd, Gemeente],
                "de kennisgeving toetsen",
                TEST,
            ),
            Self::ContactNotes => (
                Owner::Swv,
                &[Swv],
                "de aanvraag compleet maken",
                APPLICATION,
            ),
            Self::SittingDate | Self::SittingAgreement => (
                Owner::Swv,
                &[Swv],
                "mogelijkheden in het onderwijs zoeken",
                "convenant art. 3.5 en 12",
            ),
            Self::Appointment => (Owner::Ggd, &[Ggd], "het kind onderzoeken", ADVICE),
            Self::AdviceSituation | Self::AdviceConclusion | Self::AdviceDoctor => (
                Owner::Ggd,
                &[Ggd, Gemeente],
                "de verklaring van de arts toetsen",
                ADVICE,
            ),
            Self::Notification => (
                Owner::Parents,
                &[Ggd, Gemeente], // the parents sign it on the page where they read the SMA; it goes along
                "de vrijstelling toetsen en bijhouden",
                TEST,
            ),
            Self::Exemption => (
                Owner::Gemeente,
                &[Gemeente],
                "de vrijstelling toetsen en bijhouden",
                TEST,
            ),
            Self::Letters => (
                Owner::Holder,
                &[Swv, Ggd, Gemeente],
                "laten zien wat is verstuurd",
                "convenant art. 12",
            ),
            Self::Requests => (
                Owner::Parents,
                &[Swv, Ggd, Gemeente, LocalTeam],
                "een verzoek over persoonsgegevens beantwoorden",
                "AVG art. 12 en 15-21; convenant art. 13",
            ),
            Self::OwnNotes => (
                Owner::Holder,
                &[Swv, Ggd, Gemeente],
                "het werk aan de zaak afstemmen met collega's van de eigen organisatie",
                "convenant art. 3.2 en 5.1",
            ),
        };
        Account {
            owner,
            held_by,
            purpose,
            basis,
            term: Term::Dossier,
        }
    }

    /// Whether a party of this kind may hold this.
    #[must_use]
    pub fn may_be_held_by(self, kind: PartyKind) -> bool {
        self.account().held_by.contains(&kind)
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::ChildName => "naam van de leerling",
            Self::ChildBorn => "geboortedatum van de leerling",
            Self::ChildAddress => "adres van de leerling",
            Self::ChildGender => "geslacht van de leerling",
            Self::ChildContact => "e-mailadres van de leerling",
            Self::ChildNumber => "burgerservicenummer van de leerling",
            Self::ParentNames => "naam van de ouder(s) met gezag",
            Self::ParentAddresses => "adres van de ouder(s)",
            Self::ParentContact => "telefoonnummer of e-mailadres van de ouder(s)",
            Self::School => "naam van de school of instelling",
            Self::SchoolContact => "contactgegevens van de school of instelling",
            Self::Situation => "korte beschrijving van de situatie",
            Self::ClaimedBefore => "of eerder een vrijstelling is gevraagd",
            Self::Signatures => "handtekeningen",
            Self::Consent => "toestemmingsverklaring",
            Self::ContactNotes => "notities van contact met de ouders",
            Self::SittingDate => "datum van de zitting",
            Self::SittingAgreement => "afspraken van de zitting",
            Self::Appointment => "afspraak met de arts",
            Self::AdviceSituation => "SMA: situatie en probleemanalyse",
            Self::AdviceConclusion => "SMA: conclusie en advies",
            Self::AdviceDoctor => "SMA: arts en datum",
            Self::Notification => "kennisgeving (artikel 6 Leerplichtwet)",
            Self::Exemption => "vrijstelling",
            Self::Letters => "brieven",
            Self::Requests => "verzoeken over persoonsgegevens",
            Self::OwnNotes => "notities voor collega's",
        }
    }

    /// The word for it in the workflow file and in a disclosure.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ChildName => "child_name",
            Self::ChildBorn => "child_born",
            Self::ChildAddress => "child_address",
            Self::ChildGender => "child_gender",
            Self::ChildContact => "child_contact",
            Self::ChildNumber => "child_number",
            Self::ParentNames => "parent_names",
            Self::ParentAddresses => "parent_addresses",
            Self::ParentContact => "parent_contact",
            Self::School => "school",
            Self::SchoolContact => "school_contact",
            Self::Situation => "situation",
            Self::ClaimedBefore => "claimed_before",
            Self::Signatures => "signatures",
            Self::Consent => "consent",
            Self::ContactNotes => "contact_notes",
            Self::SittingDate => "sitting_date",
            Self::SittingAgreement => "sitting_agreement",
            Self::Appointment => "appointment",
            Self::AdviceSituation => "advice_situation",
            Self::AdviceConclusion => "advice_conclusion",
            Self::AdviceDoctor => "advice_doctor",
            Self::Notification => "notification",
            Self::Exemption => "exemption",
            Self::Letters => "letters",
            Self::Requests => "requests",
            Self::OwnNotes => "own_notes",
        }
    }

    /// Reads what [`Field::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }
}
