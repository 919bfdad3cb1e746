//! How each consent stands, as a page shows it; and the page on which an employee types over what the family wrote or called.

pub mod ask;
pub mod scan;
pub mod typed;

use crate::action::ask::Asked;
use crate::domain::consent::{Answer, NoConsent, PurposeKind, Said, Stands, Word};
use crate::domain::dates;
use crate::domain::family::Person;
use crate::domain::field::Field;

/// How the id of a question beside the form begins in a form.
pub const QUESTION: &str = "vraag-";

/// One consent on a page.
pub struct Card {
    /// Its id on the page and in the form.
    pub code: String,
    /// What for.
    pub title: String,
    /// How it stands.
    pub badge: String,
    /// What the badge means: "good", "attention" or nothing.
    pub kind: &'static str,
    /// What was asked, as it was shown.
    pub question: String,
    /// The version of that text.
    pub version: u16,
    /// Who gets the data, or keeps them.
    pub to: String,
    /// Which data.
    pub kinds: String,
    /// Who said what, when and how.
    pub said: Vec<String>,
    /// What happens once it is withdrawn.
    pub after: &'static str,
    /// Whether the reader says yes now.
    pub yes: bool,
    /// Whether the reader says no now.
    pub no: bool,
}

impl Card {
    /// The consent as this reader sees it; `None` for an employee.
    pub fn of(stands: &Stands, reader: Option<Person>) -> Self {
        let (badge, kind) = badge(&stands.outcome);
        let kinds: Vec<&str> = stands
            .text
            .kinds
            .iter()
            .copied()
            .map(Field::dutch)
            .collect();
        Self {
            code: stands.purpose.code().to_owned(),
            title: stands.purpose.dutch().to_owned(),
            badge,
            kind,
            question: stands.text.question.to_owned(),
            version: stands.version.number(),
            to: stands.text.to.dutch().to_owned(),
            kinds: kinds.join(", "),
            said: stands.said.iter().map(said).collect(),
            after: after(stands.purpose),
            yes: reader.is_some_and(|reader| stands.yes.contains(&reader)),
            no: reader.is_some_and(|reader| stands.no.contains(&reader)),
        }
    }

    /// A question beside the form as this reader sees it; `None` for an employee.
    pub fn asked(asked: &Asked, reader: Option<Person>) -> Self {
        let Asked { question, outcome } = asked;
        let (badge, kind) = badge(outcome);
        let last = |reader| question.said.iter().rfind(|said| Some(said.by) == reader);
        let answered = last(reader).filter(|_| reader.is_some());
        let line = |answer: &Answer| {
            let what = if answer.gives {
                Word::Gave
            } else {
                Word::Withdrew
            };
            let (by, on, means) = (answer.by, answer.on, answer.means);
            said(&Said {
                what,
                by,
                on,
                means,
            })
        };
        Self {
            code: format!("{QUESTION}{}", question.id),
            title: format!("Gegevens delen met {}", question.name),
            badge,
            kind,
            question: question.shown(),
            version: question.version,
            to: question.to(),
            kinds: question.kinds(),
            said: question.said.iter().map(line).collect(),
            after: "Met deze organisatie wordt niets (meer) gedeeld. Bij een casusoverleg hoort zij de zaak zonder gegevens.",
            yes: answered.is_some_and(|said| said.gives),
            no: answered.is_some_and(|said| !said.gives),
        }
    }
}

/// How a consent stands, and what that means.
fn badge(outcome: &Result<(), NoConsent>) -> (String, &'static str) {
    match outcome {
        Ok(()) => ("Gegeven".to_owned(), "good"),
        Err(NoConsent::NotGiven) => ("Niet gegeven".to_owned(), ""),
        Err(NoConsent::Unsigned(who)) => {
            let who: Vec<&str> = who.iter().map(|person| person.dutch()).collect();
            (format!("Wacht op {}", who.join(" en ")), "attention")
        }
        Err(NoConsent::Withdrawn(_)) => ("Ingetrokken".to_owned(), "attention"),
        Err(NoConsent::NotCovered) => ("Nieuwe toestemming nodig".to_owned(), "attention"),
    }
}

fn said(said: &Said) -> String {
    let what = match said.what {
        Word::Signed => "Getekend",
        Word::Released => "Advies vrijgegeven",
        Word::Gave => "Toestemming gegeven",
        Word::Withdrew => "Ingetrokken",
    };
    let (who, on, how) = (said.by.dutch(), dates::long(said.on), said.means.dutch());
    format!("{what} door {who} op {on}, {how}")
}

/// What follows from a no.
const fn after(purpose: PurposeKind) -> &'static str {
    match purpose {
        PurposeKind::ShareWithDoctor => {
            "De arts gaat niet verder met de beoordeling. Wat de arts al heeft, blijft in het medisch dossier."
        }
        PurposeKind::ShareAdviceWithLpa => {
            "De arts deelt het advies niet meer. Heeft de leerplichtambtenaar het al, en is er nog niets besloten? Dan verdwijnt het \
             advies daar. Het gezin kan het zelf sturen. Is er al een besluit? Dan gaat alleen de tweede bladzijde daar dicht. Een \
             vrijstelling blijft gelden."
        }
        PurposeKind::InformLocalTeam => {
            "Het lokale team krijgt geen bericht. Kreeg het al bericht? Dan verdwijnt de naam daar uit de lijst en hoort het team dat \
             het de naam niet meer mag gebruiken."
        }
        PurposeKind::KeepApplication => {
            "Het samenwerkingsverband wist de aanvraag zodra zijn deel klaar is. Is dat al zo? Dan wist het de aanvraag meteen."
        }
        PurposeKind::ShareAdviceWithParents => {
            "De ouders kunnen het advies niet meer lezen op hun eigen pagina. Een brief met het advies die nog niet weg is, gaat niet \
             meer weg."
        }
    }
}
