//! Deadlines: what moves them, how urgent they are, and what comes up by itself.

use std::collections::BTreeSet;

use time::Date;
use time::macros::date;
use tom::domain::application::Missing;
use tom::domain::case::samples::{actor, case, commands};
use tom::domain::case::{
    Case, Command, Moment, Planned, Refusal, Rule, State, StepKind, agenda, deadline, decide,
    most_urgent, stale_on,
};
use tom::domain::deadline::{DeadlineKind, Light, Why};
use tom::domain::family::Person;
use tom::domain::party::Role;
use tom::domain::rules::Rules;
use tom::domain::term::Term;
use tom::workflow::shipped;

const MONDAY: Date = date!(2026 - 03 - 02);

fn rules() -> Rules {
    shipped().unwrap()["tom-po/v1"].clone()
}

/// Takes a step, with what it needs from the samples.
fn step(case: &mut Case, step: StepKind, role: Role, today: Date) -> Result<(), Refusal> {
    let rules = rules();
    let command = commands(&rules, today)
        .unwrap()
        .into_iter()
        .find(|command| command.kind() == step)
        .unwrap();
    take(case, command, role, today)
}

fn take(case: &mut Case, command: Command, role: Role, today: Date) -> Result<(), Refusal> {
    let decided = decide(case, command, &actor(role), &rules(), today)?;
    (case.state, case.pace) = (decided.state, decided.pace);
    Ok(())
}

fn registered() -> Case {
    let mut case = case(&rules(), MONDAY);
    let received = Command::Register {
        received_on: MONDAY,
        missing: Default::default(),
        paper: true,
    };
    take(&mut case, received, Role::Swv, MONDAY).unwrap();
    case
}

fn due(case: &Case) -> (DeadlineKind, Date) {
    let runs = deadline(&case.state, &case.pace, &rules()).unwrap();
    (runs.kind, runs.due.date)
}

#[test]
fn a_deadline_that_stood_still_twice_and_was_extended_says_each_shift() {
    let mut case = registered();
    assert_eq!(
        due(&case),
        (DeadlineKind::FirstContact, date!(2026 - 03 - 09))
    );
    let why = Why::Papers;
    take(
        &mut case,
        Command::Suspend(why),
        Role::Swv,
        date!(2026 - 03 - 03),
    )
    .unwrap();
    let still = deadline(&case.state, &case.pace, &rules()).unwrap();
    assert_eq!(still.light(date!(2027 - 03 - 03)), Light::Still);
    let twice = take(
        &mut case,
        Command::Suspend(why),
        Role::Swv,
        date!(2026 - 03 - 04),
    )
    .unwrap_err();
    assert_eq!(twice.rule, Rule::StandsStill(date!(2026 - 03 - 03)));
    // Four working days: Tuesday to Friday.
    take(&mut case, Command::Resume, Role::Swv, date!(2026 - 03 - 09)).unwrap();
    assert_eq!(due(&case).1, date!(2026 - 03 - 13));
    take(
        &mut case,
        Command::Suspend(Why::Holidays),
        Role::Coordinator,
        date!(2026 - 03 - 10),
    )
    .unwrap();
    take(&mut case, Command::Resume, Role::Swv, date!(2026 - 03 - 12)).unwrap();
    let by = Term::WorkingDays(3);
    take(
        &mut case,
        Command::Extend(by, Why::Family),
        Role::Swv,
        date!(2026 - 03 - 12),
    )
    .unwrap();
    let runs = deadline(&case.state, &case.pace, &rules()).unwrap();
    assert_eq!(runs.due.date, date!(2026 - 03 - 20));
    assert_eq!(
        runs.explanation(),
        "9 maart 2026 is 5 werkdagen na 2 maart 2026. \
         Van 3 maart 2026 tot 9 maart 2026 stond de termijn stil: er wordt gewacht op stukken of op een antwoord. \
         Daarom geldt 13 maart 2026. \
         Van 10 maart 2026 tot 12 maart 2026 stond de termijn stil: het is schoolvakantie. Daarom geldt 17 maart 2026. \
         Er is 3 werkdagen uitstel gegeven: het gezin vraagt erom. Daarom geldt 20 maart 2026. \
         Dit staat in: de termijnen van deze werkwijze."
    );
    // The thresholds move along.
    assert_eq!(
        (runs.yellow, runs.red),
        (date!(2026 - 03 - 18), date!(2026 - 03 - 20))
    );
    let lights = [17, 18, 20].map(|day| runs.light(MONDAY.replace_day(day).unwrap()));
    assert_eq!(lights, [Light::Green, Light::Yellow, Light::Red]);
}

