//! Who takes part in the covenant.

use crate::clock::EpochMillis;
use crate::domain::covenant::{Ground, Participant};
use crate::domain::dates;
use crate::domain::party::PartyId;

use super::{Row, StoreError, Tx, args};

const ADD: &str = "INSERT INTO participants (id, name, joined_on, ground, received_by, key_id, form, recorded_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const LIST: &str = "SELECT p.id, p.name, p.joined_on, p.ground, r.name FROM participants p \
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
    tx.execute(ADD, args).await.map(drop)
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
