//! Erasing: what is due, what goes with a dossier, and what goes when nothing is left of a case.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::dates;
use crate::domain::party::{CaseId, DossierId, PartyId};

use super::dossiers::{self, StoredDossier};
use super::value::Value;
use super::{StoreError, Tx, args};

/// Along the index on the day, from where the page before ended. What a party proposes on a list waits for that list, and what stands on
/// one that was confirmed for its day.
const DUE: &str = "SELECT destroy_on, id, case_id, party_id FROM dossiers WHERE destroy_on <= $1 AND (destroy_on, id) > ($2, $3) \
                   AND NOT EXISTS (SELECT p.id FROM parties p WHERE p.id = dossiers.party_id AND p.by_list = 1) \
                   AND NOT EXISTS (SELECT i.id FROM destruction_items i JOIN destruction_lists l ON l.id = i.list_id \
                   WHERE i.dossier_id = dossiers.id AND i.state = 'agreed' AND l.state = 'confirmed') \
                   ORDER BY destroy_on, id LIMIT $4";

const HELD: &str = "SELECT id FROM requests WHERE dossier_id = $1 AND state = 'open' \
                    UNION ALL SELECT id FROM holds WHERE dossier_id = $1 AND ended_at IS NULL AND (until_on IS NULL OR until_on >= $2) LIMIT 1";

/// Along an index of these requests alone.
const GRANTED: &str = "SELECT DISTINCT d.id, d.case_id, d.party_id FROM requests r JOIN dossiers d ON d.id = r.dossier_id \
                       WHERE r.state = 'granted_whole' AND r.dossier_id > $1 ORDER BY d.id LIMIT $2";

const BUSY: &str = "SELECT id FROM tasks WHERE case_id = $1 AND party_id = $2 AND done_at IS NULL \
                    UNION ALL SELECT id FROM outbox WHERE dossier_id = $3 AND state <> 'done' AND kind IN ('letter', 'rights_letter') LIMIT 1";

/// What is of a dossier, and what is of its party in the case; rows that refer to another come first. Of messages those that
/// wait to go to another party still go.
const OF_DOSSIER: [(&str, &str); 9] = [
    ("holds", "DELETE FROM holds WHERE dossier_id = $1"),
    ("requests", "DELETE FROM requests WHERE dossier_id = $1"),
    ("reasons", "DELETE FROM break_glass WHERE dossier_id = $1"),
    ("links", "DELETE FROM links WHERE dossier_id = $1"),
    ("documents", "DELETE FROM documents WHERE dossier_id = $1"),
    ("messages", "DELETE FROM outbox WHERE dossier_id = $1"),
    ("names", "DELETE FROM name_tokens WHERE dossier_id = $1"),
    (
        "",
        "UPDATE destruction_items SET state = 'erased' WHERE dossier_id = $1 AND state IN ('open', 'agreed')",
    ),
    ("dossier", "DELETE FROM dossiers WHERE id = $1"),
];
const OF_PARTY: [(&str, &str); 5] = [
    (
        "messages",
        "DELETE FROM outbox WHERE case_id = $1 AND party_id = $2 AND state = 'done'",
    ),
    (
        "tasks",
        "DELETE FROM tasks WHERE case_id = $1 AND party_id = $2",
    ),
    (
        "events",
        "DELETE FROM events WHERE case_id = $1 AND audience = $2",
    ),
    (
        "",
        "DELETE FROM case_members WHERE case_id = $1 AND party_id = $2",
    ),
    ("events", FAMILY),
];

/// The family's timeline goes with the GGD's dossier, in which its own data lie.
const FAMILY: &str = "DELETE FROM events WHERE case_id = $1 AND audience = 'family' \
                      AND EXISTS (SELECT c.id FROM cases c WHERE c.id = $1 AND c.ggd_id = $2)";

/// A dossier of somebody: it has a name, or a day on which it is destroyed.
const OF_SOMEBODY: &str = "SELECT id FROM dossiers WHERE case_id = $1 AND (label IS NOT NULL OR destroy_on IS NOT NULL) LIMIT 1";

const EMPTY: &str = "SELECT party_id FROM dossiers WHERE case_id = $1 ORDER BY id";

const REST: [&str; 7] = [
    "DELETE FROM disclosures WHERE case_id = $1",
    "DELETE FROM events WHERE case_id = $1",
    "DELETE FROM tasks WHERE case_id = $1",
    "DELETE FROM outbox WHERE case_id = $1",
    "DELETE FROM links WHERE case_id = $1",
    "DELETE FROM case_members WHERE case_id = $1",
    "DELETE FROM cases WHERE id = $1",
];

