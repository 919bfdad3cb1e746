//! Dossiers: sealed. The store sees bytes.

use crate::clock::EpochMillis;
use crate::domain::case::{Case, Stage};
use crate::domain::dates;
use crate::domain::party::{CaseId, DossierId, PartyId, UserId};
use crate::domain::retention::Kept;

use super::{Row, StoreError, Tx, args};

/// Whether a no waits to be carried out in the dossier whose columns case and party these are.
macro_rules! waits {
    ($case:literal, $party:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM outbox w WHERE w.case_id = ",
            $case,
            " AND w.party_id = ",
            $party,
            " AND w.kind = 'close_consent' AND w.state <> 'done')"
        )
    };
}
pub(super) use waits;

const LOAD: &str = concat!(
    "SELECT id, case_id, party_id, key_id, label, sealed, version, restricted, kept_from, destroy_on, ",
    waits!("dossiers.case_id", "dossiers.party_id"),
    " FROM dossiers WHERE case_id = $1 AND party_id = $2"
);

const INSERT: &str = "INSERT INTO dossiers (id, case_id, party_id, key_id, label, sealed, version, \
                      restricted, created_at, changed_at, kept_from, destroy_on) VALUES ($1, $2, $3, $4, $5, $6, 1, 0, $7, $7, $8, $9)";

const UPDATE: &str = "UPDATE dossiers SET key_id = $6, label = $3, sealed = $4, version = version + 1, changed_at = $5, \
                      kept_from = $7, destroy_on = $8 WHERE id = $1 AND version = $2";

/// A term that moves with the case changes nothing that somebody saw: no version guards it.
const KEEP: &str = "UPDATE dossiers SET kept_from = $2, destroy_on = $3 WHERE id = $1";

const RESTRICT: &str =
    "UPDATE dossiers SET restricted = restricted + $2, version = version + 1 WHERE id = $1";

/// The columns of a [`ListRow`], of `dossiers d` and `cases c`. Where there is no name any more, the sitting is all that tells a case. A
/// name that may not be used is not read.
macro_rules! listed {
    () => {
        "d.id, d.case_id, d.key_id, CASE WHEN d.restricted > 0 THEN NULL ELSE d.label END, d.created_at, d.changed_at, c.doctor_id, c.data, c.workflow, \
         CASE WHEN d.label IS NULL THEN (SELECT e.data FROM events e \
         WHERE e.case_id = d.case_id AND e.audience = d.party_id AND e.kind = 'record_sitting' \
         ORDER BY e.at DESC, e.id DESC LIMIT 1) END, d.restricted, d.due_at"
    };
}
pub(super) use listed;

/// That the case is still the party's, and one that somebody may know of: with the placeholders of the person and the reach.
macro_rules! here {
    ($user:literal, $reach:literal) => {
        concat!(
            "d.party_id IN (c.swv_id, c.ggd_id, c.municipality_id, c.local_team_id) AND ",
            $crate::store::members::within_reach!("d.case_id", "d.party_id", $user, $reach)
        )
    };
}
pub(super) use here;

/// A dossier as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDossier {
    /// Its id.
    pub id: DossierId,
    /// Of which case.
    pub case: CaseId,
    /// Of which party.
    pub party: PartyId,
    /// The data key that opens it.
    pub key: String,
    /// The child's name, sealed apart for lists.
    pub label: Option<Vec<u8>>,
    /// The content, sealed.
    pub sealed: Vec<u8>,
    /// Goes up with each change; guards every update.
    pub version: i64,
    /// Whether it may not be used (art. 18 AVG).
    pub restricted: bool,
    /// Since when and until when it is kept.
    pub kept: Option<Kept>,
    /// Whether a no waits to be carried out in it, which came while it didn't open.
    pub waits: bool,
}

