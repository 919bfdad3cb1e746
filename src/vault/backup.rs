//! A backup is sealed as a stream: anybody who has it without its key reads nothing, and a byte that was changed, moved or cut off
//! is found before what follows is believed. The construction is that of age (STREAM): chunks of 64 KiB, each sealed with
//! AES-256-GCM under a key of this one file, with its number and whether it is the last as nonce.
//!
//! The key of backups is the operator's. No key of a party is in a backup, nor under its key: who puts one back needs the key folder, in
//! which what was destroyed stays destroyed.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hkdf;
use zeroize::Zeroizing;

use super::error::VaultError;
use super::files;
use super::key::{Key, LENGTH, NONCE};
use crate::random::Random;

/// The first bytes of a backup, with the form of what follows.
const MAGIC: &[u8; 13] = b"tom backup 1\n";
/// What a key file begins with, so that nobody takes another file for one.
const KEY: &str = "tom-backup-key-1:";
const SALT: usize = 32;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// The key that backups are sealed with. It lies where the backups don't.
#[derive(Clone)]
pub struct BackupKey(Key);

impl BackupKey {
    /// Makes a key in a new file, for its owner alone.
    ///
    /// # Errors
    /// [`VaultError::Io`] if the file is there already or can't be written.
    pub fn make(path: &Path, random: &Random) -> Result<Self, VaultError> {
        let key = Key::new(random);
        let text = Zeroizing::new(format!("{KEY}{}\n", STANDARD.encode(key.bytes())));
        files::put(path, text.as_bytes(), &random.opaque_id())?;
        Ok(Self(key))
    }

    /// Reads a key that [`BackupKey::make`] made.
    ///
    /// # Errors
    /// [`VaultError::Permissions`] if others can read it, [`VaultError::BackupKey`] if it is no such key, [`VaultError::Io`].
    pub fn read(path: &Path) -> Result<Self, VaultError> {
        files::check_private(path)?;
        let bytes = files::read(path)?.unwrap_or_default();
        let text = std::str::from_utf8(&bytes).ok();
        let coded = text.and_then(|text| text.trim().strip_prefix(KEY));
        let key = coded.and_then(|coded| STANDARD.decode(coded).ok());
        let key = key.and_then(|bytes| Key::from_bytes(&Zeroizing::new(bytes)));
        key.map(Self)
            .ok_or_else(|| VaultError::BackupKey(path.to_owned()))
    }

    /// The key of one file.
    fn of_file(&self, salt: &[u8; SALT]) -> io::Result<Key> {
        let mut out = Zeroizing::new([0; LENGTH]);
        let secret = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(self.0.bytes());
        let derived = secret
            .expand(&[MAGIC], &ring::aead::AES_256_GCM)
            .and_then(|derived| derived.fill(out.as_mut_slice()));
        derived.map_err(|_| io::Error::from(ErrorKind::Other))?;
        Key::from_bytes(out.as_slice()).ok_or_else(|| ErrorKind::Other.into())
    }
}

/// Seals what is written to it. Without [`Sealing::finish`] it is no backup: the last chunk is missing.
pub struct Sealing<W> {
    out: W,
    key: Key,
    number: u64,
    chunk: Zeroizing<Vec<u8>>,
}

impl<W: Write> Sealing<W> {
    /// Begins a backup.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn new(mut out: W, key: &BackupKey, random: &Random) -> io::Result<Self> {
        let salt = random.bytes();
        out.write_all(MAGIC)?;
        out.write_all(&salt)?;
        Ok(Self {
            out,
            key: key.of_file(&salt)?,
            number: 0,
            chunk: Zeroizing::new(Vec::with_capacity(CHUNK)),
        })
    }

    /// Ends it, and gives the writer back.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn finish(mut self) -> io::Result<W> {
        self.seal(true)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn seal(&mut self, last: bool) -> io::Result<()> {
        let sealed = self
            .key
            .seal_as(nonce(self.number, last), MAGIC, &self.chunk);
        self.out
            .write_all(&sealed.ok_or_else(|| io::Error::from(ErrorKind::Other))?)?;
        self.number += 1;
        self.chunk.clear();
        Ok(())
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk waits for what follows, as the last one is sealed as such.
        if self.chunk.len() == CHUNK {
            self.seal(false)?;
        }
        let some = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..some]);
        Ok(some)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what [`Sealing`] wrote. It ends only where the backup ended: what was changed or cut off answers
/// [`ErrorKind::InvalidData`].
pub struct Opening<R> {
    from: R,
    key: Key,
    number: u64,
    chunk: Zeroizing<Vec<u8>>,
    at: usize,
    ended: bool,
}

impl<R: BufRead> Opening<R> {
    /// Begins to read a backup.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidData`] if it is no backup, and what the reader refuses.
    pub fn new(mut from: R, key: &BackupKey) -> io::Result<Self> {
        let (mut magic, mut salt) = ([0; MAGIC.len()], [0; SALT]);
        from.read_exact(&mut magic)
            .and_then(|()| from.read_exact(&mut salt))
            .map_err(cut)?;
        if &magic != MAGIC {
            return Err(ErrorKind::InvalidData.into());
        }
        Ok(Self {
            from,
            key: key.of_file(&salt)?,
            number: 0,
            chunk: Zeroizing::default(),
            at: 0,
            ended: false,
        })
    }

    fn next(&mut self) -> io::Result<()> {
        let mut sealed = Vec::with_capacity(CHUNK + TAG);
        let most = u64::try_from(CHUNK + TAG).unwrap_or(u64::MAX);
        self.from.by_ref().take(most).read_to_end(&mut sealed)?;
        let last = self.from.fill_buf()?.is_empty();
        let opened = self
            .key
            .open_as(nonce(self.number, last), MAGIC, &sealed)
            .ok_or_else(|| io::Error::from(ErrorKind::InvalidData))?;
        (self.chunk, self.at, self.ended) = (opened, 0, last);
        self.number += 1;
        Ok(())
    }
}

impl<R: BufRead> Read for Opening<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() && !self.ended {
            self.next()?;
        }
        let rest = &self.chunk[self.at..];
        let some = rest.len().min(out.len());
        out[..some].copy_from_slice(&rest[..some]);
        self.at += some;
        Ok(some)
    }
}

/// A file that ends too early is no backup.
fn cut(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => ErrorKind::InvalidData.into(),
        _ => error,
    }
}

/// The number of the chunk, and whether it is the last. The key is of this file alone, so no nonce is used twice.
fn nonce(number: u64, last: bool) -> [u8; NONCE] {
    let mut nonce = [0; NONCE];
    nonce[3..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(last);
    nonce
}
