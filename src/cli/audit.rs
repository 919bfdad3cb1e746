//! `tom audit`: whether the access log is still what it was. See `docs/operations.md`.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::action::audit::{self, Exported, Verified};
use crate::domain::audit::{Fault, Head, from_hex, hex};
use crate::domain::party::PartyId;
use crate::store::Store;
use crate::vault::Vault;

use super::Failed;
use super::serve::Configured;

/// What can be done with the access log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Go through the log of every party, and report each line that was changed, taken out or added
    Verify {
        /// Ends of the log that were kept elsewhere, as `tom audit heads` wrote them
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
        /// An export to go through instead, without a database
        #[arg(long, value_name = "FILE", requires = "key")]
        export: Option<PathBuf>,
        /// The party's public key, as `tom audit key` wrote it
        #[arg(long, value_name = "HEX", requires = "export")]
        key: Option<String>,
    },
    /// Write the signed end of each party's log, to keep elsewhere
    Heads,
    /// Write the log of a party, block by block
    Export {
        /// Id of the party
        party: String,
    },
    /// Take the log in the database for the right one, after a backup was put back
    Accept {
        /// Id of the party
        party: String,
    },
    /// Write the public key of a party, to give to who verifies
    Key {
        /// Id of the party
        party: String,
    },
}

/// Does what was asked with the log.
pub(super) async fn run(configured: &Configured, command: Audit) -> Result<(), Failed> {
    if let Audit::Verify {
        heads,
        export: Some(export),
        key: Some(key),
    } = &command
    {
        return told(&[offline(export, key, &kept(heads.as_deref())?)?]);
    }
    let (vault, store) = (configured.vault()?, configured.store().await?);
    let done = with(&store, &vault, command).await;
    store.close().await;
    done
}

async fn with(store: &Store, vault: &Vault, command: Audit) -> Result<(), Failed> {
    match command {
        Audit::Verify { heads, .. } => {
            let kept = kept(heads.as_deref())?;
            let mut found = Vec::new();
            let mut parties = audit::all(store).await.map_err(Failed::new)?;
            parties.extend(kept.iter().map(|head| head.party.clone()));
            parties.extend(vault.parties().map_err(Failed::new)?);
            parties.sort_unstable();
            parties.dedup();
            let mut failed = Ok(());
            for party in parties {
                match audit::verify(store, vault, &party, &kept).await {
                    Ok(verified) => found.push(verified),
                    Err(why) => {
                        println!("{}: {why}", party.as_str());
                        failed = Err(Failed::text("Niet elk logboek kon worden nagekeken."));
                    }
                }
            }
            told(&found).and(failed)
        }
        Audit::Heads => {
            for head in audit::heads(store).await.map_err(Failed::new)? {
                println!("{}", serde_json::to_string(&head).map_err(Failed::new)?);
            }
            Ok(())
        }
        Audit::Export { party } => {
            let (party, mut after) = (PartyId(party), 0);
            while let Some(exported) = audit::export(store, &party, after)
                .await
                .map_err(Failed::new)?
            {
                after = exported.block.number;
                println!("{}", serde_json::to_string(&exported).map_err(Failed::new)?);
            }
            Ok(())
        }
        Audit::Accept { party } => audit::accept(store, vault, &PartyId(party))
            .await
            .map_err(Failed::new),
        Audit::Key { party } => {
            let key = vault.public_key(&PartyId(party)).map_err(Failed::new)?;
            println!("{}", hex(&key));
            Ok(())
        }
    }
}

fn offline(export: &Path, key: &str, kept: &[Head]) -> Result<Verified, Failed> {
    let key = from_hex(key).ok_or_else(|| Failed::text("--key is hexadecimal digits"))?;
    let blocks: Vec<Exported> = read(export)?;
    let party = blocks.first().map(|first| first.block.party.clone());
    let party = party.ok_or_else(|| Failed::text("the export is empty"))?;
    Ok(audit::verify_export(&party, blocks.into_iter(), key, kept))
}

fn kept(heads: Option<&Path>) -> Result<Vec<Head>, Failed> {
    heads.map_or_else(|| Ok(Vec::new()), read)
}

/// A file with a JSON value on each line.
fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failed> {
    let failed = |why: String| Failed::new(format!("{}: {why}", path.display()));
    let file = File::open(path).map_err(|error| failed(error.to_string()))?;
    let mut values = Vec::new();
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|error| failed(error.to_string()))?;
        values.push(serde_json::from_str(&line).map_err(|error| failed(error.to_string()))?);
    }
    Ok(values)
}

/// Says what was found; fails if anything is wrong.
fn told(found: &[Verified]) -> Result<(), Failed> {
    for party in found {
        let (id, lines, left) = (party.party.as_str(), party.lines, party.left);
        println!(
            "{id}: {lines} regels nagekeken, {left} nog niet verzegeld, {} fouten",
            party.faults.len()
        );
        for fault in &party.faults {
            println!("{id}: {}", said(fault));
        }
    }
    if found.iter().all(|party| party.faults.is_empty()) {
        Ok(())
    } else {
        Err(Failed::text("Het inzagelogboek is niet meer wat het was."))
    }
}

fn said(fault: &Fault) -> String {
    match fault {
        Fault::Altered(line) => format!("regel {line} is veranderd"),
        Fault::Missing(line) => format!("regel {line} is weg"),
        Fault::Added(line) => format!("regel {line} is later toegevoegd"),
        Fault::Broken(block) => format!("blok {block} is niet wat de partij tekende"),
        Fault::Gap(from, to) => format!("blok {from} tot en met {to} is weg"),
        Fault::Unsigned(block) => {
            format!("blok {block}, dat elders is bewaard, is niet met deze sleutel getekend")
        }
        Fault::Forged(block) => {
            format!("de partij tekende niet dat het logboek tot en met blok {block} is opgeruimd")
        }
        Fault::Cut(block) => {
            format!("blok {block}, dat elders is bewaard, is weg of een ander")
        }
    }
}
