//! The destruction ledger: which data keys were destroyed, and of which dossiers. It lies with the keys, so a database that is put
//! back from a backup does not replace it. It only grows; a line holds no personal data.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::error::VaultError;
use super::key_id::KeyId;
use super::{Vault, files};
use crate::domain::audit::hex;
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

/// How far the ledger went at some moment, by which a later one is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerMark {
    /// How many bytes its whole lines took.
    pub length: u64,
    /// SHA-256 of these bytes, in hexadecimal digits.
    pub hash: String,
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
                cut_broken_line(&mut file)?;
                let mut text = String::new();
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

    /// How far the ledger goes now; makes it if nothing was destroyed yet, so that later a missing one is no empty one.
    ///
    /// # Errors
    /// [`VaultError::Io`] if it can't be made or read.
    pub fn ledger_mark(&self) -> Result<LedgerMark, VaultError> {
        self.record(&[])?;
        let path = self.0.folder.join(LEDGER);
        let bytes = std::fs::read(&path).map_err(VaultError::io("lezen", &path))?;
        Ok(mark(whole(&bytes)))
    }

    /// Whether the ledger is whole, and goes on where this mark was put.
    ///
    /// # Errors
    /// [`VaultError::Ledger`] says what it is not; [`VaultError::Io`] if it can't be read.
    pub fn ledger_follows(&self, before: &LedgerMark) -> Result<(), VaultError> {
        let path = self.0.folder.join(LEDGER);
        let bytes = files::read(&path)?.ok_or(VaultError::Ledger("ontbreekt"))?;
        let length = usize::try_from(before.length).unwrap_or(usize::MAX);
        if bytes.get(..length).map(mark).as_ref() != Some(before) {
            return Err(VaultError::Ledger(
                "is ouder dan de reservekopie, of hoort er niet bij",
            ));
        }
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        let is_line = |line: &[u8]| {
            line.ends_with(b"\n") && serde_json::from_slice::<Destroyed>(line).is_ok()
        };
        if lines.into_iter().all(is_line) {
            Ok(())
        } else {
            Err(VaultError::Ledger("heeft een regel die is afgebroken"))
        }
    }
}

fn mark(bytes: &[u8]) -> LedgerMark {
    LedgerMark {
        length: bytes.len() as u64,
        hash: hex(&Sha256::digest(bytes)),
    }
}

/// Takes away what a power cut left of a line: nobody was told that it was written.
fn cut_broken_line(file: &mut File) -> std::io::Result<()> {
    let length = file.metadata()?.len();
    if length == 0 {
        return Ok(());
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    if last == *b"\n" {
        return Ok(());
    }
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut bytes)?;
    file.set_len(whole(&bytes).len() as u64)
}

/// The whole lines.
fn whole(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    &bytes[..end.map_or(0, |end| end + 1)]
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
    let lines = whole(&bytes);
    let length = from.saturating_add(lines.len() as u64);
    Ok(Some((String::from_utf8_lossy(lines).into_owned(), length)))
}
