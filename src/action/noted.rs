//! What was written beside the steps, with the names of who wrote it.

use std::collections::BTreeMap;

use time::Date;

use crate::domain::checklist::{Check, Tick};
use crate::domain::dossier::Dossier;
use crate::domain::note::OwnNote;
use crate::domain::party::UserId;
use crate::store::{Tx, users};

use super::error::ActionError;

/// A note as a page shows it.
pub struct Note {
    /// On which day.
    pub on: Date,
    /// The name of who wrote it; empty once nobody knows it any more.
    pub by: String,
    /// What.
    pub text: String,
}

/// A point of the checklist that was ticked, as a page shows it.
pub struct Ticked {
    /// Which.
    pub check: Check,
    /// On which day.
    pub on: Date,
    /// The name of who ticked it; empty once nobody knows it any more.
    pub by: String,
}

/// What was written beside the steps in a dossier, with the names of who wrote it: the notes, the newest first, and what was ticked.
pub(super) async fn read(
    tx: &mut Tx,
    dossier: &Dossier,
) -> Result<(Vec<Note>, Vec<Ticked>), ActionError> {
    let mut names: BTreeMap<&UserId, String> = BTreeMap::new();
    let ticks = dossier.swv().map(|file| &file.ticked);
    let ticks = || ticks.into_iter().flatten();
    let by = dossier.notes().iter().map(|note| &note.by);
    for user in by.chain(ticks().map(|(_, tick)| &tick.by)) {
        if !names.contains_key(user) {
            names.insert(user, users::name(tx, user).await?.unwrap_or_default());
        }
    }
    let name = |user: &UserId| names.get(user).cloned().unwrap_or_default();
    let note = |note: &OwnNote| Note {
        on: note.on,
        by: name(&note.by),
        text: note.text.as_str().to_owned(),
    };
    let tick = |(check, tick): (&Check, &Tick)| Ticked {
        check: *check,
        on: tick.on,
        by: name(&tick.by),
    };
    let notes = dossier.notes().iter().rev().map(note).collect();
    Ok((notes, ticks().map(tick).collect()))
}
