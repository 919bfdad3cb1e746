//! Who takes over whose cases for a while.

use crate::clock::EpochMillis;
use crate::domain::party::{PartyId, UserId};

use super::{Row, StoreError, Tx, args};

const INSERT: &str = "INSERT INTO substitutions (id, party_id, absent_user, substitute_user, from_at, until_at, by_user, at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const COMING: &str = "SELECT s.id, s.absent_user, a.name, s.substitute_user, b.name, s.from_at, s.until_at FROM substitutions s \
                      JOIN users a ON a.id = s.absent_user JOIN users b ON b.id = s.substitute_user \
                      WHERE s.party_id = $1 AND s.until_at > $2 ORDER BY s.from_at, s.id";

/// Who can't sign in any more has nobody who takes over.
const STANDS_IN: &str = "SELECT s.id, s.absent_user, a.name, s.substitute_user, '', s.from_at, s.until_at FROM substitutions s \
                         JOIN users a ON a.id = s.absent_user AND a.active = 1 \
                         WHERE s.party_id = $1 AND s.substitute_user = $2 AND s.from_at <= $3 AND s.until_at > $3 ORDER BY a.name, s.id";

const TAKES_OVER: &str = "SELECT substitute_user FROM substitutions \
                          WHERE party_id = $1 AND absent_user = $2 AND from_at <= $3 AND until_at > $3 ORDER BY id";

const END: &str =
    "UPDATE substitutions SET until_at = $3 WHERE id = $1 AND party_id = $2 AND until_at > $3";

/// Somebody takes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// Its id.
    pub id: String,
    /// Who is away: who, and the name.
    pub absent: (UserId, String),
    /// Who takes over; the name is empty for who asks.
    pub substitute: (UserId, String),
    /// From when.
    pub from: EpochMillis,
    /// The first instant after it.
    pub until: EpochMillis,
}

fn read(row: &Row) -> Result<Substitution, StoreError> {
    Ok(Substitution {
        id: row.text(0)?,
        absent: (UserId(row.text(1)?), row.text(2)?),
        substitute: (UserId(row.text(3)?), row.text(4)?),
        from: row.int(5)?,
        until: row.int(6)?,
    })
}

/// Records that somebody takes over; `by` says so, at that instant.
///
/// # Errors
/// What the store refuses.
pub async fn add(
    tx: &mut Tx,
    party: &PartyId,
    new: &Substitution,
    (by, at): (&UserId, EpochMillis),
) -> Result<(), StoreError> {
    let args = args![
        &new.id,
        party.as_str(),
        new.absent.0.as_str(),
        new.substitute.0.as_str(),
        new.from,
        new.until,
        by.as_str(),
        at
    ];
    tx.execute(INSERT, args).await.map(drop)
}

/// The substitutions of a party that are not over.
///
/// # Errors
/// What the store refuses.
pub async fn coming(
    tx: &mut Tx,
    party: &PartyId,
    now: EpochMillis,
) -> Result<Vec<Substitution>, StoreError> {
    let rows = tx.all(COMING, args![party.as_str(), now]).await?;
    rows.iter().map(read).collect()
}

/// Whose cases somebody has taken over now.
///
/// # Errors
/// What the store refuses.
pub async fn of_substitute(
    tx: &mut Tx,
    party: &PartyId,
    user: &UserId,
    now: EpochMillis,
) -> Result<Vec<Substitution>, StoreError> {
    let args = args![party.as_str(), user.as_str(), now];
    let rows = tx.all(STANDS_IN, args).await?;
    rows.iter().map(read).collect()
}

/// Who has taken over somebody's cases now.
///
/// # Errors
/// What the store refuses.
pub async fn taken_over_by(
    tx: &mut Tx,
    party: &PartyId,
    absent: &UserId,
    now: EpochMillis,
) -> Result<Vec<UserId>, StoreError> {
    let args = args![party.as_str(), absent.as_str(), now];
    let rows = tx.all(TAKES_OVER, args).await?;
    rows.iter().map(|row| Ok(UserId(row.text(0)?))).collect()
}

/// Ends one of a party now. `false`: there is none such, or it is over.
///
/// # Errors
/// What the store refuses.
pub async fn end(
    tx: &mut Tx,
    party: &PartyId,
    id: &str,
    now: EpochMillis,
) -> Result<bool, StoreError> {
    let args = args![id, party.as_str(), now];
    Ok(tx.execute(END, args).await? == 1)
}
