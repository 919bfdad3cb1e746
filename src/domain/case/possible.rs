//! Which steps somebody can take now, found by trying each: no second list beside [`super::decide`].

use std::collections::BTreeMap;

use time::Date;

use crate::domain::party::Actor;
use crate::domain::rules::Rules;

use super::{Case, Decision, Refusal, StepKind, decide, samples};

/// Every step of the actor's role, with the refusal where the state doesn't allow it today. Consent and completeness are
/// taken for granted: whether a proof can be made is asked when the step is taken.
#[must_use]
pub fn possible(
    case: &Case,
    actor: &Actor,
    rules: &Rules,
    today: Date,
) -> BTreeMap<StepKind, Result<(), Refusal>> {
    let mut found: BTreeMap<StepKind, Result<(), Refusal>> = BTreeMap::new();
    for command in samples::commands(rules, today).into_iter().flatten() {
        let step = command.kind();
        if !step.roles().contains(&actor.role().acts_as()) {
            continue;
        }
        let tried = decide(case, command, actor, rules, today).map(drop);
        let kept = found.entry(step).or_insert_with(|| tried.clone());
        if tried.is_ok() {
            *kept = tried;
        }
    }
    found
}

/// What a step brings about now, by [`decide`] itself: for the page that says what goes to whom before it is done. `None` where
/// it is refused. Names, days and addresses in it are of the sample; what leaves the party doesn't depend on them.
#[must_use]
pub fn brings_about(
    case: &Case,
    step: StepKind,
    actor: &Actor,
    rules: &Rules,
    today: Date,
) -> Option<Decision> {
    let all = samples::commands(rules, today).into_iter().flatten();
    all.filter(|command| command.kind() == step)
        .find_map(|command| decide(case, command, actor, rules, today).ok())
}
