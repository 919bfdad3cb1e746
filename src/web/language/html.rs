//! A page of ours with its sentences replaced: the text between the tags, and the attributes that are read aloud.

use askama::filters::{Html, escape};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::phrases::Phrases;

/// What came of a page.
pub struct Translated {
    /// The page.
    pub html: String,
    /// What stayed Dutch as the file doesn't know it.
    pub unknown: Vec<String>,
}

/// The attributes that people hear or see.
const SPOKEN: [&str; 5] = ["aria-label", "title", "alt", "placeholder", "data-label"];

/// Elements in which nothing is said, or what somebody typed.
const SILENT: [&str; 3] = ["script", "style", "textarea"];

/// Elements without an end tag.
const VOID: [&str; 7] = ["input", "br", "meta", "link", "img", "hr", "wbr"];

/// The page in another language. Everything but the sentences stays byte for byte as it is.
#[must_use]
pub fn translate(page: &str, phrases: &Phrases) -> Translated {
    let mut done = Translated {
        html: String::with_capacity(page.len()),
        unknown: Vec::new(),
    };
    let mut copied = 0;
    // How deep in an element that is not translated.
    let mut kept = 0_usize;
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                let opens = !tag.self_closing && !VOID.contains(&name);
                if kept > 0 || keeps(&tag) {
                    kept += usize::from(opens);
                    continue;
                }
                for (range, said) in attributes(&tag, phrases, &mut done.unknown) {
                    done.html.push_str(&page[copied..range.0]);
                    done.html.push_str(&said);
                    copied = range.1;
                }
            }
            Token::EndTag(_) => kept = kept.saturating_sub(1),
            Token::String(words) if kept == 0 => {
                let raw = &page[words.span.start..words.span.end];
                let whole = text(&words.value);
                let bare = whole.trim();
                if bare.is_empty() {
                    continue;
                }
                let Some(said) = said(bare, phrases, &mut done.unknown) else {
                    continue;
                };
                let before = &raw[..raw.len() - raw.trim_start().len()];
                let after = &raw[raw.trim_end().len()..];
                done.html.push_str(&page[copied..words.span.start]);
                done.html.push_str(before);
                done.html.push_str(&said);
                done.html.push_str(after);
                copied = words.span.end;
            }
            _ => {}
        }
    }
    done.html.push_str(&page[copied..]);
    done
}

/// Whether what stands in this element is left as it is.
fn keeps(tag: &StartTag<usize>) -> bool {
    let no = |value: &[u8]| value == b"no";
    SILENT.contains(&text(&tag.name))
        || tag
            .attributes
            .get(&b"translate"[..])
            .is_some_and(|value| no(value))
}

/// The attributes of a tag that change: from where to where, and what to put there.
fn attributes(
    tag: &StartTag<usize>,
    phrases: &Phrases,
    unknown: &mut Vec<String>,
) -> Vec<((usize, usize), String)> {
    let mut changed = Vec::new();
    for (name, value) in &tag.attributes {
        let (name, now) = (text(name), text(value));
        let range = (value.span.start, value.span.end);
        if name == "lang" && text(&tag.name) == "html" {
            changed.push((range, format!("lang=\"{}\"", phrases.code())));
        } else if SPOKEN.contains(&name) && !now.trim().is_empty() {
            let said = said(now, phrases, unknown);
            changed.extend(said.map(|said| (range, format!("{name}=\"{said}\""))));
        }
    }
    changed.sort_unstable();
    changed
}

/// The words in the other language, fit to stand in a page.
fn said(words: &str, phrases: &Phrases, unknown: &mut Vec<String>) -> Option<String> {
    let one_line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(said) = phrases.say(&one_line) else {
        unknown.push(one_line);
        return None;
    };
    escape(said, Html).ok().map(|said| said.to_string())
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::phrases::tests::with;
    use super::*;

    fn phrases() -> Phrases {
        with("[a]\n\"Ja\" = \"Yes\"\n\"Hulp & raad\" = \"Help & \\\"advice\\\"\"\n\"Voor {1}\" = \"For {1}\"").unwrap()
    }

    #[test]
    fn sentences_change_and_what_people_typed_does_not() {
        let page = "<!doctype html>\n<html lang=\"nl\"><title>Ja</title><p class=\"x\" aria-label=\"Hulp &amp; raad\">\n Ja <b>Voor &lt;Roos&gt;</b></p>\
                    <p translate=\"no\">Ja <b>Ja</b><br></p><textarea name=\"a\">Ja</textarea><input value=\"Ja\"><i>Ja</i>";
        let done = translate(page, &phrases());
        assert_eq!(
            done.html,
            "<!doctype html>\n<html lang=\"en\"><title>Yes</title><p class=\"x\" aria-label=\"Help &amp; &#34;advice&#34;\">\n Yes <b>For &#60;Roos&#62;</b></p>\
             <p translate=\"no\">Ja <b>Ja</b><br></p><textarea name=\"a\">Ja</textarea><input value=\"Ja\"><i>Yes</i>"
                .replace("&amp;", "&#38;")
        );
        assert_eq!(done.unknown, Vec::<String>::new());
    }

    #[test]
    fn what_is_not_known_stays_and_is_told() {
        let done = translate("<p>Nee</p>", &phrases());
        assert_eq!(
            (done.html.as_str(), done.unknown),
            ("<p>Nee</p>", vec!["Nee".to_owned()])
        );
    }
}
