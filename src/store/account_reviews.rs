//! Signed reviews of the accounts of a party.

use crate::clock::EpochMillis;
use crate::domain::account_review::{AccountReview, Scope};
use crate::domain::party::{PartyId, UserId};

use super::{Row, StoreError, Tx, args};

const INSERT: &str = "INSERT INTO account_reviews (id, party_id, scope, by_user, at, accounts, mark) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

const OF_PARTY: &str = "SELECT id, party_id, scope, by_user, at, accounts, mark FROM account_reviews \
                        WHERE party_id = $1 ORDER BY at DESC, id DESC LIMIT $2";

/// A review of all accounts is one of those with special rights too.
const LAST: &str = "SELECT MAX(CASE WHEN scope = 'all' THEN at END), MAX(at), \
                    (SELECT MIN(u.created_at) FROM users u WHERE u.party_id = $1 AND u.role NOT IN ('parent', 'young_person')) \
                    FROM account_reviews WHERE party_id = $1";

/// Stores a review with the signature of the party, as hexadecimal digits.
///
/// # Errors
/// What the store refuses.
pub async fn add(tx: &mut Tx, review: &AccountReview, mark: &str) -> Result<(), StoreError> {
    let args = args![
        &review.id,
        review.party.as_str(),
        review.scope.code(),
        review.by.as_str(),
        review.at,
        &review.accounts,
        mark
    ];
    tx.put(INSERT, args).await
}

/// The reviews of a party with their signatures, the last first.
///
/// # Errors
/// What the store refuses.
pub async fn of_party(
    tx: &mut Tx,
    party: &PartyId,
    most: i64,
) -> Result<Vec<(AccountReview, String)>, StoreError> {
    let read = |row: &Row| {
        let review = AccountReview {
            id: row.text(0)?,
            party: PartyId(row.text(1)?),
            scope: Scope::from_code(&row.text(2)?).ok_or(StoreError::Corrupt)?,
            by: UserId(row.text(3)?),
            at: row.int(4)?,
            accounts: row.text(5)?,
        };
        Ok((review, row.text(6)?))
    };
    let rows = tx.all(OF_PARTY, args![party.as_str(), most]).await?;
    rows.iter().map(read).collect()
}

/// When the accounts of a party were last reviewed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Last {
    /// All of them.
    pub all: Option<EpochMillis>,
    /// Those with special rights.
    pub special: Option<EpochMillis>,
    /// Since when the party has accounts; `None` for a party without people.
    pub began: Option<EpochMillis>,
}

/// When the accounts of a party were last reviewed.
///
/// # Errors
/// What the store refuses.
pub async fn last(tx: &mut Tx, party: &PartyId) -> Result<Last, StoreError> {
    let row = tx.optional(LAST, args![party.as_str()]).await?;
    row.map_or(Ok(Last::default()), |row| {
        Ok(Last {
            all: row.int_opt(0)?,
            special: row.int_opt(1)?,
            began: row.int_opt(2)?,
        })
    })
}
