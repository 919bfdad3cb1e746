//! The values that a dossier holds, as they would look where they don't belong.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use tom::domain::dates;
use tom::domain::dossier::Dossier;
use tom::domain::family::Person;
use tom::domain::field::Field;
use tom::domain::personal::{Personal as _, Told, Whose};

/// Every value of a dossier.
pub fn all(dossier: &Dossier) -> BTreeSet<String> {
    of(dossier, |_| true)
}

/// Where the others of a family live and how they are reached.
pub fn of_other_parents(dossier: &Dossier, reader: Person) -> BTreeSet<String> {
    let apart = [Field::ParentContact, Field::ParentAddresses];
    let own = of(dossier, |told| {
        told.whose == Whose::Of(reader) || told.whose == Whose::Of(Person::Child)
    });
    let others = of(dossier, |told| {
        matches!(told.whose, Whose::Of(person) if person != reader && person != Person::Child)
            && apart.contains(&told.field)
    });
    // Parents who live together have one address.
    others.difference(&own).cloned().collect()
}

/// What was decided.
pub fn of_exemption(dossier: &Dossier) -> BTreeSet<String> {
    of(dossier, |told| told.field == Field::Exemption)
}

fn of(dossier: &Dossier, wanted: impl Fn(&Told) -> bool) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    for told in dossier.told().iter().filter(|told| wanted(told)) {
        texts(&told.value, &mut values);
    }
    values
}

/// The texts in a value. What is shorter stands everywhere by chance.
fn texts(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.chars().count() >= 5 => drop(into.insert(text.clone())),
        Value::Array(parts) => parts.iter().for_each(|part| texts(part, into)),
        Value::Object(parts) => parts.values().for_each(|part| texts(part, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether this is a code of the program, which stands in many places.
pub fn is_code(value: &str) -> bool {
    let of_code = |byte: u8| {
        byte.is_ascii_lowercase()
            || byte.is_ascii_digit() && value.starts_with("parent")
            || byte == b'_'
    };
    value.bytes().all(of_code)
}

/// A value in every spelling in which a page or a file may show it.
fn spellings(value: &str) -> Vec<String> {
    if let Ok(day) = dates::from_iso(value) {
        let (year, month, number) = (day.year(), u8::from(day.month()), day.day());
        return vec![
            value.to_owned(),
            dates::long(day),
            format!("{number}-{month}-{year}"),
            format!("{number:02}-{month:02}-{year}"),
            format!("{year}{month:02}{number:02}"),
        ];
    }
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let number = digits.len() > 8
        && value
            .chars()
            .all(|c| c.is_ascii_digit() || "+- ".contains(c));
    // The beginning of a long text is as telling as the whole.
    let start = plain(value).chars().take(30).collect();
    if number {
        vec![value.to_owned(), digits]
    } else {
        vec![start]
    }
}

/// Values that are looked for in texts, whole words only, in every spelling.
#[derive(Default)]
pub struct Sought(HashMap<String, Vec<(String, String)>>);

impl Sought {
    pub fn new<'a>(values: impl IntoIterator<Item = &'a String>) -> Self {
        let mut sought = Self::default();
        for value in values {
            for spelling in spellings(value) {
                let spelling = spelling
                    .trim_start_matches(|c: char| !c.is_alphanumeric())
                    .to_owned();
                let first = word(&spelling).to_owned();
                sought
                    .0
                    .entry(first)
                    .or_default()
                    .push((spelling, value.clone()));
            }
        }
        sought
    }

    /// The values that stand in this text.
    pub fn found<'a>(&'a self, text: &str) -> BTreeSet<&'a String> {
        let mut found = BTreeSet::new();
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
            let first = word(rest);
            if first.is_empty() {
                return found;
            }
            for (spelling, value) in self.0.get(first).into_iter().flatten() {
                let after = rest.strip_prefix(spelling.as_str());
                if after.is_some_and(|after| {
                    !after.starts_with(char::is_alphanumeric) || spelling.len() > 25
                }) {
                    found.insert(value);
                }
            }
            rest = &rest[first.len()..];
        }
    }
}

/// The word at the beginning of a text.
fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len());
    &text[..end]
}

/// A text as a person reads it: without the breaks of lines, and with the marks that HTML writes otherwise.
pub fn plain(text: &str) -> String {
    let marks = [
        ("&#39;", "'"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
        ("\u{a0}", " "),
    ];
    let text = marks
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
