//! Who of a party works on a case.

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, PartyId, UserId};
use crate::domain::policy::Reach;

use super::{StoreError, Tx, args};

/// The cases of a party that somebody may know of, as a condition: the names of the columns of case and party, and the
/// placeholders of the person and of [`code`].
macro_rules! within_reach {
    ($case:literal, $party:literal, $user:literal, $reach:literal) => {
        concat!(
            "(",
            $reach,
            " = 0 OR (",
            $reach,
            " = 1 AND EXISTS (SELECT o.id FROM parties o WHERE o.id = ",
            $party,
            " AND o.need_to_know = 0)) OR NOT EXISTS (SELECT a.id FROM case_members a JOIN users w ON w.id = a.user_id \
             AND w.active = 1 WHERE a.case_id = ",
            $case,
            " AND a.party_id = ",
            $party,
            " AND a.until_at IS NULL) OR EXISTS (SELECT b.id FROM case_members b WHERE b.case_id = ",
            $case,
            " AND b.party_id = ",
            $party,
            " AND b.user_id = ",
            $user,
            " AND b.until_at IS NULL))"
        )
    };
}
pub(super) use within_reach;

/// The number of a reach in [`within_reach`].
#[must_use]
pub(super) const fn code(reach: Reach) -> i64 {
    match reach {
        Reach::All => 0,
        Reach::AsChosen => 1,
        Reach::Own => 2,
    }
}

const INSERT: &str = "INSERT INTO case_members (id, case_id, party_id, user_id, by_user, from_at) \
                      VALUES ($1, $2, $3, $4, $5, $6)";

const OPEN: &str = "SELECT id, user_id FROM case_members WHERE case_id = $1 AND party_id = $2 AND until_at IS NULL \
                    ORDER BY id";

/// The dossier says whether nobody works on it, so that a list of those is along an index.
macro_rules! idle {
    () => {
        "UPDATE dossiers SET idle = CASE WHEN EXISTS (SELECT a.id FROM case_members a JOIN users w ON w.id = a.user_id AND w.active = 1 \
         WHERE a.case_id = dossiers.case_id AND a.party_id = dossiers.party_id AND a.until_at IS NULL) THEN 0 ELSE 1 END WHERE "
    };
}

const IDLE: &str = concat!(idle!(), "case_id = $1 AND party_id = $2");

const IDLE_OF: &str = concat!(
    idle!(),
    "(case_id, party_id) IN (SELECT m.case_id, m.party_id FROM case_members m JOIN users u ON u.id = m.user_id \
     AND u.party_id = m.party_id WHERE lower(u.email) = $1 AND m.until_at IS NULL)"
);

const END: &str = "UPDATE case_members SET until_at = $2 WHERE id = $1 AND until_at IS NULL";

/// Somebody starts to work on a case.
#[derive(Clone, Debug)]
pub struct NewMember<'a> {
    /// The id of the row.
    pub id: &'a str,
    /// Which case.
    pub case: &'a CaseId,
    /// For which party.
    pub party: &'a PartyId,
    /// Who.
    pub user: &'a UserId,
    /// Who said so.
    pub by: Option<&'a UserId>,
    /// Since when.
    pub at: EpochMillis,
}

/// Records that somebody works on a case.
///
/// # Errors
/// What the store refuses.
pub async fn add(tx: &mut Tx, member: &NewMember<'_>) -> Result<(), StoreError> {
    let args = args![
        member.id,
        member.case.as_str(),
        member.party.as_str(),
        member.user.as_str(),
        member.by.map(UserId::as_str),
        member.at
    ];
    tx.put(INSERT, args).await?;
    look(tx, member.case, member.party).await
}

async fn look(tx: &mut Tx, case: &CaseId, party: &PartyId) -> Result<(), StoreError> {
    let args = args![case.as_str(), party.as_str()];
    tx.execute(IDLE, args).await.map(drop)
}

/// Has the dossiers say anew whether nobody works on them, after the person with this address, in lower case, can or can't sign in any more.
///
/// # Errors
/// What the store refuses.
pub async fn look_again(tx: &mut Tx, email: &str) -> Result<(), StoreError> {
    tx.execute(IDLE_OF, args![email]).await.map(drop)
}

/// Who of a party works on a case: the id of each row, and who.
///
/// # Errors
/// What the store refuses.
pub async fn of_case(
    tx: &mut Tx,
    case: &CaseId,
    party: &PartyId,
) -> Result<Vec<(String, UserId)>, StoreError> {
    let rows = tx.all(OPEN, args![case.as_str(), party.as_str()]).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, UserId(row.text(1)?))))
        .collect()
}

const WORKING: &str = "SELECT m.user_id, w.name FROM case_members m JOIN users w ON w.id = m.user_id AND w.active = 1 \
                       WHERE m.case_id = $1 AND m.party_id = $2 AND m.until_at IS NULL ORDER BY w.name, m.id";

/// Who of a party works on a case and can sign in: who, and their names.
///
/// # Errors
/// What the store refuses.
pub async fn working(
    tx: &mut Tx,
    case: &CaseId,
    party: &PartyId,
) -> Result<Vec<(UserId, String)>, StoreError> {
    let rows = tx
        .all(WORKING, args![case.as_str(), party.as_str()])
        .await?;
    rows.iter()
        .map(|row| Ok((UserId(row.text(0)?), row.text(1)?)))
        .collect()
}

/// Records that somebody does not work on a case any more.
///
/// # Errors
/// What the store refuses.
pub async fn end(
    tx: &mut Tx,
    id: &str,
    (case, party): (&CaseId, &PartyId),
    at: EpochMillis,
) -> Result<(), StoreError> {
    tx.put(END, args![id, at]).await?;
    look(tx, case, party).await
}
