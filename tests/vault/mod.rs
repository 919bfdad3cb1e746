//! What is sealed opens only in its own place, with a key that others can't get at and that can be destroyed.

mod alone;
mod backup;
mod command;
mod destroying;
mod folder;
mod keys;
mod rotating;
mod sealing;

use std::fs;
use std::path::{Path, PathBuf};

use tom::domain::party::{CaseId, DossierId, PartyId};
use tom::random::Random;
use tom::vault::{KeyId, Slot, Vault, What};

const TEXT: &[u8] = b"Sanne Voorbeeld gaat niet naar school";

/// A key folder of one test, gone when the test is done.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("tom-test-{}", Random::system().opaque_id());
        Self(std::env::temp_dir().join(name).join("keys"))
    }

    fn vault(&self) -> Vault {
        Vault::open(&self.0, Random::system()).unwrap()
    }

    /// Every file below, with what it holds.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        walk(&self.0, &mut |path| {
            if path.is_file() {
                found.push((path.to_owned(), fs::read(path).unwrap()));
            }
        });
        found
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(self.0.parent().unwrap()));
    }
}

fn walk(path: &Path, visit: &mut impl FnMut(&Path)) {
    visit(path);
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            walk(&entry.unwrap().path(), visit);
        }
    }
}

/// A dossier and what it is bound to.
struct Place {
    party: PartyId,
    case: CaseId,
    dossier: DossierId,
    key: KeyId,
}

impl Place {
    fn new(vault: &Vault, party: &str) -> Self {
        let party = PartyId::from(party);
        Self {
            key: vault.new_key(&party).unwrap(),
            party,
            case: "case-1".into(),
            dossier: "dossier-1".into(),
        }
    }

    fn slot<'a>(&'a self, what: What<'a>) -> Slot<'a> {
        Slot {
            party: &self.party,
            case: &self.case,
            dossier: &self.dossier,
            key: &self.key,
            what,
        }
    }

    /// The dossier itself.
    fn dossier(&self) -> Slot<'_> {
        self.slot(What::Dossier)
    }
}
