//! Data keys that no dossier uses: made ahead, or for a commit that never came.

use std::collections::{BTreeMap, HashSet};

use crate::domain::party::PartyId;
use crate::store::dossiers;

use super::error::ActionError;
use super::house::House;

/// How many data keys of each party no dossier uses; destroys them too if asked. `None`: another program uses the keys, and
/// may be about to use one of these.
///
/// Waits for the disk, on the thread of the caller: for a command, not for a server.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn sweep(
    house: &House,
    destroy: bool,
) -> Result<Option<BTreeMap<PartyId, usize>>, ActionError> {
    let Some(alone) = house.vault.alone()? else {
        return Ok(None);
    };
    let used = house
        .store
        .glance(|tx| Box::pin(async move { dossiers::keys(tx).await }))
        .await?;
    let used: HashSet<String> = used.into_iter().collect();
    let mut found = BTreeMap::new();
    for (party, key) in alone.unused(|key| used.contains(key.as_str()))? {
        if destroy {
            house.vault.destroy(&party, &key)?;
        }
        *found.entry(party).or_default() += 1;
    }
    Ok(Some(found))
}
