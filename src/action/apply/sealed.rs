//! What a draft holds, sealed under its own key; and the mails that belong to it.

use time::Duration;
use time::macros::time;

use crate::clock::EpochMillis;
use crate::domain::amsterdam::{civil_date, instant};
use crate::domain::dates;
use crate::domain::draft::{Draft, DraftState};
use crate::domain::keeping::REMINDER_DAYS;
use crate::domain::party::{CaseId, DossierId};
use crate::store::drafts::{self, StoredDraft};
use crate::store::{StoreError, Tx, outbox};
use crate::vault::{KeyId, Slot, What};

use super::super::error::ActionError;
use super::super::house::House;

/// In the place of a case's number: a draft is of none.
const NO_CASE: &str = "drafts";

/// Whose place, key and number something of a draft has.
struct Place {
    case: CaseId,
    dossier: DossierId,
    key: KeyId,
}

impl Place {
    fn of(row: &StoredDraft) -> Self {
        Self {
            case: CaseId::from(NO_CASE),
            dossier: DossierId(row.id.clone()),
            key: KeyId::from(row.key.as_str()),
        }
    }

    const fn slot<'a>(&'a self, row: &'a StoredDraft, what: What<'a>) -> Slot<'a> {
        Slot {
            party: &row.party,
            case: &self.case,
            dossier: &self.dossier,
            key: &self.key,
            what,
        }
    }
}

pub(super) fn seal<T: serde::Serialize>(
    house: &House,
    row: &StoredDraft,
    what: What<'_>,
    value: &T,
) -> Result<Vec<u8>, ActionError> {
    let plain = serde_json::to_vec(value).map_err(|_| StoreError::Corrupt)?;
    let plain = zeroize::Zeroizing::new(plain);
    Ok(house.vault.seal(&Place::of(row).slot(row, what), &plain)?)
}

/// What a row holds.
pub(super) enum Holds {
    /// A draft to go on with.
    Draft(Box<Draft>),
    /// Nothing: it was sent.
    Sent,
    /// Nothing any more.
    Nothing,
}

/// What a row holds. One whose key is gone holds nothing: a backup that was put back may still name it.
pub(super) fn unsealed(house: &House, row: &StoredDraft) -> Result<Holds, ActionError> {
    match row.state {
        DraftState::Sent => return Ok(Holds::Sent),
        DraftState::Discarded => return Ok(Holds::Nothing),
        DraftState::Open if row.expires_at <= house.clock.now() => return Ok(Holds::Nothing),
        DraftState::Open => {}
    }
    let place = Place::of(row);
    let plain = match house
        .vault
        .open_sealed(&place.slot(row, What::Dossier), &row.sealed)
        .map_err(ActionError::from)
    {
        Err(ActionError::Destroyed(_)) => return Ok(Holds::Nothing),
        other => other?,
    };
    let draft = serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt)?;
    Ok(Holds::Draft(Box::new(draft)))
}

/// A link to a draft: to whom it goes, its secret, and what else opens it.
pub(super) type Link<'a> = (&'a str, &'a str, &'a str);

/// Mails a link to a draft.
pub(super) async fn mail(
    house: &House,
    tx: &mut Tx,
    row: &StoredDraft,
    link: Link<'_>,
) -> Result<(), ActionError> {
    put(house, tx, row, link, (house.clock.now(), false)).await
}

/// Mails it once more, some days before the draft is erased. Only a hash of the secret is kept elsewhere, so the mail is made now; it
/// leaves if the draft is still there then.
pub(super) async fn remind(
    house: &House,
    tx: &mut Tx,
    row: &StoredDraft,
    link: Link<'_>,
) -> Result<(), ActionError> {
    let last = civil_date(row.expires_at - 1);
    let on = last.saturating_sub(Duration::days(REMINDER_DAYS.into()));
    put(house, tx, row, link, (instant(on, time!(9:00)), true)).await
}

async fn put(
    house: &House,
    tx: &mut Tx,
    row: &StoredDraft,
    (to, secret, needs): Link<'_>,
    (due_at, again): (EpochMillis, bool),
) -> Result<(), ActionError> {
    let now = house.clock.now();
    let id = house.random.id(now);
    let url = format!("{}/aanvragen/verder/{secret}", house.public_url);
    let until = dates::iso(civil_date(row.expires_at - 1));
    let plain = serde_json::json!({ "to": to, "url": url, "valid_until": until, "needs": needs, "again": again });
    let message = outbox::NewMessage {
        sealed: Some(seal(house, row, What::Outbox(&id), &plain)?),
        id,
        case_id: None,
        party_id: None,
        dossier_id: None,
        kind: outbox::OutboxKind::Mail,
        due_at,
        message_id: Some(house.message_id()),
        data: serde_json::json!({ "template": "personal_link", "draft": row.id }),
    };
    Ok(outbox::put(tx, &message, now).await?)
}

/// What is sealed in a row of the outbox that belongs to a draft; `None` once the draft is gone.
pub(in crate::action) async fn opened_mail(
    house: &House,
    draft: &str,
    (id, sealed): (&str, &[u8]),
) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, ActionError> {
    let draft = draft.to_owned();
    let row = house
        .store
        .glance(move |tx| Box::pin(async move { drafts::load(tx, &draft).await }));
    let Some(row) = row.await? else {
        return Ok(None);
    };
    let Holds::Draft(_) = unsealed(house, &row)? else {
        return Ok(None);
    };
    let place = Place::of(&row);
    Ok(Some(house.vault.open_sealed(
        &place.slot(&row, What::Outbox(id)),
        sealed,
    )?))
}
