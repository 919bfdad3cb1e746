//! What the access log holds of what was refused.

use tom::store::{Store, StoreError, args};

/// A line of a refusal, without its number and its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub party: String,
    pub case: Option<String>,
    pub user: Option<String>,
    pub role: String,
    pub purpose: String,
    pub kinds: String,
    pub asked: String,
    pub outcome: String,
}

const REFUSALS: &str = "SELECT party_id, case_id, user_id, role, purpose, kinds, asked, outcome FROM access_log \
                        WHERE outcome NOT IN ('opened', 'given', 'received', 'erased') ORDER BY id";

/// Every line of a refusal, the oldest first.
pub async fn refusals(store: &Store) -> Vec<Line> {
    let found = store.read(|tx| {
        Box::pin(async move {
            let rows = tx.all(REFUSALS, args![]).await?;
            let lines = rows.iter().map(|row| {
                Ok(Line {
                    party: row.text(0)?,
                    case: row.text_opt(1)?,
                    user: row.text_opt(2)?,
                    role: row.text(3)?,
                    purpose: row.text(4)?,
                    kinds: row.text(5)?,
                    asked: row.text(6)?,
                    outcome: row.text(7)?,
                })
            });
            lines.collect::<Result<Vec<_>, StoreError>>()
        })
    });
    found.await.unwrap()
}
