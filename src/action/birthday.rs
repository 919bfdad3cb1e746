//! A 12th, 16th or 18th birthday during the case: from then on somebody else is asked, or it ends. A task says so beforehand.
//!
//! The day itself stands in the sealed dossier alone. Every case is looked at on the first day of each month, so neither the date
//! of a row nor the task tells which birthday it is, or when. What a consent carries is decided on the day anyhow.

use time::{Date, Duration};

use crate::domain::ages::AgeBand;
use crate::domain::amsterdam::start_of_day;
use crate::domain::calendar::add_months_clamped;
use crate::domain::case::{Case, TaskKind};
use crate::domain::dates;
use crate::domain::grant::Grant;
use crate::domain::party::{Actor, CaseId, PartyKind};
use crate::store::outbox::{self, Claimed, NewMessage, OutboxKind};
use crate::store::tasks::{self, Task};
use crate::store::{Tx, cases};

use super::compartment::open_dossier;
use super::error::ActionError;
use super::house::House;

/// So many days after the next look are covered by this one: the shortest notice.
const AHEAD: i64 = 14;

/// Says that one of these birthdays comes before the next look has passed, and looks again on the first of the next month.
/// `seen` is the last day that was covered.
pub(super) async fn watch(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    born: Option<Date>,
    seen: Date,
) -> Result<(), ActionError> {
    outbox::cancel_birthday(tx, &case.id).await?;
    let (Some(born), Some(whose)) = (born, case.state.in_hands_of()) else {
        return Ok(());
    };
    let (now, today) = (house.clock.now(), house.clock.today());
    let next = next_look(today);
    let until = next.saturating_add(Duration::days(AHEAD));
    if AgeBand::next_change(born, seen).is_some_and(|day| day <= until) {
        tell(house, tx, case, whose).await?;
    }
    let message = NewMessage {
        id: house.random.id(now),
        case_id: Some(case.id.clone()),
        party_id: None,
        dossier_id: None,
        kind: OutboxKind::Birthday,
        due_at: start_of_day(next),
        message_id: None,
        data: serde_json::json!({ "seen": dates::iso(until) }),
        sealed: None,
    };
    Ok(outbox::put(tx, &message, now).await?)
}

/// The first day of the next month.
fn next_look(today: Date) -> Date {
    let first = today.replace_day(1).unwrap_or(today);
    add_months_clamped(first, 1)
}

/// A task for the party that has the case, unless it has that one already.
async fn tell(
    house: &House,
    tx: &mut Tx,
    case: &Case,
    whose: PartyKind,
) -> Result<(), ActionError> {
    let party = match whose {
        PartyKind::Swv => &case.swv,
        PartyKind::Ggd => &case.ggd,
        PartyKind::Gemeente | PartyKind::LocalTeam => &case.municipality,
    };
    let (now, kind) = (house.clock.now(), TaskKind::ComingOfAge.code());
    let open = tasks::open_of_case(tx, &case.id, party).await?;
    if open.iter().any(|task| task.kind == kind) {
        return Ok(());
    }
    let task = Task {
        id: house.random.id(now),
        case: case.id.clone(),
        kind: kind.to_owned(),
        due_on: None,
        data: serde_json::Value::Null.to_string(),
        created_at: now,
    };
    Ok(tasks::add(tx, party, &task).await?)
}

/// The first of the month: the next look at a case.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn come(house: &House, row: &Claimed) -> Result<(), ActionError> {
    let Some(id) = row.case_id.clone() else {
        return Ok(());
    };
    let seen = row.data["seen"].as_str();
    let seen = seen.and_then(|day| dates::from_iso(day).ok());
    let (inside, row) = (house.clone(), row.id.clone());
    house
        .store
        .noted(move |tx| Box::pin(async move { look(&inside, tx, &id, &row, seen).await }))
        .await
}

async fn look(
    house: &House,
    tx: &mut Tx,
    id: &CaseId,
    row: &str,
    seen: Option<Date>,
) -> Result<(), ActionError> {
    cases::hold(tx, id).await?;
    if outbox::is_done(tx, row).await? {
        return Ok(());
    }
    let Some(case) = cases::load(tx, id).await? else {
        return Ok(());
    };
    if case.state.in_hands_of().is_none() {
        return Ok(());
    }
    let born = born(house, tx, &case).await?;
    let seen = seen.unwrap_or_else(|| house.clock.today());
    watch(house, tx, &case, born, seen).await
}

/// The date of birth, as the party knows it that asks the consent.
async fn born(house: &House, tx: &mut Tx, case: &Case) -> Result<Option<Date>, ActionError> {
    for kind in [PartyKind::Ggd, PartyKind::Swv] {
        let Some(grant) = Grant::to_carry_out(&Actor::System, case, kind) else {
            continue;
        };
        if let Some(opened) = open_dossier(house, tx, case, &grant).await? {
            return Ok(opened.dossier.born());
        }
    }
    Ok(None)
}
