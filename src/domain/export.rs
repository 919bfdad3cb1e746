//! What of a dossier somebody of the family gets who asks for it: everything about the child and about who asks (art. 15 AVG), and
//! nothing that says where another parent can be reached (art. 15(4) AVG; promise 15).
//!
//! Nothing is masked. What is surely contact data of another is not there at all; of a text in which somebody typed contact data that
//! are not those of who asks, stands that it was left out.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::address::Address;
use super::case::told::lower;
use super::consent::PurposeKind;
use super::dates;
use super::exemption::Requirement;
use super::family::Person;
use super::field::{Field, Owner};
use super::personal::{Told, Whose};

/// Stands in the place of a text.
pub const LEFT_OUT: &str = "[weggelaten: in deze tekst staan contactgegevens]";

/// Fewest digits of a telephone number.
const NUMBER: usize = 9;

/// What who asks gets of a dossier.
#[derive(Serialize)]
pub struct Kept {
    /// The values.
    pub told: Vec<Told>,
    /// Whether something was left out.
    pub left_out: bool,
    /// Whether values are not among it because they came or changed after the answer.
    pub changed: bool,
}

impl Kept {
    /// By what each value is known again. Sixteen bits of a hash: nobody gets a value back from it that the dossier lost.
    #[must_use]
    pub fn marks(&self) -> Vec<String> {
        self.told.iter().map(mark_of).collect()
    }

    /// Leaves out what came or changed since these marks were made.
    pub fn only(&mut self, marks: &[String]) {
        let before = self.told.len();
        self.told.retain(|one| marks.contains(&mark_of(one)));
        self.changed = self.told.len() < before;
    }
}

fn mark_of(one: &Told) -> String {
    let whose = match one.whose {
        Whose::Of(person) => person.code(),
        Whose::Parents | Whose::Family => "",
    };
    let hash = Sha256::digest(one.value.to_string().as_bytes());
    let (field, label) = (one.field.code(), one.label);
    format!("{field}/{label}/{whose}/{:02x}{:02x}", hash[0], hash[1])
}

/// What this member of the family gets of what a dossier tells. `None`: a grown-up of whom it isn't known which parent it is, who
/// gets no parent's contact data.
#[must_use]
pub fn kept_for(reader: Option<Person>, mut told: Vec<Told>) -> Kept {
    let own = Own::of(reader, &told);
    let mut left_out = false;
    told.retain(|one| {
        let kept = own.may_have(one);
        left_out |= !kept;
        kept
    });
    for one in &mut told {
        if !own.may_read(one) {
            one.value = Value::from(LEFT_OUT);
            left_out = true;
        }
    }
    Kept {
        told,
        left_out,
        changed: false,
    }
}

/// What who asks gave: the part of it that can be taken along (art. 20 AVG).
#[must_use]
pub fn given_by_family(mut kept: Kept) -> Kept {
    kept.told
        .retain(|one| one.field.account().owner == Owner::Parents);
    kept
}

/// Where a dossier says that who asks can be reached, and where others live.
pub struct Own {
    reader: Option<Person>,
    addresses: Vec<Address>,
    /// Telephone numbers and e-mail addresses.
    contacts: Vec<String>,
    /// Streets and postcodes of others, in letters and digits only.
    elsewhere: Vec<String>,
}

impl Own {
    /// What is the reader's own in what a dossier tells.
    #[must_use]
    pub fn of(reader: Option<Person>, told: &[Told]) -> Self {
        let mut own = Self {
            reader,
            addresses: Vec::new(),
            contacts: Vec::new(),
            elsewhere: Vec::new(),
        };
        let mut others = Vec::new();
        for one in told {
            let address = serde_json::from_value::<Address>(one.value.clone()).ok();
            match address {
                Some(address) if own.is_readers(one) => own.addresses.push(address),
                Some(address) => others.push(address),
                None if own.is_readers(one) => {
                    own.contacts.extend(one.value.as_str().map(str::to_owned));
                }
                None => {}
            }
        }
        let known: Vec<String> = own.addresses.iter().flat_map(marks).collect();
        own.elsewhere = others.iter().flat_map(marks).collect();
        own.elsewhere.retain(|mark| !known.contains(mark));
        own
    }

