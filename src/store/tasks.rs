//! Things for people to do.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::case::TaskKind;
use crate::domain::dates;
use crate::domain::family::Person;
use crate::domain::notice::NoticeKind;
use crate::domain::party::{CaseId, DossierId, PartyId, UserId};
use crate::domain::policy::Reach;

use super::members::{self, within_reach};
use super::{Row, StoreError, Tx, args};

const INSERT: &str = "INSERT INTO tasks (id, case_id, party_id, kind, due_on, data, created_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

const OPEN_OF_CASE: &str = "SELECT id, case_id, kind, due_on, data, created_at FROM tasks \
                            WHERE case_id = $1 AND party_id = $2 AND done_at IS NULL ORDER BY due_on, id";

const OPEN_OF_EVERYONE: &str = "SELECT id, case_id, kind, due_on, data, created_at, party_id FROM tasks \
                                WHERE case_id = $1 AND done_at IS NULL ORDER BY due_on, id";

const OPEN_OF_PARTY: &str = concat!(
    "SELECT t.id, t.case_id, t.kind, t.due_on, t.data, t.created_at, d.id, d.key_id, \
                             CASE WHEN d.restricted > 0 THEN NULL ELSE d.label END, \
                             CASE WHEN t.party_id IN (c.swv_id, c.ggd_id, c.municipality_id, c.local_team_id) \
                             THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, d.restricted \
                             FROM tasks t JOIN dossiers d ON d.case_id = t.case_id AND d.party_id = t.party_id \
                             JOIN cases c ON c.id = t.case_id \
                             WHERE t.party_id = $1 AND t.done_at IS NULL AND ",
    within_reach!("t.case_id", "t.party_id", "$3", "$4"),
    " ORDER BY t.due_on, t.id LIMIT $2"
);

const LOAD: &str = "SELECT id, case_id, kind, due_on, data, created_at FROM tasks \
                    WHERE id = $1 AND party_id = $2";

const CALLS: &str = "SELECT id, case_id, kind, due_on, data, created_at FROM tasks \
                     WHERE case_id = $1 AND kind = 'call_seintje' AND done_at IS NULL ORDER BY id";

// `CROSS JOIN` keeps SQLite from starting at the party's dossiers, of which there are many; open calls are few.
const CALLS_OF_PARTY: &str = "SELECT t.id, t.case_id, t.kind, t.due_on, t.data, t.created_at FROM tasks t \
                              CROSS JOIN dossiers d WHERE d.case_id = t.case_id AND d.party_id = $1 \
                              AND t.kind = 'call_seintje' AND t.done_at IS NULL ORDER BY t.id";

const CLOSE: &str = "UPDATE tasks SET done_at = $2 WHERE id = $1 AND done_at IS NULL";

const DONE: &str = "UPDATE tasks SET done_at = $3, done_by = $4 WHERE id = $1 AND party_id = $2 AND done_at IS NULL";

const CLOSE_KIND: &str =
    "UPDATE tasks SET done_at = $3 WHERE case_id = $1 AND kind = $2 AND done_at IS NULL";

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: String,
    /// Of which case.
    pub case: CaseId,
    /// Code of the kind.
    pub kind: String,
    /// By when, as `YYYY-MM-DD`.
    pub due_on: Option<String>,
    /// Codes and ids, as JSON. Nothing personal.
    pub data: String,
    /// Since when.
    pub created_at: EpochMillis,
}

impl Task {
    /// Whether the day by which it was to be done is over.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.due_on
            .as_ref()
            .is_some_and(|due| *due < dates::iso(today))
    }

    /// What the data say under this key.
    #[must_use]
    pub fn about(&self, key: &str) -> Option<String> {
        let data: serde_json::Value = serde_json::from_str(&self.data).ok()?;
        data.get(key)?.as_str().map(str::to_owned)
    }

    /// Whose address is to be found.
    #[must_use]
    pub fn sought(&self) -> Option<Person> {
        let person = self.about("person")?;
        Person::from_code(&person).filter(|_| self.kind == TaskKind::FindAddress.code())
    }

    /// Whether it is a seintje to be given by telephone.
    #[must_use]
    pub fn is_call(&self) -> bool {
        self.kind == TaskKind::CallSeintje.code()
    }

    /// The seintje that a call gives.
    #[must_use]
    pub fn notice(&self) -> Option<NoticeKind> {
        self.about("notice")
            .and_then(|code| NoticeKind::from_code(&code))
    }
}

