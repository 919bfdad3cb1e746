//! How a case ends or moves, and who hears what of it.

use time::Date;

use crate::domain::case::effect::Audience::{Family, Gemeente, Ggd, Swv};
use crate::domain::case::effect::{Audience, Effect, EventKind, LetterKind, Recipients, TaskKind};
use crate::domain::case::state::{End, State as S, WithLpa};
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, PartyId, PartyKind};

use super::Decision;
use super::made::{letter, stay};
use super::sitting::{off_at_end, without_old_place};

/// Ends the case. What each party hears of it depends on what it may know: the LPA and the SWV hear the name in an end
/// notice, the family hears the reason.
pub(super) fn ended(state: S, end: End, today: Date) -> Decision {
    let deciding = match end {
        End::SchoolPossible => Some(Swv),
        End::Fit => Some(Ggd),
        End::RequirementNotMet | End::BackAtSchool | End::Expired => Some(Gemeente),
        End::Eighteen => state.exemption().map(|_| Gemeente),
        End::Withdrawn | End::Lapsed | End::MovedAway | End::Died => None,
    };
    let mut audience = vec![Family];
    audience.extend(deciding);
    let sitting = match &state {
        S::Filling(_) => Some(None),
        S::Incomplete(s) => Some(s.sitting),
        S::AtSwv(s) => Some(s.sitting()),
        _ => None,
    };
    let off = off_at_end(&state);
    let mut done = stay(
        state.close(end, today),
        vec![EventKind::Ended { end: Some(end) }.to(&audience)],
    )
    .and(Effect::CloseTasks);
    done.effects.extend(off);
    // After the hand-over that was done already.
    match sitting {
        Some(sitting) => done.and(Effect::ReduceSwv { sitting }),
        None => done,
    }
}

pub(super) fn stopped(state: S, end: End, actor: &Actor, today: Date) -> Decision {
    let at_swv = matches!(state, S::Incomplete(_) | S::AtSwv(_));
    // Who writes to the family when it stops by itself.
    let writes = if at_swv {
        PartyKind::Swv
    } else {
        PartyKind::Ggd
    };
    let from = actor.role().party_kind().unwrap_or(writes);
    let unknown =
        from == PartyKind::Gemeente && matches!(&state, S::WithLpa(s) if may_miss_parents(s));
    let mut done = ended(state, end, today);
    if unknown {
        done = done.and(Effect::KnowParents);
    }
    done = done.and(letter(from, LetterKind::Stopped, Recipients::Everyone));
    if let (true, None, Some(event)) = (at_swv, actor.role().party_kind(), done.events.first_mut())
    {
        event.audience.push(Swv);
    }
    end_notices(done, actor)
}

/// Whether the gemeente can lack a parent: until everyone signed, the notification needn't name them all.
pub(super) fn may_miss_parents(state: &WithLpa) -> bool {
    !state.answers.signature_awaited().is_empty()
}

/// Every end of a procedure closes its row at the others, by a name alone.
pub(super) fn end_notices(mut done: Decision, actor: &Actor) -> Decision {
    let own = actor.role().party_kind();
    if let (Some(kind), Some(event)) = (own, done.events.first_mut()) {
        event.audience.push(kind.into());
    }
    if own != Some(PartyKind::Gemeente) {
        done = done.and(Effect::Seintje(NoticeKind::EndedToLpa));
    }
    if own != Some(PartyKind::Swv) {
        done = done.and(Effect::Seintje(NoticeKind::EndedToSwv));
    }
    done
}

/// The child moved. Where the GGD has the case, the doctor looks whether the appointment and the address still hold, and sends again
/// what the family got for the other gemeente.
pub(super) fn moved(mut state: S, to: PartyId, actor: &Actor) -> Decision {
    let off = without_old_place(&mut state);
    let own = actor.role().party_kind();
    let at_ggd = state.advice().is_some() || matches!(state, S::WithDoctor(_));
    let mut audience = vec![Family];
    audience.extend(own.map(Audience::from));
    let mut tasks = Vec::new();
    if at_ggd {
        if own != Some(PartyKind::Ggd) {
            audience.push(Ggd);
        }
        tasks.push(TaskKind::CheckAppointment);
        if state.answers().is_some() {
            tasks.push(TaskKind::SendAgain);
        } else if own != Some(PartyKind::Ggd) {
            tasks.push(TaskKind::CheckAddress);
        }
    }
    let mut done = stay(state, vec![EventKind::Moved.to(&audience)]);
    // Before the parties of the case are others.
    done.effects.extend(off);
    done = done.and(Effect::MoveTo(to));
    done.effects
        .extend(tasks.into_iter().map(|kind| Effect::Task {
            party: PartyKind::Ggd,
            kind,
            due: None,
        }));
    done
}

pub(super) fn applied_again(state: S) -> Decision {
    stay(state, vec![EventKind::AppliedAgain.to(&[Swv, Family])])
}
