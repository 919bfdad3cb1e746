//! The workflow files that come with the program, inside the binary. A file is frozen once a case has used it: a change is
//! a new version beside it.

use std::collections::BTreeMap;

use crate::domain::rules::Rules;

use super::{Fault, load};

/// Path and text of each file.
pub const SHIPPED: [(&str, &str); 2] = [
    (
        "workflows/tom-po/v1.toml",
        include_str!("../../workflows/tom-po/v1.toml"),
    ),
    (
        "workflows/tom-vo/v1.toml",
        include_str!("../../workflows/tom-vo/v1.toml"),
    ),
];

/// The rules of every shipped file, by id (`tom-po/v1`).
///
/// # Errors
/// Every fault in every file. A test keeps the shipped files without one.
pub fn shipped() -> Result<BTreeMap<String, Rules>, Vec<Fault>> {
    let (mut rules, mut faults) = (BTreeMap::new(), Vec::new());
    for (name, text) in SHIPPED {
        match load(name, text) {
            Ok(loaded) => {
                rules.insert(loaded.id.clone(), loaded);
            }
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        Ok(rules)
    } else {
        Err(faults)
    }
}
