//! Lists of what is to be destroyed, and what stands on them: random numbers, days, rules and the ids of two employees.

use std::collections::BTreeMap;

use time::Date;

use crate::domain::dates;
use crate::domain::destruction::{ItemState, List, ListState};
use crate::domain::party::{CaseId, DossierId, PartyId, UserId};
use crate::domain::policy::Reach;

use super::dossiers::here;
use super::erasing::Due;
use super::{Row, StoreError, Tx, args, members};

macro_rules! lists {
    ($rest:literal) => {
        concat!(
            "SELECT l.id, l.name, l.from_on, l.until_on, l.state, l.first_user, l.second_user, l.started_on, l.due_on, l.version, \
             f.name, s.name, (SELECT CAST(COUNT(*) AS BIGINT) FROM destruction_items i WHERE i.list_id = l.id) \
             FROM destruction_lists l LEFT JOIN users f ON f.id = l.first_user LEFT JOIN users s ON s.id = l.second_user ",
            $rest
        )
    };
}

const LOAD: &str = lists!("WHERE l.id = $1 AND l.party_id = $2");

const OF_PARTY: &str =
    lists!("WHERE l.party_id = $1 ORDER BY l.started_on DESC, l.id DESC LIMIT $2");

const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM destruction_lists WHERE party_id = $1 AND started_on >= $2";

const ADD: &str = "INSERT INTO destruction_lists (id, party_id, name, from_on, until_on, state, first_user, started_on, version) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)";

const CHANGE: &str = "UPDATE destruction_lists SET state = $3, second_user = $4, due_on = $5, ended_on = $6, version = version + 1 \
                      WHERE id = $1 AND version = $2";

const ADD_ITEM: &str = "INSERT INTO destruction_items (id, list_id, party_id, case_id, dossier_id, destroy_on, because, state) \
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const SET: &str = "UPDATE destruction_items SET state = $3 WHERE id = $1 AND list_id = $2 AND state IN ('open', 'agreed')";

const RELEASE: &str = "UPDATE destruction_items SET state = 'released' WHERE list_id = $1 AND state IN ('open', 'agreed')";

/// A name only to who may know of the case, as long as the dossier may be used.
const ITEMS: &str = concat!(
    "SELECT i.id, i.case_id, i.dossier_id, i.destroy_on, i.because, i.state, d.key_id, d.restricted, \
     CASE WHEN $4 = 1 AND ",
    here!("$2", "$3"),
    " THEN 1 ELSE 0 END, CASE WHEN $4 = 1 AND d.restricted = 0 AND ",
    here!("$2", "$3"),
    " THEN d.label END FROM destruction_items i LEFT JOIN dossiers d ON d.id = i.dossier_id LEFT JOIN cases c ON c.id = d.case_id \
     WHERE i.list_id = $1 ORDER BY i.destroy_on, i.id"
);

/// What is due of a party, stands on no list and is not held.
macro_rules! waiting {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM dossiers d WHERE d.party_id = $1 AND d.destroy_on <= $2 AND d.restricted = 0 \
             AND NOT EXISTS (SELECT i.id FROM destruction_items i WHERE i.dossier_id = d.id AND i.state IN ('open', 'agreed')) \
             AND NOT EXISTS (SELECT h.id FROM holds h WHERE h.dossier_id = d.id AND h.ended_at IS NULL \
             AND (h.until_on IS NULL OR h.until_on >= $2)) ",
            $rest
        )
    };
}

const WAITING: &str = waiting!(
    "d.destroy_on, d.id, d.case_id, d.party_id",
    "AND (d.destroy_on, d.id) > ($3, $4) ORDER BY d.destroy_on, d.id LIMIT $5"
);

const COUNT_WAITING: &str = waiting!("CAST(COUNT(*) AS BIGINT)", "");

const TO_ERASE: &str = "SELECT i.id, i.list_id, i.case_id, i.party_id, l.first_user, l.second_user FROM destruction_items i \
                        JOIN destruction_lists l ON l.id = i.list_id WHERE l.state = 'confirmed' AND l.due_on <= $1 \
                        AND i.state = 'agreed' AND i.id > $2 ORDER BY i.id LIMIT $3";

const FINISH: &str = "UPDATE destruction_lists SET state = 'done', ended_on = $1, version = version + 1 WHERE state = 'confirmed' \
                      AND due_on <= $1 AND NOT EXISTS (SELECT i.id FROM destruction_items i WHERE i.list_id = destruction_lists.id \
                      AND i.state = 'agreed')";

macro_rules! counted {
    ($kind:literal, $join:literal) => {
        (
            $kind,
            concat!(
                "SELECT i.dossier_id, CAST(COUNT(*) AS BIGINT) FROM destruction_items i JOIN ",
                $join,
                " WHERE i.list_id = $1 GROUP BY i.dossier_id"
            ),
        )
    };
}

