//! Erasing: what is due, what goes with a dossier, and what goes when nothing is left of a case.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::case::Case;
use crate::domain::dates;
use crate::domain::party::{CaseId, DossierId, PartyId};

use super::dossiers::StoredDossier;
use super::{Engine, StoreError, Tx, args};

/// Along the index on the day, from where the page before ended. What a party proposes on a list waits for that list, and what stands on
/// one that was confirmed for its day.
const DUE: &str = "SELECT destroy_on, id, case_id, party_id FROM dossiers WHERE destroy_on <= $1 AND (destroy_on, id) > ($2, $3) \
                   AND NOT EXISTS (SELECT p.id FROM parties p WHERE p.id = dossiers.party_id AND p.by_list = 1) \
                   AND NOT EXISTS (SELECT i.id FROM destruction_items i JOIN destruction_lists l ON l.id = i.list_id \
                   WHERE i.dossier_id = dossiers.id AND i.state = 'agreed' AND l.state = 'confirmed') \
                   ORDER BY destroy_on, id LIMIT $4";

/// What keeps a dossier from being erased on a day: with their placeholders.
macro_rules! held {
    ($dossier:literal, $today:literal) => {
        concat!(
            "SELECT id FROM requests WHERE dossier_id = ",
            $dossier,
            " AND state = 'open' UNION ALL SELECT id FROM holds WHERE dossier_id = ",
            $dossier,
            " AND ended_at IS NULL AND (until_on IS NULL OR until_on >= ",
            $today,
            ")"
        )
    };
}

const HELD: &str = concat!(held!("$1", "$2"), " LIMIT 1");

/// Along an index of these requests alone.
const GRANTED: &str = "SELECT DISTINCT d.id, d.case_id, d.party_id FROM requests r JOIN dossiers d ON d.id = r.dossier_id \
                       WHERE r.state = 'granted_whole' AND r.dossier_id > $1 ORDER BY d.id LIMIT $2";

const BUSY: &str = "SELECT id FROM tasks WHERE case_id = $1 AND party_id = $2 AND done_at IS NULL \
                    UNION ALL SELECT id FROM outbox WHERE dossier_id = $3 AND state <> 'done' AND kind IN ('letter', 'rights_letter') LIMIT 1";

/// What goes with a dossier, of which kind: where the case is `$1`, the dossier `$2`, its party `$3` and its version `$4`.
macro_rules! goes {
    ($($kind:literal: $from:literal),+ $(,)?) => {
        const COUNTS: &str = concat!("SELECT 0", $(", (SELECT CAST(COUNT(*) AS BIGINT) FROM ", $from, ")"),+);
        const GOES: &[(&str, &str)] = &[$(($kind, concat!("DELETE FROM ", $from))),+];
    };
}

// Rows that refer to another come first. Of messages those that wait to go to another party still go. The family's timeline goes with
// the GGD's dossier, in which its own data lie.
goes! {
    "holds": "holds WHERE dossier_id = $2",
    "requests": "requests WHERE dossier_id = $2",
    "reasons": "break_glass WHERE dossier_id = $2",
    "links": "links WHERE dossier_id = $2",
    "accounts": "family_accounts WHERE dossier_id = $2",
    "documents": "documents WHERE dossier_id = $2",
    "messages": "outbox WHERE dossier_id = $2 OR (case_id = $1 AND party_id = $3 AND state = 'done')",
    "names": "name_tokens WHERE dossier_id = $2",
    "tasks": "tasks WHERE case_id = $1 AND party_id = $3",
    "events": "events WHERE case_id = $1 AND (audience = $3 OR (audience = 'family' \
               AND EXISTS (SELECT c.id FROM cases c WHERE c.id = $1 AND (c.ggd_id = $3 OR c.swv_id = $3 \
               AND NOT EXISTS (SELECT g.id FROM dossiers g WHERE g.case_id = $1 AND g.party_id = c.ggd_id)))))",
    "dossier": "dossiers WHERE id = $2 AND version = $4",
}

const UNLIST: &str = "UPDATE destruction_items SET state = 'erased' WHERE dossier_id = $1 AND state IN ('open', 'agreed')";

const LEAVE: &str = "DELETE FROM case_members WHERE case_id = $1 AND party_id = $2";

/// The other dossiers of a case, and whether each is of somebody: it has a name, or a day on which it is destroyed.
const OTHERS: &str = "SELECT party_id, CASE WHEN label IS NOT NULL OR destroy_on IS NOT NULL THEN 1 ELSE 0 END \
                      FROM dossiers WHERE case_id = $1 AND id <> $2 ORDER BY id";

/// That all is as it was read: the case, the dossier with its day, that nobody holds it, and how many dossiers there are.
const STILL: &str = concat!(
    "UPDATE cases SET version = version WHERE id = $1 AND version = $2 \
     AND EXISTS (SELECT d.id FROM dossiers d WHERE d.id = $3 AND d.version = $4 AND d.destroy_on = $5) \
     AND (SELECT COUNT(*) FROM dossiers d WHERE d.case_id = $1) = $7 AND NOT EXISTS (",
    held!("$3", "$6"),
    ")"
);

