//! The one decision: from a state and a command to the next state and what follows, or a refusal.
//!
//! One match, step by step, without a wildcard over states: a new state does not compile until every step has been
//! considered, and a new step not until every state has.

mod advice;
mod application;
mod checks;
mod ends;
mod facts;
mod made;
mod paced;
mod said;
mod school;
mod sitting;
mod yearly;

use time::Date;

use crate::domain::calendar::add_working_days;
use crate::domain::deadline::{Deadline, Pace};
use crate::domain::exemption::{Exemption, Requirement};
use crate::domain::notice::NoticeKind;
use crate::domain::party::{Actor, PartyKind, Role};
use crate::domain::rules::{HandOverKind, Rules};

use super::Case;
use super::command::{Command as C, StepKind};
use super::due::deadline;
use super::effect::{Audience, Effect, Event, EventKind, LetterKind, Recipients, TaskKind};
use super::refusal::{Refusal, Rule};
use super::state::{End, Established, Reassessing, Running, State as S};
use advice::{brought, corrected, sent_to_read, shared, signatures, to_readers, with_advice};
use application::{amended, asked, registered};
use checks::{
    answers, between, not_after, not_before, own_advice, own_case, signed_on, takes_part,
};
use ends::{applied_again, end_notices, ended, may_miss_parents, moved, stopped};
use facts::{holds_facts, last_letter_to, reach};
use made::{letter, stay};
use paced::{goes_on, moved_by, paced};
use said::said;
use school::{at_school, went_to_school};
use sitting::{called_off, nothing_planned, planned, reported};
use yearly::renewed;

/// The next state and what follows from it. Data: nothing has happened yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Where the case stands after this.
    pub state: S,
    /// How it gets on after this.
    pub pace: Pace,
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
    // A gemeente to which an exemption moved knows none of its dates.
    if step == StepKind::NotifyYearly && case.pace.elsewhere {
        return Err(refuse(Rule::NoYearly));
    }
    let runs = deadline(&case.state, &case.pace, rules);
    let moved = paced(&case.pace, runs.as_ref(), &command, today).map_err(refuse)?;
    let moves = matches!(command, C::Move(..)) && case.state.exemption().is_some();
    let mut decision = transition(
        case.state.clone(),
        command,
        actor,
        rules,
        today,
        runs.as_ref(),
    )
    .map_err(|rule| match rule {
        // A gemeente to which an exemption moved knows none of its dates.
        Rule::TermRuns(_) if case.pace.elsewhere => refuse(Rule::RunsElsewhere),
        Rule::BeforeEarlierStep(_) if case.pace.elsewhere && step == StepKind::RecordSchool => {
            refuse(Rule::BeforeExemption)
        }
        rule => refuse(rule),
    })?;
    // Suspending a deadline or giving it more days moves nothing for the child.
    // What the program does by itself is no progress; what the family sent is.
    let by_itself = actor.role() == Role::System && step != StepKind::Register;
    let progress = moved.is_none() && !by_itself;
    decision.pace = match moved {
        Some(pace) => pace,
        None => goes_on(case, &decision.state, rules),
    };
    decision.pace.elsewhere |= moves;
    if progress {
        decision.pace.moved_on = Some(today);
    }
    Ok(decision)
}

