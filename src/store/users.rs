//! The people who sign in.

use super::{StoreError, Tx, args};
use crate::clock::EpochMillis;
use crate::domain::party::{PartyId, Role, UserId};

/// What signing in needs of a person.
pub struct Credentials {
    /// Who.
    pub id: UserId,
    /// For which party.
    pub party: PartyId,
    /// The Argon2id hash of the password, in PHC form.
    pub password_hash: String,
    /// Whether the person may sign in.
    pub active: bool,
    /// The role.
    pub role: Role,
}

const BY_EMAIL: &str =
    "SELECT id, password_hash, active, party_id, role FROM users WHERE lower(email) = $1";

/// The person with this e-mail address, given in lower case.
///
/// # Errors
/// When the store can't be read.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Credentials>, StoreError> {
    let Some(row) = tx.optional(BY_EMAIL, args![email]).await? else {
        return Ok(None);
    };
    Ok(Some(Credentials {
        id: UserId(row.text(0)?),
        password_hash: row.text(1)?,
        active: row.int(2)? == 1,
        party: PartyId(row.text(3)?),
        role: Role::from_code(&row.text(4)?).ok_or(StoreError::Corrupt)?,
    }))
}

const BY_ID: &str = "SELECT email, password_hash FROM users WHERE id = $1 AND active = 1";

/// The e-mail address of somebody who may sign in, and the hash of the password.
///
/// # Errors
/// When the store can't be read.
pub async fn by_id(tx: &mut Tx, user: &UserId) -> Result<Option<(String, String)>, StoreError> {
    tx.optional(BY_ID, args![user.as_str()])
        .await?
        .map(|row| Ok((row.text(0)?, row.text(1)?)))
        .transpose()
}

const BY_IDENTITY: &str =
    "SELECT id, party_id, role, identity FROM users WHERE identity = $1 AND active = 1";
const OF_EMAIL: &str =
    "SELECT id, party_id, role, identity FROM users WHERE lower(email) = $1 AND active = 1";
const OF_ID: &str = "SELECT id, party_id, role, identity FROM users WHERE id = $1 AND active = 1";
const SET_IDENTITY: &str = "UPDATE users SET identity = $2 WHERE id = $1";

/// Who may sign in, as a provider is asked about.
pub struct Account {
    /// Who.
    pub id: UserId,
    /// For which party.
    pub party: PartyId,
    /// As what.
    pub role: Role,
    /// The hash of who this is to the provider of the party, once that said so.
    pub identity: Option<Vec<u8>>,
}

