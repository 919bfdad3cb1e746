//! The access log, sealed in blocks: so that a line that was changed, taken out or added afterwards shows.
//!
//! A block holds the hashes of the lines that came since the block before it, and the hash of that block; the party signs
//! it. Whoever has one signed block that was kept elsewhere can tell of every line up to it whether it is still what it was,
//! with the party's public key alone. No content and no name stands in a line or in a block.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::party::PartyId;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// A line of the log as it is sealed: its id, and every other column, in an order that does not change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// What stands in it.
    pub columns: Vec<Option<String>>,
}

impl Line {
    /// Its hash. No two different lines have the same.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let mut hash = Sha256::new();
        add(&mut hash, b"tom log line 1");
        add(&mut hash, self.id.as_bytes());
        for column in &self.columns {
            hash.update([u8::from(column.is_some())]);
            add(&mut hash, column.as_deref().unwrap_or_default().as_bytes());
        }
        hash.finalize().into()
    }
}

/// The lines of one party that were sealed together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Whose log.
    pub party: PartyId,
    /// From 1 on, without gaps.
    pub number: i64,
    /// When it was sealed, in milliseconds since 1970.
    pub at: i64,
    /// The hash of each line, by its id.
    pub lines: BTreeMap<String, String>,
    /// What the block before it comes to, its signature included: see [`Head::link`]. Empty for the first.
    pub previous: String,
    /// What the party signed, as hexadecimal digits: see [`Block::message`].
    pub signature: String,
}

impl Block {
    /// A block that is to be signed, of these lines, after the block before it.
    #[must_use]
    pub fn of(party: &PartyId, at: i64, lines: &[Line], previous: Option<&Head>) -> Self {
        let hashed = |line: &Line| (line.id.clone(), hex(&line.hash()));
        Self {
            party: party.clone(),
            number: previous.map_or(0, |head| head.number).saturating_add(1),
            at,
            lines: lines.iter().map(hashed).collect(),
            previous: previous.map_or_else(String::new, Head::link),
            signature: String::new(),
        }
    }

    /// The hash of all that stands in it but the signature.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let mut hash = Sha256::new();
        add(&mut hash, b"tom log block");
        add(&mut hash, self.party.as_str().as_bytes());
        hash.update(self.number.to_be_bytes());
        hash.update(self.at.to_be_bytes());
        add(&mut hash, self.previous.as_bytes());
        for (id, line) in &self.lines {
            add(&mut hash, id.as_bytes());
            add(&mut hash, line.as_bytes());
        }
        hash.finalize().into()
    }

    /// What the party signs.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        self.head().message()
    }

    /// What is kept of it elsewhere.
    #[must_use]
    pub fn head(&self) -> Head {
        Head {
            party: self.party.clone(),
            number: self.number,
            hash: hex(&self.hash()),
            signature: self.signature.clone(),
        }
    }
}

/// The end of a party's log at some moment, signed: with it, every earlier line can be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Whose log.
    pub party: PartyId,
    /// Of which block.
    pub number: i64,
    /// The block's hash, as hexadecimal digits.
    pub hash: String,
    /// The party's signature, as hexadecimal digits.
    pub signature: String,
}

impl Head {
    /// What the party signs.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        let (party, number, hash) = (self.party.as_str(), self.number, &self.hash);
        format!("tom log {party} {number} {hash}").into_bytes()
    }

    /// What the next block holds of it, as hexadecimal digits. The signature is in it: who signed the next block signed this one too.
    #[must_use]
    pub fn link(&self) -> String {
        let mut hash = Sha256::new();
        add(&mut hash, b"tom log link");
        add(&mut hash, self.hash.as_bytes());
        add(&mut hash, self.signature.as_bytes());
        hex(&hash.finalize())
    }
}

/// Where a log begins since its oldest part was cut off, because its term was over: what the last block that went came to. Holds no
/// content, and lets nobody cut more than the party did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// What the next block follows.
    pub head: Head,
    /// How many lines went so far.
    pub lines: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What the party signed, as hexadecimal digits: see [`Cut::message`].
    pub mark: String,
}

impl Cut {
    /// What the party signs.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        let Head {
            party,
            number,
            hash,
            signature,
        } = &self.head;
        let (party, lines, at) = (party.as_str(), self.lines, self.at);
        format!("tom log-cut {party} {number} {hash} {signature} {lines} {at}").into_bytes()
    }
}

/// What is wrong with a log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The line with this id is not what was sealed.
    Altered(String),
    /// The line with this id is gone.
    Missing(String),
    /// The line with this id stands in a block, and was not sealed with it.
    Added(String),
    /// The block is not what the party signed, or does not follow the one before it.
    Broken(i64),
    /// The blocks from this number to that one are not there, while a later one is.
    Gap(i64, i64),
    /// The log says that it was cut after this block, and the party did not sign that.
    Forged(i64),
    /// The log ends before this block, which was kept elsewhere; or has another one in its place.
    Cut(i64),
    /// An end of the log that was kept elsewhere, of this block, was not signed with the party's key; or another key signs now.
    Unsigned(i64),
}

