//! Words that may not be in the project: unfinished work, silenced lints, addresses of one machine, and
//! in what a user reads the familiar form (the product says "u").

use super::source::{Source, files, root};

fn everything() -> Vec<Source> {
    let mut all = files("src", &["rs"]);
    for (folder, kinds) in [
        ("tests", &["rs", "mjs", "json", "sh", "md"][..]),
        ("benches", &["rs"]),
        ("docs", &["md"]),
        ("templates", &["html", "txt", "typ", "css"]),
        ("workflows", &["toml", "md"]),
        ("migrations", &["sql"]),
        ("scripts", &["sh"]),
    ] {
        all.extend(files(folder, kinds));
    }
    all
}

fn faults(sources: &[Source], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in sources
        .iter()
        .filter(|file| file.path != "tests/house/words.rs")
    {
        for (number, line) in file.text.lines().enumerate() {
            let hits = words.iter().filter(|word| line.contains(*word));
            found.extend(hits.map(|word| format!("{}:{}: {word}", file.path, number + 1)));
        }
    }
    found
}

#[test]
fn nothing_is_left_unfinished() {
    let found = faults(
        &everything(),
        &["TODO", "FIXME", "XXX:", "todo!(", "unimplemented!("],
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_silenced_lint_is_expected_with_a_reason() {
    let found = faults(&files("src", &["rs"]), &["#[allow(", "#![allow("]);
    assert!(
        found.is_empty(),
        "write #[expect(lint, reason = \"...\")]:\n{}",
        found.join("\n")
    );
}

#[test]
fn nothing_points_at_one_machine() {
    let found = faults(&everything(), &["/home/", "/root/", "/Users/", "C:\\\\"]);
    assert!(found.is_empty(), "{}", found.join("\n"));
    let lock = std::fs::read_to_string(root().join("tests/browser/package-lock.json")).unwrap();
    assert!(
        !lock.contains("\"resolved\""),
        "package-lock.json names the address of a registry"
    );
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let elsewhere: Vec<&str> = lock
        .lines()
        .filter(|line| {
            line.starts_with("source = ") && !line.contains("github.com/rust-lang/crates.io-index")
        })
        .collect();
    assert!(elsewhere.is_empty(), "{}", elsewhere.join("\n"));
}

#[test]
fn what_a_user_reads_says_u() {
    let mut found = Vec::new();
    for file in files("templates", &["html", "txt", "typ"]) {
        for (number, line) in file.text.lines().enumerate() {
            let words = line
                .split(|c: char| !c.is_alphabetic())
                .map(str::to_lowercase);
            let familiar = words
                .filter(|word| ["je", "jij", "jou", "jouw", "jullie"].contains(&word.as_str()));
            found.extend(familiar.map(|word| format!("{}:{}: {word}", file.path, number + 1)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
