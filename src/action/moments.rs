//! What comes up in a case by itself: one row in the outbox for each case, due when the next thing is.
//!
//! The row is finished in the transaction that does what it stands for, so nothing is done twice, whoever dies or looks too.
//! What is due is read from [`agenda`] at that moment: a case that was closed, or whose deadline stands still, has nothing due.

use time::Date;
use time::macros::time;

use crate::domain::amsterdam;
use crate::domain::calendar::add_working_days;
use crate::domain::case::{
    Case, Command, End, LetterKind, Moment, Planned, Recipients, State, StepKind, TaskKind, agenda,
};
use crate::domain::dates;
use crate::domain::deadline::{DeadlineKind, Reminded};
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind, Role, UserId};
use crate::store::outbox::{self, Claimed, NewMessage, OutboxKind};
use crate::store::{Tx, cases, dossiers, members, parties, tasks, users};
use crate::vault::KeyId;

use super::carry_out::{Ground, Work};
use super::error::ActionError;
use super::house::House;
use super::{letters, perform};

/// Working days to ask the GGD for a statement.
const TO_ASK: u16 = 5;

type Spent = Vec<(PartyId, KeyId)>;

/// Waits for what comes up next in a case, after the step that changed it. `before` is what came up before the step.
pub(super) async fn follow(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    (before, entered): (Vec<Planned>, bool),
) -> Result<(), ActionError> {
    let rules = house.rules(&case.workflow)?;
    if agenda(&case.state, &case.pace, rules) == before {
        return Ok(());
    }
    let yesterday = house.clock.today().previous_day().unwrap_or(Date::MIN);
    let held = outbox::moment(tx, &case.id).await?;
    let seen = held.and_then(|data| seen(&serde_json::from_str(&data).ok()?));
    // What hangs on a state that was entered today was not done by who looked this morning.
    let seen = match seen {
        Some(seen) if entered => seen.min(yesterday),
        Some(seen) => seen,
        None => yesterday,
    };
    wait(house, tx, case, seen, None).await
}

fn seen(data: &serde_json::Value) -> Option<Date> {
    dates::from_iso(data.get("seen")?.as_str()?).ok()
}

/// One row for what comes after `seen`; none where nothing does. `not_before`: a day on which to look again.
async fn wait(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    seen: Date,
    not_before: Option<Date>,
) -> Result<(), ActionError> {
    outbox::cancel_moment(tx, &case.id).await?;
    let planned = agenda(&case.state, &case.pace, house.rules(&case.workflow)?);
    let Some(next) = planned.into_iter().find(|planned| planned.on > seen) else {
        return Ok(());
    };
    let on = not_before.map_or(next.on, |day| day.max(next.on));
    let now = house.clock.now();
    let message = NewMessage {
        id: house.random.id(now),
        case_id: Some(case.id.clone()),
        party_id: None,
        dossier_id: None,
        kind: OutboxKind::Moment,
        due_at: amsterdam::instant(on, time!(7:00)),
        message_id: None,
        data: serde_json::json!({ "seen": dates::iso(seen) }),
        sealed: None,
    };
    Ok(outbox::put(tx, &message, now).await?)
}

/// Does what has come up in the case of a row, and waits for what comes next.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn come(house: &House, row: &Claimed) -> Result<(), ActionError> {
    let Some(id) = row.case_id.clone() else {
        return Ok(());
    };
    let seen = seen(&row.data).unwrap_or(Date::MIN);
    let (inside, row) = (house.clone(), row.id.clone());
    let unit = house
        .store
        .noted(move |tx| Box::pin(async move { look(&inside, tx, &id, &row, seen).await }));
    let spent = unit.await.map_err(ActionError::of_step)?;
    house.waker.wake("");
    perform::destroy(house, spent).await;
    Ok(())
}

async fn look(
    house: &House,
    tx: &mut Tx,
    id: &CaseId,
    row: &str,
    seen: Date,
) -> Result<Spent, ActionError> {
    let (now, today) = (house.clock.now(), house.clock.today());
    cases::hold(tx, id).await?;
    if !outbox::finish(tx, row, now).await? {
        return Ok(Vec::new());
    }
    let Some(mut case) = cases::load(tx, id).await? else {
        return Ok(Vec::new());
    };
    if is_restricted(tx, &case).await? {
        // What may not be used waits until it may (art. 18 AVG).
        wait(house, tx, &case, seen, today.next_day()).await?;
        return Ok(Vec::new());
    }
    let rules = house.rules(&case.workflow)?;
    let due = |case: &Case| {
        let planned = agenda(&case.state, &case.pace, rules).into_iter();
        let due = planned.filter(|planned| planned.on > seen && planned.on <= today);
        due.collect::<Vec<_>>()
    };
    let mut spent = Vec::new();
    for planned in due(&case) {
        // What an earlier moment of this look brought about may have taken this one away.
        if due(&case).contains(&planned) {
            spent.extend(carry(house, tx, &mut case, planned.what).await?);
        }
    }
    wait(house, tx, &case, today, None).await?;
    Ok(spent)
}

