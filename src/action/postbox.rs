//! The mails of the outbox, opened: what the demo shows in place of a mail server. Serves the demo alone; in production mail
//! is read by who gets it.

use crate::clock::EpochMillis;
use crate::store::outbox::{self, Claimed, Filter, OutboxKind, OutboxState};

use super::deliver;
use super::error::ActionError;
use super::house::House;

/// A mail as it was, or will be, sent.
pub struct Posted {
    /// To which address.
    pub to: String,
    /// What it says.
    pub text: String,
    /// Since when it stands in the outbox.
    pub at: EpochMillis,
    /// How far it is.
    pub state: OutboxState,
}

/// The last mails, the newest first.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn mails(house: &House) -> Result<Vec<Posted>, ActionError> {
    let rows = house
        .store
        .read(|tx| Box::pin(async move { outbox::list(tx, Filter::All, 500).await }))
        .await?;
    let mut mails = Vec::new();
    for row in rows {
        let Some(kind) = row.kind.filter(|kind| *kind != OutboxKind::Letter) else {
            continue;
        };
        let claimed = Claimed {
            id: row.id,
            case_id: row.case_id,
            party_id: row.party_id,
            dossier_id: row.dossier_id,
            kind,
            attempts: row.attempts,
            unsure: false,
            message_id: row.message_id,
            data: serde_json::from_str(&row.data).unwrap_or_default(),
            sealed: row.sealed,
        };
        if let Some(mail) = deliver::mail(house, &claimed).await? {
            mails.push(Posted {
                to: mail.to.as_str().to_owned(),
                text: mail.text,
                at: row.created_at,
                state: row.state,
            });
        }
    }
    mails.sort_by_key(|mail| std::cmp::Reverse(mail.at));
    Ok(mails)
}
