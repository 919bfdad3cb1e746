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
        Keys::Sweep { destroy } => {
            let vault = configured.vault()?;
            let store = configured.store().await?;
            let swept = keys::sweep(&store, &vault, destroy).await;
            store.close().await;
            let found = swept.map_err(Failed::new)?.ok_or_else(|| {
                Failed::text("Een ander programma gebruikt de sleutels. Stop TOM eerst.")
            })?;
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
