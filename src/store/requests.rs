//! Requests of data subjects: which right, how far, by when. What was asked and answered stands sealed.

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, DossierId, PartyId, PartyKind, UserId};
use crate::domain::policy::Reach;

use super::members::{self, within_reach};
use super::{Row, StoreError, Tx, args};

const INSERT: &str = "INSERT INTO requests (id, case_id, party_id, dossier_id, kind, person, state, received_on, due_on, \
                      version, sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)";

const LOAD: &str = "SELECT id, case_id, party_id, dossier_id, kind, person, state, received_on, due_on, version, sealed, \
                    answered_on FROM requests WHERE id = $1 AND party_id = $2";

const MADE_BY: &str = "SELECT id, case_id, party_id, dossier_id, kind, person, state, received_on, due_on, version, sealed, \
                       answered_on FROM requests WHERE id = $1 AND case_id = $2 AND person = $3";

const UPDATE: &str = "UPDATE requests SET state = $3, due_on = $4, sealed = $5, answered_on = $6, person = $7, \
                      version = version + 1 WHERE id = $1 AND version = $2";

/// What is open first, by its date; then what was answered last.
const OF_PARTY: &str = concat!(
    "SELECT r.id, r.case_id, r.party_id, r.dossier_id, r.kind, r.person, r.state, r.received_on, r.due_on, r.version, \
     r.sealed, r.answered_on, d.key_id, CASE WHEN d.restricted > 0 THEN NULL ELSE d.label END FROM requests r \
     JOIN dossiers d ON d.id = r.dossier_id WHERE r.party_id = $1 AND ",
    within_reach!("r.case_id", "r.party_id", "$3", "$4"),
    " ORDER BY CASE WHEN r.state = 'open' THEN 0 ELSE 1 END, \
     CASE WHEN r.state = 'open' THEN r.due_on ELSE '' END, r.created_at DESC, r.id LIMIT $2"
);

const OF_PERSON: &str = "SELECT r.kind, r.state, r.received_on, r.due_on, p.name, r.id, r.answered_on FROM requests r \
                         JOIN parties p ON p.id = r.party_id WHERE r.case_id = $1 AND r.person = $2 \
                         ORDER BY r.created_at DESC, r.id";

const OF_DOSSIER: &str = "SELECT id, case_id, party_id, dossier_id, kind, person, state, received_on, due_on, version, sealed, \
                          answered_on FROM requests WHERE dossier_id = $1 ORDER BY created_at, id";

const SEALED: &str = "SELECT id, sealed FROM requests WHERE dossier_id = $1 AND LENGTH(sealed) > 0";

const RESEAL: &str = "UPDATE requests SET sealed = $2 WHERE id = $1";

const HOLDERS: &str = "SELECT p.id, p.kind, p.name FROM dossiers d JOIN parties p ON p.id = d.party_id WHERE d.case_id = $1 \
                       ORDER BY d.created_at, d.id";

/// The state of a request that nobody answered yet.
pub const OPEN: &str = "open";

/// A request as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRequest {
    /// Its id.
    pub id: String,
    /// About which case.
    pub case: CaseId,
    /// To which party.
    pub party: PartyId,
    /// With whose key it is sealed.
    pub dossier: DossierId,
    /// Code of the right.
    pub kind: String,
    /// Which of the family asks; empty where the party can't tell which parent it is.
    pub person: String,
    /// [`OPEN`], or code of the outcome.
    pub state: String,
    /// Day of receipt, `YYYY-MM-DD`.
    pub received_on: String,
    /// By when it is answered, `YYYY-MM-DD`.
    pub due_on: String,
    /// Goes up with each change.
    pub version: i64,
    /// The content, sealed; empty once the party may keep no more of it than that it was answered.
    pub sealed: Vec<u8>,
    /// On which day it ended, `YYYY-MM-DD`.
    pub answered_on: Option<String>,
}

/// A request in a party's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The request.
    pub request: StoredRequest,
    /// The data key that opens the name.
    pub key: String,
    /// The child's name, sealed; `None` where the party may not hold or use it.
    pub label: Option<Vec<u8>>,
}

/// A request as who made it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Code of the right.
    pub kind: String,
    /// [`OPEN`], or code of the outcome.
    pub state: String,
    /// Day of receipt.
    pub received_on: String,
    /// By when it is answered.
    pub due_on: String,
    /// Name of the party.
    pub party: String,
    /// Its id.
    pub id: String,
    /// On which day it ended.
    pub answered_on: Option<String>,
}

/// Stores a new request.
///
/// # Errors
/// What the store refuses.
pub async fn insert(
    tx: &mut Tx,
    request: &StoredRequest,
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![
        &request.id,
        request.case.as_str(),
        request.party.as_str(),
        request.dossier.as_str(),
        &request.kind,
        &request.person,
        &request.state,
        &request.received_on,
        &request.due_on,
        &request.sealed,
        now
    ];
    tx.put(INSERT, args).await
}

