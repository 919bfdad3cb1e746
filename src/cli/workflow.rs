//! `tom workflow`: checks and draws workflow files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fmt, fs};

use clap::Subcommand;

use crate::domain::rules::Rules;
use crate::workflow::diagram::{mermaid, svg};
use crate::workflow::{Fault, load};

/// What can be done with workflow files.
#[derive(Debug, Subcommand)]
pub enum Workflow {
    /// Report every fault in these files, with file and line; ends with 1 if there is one
    Check {
        /// Workflow files (TOML)
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Draw the path of a workflow file
    Diagram {
        /// Workflow file (TOML)
        file: PathBuf,
        /// As a picture (the default)
        #[arg(long, conflicts_with = "mermaid")]
        svg: bool,
        /// As Mermaid text
        #[arg(long)]
        mermaid: bool,
        /// Write to this file, not to the screen
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Why the command could not do what was asked.
enum Failure {
    /// The file could not be read or written.
    File(PathBuf, io::Error),
    /// The file holds these faults.
    Faults(Vec<Fault>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, error) => writeln!(f, "{}: {error}", path.display()),
            Self::Faults(faults) => faults.iter().try_for_each(|fault| writeln!(f, "{fault}")),
        }
    }
}

/// Runs the command and writes its answer to `out`, faults among it. Ends with 1 when a file holds a fault, with 2 when a
/// file can't be read or written.
pub fn run(command: &Workflow, out: &mut dyn Write) -> ExitCode {
    let mut worst = 0;
    let mut settle = |outcome: Result<String, Failure>, out: &mut dyn Write| {
        let (text, code) = match outcome {
            Ok(text) => (text, 0),
            Err(failure) => (
                failure.to_string(),
                if matches!(failure, Failure::Faults(_)) {
                    1
                } else {
                    2
                },
            ),
        };
        worst = worst.max(code);
        if out.write_all(text.as_bytes()).is_err() {
            worst = 2;
        }
    };
    match command {
        Workflow::Check { files } => {
            for file in files {
                settle(
                    read(file)
                        .map(|rules| format!("{}: {}, no faults\n", file.display(), rules.id)),
                    out,
                );
            }
        }
        Workflow::Diagram {
            file,
            mermaid: as_text,
            output,
            ..
        } => {
            let drawn = read(file).map(|rules| {
                if *as_text {
                    mermaid(&rules)
                } else {
                    svg(&rules)
                }
            });
            settle(drawn.and_then(|drawn| place(drawn, output.as_deref())), out);
        }
    }
    ExitCode::from(worst)
}

fn read(file: &Path) -> Result<Rules, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::File(file.to_owned(), error))?;
    load(&file.display().to_string(), &text).map_err(Failure::Faults)
}

/// Writes a drawing to a file, or gives it back for the screen.
fn place(drawn: String, output: Option<&Path>) -> Result<String, Failure> {
    let Some(path) = output else { return Ok(drawn) };
    fs::write(path, drawn).map_err(|error| Failure::File(path.to_owned(), error))?;
    Ok(String::new())
}
