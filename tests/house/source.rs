//! The project's own files, as the house tests read them.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of the project.
pub struct Source {
    /// Path from the root, with `/` between the parts.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// The text with comments and the insides of string literals blanked, line for line.
    pub fn code(&self) -> String {
        split(&self.text).0
    }

    /// Every string literal, with the number of the line on which it starts (from 1).
    pub fn strings(&self) -> Vec<(usize, String)> {
        split(&self.text).1
    }
}

/// The root of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under `folder` with one of these extensions, sorted; none when the folder is not there.
pub fn files(folder: &str, extensions: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join(folder), extensions, &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| Source {
            text: fs::read_to_string(&path).unwrap(),
            path: path
                .strip_prefix(root())
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/"),
        })
        .collect()
}

fn collect(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let skip = path
            .file_name()
            .is_some_and(|name| name == "node_modules" || name == "target");
        if path.is_dir() && !skip {
            collect(&path, extensions, found);
        } else if path
            .extension()
            .is_some_and(|e| extensions.iter().any(|x| e == *x))
        {
            found.push(path);
        }
    }
}

/// Splits Rust text into code (comments and string contents blanked) and string literals.
fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let (mut code, mut strings) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (taken, literal) = token(rest, code.chars().last());
        let (token, after) = rest.split_at(taken);
        if let Some((from, to)) = literal {
            strings.push((code.matches('\n').count() + 1, token[from..to].to_owned()));
            blank(token, &mut code);
        } else if taken > c.len_utf8() {
            blank(token, &mut code);
        } else {
            code.push(c);
        }
        rest = after;
    }
    (code, strings)
}

/// Length of the next token, and where its contents stand if it is a string literal. Code is taken one
/// character at a time.
fn token(rest: &str, before: Option<char>) -> (usize, Option<(usize, usize)>) {
    let end_of = |at: usize, end: &str| {
        rest[at..]
            .find(end)
            .map_or(rest.len(), |n| at + n + end.len())
    };
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), None);
    }
    if rest.starts_with("/*") {
        return (end_of(2, "*/"), None);
    }
    let starts_word = !before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
    if rest.starts_with('r') && starts_word && rest[1 + hashes..].starts_with('"') {
        let close = format!("\"{}", "#".repeat(hashes));
        let end = end_of(hashes + 2, &close);
        return (end, Some((hashes + 2, end - close.len())));
    }
    if rest.starts_with('"') {
        let mut escaped = false;
        for (at, c) in rest.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => return (at + 1, Some((1, at))),
                _ => {}
            }
        }
        return (rest.len(), None);
    }
    // A character literal holds one character or an escape; anything else after ' is a lifetime.
    if rest.starts_with("'\\") {
        return (end_of(3, "'"), None);
    }
    let mut chars = rest.chars();
    if let (Some('\''), Some(c), Some('\'')) = (chars.next(), chars.next(), chars.next()) {
        return (2 + c.len_utf8(), None);
    }
    (rest.chars().next().map_or(0, char::len_utf8), None)
}

fn blank(token: &str, code: &mut String) {
    code.extend(token.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
}

#[test]
fn a_comment_or_a_string_is_not_code() {
    let text = "a // b\n\"c // d\" /* e\n*/ 'f' '\\'' &'g str r#\"h\"i\"#;\n";
    let (code, strings) = split(text);
    let words: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(words, ["a", "&'g", "str", ";"]);
    assert_eq!(strings, [(2, "c // d".to_owned()), (3, "h\"i".to_owned())]);
}
