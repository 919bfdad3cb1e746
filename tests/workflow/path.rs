//! The path as it is walked: every state is reached, every step is taken somewhere.

use std::collections::BTreeSet;

use tom::domain::case::{StateKind, StepKind, walk};
use tom::workflow::shipped;

#[test]
fn a_walk_reaches_every_state_and_takes_every_step() {
    for rules in shipped().unwrap().into_values() {
        let walk = walk(&rules);
        let states: BTreeSet<StateKind> =
            walk.met.iter().map(|(case, _)| case.state.kind()).collect();
        assert_eq!(states, StateKind::ALL.into());
        let steps: BTreeSet<StepKind> = walk.edges.iter().map(|edge| edge.step).collect();
        assert_eq!(steps, StepKind::ALL.into());
    }
}

#[test]
fn the_path_reads_as_a_list_of_steps() {
    let rules = shipped().unwrap().remove("tom-po/v1").unwrap();
    let list: String = walk(&rules)
        .edges
        .iter()
        .map(|edge| {
            let roles: Vec<&str> = edge.roles.iter().map(|role| role.code()).collect();
            format!(
                "{:>20} --{}--> {} ({})\n",
                edge.from.code(),
                edge.step.code(),
                edge.to.code(),
                roles.join(", ")
            )
        })
        .collect();
    insta::assert_snapshot!(list);
}