/// A row of a party's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// The dossier.
    pub id: DossierId,
    /// The case.
    pub case: CaseId,
    /// The data key that opens the name.
    pub key: String,
    /// The child's name, sealed.
    pub label: Option<Vec<u8>>,
    /// Since when this party has a dossier.
    pub since: EpochMillis,
    /// When the party's dossier last changed.
    pub changed: EpochMillis,
    /// The doctor who has the case.
    pub doctor: Option<String>,
    /// The state with its dates, as JSON.
    pub data: String,
    /// The workflow version of the case.
    pub workflow: String,
    /// The event of the last sitting, as JSON; only where there is no name.
    pub sitting: Option<String>,
    /// Whether it may not be used: then the name is not read.
    pub restricted: bool,
    /// The start of the last day of the deadline that runs with the party, or [`NEVER`].
    pub due: EpochMillis,
    /// The names of who works on it; read for a page of a list alone.
    pub workers: Option<String>,
    /// Who they are; read so too.
    pub working: Vec<UserId>,
    /// The version of the case; read so too.
    pub version: i64,
}

/// Where no deadline runs; one that stands still comes just before.
pub const NEVER: EpochMillis = 9_007_199_254_740_991;

/// Loads a party's dossier of a case.
///
/// # Errors
/// What the store refuses.
pub async fn load(
    tx: &mut Tx,
    case: &CaseId,
    party: &PartyId,
) -> Result<Option<StoredDossier>, StoreError> {
    tx.optional(LOAD, args![case.as_str(), party.as_str()])
        .await?
        .map(|row| read(&row, 0, 10))
        .transpose()
}

/// Loads the dossier in which the family's own data lie: the GGD's, and until the hand-over the SWV's.
///
/// # Errors
/// What the store refuses.
pub async fn of_family(tx: &mut Tx, case: &Case) -> Result<Option<StoredDossier>, StoreError> {
    match load(tx, &case.id, &case.ggd).await? {
        Some(row) => Ok(Some(row)),
        None => load(tx, &case.id, &case.swv).await,
    }
}

/// A dossier in the columns of a row from this one on,
/// and whether something waits in one of its own.
pub(super) fn read(row: &Row, from: usize, waits: usize) -> Result<StoredDossier, StoreError> {
    Ok(StoredDossier {
        id: DossierId(row.text(from)?),
        case: CaseId(row.text(from + 1)?),
        party: PartyId(row.text(from + 2)?),
        key: row.text(from + 3)?,
        label: row.bytes_opt(from + 4)?,
        sealed: row.bytes(from + 5)?,
        version: row.int(from + 6)?,
        restricted: row.int(from + 7)? > 0,
        kept: kept(row, from + 8)?,
        waits: row.int(waits)? > 0,
    })
}

/// Stores a new dossier.
///
/// # Errors
/// What the store refuses; a conflict if the party has one already.
pub async fn insert(
    tx: &mut Tx,
    dossier: &StoredDossier,
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![
        dossier.id.as_str(),
        dossier.case.as_str(),
        dossier.party.as_str(),
        &dossier.key,
        dossier.label.as_ref(),
        &dossier.sealed,
        now,
        dossier.kept.map(|kept| dates::iso(kept.from)),
        dossier.kept.map(|kept| dates::iso(kept.destroy_on))
    ];
    tx.put(INSERT, args).await
}

/// Stores the changed content, if nobody else changed it since it was loaded.
///
/// # Errors
/// [`StoreError::Stale`] if somebody did.
pub async fn update(
    tx: &mut Tx,
    dossier: &StoredDossier,
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![
        dossier.id.as_str(),
        dossier.version,
        dossier.label.as_ref(),
        &dossier.sealed,
        now,
        &dossier.key,
        dossier.kept.map(|kept| dates::iso(kept.from)),
        dossier.kept.map(|kept| dates::iso(kept.destroy_on))
    ];
    tx.put(UPDATE, args).await
}

/// Stores the term of a dossier that did not change itself.
///
/// # Errors
/// What the store refuses.
pub async fn keep(tx: &mut Tx, id: &DossierId, kept: Option<Kept>) -> Result<(), StoreError> {
    let args = args![
        id.as_str(),
        kept.map(|kept| dates::iso(kept.from)),
        kept.map(|kept| dates::iso(kept.destroy_on))
    ];
    tx.put(KEEP, args).await
}

fn kept(row: &Row, from: usize) -> Result<Option<Kept>, StoreError> {
    let day = |column| {
        row.text_opt(column)?
            .map(|day| dates::from_iso(&day).map_err(|_| StoreError::Corrupt))
            .transpose()
    };
    let (from, destroy_on) = (day(from)?, day(from + 1)?);
    Ok(from
        .zip(destroy_on)
        .map(|(from, destroy_on)| Kept { from, destroy_on }))
}

