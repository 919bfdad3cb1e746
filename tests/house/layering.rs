//! Arrows point inward (docs/architecture.md): `web`, `api`, `jobs`, `cli` → `action` → `store`, `vault`,
//! `mail`, `letter` → `domain`. What the compiler would let through is stopped here.

use std::collections::BTreeMap;

use super::source::{Source, files};

/// Which modules of this crate a layer may use, besides itself. A layer that is not in the list is a fault.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &["domain"]),
    ("random", &["domain", "clock"]),
    ("texts", &["domain"]),
    ("workflow", &["domain"]),
    ("store", &["domain", "clock", "random"]),
    ("vault", &["domain", "clock", "random"]),
    ("mail", &["domain", "clock", "random", "texts"]),
    ("letter", &["domain", "texts"]),
    ("provider", &["domain", "clock"]),
    ("clamd", &[]),
    ("passkey", &["clock"]),
    (
        "action",
        &[
            "domain", "workflow", "store", "vault", "mail", "letter", "provider", "clamd",
            "passkey", "clock", "random", "texts",
        ],
    ),
    (
        "jobs",
        &["action", "store", "domain", "workflow", "clock", "random"],
    ),
    (
        "web",
        &["action", "domain", "workflow", "clock", "random", "texts"],
    ),
    (
        "api",
        &["action", "domain", "workflow", "clock", "random", "texts"],
    ),
];

/// The composition root and the command line, where everything is wired; and the two crate roots.
const WIRING: &[&str] = &["app", "cli", "config", "demo", "lib", "main"];

/// An outside crate (or part of `std`), and the only places under `src` that may name it.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("sqlx", &["store", "jobs"]),
    ("axum", &["web", "api", "app", "cli"]),
    ("axum_extra", &["web", "api"]),
    ("hyper", &["web"]),
    ("hyper_util", &["web"]),
    ("tower", &["web", "api"]),
    ("tower_http", &["web", "api"]),
    ("askama", &["web", "mail"]),
    ("lettre", &["mail"]),
    ("typst", &["letter"]),
    ("typst_pdf", &["letter"]),
    ("typst_layout", &["letter"]),
    ("aes_gcm", &["vault"]),
    ("html5gum", &["web"]),
    ("qrcodegen", &["web"]),
    ("openidconnect", &["provider"]),
    ("ring", &["vault"]),
    ("webauthn_rs", &["passkey"]),
    ("apalis", &["jobs"]),
    ("apalis_sqlite", &["jobs"]),
    ("apalis_postgres", &["jobs"]),
    ("getrandom", &["random"]),
];

/// What may not be named in the domain, besides the crates that `ONLY_IN` keeps out of it.
const NOT_IN_DOMAIN: &[&str] = &[
    "tokio::",
    "tokio_util::",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
];

#[test]
fn arrows_point_inward() {
    let mut faults = Vec::new();
    for file in files("src", &["rs"]) {
        let layer = layer(&file);
        if WIRING.contains(&layer) {
            continue;
        }
        let Some((_, may_use)) = ARROWS.iter().find(|(name, _)| *name == layer) else {
            faults.push(format!(
                "{}: `{layer}` has no place in the list of layers",
                file.path
            ));
            continue;
        };
        for used in own_modules(&file.code()) {
            if used != layer && !may_use.contains(&used.as_str()) {
                faults.push(format!(
                    "{}: `{layer}` may not use `crate::{used}`",
                    file.path
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_crate_is_named_only_in_its_own_layer() {
    let mut faults = Vec::new();
    for file in files("src", &["rs"]) {
        let code = file.code();
        for (name, places) in ONLY_IN {
            if names(&code, name) && !places.contains(&layer(&file)) {
                faults.push(format!("{}: `{name}` belongs in {places:?}", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_domain_is_pure() {
    let mut faults = Vec::new();
    for file in files("src/domain", &["rs"]) {
        let code = file.code();
        faults.extend(
            NOT_IN_DOMAIN
                .iter()
                .filter(|name| code.contains(*name))
                .map(|name| format!("{}: `{name}`", file.path)),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn apalis_stands_in_two_files() {
    let found: Vec<String> = files("src", &["rs"])
        .iter()
        .filter(|file| file.code().contains("apalis"))
        .map(|file| file.path.clone())
        .collect();
    assert!(
        found.len() <= 2,
        "apalis only wakes the worker, but is in {found:?}"
    );
}

#[test]
fn a_route_is_added_with_its_access_only() {
    let found: Vec<String> = files("src", &["rs"])
        .iter()
        .filter(|file| {
            let code = file.code();
            let ways = ["axum::routing", ".route(", ".route_service(", ".nest("];
            ways.iter().any(|way| code.contains(way))
        })
        .map(|file| file.path.clone())
        .collect();
    assert_eq!(found, ["src/web/routes.rs"]);
}

#[test]
fn only_the_store_contains_sql() {
    let starts = [
        "SELECT ",
        "INSERT INTO ",
        "UPDATE ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "DROP TABLE ",
        "WITH ",
    ];
    let mut faults = Vec::new();
    for file in files("src", &["rs"]) {
        if layer(&file) == "store" {
            continue;
        }
        for (line, text) in file.strings() {
            if starts
                .iter()
                .any(|start| text.trim_start().starts_with(start))
            {
                faults.push(format!("{}:{line}: {}", file.path, text.trim()));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "SQL outside src/store:\n{}",
        faults.join("\n")
    );
}

/// The first part of the path under `src`: `src/web/swv/list.rs` is in `web`, `src/clock.rs` is `clock`.
fn layer(file: &Source) -> &str {
    let path = file.path.trim_start_matches("src/");
    path.split('/')
        .next()
        .unwrap_or(path)
        .trim_end_matches(".rs")
}

/// The modules of this crate that this code names: through `crate::a::b` or `crate::{a::b, c}`. A `super`
/// that leaves the layer is not resolved: the compiler knows it, so the house asks to write `crate`.
fn own_modules(code: &str) -> Vec<String> {
    let mut found = BTreeMap::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let names = if rest.starts_with('{') {
            group(rest)
        } else {
            vec![first_word(rest)]
        };
        found.extend(
            names
                .into_iter()
                .filter(|name| !name.is_empty())
                .map(|name| (name, ())),
        );
    }
    found.into_keys().collect()
}

/// The first word of every entry at the top level of `{a::b, c::{d, e}}`.
fn group(text: &str) -> Vec<String> {
    let (mut depth, mut names, mut fresh) = (0, Vec::new(), true);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            c if fresh && depth == 1 && !c.is_whitespace() => {
                names.push(first_word(&text[at..]));
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// Whether the code names this crate: as `name::` or `use name;`, not as the end of another word.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + name.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '.')
            && (after.starts_with("::") || (code[..at].ends_with("use ") && after.starts_with(';')))
    })
}

#[test]
fn a_grouped_use_names_every_module() {
    let code = "use crate::{domain::{case, person}, store};\nuse crate::web::form;\nlet x = other_crate::y;";
    assert_eq!(own_modules(code), ["domain", "store", "web"]);
    assert!(
        names("use sqlx::Row;", "sqlx")
            && !names("self.axum::x", "axum")
            && !names("mysqlx::a", "sqlx")
    );
}
