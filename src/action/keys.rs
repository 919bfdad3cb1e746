//! Data keys that no dossier uses: made ahead, or for a commit that never came.

use std::collections::{BTreeMap, HashSet};

use crate::domain::party::PartyId;
use crate::store::{Store, StoreError, dossiers, participants};
use crate::vault::Vault;

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
