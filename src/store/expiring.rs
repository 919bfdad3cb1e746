//! What goes by a term that is no dossier's: the oldest part of an access log, its reviews, certificates and lists, names of employees
//! who left, and what only mattered for some days.

use time::Date;

use crate::clock::EpochMillis;
use crate::domain::audit::{Cut, Head};
use crate::domain::dates;
use crate::domain::party::PartyId;

use super::{StoreError, Tx, args};

/// Whether the first block of a log is over, a review, or a paper or a name: looked at often, and seldom so.
const OVER: &str = "SELECT CASE WHEN EXISTS (SELECT b.number FROM log_blocks b WHERE b.party_id = $1 AND b.at < $2 AND b.number = \
                    (SELECT MIN(o.number) FROM log_blocks o WHERE o.party_id = $1)) THEN 1 ELSE 0 END, \
                    CASE WHEN EXISTS (SELECT id FROM log_reviews WHERE party_id = $1 AND until_at <= $2) THEN 1 ELSE 0 END, \
                    CASE WHEN EXISTS (SELECT id FROM certificates WHERE party_id = $1 AND erased_on < $3 AND destroyed_at IS NOT NULL) \
                    OR EXISTS (SELECT id FROM destruction_lists WHERE party_id = $1 AND ended_on < $3) \
                    OR EXISTS (SELECT id FROM users WHERE party_id = $1 AND active = 0 AND ended_at < $2 AND password_hash <> '') \
                    OR EXISTS (SELECT id FROM account_reviews WHERE party_id = $1 AND at < $2) \
                    OR EXISTS (SELECT id FROM substitutions WHERE party_id = $1 AND until_at < $2) THEN 1 ELSE 0 END";

/// The first block and the last one before the first that stays.
const UNTIL: &str = "SELECT MIN(number), MAX(number) FROM log_blocks WHERE party_id = $1 AND number < COALESCE(\
                     (SELECT MIN(o.number) FROM log_blocks o WHERE o.party_id = $1 AND o.at >= $2), 9223372036854775807)";

const CUT: &str =
    "SELECT number, hash, signature, lines, at, mark FROM log_cuts WHERE party_id = $1";

const PUT_CUT: &str = "INSERT INTO log_cuts (party_id, number, hash, signature, lines, at, mark) VALUES ($1, $2, $3, $4, $5, $6, $7) \
                       ON CONFLICT (party_id) DO UPDATE SET number = excluded.number, hash = excluded.hash, \
                       signature = excluded.signature, lines = excluded.lines, at = excluded.at, mark = excluded.mark";

const HEAD_OF: &str = "SELECT hash, signature FROM log_blocks WHERE party_id = $1 AND number = $2";

const LINES: &str = "DELETE FROM access_log WHERE party_id = $1 AND block >= 1 AND block <= $2";

const BLOCKS: &str = "DELETE FROM log_blocks WHERE party_id = $1 AND number <= $2";

const REVIEWS: &str = "SELECT id, key_id FROM log_reviews WHERE party_id = $1 AND until_at <= $2 ORDER BY id LIMIT $3";

const REVIEW: &str = "DELETE FROM log_reviews WHERE id = $1";

const CERTIFICATES: &str =
    "DELETE FROM certificates WHERE party_id = $1 AND erased_on < $2 AND destroyed_at IS NOT NULL";

const ITEMS: &str = "DELETE FROM destruction_items WHERE list_id IN \
                     (SELECT id FROM destruction_lists WHERE party_id = $1 AND ended_on < $2)";

const LISTS: &str = "DELETE FROM destruction_lists WHERE party_id = $1 AND ended_on < $2";

const LEFT: &str = "UPDATE users SET name = 'Oud-medewerker', email = 'oud-' || id, password_hash = '', identity = NULL, signed_in_at = NULL \
                    WHERE party_id = $1 AND active = 0 AND ended_at < $2 AND password_hash <> ''";

const ACCOUNT_REVIEWS: &str = "DELETE FROM account_reviews WHERE party_id = $1 AND at < $2";

const SUBSTITUTIONS: &str = "DELETE FROM substitutions WHERE party_id = $1 AND until_at < $2";

/// Of no case, so that no case takes it along.
const FAILED: &str =
    "DELETE FROM outbox WHERE case_id IS NULL AND state = 'incident' AND created_at < $1";

const SUBMISSIONS: &str = "DELETE FROM submissions WHERE at < $1";

/// What of a party is over.
#[derive(Clone, Copy, Debug, Default)]
pub struct Over {
    /// The beginning of its log.
    pub log: bool,
    /// A review of it.
    pub reviews: bool,
    /// A certificate, a list, or the name of who left.
    pub papers: bool,
}

