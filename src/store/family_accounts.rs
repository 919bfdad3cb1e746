//! The accounts of parents and young people: which of the people who sign in is who of the family, in which case.

use crate::clock::EpochMillis;
use crate::domain::family::Person;
use crate::domain::party::{CaseId, DossierId, UserId};

use super::{StoreError, Tx, args};

const OF_USER: &str = "SELECT case_id, person FROM family_accounts WHERE user_id = $1";
const OF_PERSON: &str = "SELECT users.id, users.email FROM family_accounts JOIN users ON users.id = family_accounts.user_id \
                         WHERE family_accounts.case_id = $1 AND family_accounts.person = $2";
const ACTIVE: &str = "SELECT a.user_id FROM family_accounts a WHERE a.case_id = $1 AND a.person = $2 \
                      AND (EXISTS (SELECT f.user_id FROM factors f WHERE f.user_id = a.user_id) \
                      OR EXISTS (SELECT p.user_id FROM passkeys p WHERE p.user_id = a.user_id))";
const INSERT: &str = "INSERT INTO family_accounts (user_id, case_id, dossier_id, person, created_at) VALUES ($1, $2, $3, $4, $5)";
const END_ONE: &str = "DELETE FROM family_accounts WHERE case_id = $1 AND person = $2";
const LEAD: &str = "UPDATE family_accounts SET dossier_id = $2 WHERE case_id = $1";
const END: &str = "DELETE FROM family_accounts WHERE case_id = $1";
const ORPHANS: &str = "SELECT u.id FROM users u WHERE u.role IN ('parent', 'young_person') \
                       AND NOT EXISTS (SELECT a.user_id FROM family_accounts a WHERE a.user_id = u.id) ORDER BY u.id LIMIT $1";
/// What an account has, and then the account.
const FORGET: [&str; 8] = [
    "DELETE FROM sessions WHERE user_id = $1",
    "DELETE FROM half_sessions WHERE user_id = $1",
    "DELETE FROM recovery_codes WHERE user_id = $1",
    "DELETE FROM factors WHERE user_id = $1",
    "DELETE FROM passkey_questions WHERE user_id = $1",
    "DELETE FROM passkeys WHERE user_id = $1",
    "DELETE FROM invitations WHERE user_id = $1",
    "DELETE FROM users WHERE id = $1",
];

/// Who of the family has this account, in which case.
///
/// # Errors
/// When the store can't be read.
pub async fn of_user(tx: &mut Tx, user: &UserId) -> Result<Option<(CaseId, Person)>, StoreError> {
    let row = tx.optional(OF_USER, args![user.as_str()]).await?;
    row.map(|row| {
        let person = Person::from_code(&row.text(1)?).ok_or(StoreError::Corrupt)?;
        Ok((CaseId(row.text(0)?), person))
    })
    .transpose()
}

/// The account of somebody of the family, and the name with which it signs in; also one without a second factor.
///
/// # Errors
/// When the store can't be read.
pub async fn of_person(
    tx: &mut Tx,
    case: &CaseId,
    person: Person,
) -> Result<Option<(UserId, String)>, StoreError> {
    let row = tx
        .optional(OF_PERSON, args![case.as_str(), person.code()])
        .await?;
    row.map(|row| Ok((UserId(row.text(0)?), row.text(1)?)))
        .transpose()
}

/// Whether somebody of the family has an account with a second factor: then no link opens the page any more.
///
/// # Errors
/// When the store can't be read.
pub async fn is_active(tx: &mut Tx, case: &CaseId, person: Person) -> Result<bool, StoreError> {
    let args = args![case.as_str(), person.code()];
    Ok(tx.optional(ACTIVE, args).await?.is_some())
}

/// Says for whom an account is.
///
/// # Errors
/// A conflict if this person has one; when the store can't be written.
pub async fn insert(
    tx: &mut Tx,
    user: &UserId,
    (case, dossier, person): (&CaseId, &DossierId, Person),
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![
        user.as_str(),
        case.as_str(),
        dossier.as_str(),
        person.code(),
        now
    ];
    tx.execute(INSERT, args).await.map(drop)
}

/// No account reads this case any more.
///
/// # Errors
/// When the store can't be written.
pub async fn end_of(tx: &mut Tx, case: &CaseId) -> Result<(), StoreError> {
    tx.execute(END, args![case.as_str()]).await.map(drop)
}

/// Ends the account of one of the family in a case, if there is one.
///
/// # Errors
/// What the store refuses.
pub async fn end_of_person(tx: &mut Tx, case: &CaseId, person: Person) -> Result<(), StoreError> {
    let args = args![case.as_str(), person.code()];
    tx.execute(END_ONE, args).await.map(drop)
}

/// Erases the accounts that read nothing any more, so many at most. Answers whether there were any.
///
/// # Errors
/// When the store can't be written.
pub async fn forget_orphans(tx: &mut Tx, most: i64) -> Result<bool, StoreError> {
    let rows = tx.all(ORPHANS, args![most]).await?;
    for row in &rows {
        let user = row.text(0)?;
        for sql in FORGET {
            tx.execute(sql, args![&user]).await?;
        }
    }
    Ok(!rows.is_empty())
}

/// From now on the accounts in a case read this dossier, and go with it.
///
/// # Errors
/// What the store refuses.
pub async fn lead_to(tx: &mut Tx, case: &CaseId, dossier: &DossierId) -> Result<(), StoreError> {
    let args = args![case.as_str(), dossier.as_str()];
    tx.execute(LEAD, args).await.map(drop)
}