/// Lets a dossier be used no more because of a request, or again: it may once no request stands in the way.
///
/// # Errors
/// What the store refuses.
pub async fn restrict(tx: &mut Tx, dossier: &DossierId, requests: i64) -> Result<(), StoreError> {
    tx.put(RESTRICT, args![dossier.as_str(), requests]).await
}

/// A row of a list, out of the columns that `listed!` names.
pub(super) fn row(row: &Row) -> Result<ListRow, StoreError> {
    Ok(ListRow {
        id: DossierId(row.text(0)?),
        case: CaseId(row.text(1)?),
        key: row.text(2)?,
        label: row.bytes_opt(3)?,
        since: row.int(4)?,
        changed: row.int(5)?,
        doctor: row.text_opt(6)?,
        data: row.text(7)?,
        workflow: row.text(8)?,
        sitting: row.text_opt(9)?,
        restricted: row.int(10)? > 0,
        due: row.int(11)?,
        workers: None,
        working: Vec::new(),
        version: 0,
    })
}

/// How a case lies on the desks of its parties. Whoever takes no part any more gets nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved<'a> {
    /// For each of SWV, GGD and gemeente, and for whoever else has a dossier: whose turn it is.
    pub stages: [(&'a PartyId, Stage); 3],
    /// The same for the others.
    pub others: Stage,
    /// With whom a deadline runs.
    pub holder: &'a PartyId,
    /// Until when, from when it is yellow and red; [`NEVER`].
    pub due: [EpochMillis; 3],
    /// From when nothing moved for too long, for the holder and the gemeente; [`NEVER`].
    pub stale: EpochMillis,
}

const SHELVE: &str = "UPDATE dossiers SET stage = CASE party_id WHEN $2 THEN $3 WHEN $4 THEN $5 WHEN $6 THEN $7 ELSE $8 END, \
                      due_at = CASE WHEN party_id = $9 THEN $10 ELSE $14 END, \
                      yellow_at = CASE WHEN party_id = $9 THEN $11 ELSE $14 END, \
                      red_at = CASE WHEN party_id = $9 THEN $12 ELSE $14 END, \
                      stale_at = CASE WHEN party_id IN ($9, $6) THEN $13 ELSE $14 END WHERE case_id = $1";

/// Stores how a case lies on the desks of its parties.
///
/// # Errors
/// What the store refuses.
pub async fn shelve(tx: &mut Tx, case: &CaseId, shelved: &Shelved<'_>) -> Result<(), StoreError> {
    let [(swv, own), (ggd, doctor), (gemeente, lpa)] = &shelved.stages;
    let [due, yellow, red] = shelved.due;
    let args = args![
        case.as_str(),
        swv.as_str(),
        own.code(),
        ggd.as_str(),
        doctor.code(),
        gemeente.as_str(),
        lpa.code(),
        shelved.others.code(),
        shelved.holder.as_str(),
        due,
        yellow,
        red,
        shelved.stale,
        NEVER
    ];
    tx.execute(SHELVE, args).await.map(drop)
}

const BY_ID: &str = concat!(
    "SELECT id, case_id, party_id, key_id, label, sealed, version, restricted, kept_from, destroy_on, ",
    waits!("dossiers.case_id", "dossiers.party_id"),
    " FROM dossiers WHERE id = $1"
);

/// Loads a dossier by its id: for what stands in the outbox.
///
/// # Errors
/// What the store refuses.
pub async fn by_id(tx: &mut Tx, id: &DossierId) -> Result<Option<StoredDossier>, StoreError> {
    tx.optional(BY_ID, args![id.as_str()])
        .await?
        .map(|row| read(&row, 0, 10))
        .transpose()
}

/// The data key of every dossier, of every party, and of what else is sealed with a key of its own.
///
/// # Errors
/// What the store refuses.
pub async fn keys(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let rows = tx
        .all(
            "SELECT key_id FROM dossiers UNION ALL SELECT key_id FROM log_reviews \
             UNION ALL SELECT key_id FROM drafts",
            args![],
        )
        .await?;
    rows.iter().map(|row| row.text(0)).collect()
}
