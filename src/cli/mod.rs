//! The command line: one file per subcommand.

pub mod workflow;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// TOM: exemptions under article 5 onder a Leerplichtwet 1969, from application to re-assessment.
#[derive(Debug, Parser)]
#[command(name = "tom", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check and draw workflow files
    #[command(subcommand)]
    Workflow(workflow::Workflow),
}

/// Parses the command line and does what it asks.
#[must_use]
pub fn run() -> ExitCode {
    let mut out = std::io::stdout().lock();
    match Cli::parse().command {
        Command::Workflow(command) => workflow::run(&command, &mut out),
    }
}
