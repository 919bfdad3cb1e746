//! Replacing a party's key, while others go on.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tom::domain::party::PartyId;
use tom::vault::{Slot, Vault, VaultError};

use super::{Folder, Place, TEXT};

fn rotate(vault: &Vault) -> usize {
    vault.rotate(&PartyId::from("ggd")).unwrap()
}

fn own_keys(folder: &Folder) -> Vec<String> {
    let files = folder.files().into_iter();
    let names = files.map(|(path, _)| path.file_name().unwrap().to_str().unwrap().to_owned());
    let mut keys: Vec<String> = names.filter(|name| name.ends_with(".key")).collect();
    keys.sort();
    keys
}

#[test]
fn a_rotation_wraps_every_key_anew_and_destroys_the_old_one() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    let before = folder.files();
    assert_eq!(rotate(&vault), 512);
    assert_eq!(own_keys(&folder), ["party.2.key"]);
    for vault in [&vault, &folder.vault()] {
        let opened = vault.open_sealed(&place.dossier(), &sealed).unwrap();
        assert_eq!(opened.as_slice(), TEXT);
    }
    // The old books with the new key, and the new books with the old key, open nothing.
    let is_key = |path: &std::path::Path| path.extension().is_some_and(|kind| kind == "key");
    for (path, bytes) in before.into_iter().filter(|(path, _)| !is_key(path)) {
        fs::write(path, bytes).unwrap();
    }
    let opened = folder.vault().open_sealed(&place.dossier(), &sealed);
    assert!(matches!(opened, Err(VaultError::LostKey { .. })));
}

#[test]
fn a_rotation_that_was_cut_off_goes_on() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    // The new key was made, and no book was wrapped with it yet.
    let next = folder.0.join("ggd/party.2.key");
    fs::copy(folder.0.join("ggd/party.1.key"), &next).unwrap();
    fs::write(&next, [7; 32]).unwrap();
    let again = folder.vault();
    let opened = again.open_sealed(&place.dossier(), &sealed).unwrap();
    assert_eq!(opened.as_slice(), TEXT);
    // Who could read the second key may be the reason to rotate now.
    assert_eq!(rotate(&again), 512);
    assert_eq!(own_keys(&folder), ["party.3.key"]);
    let opened = folder.vault().open_sealed(&place.dossier(), &sealed);
    assert_eq!(opened.unwrap().as_slice(), TEXT);
}

#[test]
fn a_key_that_cannot_be_read_now_is_not_destroyed() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    let old = folder.0.join("ggd/party.1.key");
    fs::copy(&old, folder.0.join("ggd/party.2.key")).unwrap();
    fs::set_permissions(&old, Permissions::from_mode(0o644)).unwrap();
    let refused = folder.vault().rotate(&place.party);
    assert!(
        matches!(refused, Err(VaultError::Permissions { .. })),
        "{refused:?}"
    );
    fs::set_permissions(&old, Permissions::from_mode(0o600)).unwrap();
    rotate(&folder.vault());
    let opened = folder.vault().open_sealed(&place.dossier(), &sealed);
    assert_eq!(opened.unwrap().as_slice(), TEXT);
}

#[test]
fn a_copy_that_a_killed_program_left_is_gone_when_a_key_is_destroyed() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let mut books = fs::read_dir(folder.0.join("ggd/books")).unwrap();
    let book = books.next().unwrap().unwrap().path();
    let draft = book.with_extension("half.new");
    fs::copy(&book, &draft).unwrap();
    vault.destroy(&place.party, &place.key).unwrap();
    assert!(!draft.exists());
}

#[test]
fn a_rotation_brings_no_destroyed_key_back() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    vault.destroy(&place.party, &place.key).unwrap();
    assert_eq!(rotate(&vault), 511);
    let opened = folder.vault().open_sealed(&place.dossier(), &sealed);
    assert_eq!(opened.unwrap_err(), VaultError::Destroyed);
}