/// How much of each kind goes along; see [`super::erasing::erase`].
const CONTENTS: [(&str, &str); 6] = [
    counted!("dossier", "dossiers t ON t.id = i.dossier_id"),
    counted!("documents", "documents t ON t.dossier_id = i.dossier_id"),
    counted!("requests", "requests t ON t.dossier_id = i.dossier_id"),
    counted!("links", "links t ON t.dossier_id = i.dossier_id"),
    counted!(
        "tasks",
        "tasks t ON t.case_id = i.case_id AND t.party_id = i.party_id"
    ),
    counted!(
        "events",
        "events t ON t.case_id = i.case_id AND t.audience = i.party_id"
    ),
];

/// A list, with the names of its two persons and how many items it has.
#[derive(Clone, Debug)]
pub struct Named {
    /// The list.
    pub list: List,
    /// The name of who proposed it.
    pub first: String,
    /// The name of who reviews it; empty if nobody does yet.
    pub second: String,
    /// How many items.
    pub items: i64,
}

/// An item as its page shows it.
pub struct StoredItem {
    /// Its id.
    pub id: String,
    /// Of which case.
    pub case: CaseId,
    /// Which dossier.
    pub dossier: DossierId,
    /// The day on which its term ended.
    pub destroy_on: Date,
    /// By which rule, in Dutch.
    pub because: String,
    /// How far it is.
    pub state: ItemState,
    /// The data key, while the dossier is there.
    pub key: Option<String>,
    /// Whether the dossier may not be used.
    pub restricted: bool,
    /// Whether who asks may know of the case.
    pub known: bool,
    /// The name, sealed; for who may know of it.
    pub label: Option<Vec<u8>>,
}

/// An item whose day has come.
pub struct ToErase {
    /// Its id.
    pub id: String,
    /// Of which list.
    pub list: String,
    /// Of which case.
    pub case: CaseId,
    /// Of which party.
    pub party: PartyId,
    /// Who proposed it, and who agreed.
    pub by: [UserId; 2],
}

/// A new item.
pub struct NewItem<'a> {
    /// Its id.
    pub id: &'a str,
    /// Of which list.
    pub list: &'a str,
    /// The dossier, its case, its party and its day.
    pub due: &'a Due,
    /// By which rule.
    pub because: &'a str,
}

fn date(text: &str) -> Result<Date, StoreError> {
    dates::from_iso(text).map_err(|_| StoreError::Corrupt)
}

fn named(row: &Row) -> Result<Named, StoreError> {
    Ok(Named {
        list: List {
            id: row.text(0)?,
            name: row.text(1)?,
            from: date(&row.text(2)?)?,
            until: date(&row.text(3)?)?,
            state: ListState::from_code(&row.text(4)?).ok_or(StoreError::Corrupt)?,
            first: UserId(row.text(5)?),
            second: row.text_opt(6)?.map(UserId),
            started_on: date(&row.text(7)?)?,
            due_on: row.text_opt(8)?.as_deref().map(date).transpose()?,
            version: row.int(9)?,
        },
        first: row.text_opt(10)?.unwrap_or_default(),
        second: row.text_opt(11)?.unwrap_or_default(),
        items: row.int(12)?,
    })
}

/// A list of this party.
///
/// # Errors
/// What the store refuses.
pub async fn load(tx: &mut Tx, id: &str, party: &PartyId) -> Result<Option<Named>, StoreError> {
    let row = tx.optional(LOAD, args![id, party.as_str()]).await?;
    row.as_ref().map(named).transpose()
}

/// The lists of a party, the newest first, so many at most.
///
/// # Errors
/// What the store refuses.
pub async fn of_party(tx: &mut Tx, party: &PartyId, most: i64) -> Result<Vec<Named>, StoreError> {
    let rows = tx.all(OF_PARTY, args![party.as_str(), most]).await?;
    rows.iter().map(named).collect()
}