#[test]
fn another_deadline_begins_without_what_was_done_to_the_one_before() {
    let mut case = registered();
    let by = Term::WorkingDays(10);
    take(
        &mut case,
        Command::Extend(by, Why::Staff),
        Role::Swv,
        MONDAY,
    )
    .unwrap();
    step(
        &mut case,
        StepKind::RecordSitting,
        Role::Swv,
        date!(2026 - 03 - 06),
    )
    .unwrap();
    assert_eq!(due(&case), (DeadlineKind::HandOver, date!(2026 - 03 - 13)));
    step(
        &mut case,
        StepKind::HandOver,
        Role::Swv,
        date!(2026 - 03 - 09),
    )
    .unwrap();
    assert_eq!(
        due(&case),
        (DeadlineKind::Appointment, date!(2026 - 03 - 23))
    );
}

#[test]
fn only_the_party_that_has_the_case_moves_its_deadline() {
    for role in [Role::Doctor, Role::Lpa] {
        let refused = take(
            &mut registered(),
            Command::Suspend(Why::Staff),
            role,
            MONDAY,
        )
        .unwrap_err();
        assert_eq!(refused.rule, Rule::NotThisRole);
    }
}

fn with_the_parents() -> Case {
    let mut case = registered();
    for (kind, role) in [
        (StepKind::HandOver, Role::Swv),
        (StepKind::TakeOn, Role::Doctor),
        (StepKind::EstablishAdvice, Role::Doctor),
        (StepKind::SendForReading, Role::Doctor),
    ] {
        step(&mut case, kind, role, MONDAY).unwrap();
    }
    assert!(matches!(case.state, State::ParentsReading(_)));
    case
}

/// Art. 7 LPW: nobody makes a statement good for longer.
#[test]
fn a_day_of_the_law_is_moved_by_nobody() {
    let mut case = with_the_parents();
    step(&mut case, StepKind::Block, Role::Parent, MONDAY).unwrap();
    assert_eq!(
        due(&case),
        (DeadlineKind::Notification, date!(2026 - 06 - 02))
    );
    let by = Term::WorkingDays(1);
    for command in [
        Command::Suspend(Why::Family),
        Command::Extend(by, Why::Family),
    ] {
        let refused = take(&mut case, command, Role::Doctor, MONDAY).unwrap_err();
        assert_eq!(refused.rule, Rule::NoDeadline);
    }
}

#[test]
fn silence_counts_for_nothing_while_the_reading_stands_still() {
    let mut case = with_the_parents();
    assert_eq!(due(&case), (DeadlineKind::Reading, date!(2026 - 03 - 16)));
    take(
        &mut case,
        Command::Suspend(Why::Family),
        Role::Doctor,
        date!(2026 - 03 - 10),
    )
    .unwrap();
    let share = |case: &mut Case, on| step(case, StepKind::ShareAfterSilence, Role::Doctor, on);
    let refused = share(&mut case, date!(2026 - 04 - 01)).unwrap_err();
    assert_eq!(refused.rule, Rule::StandsStill(date!(2026 - 03 - 10)));
    take(
        &mut case,
        Command::Resume,
        Role::Doctor,
        date!(2026 - 03 - 24),
    )
    .unwrap();
    let refused = share(&mut case, date!(2026 - 03 - 30)).unwrap_err();
    assert_eq!(refused.rule, Rule::StillReading(date!(2026 - 03 - 30)));
    share(&mut case, date!(2026 - 03 - 31)).unwrap();
}

