//! `tom serve`: pages and background work in one process. `tom worker`: background work alone. `tom migrate`: brings the
//! tables up to date, and stops.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use tokio_util::sync::CancellationToken;

use crate::action::erase;
use crate::app::{self, App, Wiring};
use crate::clock::Clock;
use crate::config::Config;
use crate::mail::Mailer;
use crate::random::Random;
use crate::store::Store;
use crate::vault::Vault;
use crate::web::state::Site;

use super::Failed;

/// Where the configuration is.
#[derive(Debug, Args)]
pub struct Configured {
    /// The configuration file; see tom.example.toml for every key
    #[arg(long, env = "TOM_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Configured {
    /// The configuration: the file with the environment over it.
    pub(super) fn load(&self) -> Result<Config, Failed> {
        Config::load(self.config.as_deref(), |name| std::env::var(name).ok()).map_err(Failed::new)
    }

    /// The keys alone.
    pub(super) fn vault(&self) -> Result<Vault, Failed> {
        Vault::open(&self.load()?.keys, Random::system()).map_err(Failed::new)
    }

    /// The database alone, with its tables up to date. Not one that was put back and is behind the destruction ledger.
    pub(super) async fn store(&self) -> Result<Store, Failed> {
        let url = self.load()?.database_url;
        let store = Store::open(&url).await.map_err(Failed::new)?;
        if erase::is_behind(&store).await.map_err(Failed::new)? {
            return Err(Failed::text(
                "Er is een reservekopie teruggezet, en wat daarna was vernietigd is nog niet opnieuw vernietigd. Doe eerst: tom erase status",
            ));
        }
        Ok(store)
    }

    /// The wired program.
    pub(super) async fn wire(&self) -> Result<(Config, App), Failed> {
        let config = self.load()?;
        let mailer = config
            .mail
            .as_ref()
            .map(Mailer::smtp)
            .transpose()
            .map_err(Failed::new)?;
        if mailer.is_none() {
            tracing::warn!("no mail server is configured: mail waits in the outbox");
        }
        let wiring = Wiring {
            database_url: config.database_url.clone(),
            keys: config.keys.clone(),
            clock: Clock::system(),
            public_url: config.public_url.clone(),
            site: Site {
                https: config.public_url.starts_with("https://"),
                behind_proxy: config.behind_proxy,
                demo: false,
                contact: config.contact.clone(),
                patience: Duration::from_secs(30),
            },
            mailer,
            providers: config.providers.clone(),
            clamd: config.clamd.clone(),
        };
        let app = App::wire(wiring).await.map_err(Failed::new)?;
        Ok((config, app))
    }
}

/// Serves until it is stopped.
pub(super) async fn serve(configured: &Configured) -> Result<(), Failed> {
    let (config, app) = configured.wire().await?;
    let listener = app::listen(config.listen).await.map_err(Failed::new)?;
    tracing::info!(listen = %config.listen, url = config.public_url, "serving");
    let stop = app::until_stopped();
    watched(&config, &app, &stop).await?;
    app.serve(listener, stop).await;
    Ok(())
}

/// Works on the outbox until it is stopped.
pub(super) async fn worker(configured: &Configured) -> Result<(), Failed> {
    let (config, app) = configured.wire().await?;
    let stop = app::until_stopped();
    watched(&config, &app, &stop).await?;
    app.work(stop).await;
    Ok(())
}

/// Lets the program be watched, where an address for that is configured.
async fn watched(config: &Config, app: &App, stop: &CancellationToken) -> Result<(), Failed> {
    if let Some(address) = config.monitor {
        let listener = app::listen(address).await.map_err(Failed::new)?;
        tracing::info!(listen = %address, "health and figures");
        app.watched(listener, stop.clone());
    }
    Ok(())
}

/// Brings the tables up to date.
pub(super) async fn migrate(configured: &Configured) -> Result<(), Failed> {
    configured.store().await?.close().await;
    println!("De tabellen zijn bijgewerkt.");
    Ok(())
}
