//! Workflow files: what differs by sector, region and year (`workflows/*/v*.toml`), read, checked and drawn.
//!
//! A file fills in [`Rules`]; it can't invent a state or a step. The loader reports every fault at once, with file and
//! line, and knows the covenant's and the law's own limits, so that a file that loads is one that may be used.

mod assemble;
mod deadline;
pub mod diagram;
mod draft;
mod fault;
mod further_use;
mod hand_over;
mod house;
mod near;
mod notice;
mod retention;
mod section;
mod shipped;
mod source;
mod word;

pub use fault::Fault;
pub use shipped::{SHIPPED, shipped};

use crate::domain::rules::Rules;

use draft::Draft;
use fault::Faults;
use section::Section;
use source::Source;

/// Reads and checks one workflow file. `name` is its path: faults name it, and its last two parts are the id of the rules
/// (`workflows/tom-po/v1.toml` holds `tom-po/v1`).
///
/// # Errors
/// Every fault in the file, in the order of its lines; at least one.
pub fn load(name: &str, text: &str) -> Result<Rules, Vec<Fault>> {
    let faults = Faults::of(name);
    let rules = Source::parse(text, &faults).map(|source| {
        let draft = Draft::read(&Section::root(&source, &faults));
        house::check(&draft, &faults);
        assemble::rules(id(name), draft)
    });
    match (rules, faults.into_sorted()) {
        (Some(Ok(rules)), none) if none.is_empty() => Ok(rules),
        (_, faults) => Err(faults),
    }
}

/// `workflows/tom-po/v1.toml` → `tom-po/v1`.
fn id(name: &str) -> String {
    let path = name.trim_end_matches(".toml").replace('\\', "/");
    let parts: Vec<&str> = path.split('/').collect();
    parts[parts.len().saturating_sub(2)..].join("/")
}
