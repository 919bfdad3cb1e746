//! What follows from where a case stands after a step: the deadline in the lists, the terms of the dossiers, and what comes up by itself.

use crate::domain::amsterdam;
use crate::domain::case::{Case, State, StepKind, agenda, deadline};
use crate::domain::deadline::Pace;
use crate::domain::dossier::Dossier;
use crate::domain::party::{PartyId, PartyKind};
use crate::domain::retention::Kept;
use crate::domain::rules::Rules;
use crate::store::{Tx, dossiers, outbox};

use super::birthday;
use super::error::ActionError;
use super::house::House;
use super::moments;

/// What follows in time from where a case stands now: the deadline in the lists, and what comes up next by itself.
pub(super) async fn goes_on(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    before: (&State, &Pace),
    left: bool,
) -> Result<(), ActionError> {
    let rules = house.rules(&case.workflow)?;
    if before != (&case.state, &case.pace) || left {
        set_due(tx, case, rules).await?;
    }
    let planned = agenda(before.0, before.1, rules);
    moments::follow(house, tx, case, &planned).await
}

/// Stores with whom a deadline runs and until when, for the lists.
async fn set_due(tx: &mut Tx, case: &Case, rules: &Rules) -> Result<(), ActionError> {
    let holder = match case.state.in_hands_of() {
        Some(PartyKind::Swv) => &case.swv,
        Some(PartyKind::Ggd) => &case.ggd,
        Some(PartyKind::Gemeente | PartyKind::LocalTeam) | None => &case.municipality,
    };
    let due = match deadline(&case.state, &case.pace, rules) {
        None => dossiers::NEVER,
        Some(still) if still.still.is_some() => dossiers::NEVER - 1,
        Some(runs) => amsterdam::start_of_day(runs.due.date),
    };
    Ok(dossiers::set_due(tx, &case.id, holder, due).await?)
}

/// An end, and a move to another gemeente, start the term of the dossier that a gemeente has, whoever took the step.
pub(super) async fn keep_elsewhere(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    (held, municipality): (Option<PartyKind>, &PartyId),
    own: PartyKind,
) -> Result<(), ActionError> {
    let ended = held.is_some() && case.state.in_hands_of().is_none();
    let left = *municipality != case.municipality;
    let tells = ended && own != PartyKind::Gemeente;
    if !left && !tells {
        return Ok(());
    }
    let Some(row) = dossiers::load(tx, &case.id, municipality).await? else {
        return Ok(());
    };
    let (rules, today) = (house.rules(&case.workflow)?, house.clock.today());
    let kept = if left {
        Kept::left(rules, PartyKind::Gemeente, today)
    } else {
        Kept::of(
            rules,
            PartyKind::Gemeente,
            &case.state,
            (row.kept, false),
            today,
        )
    };
    Ok(dossiers::keep(tx, &row.id, kept).await?)
}

/// Waits for the birthdays that matter, from the receipt on until the end; anew where the date of birth was corrected.
pub(super) async fn watch_age(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    (before, held): (&Dossier, Option<PartyKind>),
    (after, step): (&Dossier, StepKind),
) -> Result<(), ActionError> {
    let ended = held.is_some() && case.state.in_hands_of().is_none();
    if ended {
        return Ok(outbox::cancel_birthday(tx, &case.id).await?);
    }
    let born = |dossier: &Dossier| dossier.consent().and_then(|(_, of)| of.child.born);
    let corrected = held.is_some() && born(after).is_some() && born(before) != born(after);
    if corrected || step == StepKind::Register {
        birthday::watch(house, tx, case, born(after), house.clock.today()).await?;
    }
    Ok(())
}
