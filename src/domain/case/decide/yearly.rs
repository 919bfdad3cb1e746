//! The yearly notification inside a running exemption (art. 6 LPW, under b).

use time::{Date, Duration};

use crate::domain::case::effect::Audience::{Family, Gemeente};
use crate::domain::case::effect::{Effect, EventKind, TaskKind};
use crate::domain::case::refusal::Rule;
use crate::domain::case::state::State as S;
use crate::domain::deadline::DeadlineKind;
use crate::domain::exemption::{Exemption, FormFacts, Requirement};
use crate::domain::rules::Rules;

use super::Decision;
use super::checks::between;
use super::made::stay;

/// The notification of the year that ends `by` came in. It is tested as the first one was: a statement that is too old, or of a doctor who
/// may not give it, carries none.
pub(super) fn renewed(
    exemption: &Exemption,
    (by, facts): (Date, &FormFacts),
    rules: &Rules,
    today: Date,
    state: impl FnOnce(Exemption) -> S,
) -> Result<Decision, Rule> {
    let years = exemption.years(rules);
    if !years.iter().any(|year| year.last_day.date == by) {
        return Err(Rule::NoYearly);
    }
    let on = facts
        .notified_on
        .ok_or_else(|| Rule::Form(vec![Requirement::Notification]))?;
    let before = by.replace_year(by.year() - 1).unwrap_or(by);
    between(exemption.from.max(before + Duration::DAY), on, today)?;
    between(facts.statement_on, on, today)?;
    let form = facts.test().map_err(Rule::Form)?;
    let next = exemption.renewed(&form, by);
    let came = EventKind::YearlyNotified {
        by,
        on,
        statement_on: form.statement_on(),
    };
    let asked = |last_day: Date| {
        let rule = rules.deadlines.get(&DeadlineKind::YearlyNotification);
        rule.is_some_and(|rule| rule.yellow.before(last_day) <= today)
    };
    let another = next
        .awaited(rules)
        .iter()
        .any(|year| asked(year.last_day.date));
    let done = stay(state(next), vec![came.to(&[Gemeente, Family])]);
    Ok(if another {
        done
    } else {
        done.and(Effect::Done(TaskKind::AskStatement))
            .and(Effect::Done(TaskKind::AwaitNotification))
    })
}
