//! Sealing the access log in signed blocks, and finding out whether it is still what was sealed.

use serde::{Deserialize, Serialize};

use crate::domain::audit::{Block, Cut, Fault, Head, Line, Verifier, from_hex, hex};
use crate::domain::party::PartyId;
use crate::store::{Rule, Store, StoreError, expiring, log};
use crate::vault::{Vault, VaultError, is_signed};

use super::error::ActionError;
use super::house::House;
use super::setup;

/// How many lines stand in a block at most. While they are taken nobody else writes to SQLite: some milliseconds.
const MOST: u16 = 1000;

/// How many blocks are read at once.
const TOGETHER: i64 = 64;

/// A block and the lines that say that they belong to it: what an export holds, one on each line, as JSON.
#[derive(Debug, Serialize, Deserialize)]
pub struct Exported {
    /// Where the log begins, with the first block of one that was cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<Cut>,
    /// The block.
    pub block: Block,
    /// The lines.
    pub lines: Vec<Line>,
}

/// What was found in the log of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Whose log.
    pub party: PartyId,
    /// How many sealed lines were looked at.
    pub lines: usize,
    /// How many wait to be sealed.
    pub left: i64,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Seals what waits, of every party. Answers how many lines. A party whose log can't be sealed keeps no other waiting.
///
/// # Errors
/// What the store or the vault refuses, for one of the parties; [`ActionError::Log`] if the database doesn't hold what was sealed.
pub async fn seal(house: &House) -> Result<usize, ActionError> {
    let (mut sealed, mut failed) = (0, None);
    for party in setup::all_parties(house).await? {
        match seal_log(house, &party.id).await {
            Ok(lines) => sealed += lines,
            Err(why) => failed = Some(why),
        }
    }
    failed.map_or(Ok(sealed), Err)
}

async fn seal_log(house: &House, party: &PartyId) -> Result<usize, ActionError> {
    if !waits(&house.store, party).await? {
        return Ok(0);
    }
    // The first time this waits for the disk.
    let (vault, own) = (house.vault.clone(), party.clone());
    let kept = blocking(move || {
        vault.sign(&own, b"")?;
        vault.log_head(&own)
    });
    let kept = kept.await?.map(|bytes| head_of(&bytes)).transpose()?;
    let mut sealed = 0;
    loop {
        sealed += seal_block(house, party, kept.clone()).await?;
        if !waits(&house.store, party).await? {
            return Ok(sealed);
        }
    }
}

/// Seals what waits, as far as it goes in one block, if the log in the database holds the end that was kept.
async fn seal_block(
    house: &House,
    party: &PartyId,
    kept: Option<Head>,
) -> Result<usize, ActionError> {
    let (vault, own, at) = (house.vault.clone(), party.clone(), house.clock.now());
    let made = house.store.write(move |tx| {
        Box::pin(async move {
            tx.begin().await?;
            if let Some(kept) = kept
                && log::hash(tx, &own, kept.number).await? != Some(kept.hash)
            {
                return Err(ActionError::Log(own));
            }
            let head = log::head(tx, &own).await?;
            let number = head.as_ref().map_or(1, |head| head.number + 1);
            let lines = log::take(tx, &own, number, MOST.into()).await?;
            if lines.is_empty() {
                return Ok(None);
            }
            let mut block = Block::of(&own, at, &lines, head.as_ref());
            block.signature = hex(&vault.sign(&own, &block.message())?);
            let head = block.head();
            log::add(tx, &block, &head.hash).await?;
            Ok(Some((head, lines.len())))
        })
    });
    let (head, lines) = match made.await {
        Ok(Some(made)) => made,
        // Another process was first; it took the lines.
        Ok(None)
        | Err(ActionError::Store(StoreError::Conflict {
            rule: Rule::Unique, ..
        })) => return Ok(0),
        Err(why) => return Err(why),
    };
    keep(&house.vault, head).await?;
    Ok(lines)
}

/// Takes the log in the database for the right one, where it isn't the one that was sealed last: after a backup was put back.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn accept(store: &Store, vault: &Vault, party: &PartyId) -> Result<(), ActionError> {
    let own = party.clone();
    let head = store.glance(move |tx| Box::pin(async move { log::head(tx, &own).await }));
    match head.await? {
        Some(head) => keep(vault, head).await,
        None => {
            let (vault, own) = (vault.clone(), party.clone());
            blocking(move || vault.forget_log_head(&own)).await
        }
    }
}

/// Keeps the end of a log with the party's keys.
async fn keep(vault: &Vault, head: Head) -> Result<(), ActionError> {
    let vault = vault.clone();
    let bytes = serde_json::to_vec(&head).map_err(|_| StoreError::Corrupt)?;
    blocking(move || vault.keep_log_head(&head.party, &bytes)).await
}

pub(super) fn head_of(bytes: &[u8]) -> Result<Head, ActionError> {
    Ok(serde_json::from_slice(bytes).map_err(|_| StoreError::Corrupt)?)
}

/// Whether lines of this party wait to be sealed.
async fn waits(store: &Store, party: &PartyId) -> Result<bool, ActionError> {
    let own = party.clone();
    let waits = store.glance(move |tx| Box::pin(async move { log::waits(tx, &own).await }));
    Ok(waits.await?)
}

/// Work of the vault that waits for the disk, off the threads that answer requests.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, ActionError> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|_| VaultError::Stopped)??)
}

