//! A backup of the database: one file, the same for both engines, as everything stood at one moment. What it holds of a person is sealed
//! with keys that are not in it; the file as a whole is sealed too, as it names employees and says who had a case.
//!
//! Inside are lines: what the backup is, then of each table its name and its rows, then the end with how many rows there were. It can be
//! put back only beside a destruction ledger that goes on where the ledger was when it was made.
//!
//! Both wait for the disk, on the thread of the caller: for a command, not for a server.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::random::Random;
use crate::store::copy::{self, Table};
use crate::store::erasing::{self, Kept};
use crate::store::{Kind, Store, StoreError, Tx, Value};
use crate::vault::{BackupKey, LedgerMark, Opening, Sealing, Vault, VaultError};

/// Why a backup was not made or not put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys, or the ledger that lies with them.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// There is a file of that name.
    #[error("{} bestaat al. TOM schrijft niet over een bestand heen. Kies een andere naam.", .0.display())]
    Exists(PathBuf),
    /// It is no backup, was not made with this key, was changed, or is not whole.
    #[error(
        "Dit is geen reservekopie van TOM, of de sleutel hoort er niet bij, of het bestand is beschadigd of niet heel. Er is niets teruggezet."
    )]
    Damaged,
    /// It was made by another version of the program.
    #[error(
        "Deze reservekopie is gemaakt door een andere versie van TOM. Zet hem terug met die versie, en werk TOM daarna bij. Er is niets teruggezet."
    )]
    OtherForm,
    /// The database holds something.
    #[error(
        "Deze database is niet leeg. Een reservekopie kan alleen in een lege database. Er is niets teruggezet."
    )]
    NotEmpty,
    /// The disk.
    #[error("{} kan niet worden gelezen of geschreven ({}).", .0.display(), .1)]
    Disk(PathBuf, ErrorKind),
}

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    form: String,
    ledger: LedgerMark,
}

/// Makes a backup in a new file, for its owner alone. The file is there when it is whole. Answers how many rows it holds.
///
/// # Errors
/// [`BackupError::Exists`], and what the store, the vault or the disk refuses.
pub async fn make(
    (store, vault): (&Store, &Vault),
    random: &Random,
    to: &Path,
    key: &BackupKey,
) -> Result<u64, BackupError> {
    if to.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let mut draft = to.as_os_str().to_owned();
    draft.push(format!(".{}.new", random.opaque_id()));
    let draft = PathBuf::from(draft);
    let made = write(store, vault, random, &draft, key).await;
    let placed = made.and_then(|rows| {
        let placed = fs::hard_link(&draft, to).and_then(|()| durable(to));
        placed.map(|()| rows).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => BackupError::Exists(to.to_owned()),
            kind => BackupError::Disk(to.to_owned(), kind),
        })
    });
    // What failed tells more than that this fails too.
    drop(fs::remove_file(&draft));
    placed
}

fn durable(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

async fn write(
    store: &Store,
    vault: &Vault,
    random: &Random,
    draft: &Path,
    key: &BackupKey,
) -> Result<u64, BackupError> {
    let disk = |error: io::Error| BackupError::Disk(draft.to_owned(), error.kind());
    // Before the rows are read: what is erased after this stands in what the ledger goes on with.
    let head = Head {
        form: copy::form(),
        ledger: vault.ledger_mark()?,
    };
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(draft);
    let sealing = Sealing::new(BufWriter::new(file.map_err(disk)?), key, random);
    let (mut sealing, inside) = (sealing.map_err(disk)?, draft.to_owned());
    let written = store.read(move |tx| {
        Box::pin(async move {
            let disk = |error: io::Error| BackupError::Disk(inside.clone(), error.kind());
            let mut rows = 0_u64;
            line(&mut sealing, &json!(head)).map_err(disk)?;
            for table in copy::tables() {
                line(&mut sealing, &json!({ "table": table.name })).map_err(disk)?;
                copy::export(tx, table, |row| {
                    rows += 1;
                    line(&mut sealing, &row.iter().map(told).collect()).map_err(disk)
                })
                .await?;
            }
            line(&mut sealing, &json!({ "end": rows })).map_err(disk)?;
            Ok::<_, BackupError>((sealing, rows))
        })
    });
    let (sealing, rows) = written.await?;
    let file = sealing.finish().and_then(|out| Ok(out.into_inner()?));
    file.and_then(|file| file.sync_all()).map_err(disk)?;
    Ok(rows)
}

fn line(out: &mut impl Write, of: &Json) -> io::Result<()> {
    serde_json::to_writer(&mut *out, of)?;
    out.write_all(b"\n")
}

fn told(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Int(number) => json!(number),
        Value::Bytes(bytes) => json!(STANDARD.encode(bytes)),
        Value::Null(_) => Json::Null,
    }
}

