//! Who broke the glass for which case, until when, and why (sealed).

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, DossierId, PartyId, UserId};

use super::{Row, StoreError, Tx, args};

const INSERT: &str = "INSERT INTO break_glass (id, case_id, party_id, dossier_id, user_id, role, at, until_at, reason) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const OF_PARTY: &str = "SELECT b.id, b.case_id, b.dossier_id, d.key_id, u.name, b.role, b.at, b.until_at, b.reason \
                        FROM break_glass b JOIN dossiers d ON d.id = b.dossier_id LEFT JOIN users u ON u.id = b.user_id \
                        WHERE b.party_id = $1 ORDER BY b.at DESC, b.id DESC LIMIT $2";

const OF_DOSSIER: &str =
    "SELECT id, role, at, reason FROM break_glass WHERE dossier_id = $1 ORDER BY at, id";

const SEALED: &str = "SELECT id, reason FROM break_glass WHERE dossier_id = $1";

const RESEAL: &str = "UPDATE break_glass SET reason = $2 WHERE id = $1";

/// Somebody breaks the glass.
pub struct NewGlass<'a> {
    /// Its number.
    pub id: &'a str,
    /// For which case.
    pub case: &'a CaseId,
    /// Of which party.
    pub party: &'a PartyId,
    /// The party's dossier, with whose key the reason is sealed.
    pub dossier: &'a DossierId,
    /// Who.
    pub user: &'a UserId,
    /// In which role.
    pub role: &'a str,
    /// When.
    pub at: EpochMillis,
    /// Until when.
    pub until: EpochMillis,
    /// Why, sealed.
    pub reason: Vec<u8>,
}

/// Records that somebody broke the glass.
///
/// # Errors
/// What the store refuses.
pub async fn add(tx: &mut Tx, glass: NewGlass<'_>) -> Result<(), StoreError> {
    let args = args![
        glass.id,
        glass.case.as_str(),
        glass.party.as_str(),
        glass.dossier.as_str(),
        glass.user.as_str(),
        glass.role,
        glass.at,
        glass.until,
        glass.reason
    ];
    tx.put(INSERT, args).await
}

/// A time that the glass was broken.
pub struct StoredGlass {
    /// Its number.
    pub id: String,
    /// For which case.
    pub case: CaseId,
    /// The dossier with whose key the reason is sealed.
    pub dossier: DossierId,
    /// That key.
    pub key: String,
    /// The name of who did it.
    pub name: String,
    /// In which role, as a code.
    pub role: String,
    /// When.
    pub at: EpochMillis,
    /// Until when.
    pub until: EpochMillis,
    /// Why, sealed.
    pub reason: Vec<u8>,
}

/// Every time that the glass was broken at a party, the last first.
///
/// # Errors
/// What the store refuses.
pub async fn of_party(
    tx: &mut Tx,
    party: &PartyId,
    limit: i64,
) -> Result<Vec<StoredGlass>, StoreError> {
    let read = |row: &Row| {
        Ok(StoredGlass {
            id: row.text(0)?,
            case: CaseId(row.text(1)?),
            dossier: DossierId(row.text(2)?),
            key: row.text(3)?,
            name: row.text_opt(4)?.unwrap_or_default(),
            role: row.text(5)?,
            at: row.int(6)?,
            until: row.int(7)?,
            reason: row.bytes(8)?,
        })
    };
    let rows = tx.all(OF_PARTY, args![party.as_str(), limit]).await?;
    rows.iter().map(read).collect()
}

/// Why a dossier was opened by who doesn't work on the case.
pub struct StoredReason {
    /// Its number.
    pub id: String,
    /// In which role, as a code.
    pub role: String,
    /// When.
    pub at: EpochMillis,
    /// Why, sealed.
    pub reason: Vec<u8>,
}

/// The reasons for which a dossier was opened by who doesn't work on the case, the oldest first.
///
/// # Errors
/// What the store refuses.
pub async fn of_dossier(tx: &mut Tx, dossier: &DossierId) -> Result<Vec<StoredReason>, StoreError> {
    let read = |row: &Row| {
        Ok(StoredReason {
            id: row.text(0)?,
            role: row.text(1)?,
            at: row.int(2)?,
            reason: row.bytes(3)?,
        })
    };
    let rows = tx.all(OF_DOSSIER, args![dossier.as_str()]).await?;
    rows.iter().map(read).collect()
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