/// By what an account is found.
pub enum By<'a> {
    /// The hash of party, issuer and subject.
    Identity(&'a [u8; 32]),
    /// The e-mail address, in lower case.
    Email(&'a str),
    /// The id.
    Id(&'a UserId),
}

/// The account of somebody who may sign in.
///
/// # Errors
/// When the store can't be read.
pub async fn account(tx: &mut Tx, by: By<'_>) -> Result<Option<Account>, StoreError> {
    let row = match by {
        By::Identity(identity) => tx.optional(BY_IDENTITY, args![identity]).await?,
        By::Email(email) => tx.optional(OF_EMAIL, args![email]).await?,
        By::Id(user) => tx.optional(OF_ID, args![user.as_str()]).await?,
    };
    row.map(|row| {
        Ok(Account {
            id: UserId(row.text(0)?),
            party: PartyId(row.text(1)?),
            role: Role::from_code(&row.text(2)?).ok_or(StoreError::Corrupt)?,
            identity: row.bytes_opt(3)?,
        })
    })
    .transpose()
}

/// Keeps who somebody is to the provider of the party, or forgets it.
///
/// # Errors
/// A conflict if somebody else is; when the store can't be written.
pub async fn set_identity(
    tx: &mut Tx,
    user: &UserId,
    identity: Option<&[u8; 32]>,
) -> Result<(), StoreError> {
    let identity = identity.map(|hash| hash.to_vec());
    let args = args![user.as_str(), identity];
    tx.execute(SET_IDENTITY, args).await.map(drop)
}

const NAME: &str = "SELECT name FROM users WHERE id = $1";

/// The name of an employee.
///
/// # Errors
/// When the store can't be read.
pub async fn name(tx: &mut Tx, user: &UserId) -> Result<Option<String>, StoreError> {
    tx.optional(NAME, args![user.as_str()])
        .await?
        .map(|row| row.text(0))
        .transpose()
}

const WITH_ROLES: &str = "SELECT id, name FROM users WHERE party_id = $1 AND role IN ($2, $3) AND active = 1 \
                          ORDER BY name, id";

/// The employees of a party in one of these roles who may sign in: who, and their names.
///
/// # Errors
/// When the store can't be read.
pub async fn with_roles(
    tx: &mut Tx,
    party: &PartyId,
    roles: [Role; 2],
) -> Result<Vec<(UserId, String)>, StoreError> {
    let [one, other] = roles.map(Role::code);
    let rows = tx
        .all(WITH_ROLES, args![party.as_str(), one, other])
        .await?;
    rows.iter()
        .map(|row| Ok((UserId(row.text(0)?), row.text(1)?)))
        .collect()
}

const OF_PARTY: &str = "SELECT id, email, name, role, active, created_at, signed_in_at FROM users WHERE party_id = $1 AND role NOT IN ('parent', 'young_person') ORDER BY name, id";

/// An employee of a party.
pub struct Person {
    /// Who.
    pub id: UserId,
    /// With which address to sign in.
    pub email: String,
    /// The name.
    pub name: String,
    /// The role, as a code.
    pub role: String,
    /// Whether this person may sign in.
    pub active: bool,
    /// Since when there is an account.
    pub since: EpochMillis,
    /// When this person last signed in, if ever.
    pub signed_in: Option<EpochMillis>,
}

/// The employees of a party, by name.
///
/// # Errors
/// When the store can't be read.
pub async fn of_party(tx: &mut Tx, party: &PartyId) -> Result<Vec<Person>, StoreError> {
    let rows = tx.all(OF_PARTY, args![party.as_str()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Person {
                id: UserId(row.text(0)?),
                email: row.text(1)?,
                name: row.text(2)?,
                role: row.text(3)?,
                active: row.int(4)? == 1,
                since: row.int(5)?,
                signed_in: row.int_opt(6)?,
            })
        })
        .collect()
}

/// An employee to be added.
pub struct NewUser {
    /// Who.
    pub id: UserId,
    /// For which party.
    pub party: PartyId,
    /// With which address to sign in.
    pub email: String,
    /// The person's name, as letters are signed with it.
    pub name: String,
    /// As what.
    pub role: Role,
    /// The Argon2id hash of the password, in PHC form.
    pub password_hash: String,
}

const INSERT: &str = "INSERT INTO users (id, party_id, email, name, role, password_hash, active, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7)";

/// Adds an employee.
///
/// # Errors
/// A conflict if the e-mail address or the id is taken, or the party doesn't exist.
pub async fn insert(tx: &mut Tx, user: &NewUser, now: EpochMillis) -> Result<(), StoreError> {
    let args = args![
        user.id.as_str(),
        user.party.as_str(),
        &user.email,
        &user.name,
        user.role.code(),
        &user.password_hash,
        now
    ];
    tx.execute(INSERT, args).await.map(drop)
}

const SET_ACTIVE: &str = "UPDATE users SET active = $2, ended_at = $3 WHERE lower(email) = $1";
const SET_PASSWORD: &str = "UPDATE users SET password_hash = $2 WHERE lower(email) = $1";

/// Lets the person with this e-mail address, given in lower case, sign in or not. `false`: there is nobody with it.
///
/// # Errors
/// When the store can't be written.
pub async fn set_active(
    tx: &mut Tx,
    email: &str,
    active: bool,
    now: EpochMillis,
) -> Result<bool, StoreError> {
    let ended = (!active).then_some(now);
    let args = args![email, i64::from(active), ended];
    Ok(tx.execute(SET_ACTIVE, args).await? == 1)
}

/// Gives that person another password, as [`NewUser::password_hash`]. `false`: there is nobody with this address.
///
/// # Errors
/// When the store can't be written.
pub async fn set_password(tx: &mut Tx, email: &str, hash: &str) -> Result<bool, StoreError> {
    Ok(tx.execute(SET_PASSWORD, args![email, hash]).await? == 1)
}

const LIST: &str = "SELECT users.email, users.name, users.role, parties.name, users.active FROM users \
    JOIN parties ON parties.id = users.party_id WHERE users.role NOT IN ('parent', 'young_person') ORDER BY parties.name, users.name";

/// Every employee: e-mail address, name, role, party, and whether the person may sign in.
///
/// # Errors
/// When the store can't be read.
pub async fn list(tx: &mut Tx) -> Result<Vec<(String, String, String, String, bool)>, StoreError> {
    let rows = tx.all(LIST, args![]).await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.text(0)?,
                row.text(1)?,
                row.text(2)?,
                row.text(3)?,
                row.int(4)? == 1,
            ))
        })
        .collect()
}

const WANTS_DAILY: &str = "SELECT daily FROM users WHERE id = $1 AND active = 1";
const SET_DAILY: &str = "UPDATE users SET daily = $2 WHERE id = $1";

/// Whether somebody gets reminders once a day; `None` for who can't sign in.
///
/// # Errors
/// When the store can't be read.
pub async fn wants_daily(tx: &mut Tx, user: &UserId) -> Result<Option<bool>, StoreError> {
    let row = tx.optional(WANTS_DAILY, args![user.as_str()]).await?;
    row.map(|row| Ok(row.int(0)? == 1)).transpose()
}

/// Lets somebody get reminders once a day, or each at once.
///
/// # Errors
/// When the store can't be written.
pub async fn set_daily(tx: &mut Tx, user: &UserId, daily: bool) -> Result<(), StoreError> {
    let args = args![user.as_str(), i64::from(daily)];
    tx.execute(SET_DAILY, args).await.map(drop)
}
