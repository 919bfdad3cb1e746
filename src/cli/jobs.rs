//! `tom jobs`: the work in the background that failed, of all parties, and "try again".

use clap::Subcommand;

use crate::action::jobs;
use crate::domain::amsterdam;

use super::Failed;
use super::serve::Configured;

/// What can be done about work that failed.
#[derive(Debug, Subcommand)]
pub enum Jobs {
    /// Tell what failed for good, with its code
    Failed,
    /// Have it tried again, from the first attempt on
    Retry {
        /// Which; all of it if left out
        id: Option<String>,
    },
}

/// Does what was asked about the work.
pub(super) async fn run(configured: &Configured, command: Jobs) -> Result<(), Failed> {
    let (_, app) = configured.wire().await?;
    let house = app.house;
    match command {
        Jobs::Failed => {
            for row in jobs::failed(&house).await.map_err(Failed::new)? {
                let kind = row.kind.map_or("?", jobs::OutboxKind::code);
                let (due, error) = (
                    amsterdam::instant_long(row.due_at),
                    row.error.unwrap_or_default(),
                );
                println!("{} {kind} {due} {error}", row.id);
            }
        }
        Jobs::Retry { id } => {
            let tried = jobs::retry_any(&house, id).await.map_err(Failed::new)?;
            println!("{tried} opnieuw in de rij gezet");
        }
    }
    house.store.close().await;
    Ok(())
}
