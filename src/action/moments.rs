//! What comes up in a case by itself: one row in the outbox for each case, due when the next thing is.
//!
//! The row is finished in the transaction that does what it stands for, so nothing is done twice, whoever dies or looks too.
//! What is due is read from [`agenda`] at that moment: a case that was closed, or whose deadline stands still, has nothing due. Of what is
//! due at once only the most urgent is done, and no letter asks for something on a day that is over.

use serde::{Deserialize, Serialize};
use time::Date;
use time::macros::time;

use crate::domain::amsterdam;
use crate::domain::calendar::add_working_days;
use crate::domain::case::{
    Audience, Case, Command, End, Event, EventKind, LetterKind, Moment, Planned, Recipients, State,
    StepKind, TaskKind, agenda, most_urgent,
};
use crate::domain::dates;
use crate::domain::deadline::{DeadlineKind, Reminded};
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind, Role, UserId};
use crate::store::outbox::{self, Claimed, NewMessage, OutboxKind};
use crate::store::{
    StoreError, Tx, cases, dossiers, members, parties, substitutions, tasks, users,
};
use crate::vault::KeyId;

use super::carry_out::{Ground, Work};
use super::error::ActionError;
use super::house::House;
use super::{letters, perform};

/// Working days to ask the GGD for a statement.
const TO_ASK: u16 = 5;

type Spent = Vec<(PartyId, KeyId)>;

/// What was looked at in a case: everything until and with a day, but for what a step put on a day that had been looked at.
#[derive(Clone, Serialize, Deserialize)]
struct Looked {
    seen: Date,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    late: Vec<Planned>,
}

impl Looked {
    fn until(seen: Date) -> Self {
        let late = Vec::new();
        Self { seen, late }
    }

    fn read(data: serde_json::Value) -> Self {
        serde_json::from_value(data).unwrap_or(Self::until(Date::MIN))
    }

    fn missed(&self, planned: &Planned) -> bool {
        planned.on > self.seen || self.late.contains(planned)
    }
}

/// Waits for what comes up next in a case, after the step that changed it. `before` is what came up before the step: what comes up now and
/// didn't then is done today where its day was looked at. What failed for good is tried again.
pub(super) async fn follow(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    before: &[Planned],
) -> Result<(), ActionError> {
    let planned = agenda(&case.state, &case.pace, house.rules(&case.workflow)?);
    let held = outbox::moment(tx, &case.id).await?;
    if planned == before && held.as_ref().is_none_or(|(_, failed)| !failed) {
        return Ok(());
    }
    let yesterday = house.clock.today().previous_day().unwrap_or(Date::MIN);
    let held = held.and_then(|(data, _)| serde_json::from_str(&data).ok());
    let mut looked = held.map_or(Looked::until(yesterday), Looked::read);
    let is_new = |planned: &Planned| !before.contains(planned) && planned.on <= looked.seen;
    let new: Vec<Planned> = planned.iter().copied().filter(is_new).collect();
    looked.late.retain(|late| planned.contains(late));
    looked.late.extend(new);
    wait(house, tx, case, looked, None).await
}

