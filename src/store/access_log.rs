//! The access log as the FG of a party reads it.

use crate::clock::EpochMillis;
use crate::domain::party::PartyId;

use super::{Row, StoreError, Tx, args};

/// The name of an employee is told to the own party alone.
const PAGE: &str = "SELECT l.id, l.at, l.case_id, l.user_id, u.name, l.role, l.on_behalf, p.name, l.purpose, l.basis, \
                    l.kinds, l.outcome, l.asked, l.block FROM access_log l \
                    LEFT JOIN users u ON u.id = l.user_id AND u.party_id = l.party_id LEFT JOIN parties p ON p.id = l.on_behalf \
                    WHERE l.party_id = $1 AND ($2 = '' OR l.user_id = $2) AND ($3 = '' OR l.role = $3) \
                    AND ($4 = '' OR l.purpose = $4) AND ($5 = '' OR ($5 = 'opened' AND l.outcome = 'opened') \
                    OR ($5 = 'disclosed' AND l.outcome IN ('given', 'received')) \
                    OR ($5 = 'refused' AND l.outcome NOT IN ('opened', 'given', 'received'))) AND l.at >= $6 AND l.at < $7 \
                    AND ($8 = '' OR l.id < $8) AND ($10 = '' OR l.case_id = $10 OR (l.case_id IS NULL AND l.kinds LIKE $11)) \
                    ORDER BY l.id DESC LIMIT $9";

/// The oldest line of a party: the ids go up with time.
const FIRST: &str = "SELECT at FROM access_log WHERE party_id = $1 ORDER BY id LIMIT 1";

const REVIEWED: &str =
    "SELECT from_at, until_at FROM log_reviews WHERE party_id = $1 ORDER BY from_at, until_at";

const LAST_REVIEW: &str = "SELECT at FROM log_reviews WHERE party_id = $1 ORDER BY at DESC LIMIT 1";

const SEALED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM access_log \
                      WHERE party_id = $1 AND block >= 1 AND block <= $2 AND at >= $3 AND at < $4";

const INSERT_REVIEW: &str = "INSERT INTO log_reviews (id, party_id, from_at, until_at, block, block_hash, lines, key_id, finding, \
                             by_user, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

const REVIEWS: &str = "SELECT r.id, r.from_at, r.until_at, r.block, r.lines, r.key_id, r.finding, u.name, r.at \
                       FROM log_reviews r LEFT JOIN users u ON u.id = r.by_user WHERE r.party_id = $1 \
                       ORDER BY r.at DESC, r.id DESC LIMIT $2";

/// Which lines are asked for. Empty: all of them.
#[derive(Clone, Debug)]
pub struct Filter {
    /// By this employee.
    pub user: String,
    /// In this role, as a code.
    pub role: String,
    /// For this purpose, as a code.
    pub purpose: String,
    /// `opened` or `refused`.
    pub outcome: String,
    /// Not before.
    pub from: EpochMillis,
    /// Before this instant.
    pub until: EpochMillis,
    /// Older than the line with this id.
    pub before: String,
    /// About this case, lists that showed it included.
    pub case: String,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Its id.
    pub id: String,
    /// When.
    pub at: EpochMillis,
    /// About which case.
    pub case: Option<String>,
    /// The employee.
    pub user: Option<String>,
    /// The name of an employee of the own party.
    pub name: Option<String>,
    /// In which role, as a code.
    pub role: String,
    /// For which party, or which of the family.
    pub on_behalf: Option<String>,
    /// The name of that party.
    pub party: Option<String>,
    /// What for, as a code.
    pub purpose: String,
    /// On which ground, as a code.
    pub basis: String,
    /// Which kinds of data; of a list the cases.
    pub kinds: String,
    /// Opened, or why not.
    pub outcome: String,
    /// What was refused.
    pub asked: String,
    /// The block in which it is sealed.
    pub block: Option<i64>,
}

fn line(row: &Row) -> Result<LogLine, StoreError> {
    Ok(LogLine {
        id: row.text(0)?,
        at: row.int(1)?,
        case: row.text_opt(2)?,
        user: row.text_opt(3)?,
        name: row.text_opt(4)?,
        role: row.text(5)?,
        on_behalf: row.text_opt(6)?,
        party: row.text_opt(7)?,
        purpose: row.text(8)?,
        basis: row.text(9)?,
        kinds: row.text(10)?,
        outcome: row.text(11)?,
        asked: row.text(12)?,
        block: row.int_opt(13)?,
    })
}