/// Loads a request that a party got.
///
/// # Errors
/// What the store refuses.
pub async fn load(
    tx: &mut Tx,
    id: &str,
    party: &PartyId,
) -> Result<Option<StoredRequest>, StoreError> {
    let found = tx.optional(LOAD, args![id, party.as_str()]).await?;
    found.map(|row| read(&row)).transpose()
}

/// Loads a request that this one of the family made in this case, whichever party got it.
///
/// # Errors
/// What the store refuses.
pub async fn made_by(
    tx: &mut Tx,
    id: &str,
    case: &CaseId,
    person: &str,
) -> Result<Option<StoredRequest>, StoreError> {
    let args = args![id, case.as_str(), person];
    let found = tx.optional(MADE_BY, args).await?;
    found.map(|row| read(&row)).transpose()
}

fn read(row: &Row) -> Result<StoredRequest, StoreError> {
    Ok(StoredRequest {
        id: row.text(0)?,
        case: CaseId(row.text(1)?),
        party: PartyId(row.text(2)?),
        dossier: DossierId(row.text(3)?),
        kind: row.text(4)?,
        person: row.text(5)?,
        state: row.text(6)?,
        received_on: row.text(7)?,
        due_on: row.text(8)?,
        version: row.int(9)?,
        sealed: row.bytes(10)?,
        answered_on: row.text_opt(11)?,
    })
}

/// Stores a changed request, if nobody else changed it since it was loaded.
///
/// # Errors
/// [`StoreError::Stale`] if somebody did.
pub async fn update(tx: &mut Tx, request: &StoredRequest) -> Result<(), StoreError> {
    let args = args![
        &request.id,
        request.version,
        &request.state,
        &request.due_on,
        &request.sealed,
        request.answered_on.as_ref(),
        &request.person
    ];
    tx.put(UPDATE, args).await
}

/// A party's requests, as far as somebody may know of their cases, the open ones first.
///
/// # Errors
/// What the store refuses.
pub async fn of_party(
    tx: &mut Tx,
    party: &PartyId,
    (user, reach): (&UserId, Reach),
    most: i64,
) -> Result<Vec<Listed>, StoreError> {
    let args = args![party.as_str(), most, user.as_str(), members::code(reach)];
    let rows = tx.all(OF_PARTY, args).await?;
    let listed = |row: &Row| {
        Ok(Listed {
            request: read(row)?,
            key: row.text(12)?,
            label: row.bytes_opt(13)?,
        })
    };
    rows.iter().map(listed).collect()
}

/// What one of the family asked, of every party, the newest first.
///
/// # Errors
/// What the store refuses.
pub async fn of_person(tx: &mut Tx, case: &CaseId, person: &str) -> Result<Vec<Made>, StoreError> {
    let rows = tx.all(OF_PERSON, args![case.as_str(), person]).await?;
    let made = |row: &Row| {
        Ok(Made {
            kind: row.text(0)?,
            state: row.text(1)?,
            received_on: row.text(2)?,
            due_on: row.text(3)?,
            party: row.text(4)?,
            id: row.text(5)?,
            answered_on: row.text_opt(6)?,
        })
    };
    rows.iter().map(made).collect()
}

/// The requests of a dossier, the oldest first.
///
/// # Errors
/// What the store refuses.
pub async fn of_dossier(
    tx: &mut Tx,
    dossier: &DossierId,
) -> Result<Vec<StoredRequest>, StoreError> {
    let rows = tx.all(OF_DOSSIER, args![dossier.as_str()]).await?;
    rows.iter().map(read).collect()
}

/// A party that has a dossier of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its id.
    pub id: PartyId,
    /// Of which kind.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
}

/// Every party that has a dossier of a case, those that have left the case too.
///
/// # Errors
/// What the store refuses.
pub async fn holders(tx: &mut Tx, case: &CaseId) -> Result<Vec<Holder>, StoreError> {
    let rows = tx.all(HOLDERS, args![case.as_str()]).await?;
    let holder = |row: &Row| {
        Ok(Holder {
            id: PartyId(row.text(0)?),
            kind: PartyKind::from_code(&row.text(1)?).ok_or(StoreError::Corrupt)?,
            name: row.text(2)?,
        })
    };
    rows.iter().map(holder).collect()
}

/// What is sealed in the requests of a dossier.
///
/// # Errors
/// What the store refuses.
pub async fn sealed(
    tx: &mut Tx,
    dossier: &DossierId,
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    tx.sealed(SEALED, dossier).await
}

/// Stores a request sealed anew.
///
/// # Errors
/// What the store refuses.
pub async fn reseal(tx: &mut Tx, id: &str, sealed: Vec<u8>) -> Result<(), StoreError> {
    tx.execute(RESEAL, args![id, sealed]).await.map(drop)
}
