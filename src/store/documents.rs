//! Letters and papers, sealed, as they were sent.

use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, DossierId, PartyId};

use super::{StoreError, Tx, args};

const INSERT: &str = "INSERT INTO documents (id, case_id, party_id, dossier_id, kind, sealed, created_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

const LIST: &str = "SELECT id, kind, created_at FROM documents WHERE case_id = $1 AND party_id = $2 \
                    ORDER BY created_at, id";

const SENT: &str = "SELECT d.id, d.kind, d.created_at, d.party_id, p.name FROM documents d JOIN parties p ON p.id = d.party_id \
                    WHERE d.case_id = $1 AND d.kind LIKE '%:' || $2 ORDER BY d.created_at DESC, d.id DESC";

const LOAD: &str = "SELECT d.kind, d.sealed, s.id, s.key_id, s.restricted FROM documents d JOIN dossiers s ON s.id = d.dossier_id \
                    WHERE d.id = $1 AND d.case_id = $2 AND d.party_id = $3";

const SEALED: &str = "SELECT id, sealed FROM documents WHERE dossier_id = $1";

const RESEAL: &str = "UPDATE documents SET sealed = $2 WHERE id = $1";

const DELETE: &str = "DELETE FROM documents WHERE id = $1";

/// A document to store.
#[derive(Clone, Debug)]
pub struct NewDocument<'a> {
    /// Its id.
    pub id: &'a str,
    /// Of which case.
    pub case: &'a CaseId,
    /// Whose.
    pub party: &'a PartyId,
    /// In which dossier, with whose key it is sealed.
    pub dossier: &'a DossierId,
    /// What it is: code of the letter, and which of the family it is for.
    pub kind: &'a str,
    /// The bytes, sealed.
    pub sealed: Vec<u8>,
}

/// Stores a document.
///
/// # Errors
/// What the store refuses.
pub async fn add(
    tx: &mut Tx,
    document: &NewDocument<'_>,
    now: EpochMillis,
) -> Result<(), StoreError> {
    let args = args![
        document.id,
        document.case.as_str(),
        document.party.as_str(),
        document.dossier.as_str(),
        document.kind,
        &document.sealed,
        now
    ];
    tx.execute(INSERT, args).await?;
    Ok(())
}

/// A document in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: String,
    /// When it was made.
    pub at: EpochMillis,
}

/// A party's documents of a case.
///
/// # Errors
/// What the store refuses.
pub async fn list(tx: &mut Tx, case: &CaseId, party: &PartyId) -> Result<Vec<Listed>, StoreError> {
    let rows = tx.all(LIST, args![case.as_str(), party.as_str()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Listed {
                id: row.text(0)?,
                kind: row.text(1)?,
                at: row.int(2)?,
            })
        })
        .collect()
}

/// A letter to one of the family.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its id.
    pub id: String,
    /// What it is: code of the letter, and to whom.
    pub kind: String,
    /// When it was made.
    pub at: EpochMillis,
    /// Whose it is.
    pub party: PartyId,
    /// The name of that party.
    pub from: String,
}

/// The letters of a case to one of the family (by the code), the newest first.
///
/// # Errors
/// What the store refuses.
pub async fn sent_to(tx: &mut Tx, case: &CaseId, person: &str) -> Result<Vec<Sent>, StoreError> {
    let rows = tx.all(SENT, args![case.as_str(), person]).await?;
    rows.iter()
        .map(|row| {
            Ok(Sent {
                id: row.text(0)?,
                kind: row.text(1)?,
                at: row.int(2)?,
                party: PartyId(row.text(3)?),
                from: row.text(4)?,
            })
        })
        .collect()
}

/// A document with what opens it.
#[derive(Clone, Debug)]
pub struct StoredDocument {
    /// What it is.
    pub kind: String,
    /// The bytes, sealed.
    pub sealed: Vec<u8>,
    /// In which dossier.
    pub dossier: DossierId,
    /// The data key of that dossier.
    pub key: String,
    /// Whether that dossier may not be used.
    pub restricted: bool,
}

/// Loads a document of a party's own dossier.
///
/// # Errors
/// What the store refuses.
pub async fn load(
    tx: &mut Tx,
    id: &str,
    case: &CaseId,
    party: &PartyId,
) -> Result<Option<StoredDocument>, StoreError> {
    let row = tx
        .optional(LOAD, args![id, case.as_str(), party.as_str()])
        .await?;
    row.map(|row| {
        Ok(StoredDocument {
            kind: row.text(0)?,
            sealed: row.bytes(1)?,
            dossier: DossierId(row.text(2)?),
            key: row.text(3)?,
            restricted: row.int(4)? > 0,
        })
    })
    .transpose()
}

/// The documents of a dossier: their ids, and what is sealed in them.
///
/// # Errors
/// What the store refuses.
pub async fn sealed(
    tx: &mut Tx,
    dossier: &DossierId,
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    tx.sealed(SEALED, dossier).await
}

/// Stores a document sealed anew.
///
/// # Errors
/// What the store refuses.
pub async fn reseal(tx: &mut Tx, id: &str, sealed: Vec<u8>) -> Result<(), StoreError> {
    tx.execute(RESEAL, args![id, sealed]).await.map(drop)
}

/// Deletes a document that may not be kept.
///
/// # Errors
/// What the store refuses.
pub async fn delete(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    tx.execute(DELETE, args![id]).await.map(drop)
}
