//! Notes for colleagues, and what is ticked around a sitting, in the own dossier.

use crate::domain::case::StepKind;
use crate::domain::checklist::{Check, Tick};
use crate::domain::note::OwnNote;
use crate::domain::party::Actor;
use crate::domain::text::LongText;

use super::beside::change;
use super::error::ActionError;
use super::house::House;
use super::perform::Form;

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
    change(
        house,
        actor,
        form,
        StepKind::NoteContact,
        |dossier, by, on| {
            let notes = dossier.notes_mut()?;
            notes.push(OwnNote { on, by, text });
            Some(())
        },
    )
    .await
}

/// Keeps which points around the sitting are ticked, and by whom each was: one that was ticked stays as it was ticked.
///
/// # Errors
/// As [`write()`]; [`ActionError::Changed`] if the dossier is another than the page showed.
pub async fn tick(
    house: &House,
    actor: &Actor,
    form: Form,
    ticked: Vec<Check>,
) -> Result<String, ActionError> {
    change(
        house,
        actor,
        form,
        StepKind::RecordSitting,
        move |dossier, by, on| {
            let before = &mut dossier.swv_mut()?.ticked;
            before.retain(|check, _| ticked.contains(check));
            for check in ticked {
                let by = by.clone();
                before.entry(check).or_insert(Tick { on, by });
            }
            Some(())
        },
    )
    .await
}