    /// Whether this says where the reader can be reached.
    fn is_readers(&self, one: &Told) -> bool {
        let home_of_child = one.field == Field::ChildAddress || one.field == Field::ChildContact;
        let of_parent = one.field == Field::ParentAddresses || one.field == Field::ParentContact;
        match self.reader {
            Some(Person::Child) => home_of_child,
            Some(parent) => of_parent && one.whose == Whose::Of(parent),
            None => false,
        }
    }

    /// Of contact data a parent gets the own, and the child's address where it is the own one: a child can live with the other.
    fn may_have(&self, one: &Told) -> bool {
        match one.field {
            Field::ParentAddresses | Field::ParentContact => self.is_readers(one),
            Field::ChildAddress => {
                self.is_readers(one)
                    || serde_json::from_value::<Address>(one.value.clone())
                        .is_ok_and(|home| self.addresses.iter().any(|own| own.is_same_house(&home)))
            }
            _ => true,
        }
    }

    /// Texts without contact data. What has a form of its own, such as a number of the child, is no text.
    fn may_read(&self, one: &Told) -> bool {
        match one.field {
            Field::ParentAddresses
            | Field::ParentContact
            | Field::ChildAddress
            | Field::ChildNumber
            | Field::School
            | Field::SchoolContact
            | Field::AdviceDoctor => true,
            _ => self.may_read_all(&one.value),
        }
    }

    fn may_read_all(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.may_read_text(text),
            Value::Array(all) => all.iter().all(|one| self.may_read_all(one)),
            Value::Object(all) => all.values().all(|one| self.may_read_all(one)),
            Value::Null | Value::Bool(_) | Value::Number(_) => true,
        }
    }

    /// Whether nothing in a text says where somebody else can be reached: no telephone number, e-mail address or postcode but the
    /// reader's, and no street in which another lives.
    #[must_use]
    pub fn may_read_text(&self, text: &str) -> bool {
        let bare = bare(text);
        !self
            .elsewhere
            .iter()
            .any(|mark| bare.contains(mark.as_str()))
            && numbers(text).iter().all(|number| self.is_own(number))
            && text
                .split_whitespace()
                .filter(|word| word.contains('@'))
                .all(|word| self.is_own(word))
            && postcodes(text)
                .iter()
                .all(|found| self.addresses.iter().any(|own| marks(own).contains(found)))
    }

    /// Whether a telephone number or an e-mail address is the reader's.
    fn is_own(&self, found: &str) -> bool {
        self.contacts.iter().any(|own| {
            if found.contains('@') {
                bare(own) == bare(found)
            } else {
                let own: String = own.chars().filter(char::is_ascii_digit).collect();
                // "06 ..." and "+31 6 ..." are the same number.
                own.len() >= NUMBER
                    && found.ends_with(&own[own.len() - NUMBER..])
                    && found.len() <= NUMBER + 4
            }
        })
    }
}

