//! The sentences of a language: what stands in Dutch, and what to say instead.
//!
//! A sentence may have places for values. At `{1}` and `{2}` anything may stand, such as a name. What stands at `{a}` and `{b}` is a text
//! that the file knows, a day, or a list of these.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::Deserialize;

use super::dates::Days;

/// What a file holds: the language itself, its days, and a table of sentences for each part of the pages.
#[derive(Deserialize)]
struct File {
    language: Head,
    days: Days,
    #[serde(flatten)]
    tables: HashMap<String, HashMap<String, String>>,
}

/// The language itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    code: String,
    name: String,
    and: String,
}

/// One language: its sentences, and how it tells days and lists.
pub struct Phrases {
    head: Head,
    days: Days,
    whole: HashMap<String, String>,
    patterns: Vec<Pattern>,
}

/// A sentence with places for values.
struct Pattern {
    /// What stands before, between and after the values.
    pieces: Vec<String>,
    /// The places: `{1}`, `{a}`.
    places: Vec<String>,
    said: String,
}

impl Phrases {
    /// The code of the language, of ISO 639-1.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.head.code
    }

    /// What the language calls itself.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.head.name
    }

    /// Reads a file: the language, its days, and a table of `"Nederlands" = "another language"` for each part of the pages.
    ///
    /// # Errors
    /// What is wrong with it, such as a sentence that stands in it twice, or whose values differ.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml_edit::de::from_str(text).map_err(|error| error.to_string())?;
        let mut phrases = Self {
            head: file.language,
            days: file.days,
            whole: HashMap::new(),
            patterns: Vec::new(),
        };
        for (dutch, said) in file.tables.into_values().flatten() {
            let pattern = Pattern::of(&dutch, &said)?;
            if pattern.places.is_empty() {
                if phrases.whole.insert(dutch.clone(), said).is_some() {
                    return Err(format!("twice: {dutch}"));
                }
            } else {
                phrases.patterns.push(pattern);
            }
        }
        phrases.patterns.sort_by_cached_key(Pattern::order);
        let mut neighbours = phrases.patterns.windows(2);
        if let Some([one, _]) = neighbours.find(|pair| pair[0].order() == pair[1].order()) {
            return Err(format!("twice: {}", one.pieces.join("…")));
        }
        Ok(phrases)
    }

    /// The text in this language: as a whole, or sentence by sentence. `None` if a part of it is unknown.
    #[must_use]
    pub fn say(&self, text: &str) -> Option<String> {
        if let Some(said) = self.known(text) {
            return Some(said);
        }
        let sentences = sentences(text);
        if sentences.len() > 1 {
            let each = sentences.iter().map(|one| self.sentence(one, false));
            if let Some(said) = each.collect::<Option<Vec<_>>>() {
                return Some(said.join(" "));
            }
        }
        self.sentence(text, true)
    }

    /// A text of the file, a day, no words at all, or a list of these.
    fn known(&self, text: &str) -> Option<String> {
        if !text.contains(char::is_alphabetic) {
            return Some(text.to_owned());
        }
        let exact = self.whole.get(text).cloned();
        exact
            .or_else(|| self.days.say(text))
            .or_else(|| self.inside(text))
            .or_else(|| self.listed(text))
    }

    /// A text of the file that goes on in a sentence: without its capital.
    fn inside(&self, text: &str) -> Option<String> {
        let said = self.whole.get(&changed(text, char::to_uppercase))?;
        Some(changed(said, char::to_lowercase))
    }

    /// A list: `a, b` or `a, b en c`.
    fn listed(&self, text: &str) -> Option<String> {
        let all = |list: &str| {
            let each = list.split(", ").map(|one| {
                let whole = self.whole.get(one).cloned();
                whole.or_else(|| self.days.say(one))
            });
            each.collect::<Option<Vec<_>>>()
        };
        if text.contains(", ")
            && let Some(each) = all(text)
        {
            return Some(each.join(", "));
        }
        let (first, last) = text.rsplit_once(" en ")?;
        Some(format!(
            "{} {} {}",
            all(first)?.join(", "),
            self.head.and,
            all(last)?.join(", ")
        ))
    }

    /// One sentence. `far`: whether a value may hold the end of a sentence.
    fn sentence(&self, sentence: &str, far: bool) -> Option<String> {
        if let Some(said) = self.known(sentence) {
            return Some(said);
        }
        self.patterns.iter().find_map(|pattern| {
            let mut said = pattern.said.clone();
            for (place, value) in pattern.places.iter().zip(pattern.values(sentence)?) {
                let value = if demands(place) {
                    self.say(value)?
                } else if far || sentences(value).len() == 1 {
                    self.known(value).unwrap_or_else(|| value.to_owned())
                } else {
                    return None;
                };
                said = said.replace(place, &value);
            }
            Some(said)
        })
    }
}

