//! A new question, partner or kind of data asks a consent of its own (covenant, Bijlage 5): one purpose, one partner, named kinds of
//! data, in a text that is kept as it was shown.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::family::{Child, Parent, Person, who_consents};
use crate::domain::party::PartyKind;
use crate::domain::text::{LongText, ShortText};

use super::{Consented, Means, NoConsent};

/// See [`Question`]: what a proof of its consent is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewQuestion {}

/// Makes a list of Bijlage 5: each with its word in a form and its Dutch.
macro_rules! listed {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $variant:ident = $code:literal, $dutch:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$one])* $variant,)* }

        impl $name {
            /// Every one, in the order of Bijlage 5.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word for it in a form.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What a user reads.
            #[must_use]
            pub const fn dutch(self) -> &'static str {
                match self { $(Self::$variant => $dutch,)* }
            }
        }
    };
}

listed! {
    /// The kinds of recipients of Bijlage 5.
    Recipient {
        /// Youth doctor or nurse.
        YouthDoctor = "youth_doctor", "jeugdarts of jeugdverpleegkundige";
        /// School social worker.
        SocialWorker = "social_worker", "schoolmaatschappelijk werker";
        /// Remedial educationalist or psychologist.
        Psychologist = "psychologist", "orthopedagoog of psycholoog";
        /// Youth worker of a local team or CJG.
        YouthWorker = "youth_worker", "jeugdwerker van het wijkteam of CJG";
        /// Leerplichtambtenaar.
        Lpa = "lpa", "leerplichtambtenaar";
        /// Employee of a care provider.
        CareWorker = "care_worker", "medewerker van een zorgaanbieder";
        /// Somebody else, who is named.
        Other = "other", "iemand anders";
    }
}

listed! {
    /// The kinds of data of Bijlage 5.
    DataKind {
        /// Name, address, place.
        Names = "names", "naam, adres en woonplaats";
        /// Results at school.
        Results = "results", "schoolresultaten";
        /// Absence.
        Absence = "absence", "verzuim";
        /// Health.
        Health = "health", "gezondheid";
        /// Something else, which is named.
        Other = "other", "andere gegevens";
    }
}

/// What was asked, and what was said of it. Nothing of it is changed afterwards: another partner or another kind is another question.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// When it was asked.
    pub asked_on: Date,
    /// By which party.
    pub asked_by: PartyKind,
    /// Which version of the sentences around it was shown.
    pub version: u16,
    /// What for, in the words of who asks.
    pub why: LongText<500>,
    /// Id of the partner, who takes part in the covenant.
    pub partner: String,
    /// Its name, as it was shown.
    pub name: String,
    /// Who of it gets the data.
    pub recipient: Recipient,
    /// Who that is, where Bijlage 5 has no word for it.
    pub recipient_named: Option<ShortText<100>>,
    /// Which data.
    pub kinds: BTreeSet<DataKind>,
    /// Which, where Bijlage 5 has no word for them.
    pub kinds_named: Option<ShortText<200>>,
    /// What was said, in the order in which it came.
    pub said: Vec<Answer>,
}

/// A yes or a no to a [`Question`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Who.
    pub by: Person,
    /// Yes, or no.
    pub gives: bool,
    /// On which day.
    pub on: Date,
    /// How.
    pub means: Means,
}

impl Question {
    /// The version of the sentences that are shown today.
    pub const NEWEST: u16 = 1;

    /// Who gets the data: the kind and the organisation.
    #[must_use]
    pub fn to(&self) -> String {
        let who = self.recipient_named.as_ref();
        let who = who.map_or(self.recipient.dutch(), ShortText::as_str);
        format!("{who} ({})", self.name)
    }

    /// Which data.
    #[must_use]
    pub fn kinds(&self) -> String {
        let other = self.kinds_named.as_ref();
        let word = |kind: &DataKind| match (kind, other) {
            (DataKind::Other, Some(named)) => named.as_str().to_owned(),
            _ => kind.dutch().to_owned(),
        };
        self.kinds.iter().map(word).collect::<Vec<_>>().join(", ")
    }

    /// The question as it was shown, by its version.
    #[must_use]
    pub fn shown(&self) -> String {
        format!(
            "Mogen deze gegevens worden gedeeld met {}? Het gaat om: {}. Waarvoor: {}",
            self.to(),
            self.kinds(),
            self.why
        )
    }

    /// The proof that it was consented to on the day `on`: by everyone who decides then, and with no "no" that stands. A no is taken
    /// back by who said it, or by all who decide now where that is somebody else.
    ///
    /// # Errors
    /// Says what is missing.
    pub fn permits(
        &self,
        (child, parents): (&Child, &[Parent]),
        on: Date,
    ) -> Result<Consented<NewQuestion>, NoConsent> {
        let who = who_consents(child, parents, on);
        let last = |person: Person| {
            let by_then = |said: &&Answer| said.by == person && said.on <= on;
            self.said.iter().rfind(by_then)
        };
        let since = |person: &Person, no: Date| last(*person).is_some_and(|l| l.gives && l.on > no);
        let no = [Person::Parent1, Person::Parent2, Person::Child]
            .into_iter()
            .filter_map(last)
            .filter(|said| !said.gives)
            .filter(|no| {
                let decides = who.contains(&no.by);
                decides || who.is_empty() || !who.iter().all(|person| since(person, no.on))
            });
        if let Some(day) = no.map(|no| no.on).max() {
            return Err(NoConsent::Withdrawn(day));
        }
        let nobody = who.is_empty();
        let counts = |person: &Person| {
            last(*person).is_some_and(|said| who_consents(child, parents, said.on).contains(person))
        };
        let unsigned: Vec<Person> = who.into_iter().filter(|who| !counts(who)).collect();
        if nobody || !unsigned.is_empty() {
            return Err(NoConsent::Unsigned(unsigned));
        }
        Ok(Consented {
            purpose: PhantomData,
        })
    }
}

/// How a partner takes part in a sitting (casusoverleg): only the proof of a consent lets it hear whose case it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hears {
    /// With the data that the family consented to.
    WithData,
    /// Without anything that tells who it is about.
    WithoutData,
}

impl Hears {
    /// What this proof lets a partner hear.
    #[must_use]
    pub const fn by(consent: Option<&Consented<NewQuestion>>) -> Self {
        match consent {
            Some(_) => Self::WithData,
            None => Self::WithoutData,
        }
    }

    /// What a user reads.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::WithData => "hoort de zaak met de gegevens waarvoor toestemming is",
            Self::WithoutData => "hoort de zaak zonder gegevens",
        }
    }
}
