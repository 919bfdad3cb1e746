//! Making keys and losing them.

use std::collections::HashSet;
use std::fs;
use std::thread;

use tom::domain::party::PartyId;
use tom::vault::{KeyId, VaultError};

use super::{Folder, Place, TEXT};

#[test]
fn a_dossier_opens_after_a_restart() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    drop(vault);
    let opened = folder.vault().open_sealed(&place.dossier(), &sealed);
    assert_eq!(opened.unwrap().as_slice(), TEXT);
}

#[test]
fn a_dossier_opens_for_another_program_on_the_same_keys() {
    let folder = Folder::new();
    let (here, there) = (folder.vault(), folder.vault());
    let place = Place::new(&here, "ggd");
    let sealed = here.seal(&place.dossier(), TEXT).unwrap();
    let opened = there.open_sealed(&place.dossier(), &sealed).unwrap();
    assert_eq!(opened.as_slice(), TEXT);
}

#[test]
fn keys_made_at_the_same_moment_differ_and_are_all_durable() {
    let folder = Folder::new();
    let vault = folder.vault();
    let party = PartyId::from("swv");
    let take = || -> Vec<KeyId> { (0..100).map(|_| vault.new_key(&party).unwrap()).collect() };
    let keys: Vec<KeyId> = thread::scope(|scope| {
        let takers: Vec<_> = (0..8).map(|_| scope.spawn(take)).collect();
        let taken = takers.into_iter().map(|taker| taker.join().unwrap());
        taken.flatten().collect()
    });
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), 800);
    drop(vault);
    let vault = folder.vault();
    for key in keys {
        let place = Place {
            key,
            party: party.clone(),
            case: "case".into(),
            dossier: "dossier".into(),
        };
        let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
        let opened = vault.open_sealed(&place.dossier(), &sealed).unwrap();
        assert_eq!(opened.as_slice(), TEXT);
    }
}

#[test]
fn keys_are_on_the_disk_before_they_are_given_out() {
    let folder = Folder::new();
    let vault = folder.vault();
    let party = PartyId::from("swv");
    vault.prepare(&party).unwrap();
    let before = folder.files();
    let key = vault.new_key(&party).unwrap();
    assert_eq!(folder.files(), before, "nothing is written on the way");
    let (book, _) = key.as_str().split_once('.').unwrap();
    assert!(before.iter().any(|(path, _)| path.ends_with(book)));
}

#[test]
fn more_dossiers_than_fit_in_memory_all_open() {
    let folder = Folder::new();
    let vault = folder.vault();
    let places: Vec<Place> = (0..1100).map(|_| Place::new(&vault, "swv")).collect();
    let sealed: Vec<Vec<u8>> = places
        .iter()
        .map(|place| vault.seal(&place.dossier(), TEXT).unwrap())
        .collect();
    for (place, sealed) in places.iter().zip(&sealed) {
        let opened = vault.open_sealed(&place.dossier(), sealed).unwrap();
        assert_eq!(opened.as_slice(), TEXT);
    }
}

#[test]
fn a_lost_party_key_is_told_and_breaks_no_other_party() {
    let folder = Folder::new();
    let vault = folder.vault();
    let (ggd, swv) = (Place::new(&vault, "ggd"), Place::new(&vault, "swv"));
    let of_ggd = vault.seal(&ggd.dossier(), TEXT).unwrap();
    let of_swv = vault.seal(&swv.dossier(), TEXT).unwrap();
    drop(vault);
    fs::remove_file(folder.0.join("ggd/party.1.key")).unwrap();

    let vault = folder.vault();
    let error = vault.open_sealed(&ggd.dossier(), &of_ggd).unwrap_err();
    let lost = VaultError::LostKey {
        party: ggd.party.clone(),
        dossier: Some(ggd.dossier.clone()),
    };
    assert_eq!(error, lost);
    let said = error.to_string();
    for part in ["ggd", "dossier-1", "reservekopie"] {
        assert!(said.contains(part), "{said}");
    }
    assert!(vault.open_sealed(&swv.dossier(), &of_swv).is_ok());
    assert!(vault.new_key(&swv.party).is_ok());
}

#[test]
fn a_lost_party_key_is_not_replaced_by_a_new_one() {
    let folder = Folder::new();
    let ggd = Place::new(&folder.vault(), "ggd");
    let file = folder.0.join("ggd/party.1.key");
    let kept = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let made = folder.vault().new_key(&ggd.party);
    assert!(matches!(
        made,
        Err(VaultError::LostKey { dossier: None, .. })
    ));
    assert!(!file.exists());

    // Put back from a backup, everything works again.
    fs::write(&file, kept).unwrap();
    fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert!(folder.vault().seal(&ggd.dossier(), TEXT).is_ok());
}

#[test]
fn another_party_key_opens_nothing() {
    let folder = Folder::new();
    let vault = folder.vault();
    let ggd = Place::new(&vault, "ggd");
    Place::new(&vault, "swv");
    let sealed = vault.seal(&ggd.dossier(), TEXT).unwrap();
    drop(vault);
    let key = |party: &str| folder.0.join(party).join("party.1.key");
    fs::copy(key("swv"), key("ggd")).unwrap();
    let opened = folder.vault().open_sealed(&ggd.dossier(), &sealed);
    assert!(matches!(opened, Err(VaultError::LostKey { .. })));
}

#[test]
fn a_wrapped_key_that_was_moved_or_changed_does_not_open() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    drop(vault);
    let (book, entry) = place.key.as_str().split_once('.').unwrap();
    let path = folder.0.join("ggd/books").join(book);
    let whole = fs::read(&path).unwrap();
    let at = entry.parse::<usize>().unwrap() * 62;

    let mut moved = whole.clone();
    moved.copy_within(at - 62..at, at);
    let mut changed = whole.clone();
    changed[at + 30] ^= 1;
    let mut unknown = whole.clone();
    unknown[at] = 9;
    for book in [moved, changed, unknown, whole[..at + 10].to_vec()] {
        fs::write(&path, book).unwrap();
        let sealed = folder.vault().seal(&place.dossier(), TEXT);
        assert!(matches!(sealed, Err(VaultError::LostKey { .. })));
    }
    fs::write(&path, whole).unwrap();
    assert!(folder.vault().seal(&place.dossier(), TEXT).is_ok());
}

#[test]
fn a_lost_book_is_told() {
    let folder = Folder::new();
    let place = Place::new(&folder.vault(), "ggd");
    let (book, _) = place.key.as_str().split_once('.').unwrap();
    fs::remove_file(folder.0.join("ggd/books").join(book)).unwrap();
    let sealed = folder.vault().seal(&place.dossier(), TEXT);
    assert!(matches!(sealed, Err(VaultError::LostKey { .. })));
}
