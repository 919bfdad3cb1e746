//! Who takes part in the covenant.

use crate::clock::EpochMillis;
use crate::domain::covenant::{Ground, Participant};
use crate::domain::dates;
use crate::domain::party::PartyId;

use time::Date;

use super::{Row, StoreError, Tx, args};

const ADD: &str = "INSERT INTO participants (id, name, joined_on, ground, received_by, key_id, form, recorded_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Who left and comes back, with a new paper.
const AGAIN: &str = "UPDATE participants SET name = $2, joined_on = $3, ground = $4, received_by = $5, key_id = $6, form = $7, \
                     recorded_at = $8, left_on = NULL WHERE id = $1 AND left_on IS NOT NULL";

const LEAVE: &str = "UPDATE participants SET left_on = $2 WHERE id = $1 AND left_on IS NULL";

const TAKES_PART: &str =
    "SELECT id FROM participants WHERE id = $1 AND (left_on IS NULL OR left_on > $2)";

const FORM: &str =
    "SELECT received_by, key_id, form FROM participants WHERE id = $1 AND form IS NOT NULL";

const WITH_FORM: &str = "SELECT id FROM participants WHERE received_by = $1 AND form IS NOT NULL";

const LIST: &str = "SELECT p.id, p.name, p.joined_on, p.ground, r.name, p.left_on FROM participants p \
                    LEFT JOIN parties r ON r.id = p.received_by ORDER BY p.name, p.id";

const SINCE: &str = "SELECT name FROM participants WHERE recorded_at >= $1 AND ground = 'form' AND id <> $2 ORDER BY recorded_at, id";

/// A signed form, sealed with this key.
pub struct SealedForm {
    /// Who received it.
    pub received_by: PartyId,
    /// The key.
    pub key: String,
    /// The form.
    pub sealed: Vec<u8>,
}

/// Stores that somebody takes part.
///
/// # Errors
/// What the store refuses; a conflict for who takes part already.
pub async fn add(
    tx: &mut Tx,
    participant: &Participant,
    form: Option<&SealedForm>,
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![
        participant.id.as_str(),
        &participant.name,
        dates::iso(participant.joined_on),
        participant.ground.code(),
        form.map(|form| form.received_by.as_str()),
        form.map(|form| &form.key),
        form.map(|form| &form.sealed),
        now
    ];
    if tx.execute(AGAIN, args).await? == 0 {
        tx.execute(ADD, args).await?;
    }
    Ok(())
}

/// Records that somebody takes part no more from this day on. `false`: it doesn't take part.
///
/// # Errors
/// What the store refuses.
pub async fn leave(tx: &mut Tx, id: &PartyId, on: Date) -> Result<bool, StoreError> {
    let done = tx
        .execute(LEAVE, args![id.as_str(), dates::iso(on)])
        .await?;
    Ok(done == 1)
}

/// Whether somebody takes part on this day.
///
/// # Errors
/// What the store refuses.
pub async fn takes_part(tx: &mut Tx, id: &PartyId, on: Date) -> Result<bool, StoreError> {
    let args = args![id.as_str(), dates::iso(on)];
    Ok(tx.optional(TAKES_PART, args).await?.is_some())
}

/// The signed form with which somebody joined, still sealed.
///
/// # Errors
/// What the store refuses.
pub async fn form(tx: &mut Tx, id: &PartyId) -> Result<Option<SealedForm>, StoreError> {
    let row = tx.optional(FORM, args![id.as_str()]).await?;
    row.map(|row| {
        Ok(SealedForm {
            received_by: PartyId(row.text(0)?),
            key: row.text(1)?,
            sealed: row.bytes(2)?,
        })
    })
    .transpose()
}

/// Whose forms this party received.
///
/// # Errors
/// What the store refuses.
pub async fn with_form(tx: &mut Tx, received_by: &PartyId) -> Result<Vec<PartyId>, StoreError> {
    let rows = tx.all(WITH_FORM, args![received_by.as_str()]).await?;
    rows.iter().map(|row| Ok(PartyId(row.text(0)?))).collect()
}

/// Everybody who takes part, by name; with who received the form.
///
/// # Errors
/// What the store refuses.
pub async fn list(tx: &mut Tx) -> Result<Vec<(Participant, Option<String>)>, StoreError> {
    let rows = tx.all(LIST, args![]).await?;
    let read = |row: &Row| {
        let participant = Participant {
            id: PartyId(row.text(0)?),
            name: row.text(1)?,
            joined_on: dates::from_iso(&row.text(2)?).map_err(|_| StoreError::Corrupt)?,
            left_on: row
                .text_opt(5)?
                .map(|day| dates::from_iso(&day).map_err(|_| StoreError::Corrupt))
                .transpose()?,
            ground: Ground::from_code(&row.text(3)?).ok_or(StoreError::Corrupt)?,
        };
        Ok((participant, row.text_opt(4)?))
    };
    rows.iter().map(read).collect()
}

/// The names of who joined by a form that was recorded since this instant, but for one of them.
///
/// # Errors
/// What the store refuses.
pub async fn since(tx: &mut Tx, at: EpochMillis, not: &PartyId) -> Result<Vec<String>, StoreError> {
    let rows = tx.all(SINCE, args![at, not.as_str()]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// The keys of the forms.
///
/// # Errors
/// What the store refuses.
pub async fn keys(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT key_id FROM participants WHERE key_id IS NOT NULL";
    let rows = tx.all(sql, args![]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}
