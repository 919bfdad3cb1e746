//! Who can get at the key folder, and what can't be asked of it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tom::domain::party::PartyId;
use tom::random::Random;
use tom::vault::{KeyId, Slot, Vault, VaultError};

use super::{Folder, Place, TEXT, walk};

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn only_the_owner_can_get_at_the_keys() {
    let folder = Folder::new();
    let vault = folder.vault();
    Place::new(&vault, "ggd");
    Place::new(&vault, "swv");
    let mut files = 0;
    walk(&folder.0, &mut |path| {
        let mode = path.metadata().unwrap().permissions().mode() & 0o777;
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, wanted, "{}", path.display());
        files += usize::from(path.is_file());
    });
    assert_eq!(
        files, 9,
        "a lock; for each party its key, its search key, a book and the lock of the books"
    );
}

#[test]
fn a_folder_that_others_can_get_at_is_refused() {
    let folder = Folder::new();
    drop(folder.vault());
    for mode in [0o750, 0o701, 0o755, 0o704] {
        set_mode(&folder.0, mode);
        let error = Vault::open(&folder.0, Random::system()).unwrap_err();
        let said = error.to_string();
        assert!(matches!(error, VaultError::Permissions { .. }), "{said}");
        assert!(said.contains(&format!("{mode:o}")), "{said}");
        assert!(said.contains("chmod"), "{said}");
    }
    set_mode(&folder.0, 0o700);
    folder.vault();
}

#[test]
fn a_party_key_that_others_can_read_is_refused() {
    let folder = Folder::new();
    let place = Place::new(&folder.vault(), "ggd");
    set_mode(&folder.0.join("ggd/party.1.key"), 0o644);
    let sealed = folder.vault().seal(&place.dossier(), TEXT);
    assert!(matches!(sealed, Err(VaultError::Permissions { .. })));
}

#[test]
fn an_id_is_no_way_out_of_the_folder() {
    let folder = Folder::new();
    let vault = folder.vault();
    for party in ["", ".", "..", "../swv", "a/b", ".lock", "a\0b"] {
        let made = vault.new_key(&PartyId::from(party));
        assert_eq!(made.unwrap_err(), VaultError::Name, "{party:?}");
    }
    let place = Place::new(&vault, "ggd");
    let (book, _) = place.key.as_str().split_once('.').unwrap();
    let beyond = [
        String::new(),
        book.to_owned(),
        format!("{book}.512"),
        format!("{book}.1"),
        format!("{book}.+1"),
        "../party.1".to_owned(),
    ];
    for key in beyond {
        let key = KeyId::from(key.as_str());
        let slot = Slot {
            key: &key,
            ..place.dossier()
        };
        assert_eq!(vault.seal(&slot, TEXT).unwrap_err(), VaultError::Name);
        let destroyed = vault.destroy(&place.party, &key);
        assert_eq!(destroyed.unwrap_err(), VaultError::Name);
    }
}

#[test]
fn asking_for_what_is_not_there_makes_nothing() {
    let folder = Folder::new();
    let place = Place::new(&folder.vault(), "ggd");
    let vault = folder.vault();
    let elsewhere = Place {
        party: "swv".into(),
        ..place
    };
    assert!(vault.seal(&elsewhere.dossier(), TEXT).is_err());
    vault.destroy(&elsewhere.party, &elsewhere.key).unwrap();
    assert!(!folder.0.join("swv").exists());
}