/// Working days that the SWV has to look again.
const MONITOR_DAYS: u16 = 20;

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
fn transition(state: S, command: C, actor: &Actor, rules: &Rules, today: Date, runs: Option<&Deadline>) -> Result<Decision, Rule> {
    let decided = match (command, state) {
        // The application at the SWV.
        (C::Amend { .. }, S::Filling(s)) => stay(S::Filling(s), vec![]),
        (C::Amend { missing, renamed, born, addresses }, S::Incomplete(s)) => {
            reach(amended(s.amend(missing, today), renamed, born), addresses, actor)
        }
        (C::Amend { missing, renamed, born, addresses }, S::AtSwv(s)) => {
            reach(amended(s.amend(missing), renamed, born), addresses, actor)
        }
        (C::Register { received_on, missing, paper }, S::Filling(s)) => {
            not_after(received_on, today)?;
            registered(s.register(received_on, missing), received_on, paper.then_some(today))
        }
        (C::AskCompletion(_), S::Incomplete(s)) => asked(S::Incomplete(s), rules, today),
        // What came to be missing since: a birthday asks for another signature, or for the view of the child, which blocks nothing.
        (C::AskCompletion(missing), S::AtSwv(s)) if !missing.is_empty() => asked(s.amend(missing), rules, today),
        (C::NoteContact, s @ (S::Incomplete(_) | S::AtSwv(_))) => stay(s, vec![EventKind::ContactNoted.to(&[Swv])]),
        (C::PlanSitting(sitting), S::AtSwv(s)) => planned(s, sitting, today)?,
        (C::CallOffSitting, s @ (S::Incomplete(_) | S::AtSwv(_))) => called_off(s)?,
        (C::ShareReport, S::AtSwv(s)) => reported(s)?,
        (C::RecordSitting(on), S::AtSwv(s)) => {
            between(s.received_on(), on, today)?;
            stay(S::AtSwv(s.sit(on, today)), vec![EventKind::SittingHeld { on }.to(&[Swv, Family])])
        }
        (C::HandOver(application, consent), S::AtSwv(s)) => {
            nothing_planned(&s)?;
            let sitting = s.sitting();
            let next = S::WithDoctor(s.hand_over(&application, &consent, today));
            stay(next, vec![EventKind::HandedOver.to(&[Swv, Ggd, Family])])
                .and(Effect::HandOver(HandOverKind::ApplicationToDoctor))
                .and(Effect::ReduceSwv { sitting })
        }
        (C::CloseSchoolPossible, S::AtSwv(s)) => {
            nothing_planned(&s)?;
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
            stay(S::WithDoctor(s.no_show(today)), vec![EventKind::NoShow.to(&[Ggd])])
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
            let fit = Established::new(&by, on);
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
            let until = ended_on(runs, today)?;
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
        (C::Grant { facts, terms, advised, eighteen_on, inform_local_team }, S::WithLpa(s)) => {
            if let Some(day) = eighteen_on.filter(|day| *day <= terms.from.max(today)) {
                return Err(Rule::Eighteen(day));
            }
            let form = facts.test().map_err(Rule::Form)?;
            let letter_months = rules.terms.reassessment_letter_months;
            let exemption =
                Exemption::new(&form, &terms, advised.advised(), &rules.durations, letter_months, today)
                    .map_err(Rule::Dates)?;
            let granted = EventKind::Granted { from: exemption.from, until: exemption.until };
            let done = stay(S::Running(s.grant(exemption)), vec![granted.to(&[Gemeente, Family])])
                .and(letter(PartyKind::Gemeente, LetterKind::DecisionGranted, Recipients::Everyone))
                .and(Effect::Seintje(NoticeKind::Granted));
            if inform_local_team.is_some() { done.and(Effect::Seintje(NoticeKind::GrantedLocalTeam)) } else { done }
        }
        (C::Refuse(_), S::WithLpa(s)) => {
            let unknown = may_miss_parents(&s);
            let closed = S::Closed(s.refuse(today));
            let refused = stay(closed, vec![EventKind::RequirementNotMet.to(&[Gemeente, Family])]);
            let refused = if unknown { refused.and(Effect::KnowParents) } else { refused };
            refused
                .and(letter(PartyKind::Gemeente, LetterKind::DecisionRefused, Recipients::Everyone))
                .and(Effect::Seintje(NoticeKind::EndedToSwv))
        }

        // While the exemption runs.
        (C::NotifyYearly { by, facts }, S::Running(s)) => {
            let at_school = s.at_school;
            renewed(&s.exemption, (by, &facts), rules, today, |exemption| S::Running(Running { exemption, at_school }))?
        }
        (C::NotifyYearly { by, facts }, S::Reassessing(s)) => {
            let (since, at_school) = (s.since, s.at_school);
            renewed(&s.exemption, (by, &facts), rules, today, |exemption| {
                S::Reassessing(Reassessing { exemption, at_school, since })
            })?
        }
        (C::RecordSchool(day), S::Running(mut s)) => {
            s.at_school = at_school(&s.exemption, (s.at_school, day), today)?;
            stay(S::Running(s), went_to_school(day)).and(Effect::Done(TaskKind::CheckSchoolYear))
        }
        (C::RecordSchool(day), S::Reassessing(mut s)) => {
            s.at_school = at_school(&s.exemption, (s.at_school, day), today)?;
            stay(S::Reassessing(s), went_to_school(day)).and(Effect::Done(TaskKind::CheckSchoolYear))
        }
        (C::Reassess, S::Running(s)) => {
            if today < s.exemption().reassessment_letter_on {
                return Err(Rule::TermRuns(s.exemption().reassessment_letter_on));
            }
            stay(
                S::Reassessing(s.reassess(today)),
                vec![EventKind::ReassessmentStarted.to(&[Gemeente, Family])],
            )
            .and(letter(PartyKind::Gemeente, LetterKind::Reassessment, Recipients::Everyone))
        }
        (C::Monitor, s @ (S::Running(_) | S::Reassessing(_))) => {
            let due = Some(add_working_days(today, MONITOR_DAYS));
            stay(s, vec![])
                .and(Effect::Seintje(NoticeKind::Monitor))
                .and(Effect::Task { party: PartyKind::Swv, kind: TaskKind::Monitor, due })
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
            if s.asked_until().is_none() {
                return Err(Rule::NotFromHere);
            }
            let until = ended_on(runs, today)?;
            if today <= until {
                return Err(Rule::TermRuns(until));
            }
            stopped(S::Incomplete(s), End::Lapsed, actor, today)
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
        (C::Consent { said: what, missing }, s @ (undecided!() | S::Running(_) | S::Reassessing(_) | S::Closed(_))) => {
            not_after(what.on, today)?;
            if !what.purpose.recorded_by(actor.role()) {
                return Err(Rule::NotThisRole);
            }
            said(s, what, missing, actor, today)
        }
        (
            step @ (C::Suspend(_) | C::Resume | C::Extend(..)),
            s @ (undecided!() | S::Running(_) | S::Reassessing(_)),
        ) => stay(s, moved_by(&step, actor)),
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
            C::CallOffSitting,
            S::Filling(_) | S::WithDoctor(_) | S::AdviceEstablished(_) | S::ParentsReading(_) | S::ParentsSending(_)
            | S::WithLpa(_) | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (
            C::PlanSitting(_) | C::RecordSitting(_) | C::ShareReport | C::HandOver(..) | C::CloseSchoolPossible,
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
        | (C::NotifyYearly { .. } | C::RecordSchool(_), S::Filling(_) | undecided!() | S::Closed(_))
        | (C::Reassess, S::Filling(_) | undecided!() | S::Reassessing(_) | S::Closed(_))
        | (C::Monitor, S::Filling(_) | undecided!() | S::Closed(_))
        | (C::EndExemption { .. }, S::Filling(_) | undecided!() | S::Closed(_))
        | (C::Withdraw, S::Running(_) | S::Reassessing(_) | S::Closed(_))
        | (
            C::Lapse,
            S::Filling(_) | S::AtSwv(_) | S::WithDoctor(_) | S::AdviceEstablished(_)
            | S::WithLpa(_) | S::Running(_) | S::Reassessing(_) | S::Closed(_),
        )
        | (C::Move(..) | C::LeaveArea, S::Filling(_) | S::Closed(_))
        | (C::ReportDeath, S::Closed(_))
        | (C::Consent { .. }, S::Filling(_))
        | (C::Suspend(_) | C::Resume | C::Extend(..), S::Filling(_) | S::Closed(_))
        | (C::ApplyAgain, S::Filling(_) | undecided!() | S::Closed(_)) => return Err(Rule::NotFromHere),
    };
    Ok(decided)
}

/// Last day on which a notification may rest on a statement of `on` (art. 7 LPW: three calendar months, clamped).
#[must_use]
pub fn last_good_day(on: Date, rules: &Rules) -> Date {
    crate::domain::statement::last_good_day(on, rules.terms.statement_months)
}

/// The last day of the deadline that runs; refused while it stands still.
fn ended_on(runs: Option<&Deadline>, today: Date) -> Result<Date, Rule> {
    match runs {
        Some(Deadline {
            still: Some((since, _)),
            ..
        }) => Err(Rule::StandsStill(*since)),
        Some(deadline) => Ok(deadline.due.date),
        None => Ok(today),
    }
}