const REST: [&str; 8] = [
    "DELETE FROM disclosures WHERE case_id = $1",
    "DELETE FROM events WHERE case_id = $1",
    "DELETE FROM tasks WHERE case_id = $1",
    "DELETE FROM outbox WHERE case_id = $1",
    "DELETE FROM links WHERE case_id = $1",
    "DELETE FROM family_accounts WHERE case_id = $1",
    "DELETE FROM case_members WHERE case_id = $1",
    "DELETE FROM cases WHERE id = $1",
];

/// What nobody may find or open any more of a dossier that stays.
const LOST: [&str; 6] = [
    "DELETE FROM links WHERE dossier_id = $1",
    "DELETE FROM family_accounts WHERE dossier_id = $1",
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

/// How much of each kind goes with a dossier: in the order of [`GOES`].
pub struct Contents(Vec<u64>);

impl Contents {
    /// The kinds of which there is something, with how much.
    #[must_use]
    pub fn told(&self) -> Vec<(String, u64)> {
        let kinds = GOES.iter().map(|(kind, _)| (*kind).to_owned());
        let counted = kinds.zip(self.0.iter().copied());
        counted.filter(|(_, count)| *count > 0).collect()
    }
}

/// How much of each kind goes with this dossier.
///
/// # Errors
/// What the store refuses.
pub async fn contents(tx: &mut Tx, of: &StoredDossier) -> Result<Contents, StoreError> {
    let args = args![
        of.case.as_str(),
        of.id.as_str(),
        of.party.as_str(),
        of.version
    ];
    let row = tx.optional(COUNTS, args).await?;
    let row = row.ok_or(StoreError::Corrupt)?;
    let count = |at| Ok(row.int(at)?.unsigned_abs());
    let counts: Result<_, StoreError> = (1..=GOES.len()).map(count).collect();
    Ok(Contents(counts?))
}

/// Erases a dossier with all that belongs to it. Unless there is exactly as much of it as was counted, the unit fails with
/// [`StoreError::Stale`].
///
/// # Errors
/// What the store refuses.
pub async fn erase(tx: &mut Tx, of: &StoredDossier, all: &Contents) -> Result<(), StoreError> {
    let (case, dossier, party) = (of.case.as_str(), of.id.as_str(), of.party.as_str());
    tx.put_some(UNLIST, args![dossier], None).await?;
    tx.put_some(LEAVE, args![case, party], None).await?;
    for ((_, sql), count) in GOES.iter().zip(&all.0) {
        let args = args![case, dossier, party, of.version];
        tx.put_some(sql, args, Some(*count)).await?;
    }
    Ok(())
}

/// Has the unit fail with [`StoreError::Stale`] unless these still are as they were read, nobody holds the dossier, and the case has
/// so many others. For SQLite, where they were read without the writer; on PostgreSQL the case is held.
///
/// # Errors
/// What the store refuses.
pub async fn still(
    tx: &mut Tx,
    case: &Case,
    dossier: &StoredDossier,
    others: usize,
    today: Date,
) -> Result<(), StoreError> {
    if tx.engine() == Engine::Postgres {
        return Ok(());
    }
    let all = i64::try_from(others + 1).map_err(|_| StoreError::Corrupt)?;
    let args = args![
        case.id.as_str(),
        case.version,
        dossier.id.as_str(),
        dossier.version,
        dossier.kept.map(|kept| dates::iso(kept.destroy_on)),
        dates::iso(today),
        all
    ];
    tx.put(STILL, args).await
}

/// Takes away what nobody may find or open any more of a dossier that stays, because its key is destroyed.
///
/// # Errors
/// What the store refuses.
pub async fn lose(tx: &mut Tx, dossier: &DossierId) -> Result<(), StoreError> {
    for sql in LOST {
        tx.put_some(sql, args![dossier.as_str()], None).await?;
    }
    Ok(())
}

/// The other dossiers of the case of this one.
pub struct Others {
    /// Their parties.
    pub parties: Vec<PartyId>,
    /// Whether one of them is of somebody: more than that a sitting took place, or nothing at all.
    pub of_somebody: bool,
}

/// The other dossiers of the case of this one.
///
/// # Errors
/// What the store refuses.
pub async fn others(tx: &mut Tx, than: &StoredDossier) -> Result<Others, StoreError> {
    let rows = tx
        .all(OTHERS, args![than.case.as_str(), than.id.as_str()])
        .await?;
    let mut others = Others {
        parties: Vec::with_capacity(rows.len()),
        of_somebody: false,
    };
    for row in rows {
        others.parties.push(PartyId(row.text(0)?));
        others.of_somebody |= row.int(1)? == 1;
    }
    Ok(others)
}

/// Erases what is left of a case without dossiers. Only the lines of the log and the certificates outlive it.
///
/// # Errors
/// What the store refuses.
pub async fn rest(tx: &mut Tx, case: &CaseId) -> Result<(), StoreError> {
    for sql in REST {
        tx.put_some(sql, args![case.as_str()], None).await?;
    }
    Ok(())
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
