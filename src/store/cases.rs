//! Cases: where each stands. No personal data.

use crate::clock::EpochMillis;
use serde::{Deserialize, Serialize};

use crate::domain::case::{Case, State};
use crate::domain::deadline::Pace;
use crate::domain::party::{CaseId, PartyId, UserId};

use super::{Engine, Row, StoreError, Tx, args};

const COLUMNS_OF_ONE: &str = "SELECT id, workflow, swv_id, ggd_id, municipality_id, local_team_id, previous_case, data, \
                              version FROM cases WHERE id = $1";

const INSERT: &str = "INSERT INTO cases (id, workflow, swv_id, ggd_id, municipality_id, local_team_id, doctor_id, \
                      state, data, version, previous_case, opened_at, changed_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, $8, 1, $9, $10, $10)";

const UPDATE: &str = "UPDATE cases SET municipality_id = $3, local_team_id = $4, doctor_id = $5, state = $6, data = $7, \
                      version = version + 1, changed_at = $8 WHERE id = $1 AND version = $2";

const FOLLOWED_BY: &str =
    "SELECT id FROM cases WHERE previous_case = $1 ORDER BY opened_at LIMIT 1";

const HOLD: &str = "UPDATE cases SET version = version WHERE id = $1";

/// Loads a case.
///
/// # Errors
/// What the store refuses; [`StoreError::Corrupt`] if the state can't be read.
pub async fn load(tx: &mut Tx, id: &CaseId) -> Result<Option<Case>, StoreError> {
    tx.optional(COLUMNS_OF_ONE, args![id.as_str()])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// Keeps other units of work from changing this case until this one has ended; SQLite has one writer anyway. What is read after
/// it is what they left.
///
/// # Errors
/// What the store refuses.
pub async fn hold(tx: &mut Tx, id: &CaseId) -> Result<(), StoreError> {
    match tx.engine() {
        Engine::Sqlite => tx.begin().await,
        Engine::Postgres => tx.execute(HOLD, args![id.as_str()]).await.map(drop),
    }
}

/// As [`hold`] on PostgreSQL. On SQLite nothing is held, so that nobody waits while it is read: guard what is changed after it by what
/// was read.
///
/// # Errors
/// What the store refuses.
pub async fn hold_or_guard(tx: &mut Tx, id: &CaseId) -> Result<(), StoreError> {
    match tx.engine() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => hold(tx, id).await,
    }
}

/// A case in the first nine columns of a row.
pub(super) fn read(row: &Row) -> Result<Case, StoreError> {
    let Data { state, pace } = Data::read(&row.text(7)?)?;
    Ok(Case {
        id: CaseId(row.text(0)?),
        workflow: row.text(1)?,
        swv: PartyId(row.text(2)?),
        ggd: PartyId(row.text(3)?),
        municipality: PartyId(row.text(4)?),
        local_team: row.text_opt(5)?.map(PartyId),
        previous: row.text_opt(6)?.map(CaseId),
        state,
        pace,
        version: row.int(8)?,
    })
}

/// What the column `data` holds: the state with its dates, and how the case gets on.
#[derive(Serialize, Deserialize)]
pub struct Data {
    /// Where it stands.
    #[serde(flatten)]
    pub state: State,
    /// How it gets on.
    #[serde(default)]
    pub pace: Pace,
}

impl Data {
    /// Reads the column.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for anything else.
    pub fn read(json: &str) -> Result<Self, StoreError> {
        serde_json::from_str(json).map_err(|_| StoreError::Corrupt)
    }
}

fn json(case: &Case) -> Result<String, StoreError> {
    let (state, pace) = (case.state.clone(), case.pace.clone());
    serde_json::to_string(&Data { state, pace }).map_err(|_| StoreError::Corrupt)
}

/// Stores a new case, at version 1.
///
/// # Errors
/// What the store refuses.
pub async fn insert(tx: &mut Tx, case: &Case, now: EpochMillis) -> Result<(), StoreError> {
    let data = json(case)?;
    let args = args![
        case.id.as_str(),
        &case.workflow,
        case.swv.as_str(),
        case.ggd.as_str(),
        case.municipality.as_str(),
        case.local_team.as_ref().map(PartyId::as_str),
        case.state.kind().code(),
        data,
        case.previous.as_ref().map(CaseId::as_str),
        now
    ];
    tx.put(INSERT, args).await
}

/// Stores the next state of a case, if it still has the version that was loaded.
///
/// # Errors
/// [`StoreError::Stale`] if somebody else changed it.
pub async fn update(tx: &mut Tx, case: &Case, now: EpochMillis) -> Result<(), StoreError> {
    let data = json(case)?;
    let doctor = case.state.assigned_doctor().map(UserId::as_str);
    let args = args![
        case.id.as_str(),
        case.version,
        case.municipality.as_str(),
        case.local_team.as_ref().map(PartyId::as_str),
        doctor,
        case.state.kind().code(),
        data,
        now
    ];
    tx.put(UPDATE, args).await
}

const COUNTED: &str = "SELECT c.state, CAST(COUNT(*) AS BIGINT) FROM dossiers d JOIN cases c ON c.id = d.case_id \
                       WHERE d.party_id = $1 AND d.party_id IN (c.swv_id, c.ggd_id, c.municipality_id, c.local_team_id) \
                       AND NOT EXISTS (SELECT t.id FROM tasks t WHERE t.case_id = c.id AND t.kind = 'call_seintje' \
                       AND t.done_at IS NULL) GROUP BY c.state";

/// How many cases of a party are in each state, by its code; those left out about which somebody must still call.
///
/// # Errors
/// What the store refuses.
pub async fn counted(tx: &mut Tx, party: &PartyId) -> Result<Vec<(String, u64)>, StoreError> {
    let rows = tx.all(COUNTED, args![party.as_str()]).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.int(1)?.unsigned_abs())))
        .collect()
}

/// The case that followed this one, if the parents applied again.
///
/// # Errors
/// What the store refuses.
pub async fn followed_by(tx: &mut Tx, id: &CaseId) -> Result<Option<CaseId>, StoreError> {
    tx.optional(FOLLOWED_BY, args![id.as_str()])
        .await?
        .map(|row| row.text(0).map(CaseId))
        .transpose()
}
