//! The one decision: from a state and a command to the next state and what follows, or a refusal.
//!
//! One match, step by step, without a wildcard over states: a new state does not compile until every step has been
//! considered, and a new step not until every state has.

use std::collections::BTreeSet;

use time::Date;

use crate::domain::advice::Verdict;
use crate::domain::application::Addresses;
use crate::domain::calendar::add_working_days;
use crate::domain::exemption::{Exemption, Requirement};
use crate::domain::family::Person;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, PartyId, PartyKind, Role, UserId};
use crate::domain::rules::{HandOverKind, Rules};

use super::answers::Answers;
use super::command::{Command as C, Paper};
use super::effect::{Audience, Effect, Event, EventKind, LetterKind, Recipients, TaskKind};
use super::refusal::{Refusal, Rule};
use super::said::said;
use super::state::{End, Established, State as S, WithDoctor, WithLpa};
use super::{Case, StepKind};

/// The next state and what follows from it. Data: nothing has happened yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Where the case stands after this.
    pub state: S,
    /// For the timelines.
    pub events: Vec<Event>,
    /// To be carried out in the same transaction.
    pub effects: Vec<Effect>,
}

use Audience::{Family, Gemeente, Ggd, Swv};

/// Decides on a step, on the day `today`.
///
/// # Errors
/// A [`Refusal`] that names state, step, role and rule.
pub fn decide(
    case: &Case,
    command: C,
    actor: &Actor,
    rules: &Rules,
    today: Date,
) -> Result<Decision, Refusal> {
    let (state, step, role) = (case.state.kind(), command.kind(), actor.role().acts_as());
    let refuse = |rule| Refusal {
        state,
        step,
        role,
        rule,
    };
    if !step.roles().contains(&role) {
        return Err(refuse(Rule::NotThisRole));
    }
    if !takes_part(&case.state, step, role) {
        return Err(refuse(Rule::NotThisRole));
    }
    transition(case.state.clone(), command, actor, rules, today).map_err(refuse)
}

/// Whether this role has a part in a case that stands here. Before the hand-over the doctor knows of nothing; what isn't
/// registered yet is the SWV's alone; the LPA hears of a withdrawal or a signature when it has the SMA; who waits for an answer is who may stop waiting.
fn takes_part(state: &S, step: StepKind, role: Role) -> bool {
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
        (StepKind::Withdraw | StepKind::SignNotification, Role::Lpa) => {
            matches!(state, S::WithLpa(_))
        }
        (StepKind::WithdrawConsent, Role::Lpa) => has_advice(state),
        _ => true,
    }
}

/// Whether the LPA has had the SMA.
fn has_advice(state: &S) -> bool {
    let refused = matches!(state, S::Closed(s) if matches!(s.end(), End::RequirementNotMet(_)));
    refused || state.exemption().is_some() || matches!(state, S::WithLpa(_))
}

/// The states in which nothing was decided yet and the parents can still withdraw.
macro_rules! undecided {
    () => {
        S::Incomplete(_)
            | S::AtSwv(_)
            | S::WithDoctor(_)
            | S::AdviceEstablished(_)
            | S::ParentsReading(_)
            | S::ParentsSending(_)
            | S::WithLpa(_)
    };
}

