//! Which deadline runs in a state, from which day, and when a procedure gets nowhere.

use time::Date;

use crate::domain::calendar::add_working_days;
use crate::domain::deadline::{Deadline, DeadlineKind, Pace};
use crate::domain::due_date::DueDate;
use crate::domain::rules::Rules;
use crate::domain::statement::last_good_day_explained;

use super::state::State;

const OWN: &str = "de termijnen van deze werkwijze";
const DECISION: &str = "het besluit over de vrijstelling";

/// The deadline of a case that stands here; `None` where nothing is waited for by a day.
#[must_use]
pub fn deadline(state: &State, pace: &Pace, rules: &Rules) -> Option<Deadline> {
    // Who goes to school again is asked for nothing.
    if pace.elsewhere || state.at_school().is_some() {
        return None;
    }
    of_state(state, pace, rules)
}

/// The same, also of what is not asked while the child goes to school.
pub(super) fn of_state(state: &State, pace: &Pace, rules: &Rules) -> Option<Deadline> {
    let (kind, base) = start(state, rules)?;
    Some(pace.deadline(kind, base, rules.deadlines.get(&kind)?))
}

/// What runs, and until when if nobody moves it.
pub(super) fn start(state: &State, rules: &Rules) -> Option<(DeadlineKind, DueDate)> {
    let after = |kind, from: Date| (kind, DueDate::after(from, rules.term(kind), OWN));
    let good = |on: Date| {
        let day = last_good_day_explained(on, rules.terms.statement_months);
        (DeadlineKind::Notification, day)
    };
    Some(match state {
        State::Incomplete(s) => match s.asked_on {
            Some(on) => after(DeadlineKind::Completion, on),
            None => after(DeadlineKind::FirstContact, s.since),
        },
        State::AtSwv(s) => match s.sitting {
            Some(sitting) => after(DeadlineKind::HandOver, sitting.max(s.since)),
            None => after(DeadlineKind::FirstContact, s.since),
        },
        State::WithDoctor(s) => match (&s.doctor, &s.appointment) {
            (Some(_), Some(appointment)) => after(DeadlineKind::Advice, appointment.on),
            _ => after(DeadlineKind::Appointment, s.since),
        },
        State::AdviceEstablished(s) => after(DeadlineKind::SendAdvice, s.advice.on),
        State::ParentsReading(s) => after(DeadlineKind::Reading, s.since),
        State::ParentsSending(s) => good(s.advice.on),
        State::WithLpa(s) => match s.notified_on() {
            Some(on) => after(DeadlineKind::Decision, on),
            None => good(s.advice.on),
        },
        State::Reassessing(s) => (
            DeadlineKind::EndOfExemption,
            DueDate::decided(s.exemption.until, DECISION),
        ),
        State::Running(s) => {
            let next = s.exemption.awaited(rules).into_iter().next()?;
            (DeadlineKind::YearlyNotification, next.last_day)
        }
        State::Filling(_) | State::Closed(_) => return None,
    })
}

/// From which day on a procedure that nobody took a step in is stale; `None` where nothing has to move.
#[must_use]
pub fn stale_on(state: &State, pace: &Pace, rules: &Rules) -> Option<Date> {
    let moves = state.in_hands_of().is_some() && state.exemption().is_none();
    let moved = pace.moved_on.filter(|_| moves)?;
    Some(add_working_days(moved, rules.terms.stale_days))
}