/// One row for what wasn't looked at; none where nothing comes. `not_before`: a day on which to look again.
async fn wait(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    looked: Looked,
    not_before: Option<Date>,
) -> Result<(), ActionError> {
    outbox::cancel_moment(tx, &case.id).await?;
    let planned = agenda(&case.state, &case.pace, house.rules(&case.workflow)?);
    let Some(next) = planned.into_iter().find(|planned| looked.missed(planned)) else {
        return Ok(());
    };
    let on = not_before.map_or(next.on, |day| day.max(next.on));
    let (now, at) = (house.clock.now(), amsterdam::instant(on, time!(7:00)));
    // What comes late is not overdue: it is due now.
    let due_at = if on < house.clock.today() { now } else { at };
    let data = serde_json::to_value(looked).map_err(|_| StoreError::Corrupt)?;
    let message = NewMessage {
        id: house.random.id(now),
        case_id: Some(case.id.clone()),
        party_id: None,
        dossier_id: None,
        kind: OutboxKind::Moment,
        due_at,
        message_id: None,
        data,
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
    let looked = Looked::read(row.data.clone());
    let (inside, row) = (house.clone(), row.id.clone());
    let unit = house
        .store
        .noted(move |tx| Box::pin(async move { look(&inside, tx, &id, &row, looked).await }));
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
    looked: Looked,
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
        wait(house, tx, &case, looked, today.next_day()).await?;
        return Ok(Vec::new());
    }
    let rules = house.rules(&case.workflow)?;
    let due = |case: &Case| {
        let planned = agenda(&case.state, &case.pace, rules).into_iter();
        let due = planned.filter(|planned| looked.missed(planned) && planned.on <= today);
        due.collect::<Vec<_>>()
    };
    let mut spent = Vec::new();
    for planned in most_urgent(&due(&case)) {
        // What an earlier moment of this look brought about may have taken this one away.
        if due(&case).contains(&planned) {
            spent.extend(carry(house, tx, &mut case, planned.what).await?);
        }
    }
    wait(house, tx, &case, Looked::until(today), None).await?;
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
    let (rules, today) = (house.rules(&case.workflow)?, house.clock.today());
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
                return write(house, tx, case, None).await;
            }
        }
        Moment::Escalate(_) => escalate(house, tx, case, false).await?,
        Moment::Stale => escalate(house, tx, case, true).await?,
        Moment::Monitor => return perform::by_system(house, tx, case, Command::Monitor).await,
        Moment::Reassess => return perform::by_system(house, tx, case, Command::Reassess).await,
        Moment::AskStatement(by) if by < today => {}
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
                return write(house, tx, case, Some(by)).await;
            }
        }
        Moment::AskAgain(by) => {
            remind_party(house, tx, case).await?;
            if remind(&DeadlineKind::YearlyNotification, Reminded::Parents) {
                return write(house, tx, case, Some(by)).await;
            }
        }
        Moment::NotificationMissed(by) => {
            let told = Event {
                kind: EventKind::YearlyMissed { by },
                audience: vec![Audience::Gemeente, Audience::Family],
            };
            let (actor, step) = (&Actor::System, StepKind::NotifyYearly);
            perform::write_events(house, tx, actor, case, step, &[told]).await?;
            escalate(house, tx, case, false).await?;
        }
        Moment::CheckSchoolYear => {
            let due = add_working_days(today, TO_ASK);
            task(house, tx, case, TaskKind::CheckSchoolYear, due).await?;
            remind_party(house, tx, case).await?;
        }
        Moment::SchoolYear => return back_at_school(house, tx, case).await,
        // At school already: nobody is sent to look for the child.
        Moment::Expire if case.state.at_school().is_some() => {
            return back_at_school(house, tx, case).await;
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

/// The exemption ends, because the child goes to school again.
async fn back_at_school(house: &House, tx: &mut Tx, case: &mut Case) -> Result<Spent, ActionError> {
    let end = Command::EndExemption {
        end: End::BackAtSchool,
        eighteen_on: None,
    };
    perform::by_system(house, tx, case, end).await
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

/// Letters to those of the family who have something to do, out of the dossier of the party that has the case: what is still waited for, or
/// the yearly notification of a last day.
async fn write(
    house: &House,
    tx: &mut Tx,
    case: &mut Case,
    yearly: Option<Date>,
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
    match yearly {
        Some(by) => letters::yearly(&mut work, by).await?,
        None => {
            letters::write(&mut work, from, LetterKind::Reminder, Recipients::Everyone).await?;
        }
    }
    Ok(work.spent)
}

/// Reminds who works on the case at the party that has it, and who takes that one's place; where nobody does, the party.
async fn remind_party(house: &House, tx: &mut Tx, case: &Case) -> Result<(), ActionError> {
    let party = holder(case).unwrap_or(&case.municipality).clone();
    let working = members::of_case(tx, &case.id, &party).await?;
    let mut people: Vec<UserId> = working.into_iter().map(|(_, user)| user).collect();
    for user in people.clone() {
        let now = house.clock.now();
        let taken_over = substitutions::taken_over_by(tx, &party, &user, now).await?;
        people.extend(taken_over);
    }
    people.sort();
    people.dedup();
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
            digest(house, tx, (case, &user), (data, stale)).await?;
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

/// One mail a day: the first thing of a day makes it, and it goes when the morning's work is done, unless every case that it is about has
/// ended by then.
async fn digest(
    house: &House,
    tx: &mut Tx,
    (case, user): (&Case, &UserId),
    (data, stale): (serde_json::Value, bool),
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
    let part = serde_json::json!({ "case": case.id.as_str(), "stale": stale });
    Ok(outbox::put_together(tx, message, part, now).await?)
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
