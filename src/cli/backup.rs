//! `tom backup` and `tom restore`: the database in one sealed file, and back.

use std::path::PathBuf;

use clap::Args;

use crate::action::backup;
use crate::random::Random;
use crate::store::Store;
use crate::vault::BackupKey;

use super::Failed;
use super::serve::Configured;

/// A backup that is to be made.
#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    configured: Configured,
    /// The new file; it is never written over another
    file: PathBuf,
    /// The file with the key of backups. Keep it where the backups are not
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Make the key first, in a new file
    #[arg(long)]
    make_key: bool,
}

/// A backup that is to be put back.
#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    configured: Configured,
    /// The backup
    file: PathBuf,
    /// The file with the key that it was made with
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

/// Makes a backup while TOM goes on.
pub(super) async fn backup(of: &Backup) -> Result<(), Failed> {
    let random = Random::system();
    let key = if of.make_key {
        BackupKey::make(&of.key, &random)
    } else {
        BackupKey::read(&of.key)
    };
    let key = key.map_err(Failed::new)?;
    let (vault, store) = (of.configured.vault()?, of.configured.store().await?);
    let made = backup::make((&store, &vault), &random, &of.file, &key).await;
    store.close().await;
    let rows = made.map_err(Failed::new)?;
    println!(
        "De reservekopie is gemaakt ({rows} rijen). De sleutels van de partijen zitten er niet in: bewaar die apart."
    );
    Ok(())
}

/// Puts a backup in an empty database, and erases again what was erased since it was made.
pub(super) async fn restore(of: &Restore) -> Result<(), Failed> {
    let key = BackupKey::read(&of.key).map_err(Failed::new)?;
    let vault = of.configured.vault()?;
    let rows = {
        let alone = vault.alone().map_err(Failed::new)?;
        let _alone = alone.ok_or_else(|| {
            Failed::text("Stop TOM eerst: een ander programma gebruikt de sleutels.")
        })?;
        let url = of.configured.load()?.database_url;
        let store = Store::open(&url).await.map_err(Failed::new)?;
        let restored = backup::restore((&store, &vault), &of.file, &key).await;
        store.close().await;
        restored.map_err(Failed::new)?
    };
    let (_, app) = of.configured.wire().await?;
    app.house.store.close().await;
    println!("De reservekopie is teruggezet ({rows} rijen).");
    println!(
        "{} dossiers die daarna waren vernietigd, zijn opnieuw vernietigd.",
        app.erased
    );
    println!("Kijk nu met 'tom audit verify', en dan per partij: tom audit accept PARTIJ");
    Ok(())
}
