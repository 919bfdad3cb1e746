//! How many of a party's cases ask for attention. Each is counted along an index of what asks for it, and no further than a limit: the tables
//! may be as large as they like.

use crate::clock::EpochMillis;
use crate::domain::party::{PartyId, UserId};
use crate::domain::policy::Reach;

use super::dossiers::here;
use super::lists::NEAR;
use super::{StoreError, Tx, args, members};

/// How many of them ask for attention, and no more than the limit: of a party (`$1`), on the day that begins then (`$2`), for somebody
/// (`$3`) who sees so far (`$4`).
macro_rules! count {
    ($from:literal) => {
        concat!(
            "(SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM ",
            $from,
            " AND d.party_id = $1 AND ",
            here!("$3", "$4"),
            " LIMIT $5) n)"
        )
    };
}

/// The same of the own ones.
macro_rules! own {
    ($which:literal) => {
        concat!(
            "(SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT DISTINCT m.case_id AS id FROM case_members m WHERE m.party_id = $1 \
             AND m.user_id = $3 AND m.until_at IS NULL LIMIT 10000) f CROSS JOIN dossiers d JOIN cases c ON c.id = d.case_id \
             WHERE d.case_id = f.id AND d.party_id = $1 AND ",
            $which,
            " AND ",
            here!("$3", "$4"),
            ")"
        )
    };
}

const COUNTS: &str = concat!(
    "SELECT ",
    count!(
        "dossiers d JOIN cases c ON c.id = d.case_id WHERE d.red_at <= $2 AND d.red_at < 9007199254740991"
    ),
    ", ",
    count!(
        "dossiers d JOIN cases c ON c.id = d.case_id WHERE d.red_at > $2 AND d.red_at <= $6 AND d.yellow_at <= $2 AND d.red_at < 9007199254740991"
    ),
    ", ",
    count!(
        "dossiers d JOIN cases c ON c.id = d.case_id WHERE d.stale_at <= $2 AND d.stale_at < 9007199254740991"
    ),
    ", ",
    count!("dossiers d JOIN cases c ON c.id = d.case_id WHERE d.stage IN (0, 1) AND d.idle = 1"),
    ", ",
    own!("d.red_at <= $2"),
    ", ",
    own!("d.red_at > $2 AND d.red_at <= $6 AND d.yellow_at <= $2"),
    ", ",
    own!("d.stale_at <= $2"),
    ", ",
    own!("d.stage < 3")
);

/// How many cases ask for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of all that somebody may know of: red, yellow, nothing moves, nobody works on it. Never more than was asked for.
    pub all: [i64; 4],
    /// Of the own ones: red, yellow, nothing moves, and all that are not done.
    pub own: [i64; 4],
}

/// Counts what asks for attention on the day that begins then, of each up to `most`.
///
/// # Errors
/// What the store refuses.
pub async fn counts(
    tx: &mut Tx,
    party: &PartyId,
    (user, reach): (&UserId, Reach),
    (day, most): (EpochMillis, i64),
) -> Result<Counts, StoreError> {
    let args = args![
        party.as_str(),
        day,
        user.as_str(),
        members::code(reach),
        most,
        day + NEAR
    ];
    let Some(row) = tx.optional(COUNTS, args).await? else {
        return Ok(Counts::default());
    };
    let four = |from: usize| -> Result<[i64; 4], StoreError> {
        Ok([
            row.int(from)?,
            row.int(from + 1)?,
            row.int(from + 2)?,
            row.int(from + 3)?,
        ])
    };
    Ok(Counts {
        all: four(0)?,
        own: four(4)?,
    })
}