/// Whether what stands at this place must be said in the other language too: `{a}`.
fn demands(place: &str) -> bool {
    place[1..].starts_with(|sign: char| sign.is_ascii_lowercase())
}

/// The text with another first letter.
fn changed<T: Iterator<Item = char>>(text: &str, letter: impl Fn(char) -> T) -> String {
    let mut signs = text.chars();
    let first: Option<String> = signs.next().map(|first| letter(first).collect());
    first.unwrap_or_default() + signs.as_str()
}

impl Pattern {
    fn of(dutch: &str, said: &str) -> Result<Self, String> {
        let (mut pieces, mut places, mut rest) = (Vec::new(), Vec::new(), dutch);
        while let Some((before, after)) = rest.split_once('{') {
            let (number, after) = after
                .split_once('}')
                .ok_or_else(|| format!("no }}: {dutch}"))?;
            pieces.push(before.to_owned());
            places.push(format!("{{{number}}}"));
            rest = after;
        }
        pieces.push(rest.to_owned());
        let same = places.iter().all(|place| said.contains(place));
        if !same || said.matches('{').count() != places.len() {
            return Err(format!("other values: {dutch}"));
        }
        Ok(Self {
            pieces,
            places,
            said: said.to_owned(),
        })
    }

    /// Which pattern is tried before another: what says most about a sentence comes before what fits many, and of two with the same words
    /// what demands most of the values.
    fn order(&self) -> (Reverse<usize>, Vec<String>, Vec<Reverse<bool>>) {
        let length = self.pieces.iter().map(String::len).sum();
        let demanding = self.places.iter().map(|place| Reverse(demands(place)));
        (Reverse(length), self.pieces.clone(), demanding.collect())
    }

    /// What stands at the places of this sentence, if it is this one.
    fn values<'a>(&self, sentence: &'a str) -> Option<Vec<&'a str>> {
        let (first, others) = self.pieces.split_first()?;
        let mut rest = sentence.strip_prefix(first.as_str())?;
        let mut values = Vec::new();
        for (index, piece) in others.iter().enumerate() {
            let at = if index + 1 == others.len() {
                rest.strip_suffix(piece.as_str())?.len()
            } else {
                rest.find(piece.as_str())?
            };
            let value = &rest[..at];
            if value.is_empty() {
                return None;
            }
            values.push(value);
            rest = &rest[at + piece.len()..];
        }
        Some(values)
    }
}

