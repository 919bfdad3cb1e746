//! `tom erase`: how far erasing is, and the confirmation that the clock is right.

use clap::Subcommand;

use crate::action::erase;
use crate::domain::{amsterdam, dates};

use super::Failed;
use super::serve::Configured;

/// What can be done about erasing.
#[derive(Debug, Subcommand)]
pub enum Erase {
    /// Tell when was last looked for what is due, and whether erasing stands still
    Status,
    /// Confirm that the clock is right after it jumped more than 24 hours: erasing goes on
    Confirm,
}

/// Does what was asked about erasing.
pub(super) async fn run(configured: &Configured, command: Erase) -> Result<(), Failed> {
    let (_, app) = configured.wire().await?;
    let house = app.house;
    if matches!(command, Erase::Confirm) {
        erase::confirm(&house).await.map_err(Failed::new)?;
    }
    let status = erase::status(&house).await.map_err(Failed::new)?;
    house.store.close().await;
    let day = |at| dates::long(amsterdam::civil_date(at));
    match status.seen {
        Some(at) => println!("Laatst gekeken op {}", day(at)),
        None => println!("Nog nooit gekeken"),
    }
    println!("{} dossiers zijn aan de beurt", status.due);
    if let Some(at) = status.stopped {
        println!(
            "Het vernietigen staat stil sinds {}: de klok versprong meer dan 24 uur. Klopt de klok? Dan: tom erase confirm",
            day(at)
        );
    }
    Ok(())
}