/// Lines of a party, the newest first.
///
/// # Errors
/// What the store refuses.
pub async fn page(
    tx: &mut Tx,
    party: &PartyId,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<LogLine>, StoreError> {
    let listed = format!("%{}%", filter.case);
    let args = args![
        party.as_str(),
        &filter.user,
        &filter.role,
        &filter.purpose,
        &filter.outcome,
        filter.from,
        filter.until,
        &filter.before,
        limit,
        &filter.case,
        listed
    ];
    tx.all(PAGE, args).await?.iter().map(line).collect()
}

/// How many lines of a period are sealed in the blocks up to this one.
///
/// # Errors
/// What the store refuses.
pub async fn sealed(
    tx: &mut Tx,
    party: &PartyId,
    block: i64,
    (from, until): (EpochMillis, EpochMillis),
) -> Result<i64, StoreError> {
    let args = args![party.as_str(), block, from, until];
    let found = tx.optional(SEALED, args).await?;
    found.map_or(Ok(0), |row| row.int(0))
}

/// A review of the log that an FG signs off.
pub struct NewReview<'a> {
    /// Its id.
    pub id: &'a str,
    /// Of which party.
    pub party: &'a PartyId,
    /// From when.
    pub from: EpochMillis,
    /// Until when.
    pub until: EpochMillis,
    /// The block on which it rests.
    pub block: i64,
    /// The hash of that block.
    pub hash: &'a str,
    /// How many lines.
    pub lines: i64,
    /// The key with which the finding is sealed.
    pub key: &'a str,
    /// What was found, sealed.
    pub finding: Vec<u8>,
    /// Who signs.
    pub by: &'a str,
    /// When.
    pub at: EpochMillis,
}

/// Stores a review.
///
/// # Errors
/// What the store refuses.
pub async fn add_review(tx: &mut Tx, review: NewReview<'_>) -> Result<(), StoreError> {
    let args = args![
        review.id,
        review.party.as_str(),
        review.from,
        review.until,
        review.block,
        review.hash,
        review.lines,
        review.key,
        review.finding,
        review.by,
        review.at
    ];
    tx.put(INSERT_REVIEW, args).await
}

/// When the log of a party began, which periods were reviewed (the first instant after each stands last), and when the last review was
/// signed.
///
/// # Errors
/// What the store refuses.
pub async fn reviewed(tx: &mut Tx, party: &PartyId) -> Result<Reviewed, StoreError> {
    let one = args![party.as_str()];
    let first = tx.optional(FIRST, one).await?;
    let last = tx.optional(LAST_REVIEW, one).await?;
    let periods = tx.all(REVIEWED, one).await?;
    let period = |row: &Row| Ok((row.int(0)?, row.int(1)?));
    Ok(Reviewed {
        first: first.map(|row| row.int(0)).transpose()?,
        last: last.map(|row| row.int(0)).transpose()?,
        periods: periods
            .iter()
            .map(period)
            .collect::<Result<_, StoreError>>()?,
    })
}

/// What of a log was reviewed.
pub struct Reviewed {
    /// When its first line was written.
    pub first: Option<EpochMillis>,
    /// When the last review was signed.
    pub last: Option<EpochMillis>,
    /// From when until when, by their beginning.
    pub periods: Vec<(EpochMillis, EpochMillis)>,
}

/// A review as it is read back.
pub struct StoredReview {
    /// Its id.
    pub id: String,
    /// From when.
    pub from: EpochMillis,
    /// Until when.
    pub until: EpochMillis,
    /// The block on which it rests.
    pub block: i64,
    /// How many lines.
    pub lines: i64,
    /// The key with which the finding is sealed.
    pub key: String,
    /// What was found, sealed.
    pub finding: Vec<u8>,
    /// The name of who signed.
    pub name: String,
    /// When.
    pub at: EpochMillis,
}

/// The reviews of a party, the last first.
///
/// # Errors
/// What the store refuses.
pub async fn reviews(
    tx: &mut Tx,
    party: &PartyId,
    limit: i64,
) -> Result<Vec<StoredReview>, StoreError> {
    let read = |row: &Row| {
        Ok(StoredReview {
            id: row.text(0)?,
            from: row.int(1)?,
            until: row.int(2)?,
            block: row.int(3)?,
            lines: row.int(4)?,
            key: row.text(5)?,
            finding: row.bytes(6)?,
            name: row.text_opt(7)?.unwrap_or_default(),
            at: row.int(8)?,
        })
    };
    let rows = tx.all(REVIEWS, args![party.as_str(), limit]).await?;
    rows.iter().map(read).collect()
}