/// How many lists a party proposed since this day.
///
/// # Errors
/// What the store refuses.
pub async fn count(tx: &mut Tx, party: &PartyId, since: Date) -> Result<i64, StoreError> {
    let row = tx
        .optional(COUNT, args![party.as_str(), dates::iso(since)])
        .await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Stores a new list.
///
/// # Errors
/// What the store refuses; a conflict if the party has one under review already.
pub async fn add(tx: &mut Tx, party: &PartyId, list: &List) -> Result<(), StoreError> {
    let args = args![
        &list.id,
        party.as_str(),
        &list.name,
        dates::iso(list.from),
        dates::iso(list.until),
        list.state.code(),
        list.first.as_str(),
        dates::iso(list.started_on)
    ];
    tx.put(ADD, args).await
}

/// Stores how far a list is, if nobody else changed it since this version.
///
/// # Errors
/// [`StoreError::Stale`] if somebody did.
pub async fn change(tx: &mut Tx, list: &List, ended: Option<Date>) -> Result<(), StoreError> {
    let args = args![
        &list.id,
        list.version,
        list.state.code(),
        list.second.as_ref().map(UserId::as_str),
        list.due_on.map(dates::iso),
        ended.map(dates::iso)
    ];
    tx.put(CHANGE, args).await
}

/// Puts a dossier on a list.
///
/// # Errors
/// What the store refuses; a conflict if it stands on one already.
pub async fn add_item(tx: &mut Tx, item: NewItem<'_>) -> Result<(), StoreError> {
    let args = args![
        item.id,
        item.list,
        &item.due.party,
        &item.due.case,
        &item.due.dossier,
        &item.due.on,
        item.because,
        ItemState::Open.code()
    ];
    tx.put(ADD_ITEM, args).await
}

/// Stores how far an item is that stands on its list. Answers whether it does.
///
/// # Errors
/// What the store refuses.
pub async fn set(tx: &mut Tx, list: &str, item: &str, to: ItemState) -> Result<bool, StoreError> {
    Ok(tx.execute(SET, args![item, list, to.code()]).await? == 1)
}

/// Takes everything off a list that was taken back.
///
/// # Errors
/// What the store refuses.
pub async fn release(tx: &mut Tx, list: &str) -> Result<(), StoreError> {
    tx.execute(RELEASE, args![list]).await.map(drop)
}

/// The items of a list; a name for who may know of the case (`None`: for who opens no dossier).
///
/// # Errors
/// What the store refuses.
pub async fn items(
    tx: &mut Tx,
    list: &str,
    (user, reach): (&UserId, Option<Reach>),
) -> Result<Vec<StoredItem>, StoreError> {
    let code = reach.map_or(0, members::code);
    let args = args![list, user.as_str(), code, i64::from(reach.is_some())];
    let rows = tx.all(ITEMS, args).await?;
    let read = |row: &Row| {
        Ok(StoredItem {
            id: row.text(0)?,
            case: CaseId(row.text(1)?),
            dossier: DossierId(row.text(2)?),
            destroy_on: date(&row.text(3)?)?,
            because: row.text(4)?,
            state: ItemState::from_code(&row.text(5)?).ok_or(StoreError::Corrupt)?,
            key: row.text_opt(6)?,
            restricted: row.int_opt(7)?.is_some_and(|count| count > 0),
            known: row.int(8)? == 1,
            label: row.bytes_opt(9)?,
        })
    };
    rows.iter().map(read).collect()
}

/// How much of each kind goes with each dossier of a list, by its id.
///
/// # Errors
/// What the store refuses.
pub async fn contents(
    tx: &mut Tx,
    list: &str,
) -> Result<BTreeMap<String, Vec<(String, u64)>>, StoreError> {
    let mut found: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
    for (kind, sql) in CONTENTS {
        for row in tx.all(sql, args![list]).await? {
            let of = found.entry(row.text(0)?).or_default();
            of.push((kind.to_owned(), row.int(1)?.unsigned_abs()));
        }
    }
    Ok(found)
}

/// What is due of a party on this day and stands on no list, after this one, so many at most.
///
/// # Errors
/// What the store refuses.
pub async fn waiting(
    tx: &mut Tx,
    party: &PartyId,
    today: Date,
    after: &Due,
    most: i64,
) -> Result<Vec<Due>, StoreError> {
    let args = args![
        party.as_str(),
        dates::iso(today),
        &after.on,
        &after.dossier,
        most
    ];
    let rows = tx.all(WAITING, args).await?;
    rows.iter().map(Due::read).collect()
}

/// How many of them there are.
///
/// # Errors
/// What the store refuses.
pub async fn count_waiting(tx: &mut Tx, party: &PartyId, today: Date) -> Result<i64, StoreError> {
    let args = args![party.as_str(), dates::iso(today)];
    let row = tx.optional(COUNT_WAITING, args).await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Items of lists whose day has come, after this one, so many at most.
///
/// # Errors
/// What the store refuses.
pub async fn to_erase(
    tx: &mut Tx,
    today: Date,
    after: &str,
    most: i64,
) -> Result<Vec<ToErase>, StoreError> {
    let rows = tx
        .all(TO_ERASE, args![dates::iso(today), after, most])
        .await?;
    let read = |row: &Row| {
        let second = row.text_opt(5)?.ok_or(StoreError::Corrupt)?;
        Ok(ToErase {
            id: row.text(0)?,
            list: row.text(1)?,
            case: CaseId(row.text(2)?),
            party: PartyId(row.text(3)?),
            by: [UserId(row.text(4)?), UserId(second)],
        })
    };
    rows.iter().map(read).collect()
}

/// Says of the lists whose day has come, and on which nothing waits any more, that they are carried out.
///
/// # Errors
/// What the store refuses.
pub async fn finish(tx: &mut Tx, today: Date) -> Result<(), StoreError> {
    tx.execute(FINISH, args![dates::iso(today)]).await.map(drop)
}
