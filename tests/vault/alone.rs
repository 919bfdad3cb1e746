//! Finding keys that nothing uses.

use std::collections::HashSet;

use super::{Folder, Place, TEXT};

#[test]
fn keys_of_an_earlier_run_that_nothing_uses_are_found() {
    let folder = Folder::new();
    let places: Vec<Place> = {
        let vault = folder.vault();
        let parties = ["ggd", "swv", "swv"];
        parties.map(|party| Place::new(&vault, party)).into()
    };
    let used: HashSet<_> = places.iter().map(|place| place.key.clone()).collect();
    let vault = folder.vault();
    let alone = vault.alone().unwrap().unwrap();
    let unused = alone.unused(|key| used.contains(key)).unwrap();
    assert_eq!(unused.len(), 2 * 512 - 3);
    for (party, key) in &unused {
        vault.destroy(party, key).unwrap();
    }
    assert_eq!(alone.unused(|key| used.contains(key)).unwrap(), []);
    for place in &places {
        assert!(vault.seal(&place.dossier(), TEXT).is_ok());
    }
}

#[test]
fn keys_that_this_run_made_are_left_out() {
    let folder = Folder::new();
    let vault = folder.vault();
    Place::new(&vault, "ggd");
    let alone = vault.alone().unwrap().unwrap();
    assert_eq!(alone.unused(|_| false).unwrap(), []);
}

#[test]
fn nobody_is_alone_while_another_has_the_keys_open() {
    let folder = Folder::new();
    let (here, there) = (folder.vault(), folder.vault());
    assert!(here.alone().unwrap().is_none());
    assert!(there.alone().unwrap().is_none());
    // A failed try left the lock in place.
    assert!(there.alone().unwrap().is_none());
    drop(there);
    assert!(here.alone().unwrap().is_some());
}

#[test]
fn another_program_waits_until_one_is_no_longer_alone() {
    let folder = Folder::new();
    let vault = folder.vault();
    let alone = vault.alone().unwrap().unwrap();
    assert!(vault.alone().unwrap().is_none(), "there is one at most");
    std::thread::scope(|scope| {
        let other = scope.spawn(|| folder.vault());
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(!other.is_finished());
        drop(alone);
        other.join().unwrap();
    });
}
