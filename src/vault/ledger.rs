//! The destruction ledger: which data keys were destroyed, and of which dossiers. It lies with the keys, so a database that is put
//! back from a backup does not replace it. It only grows; a line holds no personal data.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::VaultError;
use super::key_id::KeyId;
use super::{Vault, files};
use crate::domain::party::{CaseId, DossierId, PartyId};

/// No party can have such a name.
const LEDGER: &str = "destroyed.jsonl";
const LOCK: &str = ".lock-destroyed";

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destroyed {
    /// Whose key.
    pub party: PartyId,
    /// Of which case: a random number.
    pub case: CaseId,
    /// Of which dossier: a random number.
    pub dossier: DossierId,
    /// Which key.
    pub key: KeyId,
    /// Whether the dossier itself is gone, or only what stood in it until then.
    pub entire: bool,
    /// Code of the reason.
    pub why: String,
    /// The article or rule behind it.
    pub source: String,
    /// The day, `YYYY-MM-DD`.
    pub on: String,
}

impl Vault {
    /// Adds lines to the ledger; they are on the disk when this returns. Answers how many bytes it is long then. Adding a line
    /// twice does no harm.
    ///
    /// # Errors
    /// [`VaultError::Io`] if the disk does not take it.
    pub fn record(&self, lines: &[Destroyed]) -> Result<u64, VaultError> {
        let folder = &self.0.folder;
        let path = folder.join(LEDGER);
        let _alone = files::lock(&folder.join(LOCK))?;
        let added = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .mode(0o600)
            .open(&path)
            .and_then(|mut file| {
                let mut text = ends_in_a_line(&mut file)?;
                for line in lines {
                    text.push_str(&serde_json::to_string(line)?);
                    text.push('\n');
                }
                file.write_all(text.as_bytes())?;
                file.sync_all()?;
                file.metadata().map(|found| found.len())
            });
        let length = added.map_err(VaultError::io("bewaren", &path))?;
        files::sync_folder(folder)?;
        Ok(length)
    }

    /// The lines of the ledger from this byte on, and how many bytes it is long. `None`: it is shorter than that, so lines of it were
    /// lost. A line that a power cut broke off is no line.
    ///
    /// # Errors
    /// [`VaultError::Io`] if it can't be read.
    pub fn recorded(&self, from: u64) -> Result<Option<(Vec<Destroyed>, u64)>, VaultError> {
        let path = self.0.folder.join(LEDGER);
        let Some((text, length)) = read(&path, from).map_err(VaultError::io("lezen", &path))?
        else {
            return Ok(None);
        };
        let lines = text.lines();
        let lines = lines.filter_map(|line| serde_json::from_str(line).ok());
        Ok(Some((lines.collect(), length)))
    }
}

/// What to add first, so that the next line is one of its own.
fn ends_in_a_line(file: &mut File) -> std::io::Result<String> {
    if file.metadata()?.len() == 0 {
        return Ok(String::new());
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(if last == *b"\n" { "" } else { "\n" }.to_owned())
}

fn read(path: &Path, from: u64) -> std::io::Result<Option<(String, u64)>> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok((from == 0).then(|| (String::new(), 0)));
        }
        file => file?,
    };
    let length = file.metadata()?.len();
    if length < from {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let length = from.saturating_add(bytes.len() as u64);
    Ok(Some((String::from_utf8_lossy(&bytes).into_owned(), length)))
}