/// The signed end of each party's log: keep it elsewhere, and nobody can shorten the log without that it shows.
///
/// # Errors
/// What the store refuses.
pub async fn heads(store: &Store) -> Result<Vec<Head>, ActionError> {
    let mut heads = Vec::new();
    for party in all(store).await? {
        let head = store.glance(move |tx| Box::pin(async move { log::head(tx, &party).await }));
        heads.extend(head.await?);
    }
    Ok(heads)
}

/// Goes through the log of a party, and compares it with the ends that were kept, by others and with the party's keys.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn verify(
    store: &Store,
    vault: &Vault,
    party: &PartyId,
    kept: &[Head],
) -> Result<Verified, ActionError> {
    let mut kept = of(party, kept);
    if let Some(last) = vault.log_head(party)? {
        kept.push(head_of(&last)?);
    }
    walk(store, vault.public_key(party)?, party, (kept, i64::MAX)).await
}

/// The same until this block, before it is cut off.
///
/// # Errors
/// As [`verify`].
pub(super) async fn verify_until(
    house: &House,
    party: &PartyId,
    number: i64,
) -> Result<Verified, ActionError> {
    let key = house.vault.public_key(party)?;
    walk(&house.store, key, party, (Vec::new(), number)).await
}

async fn walk(
    store: &Store,
    key: Vec<u8>,
    party: &PartyId,
    (kept, until): (Vec<Head>, i64),
) -> Result<Verified, ActionError> {
    let own = party.clone();
    let found = store.read(move |tx| {
        Box::pin(async move {
            let signed = signed_with(key);
            let mut verifier = Verifier::new(&signed, &kept);
            let (mut lines, mut number, mut beside) = (0, 0, Vec::new());
            if let Some(cut) = expiring::cut(tx, &own).await? {
                verifier.after(&cut);
                number = cut.head.number;
            }
            let begins = number;
            loop {
                let mut blocks = log::after(tx, &own, number, TOGETHER).await?;
                blocks.retain(|block| block.number <= until);
                let Some(last) = blocks.last().map(|block| block.number) else {
                    break;
                };
                let mut by_block = log::lines(tx, &own, number, last).await?;
                let stored = log::hashes(tx, &own, number, TOGETHER).await?;
                for (block, hash) in blocks.iter().zip(stored) {
                    // The next block is made to follow what stands here.
                    if block.head().hash != hash {
                        beside.push(Fault::Broken(block.number));
                    }
                    let of_block = by_block.remove(&block.number).unwrap_or_default();
                    verifier.block(block, &of_block);
                    lines += of_block.len();
                }
                number = last;
            }
            let mut faults = verifier.end();
            beside.retain(|fault| !faults.contains(fault));
            faults.extend(beside);
            if until == i64::MAX {
                let beyond = log::beyond(tx, &own, number, begins).await?;
                faults.extend(beyond.into_iter().map(Fault::Added));
            }
            let before = log::before(tx, &own, begins).await?;
            faults.extend(before.into_iter().map(Fault::Broken));
            Ok::<_, ActionError>(Verified {
                left: log::left(tx, &own).await?,
                party: own,
                lines,
                faults,
            })
        })
    });
    found.await
}

/// The block of a party after this number, with its lines, for an export.
///
/// # Errors
/// What the store refuses.
pub async fn export(
    store: &Store,
    party: &PartyId,
    after: i64,
) -> Result<Option<Exported>, ActionError> {
    let party = party.clone();
    let read = store.read(move |tx| {
        Box::pin(async move {
            let Some(block) = log::after(tx, &party, after, 1).await?.pop() else {
                return Ok::<_, StoreError>(None);
            };
            let mut lines = log::lines(tx, &party, after, block.number).await?;
            let lines = lines.remove(&block.number).unwrap_or_default();
            let cut = expiring::cut(tx, &party).await?;
            let cut = cut.filter(|cut| cut.head.number == block.number - 1);
            Ok(Some(Exported { cut, block, lines }))
        })
    });
    Ok(read.await?)
}

/// Goes through an export, without a database and without keys but the party's public one.
#[must_use]
pub fn verify_export(
    party: &PartyId,
    blocks: impl Iterator<Item = Exported>,
    public_key: Vec<u8>,
    kept: &[Head],
) -> Verified {
    let signed = signed_with(public_key);
    let mut verifier = Verifier::new(&signed, &of(party, kept));
    let mut lines = 0;
    for (nth, exported) in blocks.enumerate() {
        if let Some(cut) = exported.cut.filter(|_| nth == 0) {
            verifier.after(&cut);
        }
        lines += exported.lines.len();
        verifier.block(&exported.block, &exported.lines);
    }
    Verified {
        party: party.clone(),
        lines,
        left: 0,
        faults: verifier.end(),
    }
}

/// Every party that is known, or that a line or a block of the log names.
///
/// # Errors
/// What the store refuses.
pub async fn all(store: &Store) -> Result<Vec<PartyId>, ActionError> {
    let found = store.glance(|tx| Box::pin(async move { log::parties(tx).await }));
    Ok(found.await?)
}

fn of(party: &PartyId, kept: &[Head]) -> Vec<Head> {
    let own = kept.iter().filter(|head| head.party == *party);
    own.cloned().collect()
}

fn signed_with(public_key: Vec<u8>) -> impl Fn(&[u8], &str) -> bool + Send + Sync {
    move |message, signature| {
        from_hex(signature).is_some_and(|signature| is_signed(&public_key, message, &signature))
    }
}
