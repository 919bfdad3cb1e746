//! The register of processing activities of a party (art. 30 AVG), made of the definitions that the program runs on: [`Field`],
//! [`Rules`] and the settings of the party.

mod flow;
mod page;

pub use page::{Part, data_flow};

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::domain::field::{Field, Owner};
use crate::domain::keeping::RULES;
use crate::domain::organisation::{Organisation, Settings};
use crate::domain::party::PartyKind;
use crate::domain::rules::Rules;

use flow::{Flow, Kept};

/// What the register says of every party: the program does this for each.
const SECURITY: &[&str] = &[
    "Ieder dossier is versleuteld (AES-256-GCM) met een eigen sleutel; die is versleuteld met de sleutel van de organisatie. De sleutels \
     staan buiten de database.",
    "In een dossier is alleen plaats voor wat deze organisatie mag bewaren.",
    "Een medewerker opent alleen dossiers van de eigen organisatie, en alleen waar de rol daarvoor is.",
    "Wie een dossier opent, laat een regel achter in het logboek: wie, wanneer, in welke rol en waarvoor. Zonder regel gaat het niet open.",
    "Gegevens gaan alleen naar een andere organisatie met een vastgelegde overdracht: welke gegevens, aan wie, waarvoor en op welke grond.",
    "Van wachtwoorden is alleen een hash bewaard (Argon2id). Een sessie eindigt na 30 minuten zonder gebruik.",
];

/// What the program can't know.
const TO_FILL_IN: &[&str] = &[
    "De functionaris gegevensbescherming, en hoe die te bereiken is.",
    "Wie TOM beheert en waar het draait (verwerker, artikel 28 AVG).",
    "Andere verwerkingen, zoals de accounts van medewerkers en het logboek van wat zij openen. De termijnen daarvan staan hierboven.",
    "Of partijen voor het systeem gezamenlijk verwerkingsverantwoordelijk zijn, en de regeling daarvoor (artikel 26 AVG).",
];

/// The register of one party.
#[derive(Serialize)]
pub struct Register {
    /// Name of the controller.
    controller: String,
    /// Where it can be reached.
    contact: Vec<String>,
    /// The activity.
    activity: &'static str,
    /// The kinds of data that it holds.
    data: Vec<Datum>,
    /// What it gives to other parties.
    disclosures: Vec<Flow>,
    /// How long it keeps a dossier.
    terms: Vec<Kept>,
    /// How long it keeps what is no dossier.
    beside: Vec<Beside>,
    /// Whether data go to countries outside the EEA.
    transfers: &'static str,
    /// How data are secured.
    security: &'static [&'static str],
    /// What the party adds itself.
    to_fill_in: &'static [&'static str],
}

/// How long something is kept that is no dossier.
#[derive(Serialize)]
struct Beside {
    what: &'static str,
    from: &'static str,
    term: String,
    source: &'static str,
}

/// The rules of what is no dossier, for a party with these settings; without them as it is if nothing was chosen.
fn beside(settings: Option<&Settings>) -> Vec<Beside> {
    let told = RULES.iter().map(|rule| Beside {
        what: rule.what,
        from: rule.from,
        term: rule.term(settings),
        source: rule.source,
    });
    told.collect()
}

/// One kind of data.
#[derive(Serialize)]
struct Datum {
    field: Field,
    /// Of whom it is.
    persons: &'static str,
    /// Why it is more sensitive than others.
    special: Option<&'static str>,
    owner: Owner,
    held_by: &'static [PartyKind],
    purpose: &'static str,
    basis: &'static str,
    /// To which kinds of parties it goes.
    receivers: BTreeSet<PartyKind>,
}

impl Register {
    /// Name of the controller.
    #[must_use]
    pub fn controller(&self) -> &str {
        &self.controller
    }

    /// The register of this party under these rules; for an SWV those of its sector.
    #[must_use]
    pub fn of(party: &Organisation, rules: &BTreeMap<String, Rules>) -> Self {
        let settings = &party.settings;
        let apply = |rules: &&Rules| settings.sector.is_none_or(|sector| rules.sector == sector);
        let rules: Vec<&Rules> = rules.values().filter(apply).collect();
        let mut disclosures = flow::all(&rules);
        disclosures.retain(|flow| flow.from == party.kind);
        let mut terms = flow::terms(&rules);
        terms.retain(|kept| kept.party == party.kind);
        let held = Field::ALL
            .into_iter()
            .filter(|field| field.may_be_held_by(party.kind));
        let reached = settings
            .address
            .iter()
            .chain([&settings.telephone, &settings.email]);
        Self {
            controller: party.name.clone(),
            contact: reached.filter(|line| !line.is_empty()).cloned().collect(),
            activity: "Beoordeling van een vrijstelling van de leerplicht op lichamelijke of psychische gronden (artikel 5 onder a \
                       Leerplichtwet 1969; convenant TOM)",
            data: held.map(|field| Datum::of(field, &disclosures)).collect(),
            disclosures,
            terms,
            beside: beside(Some(settings)),
            transfers: "TOM geeft niets door aan landen buiten de EER. E-mail gaat naar de mailserver die de beheerder kiest.",
            security: SECURITY,
            to_fill_in: TO_FILL_IN,
        }
    }
}

impl Datum {
    fn of(field: Field, flows: &[Flow]) -> Self {
        let account = field.account();
        let crosses = flows.iter().filter(|flow| flow.fields.contains(&field));
        Self {
            field,
            persons: persons(field),
            special: special(field),
            owner: account.owner,
            held_by: account.held_by,
            purpose: account.purpose,
            basis: account.basis,
            receivers: crosses.map(|flow| flow.to).collect(),
        }
    }
}

/// Whom a kind of data is about.
const fn persons(field: Field) -> &'static str {
    match field {
        Field::ChildName
        | Field::ChildBorn
        | Field::ChildAddress
        | Field::ChildGender
        | Field::ChildContact
        | Field::ChildNumber
        | Field::School
        | Field::Situation
        | Field::ClaimedBefore
        | Field::AdviceSituation
        | Field::AdviceConclusion
        | Field::Exemption => "leerling",
        Field::ParentNames | Field::ParentAddresses | Field::ParentContact | Field::Signatures => {
            "ouders of voogden"
        }
        Field::SchoolContact => "contactpersoon van de school",
        Field::AdviceDoctor => "leerling, arts",
        Field::Consent
        | Field::ContactNotes
        | Field::SittingDate
        | Field::SittingAgreement
        | Field::Appointment
        | Field::Notification
        | Field::Letters
        | Field::Requests
        | Field::OwnNotes => "leerling, ouders of voogden",
    }
}

/// Why a kind of data asks for more care than others.
const fn special(field: Field) -> Option<&'static str> {
    match field {
        Field::ChildNumber => Some("nationaal nummer (artikel 46 UAVG)"),
        Field::Situation
        | Field::Consent
        | Field::ContactNotes
        | Field::SittingAgreement
        | Field::Appointment
        | Field::AdviceSituation
        | Field::AdviceConclusion
        | Field::Notification
        | Field::Exemption
        | Field::Letters
        | Field::Requests
        | Field::OwnNotes => Some("gezondheid (artikel 9 AVG)"),
        Field::ChildName
        | Field::ChildBorn
        | Field::ChildAddress
        | Field::ChildGender
        | Field::ChildContact
        | Field::ParentNames
        | Field::ParentAddresses
        | Field::ParentContact
        | Field::School
        | Field::SchoolContact
        | Field::ClaimedBefore
        | Field::Signatures
        | Field::SittingDate
        | Field::AdviceDoctor => None,
    }
}
