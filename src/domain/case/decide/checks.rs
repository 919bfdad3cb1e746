//! What is asked before a step: who takes it, and on which day.

use time::Date;

use crate::domain::case::StepKind;
use crate::domain::case::command::Paper;
use crate::domain::case::refusal::Rule;
use crate::domain::case::state::{End, State as S, WithDoctor};
use crate::domain::family::Person;
use crate::domain::party::{Actor, PartyKind, Role, UserId};

/// Whether this role has a part in a case that stands here. Before the hand-over the doctor knows of nothing; what isn't
/// registered yet is the SWV's alone; the LPA hears of a withdrawal or a signature when it has the SMA; who waits for an answer is who may stop waiting.
pub(super) fn takes_part(state: &S, step: StepKind, role: Role) -> bool {
    let before_doctor = matches!(state, S::Filling(_) | S::Incomplete(_) | S::AtSwv(_));
    match (step, role) {
        (_, Role::Doctor) if before_doctor => false,
        (_, Role::Lpa | Role::Parent | Role::YoungPerson) if matches!(state, S::Filling(_)) => {
            false
        }
        (StepKind::Lapse, Role::Swv) => before_doctor,
        (StepKind::EndExemption, role) => {
            let own = role.party_kind().unwrap_or(PartyKind::Gemeente);
            state.in_hands_of().is_none_or(|who| who == own)
        }
        (StepKind::Suspend | StepKind::Resume | StepKind::Extend, role) => {
            state.in_hands_of().is_some() && state.in_hands_of() == role.party_kind()
        }
        (StepKind::Withdraw | StepKind::SignNotification, Role::Lpa) => {
            matches!(state, S::WithLpa(_))
        }
        (StepKind::WithdrawConsent, Role::Lpa) => has_advice(state),
        _ => true,
    }
}

/// Whether the LPA has had the SMA.
pub(super) fn has_advice(state: &S) -> bool {
    let refused = matches!(state, S::Closed(s) if matches!(s.end(), End::RequirementNotMet));
    refused || state.exemption().is_some() || matches!(state, S::WithLpa(_))
}

pub(super) fn own_case(state: &WithDoctor, actor: &Actor) -> Result<(), Rule> {
    match (state.doctor(), actor.user()) {
        (Some(doctor), Some(user)) if doctor == user => Ok(()),
        (None, _) => Err(Rule::NotFromHere),
        _ => Err(Rule::OtherDoctor),
    }
}

pub(super) fn own_advice(doctor: &UserId, by: &UserId) -> Result<(), Rule> {
    if doctor == by {
        Ok(())
    } else {
        Err(Rule::OtherDoctor)
    }
}

/// Whose answer it is: of who acts, or of who signed the paper that came to the doctor.
pub(super) fn answers(actor: &Actor, paper: Option<Paper>) -> Result<Person, Rule> {
    match (actor, paper) {
        (Actor::Family { person, .. }, None) => Ok(*person),
        (Actor::Employee { .. }, Some(paper)) => Ok(paper.by),
        _ => Err(Rule::NotThisRole),
    }
}

/// The day beside the signature, where the answer came on paper; refused before `from`.
pub(super) fn signed_on(
    paper: Option<Paper>,
    from: Date,
    today: Date,
) -> Result<Option<Date>, Rule> {
    let on = paper.map(|paper| paper.on);
    on.map_or(Ok(()), |on| between(from, on, today))?;
    Ok(on)
}

/// Refuses before the 18th birthday.
pub(super) fn not_before(eighteen_on: Option<Date>, today: Date) -> Result<(), Rule> {
    match eighteen_on.filter(|day| today < *day) {
        Some(day) => Err(Rule::NotYetEighteen(day)),
        None => Ok(()),
    }
}

pub(super) fn not_after(date: Date, today: Date) -> Result<(), Rule> {
    if date > today {
        Err(Rule::InFuture)
    } else {
        Ok(())
    }
}

pub(super) fn between(earlier: Date, date: Date, today: Date) -> Result<(), Rule> {
    if date < earlier {
        return Err(Rule::BeforeEarlierStep(earlier));
    }
    not_after(date, today)
}
