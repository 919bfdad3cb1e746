//! Applications that are filled in online and were not sent yet, sealed; the links of who fills them in, and who is in.

use crate::clock::EpochMillis;
use crate::domain::draft::DraftState;
use crate::domain::family::Person;
use crate::domain::party::PartyId;

use super::{Row, StoreError, Tx, args};

const ADD: &str = "INSERT INTO drafts (id, party_id, key_id, state, sealed, version, created_at, expires_at) \
                   VALUES ($1, $2, $3, 'open', $4, 1, $5, $6)";
const LOAD: &str =
    "SELECT id, party_id, key_id, state, sealed, version, expires_at FROM drafts WHERE id = $1";
const HOLD: &str = "UPDATE drafts SET version = version WHERE id = $1";
const SAVE: &str = "UPDATE drafts SET sealed = $2, version = version + 1 WHERE id = $1";
const END: &str = "UPDATE drafts SET state = $2, sealed = $3, expires_at = $4 WHERE id = $1";
const OVER: &str =
    "SELECT id, party_id, key_id FROM drafts WHERE expires_at <= $1 ORDER BY id LIMIT $2";
const DELETE: &str = "DELETE FROM drafts WHERE id = $1";

const ADD_LINK: &str =
    "INSERT INTO draft_links (token_hash, draft_id, person, failures) VALUES ($1, $2, $3, 0)";
const LINK: &str =
    "SELECT draft_id, person, failures, last_failure FROM draft_links WHERE token_hash = $1";
const HOLD_LINK: &str = "UPDATE draft_links SET failures = failures WHERE token_hash = $1";
const FAILED: &str =
    "UPDATE draft_links SET failures = failures + 1, last_failure = $2 WHERE token_hash = $1";
const SUCCEEDED: &str = "UPDATE draft_links SET failures = 0 WHERE token_hash = $1";
const END_LINKS: &str = "DELETE FROM draft_links WHERE draft_id = $1 AND person <> $2";

const OPEN: &str =
    "INSERT INTO draft_sessions (token_hash, link_hash, expires_at) VALUES ($1, $2, $3)";
const FIND: &str = "SELECT l.draft_id, l.person, s.expires_at, d.expires_at FROM draft_sessions s \
                    JOIN draft_links l ON l.token_hash = s.link_hash JOIN drafts d ON d.id = l.draft_id WHERE s.token_hash = $1";
const LASTS: &str = "UPDATE draft_sessions SET expires_at = $2 WHERE token_hash = $1";
const CLOSE: &str = "DELETE FROM draft_sessions WHERE token_hash = $1";
const FORGET: &str = "DELETE FROM draft_sessions WHERE expires_at <= $1";

/// A draft as it is stored.
pub struct StoredDraft {
    /// Its id.
    pub id: String,
    /// For which SWV.
    pub party: PartyId,
    /// Its key.
    pub key: String,
    /// How far it is.
    pub state: DraftState,
    /// What was filled in, sealed; nothing once it was sent or thrown away.
    pub sealed: Vec<u8>,
    /// Goes up with each change.
    pub version: i64,
    /// From when on it is erased.
    pub expires_at: EpochMillis,
}

/// A link to a draft.
pub struct DraftLink {
    /// To which draft.
    pub draft: String,
    /// For whom.
    pub person: Person,
    /// Wrong codes in a row.
    pub failures: i64,
    /// When the last of them was.
    pub last_failure: Option<EpochMillis>,
}

/// Stores a new draft.
///
/// # Errors
/// What the store refuses.
pub async fn add(tx: &mut Tx, draft: &StoredDraft, now: EpochMillis) -> Result<(), StoreError> {
    let args = args![
        &draft.id,
        draft.party.as_str(),
        &draft.key,
        &draft.sealed,
        now,
        draft.expires_at
    ];
    tx.execute(ADD, args).await.map(drop)
}

/// Finds a draft.
///
/// # Errors
/// What the store refuses.
pub async fn load(tx: &mut Tx, id: &str) -> Result<Option<StoredDraft>, StoreError> {
    let row = tx.optional(LOAD, args![id]).await?;
    row.map(|row| {
        Ok(StoredDraft {
            id: row.text(0)?,
            party: PartyId(row.text(1)?),
            key: row.text(2)?,
            state: DraftState::from_code(&row.text(3)?).ok_or(StoreError::Corrupt)?,
            sealed: row.bytes(4)?,
            version: row.int(5)?,
            expires_at: row.int(6)?,
        })
    })
    .transpose()
}

/// Lets nobody else change this draft until the unit has ended.
///
/// # Errors
/// What the store refuses.
pub async fn hold(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    tx.execute(HOLD, args![id]).await.map(drop)
}