/// What nobody may find or open any more of a dossier that stays.
const LOST: [&str; 4] = [
    "DELETE FROM documents WHERE dossier_id = $1",
    "DELETE FROM outbox WHERE dossier_id = $1",
    "DELETE FROM name_tokens WHERE dossier_id = $1",
    "UPDATE dossiers SET label = NULL WHERE id = $1",
];

const DONE: &str = "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE done_at < $1 ORDER BY done_at LIMIT $2)";

const VALUE: &str = "SELECT value FROM erasing WHERE name = $1";

const SET: &str = "INSERT INTO erasing (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

const UNSET: &str = "DELETE FROM erasing WHERE name = $1";

const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM dossiers WHERE destroy_on <= $1 \
                     AND NOT EXISTS (SELECT p.id FROM parties p WHERE p.id = dossiers.party_id AND p.by_list = 1)";

const COUNT_OF: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM dossiers WHERE party_id = $1 AND destroy_on <= $2";

const NEXT: &str = "SELECT MIN(destroy_on) FROM dossiers WHERE destroy_on > $1";

const LISTED: &str =
    "SELECT MIN(due_on) FROM destruction_lists WHERE state = 'confirmed' AND due_on > $1";

const LET_GO: &str = "SELECT MIN(until_on) FROM holds WHERE ended_at IS NULL AND until_on >= $1";

/// A dossier of which the day has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// The day, `YYYY-MM-DD`.
    pub on: String,
    /// The dossier.
    pub dossier: String,
    /// Of which case.
    pub case: String,
    /// Of which party.
    pub party: String,
}

impl Due {
    /// In the first four columns of a row: day, dossier, case and party.
    pub(super) fn read(row: &super::Row) -> Result<Self, StoreError> {
        Ok(Self {
            on: row.text(0)?,
            dossier: row.text(1)?,
            case: row.text(2)?,
            party: row.text(3)?,
        })
    }
}

/// The dossiers that are to be destroyed on this day or earlier, after this one, so many at most. What it costs grows with what is due.
///
/// # Errors
/// What the store refuses.
pub async fn due(tx: &mut Tx, today: Date, after: &Due, most: i64) -> Result<Vec<Due>, StoreError> {
    let args = args![dates::iso(today), &after.on, &after.dossier, most];
    let rows = tx.all(DUE, args).await?;
    rows.iter().map(Due::read).collect()
}

/// The first day after today on which a dossier is to be destroyed, or a list, or is no longer held.
///
/// # Errors
/// What the store refuses.
pub async fn next(tx: &mut Tx, today: Date) -> Result<Option<Date>, StoreError> {
    let mut days = Vec::new();
    for (sql, later) in [(NEXT, false), (LISTED, false), (LET_GO, true)] {
        let row = tx.optional(sql, args![dates::iso(today)]).await?;
        let Some(day) = row.map(|row| row.text_opt(0)).transpose()?.flatten() else {
            continue;
        };
        let day = dates::from_iso(&day).map_err(|_| StoreError::Corrupt)?;
        days.extend(if later { day.next_day() } else { Some(day) });
    }
    Ok(days.into_iter().min())
}

/// The dossiers that are erased on request, after this one, so many at most.
///
/// # Errors
/// What the store refuses.
pub async fn granted(tx: &mut Tx, after: &str, most: i64) -> Result<Vec<Due>, StoreError> {
    let rows = tx.all(GRANTED, args![after, most]).await?;
    let due = |row: &super::Row| {
        Ok(Due {
            on: String::new(),
            dossier: row.text(0)?,
            case: row.text(1)?,
            party: row.text(2)?,
        })
    };
    rows.iter().map(due).collect()
}

/// Whether the party still has something to do in the case, or a letter that is not made yet.
///
/// # Errors
/// What the store refuses.
pub async fn is_busy(tx: &mut Tx, row: &StoredDossier) -> Result<bool, StoreError> {
    let args = args![row.case.as_str(), row.party.as_str(), row.id.as_str()];
    Ok(tx.optional(BUSY, args).await?.is_some())
}

