//! Every template has a typed context, and none lies about unused.

use std::collections::BTreeMap;

use super::source::files;

#[test]
fn every_template_of_a_page_or_mail_has_one_context_or_is_part_of_one_that_has() {
    let templates = files("templates", &["html", "txt"]);
    let mut contexts: BTreeMap<String, usize> = BTreeMap::new();
    for source in files("src", &["rs"])
        .iter()
        .chain(&files("tests/web", &["rs"]))
    {
        for named in source.text.split("#[template(path = \"").skip(1) {
            let (path, _) = named.split_once('"').unwrap();
            *contexts.entry(path.to_owned()).or_default() += 1;
        }
    }
    assert!(contexts.values().all(|&times| times == 1), "{contexts:?}");
    for template in &templates {
        let Some(path) = template.path.strip_prefix("templates/") else {
            continue;
        };
        if path.starts_with("letters/") || path.starts_with("assets/") {
            continue;
        }
        let part = templates.iter().any(|other| {
            ["extends", "import", "include"]
                .iter()
                .any(|word| other.text.contains(&format!("{{%- {word} \"{path}\"")))
        });
        assert!(
            part || contexts.contains_key(path),
            "nothing renders templates/{path}"
        );
    }
}

#[test]
fn every_template_of_a_letter_stands_on_the_shelf() {
    let shelf = &files("src/letter", &["rs"]);
    let shelf = shelf
        .iter()
        .find(|source| source.path.ends_with("shelf.rs"))
        .unwrap();
    for template in files("templates/letters", &["typ"]) {
        let name = template.path.rsplit('/').next().unwrap();
        let name = name.trim_end_matches(".typ");
        assert!(shelf.text.contains(&format!("    \"{name}\",\n")), "{name}");
    }
}

#[test]
fn every_class_of_a_page_stands_in_a_style_sheet() {
    let sheets: String = files("templates/assets", &["css"])
        .iter()
        .map(|sheet| sheet.text.as_str())
        .collect();
    for page in files("templates/pages", &["html"]) {
        // What askama decides stands between braces: `class="field{% if wrong %} field-wrong{% endif %}"`.
        let text = without(&without(&page.text, ("{%", "%}")), ("{{", "}}"));
        for classes in text.split(" class=\"").skip(1) {
            let (classes, _) = classes.split_once('"').unwrap();
            for class in classes
                .split_whitespace()
                .map(|class| class.trim_matches('='))
            {
                let name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
                let plain =
                    class.chars().all(name) && !class.is_empty() && !class.ends_with(['-', '_']);
                let known = |end: char| sheets.contains(&format!(".{class}{end}"));
                assert!(
                    !plain
                        || [' ', ',', ':', '.', '{', '\n', ')', '[']
                            .into_iter()
                            .any(known),
                    "{}: no sheet knows the class '{class}'",
                    page.path
                );
            }
        }
    }
}

/// The text with a sign of equality in place of all that stands between these.
fn without(text: &str, (from, to): (&str, &str)) -> String {
    let mut parts = text.split(from);
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once(to).map_or(part, |(_, rest)| rest));
    rest.fold(first, |text, part| text + "=" + part)
}
