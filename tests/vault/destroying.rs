//! Destroying a key.

use std::fs;

use tom::vault::VaultError;

use super::{Folder, Place, TEXT};

/// Its wrapped bytes, as they lie in the book.
fn wrapped(folder: &Folder, place: &Place) -> Vec<u8> {
    let (book, entry) = place.key.as_str().split_once('.').unwrap();
    let book = fs::read(folder.0.join(place.party.as_str()).join("books").join(book)).unwrap();
    book[entry.parse::<usize>().unwrap() * 62..][..62].to_vec()
}

#[test]
fn a_destroyed_key_opens_nothing_any_more() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    vault.destroy(&place.party, &place.key).unwrap();
    for vault in [vault, folder.vault()] {
        let opened = vault.open_sealed(&place.dossier(), &sealed);
        assert_eq!(opened.unwrap_err(), VaultError::Destroyed);
        let again = vault.seal(&place.dossier(), TEXT);
        assert_eq!(again.unwrap_err(), VaultError::Destroyed);
    }
}

#[test]
fn the_bytes_of_a_destroyed_key_are_gone_from_the_folder() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let wrapped = wrapped(&folder, &place);
    let found = || {
        let files = folder.files();
        // The version byte and the nonce alone would do to recognise it.
        let parts = |bytes: &[u8]| bytes.windows(14).any(|part| part == &wrapped[..14]);
        files.iter().any(|(_, bytes)| parts(bytes))
    };
    assert!(found());
    vault.destroy(&place.party, &place.key).unwrap();
    assert!(!found());
}

#[test]
fn destroying_one_key_leaves_the_others() {
    let folder = Folder::new();
    let vault = folder.vault();
    let places: Vec<Place> = (0..10).map(|_| Place::new(&vault, "ggd")).collect();
    vault.destroy(&places[4].party, &places[4].key).unwrap();
    let vault = folder.vault();
    for (number, place) in places.iter().enumerate() {
        assert_eq!(vault.seal(&place.dossier(), TEXT).is_ok(), number != 4);
    }
}

#[test]
fn destroying_twice_is_no_error() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    vault.destroy(&place.party, &place.key).unwrap();
    vault.destroy(&place.party, &place.key).unwrap();
    folder.vault().destroy(&place.party, &place.key).unwrap();
}

#[test]
fn a_key_can_be_destroyed_when_the_partys_own_key_is_lost() {
    let folder = Folder::new();
    let place = Place::new(&folder.vault(), "ggd");
    fs::remove_file(folder.0.join("ggd/party.1.key")).unwrap();
    folder.vault().destroy(&place.party, &place.key).unwrap();
    assert_eq!(wrapped(&folder, &place), [0; 62]);
}

#[test]
fn a_destroyed_dossier_reads_as_destroyed_and_not_as_lost() {
    let said = VaultError::Destroyed.to_string();
    assert!(said.contains("vernietigd"), "{said}");
    assert!(!said.contains("reservekopie"), "{said}");
}
