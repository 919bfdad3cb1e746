//! Lists of a party's dossiers, a page at a time, each found by where the page before it ended. Which rows are on a page, and in which
//! order, comes from indexes: the tables may be as large as they like.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::case::{MOST_STATES, Stage, StateKind};
use crate::domain::dates;
use crate::domain::party::{CaseId, DossierId, PartyId, UserId};
use crate::domain::policy::Reach;

use super::dossiers::{self, ListRow, here, listed};
use super::{StoreError, Tx, Value, args, members};

/// Fewer cases than this in the states that are asked for are looked up one by one; of more, somebody who goes along the party's
/// dossiers soon meets as many as a page holds.
const FEW: i64 = 2_000;

/// So many cases can be picked out at once.
pub const PICKED: usize = 50;

/// What is yellow becomes red within this time, whatever a workflow file says: a year.
pub(super) const NEAR: EpochMillis = 366 * 24 * 60 * 60 * 1000;

const NEED_TO_KNOW: &str = "SELECT need_to_know FROM parties WHERE id = $1";

const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM cases \
                     WHERE state IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) LIMIT $11) f";

/// One of the states that are asked for.
macro_rules! in_states {
    () => {
        "c.state IN ($18, $19, $20, $21, $22, $23, $24, $25, $26, $27)"
    };
}

/// What of the rows is asked for: whose turn it is, whether nobody works on it, how urgent it is, and in which states. Cases of which somebody was
/// not told yet where they stand may stand elsewhere for the party. The plus keeps SQLite from an index: which one is gone along says the source.
macro_rules! wanted {
    () => {
        concat!(
            "+d.stage IN ($8, $9, $10, $11) AND +d.idle >= $12 AND +d.red_at >= $13 AND +d.red_at <= $14 AND +d.yellow_at <= $15 \
             AND +d.stale_at <= $16 AND ($17 = 0 OR ",
            in_states!(),
            " OR EXISTS (SELECT 1 FROM tasks t WHERE t.case_id = c.id AND t.kind = 'call_seintje' AND t.done_at IS NULL)) AND "
        )
    };
}

/// Along a party's dossiers.
macro_rules! along {
    () => {
        "FROM dossiers d JOIN cases c ON c.id = d.case_id WHERE "
    };
}

/// Along those at one stage, on which somebody works or nobody.
macro_rules! staged {
    () => {
        concat!(along!(), "d.stage = $28 AND d.idle = $29 AND ")
    };
}

/// Those on which somebody works, who is $28: never more than a person does.
macro_rules! worked_on {
    () => {
        "FROM (SELECT DISTINCT m.case_id AS id FROM case_members m WHERE m.party_id = $1 AND m.user_id = $28 AND m.until_at IS NULL \
         LIMIT 10000) f CROSS JOIN dossiers d JOIN cases c ON c.id = d.case_id WHERE d.case_id = f.id AND "
    };
}

/// Those that are red, or yellow: few at any time. The most urgent, of more than any desk has.
macro_rules! lit {
    () => {
        "FROM (SELECT id FROM dossiers WHERE party_id = $1 AND red_at >= $13 AND red_at <= $14 AND yellow_at <= $15 \
         AND red_at < 9007199254740991 ORDER BY red_at, id LIMIT 10000) f CROSS JOIN dossiers d JOIN cases c ON c.id = d.case_id \
         WHERE d.id = f.id AND "
    };
}

/// Those in which nothing moves.
macro_rules! stood_still {
    () => {
        "FROM (SELECT id FROM dossiers WHERE party_id = $1 AND stale_at <= $16 AND stale_at < 9007199254740991 \
         ORDER BY stale_at, id LIMIT 10000) f CROSS JOIN dossiers d JOIN cases c ON c.id = d.case_id WHERE d.id = f.id AND "
    };
}

/// Those in these states, from the cases. There are fewer than the limit: it tells the planner so.
macro_rules! looked_up {
    () => {
        concat!(
            "FROM (SELECT c.id FROM cases c WHERE ",
            in_states!(),
            " UNION SELECT case_id FROM tasks WHERE kind = 'call_seintje' AND done_at IS NULL LIMIT 10000) f \
             CROSS JOIN dossiers d JOIN cases c ON c.id = d.case_id WHERE d.case_id = f.id AND "
        )
    };
}

