//! Facts that stand in two places say the same in both.

use std::fs;

use super::source::root;

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_licence_is_the_same_everywhere() {
    assert!(read("LICENSE").starts_with("EUROPEAN UNION PUBLIC LICENCE v. 1.2"));
    assert!(read("publiccode.yml").contains("license: EUPL-1.2"));
    assert_eq!(env!("CARGO_PKG_LICENSE"), "EUPL-1.2");
}

#[test]
fn the_version_is_the_same_everywhere() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(read("publiccode.yml").contains(&format!("softwareVersion: {version}\n")));
    assert!(read("CHANGELOG.md").contains(&format!("## {version}")));
}

#[test]
fn both_engines_have_the_same_migrations() {
    let names = |engine: &str| -> Vec<String> {
        let Ok(entries) = fs::read_dir(root().join("migrations").join(engine)) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}
