//! Lists of a party's dossiers, a page at a time, each found by where the page before it ended. Which rows are on a page, and in which
//! order, comes from indexes: the tables may be as large as they like.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::case::{MOST_STATES, StateKind};
use crate::domain::dates;
use crate::domain::party::{DossierId, PartyId, UserId};
use crate::domain::policy::Reach;

use super::dossiers::{self, ListRow, here, listed};
use super::{StoreError, Tx, Value, args, members};

/// Fewer cases than this in the states that are asked for are looked up one by one; of more, somebody who goes along the party's
/// dossiers soon meets as many as a page holds.
const FEW: i64 = 2_000;

const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM cases \
                     WHERE state IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) LIMIT $11) f";

/// One of the states that are asked for.
macro_rules! in_states {
    () => {
        "state IN ($8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    };
}

/// Every dossier.
macro_rules! all {
    () => {
        "FROM dossiers d JOIN cases c ON c.id = d.case_id WHERE "
    };
}

/// Along the dossiers, those of cases in these states; and of cases of which somebody was not told yet where they stand, as they may
/// stand elsewhere for the party.
macro_rules! met {
    () => {
        concat!(
            "FROM dossiers d JOIN cases c ON c.id = d.case_id WHERE (c.",
            in_states!(),
            " OR EXISTS (SELECT 1 FROM tasks t WHERE t.case_id = c.id AND t.kind = 'call_seintje' AND t.done_at IS NULL)) AND "
        )
    };
}

/// The same, from the cases. There are fewer than the limit: it tells the planner so.
macro_rules! looked_up {
    () => {
        concat!(
            "FROM (SELECT id FROM cases WHERE ",
            in_states!(),
            " UNION SELECT case_id FROM tasks WHERE kind = 'call_seintje' AND done_at IS NULL LIMIT 10000) f \
             CROSS JOIN dossiers d JOIN cases c ON c.id = d.case_id WHERE d.case_id = f.id AND "
        )
    };
}

/// A page of a party (`$1`) by a date of the dossier, with its end (`$4`) and its length (`$5`); it begins beside `$2` and `$3`, and
/// is for somebody (`$6`) who sees so far (`$7`).
macro_rules! page {
    ($from:ident, $begin:literal, $end:literal, $order:literal) => {
        concat!(
            "SELECT ",
            listed!(),
            " ",
            $from!(),
            here!("$6", "$7"),
            " AND d.party_id = $1 AND ",
            $begin,
            " ($2, $3) AND ",
            $end,
            " $4 ORDER BY ",
            $order,
            " LIMIT $5"
        )
    };
}

/// By which date, and from where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What changed last comes first.
    #[default]
    Changed,
    /// What came last comes first.
    Newest,
    /// What came first comes first.
    Oldest,
    /// What has the nearest deadline comes first; what has none comes last.
    Due,
}

impl Order {
    /// The same page three times: of all, of what is met, of what is looked up.
    const fn queries(self) -> [&'static str; 3] {
        macro_rules! three {
            ($begin:literal, $end:literal, $order:literal) => {
                [
                    page!(all, $begin, $end, $order),
                    page!(met, $begin, $end, $order),
                    page!(looked_up, $begin, $end, $order),
                ]
            };
        }
        match self {
            Self::Changed => three!(
                "(d.changed_at, d.id) <",
                "d.changed_at >=",
                "d.changed_at DESC, d.id DESC"
            ),
            Self::Newest => three!(
                "(d.created_at, d.id) <",
                "d.created_at >=",
                "d.created_at DESC, d.id DESC"
            ),
            Self::Due => three!("(d.due_at, d.id) >", "d.due_at <", "d.due_at, d.id"),
            Self::Oldest => three!(
                "(d.created_at, d.id) >",
                "d.created_at <",
                "d.created_at, d.id"
            ),
        }
    }
}

/// What a page of a list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// In which order.
    pub order: Order,
    /// From this instant on, by the date of the order.
    pub from: EpochMillis,
    /// Before this instant.
    pub until: EpochMillis,
    /// After this row, by its date and its id.
    pub after: Option<(EpochMillis, DossierId)>,
    /// In these states; any, if there are none.
    pub states: Vec<StateKind>,
    /// So many rows.
    pub most: i64,
}

/// A page of a party's list, as far as somebody may know of its cases.
///
/// # Errors
/// What the store refuses.
pub async fn page(
    tx: &mut Tx,
    party: &PartyId,
    (user, reach): (&UserId, Reach),
    asked: &Asked,
) -> Result<Vec<ListRow>, StoreError> {
    let (begin, end) = match asked.order {
        Order::Changed | Order::Newest => (asked.until, asked.from),
        Order::Oldest | Order::Due => (asked.from, asked.until),
    };
    let (at, id) = match &asked.after {
        Some((at, id)) => (*at, id.as_str()),
        None => (begin, ""),
    };
    let args = args![
        party.as_str(),
        at,
        id,
        end,
        asked.most,
        user.as_str(),
        members::code(reach)
    ];
    let mut args = args.to_vec();
    let [all, met, looked_up] = asked.order.queries();
    let query = match asked.states.first() {
        None => all,
        Some(first) => {
            let states = |at: usize| Value::from(asked.states.get(at).unwrap_or(first).code());
            let states: Vec<Value> = (0..MOST_STATES).map(states).collect();
            args.extend_from_slice(&states);
            if few(tx, states).await? {
                looked_up
            } else {
                met
            }
        }
    };
    let rows = tx.all(query, &args).await?;
    rows.iter().map(dossiers::row).collect()
}

async fn few(tx: &mut Tx, mut states: Vec<Value>) -> Result<bool, StoreError> {
    states.push(FEW.into());
    let row = tx.optional(COUNT, &states).await?;
    Ok(row.map_or(Ok(0), |row| row.int(0))? < FEW)
}

const DESTROYED: &str = concat!(
    "SELECT ",
    listed!(),
    ", d.destroy_on FROM dossiers d JOIN cases c ON c.id = d.case_id WHERE ",
    here!("$4", "$5"),
    " AND d.party_id = $1 AND d.destroy_on >= $6 AND d.destroy_on <= $2 ORDER BY d.destroy_on, d.id LIMIT $3"
);

/// The dossiers of a party that are destroyed from a day until and with another, as far as somebody may know of their cases, and on which day.
///
/// # Errors
/// What the store refuses.
pub async fn destroyed(
    tx: &mut Tx,
    party: &PartyId,
    (user, reach): (&UserId, Reach),
    (from, until): (Date, Date),
    most: i64,
) -> Result<Vec<(ListRow, Date)>, StoreError> {
    let args = args![
        party.as_str(),
        dates::iso(until),
        most,
        user.as_str(),
        members::code(reach),
        dates::iso(from)
    ];
    let rows = tx.all(DESTROYED, args).await?;
    rows.iter()
        .map(|row| {
            let on = dates::from_iso(&row.text(12)?).map_err(|_| StoreError::Corrupt)?;
            Ok((dossiers::row(row)?, on))
        })
        .collect()
}
