//! Around the sitting of the team: who is invited, who hears that it is off, and who gets the report (covenant, art. 3.5, 12.4
//! and 12.5).

use std::collections::BTreeSet;

use time::Date;

use crate::domain::case::effect::Audience::{Family, Swv};
use crate::domain::case::effect::{Effect, EventKind, LetterKind, Recipients};
use crate::domain::case::refusal::Rule;
use crate::domain::case::sitting::Sitting;
use crate::domain::case::state::{AtSwv, State as S};
use crate::domain::party::PartyKind;

use super::Decision;
use super::made::{letter, stay};

/// Plans it, or moves it: whom the earlier plan invited and this one doesn't, hears that it is off.
pub(super) fn planned(
    mut state: AtSwv,
    mut sitting: Sitting,
    today: Date,
) -> Result<Decision, Rule> {
    if sitting.on < today {
        return Err(Rule::BeforeEarlierStep(today));
    }
    let before = state.planned.take().filter(|before| !before.off);
    sitting.moved = before.is_some();
    state.planned = Some(sitting.clone());
    let (on, at) = (sitting.on, sitting.at.clone());
    let mut done = stay(
        S::AtSwv(state),
        vec![EventKind::SittingPlanned { on, at }.to(&[Swv, Family])],
    )
    .and(letter(
        PartyKind::Swv,
        LetterKind::Sitting,
        Recipients::Invited,
    ));
    if let Some(mut before) = before {
        before.with.retain(|kind| !sitting.with.contains(kind));
        done.effects.extend(off(&before));
    }
    done.effects.extend(mails(&sitting, false));
    Ok(done)
}

/// Calls it off.
pub(super) fn called_off(mut state: S) -> Result<Decision, Rule> {
    let sitting = plan_mut(&mut state).and_then(|plan| plan.as_mut());
    let sitting = sitting.filter(|s| !s.off).ok_or(Rule::NoSitting)?;
    sitting.off = true;
    let (on, mails) = (sitting.on, off(sitting));
    let mut done = stay(
        state,
        vec![EventKind::SittingCalledOff { on }.to(&[Swv, Family])],
    )
    .and(letter(
        PartyKind::Swv,
        LetterKind::SittingOff,
        Recipients::Invited,
    ));
    done.effects.extend(mails);
    Ok(done)
}

/// Sends the family what the sitting agreed on.
pub(super) fn reported(state: AtSwv) -> Result<Decision, Rule> {
    let on = state.sitting.ok_or(Rule::NoReport)?;
    let event = EventKind::ReportShared { on }.to(&[Swv, Family]);
    Ok(stay(S::AtSwv(state), vec![event]).and(letter(
        PartyKind::Swv,
        LetterKind::SittingReport,
        Recipients::Invited,
    )))
}

/// A sitting that is to come goes on, or is called off, before the SWV hands over or closes: nobody waits for it in vain.
pub(super) fn nothing_planned(state: &AtSwv) -> Result<(), Rule> {
    match state.planned.as_ref().filter(|sitting| !sitting.off) {
        Some(sitting) => Err(Rule::SittingPlanned(sitting.on)),
        None => Ok(()),
    }
}

/// The case ends while a sitting is planned: who was invited hears that it is off. The letter of the end tells the family.
pub(super) fn off_at_end(state: &S) -> Vec<Effect> {
    state.sitting_to_come().map_or_else(Vec::new, off)
}

/// The child moved: the gemeente and the local team of the old place don't come.
pub(super) fn without_old_place(state: &mut S) -> Vec<Effect> {
    let Some(sitting) = plan_mut(state)
        .and_then(|plan| plan.as_mut())
        .filter(|s| !s.off)
    else {
        return Vec::new();
    };
    let old = BTreeSet::from([PartyKind::Gemeente, PartyKind::LocalTeam]);
    let with = sitting.with.intersection(&old).copied().collect();
    sitting.with.retain(|kind| !old.contains(kind));
    off(&Sitting {
        with,
        ..sitting.clone()
    })
}

fn off(sitting: &Sitting) -> Vec<Effect> {
    mails(sitting, true).collect()
}

fn mails(sitting: &Sitting, off: bool) -> impl Iterator<Item = Effect> {
    sitting.with.iter().map(move |to| Effect::SittingMail {
        to: *to,
        on: sitting.on,
        at: sitting.at.clone(),
        off,
    })
}

const fn plan_mut(state: &mut S) -> Option<&mut Option<Sitting>> {
    match state {
        S::Incomplete(s) => Some(&mut s.planned),
        S::AtSwv(s) => Some(&mut s.planned),
        _ => None,
    }
}