/// The name that a party holds for a case, still sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedName {
    /// The dossier that it belongs to.
    pub dossier: DossierId,
    /// The data key that opens it.
    pub key: String,
    /// The name; `None` once the party may not hold it any more.
    pub label: Option<Vec<u8>>,
    /// Whether the party still takes part in the case.
    pub here: bool,
    /// Whether the dossier may not be used: then the name is not read.
    pub restricted: bool,
}

/// Adds a task for a party.
///
/// # Errors
/// What the store refuses.
pub async fn add(tx: &mut Tx, party: &PartyId, task: &Task) -> Result<(), StoreError> {
    let args = args![
        &task.id,
        task.case.as_str(),
        party.as_str(),
        &task.kind,
        task.due_on.as_ref(),
        &task.data,
        task.created_at
    ];
    tx.put(INSERT, args).await
}

fn read(row: &Row) -> Result<Task, StoreError> {
    Ok(Task {
        id: row.text(0)?,
        case: CaseId(row.text(1)?),
        kind: row.text(2)?,
        due_on: row.text_opt(3)?,
        data: row.text(4)?,
        created_at: row.int(5)?,
    })
}

/// A party's open tasks in a case.
///
/// # Errors
/// What the store refuses.
pub async fn open_of_case(
    tx: &mut Tx,
    case: &CaseId,
    party: &PartyId,
) -> Result<Vec<Task>, StoreError> {
    tx.all(OPEN_OF_CASE, args![case.as_str(), party.as_str()])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Every open task in a case, with whose it is.
///
/// # Errors
/// What the store refuses.
pub async fn open_of_everyone(
    tx: &mut Tx,
    case: &CaseId,
) -> Result<Vec<(PartyId, Task)>, StoreError> {
    tx.all(OPEN_OF_EVERYONE, args![case.as_str()])
        .await?
        .iter()
        .map(|row| Ok((PartyId(row.text(6)?), read(row)?)))
        .collect()
}

/// A party's open tasks, as far as somebody may know of the case, the most urgent first, each with the name that it is about.
///
/// # Errors
/// What the store refuses.
pub async fn open_of_party(
    tx: &mut Tx,
    party: &PartyId,
    (user, reach): (&UserId, Reach),
    limit: i64,
) -> Result<Vec<(Task, SealedName)>, StoreError> {
    let args = args![party.as_str(), limit, user.as_str(), members::code(reach)];
    tx.all(OPEN_OF_PARTY, args)
        .await?
        .iter()
        .map(|row| {
            let name = SealedName {
                dossier: DossierId(row.text(6)?),
                key: row.text(7)?,
                label: row.bytes_opt(8)?,
                here: row.int(9)? == 1,
                restricted: row.int(10)? > 0,
            };
            Ok((read(row)?, name))
        })
        .collect()
}

/// The seintjes by telephone in a case that nobody gave yet, whoever must.
///
/// # Errors
/// What the store refuses.
pub async fn calls(tx: &mut Tx, case: &CaseId) -> Result<Vec<Task>, StoreError> {
    tx.all(CALLS, args![case.as_str()])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The same for every case of which a party has a dossier.
///
/// # Errors
/// What the store refuses.
pub async fn calls_about_cases_of(tx: &mut Tx, party: &PartyId) -> Result<Vec<Task>, StoreError> {
    tx.all(CALLS_OF_PARTY, args![party.as_str()])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Closes an open task that nobody needs to do any more, whoever's it is.
///
/// # Errors
/// What the store refuses.
pub async fn close(tx: &mut Tx, id: &str, at: EpochMillis) -> Result<(), StoreError> {
    tx.execute(CLOSE, args![id, at]).await.map(drop)
}

/// One task of a party, done or not.
///
/// # Errors
/// What the store refuses.
pub async fn load(tx: &mut Tx, id: &str, party: &PartyId) -> Result<Option<Task>, StoreError> {
    tx.optional(LOAD, args![id, party.as_str()])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// Records that a task was done. `false`: it was done already, or isn't this party's.
///
/// # Errors
/// What the store refuses.
pub async fn done(
    tx: &mut Tx,
    id: &str,
    party: &PartyId,
    at: EpochMillis,
    by: Option<&str>,
) -> Result<bool, StoreError> {
    Ok(tx.execute(DONE, args![id, party.as_str(), at, by]).await? == 1)
}

/// Closes the open tasks of a kind in a case, whoever's they are: what they waited for has ended.
///
/// # Errors
/// What the store refuses.
pub async fn close_kind(
    tx: &mut Tx,
    case: &CaseId,
    kind: &str,
    at: EpochMillis,
) -> Result<u64, StoreError> {
    tx.execute(CLOSE_KIND, args![case.as_str(), kind, at]).await
}
