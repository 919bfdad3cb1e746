//! `tom privacy`: the registers that a controller must keep (art. 30 AVG), made of what the program runs on.

use clap::{Args, Subcommand, ValueEnum};

use crate::action::register::{Register, data_flow};
use crate::action::setup;
use crate::workflow;

use super::Failed;
use super::serve::Configured;

/// What can be written.
#[derive(Debug, Subcommand)]
pub enum Privacy {
    /// Write the register of processing activities of each party, in Dutch
    Register(Wanted),
    /// Write which kinds of data flow where (docs/data-flow.md)
    DataFlow,
}

/// Which register, and how.
#[derive(Debug, Args)]
pub struct Wanted {
    #[command(flatten)]
    configured: Configured,
    /// Id of one party; without it the register of each
    #[arg(long)]
    party: Option<String>,
    /// As text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// In which form.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// Text (Markdown)
    #[default]
    Md,
    /// A list of registers
    Json,
}

/// Writes what was asked on standard output.
pub(super) async fn run(command: Privacy) -> Result<(), Failed> {
    let text = match command {
        Privacy::Register(wanted) => registers(wanted).await?,
        Privacy::DataFlow => {
            let rules = workflow::shipped();
            data_flow(&rules.map_err(|_| Failed::text("the workflow files hold faults"))?)
        }
    };
    print!("{text}");
    Ok(())
}

async fn registers(wanted: Wanted) -> Result<String, Failed> {
    let (_, app) = wanted.configured.wire().await?;
    let mut parties = setup::all_parties(&app.house).await.map_err(Failed::new)?;
    if let Some(id) = &wanted.party {
        parties.retain(|party| party.id.as_str() == id);
    }
    app.house.store.close().await;
    if parties.is_empty() {
        return Err(Failed::text(
            "there is no such party; `tom party list` lists them",
        ));
    }
    let rules = &app.house.workflows;
    let registers: Vec<Register> = parties
        .iter()
        .map(|party| Register::of(party, rules))
        .collect();
    match wanted.format {
        Format::Md => {
            let pages: Vec<String> = registers.iter().map(Register::markdown).collect();
            Ok(pages.join("\n"))
        }
        Format::Json => {
            let json = serde_json::to_string_pretty(&registers).map_err(Failed::new)?;
            Ok(json + "\n")
        }
    }
}
