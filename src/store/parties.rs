//! Parties and their settings, and the doctors whom a municipality appointed.

use crate::domain::advice::Appointed;
use crate::domain::case::Case;
use crate::domain::dates;
use crate::domain::organisation::{Organisation, Parties, Settings};
use crate::domain::party::{PartyId, PartyKind, UserId};

use super::{Row, StoreError, Tx, args};

const LOAD: &str = "SELECT id, kind, name, settings FROM parties WHERE id = $1";
const VERSIONED: &str = "SELECT id, kind, name, settings, version FROM parties WHERE id = $1";
const CHANGE: &str = "UPDATE parties SET settings = $3, need_to_know = $4, by_list = $5, version = version + 1 WHERE id = $1 AND version = $2";
const OF_CASE: &str = "SELECT m.id, m.kind, m.name, m.settings, v.id, v.kind, v.name, v.settings, \
                       g.id, g.kind, g.name, g.settings, t.id, t.kind, t.name, t.settings FROM parties m \
                       JOIN parties v ON v.id = $2 JOIN parties g ON g.id = $3 LEFT JOIN parties t ON t.id = $4 \
                       WHERE m.id = $1";
const OF_KIND: &str = "SELECT id, kind, name, settings FROM parties WHERE kind = $1 ORDER BY name";
const ALL: &str = "SELECT id, kind, name, settings FROM parties ORDER BY kind, name";
const PUT: &str = "INSERT INTO parties (id, kind, name, settings, need_to_know, by_list, version) VALUES ($1, $2, $3, $4, $5, $6, 1) \
                   ON CONFLICT (id) DO UPDATE SET name = $3, settings = $4, need_to_know = $5, by_list = $6, version = parties.version + 1";
const APPOINTMENTS: &str = "SELECT doctor_id, municipality_id, from_date, until_date FROM appointments WHERE doctor_id = $1";
const APPOINT: &str = "INSERT INTO appointments (doctor_id, municipality_id, from_date, until_date) VALUES ($1, $2, $3, $4)";

/// A party in the columns of a row from this one on.
pub(super) fn read(row: &Row, from: usize) -> Result<Organisation, StoreError> {
    let settings: Settings =
        serde_json::from_str(&row.text(from + 3)?).map_err(|_| StoreError::Corrupt)?;
    let kind = PartyKind::from_code(&row.text(from + 1)?).ok_or(StoreError::Corrupt)?;
    Ok(Organisation {
        id: PartyId(row.text(from)?),
        kind,
        name: row.text(from + 2)?,
        settings,
    })
}

/// Loads a party.
///
/// # Errors
/// What the store refuses.
pub async fn load(tx: &mut Tx, id: &PartyId) -> Result<Option<Organisation>, StoreError> {
    tx.optional(LOAD, args![id.as_str()])
        .await?
        .map(|row| read(&row, 0))
        .transpose()
}

/// Loads a party with its version.
///
/// # Errors
/// What the store refuses.
pub async fn versioned(
    tx: &mut Tx,
    id: &PartyId,
) -> Result<Option<(Organisation, i64)>, StoreError> {
    let row = tx.optional(VERSIONED, args![id.as_str()]).await?;
    row.map(|row| Ok((read(&row, 0)?, row.int(4)?))).transpose()
}

/// Stores what a party chose, if it still has the version that was loaded.
///
/// # Errors
/// [`StoreError::Stale`] if somebody else changed it.
pub async fn change(tx: &mut Tx, party: &Organisation, version: i64) -> Result<(), StoreError> {
    let settings = serde_json::to_string(&party.settings).map_err(|_| StoreError::Corrupt)?;
    let args = args![
        party.id.as_str(),
        version,
        settings,
        i64::from(party.settings.need_to_know),
        i64::from(party.settings.destruction_list)
    ];
    match tx.execute(CHANGE, args).await? {
        1 => Ok(()),
        _ => Err(StoreError::Stale),
    }
}

/// The parties of a case in the columns of a row from this one on: gemeente, SWV, GGD, local team.
pub(super) fn read_all(row: &Row, from: usize) -> Result<Parties, StoreError> {
    let local_team = match row.text_opt(from + 12)? {
        Some(_) => Some(read(row, from + 12)?),
        None => None,
    };
    Ok(Parties {
        municipality: read(row, from)?,
        swv: read(row, from + 4)?,
        ggd: read(row, from + 8)?,
        local_team,
    })
}

/// Loads the parties of a case.
///
/// # Errors
/// What the store refuses; [`StoreError::Corrupt`] if one doesn't exist.
pub async fn of_case(tx: &mut Tx, case: &Case) -> Result<Parties, StoreError> {
    let args = args![
        case.municipality.as_str(),
        case.swv.as_str(),
        case.ggd.as_str(),
        case.local_team.as_ref().map(PartyId::as_str)
    ];
    let found = tx.optional(OF_CASE, args).await?;
    read_all(&found.ok_or(StoreError::Corrupt)?, 0)
}

/// Every party of a kind, or all of them, by name.
///
/// # Errors
/// What the store refuses.
pub async fn list(tx: &mut Tx, kind: Option<PartyKind>) -> Result<Vec<Organisation>, StoreError> {
    let rows = match kind {
        Some(kind) => tx.all(OF_KIND, args![kind.code()]).await?,
        None => tx.all(ALL, args![]).await?,
    };
    rows.iter().map(|row| read(row, 0)).collect()
}

/// Stores a party, new or changed.
///
/// # Errors
/// What the store refuses.
pub async fn put(tx: &mut Tx, party: &Organisation) -> Result<(), StoreError> {
    let settings = serde_json::to_string(&party.settings).map_err(|_| StoreError::Corrupt)?;
    tx.execute(
        PUT,
        args![
            party.id.as_str(),
            party.kind.code(),
            &party.name,
            settings,
            i64::from(party.settings.need_to_know),
            i64::from(party.settings.destruction_list)
        ],
    )
    .await?;
    Ok(())
}

/// The municipalities that appointed this doctor, and when (art. 7 LPW).
///
/// # Errors
/// What the store refuses.
pub async fn appointments(tx: &mut Tx, doctor: &UserId) -> Result<Vec<Appointed>, StoreError> {
    let date = |text: String| dates::from_iso(&text).map_err(|_| StoreError::Corrupt);
    let rows = tx.all(APPOINTMENTS, args![doctor.as_str()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Appointed {
                doctor: UserId(row.text(0)?),
                municipality: PartyId(row.text(1)?),
                from: date(row.text(2)?)?,
                until: row.text_opt(3)?.map(date).transpose()?,
            })
        })
        .collect()
}

/// Records that a municipality appointed a doctor.
///
/// # Errors
/// What the store refuses.
pub async fn appoint(tx: &mut Tx, appointed: &Appointed) -> Result<(), StoreError> {
    let args = args![
        appointed.doctor.as_str(),
        appointed.municipality.as_str(),
        dates::iso(appointed.from),
        appointed.until.map(dates::iso)
    ];
    tx.execute(APPOINT, args).await?;
    Ok(())
}
