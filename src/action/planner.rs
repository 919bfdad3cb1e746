//! What comes up for a party in the next twelve months.

use std::collections::BTreeMap;

use time::Date;

use crate::domain::calendar::add_months_clamped;
use crate::domain::case::{Moment, StateKind, TaskKind, agenda};
use crate::domain::dates;
use crate::domain::deadline::DeadlineKind;
use crate::domain::grant::Purpose;
use crate::domain::party::{Actor, CaseId, PartyKind};
use crate::domain::policy;
use crate::store::cases::Data;
use crate::store::lists::{self, Asked, Order};
use crate::store::tasks::{self, Task};

use super::access_log;
use super::desk::{self, Broken, OpenTask};
use super::error::ActionError;
use super::house::House;
use super::view::heard;

/// The most cases and the most days of destruction that are looked at.
const MOST: i64 = 2_000;

/// Something that comes up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// On which day; for a deadline the last one.
    pub on: Date,
    /// What.
    pub what: String,
    /// In which case.
    pub case: CaseId,
    /// The child's name; `None` once the party may not hold it any more.
    pub name: Option<String>,
    /// Whether the case has a page here: a gemeente may have left it.
    pub here: bool,
}

/// What comes up, the nearest first.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// As far as it was looked at.
    pub lines: Vec<Line>,
    /// Whether there are more cases than were looked at.
    pub cut: bool,
}

/// What comes up for the own party until and with a year from now, the nearest first: as far as the party may know it. A line in the
/// access log names the cases that were shown.
///
/// # Errors
/// What the store or the vault refuses; [`ActionError::NotFound`] for roles that have no list.
pub async fn planner(house: &House, actor: &Actor) -> Result<Plan, ActionError> {
    let Actor::Employee { party, role, user } = actor else {
        return Err(ActionError::NotFound);
    };
    let kind = role.party_kind().ok_or(ActionError::NotFound)?;
    let reach = policy::reach(*role).ok_or(ActionError::NotFound)?;
    let (inside, actor) = (house.clone(), actor.clone());
    let (party, user) = (party.clone(), user.clone());
    house
        .store
        .noted(move |tx| {
            Box::pin(async move {
                let (house, scope) = (&inside, (&user, reach));
                let today = house.clock.today();
                let until = add_months_clamped(today, 12);
                let calls = tasks::calls_about_cases_of(tx, &party).await?;
                let open = lists::page(tx, &party, scope, &of_open_cases()).await?;
                let looked_at = |rows: usize| i64::try_from(rows).unwrap_or(MOST);
                let mut cut = looked_at(open.len()) >= MOST;
                let (mut lines, mut broken) = (Vec::new(), Broken::default());
                for row in open {
                    let found = of_case(house, kind, &row.data, &row.workflow, &row.case, &calls)?;
                    let mut found = found.into_iter().filter(|(on, _)| *on <= until).peekable();
                    if found.peek().is_none() {
                        continue;
                    }
                    let name = broken.in_place_of(&row.case, desk::label(house, &party, &row))?;
                    lines.extend(found.map(|(on, what)| Line {
                        on,
                        what,
                        case: row.case.clone(),
                        name: name.clone(),
                        here: true,
                    }));
                }
                let days = (today, until);
                let destroyed = lists::destroyed(tx, &party, scope, days, MOST).await?;
                cut |= looked_at(destroyed.len()) >= MOST;
                for (row, on) in destroyed {
                    if may_know(house, kind, &row.data, &row.workflow, &row.case, &calls)? {
                        let name =
                            broken.in_place_of(&row.case, desk::label(house, &party, &row))?;
                        let what = "Het dossier wordt vernietigd".to_owned();
                        let case = row.case;
                        lines.push(Line {
                            on,
                            what,
                            case,
                            name,
                            here: true,
                        });
                    }
                }
                let tasks =
                    desk::open_tasks(house, tx, &actor, &party, (scope, &mut broken)).await?;
                broken
                    .note(house, tx, (&actor, &party, Purpose::View))
                    .await?;
                lines.extend(tasks.into_iter().filter_map(|task| of_task(task, today)));
                lines.retain(|line| line.on <= until);
                lines.sort();
                let ids: BTreeMap<&str, ()> =
                    lines.iter().map(|line| (line.case.as_str(), ())).collect();
                let ids: Vec<&str> = ids.into_keys().collect();
                access_log::list(house, tx, &actor, &party, Purpose::View, &ids).await?;
                Ok(Plan { lines, cut })
            })
        })
        .await
}

