//! A sealed backup is opened whole, with its own key, or not at all.

use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;

use tom::random::Random;
use tom::vault::{BackupKey, Opening, Sealing, VaultError};

use super::Folder;

const CHUNK: usize = 64 * 1024;

fn key(folder: &Folder) -> BackupKey {
    let place = folder.0.parent().unwrap();
    fs::create_dir_all(place).unwrap();
    BackupKey::make(&place.join(Random::system().opaque_id()), &Random::system()).unwrap()
}

fn sealed(plain: &[u8], key: &BackupKey) -> Vec<u8> {
    let mut sealing = Sealing::new(Vec::new(), key, &Random::system()).unwrap();
    for part in plain.chunks(1000) {
        sealing.write_all(part).unwrap();
    }
    sealing.finish().unwrap()
}

fn opened(sealed: &[u8], key: &BackupKey) -> Result<Vec<u8>, ErrorKind> {
    let mut out = Vec::new();
    let read = Opening::new(sealed, key).and_then(|mut opening| opening.read_to_end(&mut out));
    read.map(|_| out).map_err(|error| error.kind())
}

#[test]
fn what_goes_in_comes_out_at_every_length_around_a_chunk() {
    let folder = Folder::new();
    let key = key(&folder);
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7] {
        let plain: Vec<u8> = (0..=250).cycle().take(length).collect();
        assert_eq!(opened(&sealed(&plain, &key), &key), Ok(plain), "{length}");
    }
}

#[test]
fn a_flipped_bit_a_lost_chunk_a_cut_and_an_addition_are_found() {
    let folder = Folder::new();
    let key = key(&folder);
    let plain = vec![7; 2 * CHUNK + 100];
    let whole = sealed(&plain, &key);
    let refused = Err(ErrorKind::InvalidData);
    for at in (0..whole.len())
        .step_by(997)
        .chain(whole.len() - 16..whole.len())
    {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        assert_eq!(opened(&changed, &key), refused, "byte {at}");
    }
    let (head, chunk) = (whole.len() - plain.len() - 3 * 16, CHUNK + 16);
    for length in [
        0,
        5,
        head,
        head + 1,
        head + chunk,
        head + 2 * chunk,
        whole.len() - 1,
    ] {
        assert_eq!(opened(&whole[..length], &key), refused, "cut at {length}");
    }
    let without_the_second = [&whole[..head + chunk], &whole[head + 2 * chunk..]].concat();
    assert_eq!(opened(&without_the_second, &key), refused);
    let turned = [
        &whole[..head],
        &whole[head + chunk..head + 2 * chunk],
        &whole[head..head + chunk],
        &whole[head + 2 * chunk..],
    ];
    assert_eq!(opened(&turned.concat(), &key), refused);
    assert_eq!(opened(&[&whole[..], b"x"].concat(), &key), refused);
    assert_eq!(opened(&whole, &self::key(&folder)), refused, "another key");
}

#[test]
fn the_key_of_backups_is_for_its_owner_alone_and_never_written_over() {
    let folder = Folder::new();
    let place = folder.0.parent().unwrap();
    fs::create_dir_all(place).unwrap();
    let file = place.join("backup.key");
    let made = BackupKey::make(&file, &Random::system()).unwrap();
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let before = fs::read(&file).unwrap();
    assert!(matches!(
        BackupKey::make(&file, &Random::system()),
        Err(VaultError::Io {
            kind: ErrorKind::AlreadyExists,
            ..
        })
    ));
    assert_eq!(fs::read(&file).unwrap(), before);
    let read = BackupKey::read(&file).unwrap();
    assert_eq!(opened(&sealed(b"one", &made), &read), Ok(b"one".to_vec()));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(
        BackupKey::read(&file),
        Err(VaultError::Permissions { .. })
    ));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    for other in ["", "tom-backup-key-1:", "tom-backup-key-1:AAAA"] {
        fs::write(&file, other).unwrap();
        assert!(matches!(
            BackupKey::read(&file),
            Err(VaultError::BackupKey(_))
        ));
    }
}
