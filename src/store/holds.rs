//! Holds: which dossiers are not destroyed although their term is over. Why stands sealed.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::dates;
use crate::domain::hold::HoldKind;
use crate::domain::party::{CaseId, DossierId, PartyId, UserId};

use super::{Row, StoreError, Tx, args};

const ADD: &str = "INSERT INTO holds (id, case_id, party_id, dossier_id, kind, reason, by_user, at, until_on) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const OF_DOSSIER: &str = "SELECT h.id, h.kind, h.reason, u.name, h.at, h.until_on, h.ended_at FROM holds h \
                          LEFT JOIN users u ON u.id = h.by_user WHERE h.dossier_id = $1 ORDER BY h.at, h.id";

const STANDS: &str = "SELECT kind FROM holds WHERE dossier_id = $1 AND ended_at IS NULL AND (until_on IS NULL OR until_on >= $2) ORDER BY at, id";

const END: &str = "UPDATE holds SET ended_at = $3, ended_by = $4 WHERE id = $1 AND dossier_id = $2 AND ended_at IS NULL";

const SEALED: &str = "SELECT id, reason FROM holds WHERE dossier_id = $1";

const RESEAL: &str = "UPDATE holds SET reason = $2 WHERE id = $1";

/// A new hold.
pub struct NewHold<'a> {
    /// Its number.
    pub id: &'a str,
    /// Of which case.
    pub case: &'a CaseId,
    /// Of which party.
    pub party: &'a PartyId,
    /// Which dossier it holds.
    pub dossier: &'a DossierId,
    /// Of which kind.
    pub kind: HoldKind,
    /// Why, sealed.
    pub reason: Vec<u8>,
    /// Who.
    pub by: &'a UserId,
    /// When.
    pub at: EpochMillis,
    /// Its last day, if it is known.
    pub until: Option<Date>,
}

/// A hold as it lies in the store.
pub struct StoredHold {
    /// Its number.
    pub id: String,
    /// Of which kind.
    pub kind: HoldKind,
    /// Why, sealed.
    pub reason: Vec<u8>,
    /// The name of who put it there.
    pub by: String,
    /// When.
    pub at: EpochMillis,
    /// Its last day, if it is known.
    pub until: Option<Date>,
    /// When somebody ended it.
    pub ended: Option<EpochMillis>,
}

/// Holds a dossier.
///
/// # Errors
/// What the store refuses.
pub async fn add(tx: &mut Tx, hold: NewHold<'_>) -> Result<(), StoreError> {
    let args = args![
        hold.id,
        hold.case.as_str(),
        hold.party.as_str(),
        hold.dossier.as_str(),
        hold.kind.code(),
        hold.reason,
        hold.by.as_str(),
        hold.at,
        hold.until.map(dates::iso)
    ];
    tx.put(ADD, args).await
}

/// The holds of a dossier, those that ended too, the oldest first.
///
/// # Errors
/// What the store refuses.
pub async fn of_dossier(tx: &mut Tx, dossier: &DossierId) -> Result<Vec<StoredHold>, StoreError> {
    let read = |row: &Row| {
        let until = row.text_opt(5)?;
        let until = until.map(|day| dates::from_iso(&day).map_err(|_| StoreError::Corrupt));
        Ok(StoredHold {
            id: row.text(0)?,
            kind: HoldKind::from_code(&row.text(1)?).ok_or(StoreError::Corrupt)?,
            reason: row.bytes(2)?,
            by: row.text_opt(3)?.unwrap_or_default(),
            at: row.int(4)?,
            until: until.transpose()?,
            ended: row.int_opt(6)?,
        })
    };
    let rows = tx.all(OF_DOSSIER, args![dossier.as_str()]).await?;
    rows.iter().map(read).collect()
}

/// The kinds of the holds that stand on this day.
///
/// # Errors
/// What the store refuses.
pub async fn standing(
    tx: &mut Tx,
    dossier: &DossierId,
    today: Date,
) -> Result<Vec<HoldKind>, StoreError> {
    let rows = tx
        .all(STANDS, args![dossier.as_str(), dates::iso(today)])
        .await?;
    rows.iter()
        .map(|row| HoldKind::from_code(&row.text(0)?).ok_or(StoreError::Corrupt))
        .collect()
}

/// Ends a hold of this dossier. Answers whether there was one that stood.
///
/// # Errors
/// What the store refuses.
pub async fn end(
    tx: &mut Tx,
    id: &str,
    dossier: &DossierId,
    (at, by): (EpochMillis, &UserId),
) -> Result<bool, StoreError> {
    let args = args![id, dossier.as_str(), at, by.as_str()];
    Ok(tx.execute(END, args).await? == 1)
}

/// The reasons that are sealed with the key of this dossier.
///
/// # Errors
/// What the store refuses.
pub async fn sealed(
    tx: &mut Tx,
    dossier: &DossierId,
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    tx.sealed(SEALED, dossier).await
}

/// Stores a reason that was sealed with another key.
///
/// # Errors
/// What the store refuses.
pub async fn reseal(tx: &mut Tx, id: &str, reason: Vec<u8>) -> Result<(), StoreError> {
    tx.put(RESEAL, args![id, reason]).await
}