/// Every case that didn't end.
fn of_open_cases() -> Asked {
    let open = StateKind::ALL.into_iter().filter(|kind| !kind.is_end());
    Asked {
        order: Order::Oldest,
        from: i64::MIN,
        until: i64::MAX,
        states: open.collect(),
        most: MOST,
        ..Asked::default()
    }
}

/// What comes up in a case that the party has in hands. Of a case that others have it doesn't know what comes.
fn of_case(
    house: &House,
    kind: PartyKind,
    data: &str,
    workflow: &str,
    case: &CaseId,
    calls: &[Task],
) -> Result<Vec<(Date, String)>, ActionError> {
    let Data { state, pace } = Data::read(data)?;
    let (rules, today) = (house.rules(workflow)?, house.clock.today());
    let calls = calls.iter().filter(|call| call.case == *case);
    let heard = heard((&state, &pace), rules, kind, calls, today);
    if heard.known != state.kind() || state.in_hands_of() != Some(kind) {
        return Ok(Vec::new());
    }
    // The agenda itself tells the last day of a yearly notification.
    let runs = heard
        .deadline
        .filter(|runs| runs.still.is_none() && runs.kind != DeadlineKind::YearlyNotification);
    let mut found: Vec<(Date, String)> = runs
        .map(|runs| (runs.due.date, format!("Termijn: {}", runs.kind.dutch())))
        .into_iter()
        .collect();
    for planned in agenda(&state, &pace, rules) {
        let shown = match planned.what {
            // The deadline itself stands there.
            Moment::Yellow(_) | Moment::Red(_) | Moment::Escalate(_) | Moment::Stale => continue,
            // A gemeente that was never told the dates isn't told them here.
            Moment::Expire if pace.elsewhere => continue,
            Moment::Expire => (
                planned.on.previous_day().unwrap_or(planned.on),
                "Laatste dag van de vrijstelling".to_owned(),
            ),
            Moment::NotificationMissed(by) => {
                (by, "Laatste dag van de jaarlijkse kennisgeving".to_owned())
            }
            Moment::Monitor
            | Moment::Reassess
            | Moment::AskStatement(_)
            | Moment::AskNotification(_)
            | Moment::AskAgain(_)
            | Moment::CheckSchoolYear
            | Moment::SchoolYear => (planned.on, planned.what.dutch().to_owned()),
        };
        if shown.0 >= today {
            found.push(shown);
        }
    }
    Ok(found)
}

/// Whether the day of destruction tells the party nothing that it has not heard.
fn may_know(
    house: &House,
    kind: PartyKind,
    data: &str,
    workflow: &str,
    case: &CaseId,
    calls: &[Task],
) -> Result<bool, ActionError> {
    let Data { state, pace } = Data::read(data)?;
    let (rules, today) = (house.rules(workflow)?, house.clock.today());
    let calls = calls.iter().filter(|call| call.case == *case);
    let heard = heard((&state, &pace), rules, kind, calls, today);
    Ok(kind != PartyKind::Gemeente || heard.known == state.kind() && !pace.elsewhere)
}

/// An open task by its day. A birthday has none, so that no row tells it: it comes soon.
fn of_task(open: OpenTask, today: Date) -> Option<Line> {
    let kind = TaskKind::from_code(&open.task.kind)?;
    let due = open.task.due_on.as_deref();
    let on = match due.and_then(|day| dates::from_iso(day).ok()) {
        Some(day) => day,
        None if kind == TaskKind::ComingOfAge => today,
        None => return None,
    };
    Some(Line {
        on,
        what: format!("Taak: {}", kind.dutch()),
        case: open.task.case,
        name: open.name,
        here: open.here,
    })
}
