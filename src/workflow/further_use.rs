//! Who brought in what a party passes on: that party decides on its further use (covenant, art. 3.5 e-f).

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::field::Field;
use crate::domain::party::PartyKind;

use super::draft::Draft;
use super::fault::{Faults, Read};
use super::section::At;

/// What one hand-over or seintje carries, as far as it could be read.
struct Carried<'a> {
    line: usize,
    from: PartyKind,
    to: PartyKind,
    fields: Vec<Field>,
    further_use: &'a Read<Option<At<String>>>,
}

/// Notes what is passed on without the article by which the party that brought it in agreed to that, and an article where nothing is
/// passed on. What that party gives to the receiver itself, or gets back, is not passed on.
pub(super) fn check(draft: &Draft, faults: &Faults) {
    let all = carried(draft);
    let gives = |from, to, field| {
        let mut ways = all.iter();
        ways.any(|one| one.from == from && one.to == to && one.fields.contains(&field))
    };
    // Of the parties, in the order of the path, the first that gives it.
    let brought_in = |field| {
        let mut parties = PartyKind::ALL.into_iter();
        parties.find(|party| {
            let mut own = all.iter().filter(|one| one.from == *party);
            own.any(|one| one.fields.contains(field))
        })
    };
    for one in &all {
        let Ok(named) = one.further_use else { continue };
        let mut passed: BTreeMap<PartyKind, BTreeSet<&str>> = BTreeMap::new();
        for field in &one.fields {
            let owner = brought_in(field).filter(|owner| ![one.from, one.to].contains(owner));
            if let Some(owner) = owner.filter(|owner| !gives(*owner, one.to, *field)) {
                passed.entry(owner).or_default().insert(field.code());
            }
        }
        match named {
            None => {
                for (owner, fields) in passed {
                    let fields: Vec<&str> = fields.into_iter().collect();
                    faults.note(
                        one.line,
                        format!(
                            "`further_use` is missing: `{}` came from `{}`, which decides on the further use; name the article by \
                             which it agreed (covenant, art. 3.5 e-f)",
                            fields.join("`, `"),
                            owner.code()
                        ),
                    );
                }
            }
            Some(At { line, .. }) => {
                if passed.is_empty() {
                    let why = "`further_use`: nothing here came from a third party (covenant, art. 3.5 e-f)";
                    faults.note(*line, why);
                }
            }
        }
    }
}

fn carried(draft: &Draft) -> Vec<Carried<'_>> {
    let hand_overs = draft.hand_overs.values().filter_map(|one| {
        let fields = one.fields.items.iter().map(|at| at.value);
        Some(Carried {
            line: one.line,
            from: one.from.as_ref().ok()?.value,
            to: one.to.as_ref().ok()?.value,
            fields: fields.collect(),
            further_use: &one.further_use,
        })
    });
    let notices = draft.notices.values().filter_map(|one| {
        Some(Carried {
            line: one.line,
            from: one.from.as_ref().ok()?.value,
            to: one.to.as_ref().ok()?.value,
            fields: vec![Field::ChildName],
            further_use: &one.further_use,
        })
    });
    hand_overs.chain(notices).collect()
}