/// The sentences of a text: each ends with a point, a question mark or an exclamation mark before a space and a capital. An initial
/// is no sentence.
fn sentences(text: &str) -> Vec<&str> {
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, _) in text.match_indices([' ']) {
        let (before, after) = (&text[start..at], &text[at + 1..]);
        let word = before.rsplit(' ').next().unwrap_or_default();
        let initial = word.len() == 2 && word.starts_with(char::is_uppercase);
        let ends = before.ends_with(['.', '?', '!']) && !initial;
        let after = after.strip_prefix('(').unwrap_or(after);
        if ends && after.starts_with(|sign: char| sign.is_uppercase() || sign.is_ascii_digit()) {
            found.push(before);
            start = at + 1;
        }
    }
    found.push(&text[start..]);
    found
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{FILES, languages};
    use super::{Pattern, Phrases, demands, sentences};

    /// A language with these sentences.
    pub fn with(sentences: &str) -> Result<Phrases, String> {
        let days = "date = \"{day} {month} {year}\"\nmaart = \"March\"";
        Phrases::parse(&format!(
            "[language]\ncode = \"en\"\nname = \"English\"\nand = \"and\"\n[days]\n{days}\n{sentences}"
        ))
    }

    fn phrases() -> Phrases {
        with(
            "[a]\n\"Ja\" = \"Yes\"\n\"ouder 1\" = \"parent 1\"\n\"de leerling\" = \"the pupil\"\n\
             \"Bel {1}.\" = \"Call {1}.\"\n\"Doe dat uiterlijk op {a}.\" = \"Do so by {a} at the latest.\"\n\
             \"Wij wachten op {a} voor {1}.\" = \"For {1} we wait for {a}.\"",
        )
        .unwrap()
    }

    #[test]
    fn a_text_is_said_sentence_by_sentence_with_its_values() {
        let all = phrases();
        let said = |text| all.say(text);
        assert_eq!(
            said("Bel SWV De Eem. Doe dat uiterlijk op 3 maart 2026.").as_deref(),
            Some("Call SWV De Eem. Do so by 3 March 2026 at the latest.")
        );
        assert_eq!(
            said("Wij wachten op ouder 1 en de leerling voor A. Jansen.").as_deref(),
            Some("For A. Jansen we wait for parent 1 and the pupil.")
        );
        assert_eq!(said("Ja. Dit kennen wij niet."), None);
        assert_eq!(said("Doe dat uiterlijk op woensdag."), None);
        assert_eq!(said("12.30").as_deref(), Some("12.30"));
    }

    #[test]
    fn an_initial_is_no_sentence() {
        assert_eq!(
            sentences("Bel A. B. Jansen. Of kom langs."),
            ["Bel A. B. Jansen.", "Of kom langs."]
        );
    }

    #[test]
    fn of_two_patterns_with_the_same_words_the_more_demanding_is_tried_first() {
        // A file is read into tables without an order, so once proves nothing.
        for _ in 0..32 {
            let all = with(
                "[a]\n\"Dit gaat naar: {1}\" = \"This goes to: {1}\"\n\"Dit gaat naar: {a}\" = \"This goes to: {a}\"\n\
                 \"de ambtenaar van {1}\" = \"the officer of {1}\"",
            )
            .unwrap();
            for (dutch, said) in [
                ("de ambtenaar van Leusden", "the officer of Leusden"),
                ("SWV De Eem", "SWV De Eem"),
            ] {
                let (dutch, said) = (
                    format!("Dit gaat naar: {dutch}"),
                    format!("This goes to: {said}"),
                );
                assert_eq!(all.say(&dutch), Some(said));
            }
        }
    }

    #[test]
    fn every_file_holds_sound_sentences() {
        for file in FILES {
            assert_eq!(Phrases::parse(file).err(), None);
        }
        assert_eq!(languages().len(), FILES.len());
        for language in languages() {
            assert_eq!(language.code().len(), 2);
            assert!(language.whole.len() > 100);
        }
    }

    #[test]
    fn no_file_says_several_sentences_at_once_that_it_says_one_by_one() {
        for language in languages() {
            let sample = |pattern: &Pattern| {
                let values = pattern.places.iter().map(|place| match demands(place) {
                    true => "Ja",
                    false => "Xyz",
                });
                let values = values.chain([""]);
                let pieces = pattern.pieces.iter().zip(values);
                pieces.fold(String::new(), |all, (piece, value)| all + piece + value)
            };
            let texts = language.patterns.iter().map(sample);
            for text in texts.chain(language.whole.keys().cloned()) {
                let parts = sentences(&text);
                let each = parts
                    .iter()
                    .all(|one| language.sentence(one, false).is_some());
                assert!(parts.len() == 1 || !each, "not needed: {text}");
            }
        }
    }

    #[test]
    fn a_sentence_with_other_values_or_that_stands_there_twice_is_refused() {
        assert!(with("[a]\n\"Bel {1}.\" = \"Call.\"").is_err());
        assert!(with("[a]\n\"Bel\" = \"Call {1}.\"").is_err());
        assert!(with("[a]\n\"Bel\" = \"Call\"\n[b]\n\"Bel\" = \"Ring\"").is_err());
        assert!(with("[a]\n\"Bel {1}\" = \"Call {1}\"\n[b]\n\"Bel {2}\" = \"Ring {2}\"").is_err());
    }
}