async fn is_restricted(tx: &mut Tx, case: &Case) -> Result<bool, ActionError> {
    let Some(party) = holder(case) else {
        return Ok(false);
    };
    let row = dossiers::load(tx, &case.id, party).await?;
    Ok(row.is_some_and(|row| row.restricted))
}

/// The party that has the case in hands.
fn holder(case: &Case) -> Option<&PartyId> {
    Some(match case.state.in_hands_of()? {
        PartyKind::Swv => &case.swv,
        PartyKind::Ggd => &case.ggd,
        PartyKind::Gemeente | PartyKind::LocalTeam => &case.municipality,
    })
}

async fn carry(
    house: &House,
    tx: &mut Tx,
    case: &mut Case,
    what: Moment,
) -> Result<Spent, ActionError> {
    let rules = house.rules(&case.workflow)?;
    let remind = |kind: &DeadlineKind, whom| {
        let rule = rules.deadlines.get(kind);
        rule.is_some_and(|rule| rule.remind.contains(&whom))
    };
    match what {
        Moment::Yellow(kind) | Moment::Red(kind) => {
            let again = matches!(what, Moment::Red(_));
            if kind == DeadlineKind::EndOfExemption && is_followed(tx, case).await? {
                return Ok(Vec::new());
            }
            if again || remind(&kind, Reminded::Party) {
                remind_party(house, tx, case).await?;
            }
            // A day that a law or a decision sets comes twice: after it there is no way back.
            if (!again || kind.is_set()) && remind(&kind, Reminded::Parents) {
                return write(house, tx, case, LetterKind::Reminder).await;
            }
        }
        Moment::Escalate(_) => escalate(house, tx, case, false).await?,
        Moment::Stale => escalate(house, tx, case, true).await?,
        Moment::Monitor => return perform::by_system(house, tx, case, Command::Monitor).await,
        Moment::Reassess => return perform::by_system(house, tx, case, Command::Reassess).await,
        Moment::AskStatement(_) => {
            let due = add_working_days(house.clock.today(), TO_ASK);
            task(house, tx, case, TaskKind::AskStatement, due).await?;
            remind_party(house, tx, case).await?;
        }
        Moment::AskNotification(by) => {
            task(house, tx, case, TaskKind::AwaitNotification, by).await?;
            if remind(&DeadlineKind::YearlyNotification, Reminded::Party) {
                remind_party(house, tx, case).await?;
            }
            if remind(&DeadlineKind::YearlyNotification, Reminded::Parents) {
                return write(house, tx, case, LetterKind::YearlyNotification).await;
            }
        }
        Moment::NotificationMissed(_) => {
            if has_task(tx, case, TaskKind::AwaitNotification).await? {
                escalate(house, tx, case, false).await?;
            }
        }
        Moment::Expire => {
            let followed = is_followed(tx, case).await?;
            let end = Command::EndExemption {
                end: End::Expired,
                eighteen_on: None,
            };
            let spent = perform::by_system(house, tx, case, end).await?;
            if !followed {
                let due = add_working_days(house.clock.today(), TO_ASK);
                task(house, tx, case, TaskKind::CheckSchool, due).await?;
            }
            remind_party(house, tx, case).await?;
            return Ok(spent);
        }
    }
    Ok(Vec::new())
}

/// Whether the family applied again, and that application is under way.
async fn is_followed(tx: &mut Tx, case: &Case) -> Result<bool, ActionError> {
    let Some(next) = cases::followed_by(tx, &case.id).await? else {
        return Ok(false);
    };
    let next = cases::load(tx, &next).await?;
    let state = next.map(|next| next.state);
    Ok(state.is_some_and(|state| !matches!(state, State::Filling(_) | State::Closed(_))))
}

async fn has_task(tx: &mut Tx, case: &Case, kind: TaskKind) -> Result<bool, ActionError> {
    let open = tasks::open_of_case(tx, &case.id, &case.municipality).await?;
    Ok(open.iter().any(|task| task.kind == kind.code()))
}

