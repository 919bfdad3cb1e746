//! Text of limited length, and the cleaning that every typed value goes through.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::invalid::Invalid;

/// What every checked text value has: serde through its `parse`, `as_str`, `Display` for pages and letters, and a `Debug`
/// that names the type and hides the content, so that no log line holds a personal value by accident.
macro_rules! checked_text {
    ($name:ident) => {
        impl $name {
            /// The value in its normal form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = $crate::domain::invalid::Invalid;
            fn try_from(typed: String) -> Result<Self, Self::Error> {
                Self::parse(&typed)
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}
pub(crate) use checked_text;

/// One line of text, at most `MAX` characters: a street, a place, the name of a school.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShortText<const MAX: usize>(String);

impl<const MAX: usize> ShortText<MAX> {
    /// Trims, folds inner white space to single spaces and checks.
    ///
    /// # Errors
    /// Nothing typed, more than `MAX` characters, or signs that cannot be seen.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        one_line(typed, MAX).map(Self)
    }

    /// The text in its normal form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Text of several lines, at most `MAX` characters: a description, an explanation. Line breaks are `\n`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LongText<const MAX: usize>(String);

impl<const MAX: usize> LongText<MAX> {
    /// Normalises line breaks, trims the ends and checks. Tabs become spaces.
    ///
    /// # Errors
    /// Nothing typed, more than `MAX` characters, or signs that cannot be seen.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        // A browser sends a line break as two characters; count it as one.
        let text = typed
            .trim()
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\t', " ");
        if text.is_empty() {
            return Err(Invalid::Required);
        }
        within(&text, MAX)?;
        if text.chars().any(|c| c != '\n' && is_invisible(c)) {
            return Err(Invalid::ForbiddenCharacters);
        }
        Ok(Self(text))
    }

    /// The text, lines parted by `\n`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! limited_text {
    ($name:ident) => {
        impl<const MAX: usize> TryFrom<String> for $name<MAX> {
            type Error = Invalid;
            fn try_from(typed: String) -> Result<Self, Invalid> {
                Self::parse(&typed)
            }
        }
        impl<const MAX: usize> From<$name<MAX>> for String {
            fn from(value: $name<MAX>) -> String {
                value.0
            }
        }
        impl<const MAX: usize> fmt::Display for $name<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl<const MAX: usize> fmt::Debug for $name<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}
limited_text!(ShortText);
limited_text!(LongText);

/// One cleaned line of at most `max` characters.
///
/// # Errors
/// Nothing typed, too long, or signs that cannot be seen.
pub(crate) fn one_line(typed: &str, max: usize) -> Result<String, Invalid> {
    let mut line = String::new();
    for word in typed.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        // Stop early: ten megabytes of text must not be copied before it is refused.
        if line.len() > max.saturating_mul(4) {
            return Err(Invalid::TooLong { max });
        }
    }
    if line.is_empty() {
        return Err(Invalid::Required);
    }
    within(&line, max)?;
    if line.chars().any(is_invisible) {
        return Err(Invalid::ForbiddenCharacters);
    }
    Ok(line)
}

/// The digits of a number that people write with spaces, dots or dashes in between; `None` when there is anything else.
pub(crate) fn bare_digits(typed: &str, count: usize) -> Option<String> {
    let bare: String = typed
        .trim()
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}'))
        .take(count + 1)
        .collect();
    (bare.len() == count && bare.bytes().all(|b| b.is_ascii_digit())).then_some(bare)
}

fn within(text: &str, max: usize) -> Result<(), Invalid> {
    if text.chars().nth(max).is_some() {
        return Err(Invalid::TooLong { max });
    }
    Ok(())
}

/// Control characters, and the ones that reorder or part text without being seen: they can make a page or a letter read
/// differently from what is stored.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
        )
}
