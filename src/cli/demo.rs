//! `tom demo`: the whole path on made-up cases, on this machine only.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use secrecy::SecretString;

use crate::app::{self, App, Wiring};
use crate::clock::Clock;
use crate::demo;
use crate::domain::contact::Email;
use crate::mail::{MailConfig, Mailer, Postbox, Security};
use crate::web::state::Site;

use super::Failed;
use super::serve::Configured;

/// How the demo is played.
#[derive(Debug, Args)]
pub struct Demo {
    /// The folder for the data and the keys; left out, a temporary one
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Begin with the parties and the people only, without cases
    #[arg(long)]
    empty: bool,
    /// Use this PostgreSQL database in place of a file
    #[arg(long, env = "DATABASE_URL", value_name = "URL")]
    database_url: Option<String>,
    /// Send mail to this SMTP server on this machine, in place of only showing it
    #[arg(long, value_name = "HOST:PORT")]
    smtp: Option<SocketAddr>,
    /// Let parties of the demo sign in at the identity providers of this configuration file; nothing else of it is used
    #[arg(long, value_name = "FILE")]
    providers: Option<PathBuf>,
}

/// Plays until it is stopped.
pub(super) async fn run(demo: Demo) -> Result<(), Failed> {
    if !demo.listen.ip().is_loopback() {
        return Err(Failed::text(
            "De proefomgeving luistert alleen op deze computer: kies een adres als 127.0.0.1:8080.",
        ));
    }
    let providers = match demo.providers {
        None => Vec::new(),
        config => Configured { config }.load()?.providers,
    };
    let random = crate::random::Random::system();
    let folder = demo
        .data
        .unwrap_or_else(|| std::env::temp_dir().join(format!("tom-demo-{}", random.opaque_id())));
    let listener = app::listen(demo.listen).await.map_err(Failed::new)?;
    let at = listener.local_addr().map_err(Failed::new)?;
    // The same place, by a name: a browser makes passkeys for a name only.
    let url = if at.ip() == Ipv4Addr::LOCALHOST {
        format!("http://localhost:{}", at.port())
    } else {
        format!("http://{at}")
    };
    let mailer = match demo.smtp {
        None => Mailer::Record(Postbox::default()),
        Some(server) => Mailer::smtp(&MailConfig {
            host: server.ip().to_string(),
            port: server.port(),
            security: Security::None,
            user: None,
            password: None::<SecretString>,
            from: Email::parse("tom@tom.example").map_err(Failed::new)?,
            from_name: "TOM".into(),
            own_authority: None,
        })
        .map_err(Failed::new)?,
    };
    let wiring = Wiring {
        database_url: demo
            .database_url
            .unwrap_or_else(|| format!("sqlite:{}/tom.db", folder.display())),
        keys: folder.join("keys"),
        clock: Clock::running_from(demo::MORNING),
        public_url: url.clone(),
        site: Site {
            https: false,
            behind_proxy: false,
            demo: true,
            contact: Some(Email::parse("beheer@tom.example").map_err(Failed::new)?),
            patience: Duration::from_secs(60),
        },
        mailer: Some(mailer),
        providers,
        clamd: None,
    };
    let app = App::wire(wiring).await.map_err(Failed::new)?;
    let people = demo::people(&app).await.map_err(Failed::new)?;
    if !demo.empty {
        demo::cases(&app).await.map_err(Failed::new)?;
    }
    println!("TOM, proefomgeving. Alle mensen en zaken zijn verzonnen.\n");
    println!("Open:        {url}");
    println!("Gegevens in: {}", folder.display());
    println!("Wachtwoord:  {} (voor iedereen)", demo::PASSWORD);
    println!("Tweede stap: de code staat op de pagina die erom vraagt\n");
    for person in people {
        println!("  {:<34} {}, {}", person.email, person.what, person.party);
    }
    println!("\nPost en klok: {url}/proef");
    println!("Stoppen met Ctrl-C.");
    app.serve(listener, app::until_stopped()).await;
    Ok(())
}