fn read(kind: Kind, told: &Json) -> Option<Value> {
    Some(match (kind, told) {
        (kind, Json::Null) => Value::Null(kind),
        (Kind::Text, Json::String(text)) => text.into(),
        (Kind::Bytes, Json::String(coded)) => STANDARD.decode(coded).ok()?.into(),
        (Kind::Int, told) => told.as_i64()?.into(),
        _ => return None,
    })
}

/// Puts a backup in an empty database, whole or not at all. Until what was erased since is erased again ([`super::erase::catch_up`]), the
/// database says that it is behind, and no command opens it. Answers how many rows it held.
///
/// # Errors
/// [`BackupError::NotEmpty`], [`BackupError::Damaged`], [`BackupError::OtherForm`]; [`VaultError::Ledger`] if the ledger is missing, older than
/// the backup or not whole; and what the store or the disk refuses.
pub async fn restore(
    (store, vault): (&Store, &Vault),
    from: &Path,
    key: &BackupKey,
) -> Result<u64, BackupError> {
    let file =
        File::open(from).map_err(|error| BackupError::Disk(from.to_owned(), error.kind()))?;
    let failed = wrong(from);
    let opening = Opening::new(BufReader::new(file), key).map_err(failed)?;
    let mut lines = Lines {
        from: BufReader::new(opening),
        path: from.to_owned(),
    };
    let head: Head = lines.next()?;
    if head.form != copy::form() {
        return Err(BackupError::OtherForm);
    }
    vault.ledger_follows(&head.ledger)?;
    store
        .write(move |tx| Box::pin(async move { put_back(tx, lines, head.ledger.length).await }))
        .await
}

async fn put_back(tx: &mut Tx, mut lines: Lines, mark: u64) -> Result<u64, BackupError> {
    tx.begin().await?;
    if !copy::is_empty(tx).await? {
        return Err(BackupError::NotEmpty);
    }
    let (mut table, mut rows): (Option<&'static Table>, u64) = (None, 0);
    loop {
        match lines.next()? {
            Json::Array(row) => {
                let table = table.ok_or(BackupError::Damaged)?;
                let columns = table.columns();
                if columns.len() != row.len() {
                    return Err(BackupError::Damaged);
                }
                let values = columns
                    .iter()
                    .zip(&row)
                    .map(|((_, kind), told)| read(*kind, told));
                let values: Option<Vec<Value>> = values.collect();
                copy::import(tx, table, &values.ok_or(BackupError::Damaged)?).await?;
                rows += 1;
            }
            said if said["end"].as_u64() == Some(rows) => break,
            said => {
                let named = |of: &&Table| said["table"].as_str() == Some(of.name.as_str());
                table = Some(
                    copy::tables()
                        .iter()
                        .find(named)
                        .ok_or(BackupError::Damaged)?,
                );
            }
        }
    }
    lines.ended()?;
    // The mark was put before the rows were read. Who erased in between noted more than that: it is read from the mark again.
    let mark = i64::try_from(mark).map_err(|_| BackupError::Damaged)?;
    let noted = erasing::value(tx, Kept::Ledger).await?;
    if noted.is_some_and(|noted| noted > mark) {
        erasing::set(tx, Kept::Ledger, Some(mark)).await?;
    }
    erasing::set(tx, Kept::Behind, Some(1)).await?;
    Ok(rows)
}

/// The lines of a backup. What it gives was sealed as it stands.
struct Lines {
    from: BufReader<Opening<BufReader<File>>>,
    path: PathBuf,
}

impl Lines {
    fn next<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, BackupError> {
        let mut line = Vec::new();
        let read = self.from.read_until(b'\n', &mut line);
        read.map_err(wrong(&self.path))?;
        serde_json::from_slice(&line).map_err(|_| BackupError::Damaged)
    }

    /// That nothing follows, and that nothing was cut off.
    fn ended(&mut self) -> Result<(), BackupError> {
        let rest = self.from.fill_buf().map_err(wrong(&self.path))?;
        rest.is_empty().then_some(()).ok_or(BackupError::Damaged)
    }
}

fn wrong(path: &Path) -> impl Fn(io::Error) -> BackupError {
    let path = path.to_owned();
    move |error| match error.kind() {
        ErrorKind::InvalidData => BackupError::Damaged,
        kind => BackupError::Disk(path.clone(), kind),
    }
}
