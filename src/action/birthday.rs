//! A 12th, 16th or 18th birthday during the case: from then on somebody else is asked, or it ends. A task says so beforehand.
//!
//! The day itself stands in the sealed dossier alone. A row of the outbox wakes up a random number of days before it, and neither
//! its date nor the task tells which birthday it is, or when. What a consent carries is decided on the day anyhow.

use time::{Date, Duration};

use crate::domain::ages::AgeBand;
use crate::domain::amsterdam::start_of_day;
use crate::domain::case::{Case, TaskKind};
use crate::domain::grant::Grant;
use crate::domain::party::{Actor, CaseId, PartyId, PartyKind};
use crate::store::outbox::{self, Claimed, NewMessage, OutboxKind};
use crate::store::tasks::{self, Task};
use crate::store::{Tx, cases};

use super::compartment::open_dossier;
use super::error::ActionError;
use super::house::House;

/// The most days between the task and the birthday.
const MOST: u16 = 28;

/// Waits for the next of these birthdays, instead of the one that was waited for until now.
pub(super) async fn arm(
    house: &House,
    tx: &mut Tx,
    case: &CaseId,
    born: Option<Date>,
    after: Date,
) -> Result<(), ActionError> {
    outbox::cancel_birthday(tx, case).await?;
    let Some(birthday) = born.and_then(|born| AgeBand::next_change(born, after)) else {
        return Ok(());
    };
    let now = house.clock.now();
    let days = 1 + i64::from(u16::from_be_bytes(house.random.bytes()) % MOST);
    let day = birthday.saturating_sub(Duration::days(days));
    let message = NewMessage {
        id: house.random.id(now),
        case_id: Some(case.clone()),
        party_id: None,
        dossier_id: None,
        kind: OutboxKind::Birthday,
        due_at: start_of_day(day).max(now),
        message_id: None,
        data: serde_json::json!({}),
        sealed: None,
    };
    Ok(outbox::put(tx, &message, now).await?)
}

/// One of these birthdays comes: a task for the party that has the case, and the next one is waited for.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn come(house: &House, row: &Claimed) -> Result<(), ActionError> {
    let Some(id) = row.case_id.clone() else {
        return Ok(());
    };
    let (inside, row) = (house.clone(), row.id.clone());
    house
        .store
        .noted(move |tx| Box::pin(async move { tell(&inside, tx, &id, &row).await }))
        .await
}

async fn tell(house: &House, tx: &mut Tx, id: &CaseId, row: &str) -> Result<(), ActionError> {
    cases::hold(tx, id).await?;
    if outbox::is_done(tx, row).await? {
        return Ok(());
    }
    let Some(case) = cases::load(tx, id).await? else {
        return Ok(());
    };
    let Some(whose) = case.state.in_hands_of() else {
        return Ok(());
    };
    let today = house.clock.today();
    let Some(born) = born(house, tx, &case).await? else {
        return Ok(());
    };
    let birthday = AgeBand::next_change(born, today.saturating_sub(Duration::days(MOST.into())));
    let Some(birthday) = birthday else {
        return Ok(());
    };
    let now = house.clock.now();
    let party: &PartyId = match whose {
        PartyKind::Swv => &case.swv,
        PartyKind::Ggd => &case.ggd,
        PartyKind::Gemeente | PartyKind::LocalTeam => &case.municipality,
    };
    let task = Task {
        id: house.random.id(now),
        case: case.id.clone(),
        kind: TaskKind::ComingOfAge.code().to_owned(),
        due_on: None,
        data: serde_json::Value::Null.to_string(),
        created_at: now,
    };
    tasks::add(tx, party, &task).await?;
    arm(house, tx, &case.id, Some(born), birthday.max(today)).await
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