/// A task for the gemeente, unless it has that one already.
async fn task(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    kind: TaskKind,
    due: Date,
) -> Result<(), ActionError> {
    if has_task(tx, case, kind).await? {
        return Ok(());
    }
    let now = house.clock.now();
    let task = tasks::Task {
        id: house.random.id(now),
        case: case.id.clone(),
        kind: kind.code().to_owned(),
        due_on: Some(dates::iso(due)),
        data: serde_json::Value::Null.to_string(),
        created_at: now,
    };
    Ok(tasks::add(tx, &case.municipality, &task).await?)
}

/// Letters to the family out of the dossier of the party that has the case.
async fn write(
    house: &House,
    tx: &mut Tx,
    case: &mut Case,
    letter: LetterKind,
) -> Result<Spent, ActionError> {
    let Some(from) = case.state.in_hands_of() else {
        return Ok(Vec::new());
    };
    let actor = &Actor::System;
    let Some(mut own) = perform::other(house, tx, actor, case, from).await? else {
        return Ok(Vec::new());
    };
    let parties = parties::of_case(tx, case).await?;
    let ground = Ground {
        house,
        actor,
        rules: house.rules(&case.workflow)?,
        name: "",
        step: StepKind::NoteContact,
    };
    let mut work = Work {
        ground: &ground,
        tx,
        case,
        own: &mut own,
        parties,
        links: std::collections::BTreeMap::new(),
        spent: Vec::new(),
    };
    letters::write(&mut work, from, letter, Recipients::Everyone).await?;
    Ok(work.spent)
}

/// Reminds who works on the case at the party that has it; where nobody does, the party.
async fn remind_party(house: &House, tx: &mut Tx, case: &Case) -> Result<(), ActionError> {
    let party = holder(case).unwrap_or(&case.municipality).clone();
    let working = members::of_case(tx, &case.id, &party).await?;
    let people = working.into_iter().map(|(_, user)| user).collect();
    mail(house, tx, case, (&party, people), false).await
}

/// Tells the coordinator of the party that has the case; where there is none its doctors or leerplichtambtenaren, or the party.
/// `stale`: that nothing moves, which is told of a case that was suspended too.
async fn escalate(house: &House, tx: &mut Tx, case: &Case, stale: bool) -> Result<(), ActionError> {
    let party = holder(case).unwrap_or(&case.municipality).clone();
    let mut people = users::with_roles(tx, &party, [Role::Coordinator; 2]).await?;
    if people.is_empty() {
        people = users::with_roles(tx, &party, [Role::Doctor, Role::Lpa]).await?;
    }
    let people = people.into_iter().map(|(user, _)| user).collect();
    mail(house, tx, case, (&party, people), stale).await
}

/// A nameless mail to each of these people who can sign in, or to the party's own mailbox. Who chose for one mail a day finds this
/// in that.
async fn mail(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    (party, people): (&PartyId, Vec<UserId>),
    stale: bool,
) -> Result<(), ActionError> {
    let mut told = false;
    for user in people {
        let Some(daily) = users::wants_daily(tx, &user).await? else {
            continue;
        };
        told = true;
        let data =
            serde_json::json!({ "template": "reminder", "to_user": user.as_str(), "stale": stale });
        if daily {
            digest(house, tx, &user, data).await?;
        } else {
            put(house, tx, case, data).await?;
        }
    }
    if !told {
        let data = serde_json::json!({ "template": "reminder", "to_mailbox": party.as_str(), "stale": stale });
        put(house, tx, case, data).await?;
    }
    Ok(())
}

/// One mail a day: the first thing of a day makes it, and it goes when the morning's work is done.
async fn digest(
    house: &House,
    tx: &mut Tx,
    user: &UserId,
    data: serde_json::Value,
) -> Result<(), ActionError> {
    let (now, today) = (house.clock.now(), house.clock.today());
    let at = |day| amsterdam::instant(day, time!(8:00));
    let day = if now < at(today) {
        today
    } else {
        today.next_day().unwrap_or(today)
    };
    let message = NewMessage {
        id: format!("daily-{}-{}", dates::iso(day), user.as_str()),
        case_id: None,
        party_id: None,
        dossier_id: None,
        kind: OutboxKind::Mail,
        due_at: at(day),
        message_id: Some(house.message_id()),
        data,
        sealed: None,
    };
    Ok(outbox::put_once(tx, &message, now).await?)
}

async fn put(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    data: serde_json::Value,
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let message = NewMessage {
        id: house.random.id(now),
        case_id: Some(case.id.clone()),
        party_id: None,
        dossier_id: None,
        kind: OutboxKind::Mail,
        due_at: now,
        message_id: Some(house.message_id()),
        data,
        sealed: None,
    };
    Ok(outbox::put(tx, &message, now).await?)
}
