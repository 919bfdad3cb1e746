//! The command line: one file per subcommand.

pub mod audit;
pub mod backup;
pub mod demo;
pub mod erase;
pub mod jobs;
pub mod keys;
pub mod people;
pub mod privacy;
pub mod serve;
pub mod simulate;
pub mod workflow;

use std::fmt;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use serve::Configured;

/// TOM: exemptions under article 5 onder a Leerplichtwet 1969, from application to re-assessment.
#[derive(Debug, Parser)]
#[command(name = "tom", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages, and work on what the outbox holds
    Serve(Configured),
    /// Work on what the outbox holds, without pages
    Worker(Configured),
    /// Make the database or bring its tables up to date
    Migrate(Configured),
    /// Try everything on made-up cases, on this machine only
    Demo(demo::Demo),
    /// Play many made-up procedures over years on a fresh database, and tell what was sent, late and erased
    Simulate(simulate::Simulate),
    /// The parties that take part
    Party {
        #[command(flatten)]
        configured: Configured,
        #[command(subcommand)]
        command: people::Party,
    },
    /// The employees who may sign in
    User {
        #[command(flatten)]
        configured: Configured,
        #[command(subcommand)]
        command: people::User,
    },
    /// The register of processing activities, and which data flow where
    #[command(subcommand)]
    Privacy(privacy::Privacy),
    /// The keys that the dossiers are sealed with
    Keys {
        #[command(flatten)]
        configured: Configured,
        #[command(subcommand)]
        command: keys::Keys,
    },
    /// The access log: is it still what it was?
    Audit {
        #[command(flatten)]
        configured: Configured,
        #[command(subcommand)]
        command: audit::Audit,
    },
    /// Erasing what may not be kept any longer: is it going on?
    Erase {
        #[command(flatten)]
        configured: Configured,
        #[command(subcommand)]
        command: erase::Erase,
    },
    /// The work in the background that failed, and "try again"
    Jobs {
        #[command(flatten)]
        configured: Configured,
        #[command(subcommand)]
        command: jobs::Jobs,
    },
    /// Make a sealed backup of the database, while TOM goes on
    Backup(backup::Backup),
    /// Put a backup in an empty database; what was erased since is erased again. Stop TOM first
    Restore(backup::Restore),
    /// Check and draw workflow files
    #[command(subcommand)]
    Workflow(workflow::Workflow),
}

/// Why a command could not be done, as the person at the terminal reads it.
pub struct Failed(String);

impl Failed {
    /// Out of an error.
    fn new(error: impl fmt::Display) -> Self {
        Self(error.to_string())
    }

    fn text(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Parses the command line and does what it asks.
#[must_use]
pub fn run() -> ExitCode {
    let command = Cli::parse().command;
    if let Command::Workflow(command) = command {
        return workflow::run(&command, &mut std::io::stdout().lock());
    }
    let filter =
        EnvFilter::try_from_env("TOM_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    // What it says of an answer that it can't read holds bytes of that answer.
    let filter = match "webauthn_rs_core=off".parse() {
        Ok(quiet) => filter.add_directive(quiet),
        Err(_) => filter,
    };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return told(&Failed::new(error)),
    };
    match runtime.block_on(does(command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => told(&failed),
    }
}

async fn does(command: Command) -> Result<(), Failed> {
    match command {
        Command::Serve(configured) => serve::serve(&configured).await,
        Command::Worker(configured) => serve::worker(&configured).await,
        Command::Migrate(configured) => serve::migrate(&configured).await,
        Command::Demo(demo) => demo::run(demo).await,
        Command::Simulate(simulate) => simulate::run(simulate).await,
        Command::Party {
            configured,
            command,
        } => people::party(&configured, command).await,
        Command::User {
            configured,
            command,
        } => people::user(&configured, command).await,
        Command::Privacy(command) => privacy::run(command).await,
        Command::Keys {
            configured,
            command,
        } => keys::run(&configured, command).await,
        Command::Jobs {
            configured,
            command,
        } => jobs::run(&configured, command).await,
        Command::Audit {
            configured,
            command,
        } => audit::run(&configured, command).await,
        Command::Erase {
            configured,
            command,
        } => erase::run(&configured, command).await,
        Command::Backup(of) => backup::backup(&of).await,
        Command::Restore(of) => backup::restore(&of).await,
        // Done before anything was started.
        Command::Workflow(_) => Ok(()),
    }
}

fn told(failed: &Failed) -> ExitCode {
    eprintln!("tom: {}", failed.0);
    ExitCode::FAILURE
}
