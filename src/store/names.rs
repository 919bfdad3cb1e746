//! The index of names: keyed tokens, which say nothing to the store.

use std::collections::BTreeSet;

use crate::clock::EpochMillis;
use crate::domain::name_index::LOOKED_UP;
use crate::domain::party::{CaseId, DossierId, PartyId, UserId};
use crate::domain::policy::Reach;

use super::dossiers::{self, ListRow, here, listed};
use super::{StoreError, Tx, Value, args, members};

/// The token goes first: it tells one row from another.
const INSERT: &str = "INSERT INTO name_tokens (token, dossier_id) VALUES ($1, $2)";

const DELETE: &str = "DELETE FROM name_tokens WHERE dossier_id = $1";

/// A name that may not be used is not found by it. The newest first, in the order of the index: as many as are asked for are read, and no more.
const FIND: &str = concat!(
    "SELECT ",
    listed!(),
    " FROM name_tokens n JOIN dossiers d ON d.id = n.dossier_id JOIN cases c ON c.id = d.case_id \
     WHERE n.token = $2 AND d.party_id = $1 AND d.restricted = 0 AND ",
    here!("$7", "$8"),
    " AND EXISTS (SELECT 1 FROM name_tokens o WHERE o.token = $3 AND o.dossier_id = n.dossier_id) \
     AND EXISTS (SELECT 1 FROM name_tokens o WHERE o.token = $4 AND o.dossier_id = n.dossier_id) \
     AND EXISTS (SELECT 1 FROM name_tokens o WHERE o.token = $5 AND o.dossier_id = n.dossier_id) \
     ORDER BY n.dossier_id DESC LIMIT $6"
);

/// As many tokens as [`shared`] asks for at once.
const AT_ONCE: usize = 10;

const SHARED: &str = "SELECT token FROM name_tokens WHERE token IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
                      GROUP BY token HAVING COUNT(*) > 1";

/// A party's dossiers with this token, and when somebody last called about it.
const NAMESAKES: &str = concat!(
    "SELECT ",
    listed!(),
    ", (SELECT MAX(e.at) FROM events e WHERE e.case_id = d.case_id AND e.audience = d.party_id AND e.kind = 'tell_apart') \
     FROM name_tokens n JOIN dossiers d ON d.id = n.dossier_id JOIN cases c ON c.id = d.case_id \
     WHERE n.token = $1 AND d.party_id = $2 AND d.restricted = 0 AND \
     d.party_id IN (c.swv_id, c.ggd_id, c.municipality_id, c.local_team_id) ORDER BY d.id DESC LIMIT 100"
);

const NAMED: &str = "SELECT id, case_id, key_id, label FROM dossiers WHERE party_id = $1 AND label IS NOT NULL ORDER BY id";

/// Lets a dossier be found by these tokens.
///
/// # Errors
/// What the store refuses.
pub async fn add(
    tx: &mut Tx,
    dossier: &DossierId,
    tokens: &[impl AsRef<[u8]>],
) -> Result<(), StoreError> {
    for token in tokens {
        tx.put(INSERT, args![token.as_ref(), dossier.as_str()])
            .await?;
    }
    Ok(())
}

/// Lets a dossier be found by no name any more.
///
/// # Errors
/// What the store refuses.
pub async fn forget(tx: &mut Tx, dossier: &DossierId) -> Result<(), StoreError> {
    tx.execute(DELETE, args![dossier.as_str()]).await.map(drop)
}

/// A party's dossiers, as far as somebody may know of them, that have every one of these tokens, the newest first; nothing for no
/// token, and of more than [`LOOKED_UP`] the first ones.
///
/// # Errors
/// What the store refuses.
pub async fn find(
    tx: &mut Tx,
    party: &PartyId,
    (user, reach): (&UserId, Reach),
    tokens: &[impl AsRef<[u8]>],
    most: i64,
) -> Result<Vec<ListRow>, StoreError> {
    let Some(first) = tokens.first() else {
        return Ok(Vec::new());
    };
    let token = |at: usize| tokens.get(at).unwrap_or(first).as_ref();
    const { assert!(LOOKED_UP == 4) };
    let args = args![
        party.as_str(),
        token(0),
        token(1),
        token(2),
        token(3),
        most,
        user.as_str(),
        members::code(reach)
    ];
    let rows = tx.all(FIND, args).await?;
    rows.iter().map(dossiers::row).collect()
}

/// Which of these tokens more than one dossier has.
///
/// # Errors
/// What the store refuses.
pub async fn shared(
    tx: &mut Tx,
    tokens: &[impl AsRef<[u8]>],
) -> Result<BTreeSet<Vec<u8>>, StoreError> {
    let mut shared = BTreeSet::new();
    for some in tokens.chunks(AT_ONCE) {
        let token = |at: usize| some.get(at).or(some.first()).map(|t| t.as_ref().to_vec());
        let args: Vec<Value> = (0..AT_ONCE).filter_map(token).map(Value::from).collect();
        for row in tx.all(SHARED, &args).await? {
            shared.insert(row.bytes(0)?);
        }
    }
    Ok(shared)
}

/// The newest dossiers of a party with this token of a whole name, each with when somebody last called to tell it from another. That
/// there is one is told to who may not know of it too; nothing else of it may be.
///
/// # Errors
/// What the store refuses.
pub async fn namesakes(
    tx: &mut Tx,
    party: &PartyId,
    token: &[u8],
) -> Result<Vec<(ListRow, Option<EpochMillis>)>, StoreError> {
    let args = args![token, party.as_str()];
    let rows = tx.all(NAMESAKES, args).await?;
    rows.iter()
        .map(|row| Ok((dossiers::row(row)?, row.int_opt(12)?)))
        .collect()
}

/// A dossier with a name.
#[derive(Clone, Debug)]
pub struct Named {
    /// The dossier.
    pub id: DossierId,
    /// The case.
    pub case: CaseId,
    /// The data key.
    pub key: String,
    /// The name, sealed.
    pub label: Vec<u8>,
}

/// Every dossier of a party that has a name.
///
/// # Errors
/// What the store refuses.
pub async fn named(tx: &mut Tx, party: &PartyId) -> Result<Vec<Named>, StoreError> {
    let rows = tx.all(NAMED, args![party.as_str()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Named {
                id: DossierId(row.text(0)?),
                case: CaseId(row.text(1)?),
                key: row.text(2)?,
                label: row.bytes(3)?,
            })
        })
        .collect()
}
