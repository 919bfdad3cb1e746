//! The access log's lines in blocks, each sealed after the one before it.

use std::collections::BTreeMap;

use crate::domain::audit::{Block, Head, Line};
use crate::domain::party::PartyId;

use super::{Row, StoreError, Tx, args};

const WAITS: &str = "SELECT id FROM access_log WHERE party_id = $1 AND block IS NULL LIMIT 1";

/// The last block of a party; where all were cut off, what the last one came to.
const HEAD: &str = "SELECT number, hash, signature FROM log_blocks WHERE party_id = $1 UNION ALL \
                    SELECT number, hash, signature FROM log_cuts WHERE party_id = $1 ORDER BY number DESC LIMIT 1";

const TAKE: &str = "UPDATE access_log SET block = $2 WHERE block IS NULL AND party_id = $1 AND id IN \
                    (SELECT id FROM access_log WHERE party_id = $1 AND block IS NULL ORDER BY id LIMIT $3)";

/// Every column, the block last.
const LINES: &str = "SELECT id, party_id, case_id, user_id, role, purpose, kinds, outcome, asked, on_behalf, basis, salt, \
                     at, block FROM access_log WHERE party_id = $1 AND block > $2 AND block <= $3 ORDER BY block, id";

const TEXTS: usize = 12;

const INSERT: &str = "INSERT INTO log_blocks (party_id, number, at, lines, previous, hash, signature) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

const AFTER: &str = "SELECT number, at, lines, previous, signature FROM log_blocks WHERE party_id = $1 AND number > $2 \
                     ORDER BY number LIMIT $3";

const HASHES: &str =
    "SELECT hash FROM log_blocks WHERE party_id = $1 AND number > $2 ORDER BY number LIMIT $3";

const LEFT: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM access_log WHERE party_id = $1 AND block IS NULL";

const BEYOND: &str =
    "SELECT id FROM access_log WHERE party_id = $1 AND (block > $2 OR block <= $3) ORDER BY id";

const HASH: &str = "SELECT hash FROM log_blocks WHERE party_id = $1 AND number = $2 UNION ALL \
                    SELECT hash FROM log_cuts WHERE party_id = $1 AND number = $2";

const BEFORE: &str =
    "SELECT number FROM log_blocks WHERE party_id = $1 AND number <= $2 ORDER BY number";

/// Every party that is known. A log of another one is there only if somebody put it there, or took the party away.
const PARTIES: &str = "SELECT id FROM parties UNION SELECT party_id FROM log_blocks UNION \
                       SELECT party_id FROM access_log WHERE block IS NULL ORDER BY 1";

/// Every party that is known, or that a block or a waiting line names.
///
/// # Errors
/// What the store refuses.
pub async fn parties(tx: &mut Tx) -> Result<Vec<PartyId>, StoreError> {
    let rows = tx.all(PARTIES, args![]).await?;
    rows.iter().map(|row| Ok(PartyId(row.text(0)?))).collect()
}

/// Whether lines of this party wait to be sealed.
///
/// # Errors
/// What the store refuses.
pub async fn waits(tx: &mut Tx, party: &PartyId) -> Result<bool, StoreError> {
    Ok(tx.optional(WAITS, args![party.as_str()]).await?.is_some())
}

/// The end of the log as far as it is sealed.
///
/// # Errors
/// What the store refuses.
pub async fn head(tx: &mut Tx, party: &PartyId) -> Result<Option<Head>, StoreError> {
    let found = tx.optional(HEAD, args![party.as_str()]).await?;
    let read = |row: Row| {
        Ok(Head {
            party: party.clone(),
            number: row.int(0)?,
            hash: row.text(1)?,
            signature: row.text(2)?,
        })
    };
    found.map(read).transpose()
}

/// Puts lines that wait in the block of this number, at most so many, and answers them.
///
/// # Errors
/// What the store refuses.
pub async fn take(
    tx: &mut Tx,
    party: &PartyId,
    block: i64,
    most: i64,
) -> Result<Vec<Line>, StoreError> {
    tx.execute(TAKE, args![party.as_str(), block, most]).await?;
    let mut taken = lines(tx, party, block.saturating_sub(1), block).await?;
    Ok(taken.remove(&block).unwrap_or_default())
}

