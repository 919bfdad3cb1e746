//! The whole path as a table: every state, every step, every role, and what comes of it. The snapshot is meant to be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use tom::domain::case::samples::{actor, commands};
use tom::domain::case::{Effect, StateKind, StepKind, brings_about, decide, walk};
use tom::domain::party::Role;
use tom::workflow::shipped;

/// For one sector: under each state, each step with the outcome for each role that may take it at all. A step that is tried
/// in several ways, or from several shapes of a state, has all its outcomes.
fn table(id: &str) -> String {
    let rules = &shipped().unwrap()[id];
    let walked = walk(rules);
    let mut outcomes: BTreeMap<(StateKind, StepKind, Role), BTreeSet<String>> = BTreeMap::new();
    for (case, day) in &walked.met {
        for days in [0, 30, 100, 400] {
            let today = *day + time::Duration::days(days);
            for command in commands(rules, today).unwrap() {
                for role in Role::ALL {
                    let step = command.kind();
                    let outcome = match decide(case, command.clone(), &actor(role), rules, today) {
                        Ok(decision) => format!("-> {}", decision.state.kind().code()),
                        Err(refusal) => refusal.rule.code().to_owned(),
                    };
                    outcomes
                        .entry((case.state.kind(), step, role))
                        .or_default()
                        .insert(outcome);
                }
            }
        }
    }
    let mut text = String::new();
    for state in StateKind::ALL {
        writeln!(text, "\n{} ({})", state.code(), state.dutch()).unwrap();
        for step in StepKind::ALL {
            let mut by_outcome: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for role in Role::ALL {
                let found = outcomes.get(&(state, step, role));
                let found = found.unwrap_or_else(|| {
                    panic!("{} was never tried at {}", step.code(), state.code())
                });
                let all: Vec<&str> = found.iter().map(String::as_str).collect();
                by_outcome
                    .entry(all.join(" | "))
                    .or_default()
                    .push(role.code());
            }
            let told: Vec<String> = by_outcome
                .iter()
                .map(|(outcome, roles)| format!("{outcome}: {}", roles.join(" ")))
                .collect();
            writeln!(text, "  {:<22} {}", step.code(), told.join(";  ")).unwrap();
        }
    }
    text
}

#[test]
fn the_table_of_states_and_steps_of_primary_education() {
    insta::assert_snapshot!(table("tom-po/v1"));
}

#[test]
fn secondary_education_walks_the_same_path() {
    // What differs by sector is data; the path itself is one.
    assert_eq!(table("tom-po/v1"), table("tom-vo/v1"));
}

#[test]
fn every_refusal_says_what_is_wrong_by_which_rule_and_what_to_do() {
    let rules = &shipped().unwrap()["tom-po/v1"];
    for (case, day) in walk(rules).met {
        for command in commands(rules, day).unwrap() {
            if let Err(refusal) = decide(&case, command, &actor(Role::Admin), rules, day) {
                let said = refusal.to_string();
                assert!(
                    said.contains(refusal.state.dutch()) && said.contains(refusal.step.dutch()),
                    "{said}"
                );
                assert!(
                    said.contains(refusal.role.dutch()) && said.contains(refusal.rule.source()),
                    "{said}"
                );
            }
        }
    }
}

/// The page of a step of the SWV says what goes to whom from one way of taking it, so every way must send the same.
#[test]
fn what_a_step_of_the_swv_sends_does_not_depend_on_what_is_typed() {
    fn leaves(effects: &[Effect]) -> Vec<Effect> {
        let kept = effects.iter().filter(|effect| {
            matches!(
                effect,
                Effect::Seintje(_)
                    | Effect::HandOver(_)
                    | Effect::Letter { .. }
                    | Effect::PersonalLinks(_)
                    | Effect::MoveTo(_)
            )
        });
        kept.cloned().collect()
    }
    let steps = [
        StepKind::Register,
        StepKind::AskCompletion,
        StepKind::NoteContact,
        StepKind::RecordSitting,
        StepKind::HandOver,
        StepKind::CloseSchoolPossible,
        StepKind::Move,
        StepKind::Withdraw,
        StepKind::Lapse,
        StepKind::LeaveArea,
        StepKind::EndExemption,
        StepKind::ReportDeath,
    ];
    let rules = &shipped().unwrap()["tom-po/v1"];
    let who = actor(Role::Swv);
    let mut tried = BTreeSet::new();
    for (case, day) in walk(rules).met {
        for today in [day, day + time::Duration::days(100)] {
            for command in commands(rules, today).unwrap() {
                let step = command.kind();
                if !steps.contains(&step) {
                    continue;
                }
                let Ok(decision) = decide(&case, command, &who, rules, today) else {
                    continue;
                };
                let told = brings_about(&case, step, &who, rules, today).unwrap();
                assert_eq!(
                    leaves(&told.effects),
                    leaves(&decision.effects),
                    "{} at {}",
                    step.code(),
                    case.state.kind().code()
                );
                tried.insert(step);
            }
        }
    }
    assert_eq!(tried, BTreeSet::from(steps), "every step was tried");
}
