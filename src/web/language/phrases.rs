//! The sentences of a language: what stands in Dutch, and what to say instead.
//!
//! A sentence may have places for values. At `{1}` and `{2}` anything may stand, such as a name. What stands at `{a}` and `{b}` is a text
//! that the file knows, a day, or a list of these.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::dates;

const ENGLISH: &str = include_str!("../../../templates/languages/en.toml");

/// The sentences of one language.
#[derive(Default)]
pub struct Phrases {
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

/// The sentences of the English file. A test reads it, so here it is sound.
pub fn english() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| Phrases::parse(ENGLISH).unwrap_or_default())
}

impl Phrases {
    /// Reads a file of sentences: a table of `"Nederlands" = "another language"` for each part of the pages.
    ///
    /// # Errors
    /// What is wrong with it, such as a sentence that stands in it twice, or whose values differ.
    pub fn parse(text: &str) -> Result<Self, String> {
        let tables: HashMap<String, HashMap<String, String>> =
            toml_edit::de::from_str(text).map_err(|error| error.to_string())?;
        let mut phrases = Self::default();
        for (dutch, said) in tables.into_values().flatten() {
            let pattern = Pattern::of(&dutch, &said)?;
            if pattern.places.is_empty() {
                if phrases.whole.insert(dutch.clone(), said).is_some() {
                    return Err(format!("twice: {dutch}"));
                }
            } else {
                phrases.patterns.push(pattern);
            }
        }
        // The longest first: what says most about a sentence is tried before what fits many.
        phrases.patterns.sort_by_key(|pattern| {
            let length: usize = pattern.pieces.iter().map(String::len).sum();
            (std::cmp::Reverse(length), pattern.pieces.clone())
        });
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
            .or_else(|| dates::english(text))
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
                whole.or_else(|| dates::english(one))
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
            "{} and {}",
            all(first)?.join(", "),
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
                let value = if place.as_bytes()[1].is_ascii_lowercase() {
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
mod tests {
    use super::{Phrases, english, sentences};

    fn phrases() -> Phrases {
        Phrases::parse(
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
    fn the_english_file_holds_sound_sentences() {
        assert_eq!(Phrases::parse(super::ENGLISH).err(), None);
        assert!(english().whole.len() > 100);
    }

    #[test]
    fn a_sentence_with_other_values_is_refused() {
        assert!(Phrases::parse("[a]\n\"Bel {1}.\" = \"Call.\"").is_err());
        assert!(Phrases::parse("[a]\n\"Bel\" = \"Call {1}.\"").is_err());
    }
}