/// So many blocks, each linked to the next, rest on the signature of the last of them: a signature takes as long as forty lines.
const CHAIN: usize = 100;

/// Goes through the log of one party, block by block.
pub struct Verifier<'a> {
    signed: &'a (dyn Fn(&[u8], &str) -> bool + Sync),
    kept: BTreeMap<i64, BTreeSet<String>>,
    next: i64,
    previous: String,
    /// Blocks that follow each other, of which no signature was checked yet.
    chain: Vec<Head>,
    faults: Vec<Fault>,
}

impl<'a> Verifier<'a> {
    /// `signed` tells whether the party signed a message; `kept` are ends of this log that were kept elsewhere.
    pub fn new(signed: &'a (dyn Fn(&[u8], &str) -> bool + Sync), kept: &[Head]) -> Self {
        let mut verifier = Self {
            signed,
            kept: BTreeMap::new(),
            next: 1,
            previous: String::new(),
            chain: Vec::new(),
            faults: Vec::new(),
        };
        for head in kept {
            if signed(&head.message(), &head.signature) {
                let hashes = verifier.kept.entry(head.number).or_default();
                hashes.insert(head.hash.clone());
            } else {
                verifier.faults.push(Fault::Unsigned(head.number));
            }
        }
        verifier
    }

    /// Where the log begins, if it was cut. Of an end that was kept from before that nothing can be told any more.
    pub fn after(&mut self, cut: &Cut) {
        let head = &cut.head;
        if !(self.signed)(&cut.message(), &cut.mark) {
            self.faults.push(Fault::Forged(head.number));
            return;
        }
        let older = self
            .kept
            .keys()
            .take_while(|number| **number <= head.number);
        for number in older.copied().collect::<Vec<_>>() {
            let kept = self.kept.remove(&number).unwrap_or_default();
            if number == head.number && kept.iter().any(|hash| *hash != head.hash) {
                self.faults.push(Fault::Cut(number));
            }
        }
        self.next = head.number.saturating_add(1);
        self.previous = head.link();
    }

    /// The next block, and the lines that say that they belong to it.
    pub fn block(&mut self, block: &Block, lines: &[Line]) {
        if block.number > self.next {
            self.faults.push(Fault::Gap(self.next, block.number - 1));
        }
        let head = block.head();
        let linked = block.number == self.next && block.previous == self.previous;
        if !linked || self.chain.len() >= CHAIN {
            self.check_chain();
        }
        if !linked && block.number <= self.next {
            self.faults.push(Fault::Broken(block.number));
        }
        let kept = self.kept.remove(&block.number).unwrap_or_default();
        if kept.iter().any(|hash| *hash != head.hash) {
            self.faults.push(Fault::Cut(block.number));
        }
        let mut sealed: BTreeMap<&str, &str> = block
            .lines
            .iter()
            .map(|(id, hash)| (id.as_str(), hash.as_str()))
            .collect();
        for line in lines {
            match sealed.remove(line.id.as_str()) {
                None => self.faults.push(Fault::Added(line.id.clone())),
                Some(hash) if hash != hex(&line.hash()) => {
                    self.faults.push(Fault::Altered(line.id.clone()));
                }
                Some(_) => {}
            }
        }
        let gone = sealed.into_keys().map(|id| Fault::Missing(id.to_owned()));
        self.faults.extend(gone);
        self.next = block.number.saturating_add(1);
        self.previous = head.link();
        self.chain.push(head);
    }

    /// Who signed the last block of a chain signed all of it; if nobody did, each stands for itself.
    fn check_chain(&mut self) {
        let signed = |head: &Head| (self.signed)(&head.message(), &head.signature);
        let chain = std::mem::take(&mut self.chain);
        if chain.last().is_none_or(signed) {
            return;
        }
        for head in chain.iter().filter(|head| !signed(head)) {
            let broken = Fault::Broken(head.number);
            if !self.faults.contains(&broken) {
                self.faults.push(broken);
            }
        }
    }

    /// Everything that was found.
    #[must_use]
    pub fn end(mut self) -> Vec<Fault> {
        self.check_chain();
        self.faults.extend(self.kept.into_keys().map(Fault::Cut));
        self.faults
    }
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    text
}

/// Reads what [`hex`] wrote; `None` if it is something else.
#[must_use]
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    text.len()
        .is_multiple_of(2)
        .then(|| (0..text.len()).step_by(2).map(pair).collect())
        .flatten()
}

/// Every part after its length, so that no two rows of parts give the same bytes.
fn add(hash: &mut Sha256, part: &[u8]) {
    hash.update((part.len() as u64).to_be_bytes());
    hash.update(part);
}
