//! Carries out the lists whose seven days are over, and tells a party that a list is wanted.

use crate::domain::destruction::{ItemState, ListState};
use crate::domain::erasure::Why;
use crate::domain::organisation::Organisation;
use crate::store::destruction::{self as stored, ToErase};
use crate::store::outbox::{self, NewMessage, OutboxKind};
use crate::store::{Tx, cases, dossiers};

use super::super::erase::{Ground, PAGE, due_of, finish, gone};
use super::super::error::ActionError;
use super::super::house::House;
use super::super::setup;

/// Carries out the lists whose day has come. Answers how many dossiers were erased, and what failed first; the others are erased.
///
/// # Errors
/// What the store or the vault refuses while looking.
pub(in super::super) async fn look(
    house: &House,
) -> Result<(usize, Option<ActionError>), ActionError> {
    let (today, mut after, mut erased, mut failed) = (house.clock.today(), String::new(), 0, None);
    loop {
        let from = after.clone();
        let page = house.store.glance(move |tx| {
            Box::pin(async move { stored::to_erase(tx, today, &from, PAGE).await })
        });
        let page = page.await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        for item in page {
            match one(house, item).await {
                Ok(done) => erased += usize::from(done),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        finish(house).await?;
    }
    let done = house
        .store
        .write(move |tx| Box::pin(async move { stored::finish(tx, today).await }));
    done.await?;
    Ok((erased, failed))
}

/// Erases one item, unless something keeps it. Answers whether it did.
async fn one(house: &House, item: ToErase) -> Result<bool, ActionError> {
    let inside = house.clone();
    let done = house.store.write(move |tx| {
        Box::pin(async move {
            cases::hold(tx, &item.case).await?;
            let due = match cases::load(tx, &item.case).await? {
                Some(case) => match dossiers::load(tx, &case.id, &item.party).await? {
                    Some(row) => due_of(tx, &case, &row, inside.clock.today())
                        .await?
                        .map(|own| (case, row, own.kind)),
                    None => None,
                },
                None => None,
            };
            let Some((case, row, kind)) = due else {
                stored::set(tx, &item.list, &item.id, ItemState::Stayed).await?;
                return Ok(false);
            };
            if !stored::set(tx, &item.list, &item.id, ItemState::Erased).await? {
                return Ok(false);
            }
            let ground = Ground {
                list: Some((item.list, item.by)),
                ..Ground::of(Why::Term, inside.rules(&case.workflow)?, kind)
            };
            gone(&inside, tx, &case, &row, ground).await?;
            Ok::<_, ActionError>(true)
        })
    });
    done.await
}

/// Tells each party that chose a list, by a nameless mail once a month, that something is due or that a list waits for its review.
///
/// # Errors
/// What the store refuses.
pub async fn remind(house: &House) -> Result<usize, ActionError> {
    let mut told = 0;
    for party in setup::all_parties(house).await? {
        if party.settings.destruction_list {
            let inside = house.clone();
            let done = house
                .store
                .write(move |tx| Box::pin(async move { tell(&inside, tx, &party).await }));
            told += usize::from(done.await?);
        }
    }
    if told > 0 {
        house.waker.wake("");
    }
    Ok(told)
}

async fn tell(house: &House, tx: &mut Tx, party: &Organisation) -> Result<bool, ActionError> {
    let (today, now) = (house.clock.today(), house.clock.now());
    let waits = stored::count_waiting(tx, &party.id, today).await? > 0;
    // There is one under review at most, and none is newer than it.
    let newest = stored::of_party(tx, &party.id, 1).await?;
    let review = newest.iter().any(|one| one.list.state == ListState::Review);
    if !waits && !review {
        return Ok(false);
    }
    let id = format!(
        "list-{}-{}-{:02}",
        party.id.as_str(),
        today.year(),
        u8::from(today.month())
    );
    let message = NewMessage {
        id,
        case_id: None,
        party_id: Some(party.id.clone()),
        dossier_id: None,
        kind: OutboxKind::Mail,
        due_at: now,
        message_id: Some(house.message_id()),
        data: serde_json::json!({ "template": "pointer", "to_party": party.id.as_str() }),
        sealed: None,
    };
    outbox::put_once(tx, &message, now).await?;
    Ok(true)
}
