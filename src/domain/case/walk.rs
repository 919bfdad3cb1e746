//! The whole path, found by walking it: from the first state every step is tried by everybody who may take it, on a few
//! days, and again from wherever that leads.

use std::collections::{BTreeMap, BTreeSet};

use time::{Date, Duration};

use crate::domain::party::Role;
use crate::domain::rules::Rules;

use super::samples::{actor, case, commands};
use super::{Case, Command, StateKind, StepKind, decide};

/// The day on which the walk starts; any will do.
const FIRST_DAY: i32 = 2_461_102; // Julian day of 2 March 2026

/// How many days a step may wait: at once, past a term of working days, past a statement of three months, past the letter
/// for the re-assessment.
const WAITS: [i64; 4] = [0, 30, 100, 400];

/// One step of the path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// From this state
    pub from: StateKind,
    /// by this step
    pub step: StepKind,
    /// to this state,
    pub to: StateKind,
    /// taken by these.
    pub roles: Vec<Role>,
}

/// What a walk found.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// Every step that is allowed somewhere, in the order of the path.
    pub edges: Vec<Edge>,
    /// Every case that was met, in each of its shapes, with the day on which it got there.
    pub met: Vec<(Case, Date)>,
}

/// Walks the whole path under these rules.
#[must_use]
pub fn walk(rules: &Rules) -> Walk {
    let mut edges: BTreeMap<(StateKind, StepKind, StateKind), BTreeSet<Role>> = BTreeMap::new();
    let mut met: Vec<(Case, Date)> = Date::from_julian_day(FIRST_DAY)
        .map(|day| vec![(case(rules, day), day)])
        .unwrap_or_default();
    let mut shapes: BTreeSet<String> = met.iter().map(|(case, _)| shape(case)).collect();
    let mut next = 0;
    while let Some((case, day)) = met.get(next).cloned() {
        next += 1;
        for today in WAITS.map(|days| day + Duration::days(days)) {
            for command in commands(rules, today).into_iter().flatten() {
                let step = command.kind();
                for role in step.roles() {
                    let decided = decide(&case, command.clone(), &actor(*role), rules, today);
                    let Ok(decision) = decided else { continue };
                    let edge = (case.state.kind(), step, decision.state.kind());
                    edges.entry(edge).or_default().insert(*role);
                    let stands = case.state.kind();
                    let same = decision.state == case.state;
                    let reached = Case {
                        state: decision.state,
                        pace: decision.pace,
                        ..case.clone()
                    };
                    if reached.pace.still().is_some() {
                        // From a deadline that stands still leads nothing else that doesn't lead there otherwise.
                        let resumed =
                            decide(&reached, Command::Resume, &actor(*role), rules, today);
                        let edge = (stands, StepKind::Resume, stands);
                        if resumed.is_ok() {
                            edges.entry(edge).or_default().insert(*role);
                        }
                        continue;
                    }
                    if same {
                        continue;
                    }
                    if shapes.insert(shape(&reached)) {
                        met.push((reached, today));
                    }
                }
            }
        }
    }
    let edges = edges.into_iter().map(|((from, step, to), roles)| Edge {
        from,
        step,
        to,
        roles: roles.into_iter().collect(),
    });
    Walk {
        edges: edges.collect(),
        met,
    }
}

/// What a case looks like without its dates, and with counts only as none or some: two of one shape can do the same.
fn shape(case: &Case) -> String {
    let state = format!("{:?}", case.state);
    let mut blurred = String::with_capacity(state.len());
    let mut number = String::new();
    for c in state.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        match number.as_str() {
            "" => {}
            "0" => blurred.push('0'),
            _ => blurred.push('#'),
        }
        number.clear();
        blurred.push(c);
    }
    blurred
}
