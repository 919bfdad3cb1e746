//! Makes text printable: PDF/A and PDF/UA refuse a character without a glyph, and a letter must never fail on a name.

use serde_json::Value;

/// Longest run without a break that fits a line with certainty.
const LONGEST_WORD: usize = 40;

/// Stands in for characters that the letter's fonts don't have, such as emoji.
const PLACEHOLDER: char = '□';

/// Cleans every string in the data: `covered` says whether the fonts have a glyph. Values under the key `url` keep their form.
pub(super) fn clean(data: &mut Value, covered: &dyn Fn(char) -> bool) {
    match data {
        Value::String(text) => *text = breakable(&printable(text, covered)),
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, covered)),
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                match value {
                    Value::String(text) if key == "url" => *text = printable(text, covered),
                    other => clean(other, covered),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Keeps what can be set, drops what is invisible, and puts one placeholder for a run of what has no glyph.
fn printable(text: &str, covered: &dyn Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            _ if is_invisible(character) => {}
            _ if covered(character) && !is_private(character) => out.push(character),
            _ if out.ends_with(PLACEHOLDER) => {}
            _ => out.push(PLACEHOLDER),
        }
    }
    out
}

/// Puts a chance to break (a zero-width space) into words that are longer than a line.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for character in text.chars() {
        run = if character.is_whitespace() {
            0
        } else {
            run + 1
        };
        if run > LONGEST_WORD {
            out.push('\u{200b}');
            run = 1;
        }
        out.push(character);
    }
    out
}

/// Control characters, and marks that steer direction, joining or variation without being seen.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            u32::from(character),
            0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xE0000..=0xE0FFF
        )
}

/// Private use: a glyph may exist, but nobody knows what it means, and PDF/A-2a forbids it.
fn is_private(character: char) -> bool {
    matches!(u32::from(character), 0xE000..=0xF8FF | 0xF0000..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ascii(character: char) -> bool {
        character.is_ascii()
    }

    #[test]
    fn a_run_without_glyphs_becomes_one_placeholder() {
        assert_eq!(printable("a👩‍👩‍👧b", &ascii), "a□b");
    }

    #[test]
    fn invisible_marks_disappear_and_line_ends_stay() {
        assert_eq!(printable("a\u{202e}b\r\nc\u{0}", &ascii), "ab\nc");
    }

    #[test]
    fn a_word_longer_than_a_line_can_break_and_an_address_of_a_page_keeps_its_form() {
        let long = "x".repeat(100);
        let mut data = serde_json::json!({ "name": long, "url": long });
        clean(&mut data, &ascii);
        assert_eq!(
            data["name"]
                .as_str()
                .map(|name| name.matches('\u{200b}').count()),
            Some(2)
        );
        assert_eq!(data["url"], long);
    }
}
