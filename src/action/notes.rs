//! Notes for colleagues, in the own dossier. No step of the case: no timeline tells one, and nobody else hears of it.

use std::collections::BTreeMap;

use time::Date;

use crate::domain::case::{Refusal, Rule, StepKind};
use crate::domain::dossier::Dossier;
use crate::domain::grant::{Grant, Purpose};
use crate::domain::note::OwnNote;
use crate::domain::party::{Actor, UserId};
use crate::domain::text::LongText;
use crate::store::opening::{self, Opening};
use crate::store::{Tx, cases, users};

use super::compartment::{open_row, save};
use super::error::ActionError;
use super::house::House;
use super::perform::{Form, answered, first_time};

/// A note as a page shows it.
pub struct Note {
    /// On which day.
    pub on: Date,
    /// The name of who wrote it; empty once nobody knows it any more.
    pub by: String,
    /// What.
    pub text: String,
}

/// Writes a note for the colleagues who may open the case.
///
/// # Errors
/// See [`ActionError`]; [`ActionError::NotFound`] for a dossier that takes none; refused for who sees the case by breaking the glass.
pub async fn write(
    house: &House,
    actor: &Actor,
    form: Form,
    text: LongText<1000>,
) -> Result<String, ActionError> {
    let (inside, sender) = (house.clone(), actor.clone());
    let (location, once, about) = (form.location.clone(), form.once.clone(), form.case.clone());
    let kept = house
        .store
        .write(move |tx| Box::pin(async move { keep(&inside, tx, &sender, &form, text).await }))
        .await;
    answered(house, actor, Some(about), once, kept)
        .await
        .map(|()| location)
}

async fn keep(
    house: &House,
    tx: &mut Tx,
    actor: &Actor,
    form: &Form,
    text: LongText<1000>,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    first_time(tx, actor, form, now).await?;
    // Two colleagues who write at once keep both notes.
    cases::hold(tx, &form.case).await?;
    let found = opening::load(tx, &form.case, actor, None, now).await?;
    let Opening {
        case,
        facts,
        dossier,
        ..
    } = found.ok_or(ActionError::NotFound)?;
    let grant = Grant::own_dossier(actor, &case, Purpose::Step, &facts)?;
    if grant.only_shows() {
        return Err(Refusal {
            state: case.state.kind(),
            step: StepKind::NoteContact,
            role: actor.role(),
            rule: Rule::GlassShows,
        }
        .into());
    }
    let dossier = dossier.ok_or(ActionError::NotFound)?;
    let mut own = open_row(house, tx, &case, &grant, dossier).await?;
    let by = actor.user().ok_or(ActionError::NotFound)?.clone();
    let on = house.clock.today();
    let notes = own.dossier.notes_mut().ok_or(ActionError::NotFound)?;
    notes.push(OwnNote { on, by, text });
    save(house, tx, &case, &mut own).await
}

/// The notes of a dossier, the newest first, with the names of who wrote them.
pub(super) async fn read(tx: &mut Tx, dossier: &Dossier) -> Result<Vec<Note>, ActionError> {
    let mut names: BTreeMap<&UserId, String> = BTreeMap::new();
    let mut notes = Vec::new();
    for OwnNote { on, by, text } in dossier.notes().iter().rev() {
        if !names.contains_key(by) {
            names.insert(by, users::name(tx, by).await?.unwrap_or_default());
        }
        notes.push(Note {
            on: *on,
            by: names.get(by).cloned().unwrap_or_default(),
            text: text.as_str().to_owned(),
        });
    }
    Ok(notes)
}