#[expect(clippy::too_many_lines, reason = "the whole path in one match, as a reader wants it")]
#[rustfmt::skip] // a table: one row a step
fn transition(state: S, command: C, actor: &Actor, rules: &Rules, today: Date) -> Result<Decision, Rule> {
    let decided = match (command, state) {
        // The application at the SWV.
        (C::Amend { .. }, S::Filling(s)) => stay(S::Filling(s), vec![]),
        (C::Amend { missing, renamed, addresses }, S::Incomplete(s)) => {
            reach(amended(s.amend(missing), renamed), addresses, actor)
        }
        (C::Amend { missing, renamed, addresses }, S::AtSwv(s)) => {
            reach(amended(s.amend(missing), renamed), addresses, actor)
        }
        (C::Register { received_on, missing }, S::Filling(s)) => {
            not_after(received_on, today)?;
            registered(s.register(received_on, missing), received_on, today)
        }
        (C::AskCompletion(_), S::Incomplete(s)) => asked(S::Incomplete(s), rules, today),
        // What came to be missing since: a birthday asks for another signature, or for the view of the child, which blocks nothing.
        (C::AskCompletion(missing), S::AtSwv(s)) if !missing.is_empty() => asked(s.amend(missing), rules, today),
        (C::NoteContact, s @ (S::Incomplete(_) | S::AtSwv(_))) => stay(s, vec![EventKind::ContactNoted.to(&[Swv])]),
        (C::RecordSitting(on), S::AtSwv(s)) => {
            between(s.received_on(), on, today)?;
            stay(S::AtSwv(s.sit(on)), vec![EventKind::SittingHeld { on }.to(&[Swv, Family])])
        }
        (C::HandOver(application, consent), S::AtSwv(s)) => {
            let sitting = s.sitting();
            let next = S::WithDoctor(s.hand_over(&application, &consent, today));
            stay(next, vec![EventKind::HandedOver.to(&[Swv, Ggd, Family])])
                .and(Effect::HandOver(HandOverKind::ApplicationToDoctor))
                .and(Effect::ReduceSwv { sitting })
        }
        (C::CloseSchoolPossible, S::AtSwv(s)) => {
            let closed = ended(S::AtSwv(s), End::SchoolPossible, today);
            closed
                .and(letter(PartyKind::Swv, LetterKind::SchoolPossible, Recipients::Everyone))
                .and(Effect::Seintje(NoticeKind::EndedToLpa))
        }

        // The facts, after the hand-over: each in the own dossier.
        (
            C::CorrectFacts { addresses, born, renamed, asked, notification },
            mut s @ (undecided!() | S::Running(_) | S::Reassessing(_) | S::Closed(_)),
        ) if holds_facts(&s, actor) => {
            let own = actor.role().party_kind().map(Audience::from);
            let audience: Vec<Audience> = own.into_iter().chain([Family]).collect();
            let answers = s.answers_mut().map(|a| a.correct(asked, &addresses.found, notification));
            let mut newly_asked = answers.unwrap_or_default();
            newly_asked.retain(|person| !addresses.found.contains(person));
            let row = renamed && !matches!(s, S::Closed(_));
            let done = stay(s, vec![EventKind::FactsCorrected.to(&audience)]);
            let done = if born { done.and(Effect::ReopenLinks) } else { done };
            let done = if row { done.and(Effect::Seintje(NoticeKind::Application)) } else { done };
            reach(last_letter_to(done, newly_asked, actor), addresses, actor)
        }

        // The doctor.
        (C::TakeOn(by), S::WithDoctor(s)) => {
            stay(S::WithDoctor(s.take_on(&by)), vec![EventKind::TakenOn.to(&[Ggd, Family])])
        }
        (C::PlanAppointment(appointment), S::WithDoctor(s)) => {
            own_case(&s, actor)?;
            if appointment.on < today {
                return Err(Rule::BeforeEarlierStep(today));
            }
            let (on, at) = (appointment.on, appointment.at.clone());
            stay(S::WithDoctor(s.plan(appointment)), vec![EventKind::AppointmentPlanned { on, at }.to(&[Ggd, Family])])
                .and(letter(PartyKind::Ggd, LetterKind::Appointment, Recipients::Everyone))
        }
        (C::RecordNoShow, S::WithDoctor(s)) => {
            own_case(&s, actor)?;
            match s.appointment().map(|a| a.on) {
                None => return Err(Rule::NotFromHere),
                Some(on) => not_after(on, today)?,
            }
            stay(S::WithDoctor(s.no_show()), vec![EventKind::NoShow.to(&[Ggd])])
        }
        (C::EstablishAdvice(by, advice), S::WithDoctor(s)) => {
            own_case(&s, actor)?;
            between(s.handed_over_on(), advice.on, today)?;
            let established = S::AdviceEstablished(s.establish_advice(&by, advice));
            stay(established, vec![EventKind::AdviceEstablished { on: advice.on }.to(&[Ggd, Family])])
        }
        (C::AdviseFit(by, on), S::WithDoctor(s)) => {
            own_case(&s, actor)?;
            between(s.handed_over_on(), on, today)?;
            let fit = Established::new(&by, on, Verdict::Fit);
            with_advice(ended(S::WithDoctor(s), End::Fit, today), fit)
                .and(letter(PartyKind::Ggd, LetterKind::FitForSchool, Recipients::Everyone))
                .and(Effect::PersonalLinks(Recipients::Everyone))
                .and(Effect::Seintje(NoticeKind::EndedToLpa))
                .and(Effect::Seintje(NoticeKind::EndedToSwv))
                .and(Effect::Task { party: PartyKind::Swv, kind: TaskKind::FindPlace, due: None })
        }
        (C::CorrectAdvice { by, .. }, S::AdviceEstablished(mut s)) => {
            own_advice(s.advice.doctor(), by.id())?;
            s.advice = s.advice.corrected();
            corrected(s.advice.version(), S::AdviceEstablished(s))
        }
        (C::CorrectAdvice { by, notification }, S::ParentsReading(mut s)) => {
            own_advice(s.advice.doctor(), by.id())?;
            (s.advice, s.since) = (s.advice.corrected(), today);
            s.answers.renew(notification);
            to_readers(corrected(s.advice.version(), S::ParentsReading(s)))
        }
        (C::CorrectAdvice { by, notification }, S::ParentsSending(mut s)) => {
            own_advice(s.advice.doctor(), by.id())?;
            (s.advice, s.since) = (s.advice.corrected(), today);
            s.answers.renew(notification);
            to_readers(corrected(s.advice.version(), S::ParentsSending(s)))
        }
        (C::CorrectAdvice { by, .. }, S::Closed(s)) => {
            let fit = s.fit().cloned().ok_or(Rule::NotFromHere)?;
            own_advice(fit.doctor(), by.id())?;
            let fit = fit.corrected();
            corrected(fit.version(), S::Closed(s.with(fit)))
                .and(letter(PartyKind::Ggd, LetterKind::FitForSchool, Recipients::Readers))
        }
        (C::SendForReading { how, asked }, S::AdviceEstablished(s)) => sent_to_read(s.send(&how, asked, today)),
        (C::SendForReading { how, asked }, S::ParentsReading(s)) => sent_to_read(s.send_again(&how, asked, today)),
        (C::SendForReading { how, asked }, S::ParentsSending(s)) => sent_to_read(s.send_again(&how, asked, today)),

        // The parents, or the young person from 16.
        (C::Release { paper, asked, consent }, S::ParentsReading(s)) => {
            let by = answers(actor, paper)?;
            // What was signed before this version went out, or for another gemeente, releases nothing now.
            let paper = signed_on(paper, s.since(), today)?;
            let event = EventKind::Released { by: Some(by), paper }.to(&[Ggd, Family]);
            match s.released_by(by, asked) {
                Err(waits) => stay(S::ParentsReading(waits), vec![event]),
                Ok(released) => {
                    let consent = consent.map_err(Rule::Consent)?;
                    shared(S::WithLpa(released.share(&consent, today)), event, today)
                }
            }
        }
        (C::Block(paper), S::ParentsReading(s)) => {
            let by = Some(answers(actor, paper)?);
            let paper = signed_on(paper, s.advice.on(), today)?;
            stay(S::ParentsSending(s.block(today)), vec![EventKind::Blocked { by, paper }.to(&[Ggd, Family])])
        }
        (C::ShareAfterSilence(consent, by), S::ParentsReading(s)) => {
            own_advice(s.advice.doctor(), by.id())?;
            if !rules.share_after_silence {
                return Err(Rule::NoSharingOnSilence);
            }
            if s.blocked() {
                return Err(Rule::Blocked);
            }
            let until = add_working_days(s.since(), rules.terms.reading_days);
            if today <= until {
                return Err(Rule::StillReading(until));
            }
            let next = S::WithLpa(s.share_after_silence(&consent, &by, today));
            shared(next, EventKind::SharedAfterSilence.to(&[Ggd, Family]), today)
        }
        (C::SendThemselves { on, signed }, S::ParentsReading(s)) => {
            between(s.advice.on(), on, today)?;
            brought(s.sent_by_parents(on), signed, on, actor)
        }
        (C::SendThemselves { on, signed }, S::ParentsSending(s)) => {
            between(s.advice.on(), on, today)?;
            brought(s.sent_by_parents(on), signed, on, actor)
        }
        (C::SignNotification { by, on }, S::ParentsReading(mut s)) => {
            not_after(on, today)?;
            s.answers.sign(by.iter().copied(), on);
            stay(S::ParentsReading(s), signatures(&by, on, &[Family]))
        }
        (C::SignNotification { by, on }, S::ParentsSending(mut s)) => {
            not_after(on, today)?;
            s.answers.sign(by.iter().copied(), on);
            stay(S::ParentsSending(s), signatures(&by, on, &[Family]))
        }
        (C::SignNotification { by, on }, S::WithLpa(mut s)) => {
            not_after(on, today)?;
            s.answers.sign(by.iter().copied(), on);
            let signed = stay(S::WithLpa(s), signatures(&by, on, &[Gemeente, Family]));
            // On paper it came to the LPA, who typed it over, and can leave a parent out.
            let paper = actor.role() == Role::Lpa;
            signed.and(if paper { Effect::KnowParents } else { Effect::HandOver(HandOverKind::NotificationToLpa) })
        }

        // The leerplichtambtenaar.
        (C::GoOnWithout { who, why }, S::WithLpa(mut s)) => {
            if !s.answers.signature_awaited().contains(&who) {
                return Err(Rule::NotFromHere);
            }
            if s.answers.signed().is_empty() {
                return Err(Rule::Form(vec![Requirement::Notification]));
            }
            s.answers.go_on_without(who, why);
            stay(S::WithLpa(s), vec![EventKind::WentOnWithout { who, why }.to(&[Gemeente, Family])])
                .and(Effect::KnowParents)
        }
        (C::Grant { facts, terms, eighteen_on, inform_local_team }, S::WithLpa(s)) => {
            if let Some(day) = eighteen_on.filter(|day| *day <= terms.from.max(today)) {
                return Err(Rule::Eighteen(day));
            }
            let form = facts.test().map_err(Rule::Form)?;
            let letter_months = rules.terms.reassessment_letter_months;
            let exemption =
                Exemption::new(&form, &terms, s.advice.advised(), &rules.durations, letter_months, today)
                    .map_err(Rule::Dates)?;
            let granted = EventKind::Granted { from: exemption.from, until: exemption.until };
            let done = stay(S::Running(s.grant(exemption)), vec![granted.to(&[Gemeente, Family])])
                .and(letter(PartyKind::Gemeente, LetterKind::DecisionGranted, Recipients::Everyone))
                .and(Effect::Seintje(NoticeKind::Granted));
            if inform_local_team.is_some() { done.and(Effect::Seintje(NoticeKind::GrantedLocalTeam)) } else { done }
        }
        (C::Refuse(requirement), S::WithLpa(s)) => {
            let unknown = may_miss_parents(&s);
            let closed = S::Closed(s.refuse(requirement, today));
            let refused = stay(closed, vec![EventKind::RequirementNotMet.to(&[Gemeente, Family])]);
            let refused = if unknown { refused.and(Effect::KnowParents) } else { refused };
            refused
                .and(letter(PartyKind::Gemeente, LetterKind::DecisionRefused, Recipients::Everyone))
                .and(Effect::Seintje(NoticeKind::EndedToSwv))
        }

        // While the exemption runs.
        (C::Reassess, S::Running(s)) => {
            if today < s.exemption().reassessment_letter_on {
                return Err(Rule::TermRuns(s.exemption().reassessment_letter_on));
            }
            stay(
                S::Reassessing(s.reassess(today)),
                vec![EventKind::ReassessmentStarted.to(&[Gemeente, Family])],
            )
        }
        (C::EndExemption { end: End::Eighteen, eighteen_on }, s @ undecided!()) => {
            not_before(eighteen_on, today)?;
            stopped(s, End::Eighteen, actor, today)
        }
        (C::EndExemption { end, eighteen_on }, s @ (S::Running(_) | S::Reassessing(_))) => {
            if end == End::Eighteen {
                not_before(eighteen_on, today)?;
            }
            let until = s.exemption().map_or(today, |exemption| exemption.until);
            if end == End::Expired && today <= until {
                return Err(Rule::TermRuns(until));
            }
            if matches!(end, End::BackAtSchool | End::Eighteen | End::Expired) {
                ended(s, end, today).and(Effect::Seintje(NoticeKind::EndedToSwv))
            } else {
                return Err(Rule::NotFromHere);
            }
        }

        // What can happen along the whole path.
        (C::Withdraw, s @ undecided!()) => stopped(s, End::Withdrawn, actor, today),
        (C::Withdraw, s @ S::Filling(_)) => ended(s, End::Withdrawn, today),
        (C::Lapse, S::Incomplete(s)) => {
            match s.asked_until() {
                Some(until) if today > until => stopped(S::Incomplete(s), End::Lapsed, actor, today),
                Some(until) => return Err(Rule::TermRuns(until)),
                None => return Err(Rule::NotFromHere),
            }
        }
        (C::Lapse, S::WithDoctor(s)) if s.no_shows() > 0 && s.appointment().is_none() => {
            own_case(&s, actor)?;
            stopped(S::WithDoctor(s), End::Lapsed, actor, today)
        }
        (C::Lapse, S::ParentsReading(s)) => {
            let good = last_good_day(s.advice.on(), rules);
            if today <= good {
                return Err(Rule::TermRuns(good));
            }
            stopped(S::ParentsReading(s), End::Lapsed, actor, today)
        }
        (C::Lapse, S::ParentsSending(s)) => {
            let good = last_good_day(s.advice.on(), rules);
            if today <= good {
                return Err(Rule::TermRuns(good));
            }
            stopped(S::ParentsSending(s), End::Lapsed, actor, today)
        }
        // The release and the notification were for the other gemeente: the parents send the SMA to the new one themselves.
        (C::Move(to, addresses), s @ (undecided!() | S::Running(_) | S::Reassessing(_))) => {
            let done = match s {
                S::WithLpa(s) => moved(S::ParentsSending(s.moved(today)), to, actor),
                S::ParentsReading(s) => moved(S::ParentsReading(s.moved(today)), to, actor),
                S::ParentsSending(mut s) => {
                    s.answers.move_on();
                    moved(S::ParentsSending(s), to, actor)
                }
                other => moved(other, to, actor),
            };
            reach(done, addresses, actor)
        }
        (C::LeaveArea, s @ (undecided!() | S::Running(_) | S::Reassessing(_))) => {
            let named = !matches!(s, S::WithLpa(_) | S::Running(_) | S::Reassessing(_));
            if named && actor.role() == Role::Lpa {
                return Err(Rule::NameOnly);
            }
            stopped(s, End::MovedAway, actor, today)
        }
        (C::ReportDeath, s @ S::Filling(_)) => ended(s, End::Died, today),
        (C::ReportDeath, s @ (undecided!() | S::Running(_) | S::Reassessing(_))) => {
            // No letter: nobody gets a form letter on the death of a child.
            let silent = ended(s, End::Died, today);
            end_notices(silent, actor)
        }
        // What the family says of a consent, wherever the case stands.
        (C::Consent(what), s @ (undecided!() | S::Running(_) | S::Reassessing(_) | S::Closed(_))) => {
            not_after(what.on, today)?;
            if !what.purpose.recorded_by(actor.role()) {
                return Err(Rule::NotThisRole);
            }
            said(s, what, actor, today)
        }
        (C::ApplyAgain, S::Closed(s)) if s.may_apply_again() => applied_again(S::Closed(s)),
        (C::ApplyAgain, s @ (S::Running(_) | S::Reassessing(_))) => applied_again(s),

        // And what the path doesn't know.
        (
            C::Amend { .. },
            S::WithDoctor(_) | S::AdviceEstablished(_) | S::ParentsReading(_) | S::ParentsSending(_) | S::WithLpa(_)
            | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (C::CorrectFacts { .. }, S::Filling(_) | undecided!() | S::Running(_) | S::Reassessing(_) | S::Closed(_))
        | (C::Register { .. }, undecided!() | S::Running(_) | S::Reassessing(_) | S::Closed(_))
        | (
            C::AskCompletion(_),
            S::Filling(_) | S::AtSwv(_) | S::WithDoctor(_) | S::AdviceEstablished(_) | S::ParentsReading(_)
            | S::ParentsSending(_) | S::WithLpa(_) | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (
            C::NoteContact,
            S::Filling(_) | S::WithDoctor(_) | S::AdviceEstablished(_) | S::ParentsReading(_) | S::ParentsSending(_)
            | S::WithLpa(_) | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (
            C::RecordSitting(_) | C::HandOver(..) | C::CloseSchoolPossible,
            S::Filling(_) | S::Incomplete(_) | S::WithDoctor(_) | S::AdviceEstablished(_) | S::ParentsReading(_)
            | S::ParentsSending(_) | S::WithLpa(_) | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (
            C::TakeOn(_) | C::PlanAppointment(_) | C::RecordNoShow | C::EstablishAdvice(..) | C::AdviseFit(..),
            S::Filling(_) | S::Incomplete(_) | S::AtSwv(_) | S::AdviceEstablished(_) | S::ParentsReading(_)
            | S::ParentsSending(_) | S::WithLpa(_) | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (
            C::CorrectAdvice { .. },
            S::Filling(_) | S::Incomplete(_) | S::AtSwv(_) | S::WithDoctor(_) | S::WithLpa(_) | S::Running(_)
            | S::Reassessing(_),
        )
        | (
            C::SendForReading { .. },
            S::Filling(_) | S::Incomplete(_) | S::AtSwv(_) | S::WithDoctor(_) | S::WithLpa(_) | S::Running(_)
            | S::Reassessing(_) | S::Closed(_),
        )
        | (
            C::Release { .. } | C::Block(_) | C::ShareAfterSilence(..),
            S::Filling(_) | S::Incomplete(_) | S::AtSwv(_) | S::WithDoctor(_) | S::AdviceEstablished(_)
            | S::ParentsSending(_) | S::WithLpa(_) | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (
            C::SendThemselves { .. },
            S::Filling(_) | S::Incomplete(_) | S::AtSwv(_) | S::WithDoctor(_) | S::AdviceEstablished(_)
            | S::WithLpa(_) | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (
            C::SignNotification { .. },
            S::Filling(_) | S::Incomplete(_) | S::AtSwv(_) | S::WithDoctor(_) | S::AdviceEstablished(_)
            | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (
            C::GoOnWithout { .. } | C::Grant { .. } | C::Refuse(_),
            S::Filling(_) | S::Incomplete(_) | S::AtSwv(_) | S::WithDoctor(_) | S::AdviceEstablished(_)
            | S::ParentsReading(_) | S::ParentsSending(_) | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (C::Reassess, S::Filling(_) | undecided!() | S::Reassessing(_) | S::Closed(_))
        | (C::EndExemption { .. }, S::Filling(_) | undecided!() | S::Closed(_))
        | (C::Withdraw, S::Running(_) | S::Reassessing(_) | S::Closed(_))
        | (
            C::Lapse,
            S::Filling(_) | S::AtSwv(_) | S::WithDoctor(_) | S::AdviceEstablished(_)
            | S::WithLpa(_) | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (C::Move(..) | C::LeaveArea, S::Filling(_) | S::Closed(_))
        | (C::ReportDeath, S::Closed(_))
        | (C::Consent(_), S::Filling(_))
        | (C::ApplyAgain, S::Filling(_) | undecided!() | S::Closed(_)) => return Err(Rule::NotFromHere),
    };
    Ok(decided)
}

/// Last day on which a notification may rest on a statement of `on` (art. 7 LPW: three calendar months, clamped).
#[must_use]
pub fn last_good_day(on: Date, rules: &Rules) -> Date {
    crate::domain::statement::last_good_day(on, rules.terms.statement_months)
}

impl EventKind {
    fn to(self, audience: &[Audience]) -> Event {
        Event {
            kind: self,
            audience: audience.to_vec(),
        }
    }
}

impl Decision {
    fn and(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    fn and_event(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }
}

const fn letter(from: PartyKind, kind: LetterKind, to: Recipients) -> Effect {
    Effect::Letter { from, kind, to }
}

const fn stay(state: S, events: Vec<Event>) -> Decision {
    Decision {
        state,
        events,
        effects: Vec::new(),
    }
}

fn asked(state: S, rules: &Rules, today: Date) -> Decision {
    let until = add_working_days(today, rules.terms.completion_days);
    let next = match state {
        S::Incomplete(s) => S::Incomplete(s.ask(until)),
        other => other,
    };
    let event = EventKind::CompletionAsked { until }.to(&[Swv, Family]);
    let kind = LetterKind::CompletionRequest;
    stay(next, vec![event]).and(letter(PartyKind::Swv, kind, Recipients::Everyone))
}

fn amended(next: S, renamed: bool) -> Decision {
    let complete = matches!(next, S::AtSwv(_));
    let event = if complete {
        EventKind::Completed.to(&[Swv, Family])
    } else {
        EventKind::Amended.to(&[Swv])
    };
    let done = stay(next, vec![event]);
    if renamed {
        // The same row at the LPA, with the name as it is.
        done.and(Effect::Seintje(NoticeKind::Application))
    } else {
        done
    }
}

fn registered(next: S, received_on: Date, today: Date) -> Decision {
    let due = Some(add_working_days(today, 1));
    stay(
        next,
        vec![EventKind::Registered { received_on }.to(&[Swv, Family])],
    )
    .and(letter(
        PartyKind::Swv,
        LetterKind::Receipt,
        Recipients::Everyone,
    ))
    .and(Effect::Seintje(NoticeKind::Application))
    .and(Effect::Task {
        party: PartyKind::Swv,
        kind: TaskKind::ScanPaper,
        due,
    })
}

fn corrected(version: u32, next: S) -> Decision {
    stay(
        next,
        vec![EventKind::AdviceCorrected { version }.to(&[Ggd, Family])],
    )
}

fn with_advice(mut done: Decision, fit: Established) -> Decision {
    if let S::Closed(closed) = done.state {
        done.state = S::Closed(closed.with(fit));
    }
    done
}

/// The SMA lies with the parents, each with a letter and a personal link.
fn sent_to_read(next: S) -> Decision {
    let asked = next.answers().map(|answers| &answers.asked().to_release);
    let young_person = asked.is_some_and(|who| who.contains(&Person::Child));
    let event = if matches!(next, S::ParentsReading(_)) {
        EventKind::AdviceToRead { young_person }
    } else {
        EventKind::AdviceToSend { young_person }
    };
    to_readers(stay(next, vec![event.to(&[Ggd, Family])])).and(Effect::Done(TaskKind::SendAgain))
}

fn to_readers(done: Decision) -> Decision {
    done.and(letter(
        PartyKind::Ggd,
        LetterKind::AdviceForReading,
        Recipients::Readers,
    ))
    .and(Effect::PersonalLinks(Recipients::Everyone))
}

/// The doctor's SMA goes to the LPA.
fn shared(next: S, event: Event, today: Date) -> Decision {
    let before = next.answers().map(signed_before).unwrap_or_default();
    let mut done = stay(next, vec![event])
        .and_event(EventKind::AdviceReceived { on: today }.to(&[Gemeente]))
        .and(Effect::HandOver(HandOverKind::AdviceToLpa))
        .and(Effect::Done(TaskKind::SendAgain));
    done.events.extend(before);
    done
}

/// What was signed before the gemeente had the SMA: it hears of it with the notification.
fn signed_before(answers: &Answers) -> Vec<Event> {
    let one = |(by, on): (&Person, &Date)| {
        EventKind::NotificationSigned { by: *by, on: *on }.to(&[Gemeente])
    };
    answers.signed().iter().map(one).collect()
}

/// The parents sent or brought the SMA. Typed over by the LPA there is nothing to copy but a notification that was signed online
/// before: the paper came from the parents.
fn brought(mut next: WithLpa, signed: BTreeSet<Person>, on: Date, actor: &Actor) -> Decision {
    let before = signed_before(&next.answers);
    let online = !before.is_empty();
    let paper = signatures(&signed, on, &[Gemeente, Family]);
    let young_person = next.answers.asked().to_release.contains(&Person::Child);
    next.answers.sign(signed, on);
    let mut done = stay(
        S::WithLpa(next),
        vec![EventKind::SentByParents { on, young_person }.to(&[Gemeente, Family])],
    )
    .and(Effect::Done(TaskKind::SendAgain));
    let typed = !paper.is_empty();
    done.events.extend(before.into_iter().chain(paper));
    match (actor.role(), online) {
        (Role::Lpa, true) => done.and(Effect::HandOver(HandOverKind::NotificationToLpa)),
        (Role::Lpa, false) if typed => done.and(Effect::KnowParents),
        (Role::Lpa, false) => done,
        _ => done.and(Effect::HandOver(HandOverKind::AdviceByParents)),
    }
}

fn signatures(by: &BTreeSet<Person>, on: Date, audience: &[Audience]) -> Vec<Event> {
    let one = |person: &Person| EventKind::NotificationSigned { by: *person, on }.to(audience);
    by.iter().map(one).collect()
}

/// Ends the case. What each party hears of it depends on what it may know: the LPA and the SWV hear the name in an end
/// notice, the family hears the reason.
fn ended(state: S, end: End, today: Date) -> Decision {
    let deciding = match end {
        End::SchoolPossible => Some(Swv),
        End::Fit => Some(Ggd),
        End::RequirementNotMet(_) | End::BackAtSchool | End::Expired => Some(Gemeente),
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
    let done = stay(
        state.close(end, today),
        vec![EventKind::Ended { end: Some(end) }.to(&audience)],
    )
    .and(Effect::CloseTasks);
    // After the hand-over that was done already.
    match sitting {
        Some(sitting) => done.and(Effect::ReduceSwv { sitting }),
        None => done,
    }
}

fn stopped(state: S, end: End, actor: &Actor, today: Date) -> Decision {
    let from = actor.role().party_kind().unwrap_or(PartyKind::Ggd);
    let unknown =
        from == PartyKind::Gemeente && matches!(&state, S::WithLpa(s) if may_miss_parents(s));
    let mut done = ended(state, end, today);
    if unknown {
        done = done.and(Effect::KnowParents);
    }
    done = done.and(letter(from, LetterKind::Stopped, Recipients::Everyone));
    end_notices(done, actor)
}

/// Whether the gemeente can lack a parent: until everyone signed, the notification needn't name them all.
fn may_miss_parents(state: &WithLpa) -> bool {
    !state.answers.signature_awaited().is_empty()
}

/// Every end of a procedure closes its row at the others, by a name alone.
fn end_notices(mut done: Decision, actor: &Actor) -> Decision {
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
fn moved(state: S, to: PartyId, actor: &Actor) -> Decision {
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
    let mut done = stay(state, vec![EventKind::Moved.to(&audience)]).and(Effect::MoveTo(to));
    done.effects
        .extend(tasks.into_iter().map(|kind| Effect::Task {
            party: PartyKind::Ggd,
            kind,
            due: None,
        }));
    done
}

/// Whether the facts of the family stand in the dossier of who acts and still serve something: until the decision with the GGD,
/// from the SMA on with the gemeente, and after an end as long as a letter about it can't reach somebody.
fn holds_facts(state: &S, actor: &Actor) -> bool {
    match (state, actor.role()) {
        (
            S::WithDoctor(_)
            | S::AdviceEstablished(_)
            | S::ParentsReading(_)
            | S::ParentsSending(_)
            | S::WithLpa(_),
            Role::Doctor,
        )
        | (S::WithLpa(_) | S::Running(_) | S::Reassessing(_), Role::Lpa) => true,
        (S::Closed(_), role) => {
            last_letter(state).is_some_and(|(from, _)| role.party_kind() == Some(from))
        }
        _ => false,
    }
}

/// The last letter that counts where a case stands, and whose it is.
fn last_letter(state: &S) -> Option<(PartyKind, LetterKind)> {
    match state {
        S::Incomplete(_) | S::AtSwv(_) => Some((PartyKind::Swv, LetterKind::Receipt)),
        S::WithDoctor(s) => s
            .appointment()
            .map(|_| (PartyKind::Ggd, LetterKind::Appointment)),
        S::ParentsReading(_) | S::ParentsSending(_) => {
            Some((PartyKind::Ggd, LetterKind::AdviceForReading))
        }
        S::Running(_) | S::Reassessing(_) => {
            Some((PartyKind::Gemeente, LetterKind::DecisionGranted))
        }
        S::Closed(s) => match s.end() {
            End::Fit => Some((PartyKind::Ggd, LetterKind::FitForSchool)),
            End::RequirementNotMet(_) => Some((PartyKind::Gemeente, LetterKind::DecisionRefused)),
            End::SchoolPossible
            | End::Withdrawn
            | End::Lapsed
            | End::BackAtSchool
            | End::MovedAway
            | End::Eighteen
            | End::Died
            | End::Expired => None,
        },
        S::Filling(_) | S::AdviceEstablished(_) | S::WithLpa(_) => None,
    }
}

/// Who can be reached now gets the last letter that counts; who can't any more becomes a task.
fn reach(mut done: Decision, addresses: Addresses, actor: &Actor) -> Decision {
    let Addresses { found, lost } = addresses;
    let known = found.iter().copied().map(Effect::AddressFound);
    done.effects.extend(known);
    done = last_letter_to(done, found, actor);
    done.effects
        .extend(lost.into_iter().map(Effect::FindAddress));
    done
}

/// Sends these the last letter that counts, with a link where it asks something of them.
fn last_letter_to(
    mut done: Decision,
    to: impl IntoIterator<Item = Person>,
    actor: &Actor,
) -> Decision {
    let own = actor.role().party_kind();
    let missed = last_letter(&done.state).filter(|(from, _)| Some(*from) == own);
    let reads = matches!(missed, Some((_, LetterKind::AdviceForReading)));
    let signs = own == Some(PartyKind::Ggd) && matches!(done.state, S::WithLpa(_));
    for only in to.into_iter().map(Recipients::Only) {
        if let Some((from, kind)) = missed {
            done = done.and(letter(from, kind, only));
        }
        if reads || signs {
            done = done.and(Effect::PersonalLinks(only));
        }
    }
    done
}

fn applied_again(state: S) -> Decision {
    stay(state, vec![EventKind::AppliedAgain.to(&[Swv, Family])])
}

fn own_case(state: &WithDoctor, actor: &Actor) -> Result<(), Rule> {
    match (state.doctor(), actor.user()) {
        (Some(doctor), Some(user)) if doctor == user => Ok(()),
        (None, _) => Err(Rule::NotFromHere),
        _ => Err(Rule::OtherDoctor),
    }
}

fn own_advice(doctor: &UserId, by: &UserId) -> Result<(), Rule> {
    if doctor == by {
        Ok(())
    } else {
        Err(Rule::OtherDoctor)
    }
}

/// Whose answer it is: of who acts, or of who signed the paper that came to the doctor.
fn answers(actor: &Actor, paper: Option<Paper>) -> Result<Person, Rule> {
    match (actor, paper) {
        (Actor::Family { person, .. }, None) => Ok(*person),
        (Actor::Employee { .. }, Some(paper)) => Ok(paper.by),
        _ => Err(Rule::NotThisRole),
    }
}

/// The day beside the signature, where the answer came on paper; refused before `from`.
fn signed_on(paper: Option<Paper>, from: Date, today: Date) -> Result<Option<Date>, Rule> {
    let on = paper.map(|paper| paper.on);
    on.map_or(Ok(()), |on| between(from, on, today))?;
    Ok(on)
}

/// Refuses before the 18th birthday.
fn not_before(eighteen_on: Option<Date>, today: Date) -> Result<(), Rule> {
    match eighteen_on.filter(|day| today < *day) {
        Some(day) => Err(Rule::NotYetEighteen(day)),
        None => Ok(()),
    }
}

fn not_after(date: Date, today: Date) -> Result<(), Rule> {
    if date > today {
        Err(Rule::InFuture)
    } else {
        Ok(())
    }
}

fn between(earlier: Date, date: Date, today: Date) -> Result<(), Rule> {
    if date < earlier {
        return Err(Rule::BeforeEarlierStep(earlier));
    }
    not_after(date, today)
}
