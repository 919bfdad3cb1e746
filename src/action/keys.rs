//! Keys as an administrator keeps them: data keys that no dossier uses, and a search key that was lost.

use std::collections::{BTreeMap, HashSet};

use crate::domain::name_index::{self, PIECES};
use crate::domain::party::PartyId;
use crate::store::{Store, StoreError, dossiers, names, participants};
use crate::vault::{KeyId, Slot, Vault, What};

use super::error::ActionError;

/// How many data keys of each party no dossier uses; destroys them too if asked. `None`: another program uses the keys, and
/// may be about to use one of these.
///
/// Waits for the disk, on the thread of the caller: for a command, not for a server.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn sweep(
    store: &Store,
    vault: &Vault,
    destroy: bool,
) -> Result<Option<BTreeMap<PartyId, usize>>, ActionError> {
    let Some(alone) = vault.alone()? else {
        return Ok(None);
    };
    let used = store
        .read(|tx| {
            Box::pin(async move {
                let mut used = dossiers::keys(tx).await?;
                used.extend(participants::keys(tx).await?);
                Ok::<_, StoreError>(used)
            })
        })
        .await?;
    let used: HashSet<String> = used.into_iter().collect();
    let mut found = BTreeMap::new();
    for (party, key) in alone.unused(|key| used.contains(key.as_str()))? {
        if destroy {
            vault.destroy(&party, &key)?;
        }
        *found.entry(party).or_default() += 1;
    }
    Ok(Some(found))
}

/// What became of the index of names.
pub struct Reindexed {
    /// So many dossiers are found by their name again.
    pub found: usize,
    /// So many are not: their name can't be opened.
    pub closed: usize,
}

/// Makes the index of a party's names anew, under another search key. `None`: another program uses the keys, and would go on with the
/// old one.
///
/// Waits for the disk, on the thread of the caller: for a command, not for a server.
///
/// # Errors
/// What the store or the vault refuses; the index is then as it was, and can't be searched until this is done again.
pub async fn reindex(
    store: &Store,
    vault: &Vault,
    party: &PartyId,
) -> Result<Option<Reindexed>, ActionError> {
    let Some(_alone) = vault.alone()? else {
        return Ok(None);
    };
    vault.new_search_key(party)?;
    let (vault, party) = (vault.clone(), party.clone());
    let done = store.write(move |tx| {
        Box::pin(async move {
            let mut done = Reindexed {
                found: 0,
                closed: 0,
            };
            for row in names::named(tx, &party).await? {
                names::forget(tx, &row.id).await?;
                let key = KeyId::from(row.key.as_str());
                let slot = Slot {
                    party: &party,
                    case: &row.case,
                    dossier: &row.id,
                    key: &key,
                    what: What::Label,
                };
                let Ok(name) = vault.open_sealed(&slot, &row.label) else {
                    done.closed += 1;
                    continue;
                };
                let pieces = name_index::pieces(&String::from_utf8_lossy(&name));
                names::add(tx, &row.id, &vault.index(&party, &pieces, PIECES)?).await?;
                done.found += 1;
            }
            Ok::<_, ActionError>(done)
        })
    });
    done.await.map(Some)
}
