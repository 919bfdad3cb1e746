//! One table of a workflow file, read key by key. What is missing, of another type or unknown is noted with its line.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use toml_edit::{Item, TableLike, Value};

use crate::domain::term::Term;

use super::fault::{Faults, Read, Reported};
use super::near::advice;
use super::source::Source;
use super::word::Word;

/// A value and the line on which it stands.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) line: usize,
}

/// A list: what could be read of it, and whether that is all.
pub(super) struct Listed<T> {
    pub(super) items: Vec<At<T>>,
    wrong: Option<Reported>,
}

impl<T> Listed<T> {
    /// A list of which nothing could be read.
    pub(super) const fn nothing(why: Reported) -> Self {
        Self {
            items: Vec::new(),
            wrong: Some(why),
        }
    }

    /// The list, if all of it could be read.
    pub(super) fn whole(&self) -> Read<&[At<T>]> {
        self.wrong.map_or(Ok(&self.items), Err)
    }
}

/// A table that is being read.
pub(super) struct Section<'a> {
    source: &'a Source,
    faults: &'a Faults,
    table: &'a dyn TableLike,
    /// As a reader finds it: `[terms]`, or `the file` for what stands above the first header.
    name: String,
    /// The line of its header.
    pub(super) line: usize,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Section<'a> {
    /// The whole file.
    pub(super) fn root(source: &'a Source, faults: &'a Faults) -> Self {
        Self::of(source, faults, source.document.as_table(), String::new(), 1)
    }

    fn of(
        source: &'a Source,
        faults: &'a Faults,
        table: &'a dyn TableLike,
        name: String,
        line: usize,
    ) -> Self {
        Self {
            source,
            faults,
            table,
            name,
            line,
            asked: RefCell::default(),
        }
    }

    /// A table inside this one.
    pub(super) fn section(&self, key: &str) -> Read<Section<'a>> {
        let name = if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        };
        let expected = format!("a table [{name}]");
        let item = self.item(key, &expected)?;
        let line = self.line_of(key, item.span());
        let Some(table) = item.as_table_like() else {
            return Err(self.other_type(key, item, &expected));
        };
        Ok(Self::of(self.source, self.faults, table, name, line))
    }

    /// One table for each kind, each exactly once.
    pub(super) fn each<K: Word + Ord>(&self, key: &str) -> BTreeMap<K, Section<'a>> {
        let Ok(outer) = self.section(key) else {
            return BTreeMap::new();
        };
        let parts = K::ALL
            .iter()
            .filter_map(|kind| Some((*kind, outer.section(kind.code()).ok()?)));
        let parts = parts.collect();
        outer.close();
        parts
    }

    /// A text with something in it.
    pub(super) fn text(&self, key: &str) -> Read<At<String>> {
        let item = self.item(key, "a text")?;
        match item.as_str().map(str::trim) {
            Some("") => Err(self.note(key, item, &format!("`{key}` is empty"))),
            Some(text) => Ok(self.at(key, item, text.to_owned())),
            None => Err(self.other_type(key, item, "a text")),
        }
    }

    /// A text that may be left out.
    pub(super) fn text_if_any(&self, key: &str) -> Read<Option<At<String>>> {
        self.asked.borrow_mut().insert(key.to_owned());
        if self.table.contains_key(key) {
            self.text(key).map(Some)
        } else {
            Ok(None)
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, key: &str) -> Read<At<bool>> {
        let item = self.item(key, "`true` or `false`")?;
        match item.as_bool() {
            Some(flag) => Ok(self.at(key, item, flag)),
            None => Err(self.other_type(key, item, "`true` or `false`")),
        }
    }

    /// A whole number in a range; `unit` says of what, and why no more.
    pub(super) fn number<N: TryFrom<i64>>(
        &self,
        key: &str,
        range: &RangeInclusive<i64>,
        unit: &str,
    ) -> Read<At<N>> {
        let expected = format!(
            "a whole number from {} to {}, in {unit}",
            range.start(),
            range.end()
        );
        let item = self.item(key, &expected)?;
        let Some(number) = item.as_integer() else {
            return Err(self.other_type(key, item, &expected));
        };
        let fits = Some(number).filter(|number| range.contains(number));
        match fits.and_then(|number| N::try_from(number).ok()) {
            Some(fits) => Ok(self.at(key, item, fits)),
            None => Err(self.note(
                key,
                item,
                &format!("`{key}` is {number}; expected {expected}"),
            )),
        }
    }

    /// A length of time: `5 working days`.
    pub(super) fn term(&self, key: &str) -> Read<At<Term>> {
        let expected = "a length of time, such as \"5 working days\", \"2 weeks\" or \"3 months\"";
        let item = self.item(key, expected)?;
        let Some(text) = item.as_str() else {
            return Err(self.other_type(key, item, expected));
        };
        match Term::parse(text) {
            Ok(term) => Ok(self.at(key, item, term)),
            Err(error) => Err(self.note(key, item, &format!("`{key}`: {error}"))),
        }
    }

    /// A list of whole numbers, not empty.
    pub(super) fn numbers(&self, key: &str) -> Listed<i64> {
        self.list(key, "a list of whole numbers", |value| {
            match value.as_integer() {
                Some(number) => Ok(number),
                None => Err(format!(
                    "{} is not a whole number",
                    value.to_string().trim()
                )),
            }
        })
    }

    /// A word for one of the program's kinds.
    pub(super) fn word<W: Word>(&self, key: &str) -> Read<At<W>> {
        let expected = format!("a {} ({})", W::WHAT, W::codes().join(", "));
        let item = self.item(key, &expected)?;
        let Some(text) = item.as_str() else {
            return Err(self.other_type(key, item, &expected));
        };
        match W::from_code(text) {
            Some(kind) => Ok(self.at(key, item, kind)),
            None => Err(self.note(key, item, &format!("`{key}`: {}", unknown::<W>(text)))),
        }
    }

    /// A word that may be left out.
    pub(super) fn word_if_any<W: Word>(&self, key: &str) -> Read<Option<At<W>>> {
        self.asked.borrow_mut().insert(key.to_owned());
        if self.table.contains_key(key) {
            self.word(key).map(Some)
        } else {
            Ok(None)
        }
    }

    /// A list of words, not empty, each once.
    pub(super) fn words<W: Word>(&self, key: &str) -> Listed<W> {
        let seen = RefCell::new(Vec::new());
        self.list(key, &format!("a list of {}s", W::WHAT), |value| {
            let text = value.as_str().ok_or_else(|| {
                format!(
                    "{} is not a {}: write it between quotes",
                    value.to_string().trim(),
                    W::WHAT
                )
            })?;
            let kind = W::from_code(text).ok_or_else(|| unknown::<W>(text))?;
            if seen.borrow().contains(&kind) {
                return Err(format!("`{text}` stands there twice"));
            }
            seen.borrow_mut().push(kind);
            Ok(kind)
        })
    }

    /// Says which keys nobody asked for.
    pub(super) fn close(&self) {
        let asked = self.asked.borrow();
        let known: Vec<&str> = asked.iter().map(String::as_str).collect();
        for (key, item) in self.table.iter().filter(|(key, _)| !asked.contains(*key)) {
            let why = if ["states", "steps"].contains(&key) {
                "the states and steps of the path are the program's own; a workflow file can't add or rename them"
                    .to_owned()
            } else {
                advice(key, &known)
            };
            let line = self.line_of(key, item.span());
            self.faults.note(
                line,
                format!("`{key}` is not known in {}; {why}", self.called()),
            );
        }
    }

    fn list<T>(
        &self,
        key: &str,
        expected: &str,
        read: impl Fn(&Value) -> Result<T, String>,
    ) -> Listed<T> {
        let item = match self.item(key, expected) {
            Ok(item) => item,
            Err(reported) => return Listed::nothing(reported),
        };
        let Some(array) = item.as_array() else {
            return Listed::nothing(self.other_type(key, item, expected));
        };
        let mut list = Listed {
            items: Vec::new(),
            wrong: None,
        };
        if array.is_empty() {
            list.wrong = Some(self.note(key, item, &format!("`{key}` is empty")));
        }
        for value in array {
            let line = self.source.line(value.span());
            match read(value) {
                Ok(value) => list.items.push(At { value, line }),
                Err(why) => {
                    let message = format!("{}: `{key}`: {why}", self.called());
                    list.wrong = Some(self.faults.note(line, message));
                }
            }
        }
        list
    }

    fn item(&self, key: &str, expected: &str) -> Read<&'a Item> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.table.get(key).ok_or_else(|| {
            if self.source.broken.contains(key) {
                return Faults::noted_already();
            }
            self.faults.note(
                self.line,
                format!("{} lacks `{key}`: expected {expected}", self.called()),
            )
        })
    }

    fn at<T>(&self, key: &str, item: &Item, value: T) -> At<T> {
        At {
            value,
            line: self.line_of(key, item.span()),
        }
    }

    fn note(&self, key: &str, item: &Item, message: &str) -> Reported {
        self.faults.note(
            self.line_of(key, item.span()),
            format!("{}: {message}", self.called()),
        )
    }

    fn other_type(&self, key: &str, item: &Item, expected: &str) -> Reported {
        self.note(
            key,
            item,
            &format!("`{key}` is a {}; expected {expected}", item.type_name()),
        )
    }

    /// The line of the key, where it has one of its own; else that of its value.
    fn line_of(&self, key: &str, value: Option<Range<usize>>) -> usize {
        self.source
            .line(self.table.key(key).and_then(toml_edit::Key::span).or(value))
    }

    fn called(&self) -> String {
        if self.name.is_empty() {
            "the file".to_owned()
        } else {
            format!("[{}]", self.name)
        }
    }
}

fn unknown<W: Word>(text: &str) -> String {
    format!(
        "`{text}` is not a {}; {}",
        W::WHAT,
        advice(text, &W::codes())
    )
}
