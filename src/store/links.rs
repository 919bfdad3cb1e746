//! Personal links for the family. Only the hash of a link's secret is kept.

use crate::clock::EpochMillis;
use crate::domain::family::Person;
use crate::domain::party::{CaseId, DossierId};

use super::{StoreError, Tx, args};

const INSERT: &str = "INSERT INTO links (token_hash, case_id, dossier_id, person, purpose, created_at, expires_at, failures) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, 0)";
const LOAD: &str = "SELECT case_id, dossier_id, person, expires_at, failures, last_failure FROM links WHERE token_hash = $1 AND purpose = $2";
const FAILED: &str =
    "UPDATE links SET failures = failures + 1, last_failure = $2 WHERE token_hash = $1";
const SUCCEEDED: &str = "UPDATE links SET failures = 0 WHERE token_hash = $1";
const HOLD: &str = "UPDATE links SET failures = failures WHERE token_hash = $1";
const TAKE: &str = "DELETE FROM links WHERE token_hash = $1";
const REOPEN: &str = "UPDATE links SET failures = 0 WHERE case_id = $1";
const LEAD: &str = "UPDATE links SET dossier_id = $2 WHERE case_id = $1";
const END: &str = "UPDATE links SET expires_at = $2 WHERE case_id = $1 AND expires_at > $2";

const END_OF: &str =
    "UPDATE links SET expires_at = $3 WHERE case_id = $1 AND person = $2 AND expires_at > $3";

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// The own page, for a while.
    Page,
    /// Making an account, once: its secret is a code in a letter.
    Account,
}

impl For {
    const fn code(self) -> &'static str {
        match self {
            Self::Page => "advice",
            Self::Account => "account",
        }
    }
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// To which case.
    pub case: CaseId,
    /// To which dossier.
    pub dossier: DossierId,
    /// For which of the family.
    pub person: String,
    /// Until when it works.
    pub expires_at: EpochMillis,
    /// Wrong dates of birth in a row.
    pub failures: i64,
    /// When the last of them was.
    pub last_failure: Option<EpochMillis>,
}

/// Stores a link under the hash of its secret.
///
/// # Errors
/// What the store refuses.
pub async fn add(
    tx: &mut Tx,
    hash: &[u8; 32],
    link: &Link,
    purpose: For,
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![
        hash,
        link.case.as_str(),
        link.dossier.as_str(),
        &link.person,
        purpose.code(),
        now,
        link.expires_at
    ];
    tx.put(INSERT, args).await
}

/// Finds a link of this kind.
///
/// # Errors
/// What the store refuses.
pub async fn load(tx: &mut Tx, hash: &[u8; 32], purpose: For) -> Result<Option<Link>, StoreError> {
    let row = tx.optional(LOAD, args![hash, purpose.code()]).await?;
    row.map(|row| {
        Ok(Link {
            case: CaseId(row.text(0)?),
            dossier: DossierId(row.text(1)?),
            person: row.text(2)?,
            expires_at: row.int(3)?,
            failures: row.int(4)?,
            last_failure: row.int_opt(5)?,
        })
    })
    .transpose()
}

/// Lets nobody else try this link until the unit has ended.
///
/// # Errors
/// What the store refuses.
pub async fn hold(tx: &mut Tx, hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(HOLD, args![hash]).await.map(drop)
}

/// Counts a try with the date of birth.
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

/// Ends a link for good. `false`: there was none.
///
/// # Errors
/// What the store refuses.
pub async fn take(tx: &mut Tx, hash: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(tx.execute(TAKE, args![hash]).await? == 1)
}

/// Forgets the wrong dates of birth of every link to a case.
///
/// # Errors
/// What the store refuses.
pub async fn reopen(tx: &mut Tx, case: &CaseId) -> Result<(), StoreError> {
    tx.execute(REOPEN, args![case.as_str()]).await.map(drop)
}

/// Ends every link to a case.
///
/// # Errors
/// What the store refuses.
pub async fn end_all(tx: &mut Tx, case: &CaseId, now: EpochMillis) -> Result<u64, StoreError> {
    tx.execute(END, args![case.as_str(), now]).await
}

/// Ends the links of one of the family to a case.
///
/// # Errors
/// What the store refuses.
pub async fn end_of(
    tx: &mut Tx,
    case: &CaseId,
    person: Person,
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![case.as_str(), person.code(), now];
    tx.execute(END_OF, args).await.map(drop)
}

/// From now on the links to a case lead to this dossier, and go with it.
///
/// # Errors
/// What the store refuses.
pub async fn lead_to(tx: &mut Tx, case: &CaseId, dossier: &DossierId) -> Result<(), StoreError> {
    let args = args![case.as_str(), dossier.as_str()];
    tx.execute(LEAD, args).await.map(drop)
}
