//! Sealing the access log in signed blocks, and finding out whether it is still what was sealed.

use serde::{Deserialize, Serialize};

use crate::domain::audit::{Block, Fault, Head, Line, Verifier, from_hex, hex};
use crate::domain::party::PartyId;
use crate::store::{Rule, Store, StoreError, log, parties};
use crate::vault::{Vault, is_signed};

use super::error::ActionError;
use super::house::House;

/// How many lines stand in a block at most. While they are taken nobody else writes to SQLite: some milliseconds.
const MOST: u16 = 1000;

/// A block and the lines that say that they belong to it: what an export holds, one on each line, as JSON.
#[derive(Debug, Serialize, Deserialize)]
pub struct Exported {
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

/// Seals what waits, of every party. Answers how many lines.
///
/// # Errors
/// What the store or the vault refuses.
pub async fn seal(house: &House) -> Result<usize, ActionError> {
    let mut sealed = 0;
    for party in all(&house.store).await? {
        loop {
            let lines = seal_block(house, &party).await?;
            sealed += lines;
            if lines < usize::from(MOST) {
                break;
            }
        }
    }
    Ok(sealed)
}

async fn seal_block(house: &House, party: &PartyId) -> Result<usize, ActionError> {
    let (own, asked) = (party.clone(), party.clone());
    let waits = house.store.glance(move |tx| {
        let party = asked;
        Box::pin(async move { log::waits(tx, &party).await })
    });
    if !waits.await? {
        return Ok(0);
    }
    let (vault, at) = (house.vault.clone(), house.clock.now());
    let made = house.store.write(move |tx| {
        Box::pin(async move {
            tx.begin().await?;
            let head = log::head(tx, &own).await?;
            let number = head.as_ref().map_or(1, |head| head.number + 1);
            let lines = log::take(tx, &own, number, MOST.into()).await?;
            let mut block = Block::of(&own, at, &lines, head.as_ref());
            block.signature = hex(&vault.sign(&own, &block.message())?);
            log::add(tx, &block).await?;
            Ok::<_, ActionError>(lines.len())
        })
    });
    match made.await {
        // Another process was first; it took the lines.
        Err(ActionError::Store(StoreError::Conflict {
            rule: Rule::Unique, ..
        })) => Ok(0),
        made => made,
    }
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

/// Goes through the log of a party, and hands each block to `each` after it was checked.
///
/// # Errors
/// What the store or the vault refuses; what `each` answers.
pub async fn verify(
    store: &Store,
    vault: &Vault,
    party: &PartyId,
    kept: &[Head],
) -> Result<Verified, ActionError> {
    let key = vault.public_key(party)?;
    let (own, kept) = (party.clone(), of(party, kept));
    let found = store.read(move |tx| {
        Box::pin(async move {
            let signed = signed_with(key);
            let mut verifier = Verifier::new(&signed, &kept);
            let (mut lines, mut number) = (0, 0);
            while let Some(block) = log::after(tx, &own, number).await? {
                let of_block = log::lines(tx, &own, block.number).await?;
                verifier.block(&block, &of_block);
                (lines, number) = (lines + of_block.len(), block.number);
            }
            let mut faults = verifier.end();
            let beyond = log::beyond(tx, &own, number).await?;
            faults.extend(beyond.into_iter().map(Fault::Added));
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
            let Some(block) = log::after(tx, &party, after).await? else {
                return Ok::<_, StoreError>(None);
            };
            let lines = log::lines(tx, &party, block.number).await?;
            Ok(Some(Exported { block, lines }))
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
    for exported in blocks {
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

/// Every party.
async fn all(store: &Store) -> Result<Vec<PartyId>, StoreError> {
    let found = store.glance(|tx| Box::pin(async move { parties::list(tx, None).await }));
    Ok(found.await?.into_iter().map(|party| party.id).collect())
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
