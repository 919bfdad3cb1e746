//! A review of the access log that is overdue: a mail without a name to the FG of the party, once for each date that went by.

use crate::domain::dates;
use crate::domain::party::PartyId;
use crate::store::Tx;
use crate::store::outbox::{self, NewMessage, OutboxKind};

use super::error::ActionError;
use super::glass::to_fg;
use super::house::House;
use super::{setup, supervise};

/// Tells the FG of each party whose review is overdue, and answers how many FGs that are. Looking again tells nobody twice, as long as the row
/// of the mail is kept: who leaves the review for that long is told again.
///
/// # Errors
/// What the store refuses.
pub async fn look(house: &House) -> Result<usize, ActionError> {
    let mut told = 0;
    for party in setup::all_parties(house).await? {
        let inside = house.clone();
        let done = house
            .store
            .write(move |tx| Box::pin(async move { tell(&inside, tx, &party.id).await }));
        told += done.await?;
    }
    if told > 0 {
        house.waker.wake("");
    }
    Ok(told)
}

async fn tell(house: &House, tx: &mut Tx, party: &PartyId) -> Result<usize, ActionError> {
    let term = supervise::term(house, tx, party).await?;
    let Some(due) = term.due.filter(|_| term.overdue) else {
        return Ok(0);
    };
    let (now, mut told) = (house.clock.now(), 0);
    for data in to_fg(tx, party).await? {
        let user = data["to_user"].as_str().unwrap_or_default();
        let id = format!("review-{}-{}-{user}", party.as_str(), dates::iso(due));
        let message = NewMessage {
            id,
            case_id: None,
            party_id: None,
            dossier_id: None,
            kind: OutboxKind::Mail,
            due_at: now,
            message_id: Some(house.message_id()),
            data,
            sealed: None,
        };
        outbox::put_once(tx, &message, now).await?;
        told += 1;
    }
    Ok(told)
}
