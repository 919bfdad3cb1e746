//! What follows from where a case stands after a step: the deadline in the lists, the terms of the dossiers, and what comes up by itself.

use crate::domain::amsterdam;
use crate::domain::case::{Case, State, StepKind, agenda, deadline, known, stage, stale_on};
use crate::domain::deadline::Pace;
use crate::domain::dossier::Dossier;
use crate::domain::party::{PartyId, PartyKind};
use crate::domain::retention::Kept;
use crate::store::dossiers::Shelved;
use crate::store::tasks::Task;
use crate::store::{Tx, dossiers, outbox, tasks};

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
        shelve(house, tx, case).await?;
    }
    let planned = agenda(before.0, before.1, rules);
    moments::follow(house, tx, case, &planned).await
}

/// Stores how the case lies on the desk of each party: whose turn it is, until when, and how urgent it is; as far as each has heard.
pub(super) async fn shelve(house: &House, tx: &mut Tx, case: &Case) -> Result<(), ActionError> {
    let rules = house.rules(&case.workflow)?;
    let (state, pace) = (&case.state, &case.pace);
    // Of these somebody may not have heard yet: a call is still to be made.
    let told_later = matches!(
        state,
        State::Closed(_) | State::Running(_) | State::Reassessing(_)
    );
    let calls = if told_later {
        tasks::calls(tx, &case.id).await?
    } else {
        Vec::new()
    };
    let calls: Vec<_> = calls.iter().filter_map(Task::notice).collect();
    let heard = |of| known(state, of, &calls);
    let turn = |of| stage(state, heard(of), of);
    let holder = match state.in_hands_of() {
        Some(PartyKind::Swv) => &case.swv,
        Some(PartyKind::Ggd) => &case.ggd,
        Some(PartyKind::Gemeente | PartyKind::LocalTeam) | None => &case.municipality,
    };
    let due = match deadline(state, pace, rules) {
        None => [dossiers::NEVER; 3],
        Some(still) if still.still.is_some() => {
            [dossiers::NEVER - 1, dossiers::NEVER, dossiers::NEVER]
        }
        Some(runs) => [runs.due.date, runs.yellow, runs.red].map(amsterdam::start_of_day),
    };
    let stale = stale_on(state, pace, rules).map_or(dossiers::NEVER, amsterdam::start_of_day);
    let shelved = Shelved {
        stages: [
            (&case.swv, turn(PartyKind::Swv)),
            (&case.ggd, turn(PartyKind::Ggd)),
            (&case.municipality, turn(PartyKind::Gemeente)),
        ],
        others: turn(PartyKind::LocalTeam),
        holder,
        due,
        stale,
    };
    Ok(dossiers::shelve(tx, &case.id, &shelved).await?)
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
