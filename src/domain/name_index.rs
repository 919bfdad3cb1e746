//! By what a name is found: its words as people compare them, and how these begin.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::invalid::Invalid;
use super::text::one_line;

/// The most pieces of one name: the name as a whole, and five words with both their beginnings, or seven with the shorter one. Of a
/// longer name every word is a piece; what doesn't fit are beginnings.
pub const PIECES: usize = 16;

/// How many letters of a word are pieces of their own.
const BEGINNINGS: [usize; 2] = [3, 5];

/// The shortest word that is a piece.
const SHORTEST: usize = 2;

/// The most words of a search that are looked up; the longest ones tell most.
pub const LOOKED_UP: usize = 4;

/// The piece that two pupils with one name have.
#[must_use]
pub fn whole_name(name: &str) -> String {
    format!("name {}", words(name).join(" "))
}

/// The pieces of a full name, the whole of it first.
#[must_use]
pub fn pieces(name: &str) -> Vec<String> {
    let words = words(name);
    let mut pieces = vec![whole_name(name)];
    pieces.extend(words.iter().filter_map(|word| whole(word)));
    for length in BEGINNINGS {
        pieces.extend(words.iter().filter_map(|word| beginning(word, length)));
    }
    let mut seen = BTreeSet::new();
    pieces.retain(|piece| seen.insert(piece.clone()));
    pieces.truncate(PIECES);
    pieces
}

/// A search for a name, as somebody typed it. Has no `Debug`.
pub struct Sought(Vec<String>);

impl Sought {
    /// Any words of a name, or how they begin.
    ///
    /// # Errors
    /// Nothing typed, far too much, or no word of two letters.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let mut words = words(&one_line(typed, 200)?);
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        if words.first().and_then(|word| whole(word)).is_none() {
            return Err(Invalid::TooShort { min: SHORTEST });
        }
        Ok(Self(words))
    }

    /// The pieces of a name in which each word stands as a whole, the longest first.
    #[must_use]
    pub fn as_words(&self) -> Vec<String> {
        let pieces = self.0.iter().filter_map(|word| whole(word));
        pieces.take(LOOKED_UP).collect()
    }

    /// The pieces of a name of which a word begins with each of these; of two letters a whole word.
    #[must_use]
    pub fn as_beginnings(&self) -> Vec<String> {
        self.beginnings(&[5, 3])
    }

    /// The same of three letters only: a long name may have no others.
    #[must_use]
    pub fn as_short_beginnings(&self) -> Vec<String> {
        self.beginnings(&[3])
    }

    fn beginnings(&self, lengths: &[usize]) -> Vec<String> {
        let longest = |word: &String| {
            let mut pieces = lengths.iter().filter_map(|at| beginning(word, *at));
            pieces.next().or_else(|| whole(word))
        };
        let pieces = self.0.iter().filter_map(longest);
        pieces.take(LOOKED_UP).collect()
    }

    /// Whether every word of the search begins a word of this name. Chance and short pieces bring in more names than that.
    #[must_use]
    pub fn is_in(&self, name: &str) -> bool {
        let words = words(name);
        let begins = |sought: &String| words.iter().any(|word| word.starts_with(sought));
        self.0.iter().all(begins)
    }
}

fn whole(word: &str) -> Option<String> {
    (word.chars().count() >= SHORTEST).then(|| format!("word {word}"))
}

/// The first letters of a word that has as many.
fn beginning(word: &str, length: usize) -> Option<String> {
    let letters: String = word.chars().take(length).collect();
    (letters.chars().count() == length).then(|| format!("begins {letters}"))
}

/// The words of a name without capitals, accents and signs: "van 't Hóf-de Wit" is van, t, hof, de, wit.
fn words(name: &str) -> Vec<String> {
    let letters = name.nfkd().filter(|c| !is_combining_mark(*c));
    let mut plain = String::with_capacity(name.len());
    for letter in letters.flat_map(char::to_lowercase) {
        match letter {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            other => plain.push(other),
        }
    }
    let all = plain.split(|c: char| !c.is_alphanumeric());
    all.filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
