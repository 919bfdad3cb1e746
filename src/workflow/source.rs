//! The text of a workflow file: parsed, with every mistake in the syntax noted, and lines for offsets.

use std::collections::BTreeSet;
use std::ops::Range;

use toml_edit::Document;

use super::fault::Faults;

/// Of a text that isn't TOML at all the first mistakes tell enough.
const MOST_SYNTAX_FAULTS: usize = 20;

/// A workflow file that was read as TOML.
pub(super) struct Source {
    /// The text; a line with a mistake in its syntax is blank here.
    pub(super) document: Document<String>,
    /// Words on lines that were left out: their absence needs no second fault.
    pub(super) broken: BTreeSet<String>,
}

impl Source {
    /// Parses the text. The parser stops at the first mistake; so its line is noted, blanked and the rest read again, until
    /// every mistake is found. `None` when a table's header or an open bracket is among them: what follows would be read as
    /// part of something else.
    pub(super) fn parse(text: &str, faults: &Faults) -> Option<Self> {
        let mut text = text.to_owned();
        let mut broken = BTreeSet::new();
        let mut structure = true;
        for _ in 0..MOST_SYNTAX_FAULTS {
            let error = match Document::parse(text.clone()) {
                Ok(document) => return structure.then_some(Self { document, broken }),
                Err(error) => error,
            };
            let offset = error.span().map_or(0, |span| span.start);
            let at = line_around(&text, offset);
            let message = error.message();
            faults.note(line_of(&text, at.start), format!("not TOML: {message}"));
            if message.contains("array") || message.contains("multi-line") || offset >= text.len() {
                return None;
            }
            let line = &text[at.clone()];
            structure &= !line.trim_start().starts_with('[');
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            broken.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
            text.replace_range(at.clone(), &" ".repeat(at.len()));
        }
        None
    }

    /// The line, from 1, on which something stands; line 1 for what stands nowhere.
    pub(super) fn line(&self, span: Option<Range<usize>>) -> usize {
        span.map_or(1, |span| line_of(self.document.raw(), span.start))
    }
}

/// The line around an offset, without its end. An offset at the very end means the last line that holds anything.
fn line_around(text: &str, offset: usize) -> Range<usize> {
    let mut offset = text.floor_char_boundary(offset);
    if text[offset..].trim().is_empty() {
        offset = text.trim_end().len();
    }
    let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    let end = text[offset..]
        .find('\n')
        .map_or(text.len(), |more| offset + more);
    start..end
}

fn line_of(text: &str, offset: usize) -> usize {
    text[..text.floor_char_boundary(offset)]
        .matches('\n')
        .count()
        + 1
}