/// The lines that say that they belong to the blocks after one, until another: by their block.
///
/// # Errors
/// What the store refuses.
pub async fn lines(
    tx: &mut Tx,
    party: &PartyId,
    after: i64,
    until: i64,
) -> Result<BTreeMap<i64, Vec<Line>>, StoreError> {
    let rows = tx.all(LINES, args![party.as_str(), after, until]).await?;
    let mut lines: BTreeMap<i64, Vec<Line>> = BTreeMap::new();
    for row in &rows {
        let mut columns = Vec::with_capacity(TEXTS);
        for index in 1..TEXTS {
            columns.push(row.text_opt(index)?);
        }
        columns.push(Some(row.int(TEXTS)?.to_string()));
        let id = row.text(0)?;
        let of_block = lines.entry(row.int(TEXTS + 1)?).or_default();
        of_block.push(Line { id, columns });
    }
    Ok(lines)
}

/// Stores a signed block with its hash. Fails if another process stored one of this number.
///
/// # Errors
/// What the store refuses.
pub async fn add(tx: &mut Tx, block: &Block, hash: &str) -> Result<(), StoreError> {
    let lines = serde_json::to_string(&block.lines).map_err(|_| StoreError::Corrupt)?;
    let args = args![
        block.party.as_str(),
        block.number,
        block.at,
        lines,
        block.previous.as_str(),
        hash,
        block.signature.as_str()
    ];
    tx.execute(INSERT, args).await.map(drop)
}

/// The first blocks after this number, so many at most.
///
/// # Errors
/// What the store refuses; [`StoreError::Corrupt`] if it is no block.
pub async fn after(
    tx: &mut Tx,
    party: &PartyId,
    number: i64,
    most: i64,
) -> Result<Vec<Block>, StoreError> {
    let rows = tx.all(AFTER, args![party.as_str(), number, most]).await?;
    let read = |row: &Row| {
        Ok(Block {
            party: party.clone(),
            number: row.int(0)?,
            at: row.int(1)?,
            lines: serde_json::from_str(&row.text(2)?).map_err(|_| StoreError::Corrupt)?,
            previous: row.text(3)?,
            signature: row.text(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The hashes that stand with the first blocks after this number, so many at most.
///
/// # Errors
/// What the store refuses.
pub async fn hashes(
    tx: &mut Tx,
    party: &PartyId,
    number: i64,
    most: i64,
) -> Result<Vec<String>, StoreError> {
    let rows = tx.all(HASHES, args![party.as_str(), number, most]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// How many lines wait to be sealed.
///
/// # Errors
/// What the store refuses.
pub async fn left(tx: &mut Tx, party: &PartyId) -> Result<i64, StoreError> {
    let row = tx.optional(LEFT, args![party.as_str()]).await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// The hash that stands with the block of this number.
///
/// # Errors
/// What the store refuses.
pub async fn hash(tx: &mut Tx, party: &PartyId, number: i64) -> Result<Option<String>, StoreError> {
    let row = tx.optional(HASH, args![party.as_str(), number]).await?;
    row.map(|row| row.text(0)).transpose()
}

/// The ids of lines that say that they belong to a block after this one, or to one that was cut off or can't be: until `cut`.
///
/// # Errors
/// What the store refuses.
pub async fn beyond(
    tx: &mut Tx,
    party: &PartyId,
    number: i64,
    cut: i64,
) -> Result<Vec<String>, StoreError> {
    let rows = tx.all(BEYOND, args![party.as_str(), number, cut]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// The numbers of blocks that are there although they were cut off, or can't be: until `cut`.
///
/// # Errors
/// What the store refuses.
pub async fn before(tx: &mut Tx, party: &PartyId, cut: i64) -> Result<Vec<i64>, StoreError> {
    let rows = tx.all(BEFORE, args![party.as_str(), cut]).await?;
    rows.iter().map(|row| row.int(0)).collect()
}
