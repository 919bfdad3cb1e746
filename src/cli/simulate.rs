//! `tom simulate`: many made-up procedures over years, on a clock that goes from one thing to the next.

use std::time::Duration;

use clap::Args;

use crate::action::setup;
use crate::app::{App, Wiring};
use crate::clock::Clock;
use crate::demo;
use crate::demo::simulation::{self, Wanted};
use crate::mail::{Mailer, Postbox};
use crate::random::Random;
use crate::web::state::Site;

use super::Failed;

/// What is played.
#[derive(Debug, Args)]
pub struct Simulate {
    /// How many families apply for the first time
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    cases: u32,
    /// Over how many years
    #[arg(long, value_name = "Y", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=60))]
    years: u16,
    /// Which course: the same number plays the same
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Use this empty PostgreSQL database in place of a file that is thrown away
    #[arg(long, env = "DATABASE_URL", value_name = "URL")]
    database_url: Option<String>,
}

/// Plays, and prints the report.
pub(super) async fn run(simulate: Simulate) -> Result<(), Failed> {
    let folder =
        std::env::temp_dir().join(format!("tom-simulatie-{}", Random::system().opaque_id()));
    let played = play(&simulate, &folder).await;
    // What was played has no use any more.
    drop(std::fs::remove_dir_all(&folder));
    print!("{}", played?);
    Ok(())
}

async fn play(simulate: &Simulate, folder: &std::path::Path) -> Result<simulation::Report, Failed> {
    let file = format!("sqlite:{}/tom.db", folder.display());
    let wiring = Wiring {
        database_url: simulate.database_url.clone().unwrap_or(file),
        keys: folder.join("keys"),
        clock: Clock::standing_at(demo::MORNING),
        public_url: "http://localhost".into(),
        site: Site {
            demo: true,
            patience: Duration::from_secs(60),
            ..Site::default()
        },
        mailer: Some(Mailer::Record(Postbox::default())),
        providers: Vec::new(),
        clamd: None,
    };
    let app = App::wire(wiring).await.map_err(Failed::new)?;
    if !setup::all_parties(&app.house)
        .await
        .map_err(Failed::new)?
        .is_empty()
    {
        return Err(Failed::text(
            "In deze database staat al iets. Naspelen kan alleen in een lege database.",
        ));
    }
    demo::people(&app).await.map_err(Failed::new)?;
    let wanted = Wanted {
        cases: simulate.cases,
        years: simulate.years,
        seed: simulate.seed,
    };
    let report = simulation::run(&app, wanted, |line| eprintln!("{line}")).await;
    app.house.store.close().await;
    report.map_err(Failed::new)
}