/// Keeps what was filled in.
///
/// # Errors
/// What the store refuses.
pub async fn save(tx: &mut Tx, id: &str, sealed: &[u8]) -> Result<(), StoreError> {
    tx.execute(SAVE, args![id, sealed]).await.map(drop)
}

/// Nothing is left of a draft but how it ended, until this moment.
///
/// # Errors
/// What the store refuses.
pub async fn end(
    tx: &mut Tx,
    id: &str,
    state: DraftState,
    until: EpochMillis,
) -> Result<(), StoreError> {
    let nothing: &[u8] = &[];
    let args = args![id, state.code(), nothing, until];
    tx.execute(END, args).await.map(drop)
}

/// The drafts that are over: id, party and key.
///
/// # Errors
/// What the store refuses.
pub async fn over(
    tx: &mut Tx,
    now: EpochMillis,
    most: i64,
) -> Result<Vec<(String, PartyId, String)>, StoreError> {
    let rows = tx.all(OVER, args![now, most]).await?;
    let read = |row: &Row| Ok((row.text(0)?, PartyId(row.text(1)?), row.text(2)?));
    rows.iter().map(read).collect()
}

/// Erases a draft, with its links.
///
/// # Errors
/// What the store refuses.
pub async fn delete(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    tx.execute(DELETE, args![id]).await.map(drop)
}

/// Stores a link under the hash of its secret.
///
/// # Errors
/// What the store refuses.
pub async fn add_link(
    tx: &mut Tx,
    hash: &[u8; 32],
    draft: &str,
    person: Person,
) -> Result<(), StoreError> {
    let args = args![hash, draft, person.code()];
    tx.execute(ADD_LINK, args).await.map(drop)
}

/// Finds a link.
///
/// # Errors
/// What the store refuses.
pub async fn link(tx: &mut Tx, hash: &[u8; 32]) -> Result<Option<DraftLink>, StoreError> {
    let row = tx.optional(LINK, args![hash]).await?;
    row.map(|row| {
        Ok(DraftLink {
            draft: row.text(0)?,
            person: Person::from_code(&row.text(1)?).ok_or(StoreError::Corrupt)?,
            failures: row.int(2)?,
            last_failure: row.int_opt(3)?,
        })
    })
    .transpose()
}

/// Lets nobody else try this link until the unit has ended.
///
/// # Errors
/// What the store refuses.
pub async fn hold_link(tx: &mut Tx, hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(HOLD_LINK, args![hash]).await.map(drop)
}

/// Counts a try with the code.
///
/// # Errors
/// What the store refuses.
pub async fn tried(
    tx: &mut Tx,
    hash: &[u8; 32],
    right: bool,
    now: EpochMillis,
) -> Result<(), StoreError> {
    if right {
        tx.execute(SUCCEEDED, args![hash]).await?
    } else {
        tx.execute(FAILED, args![hash, now]).await?
    };
    Ok(())
}

/// Ends the links of everybody else, and so their visits.
///
/// # Errors
/// What the store refuses.
pub async fn end_links(tx: &mut Tx, draft: &str, but: Person) -> Result<(), StoreError> {
    let args = args![draft, but.code()];
    tx.execute(END_LINKS, args).await.map(drop)
}

/// Somebody is in, through the link with this hash.
///
/// # Errors
/// What the store refuses.
pub async fn open(
    tx: &mut Tx,
    token: &[u8; 32],
    link: &[u8; 32],
    until: EpochMillis,
) -> Result<(), StoreError> {
    tx.execute(OPEN, args![token, link, until]).await.map(drop)
}

/// Who is in with this token: the draft, who it is, and until when.
///
/// # Errors
/// What the store refuses.
pub async fn find(
    tx: &mut Tx,
    token: &[u8; 32],
) -> Result<Option<(String, Person, EpochMillis)>, StoreError> {
    let row = tx.optional(FIND, args![token]).await?;
    row.map(|row| {
        let person = Person::from_code(&row.text(1)?).ok_or(StoreError::Corrupt)?;
        Ok((row.text(0)?, person, row.int(2)?.min(row.int(3)?)))
    })
    .transpose()
}

/// A visit lasts until this moment.
///
/// # Errors
/// What the store refuses.
pub async fn lasts(tx: &mut Tx, token: &[u8; 32], until: EpochMillis) -> Result<(), StoreError> {
    tx.execute(LASTS, args![token, until]).await.map(drop)
}

/// Ends a visit.
///
/// # Errors
/// What the store refuses.
pub async fn close(tx: &mut Tx, token: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(CLOSE, args![token]).await.map(drop)
}

/// Clears away the visits whose time is over.
///
/// # Errors
/// What the store refuses.
pub async fn forget_visits(tx: &mut Tx, now: EpochMillis) -> Result<(), StoreError> {
    tx.execute(FORGET, args![now]).await.map(drop)
}
