//! A review that is overdue: a mail without a name, once for each date that went by. Of the access log to the FG of the party, of its accounts to its
//! administrators.

use serde_json::json;

use crate::domain::dates;
use crate::domain::party::{PartyId, Role};
use crate::store::outbox::{self, NewMessage, OutboxKind};
use crate::store::{Tx, users};

use super::error::ActionError;
use super::glass::to_fg;
use super::house::House;
use super::{account_review, setup, supervise};

/// Tells the FG of each party whose log was not reviewed in time, and the administrators of each whose accounts were not; answers how many mails that
/// are. Looking again tells nobody twice, as long as the row of the mail is kept: who leaves the review for that long is told again.
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
    let mut told = 0;
    if let Some(due) = term.due.filter(|_| term.overdue) {
        for data in to_fg(tx, party).await? {
            let user = data["to_user"].as_str().unwrap_or_default();
            let id = format!("review-{}-{}-{user}", party.as_str(), dates::iso(due));
            told += put(house, tx, id, data).await?;
        }
    }
    for due in account_review::due(house, tx, party).await? {
        if !due.overdue {
            continue;
        }
        for (user, _) in users::with_roles(tx, party, [Role::Admin; 2]).await? {
            let (scope, on, user) = (due.scope.code(), dates::iso(due.on), user.as_str());
            let id = format!("accounts-{}-{scope}-{on}-{user}", party.as_str());
            let data = json!({ "template": "fg_pointer", "to_user": user });
            told += put(house, tx, id, data).await?;
        }
    }
    Ok(told)
}

async fn put(
    house: &House,
    tx: &mut Tx,
    id: String,
    data: serde_json::Value,
) -> Result<usize, ActionError> {
    let now = house.clock.now();
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
    Ok(1)
}