/// Some cases that somebody picked out.
macro_rules! picked {
    () => {
        concat!(
            along!(),
            "d.case_id IN ($28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, \
             $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77) AND "
        )
    };
}

/// Who works on a case and can sign in, one after the other.
macro_rules! workers {
    ($told:literal) => {
        concat!(
            "(SELECT string_agg(",
            $told,
            ") FROM case_members m JOIN users w ON w.id = m.user_id AND w.active = 1 \
             WHERE m.case_id = d.case_id AND m.party_id = d.party_id AND m.until_at IS NULL)"
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
            ", ",
            workers!("w.name, ', '"),
            ", c.version, ",
            workers!("w.id, ','"),
            " ",
            $from!(),
            wanted!(),
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

/// Where the rows of a page are looked for.
#[derive(Clone, Copy, Debug)]
enum Source<'a> {
    Along,
    Staged(Stage, bool),
    WorkedOn(&'a UserId),
    Lit,
    StoodStill,
    LookedUp,
    Picked,
}

impl Order {
    /// The same page out of each [`Source`].
    const fn query(self, source: Source<'_>) -> &'static str {
        macro_rules! each {
            ($begin:literal, $end:literal, $order:literal) => {
                match source {
                    Source::Along => page!(along, $begin, $end, $order),
                    Source::Staged(..) => page!(staged, $begin, $end, $order),
                    Source::WorkedOn(_) => page!(worked_on, $begin, $end, $order),
                    Source::Lit => page!(lit, $begin, $end, $order),
                    Source::StoodStill => page!(stood_still, $begin, $end, $order),
                    Source::LookedUp => page!(looked_up, $begin, $end, $order),
                    Source::Picked => page!(picked, $begin, $end, $order),
                }
            };
        }
        match self {
            Self::Changed => each!(
                "(d.changed_at, d.id) <",
                "d.changed_at >=",
                "d.changed_at DESC, d.id DESC"
            ),
            Self::Newest => each!(
                "(d.created_at, d.id) <",
                "d.created_at >=",
                "d.created_at DESC, d.id DESC"
            ),
            Self::Due => each!("(d.due_at, d.id) >", "d.due_at <", "d.due_at, d.id"),
            Self::Oldest => each!(
                "(d.created_at, d.id) >",
                "d.created_at <",
                "d.created_at, d.id"
            ),
        }
    }

    /// Rows of several sources as one page.
    fn sort(self, rows: &mut Vec<ListRow>) {
        rows.sort_by(|one, other| match self {
            Self::Changed => (other.changed, &other.id).cmp(&(one.changed, &one.id)),
            Self::Newest => (other.since, &other.id).cmp(&(one.since, &one.id)),
            Self::Due => (one.due, &one.id).cmp(&(other.due, &other.id)),
            Self::Oldest => (one.since, &one.id).cmp(&(other.since, &other.id)),
        });
        rows.dedup_by(|one, other| one.id == other.id);
    }
}

/// What asks for attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgent {
    /// The day is there, nearly so, or over.
    Red,
    /// The day comes near.
    Yellow,
    /// Nothing moved for too long.
    Stale,
}

/// What a page of a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// At these stages; any, if there are none.
    pub stages: Vec<Stage>,
    /// Those on which nobody works only.
    pub idle: bool,
    /// Those that ask for attention only, on the day that begins then.
    pub urgent: Option<(Urgent, EpochMillis)>,
    /// Those on which this one works only.
    pub person: Option<UserId>,
    /// Of these only, [`PICKED`] at most; of any, if there are none.
    pub picked: Vec<CaseId>,
    /// So many rows.
    pub most: i64,
}

impl Asked {
    /// Of the cases that somebody sees who doesn't see all: the own ones, and those of nobody. Each at a stage that is asked for.
    fn sources(&self, all: bool) -> Vec<Source<'_>> {
        let at = |idle| {
            let asked = |stage: &Stage| self.stages.is_empty() || self.stages.contains(stage);
            let stages = Stage::ALL.into_iter().filter(asked);
            stages.map(move |stage| Source::Staged(stage, idle))
        };
        if !self.picked.is_empty() {
            return vec![Source::Picked];
        }
        match (&self.person, self.urgent) {
            (Some(person), _) => vec![Source::WorkedOn(person)],
            (None, Some((Urgent::Stale, _))) => vec![Source::StoodStill],
            (None, Some(_)) => vec![Source::Lit],
            (None, None) if all && self.stages.is_empty() => vec![Source::Along],
            (None, None) if all && !self.idle => at(true).chain(at(false)).collect(),
            (None, None) => at(true).collect(),
        }
    }
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
    let [red_from, red_until, yellow, stale] = match asked.urgent {
        None => [0, i64::MAX, i64::MAX, i64::MAX],
        Some((Urgent::Red, day)) => [0, day, i64::MAX, i64::MAX],
        Some((Urgent::Yellow, day)) => [day + 1, day + NEAR, day, i64::MAX],
        Some((Urgent::Stale, day)) => [0, i64::MAX, i64::MAX, day],
    };
    let stage = |at: usize| asked.stages.get(at).or(asked.stages.first()).copied();
    let stage = |at: usize| stage(at).unwrap_or(Stage::ALL[at]).code();
    let mut args = args![
        party.as_str(),
        at,
        id,
        end,
        asked.most,
        user.as_str(),
        members::code(reach),
        stage(0),
        stage(1),
        stage(2),
        stage(3),
        i64::from(asked.idle),
        red_from,
        red_until,
        yellow,
        stale,
        i64::from(!asked.states.is_empty())
    ]
    .to_vec();
    let first = asked.states.first().map_or("", |state| state.code());
    let state = |at: usize| asked.states.get(at).map_or(first, |state| state.code());
    let states: Vec<Value> = (0..MOST_STATES).map(|at| Value::from(state(at))).collect();
    args.extend_from_slice(&states);
    let all = sees_all(tx, party, reach).await?;
    let mut sources = asked.sources(all);
    let by_stage = matches!(sources[..], [Source::Staged(..), ..]);
    if !all && by_stage && !asked.idle {
        sources.push(Source::WorkedOn(user));
    }
    let everywhere = matches!(sources[..], [Source::Along] | [Source::Staged(..), ..]) && all;
    if everywhere && !asked.states.is_empty() && few(tx, states).await? {
        sources = vec![Source::LookedUp];
    }
    let (several, mut found) = (sources.len() > 1, Vec::new());
    for source in sources {
        let mut args = args.clone();
        match source {
            Source::Staged(stage, idle) => {
                args.extend_from_slice(args![stage.code(), i64::from(idle)]);
            }
            Source::WorkedOn(person) => args.extend_from_slice(args![person.as_str()]),
            Source::Picked => {
                let first = asked.picked.first().map_or("", CaseId::as_str);
                let at = |at: usize| asked.picked.get(at).map_or(first, CaseId::as_str);
                args.extend((0..PICKED).map(|nth| Value::from(at(nth))));
            }
            Source::Along | Source::Lit | Source::StoodStill | Source::LookedUp => {}
        }
        for row in tx.all(asked.order.query(source), &args).await? {
            let ids = row.text_opt(14)?.unwrap_or_default();
            let ids = ids.split(',').filter(|id| !id.is_empty());
            found.push(ListRow {
                workers: row.text_opt(12)?,
                version: row.int(13)?,
                working: ids.map(UserId::from).collect(),
                ..dossiers::row(&row)?
            });
        }
    }
    if several {
        asked.order.sort(&mut found);
        found.truncate(usize::try_from(asked.most).unwrap_or(usize::MAX));
    }
    Ok(found)
}

/// Whether somebody who sees so far sees every case of the party.
async fn sees_all(tx: &mut Tx, party: &PartyId, reach: Reach) -> Result<bool, StoreError> {
    Ok(match reach {
        Reach::All => true,
        Reach::Own => false,
        Reach::AsChosen => {
            let row = tx.optional(NEED_TO_KNOW, args![party.as_str()]).await?;
            row.map_or(Ok(0), |row| row.int(0))? == 0
        }
    })
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
