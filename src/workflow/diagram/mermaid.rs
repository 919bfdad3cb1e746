//! A workflow as Mermaid text, for where a wiki or a forge draws it.

use std::fmt::Write as _;

use crate::domain::case::{StateKind, walk};
use crate::domain::rules::Rules;

use super::picture::label;

/// The path as a Mermaid state diagram: every state, every step from one state to another. Steps that leave a case where it
/// is are not drawn.
#[must_use]
pub fn mermaid(rules: &Rules) -> String {
    let mut text = format!("---\ntitle: {}\n---\nstateDiagram-v2\n", rules.title);
    let mut line = |line: std::fmt::Arguments| {
        // Writing to a text can't fail.
        let _ = writeln!(text, "  {line}");
    };
    for state in StateKind::ALL {
        line(format_args!(
            "state \"{}\" as {}",
            state.dutch(),
            state.code()
        ));
    }
    line(format_args!("[*] --> {}", StateKind::Filling.code()));
    for edge in walk(rules).edges.iter().filter(|edge| edge.from != edge.to) {
        line(format_args!(
            "{} --> {}: {}",
            edge.from.code(),
            edge.to.code(),
            label(edge)
        ));
    }
    for end in StateKind::ALL.into_iter().filter(|state| state.is_end()) {
        line(format_args!("{} --> [*]", end.code()));
    }
    text
}
