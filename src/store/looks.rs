//! Who looked at a case, out of the access log of every party.

use crate::clock::EpochMillis;
use crate::domain::party::CaseId;

use super::dossiers::StoredDossier;
use super::{Row, StoreError, Tx, args};

/// An employee looks on behalf of a party; the line's party is whose dossier it was. Looks for a request are told to nobody but who
/// made it: one parent doesn't hear that the other made one.
const OF_CASE: &str = "SELECT l.at, l.role, l.on_behalf, l.purpose, w.name, d.name, l.outcome, l.case_id FROM access_log l \
                       LEFT JOIN parties w ON w.id = l.on_behalf \
                       LEFT JOIN parties d ON d.id = l.party_id \
                       WHERE l.case_id = $1 AND l.outcome = 'opened' \
                       AND (l.purpose <> 'rights' OR l.on_behalf = $3) ORDER BY l.id DESC LIMIT $2";

/// Lists name in their kinds the cases that they showed.
const OF_PARTY: &str = "SELECT l.at, l.role, l.on_behalf, l.purpose, w.name, d.name, l.outcome, l.case_id FROM access_log l \
                        LEFT JOIN parties w ON w.id = l.on_behalf LEFT JOIN parties d ON d.id = l.party_id WHERE l.id IN \
                        (SELECT a.id FROM access_log a WHERE a.case_id = $2 AND a.party_id = $1 UNION ALL \
                        SELECT b.id FROM access_log b WHERE b.party_id = $1 AND b.case_id IS NULL AND b.id >= $4 AND b.kinds LIKE $3) \
                        ORDER BY l.id";

/// A look at a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLook {
    /// When.
    pub at: EpochMillis,
    /// In which role.
    pub role: String,
    /// On whose behalf: which party, or which of the family.
    pub who: Option<String>,
    /// What for.
    pub purpose: String,
    /// Name of the party that the employee works for.
    pub organisation: Option<String>,
    /// Name of the party whose dossier it was.
    pub dossier_of: Option<String>,
    /// Opened, or why it was refused.
    pub outcome: String,
    /// Whether it was a list that showed the case among others.
    pub list: bool,
}

/// The last looks at a case, the newest first, for one of the family.
///
/// # Errors
/// What the store refuses.
pub async fn of_case(
    tx: &mut Tx,
    case: &CaseId,
    reader: &str,
    most: i64,
) -> Result<Vec<StoredLook>, StoreError> {
    let rows = tx.all(OF_CASE, args![case.as_str(), most, reader]).await?;
    rows.iter().map(read).collect()
}

/// Every line about a case in the log of the party of this dossier, lists that showed it included, the oldest first. It reads the
/// lists since the dossier was made.
///
/// # Errors
/// What the store refuses.
pub async fn of_party(tx: &mut Tx, dossier: &StoredDossier) -> Result<Vec<StoredLook>, StoreError> {
    let listed = format!("%{}%", dossier.case.as_str());
    let args = args![
        dossier.party.as_str(),
        dossier.case.as_str(),
        listed,
        dossier.id.as_str()
    ];
    let rows = tx.all(OF_PARTY, args).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<StoredLook, StoreError> {
    Ok(StoredLook {
        at: row.int(0)?,
        role: row.text(1)?,
        who: row.text_opt(2)?,
        purpose: row.text(3)?,
        organisation: row.text_opt(4)?,
        dossier_of: row.text_opt(5)?,
        outcome: row.text(6)?,
        list: row.text_opt(7)?.is_none(),
    })
}