/// What of a party is over: of its log what is older than this instant, of its papers what is from before this day.
///
/// # Errors
/// What the store refuses.
pub async fn over(
    tx: &mut Tx,
    party: &PartyId,
    (log, papers): (EpochMillis, Date),
) -> Result<Over, StoreError> {
    let args = args![party.as_str(), log, dates::iso(papers)];
    let row = tx.optional(OVER, args).await?;
    row.map_or(Ok(Over::default()), |row| {
        Ok(Over {
            log: row.int(0)? == 1,
            reviews: row.int(1)? == 1,
            papers: row.int(2)? == 1,
        })
    })
}

/// From which block to which one the log of a party is older than this instant; `None`: nothing is.
///
/// # Errors
/// What the store refuses.
pub async fn cut_until(
    tx: &mut Tx,
    party: &PartyId,
    before: EpochMillis,
) -> Result<Option<(i64, i64)>, StoreError> {
    let row = tx.optional(UNTIL, args![party.as_str(), before]).await?;
    row.map_or(Ok(None), |row| Ok(row.int_opt(0)?.zip(row.int_opt(1)?)))
}

/// Where the log of a party was cut.
///
/// # Errors
/// What the store refuses.
pub async fn cut(tx: &mut Tx, party: &PartyId) -> Result<Option<Cut>, StoreError> {
    let found = tx.optional(CUT, args![party.as_str()]).await?;
    let read = |row: super::Row| {
        Ok(Cut {
            head: Head {
                party: party.clone(),
                number: row.int(0)?,
                hash: row.text(1)?,
                signature: row.text(2)?,
            },
            lines: row.int(3)?,
            at: row.int(4)?,
            mark: row.text(5)?,
        })
    };
    found.map(read).transpose()
}

/// Takes away the blocks of a party until this one, with their lines. Answers what the last one came to and how many lines went;
/// `None` if there is no such block.
///
/// # Errors
/// What the store refuses.
pub async fn take_away(
    tx: &mut Tx,
    party: &PartyId,
    number: i64,
) -> Result<Option<(Head, u64)>, StoreError> {
    let args = args![party.as_str(), number];
    let Some(row) = tx.optional(HEAD_OF, args).await? else {
        return Ok(None);
    };
    let head = Head {
        party: party.clone(),
        number,
        hash: row.text(0)?,
        signature: row.text(1)?,
    };
    let lines = tx.execute(LINES, args).await?;
    tx.execute(BLOCKS, args).await?;
    Ok(Some((head, lines)))
}

/// Stores where a log was cut, in place of where it was before.
///
/// # Errors
/// What the store refuses.
pub async fn put_cut(tx: &mut Tx, cut: &Cut) -> Result<(), StoreError> {
    let args = args![
        cut.head.party.as_str(),
        cut.head.number,
        &cut.head.hash,
        &cut.head.signature,
        cut.lines,
        cut.at,
        &cut.mark
    ];
    tx.execute(PUT_CUT, args).await.map(drop)
}

/// Reviews of periods that ended before this instant, with the key of each, so many at most.
///
/// # Errors
/// What the store refuses.
pub async fn reviews(
    tx: &mut Tx,
    party: &PartyId,
    before: EpochMillis,
    most: i64,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows = tx.all(REVIEWS, args![party.as_str(), before, most]).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.text(1)?)))
        .collect()
}

/// Erases a review.
///
/// # Errors
/// What the store refuses.
pub async fn erase_review(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    tx.execute(REVIEW, args![id]).await.map(drop)
}

/// Erases certificates and lists from before this day. Answers how many rows.
///
/// # Errors
/// What the store refuses.
pub async fn erase_papers(tx: &mut Tx, party: &PartyId, before: Date) -> Result<u64, StoreError> {
    let args = args![party.as_str(), dates::iso(before)];
    let mut gone = 0;
    for sql in [CERTIFICATES, ITEMS, LISTS] {
        gone += tx.execute(sql, args).await?;
    }
    Ok(gone)
}

/// Takes away the names of employees who couldn't sign in any more before this instant, the reviews of accounts that were signed before it, and
/// who took over whose cases until then. Answers how many.
///
/// # Errors
/// What the store refuses.
pub async fn forget_people(
    tx: &mut Tx,
    party: &PartyId,
    before: EpochMillis,
) -> Result<u64, StoreError> {
    let args = args![party.as_str(), before];
    let mut gone = 0;
    for sql in [LEFT, ACCOUNT_REVIEWS, SUBSTITUTIONS] {
        gone += tx.execute(sql, args).await?;
    }
    Ok(gone)
}

/// Erases messages of no case that could not be sent, from before this instant. Answers how many.
///
/// # Errors
/// What the store refuses.
pub async fn forget_failed(tx: &mut Tx, before: EpochMillis) -> Result<u64, StoreError> {
    tx.execute(FAILED, args![before]).await
}

/// Forgets which forms were sent before this instant. Answers how many.
///
/// # Errors
/// What the store refuses.
pub async fn forget_submissions(tx: &mut Tx, before: EpochMillis) -> Result<u64, StoreError> {
    tx.execute(SUBMISSIONS, args![before]).await
}