#[test]
fn rotation_while_others_open_seal_take_and_destroy_loses_and_revives_nothing() {
    let folder = Folder::new();
    let (here, there) = (folder.vault(), folder.vault());
    let done = AtomicBool::new(false);
    let works = |vault: &Vault| {
        let mut made = Vec::new();
        while !done.load(Ordering::Acquire) || made.len() < 20 {
            let place = Place::new(vault, "ggd");
            let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
            // Others read it from the disk, whoever wraps it at that moment.
            let fresh = folder.vault().open_sealed(&place.dossier(), &sealed);
            assert_eq!(fresh.unwrap().as_slice(), TEXT);
            let destroyed = made.len() % 3 == 0;
            if destroyed {
                vault.destroy(&place.party, &place.key).unwrap();
            }
            made.push((place, sealed, destroyed));
        }
        made
    };
    drop(Place::new(&here, "ggd"));
    let made = thread::scope(|scope| {
        let workers = [&here, &there].map(|vault| scope.spawn(move || works(vault)));
        for _ in 0..12 {
            rotate(&there);
        }
        done.store(true, Ordering::Release);
        workers.map(|worker| worker.join().unwrap())
    });
    let last = folder.vault();
    for (place, sealed, destroyed) in made.into_iter().flatten() {
        let slot: Slot<'_> = place.dossier();
        match last.open_sealed(&slot, &sealed) {
            Ok(opened) => assert!(!destroyed && opened.as_slice() == TEXT),
            Err(why) => assert!(destroyed && why == VaultError::Destroyed, "{why}"),
        }
    }
    assert_eq!(own_keys(&folder), ["party.13.key"]);
}

#[test]
fn the_key_of_one_party_is_replaced_without_touching_another() {
    let folder = Folder::new();
    let vault = folder.vault();
    let places = ["ggd", "swv"].map(|party| Place::new(&vault, party));
    let sealed = vault.seal(&places[1].dossier(), TEXT).unwrap();
    let of_swv = |folder: &Folder| {
        let files = folder.files().into_iter();
        files
            .filter(|(path, _)| path.to_str().unwrap().contains("/swv/"))
            .collect::<Vec<_>>()
    };
    let before = of_swv(&folder);
    rotate(&vault);
    assert_eq!(of_swv(&folder), before);
    assert!(vault.open_sealed(&places[1].dossier(), &sealed).is_ok());
    assert!(matches!(
        vault.rotate(&PartyId::from("nobody")),
        Err(VaultError::LostKey { .. })
    ));
}

#[test]
fn names_are_found_after_a_rotation_and_by_no_other_party() {
    let folder = Folder::new();
    let vault = folder.vault();
    let [ggd, swv] = ["ggd", "swv"].map(|party| Place::new(&vault, party).party);
    let pieces = ["word sanne".to_owned(), "word berg".to_owned()];
    let before = vault.tokens(&ggd, &pieces).unwrap();
    assert_ne!(before[0], before[1]);
    assert_ne!(vault.tokens(&swv, &pieces).unwrap(), before);
    rotate(&vault);
    rotate(&vault);
    for vault in [&vault, &folder.vault()] {
        assert_eq!(vault.tokens(&ggd, &pieces).unwrap(), before);
    }
}

#[test]
fn a_lost_search_key_is_reported_and_no_other_is_made() {
    let folder = Folder::new();
    let place = Place::new(&folder.vault(), "ggd");
    fs::remove_file(folder.0.join("ggd/names.seed")).unwrap();
    let vault = folder.vault();
    drop(Place::new(&vault, "ggd"));
    let asked = vault.tokens(&place.party, &["word sanne".to_owned()]);
    assert!(
        matches!(asked, Err(VaultError::LostSearchKey { .. })),
        "{asked:?}"
    );
    vault.prepare(&place.party).unwrap();
    vault.new_search_key(&place.party).unwrap();
    let pieces = ["word sanne".to_owned()];
    let tokens = vault.tokens(&place.party, &pieces).unwrap();
    assert_eq!(
        folder.vault().tokens(&place.party, &pieces).unwrap(),
        tokens
    );
}

#[test]
fn a_damaged_search_key_keeps_no_party_from_replacing_its_own() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    fs::write(folder.0.join("ggd/names.seed"), [7; 61]).unwrap();
    rotate(&vault);
    let vault = folder.vault();
    assert_eq!(
        vault
            .open_sealed(&place.dossier(), &sealed)
            .unwrap()
            .as_slice(),
        TEXT
    );
    let lost = vault.tokens(&place.party, &[]);
    assert!(matches!(lost, Err(VaultError::LostSearchKey { .. })));
}

#[test]
fn the_tokens_of_a_dossier_are_as_many_and_in_an_order_that_tells_nothing() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let pieces = ["name noor berg", "word noor", "word berg"].map(str::to_owned);
    let index = vault.index(&place.party, &pieces, 16).unwrap();
    assert!(index.len() == 16 && index.is_sorted());
    let known = vault.tokens(&place.party, &pieces).unwrap();
    assert!(known.iter().all(|token| index.contains(token)));
    assert_ne!(vault.index(&place.party, &pieces, 16).unwrap(), index);
}