/// How many dossiers of parties that erase by themselves are to be destroyed on this day or earlier.
///
/// # Errors
/// What the store refuses.
pub async fn count(tx: &mut Tx, today: Date) -> Result<i64, StoreError> {
    let row = tx.optional(COUNT, args![dates::iso(today)]).await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// How many dossiers of one party are to be destroyed on this day or earlier.
///
/// # Errors
/// What the store refuses.
pub async fn count_of(tx: &mut Tx, party: &PartyId, today: Date) -> Result<i64, StoreError> {
    let args = args![party.as_str(), dates::iso(today)];
    let row = tx.optional(COUNT_OF, args).await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Whether somebody holds this dossier, or a request of a data subject about it waits for its answer.
///
/// # Errors
/// What the store refuses.
pub async fn is_held(tx: &mut Tx, dossier: &DossierId, today: Date) -> Result<bool, StoreError> {
    let args = args![dossier.as_str(), dates::iso(today)];
    let found = tx.optional(HELD, args).await?;
    Ok(found.is_some())
}

/// Erases a dossier with all that belongs to it, and answers how much of each kind.
///
/// # Errors
/// What the store refuses.
pub async fn erase(tx: &mut Tx, row: &StoredDossier) -> Result<Vec<(String, u64)>, StoreError> {
    let mut gone: Vec<(String, u64)> = Vec::new();
    let mut add = |kind: &str, count: u64| match gone.iter_mut().find(|(known, _)| known == kind) {
        _ if kind.is_empty() || count == 0 => {}
        Some((_, before)) => *before += count,
        None => gone.push((kind.to_owned(), count)),
    };
    let dossier = args![row.id.as_str()];
    let party = args![row.case.as_str(), row.party.as_str()];
    let mut changes: Vec<(&str, (&'static str, &[Value]))> = Vec::new();
    changes.extend(OF_DOSSIER.map(|(kind, sql)| (kind, (sql, dossier))));
    changes.extend(OF_PARTY.map(|(kind, sql)| (kind, (sql, party))));
    let (kinds, changes): (Vec<_>, Vec<_>) = changes.into_iter().unzip();
    let counts = tx.execute_all(&changes).await?;
    kinds
        .iter()
        .zip(counts)
        .for_each(|(kind, count)| add(kind, count));
    Ok(gone)
}

/// Takes away what nobody may find or open any more of a dossier that stays, because its key is destroyed.
///
/// # Errors
/// What the store refuses.
pub async fn lose(tx: &mut Tx, dossier: &DossierId) -> Result<(), StoreError> {
    let dossier: &[Value] = args![dossier.as_str()];
    tx.execute_all(&LOST.map(|sql| (sql, dossier)))
        .await
        .map(drop)
}

/// The dossiers of a case if none of them is of somebody any more: only that a sitting took place, or nothing at all. `None` as
/// long as there is one that is.
///
/// # Errors
/// What the store refuses.
pub async fn empty(tx: &mut Tx, case: &CaseId) -> Result<Option<Vec<StoredDossier>>, StoreError> {
    if tx
        .optional(OF_SOMEBODY, args![case.as_str()])
        .await?
        .is_some()
    {
        return Ok(None);
    }
    let mut left = Vec::new();
    for row in tx.all(EMPTY, args![case.as_str()]).await? {
        left.extend(dossiers::load(tx, case, &PartyId(row.text(0)?)).await?);
    }
    Ok(Some(left))
}

/// Erases what is left of a case without dossiers. Only the lines of the log and the certificates outlive it.
///
/// # Errors
/// What the store refuses.
pub async fn rest(tx: &mut Tx, case: &CaseId) -> Result<(), StoreError> {
    let case: &[Value] = args![case.as_str()];
    tx.execute_all(&REST.map(|sql| (sql, case))).await.map(drop)
}

/// Erases messages and jobs that were done before this instant, so many at most. Answers how many.
///
/// # Errors
/// What the store refuses.
pub async fn done_before(tx: &mut Tx, at: EpochMillis, most: i64) -> Result<u64, StoreError> {
    tx.execute(DONE, args![at, most]).await
}

/// A number that is kept about erasing itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// When the clock was looked at last.
    Seen,
    /// Since when nothing is erased, because the clock jumped.
    Stopped,
    /// Up to which byte the ledger was carried out in this database.
    Ledger,
    /// That a backup was put back, and that what was erased since is not erased again yet.
    Behind,
    /// That the engine must still clear away what is left of deleted rows.
    Untidy,
}

impl Kept {
    const fn code(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Stopped => "stopped",
            Self::Ledger => "ledger",
            Self::Behind => "behind",
            Self::Untidy => "untidy",
        }
    }
}

/// The number, if there is one.
///
/// # Errors
/// What the store refuses.
pub async fn value(tx: &mut Tx, of: Kept) -> Result<Option<i64>, StoreError> {
    let row = tx.optional(VALUE, args![of.code()]).await?;
    row.map(|row| row.int(0)).transpose()
}

/// Keeps the number, or forgets it.
///
/// # Errors
/// What the store refuses.
pub async fn set(tx: &mut Tx, of: Kept, value: Option<i64>) -> Result<(), StoreError> {
    match value {
        Some(value) => tx.execute(SET, args![of.code(), value]).await,
        None => tx.execute(UNSET, args![of.code()]).await,
    }
    .map(drop)
}
