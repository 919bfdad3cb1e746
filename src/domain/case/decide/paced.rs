//! What is done to the deadline that runs, and what becomes of that with a step.

use time::Date;

use crate::domain::case::Case;
use crate::domain::case::command::Command as C;
use crate::domain::case::due::start;
use crate::domain::case::effect::{Audience, Event, EventKind};
use crate::domain::case::refusal::Rule;
use crate::domain::case::state::State as S;
use crate::domain::deadline::{Change, Deadline, Pace};
use crate::domain::party::Actor;
use crate::domain::rules::Rules;

/// The pace after a step that moves the deadline itself; `None` for every other step.
pub(super) fn paced(
    pace: &Pace,
    runs: Option<&Deadline>,
    command: &C,
    today: Date,
) -> Result<Option<Pace>, Rule> {
    let change = match command {
        C::Suspend(why) => Change::Paused {
            from: today,
            until: None,
            why: *why,
        },
        C::Extend(by, why) => Change::Extended {
            on: today,
            by: *by,
            why: *why,
        },
        C::Resume => return resumed(pace, today).map(Some),
        _ => return Ok(None),
    };
    match runs {
        Some(deadline) if !deadline.kind.is_set() => {}
        _ => return Err(Rule::NoDeadline),
    }
    if let Some((since, _)) = pace.still() {
        return Err(Rule::StandsStill(since));
    }
    let mut pace = pace.clone();
    pace.changes.push(change);
    Ok(Some(pace))
}

fn resumed(pace: &Pace, today: Date) -> Result<Pace, Rule> {
    let mut pace = pace.clone();
    match pace.changes.last_mut() {
        Some(Change::Paused {
            until: until @ None,
            ..
        }) => *until = Some(today),
        _ => return Err(Rule::Runs),
    }
    Ok(pace)
}

/// What was done to a deadline holds until another begins.
pub(super) fn goes_on(case: &Case, next: &S, rules: &Rules) -> Pace {
    let mut pace = case.pace.clone();
    if start(&case.state, rules) != start(next, rules) {
        pace.changes.clear();
    }
    pace
}

/// What the timelines say of it: that of who has the case, and the family's.
pub(super) fn moved_by(command: &C, actor: &Actor) -> Vec<Event> {
    let kind = match command {
        C::Suspend(why) => EventKind::Suspended { why: *why },
        C::Extend(by, why) => EventKind::Extended { by: *by, why: *why },
        _ => EventKind::Resumed,
    };
    let own = actor.role().party_kind().map(Audience::from);
    let audience: Vec<Audience> = own.into_iter().chain([Audience::Family]).collect();
    vec![kind.to(&audience)]
}
