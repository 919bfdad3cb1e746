//! Certificates of destruction: that something was erased, and why. No personal data.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::dates;
use crate::domain::erasure::{Certificate, Why};
use crate::domain::party::{CaseId, DossierId, PartyId, UserId};

use super::{Row, StoreError, Tx, args};

const ADD: &str = "INSERT INTO certificates (id, party_id, case_id, dossier_id, key_id, why, source, contents, entire, erased_on, by_user, \
                   second_user, list_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, party_id, case_id, dossier_id, key_id, why, source, contents, entire, erased_on, by_user, second_user, list_id, \
             destroyed_at \
             FROM certificates ",
            $rest
        )
    };
}

const OPEN: &str = columns!("WHERE destroyed_at IS NULL ORDER BY id LIMIT $1");

const OF_PARTY: &str = columns!("WHERE party_id = $1 ORDER BY id DESC LIMIT $2");

const AFTER: &str = columns!("WHERE id > $1 ORDER BY id LIMIT $2");

const DESTROYED: &str =
    "UPDATE certificates SET destroyed_at = $2 WHERE id IN (SELECT value FROM json_each($1))";

const DESTROYED_POSTGRES: &str = "UPDATE certificates SET destroyed_at = $2 \
                                  WHERE id IN (SELECT json_array_elements_text(CAST($1 AS json)))";

/// Stores the certificate of something that is erased in this unit. Its key must be destroyed after the commit.
///
/// # Errors
/// What the store refuses.
pub async fn add(tx: &mut Tx, of: &Certificate) -> Result<(), StoreError> {
    let contents = serde_json::to_string(&of.contents).map_err(|_| StoreError::Corrupt)?;
    let args = args![
        &of.id,
        of.party.as_str(),
        of.case.as_str(),
        of.dossier.as_str(),
        &of.key,
        of.why.code(),
        &of.source,
        contents,
        i64::from(of.entire),
        dates::iso(of.on),
        of.by.as_ref().map(UserId::as_str),
        of.second.as_ref().map(UserId::as_str),
        of.list.as_ref()
    ];
    tx.put(ADD, args).await
}

/// Certificates of which the key may still be there, so many at most.
///
/// # Errors
/// What the store refuses.
pub async fn open(tx: &mut Tx, most: i64) -> Result<Vec<Certificate>, StoreError> {
    let rows = tx.all(OPEN, args![most]).await?;
    rows.iter().map(read).collect()
}

/// Certificates after this one, so many at most, the oldest first.
///
/// # Errors
/// What the store refuses.
pub async fn after(tx: &mut Tx, id: &str, most: i64) -> Result<Vec<Certificate>, StoreError> {
    let rows = tx.all(AFTER, args![id, most]).await?;
    rows.iter().map(read).collect()
}

/// The newest certificates of a party, and when the key of each was destroyed.
///
/// # Errors
/// What the store refuses.
pub async fn of_party(
    tx: &mut Tx,
    party: &PartyId,
    most: i64,
) -> Result<Vec<(Certificate, Option<EpochMillis>)>, StoreError> {
    let rows = tx.all(OF_PARTY, args![party.as_str(), most]).await?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.int_opt(13)?)))
        .collect()
}

/// Says that the keys of these are destroyed.
///
/// # Errors
/// What the store refuses; [`StoreError::Stale`] if one of them isn't there.
pub async fn destroyed(tx: &mut Tx, of: &[Certificate], at: EpochMillis) -> Result<(), StoreError> {
    let ids: Vec<&str> = of.iter().map(|one| one.id.as_str()).collect();
    let ids = serde_json::to_string(&ids).map_err(|_| StoreError::Corrupt)?;
    let sql = tx.engine().pick(DESTROYED, DESTROYED_POSTGRES);
    tx.put_some(sql, args![ids, at], Some(of.len() as u64))
        .await
}

fn read(row: &Row) -> Result<Certificate, StoreError> {
    let on: Result<Date, _> = dates::from_iso(&row.text(9)?);
    Ok(Certificate {
        id: row.text(0)?,
        party: PartyId(row.text(1)?),
        case: CaseId(row.text(2)?),
        dossier: DossierId(row.text(3)?),
        key: row.text(4)?,
        why: Why::from_code(&row.text(5)?).ok_or(StoreError::Corrupt)?,
        source: row.text(6)?,
        contents: serde_json::from_str(&row.text(7)?).map_err(|_| StoreError::Corrupt)?,
        entire: row.int(8)? == 1,
        on: on.map_err(|_| StoreError::Corrupt)?,
        by: row.text_opt(10)?.map(UserId),
        second: row.text_opt(11)?.map(UserId),
        list: row.text_opt(12)?,
    })
}
