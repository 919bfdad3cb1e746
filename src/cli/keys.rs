//! `tom keys`: the keys of the parties. See `docs/operations.md` before you use it.

use clap::Subcommand;

use crate::action::keys;
use crate::domain::party::PartyId;

use super::Failed;
use super::serve::Configured;

/// What can be done with keys.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// List the parties that have keys
    List,
    /// Replace the key of a party, or of every party: wraps every data key anew. TOM goes on meanwhile
    Rotate {
        /// Id of the party; all of them if left out
        #[arg(long)]
        party: Option<String>,
    },
    /// Make the index of a party's names anew, under another search key: after that key was lost. Stop TOM first
    Reindex {
        /// Id of the party
        #[arg(long)]
        party: String,
    },
    /// Count the data keys that no dossier uses. Stop TOM first
    Sweep {
        /// Destroy them. With an old or a wrong database this destroys dossiers
        #[arg(long)]
        destroy: bool,
    },
}

/// Does what was asked with keys.
pub(super) async fn run(configured: &Configured, command: Keys) -> Result<(), Failed> {
    match command {
        Keys::List => {
            for party in configured.vault()?.parties().map_err(Failed::new)? {
                println!("{}", party.as_str());
            }
        }
        Keys::Rotate { party } => {
            let vault = configured.vault()?;
            let parties = match party {
                Some(party) => vec![PartyId(party)],
                None => vault.parties().map_err(Failed::new)?,
            };
            for party in parties {
                let wrapped = vault.rotate(&party).map_err(Failed::new)?;
                println!(
                    "{}\t{wrapped} gegevenssleutels opnieuw verpakt",
                    party.as_str()
                );
            }
        }
        Keys::Reindex { party } => {
            let vault = configured.vault()?;
            let store = configured.store().await?;
            let done = keys::reindex(&store, &vault, &PartyId(party)).await;
            store.close().await;
            let done = done.map_err(Failed::new)?.ok_or_else(in_use)?;
            println!("{} dossiers zijn weer te vinden op naam", done.found);
            if done.closed > 0 {
                println!(
                    "{} dossiers niet: de naam kan niet worden geopend",
                    done.closed
                );
            }
        }
        Keys::Sweep { destroy } => {
            let vault = configured.vault()?;
            let store = configured.store().await?;
            let swept = keys::sweep(&store, &vault, destroy).await;
            store.close().await;
            let found = swept.map_err(Failed::new)?.ok_or_else(in_use)?;
            let done = if destroy {
                "vernietigd"
            } else {
                "ongebruikt; --destroy vernietigt ze"
            };
            for (party, count) in found {
                println!("{}\t{count} gegevenssleutels {done}", party.as_str());
            }
        }
    }
    Ok(())
}

fn in_use() -> Failed {
    Failed::text("Een ander programma gebruikt de sleutels. Stop TOM eerst.")
}
