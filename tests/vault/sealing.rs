//! Sealing and opening.

use tom::domain::party::{CaseId, DossierId};
use tom::vault::{Slot, VaultError, What};

use super::{Folder, Place, TEXT};

const EVERY_WHAT: [What<'_>; 8] = [
    What::Dossier,
    What::Label,
    What::Document("a"),
    What::Document("b"),
    What::Outbox("a"),
    What::Outbox("b"),
    What::Event("a"),
    What::Event("b"),
];

#[test]
fn what_was_sealed_opens_again() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    for what in EVERY_WHAT {
        for text in [TEXT, b"", &[7; 200_000]] {
            let sealed = vault.seal(&place.slot(what), text).unwrap();
            let opened = vault.open_sealed(&place.slot(what), &sealed).unwrap();
            assert_eq!(opened.as_slice(), text);
            assert_eq!(sealed.len(), text.len() + 29);
        }
    }
}

#[test]
fn the_text_is_not_in_the_sealed_bytes() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    assert!(!sealed.windows(5).any(|part| part == &TEXT[..5]));
}

#[test]
fn the_same_text_sealed_twice_differs() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let once = vault.seal(&place.dossier(), TEXT).unwrap();
    let again = vault.seal(&place.dossier(), TEXT).unwrap();
    assert_ne!(once[1..13], again[1..13], "the nonces");
    assert_ne!(once[13..], again[13..], "the rest");
}

#[test]
fn what_stands_in_one_place_does_not_open_as_something_else() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    for what in EVERY_WHAT {
        let sealed = vault.seal(&place.slot(what), TEXT).unwrap();
        for other in EVERY_WHAT.into_iter().filter(|other| *other != what) {
            let opened = vault.open_sealed(&place.slot(other), &sealed);
            assert!(
                matches!(opened, Err(VaultError::Tampered { .. })),
                "{what:?} opened as {other:?}"
            );
        }
    }
}

#[test]
fn what_was_moved_to_another_case_or_dossier_does_not_open() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    let tampered = |slot: Slot<'_>| {
        let opened = vault.open_sealed(&slot, &sealed);
        matches!(opened, Err(VaultError::Tampered { .. }))
    };
    let case = CaseId::from("case-2");
    let dossier = DossierId::from("dossier-2");
    assert!(tampered(Slot {
        case: &case,
        ..place.dossier()
    }));
    assert!(tampered(Slot {
        dossier: &dossier,
        ..place.dossier()
    }));
    // The same letters, divided otherwise.
    let (case, dossier) = (CaseId::from("case-1d"), DossierId::from("ossier-1"));
    assert!(tampered(Slot {
        case: &case,
        dossier: &dossier,
        ..place.dossier()
    }));
}

#[test]
fn another_dossiers_key_does_not_open_it() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let other = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    let opened = vault.open_sealed(&other.dossier(), &sealed);
    assert!(matches!(opened, Err(VaultError::Tampered { .. })));
}

#[test]
fn another_party_cannot_open_it_even_with_the_id_of_the_key() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let other = Place::new(&vault, "gemeente");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    let opened = vault.open_sealed(&other.dossier(), &sealed);
    assert!(matches!(opened, Err(VaultError::Tampered { .. })));
    let with_the_id = Slot {
        key: &place.key,
        ..other.dossier()
    };
    let opened = vault.open_sealed(&with_the_id, &sealed);
    assert!(matches!(opened, Err(VaultError::LostKey { .. })));
    assert!(vault.seal(&with_the_id, TEXT).is_err());
}

#[test]
fn one_changed_byte_anywhere_is_noticed() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    for at in 0..sealed.len() {
        for bit in [1, 0x80] {
            let mut changed = sealed.clone();
            changed[at] ^= bit;
            let opened = vault.open_sealed(&place.dossier(), &changed);
            assert!(
                matches!(opened, Err(VaultError::Tampered { .. })),
                "byte {at}"
            );
        }
    }
    for length in 0..sealed.len() {
        let opened = vault.open_sealed(&place.dossier(), &sealed[..length]);
        assert!(
            matches!(opened, Err(VaultError::Tampered { .. })),
            "{length} bytes"
        );
    }
}

#[test]
fn an_error_says_where_and_not_what() {
    let folder = Folder::new();
    let vault = folder.vault();
    let place = Place::new(&vault, "ggd");
    let mut sealed = vault.seal(&place.dossier(), TEXT).unwrap();
    sealed[20] ^= 1;
    let error = vault.open_sealed(&place.dossier(), &sealed).unwrap_err();
    let said = format!("{error} {error:?} {vault:?}");
    assert!(said.contains("dossier-1"), "{said}");
    assert!(!said.contains("Sanne"), "{said}");
}