#[test]
fn a_procedure_in_which_nobody_takes_a_step_is_stale_also_where_its_deadline_stands_still() {
    let mut case = registered();
    assert_eq!(
        stale_on(&case.state, &case.pace, &rules()),
        Some(date!(2026 - 04 - 15))
    );
    take(
        &mut case,
        Command::Suspend(Why::Staff),
        Role::Swv,
        date!(2026 - 03 - 03),
    )
    .unwrap();
    let planned = agenda(&case.state, &case.pace, &rules());
    assert!(planned.iter().all(|planned| planned.what == Moment::Stale));
    assert_eq!(
        planned[0].on,
        date!(2026 - 04 - 15),
        "suspending is no step"
    );
    step(
        &mut case,
        StepKind::Withdraw,
        Role::Swv,
        date!(2026 - 03 - 04),
    )
    .unwrap();
    assert!(
        agenda(&case.state, &case.pace, &rules()).is_empty(),
        "nothing comes up in what was closed"
    );
}

/// While the family was asked for something the SWV could do nothing.
#[test]
fn a_deadline_that_comes_back_counts_from_the_day_on_which_it_came_back() {
    let mut case = registered();
    let lacks = BTreeSet::from([Missing::Signature(Person::Parent2)]);
    take(
        &mut case,
        Command::AskCompletion(lacks),
        Role::Swv,
        date!(2026 - 03 - 03),
    )
    .unwrap();
    assert_eq!(due(&case).0, DeadlineKind::Completion);
    let complete = Command::Amend {
        missing: BTreeSet::new(),
        renamed: false,
        born: false,
        addresses: Default::default(),
    };
    take(&mut case, complete, Role::Swv, date!(2026 - 03 - 20)).unwrap();
    assert_eq!(
        due(&case),
        (DeadlineKind::FirstContact, date!(2026 - 03 - 27))
    );

    for (kind, role) in [
        (StepKind::HandOver, Role::Swv),
        (StepKind::TakeOn, Role::Doctor),
        (StepKind::PlanAppointment, Role::Doctor),
    ] {
        step(&mut case, kind, role, date!(2026 - 03 - 23)).unwrap();
    }
    step(
        &mut case,
        StepKind::RecordNoShow,
        Role::Doctor,
        date!(2026 - 04 - 20),
    )
    .unwrap();
    assert_eq!(
        due(&case),
        (DeadlineKind::Appointment, date!(2026 - 05 - 04))
    );
}

#[test]
fn of_what_is_due_at_once_each_deadline_gives_one_and_an_end_is_alone() {
    let on = MONDAY;
    let planned =
        |all: &[Moment]| -> Vec<Planned> { all.iter().map(|&what| Planned { on, what }).collect() };
    let (reading, other) = (DeadlineKind::Reading, DeadlineKind::Decision);
    let by = date!(2026 - 06 - 30);
    let due = planned(&[
        Moment::Yellow(reading),
        Moment::Red(reading),
        Moment::Yellow(other),
        Moment::Stale,
        Moment::Stale,
        Moment::AskNotification(by),
        Moment::AskAgain(by),
    ]);
    let left = planned(&[
        Moment::Red(reading),
        Moment::Yellow(other),
        Moment::Stale,
        Moment::AskNotification(by),
    ]);
    assert_eq!(most_urgent(&due), left);
    let over = planned(&[Moment::Monitor, Moment::Reassess, Moment::Expire]);
    assert_eq!(most_urgent(&over), planned(&[Moment::Expire]));
}
