//! What all letters share: who writes, to whom, when, about whom.

use serde::{Deserialize, Serialize};
use time::Date;

/// The outside of a letter: sender, addressee, place and date, reference.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The party that sends.
    pub sender: Sender,
    /// The one person or body that receives. A document without an address window (SMA, sheet) names its owner here.
    pub addressee: Addressee,
    /// Where the letter was written, for example `Leusden`.
    pub place: String,
    /// The date of the letter; also the date inside the PDF, so that the same letter gives the same file.
    pub date: Date,
    /// A random case reference without meaning: never a name, a birth date or a number of a person.
    pub reference: String,
}

/// The party that sends the letter, as it stands at the top.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// The name of the organisation: `Gemeente Leusden`.
    pub organisation: String,
    /// The part of the organisation: `Leerplicht`.
    pub department: Option<String>,
    /// Street or box, then postcode and place; one line each.
    pub address_lines: Vec<String>,
    /// A telephone number where a person answers.
    pub telephone: String,
    /// An e-mail address.
    pub email: String,
    /// For whom the sender acts: `burgemeester en wethouders van Leusden` (art. 16 LPW: the leerplichtambtenaar works for B&W).
    pub on_behalf_of: Option<String>,
}

/// Who receives the letter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The full name; one single name is fine.
    pub name: String,
    /// The address as it is written, Dutch or foreign; one line each, at most five fit the window.
    pub address_lines: Vec<String>,
}

/// The person who signs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedBy {
    /// The full name.
    pub name: String,
    /// The function: `leerplichtambtenaar`.
    pub function: String,
}

/// Somebody to turn to at another organisation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The name of the organisation or the person.
    pub name: String,
    /// A telephone number.
    pub telephone: String,
    /// An e-mail address.
    pub email: Option<String>,
}

/// Whom the letter is about, and whether that is the reader.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// The full name, as it stands in the subject line.
    pub name: String,
    /// What the child is called in the text; the full name where there is only one name.
    pub first_name: String,
    /// Who reads the letter.
    pub reader: Reader,
}

/// Who reads: the text speaks of the child to a parent or guardian, and to the young person from 16 of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// A parent with custody or a guardian.
    Parent,
    /// The young person, from 16 on.
    YoungPerson,
}