/// Letters and digits alone.
fn bare(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// By what an address is known in a text: the postcode and the street, or the lines of one abroad.
fn marks(address: &Address) -> Vec<String> {
    let parts = match address {
        Address::Dutch(home) => vec![home.postcode.to_string(), home.street.to_string()],
        Address::Foreign(_) => {
            let mut lines = address.lines();
            lines.truncate(lines.len().saturating_sub(1).max(1));
            lines
        }
    };
    let bare = parts.iter().map(|part| bare(part));
    bare.filter(|mark| mark.len() >= 4).collect()
}

/// The digits of what may be a telephone number, however it was typed.
fn numbers(text: &str) -> Vec<String> {
    let parts =
        text.split(|c: char| !c.is_ascii_digit() && !c.is_whitespace() && !"+-./()".contains(c));
    let digits = parts.map(|part| {
        part.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    });
    digits.filter(|digits| digits.len() >= NUMBER).collect()
}

/// What stands in a text as a Dutch postcode: four digits, and two letters right behind them or two capitals after a space. "2026 en"
/// is a year.
fn postcodes(text: &str) -> Vec<String> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let year = |word: &str| word.len() == 4 && word.chars().all(|c| c.is_ascii_digit());
    let letters = |word: &str| word.len() == 2 && word.chars().all(|c| c.is_ascii_alphabetic());
    let whole = words.iter().filter(|word| {
        word.len() == 6 && word.is_char_boundary(4) && year(&word[..4]) && letters(&word[4..])
    });
    let mut found: Vec<String> = whole.map(|word| word.to_lowercase()).collect();
    for pair in words.windows(2) {
        if let [digits, place] = pair
            && year(digits)
            && letters(place)
            && place.chars().all(char::is_uppercase)
        {
            found.push(format!("{digits}{place}").to_lowercase());
        }
    }
    found
}

/// A value as people read it, one line each.
#[must_use]
pub fn readable(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Bool(yes) => vec![if *yes { "ja" } else { "nee" }.to_owned()],
        Value::Number(number) => vec![number.to_string()],
        Value::String(text) => words(text),
        Value::Array(all) => all.iter().flat_map(readable).collect(),
        Value::Object(parts) => {
            if let Ok(address) = serde_json::from_value::<Address>(value.clone()) {
                return address.lines();
            }
            let text = |key: &str| parts.get(key).and_then(Value::as_str);
            if let Some(last) = text("last") {
                let name = [text("first").unwrap_or_default(), last].join(" ");
                return vec![name.trim().to_owned()];
            }
            let number = |key: &str| parts.get(key).and_then(Value::as_i64);
            if let (Some(year), Some(month)) = (number("year"), number("month")) {
                return vec![format!("{month}-{year}")];
            }
            let part = |(key, value): (&String, &Value)| {
                if key == "months" {
                    return format!("{value} maanden");
                }
                let (key, value) = (words(key).join(" "), readable(value).join(", "));
                if value.is_empty() {
                    key
                } else {
                    format!("{key}: {value}")
                }
            };
            vec![parts.iter().map(part).collect::<Vec<_>>().join(", ")]
        }
    }
}

/// Words that stand as codes in a dossier.
const WORDS: [(&str, &str); 17] = [
    ("custody", "heeft gezag"),
    ("guardian", "voogd"),
    ("no_custody", "heeft geen gezag"),
    ("m", "man"),
    ("v", "vrouw"),
    ("parent1", "ouder 1"),
    ("parent2", "ouder 2"),
    ("child", "de leerling"),
    ("fit", "geschikt voor school"),
    ("unfit", "nu niet geschikt voor school"),
    ("never_fit", "blijvend niet geschikt voor school"),
    ("for_now", "nu niet geschikt voor school"),
    ("never", "blijvend niet geschikt voor school"),
    ("bsn", "BSN"),
    ("paper", "op papier"),
    ("telephone", "per telefoon"),
    ("sign_in", "op de eigen pagina"),
];

fn words(text: &str) -> Vec<String> {
    if let Some((_, word)) = WORDS.iter().find(|(code, _)| *code == text) {
        return vec![(*word).to_owned()];
    }
    if let Some(purpose) = PurposeKind::from_code(text) {
        return vec![lower(purpose.dutch())];
    }
    if let Some(requirement) = Requirement::from_code(text) {
        return vec![requirement.dutch().to_owned()];
    }
    match dates::from_iso(text) {
        Ok(day) => vec![dates::long(day)],
        Err(_) => text.lines().map(str::to_owned).collect(),
    }
}
