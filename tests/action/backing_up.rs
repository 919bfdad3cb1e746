//! A backup is whole, sealed and of one moment, and what was erased since it was made does not come back with it (promise 5).

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use time::macros::date;
use tom::action::backup::BackupError;
use tom::action::{backup, erase};
use tom::domain::party::{CaseId, PartyId};
use tom::random::Random;
use tom::store::dossiers::{self, StoredDossier};
use tom::store::{Store, StoreError, Value, args, copy};
use tom::vault::{BackupKey, KeyId, Slot, VaultError, What};

use super::moves::granted;
use crate::support::databases::Database;
use crate::support::region::{Region, texts};

/// A folder of one test, with the key of backups and a place for a backup.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        let name = format!("tom-test-backup-{}", Random::system().opaque_id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        BackupKey::make(&folder.join("key"), &Random::system()).unwrap();
        Self(folder)
    }

    fn key(&self) -> BackupKey {
        BackupKey::read(&self.0.join("key")).unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    async fn makes(&self, region: &Region, name: &str) -> u64 {
        let (house, file) = (region.house(), self.file(name));
        backup::make(
            (&house.store, &house.vault),
            &Random::system(),
            &file,
            &self.key(),
        )
        .await
        .unwrap()
    }

    async fn puts(&self, region: &Region, name: &str, store: &Store) -> Result<u64, BackupError> {
        backup::restore(
            (store, &region.house().vault),
            &self.file(name),
            &self.key(),
        )
        .await
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// All that a backup should hold, as text.
async fn everything(store: &Store) -> Vec<String> {
    let found = store.read(|tx| {
        Box::pin(async move {
            let mut found = Vec::new();
            for table in copy::tables() {
                copy::export(tx, table, |row| {
                    let told = row.iter().map(|value| match value {
                        Value::Text(text) => text.clone(),
                        Value::Int(number) => number.to_string(),
                        Value::Bytes(bytes) => format!("{bytes:?}"),
                        Value::Null(_) => "-".to_owned(),
                    });
                    let told: Vec<_> = told.collect();
                    found.push(format!("{} {}", table.name, told.join("|")));
                    Ok::<_, StoreError>(())
                })
                .await?;
            }
            Ok::<_, StoreError>(found)
        })
    });
    let mut found = found.await.unwrap();
    found.sort();
    found
}

async fn dossier(region: &Region, case: &CaseId, party: &str) -> Option<StoredDossier> {
    let (case, party) = (case.clone(), PartyId::from(party));
    let found = region
        .house()
        .store
        .read(move |tx| Box::pin(async move { dossiers::load(tx, &case, &party).await }));
    found.await.unwrap()
}

fn opens(region: &Region, row: &StoredDossier) -> Result<(), VaultError> {
    let key = KeyId::from(row.key.as_str());
    let slot = Slot {
        party: &row.party,
        case: &row.case,
        dossier: &row.id,
        key: &key,
        what: What::Dossier,
    };
    let opened = region.house().vault.open_sealed(&slot, &row.sealed);
    opened.map(drop)
}

async fn erases(region: &Region, day: time::Date) -> usize {
    region.day(day).await;
    erase::confirm(region.house()).await.unwrap();
    erase::look(region.house()).await.unwrap().erased
}

fn holds(bytes: &[u8], canary: &[u8]) -> bool {
    bytes.windows(canary.len()).any(|part| part == canary)
}

on_both_engines! {
    async fn what_was_erased_after_a_backup_does_not_come_back_with_it(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.settle().await;
        let (swv, ggd) = (dossier(&region, &case, "swv-de-eem").await.unwrap(), dossier(&region, &case, "ggd-utrecht").await.unwrap());
        let place = Place::new();
        assert!(place.makes(&region, "one").await > 50);
        assert_eq!(erases(&region, date!(2028 - 03 - 02)).await, 1);

        let other = region.another().await;
        let store = other.store().await;
        place.puts(&region, "one", &store).await.unwrap();
        // Nobody can open it yet.
        assert!(erase::is_behind(&store).await.unwrap());
        store.close().await;
        let refused = region.tom(&other.url, &["audit", "verify"]);
        assert!(!refused.status.success());
        assert!(String::from_utf8_lossy(&refused.stderr).contains("nog niet opnieuw vernietigd"), "{refused:?}");
        let back = region.over(other).await;
        assert_eq!(back.app.erased, 1);
        assert!(!erase::is_behind(&back.house().store).await.unwrap());
        assert_eq!(dossier(&back, &case, "swv-de-eem").await, None);
        assert_eq!(opens(&back, &swv), Err(VaultError::Destroyed));
        for sql in [
            "SELECT id FROM documents WHERE case_id = $1 AND party_id = 'swv-de-eem'",
            "SELECT id FROM events WHERE case_id = $1 AND audience = 'swv-de-eem'",
            "SELECT dossier_id FROM name_tokens WHERE dossier_id NOT IN (SELECT id FROM dossiers) AND $1 <> ''",
        ] {
            assert_eq!(texts(&back.house().store, sql, args![case.as_str()].to_vec()).await, Vec::<String>::new());
        }
        let sql = "SELECT why FROM certificates WHERE case_id = $1 AND destroyed_at IS NOT NULL";
        assert_eq!(texts(&back.house().store, sql, args![case.as_str()].to_vec()).await, ["term"]);
        // And what was not erased is there.
        assert_eq!(dossier(&back, &case, "ggd-utrecht").await, Some(ggd.clone()));
        assert_eq!(opens(&back, &ggd), Ok(()));
        assert!(back.page("arts-bos", &case).await.is_ok());
        // Nothing sealed of it lies in the files either.
        if let Some(folder) = back.url().strip_prefix("sqlite:").map(|url| PathBuf::from(url.trim_start_matches("//"))) {
            for entry in fs::read_dir(folder.parent().unwrap()).unwrap() {
                let bytes = fs::read(entry.unwrap().path()).unwrap();
                assert!(!holds(&bytes, &swv.sealed[..24]));
            }
        }
    }

    /// What was erased while the backup was made stands in the ledger after its mark, and may stand in its rows as carried out already.
    async fn a_backup_made_while_something_was_erased_is_brought_up_from_its_mark(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.settle().await;
        let mark = region.house().vault.ledger_mark().unwrap().length + 1;
        let noted = region.house().store.write(move |tx| Box::pin(async move {
            let mark = i64::try_from(mark).unwrap();
            tx.execute("INSERT INTO erasing (name, value) VALUES ('ledger', $1) ON CONFLICT (name) DO UPDATE SET value = $1", args![mark]).await
        }));
        noted.await.unwrap();
        let place = Place::new();
        place.makes(&region, "one").await;
        assert_eq!(erases(&region, date!(2028 - 03 - 02)).await, 1);
        let other = region.another().await;
        let store = other.store().await;
        place.puts(&region, "one", &store).await.unwrap();
        store.close().await;
        let back = region.over(other).await;
        assert_eq!(back.app.erased, 1);
        assert_eq!(dossier(&back, &case, "swv-de-eem").await, None);
    }

    async fn what_is_put_back_is_what_was_there_on_either_engine(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.settle().await;
        let place = Place::new();
        place.makes(&region, "one").await;
        let was = everything(&region.house().store).await;
        for other in [Database::sqlite(), Database::postgres().await] {
            let store = other.store().await;
            let rows = place.puts(&region, "one", &store).await.unwrap();
            let mut now = everything(&store).await;
            let mark = now.iter().position(|line| line == "erasing behind|1").unwrap();
            now.remove(mark);
            assert_eq!(rows, was.len() as u64);
            assert_eq!(now, was);
            assert_eq!(texts(&store, "SELECT user_id FROM sessions WHERE user_id <> $1", args![case.as_str()].to_vec()).await, Vec::<String>::new());
            // Not over what is there.
            assert!(matches!(place.puts(&region, "one", &store).await, Err(BackupError::NotEmpty)));
        }
    }

    async fn a_backup_is_private_tells_nothing_and_is_never_written_over(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        let place = Place::new();
        place.makes(&region, "one").await;
        let file = place.file("one");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let bytes = fs::read(&file).unwrap();
        let swv = dossier(&region, &case, "swv-de-eem").await.unwrap();
        let canaries = [case.as_str(), "swv-de-eem", "parties", "@", "Mulder", swv.key.as_str()];
        for canary in canaries.iter().filter(|canary| canary.len() > 3) {
            assert!(!holds(&bytes, canary.as_bytes()), "{canary}");
        }
        let house = region.house();
        let again = backup::make((&house.store, &house.vault), &Random::system(), &file, &place.key()).await;
        assert!(matches!(again, Err(BackupError::Exists(_))), "{again:?}");
        assert_eq!(fs::read(&file).unwrap(), bytes);
        let names: Vec<_> = fs::read_dir(&place.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    async fn a_damaged_backup_puts_nothing_back(database) {
        let region = Region::new(database).await;
        granted(&region).await;
        let place = Place::new();
        place.makes(&region, "one").await;
        let whole = fs::read(place.file("one")).unwrap();
        assert!(whole.len() > 2 * 65536, "{}", whole.len());
        let other = region.another().await;
        let store = other.store().await;
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for bad in [&flipped[..], &whole[..whole.len() - 1], &whole[..45 + 65536 + 16], b"tom backup 1\n", b""] {
            fs::write(place.file("bad"), bad).unwrap();
            let refused = place.puts(&region, "bad", &store).await;
            assert!(matches!(refused, Err(BackupError::Damaged)), "{refused:?}");
            assert_eq!(everything(&store).await, Vec::<String>::new());
        }
    }

    /// Without the whole ledger nobody can say what must stay destroyed.
    async fn an_older_missing_or_cut_ledger_is_refused(database) {
        let region = Region::new(database).await;
        granted(&region).await;
        let place = Place::new();
        let ledger = region.keys_of("destroyed.jsonl");
        place.makes(&region, "before").await;
        assert_eq!(erases(&region, date!(2028 - 03 - 02)).await, 1);
        place.makes(&region, "after").await;
        let lines = fs::read(&ledger).unwrap();
        let other = region.another().await;
        let store = other.store().await;
        let cut = &lines[..lines.len() - 1];
        let torn = [&lines[..], b"{\"party\":"].concat();
        for (name, bytes, says) in [
            ("before", None, "ontbreekt"),
            ("after", None, "ontbreekt"),
            ("after", Some(&b""[..]), "is ouder"),
            ("after", Some(cut), "is ouder"),
            ("before", Some(cut), "afgebroken"),
            ("after", Some(&torn), "afgebroken"),
        ] {
            match bytes {
                Some(bytes) => fs::write(&ledger, bytes).unwrap(),
                None => fs::remove_file(&ledger).unwrap(),
            }
            let refused = place.puts(&region, name, &store).await.unwrap_err();
            assert!(refused.to_string().contains(says), "{refused}");
            assert_eq!(everything(&store).await, Vec::<String>::new());
            fs::write(&ledger, &lines).unwrap();
        }
        place.puts(&region, "after", &store).await.unwrap();
        // Nor may it be lost between putting back and opening.
        fs::write(&ledger, b"").unwrap();
        let refused = erase::catch_up(&tom::action::House { store: store.clone(), ..region.house().clone() }).await;
        assert!(refused.unwrap_err().to_string().contains("is ouder"));
        assert!(erase::is_behind(&store).await.unwrap());
    }

    /// Each unit writes two rows, in the first and in the last table of a backup: it holds both or none.
    async fn a_backup_is_of_one_moment_while_others_write(database) {
        let region = Region::new(database).await;
        let place = Place::new();
        let (store, stop) = (region.house().store.clone(), Arc::new(AtomicBool::new(false)));
        let writing = tokio::spawn({
            let (store, stop) = (store.clone(), stop.clone());
            async move {
                let mut number = 0_usize;
                while !stop.load(Ordering::Relaxed) {
                    number += 1;
                    let id = format!("pair-{number:06}");
                    store.write(move |tx| Box::pin(async move {
                        let party = "INSERT INTO parties (id, kind, name, settings, version) VALUES ($1, 'swv', 'x', '{}', 1)";
                        tx.execute(party, args![&id]).await?;
                        tx.execute("INSERT INTO throttle (key, failures, until_at) VALUES ($1, 1, 0)", args![&id]).await
                    })).await.unwrap();
                }
                number
            }
        });
        let mut seen = Vec::new();
        for at in 0..5 {
            let name = format!("{at}");
            place.makes(&region, &name).await;
            let other = region.another().await;
            let put = other.store().await;
            place.puts(&region, &name, &put).await.unwrap();
            let pairs = |sql| texts(&put, sql, Vec::new());
            let (first, last) = (
                pairs("SELECT id FROM parties WHERE id LIKE 'pair-%' ORDER BY id").await,
                pairs("SELECT key FROM throttle WHERE key LIKE 'pair-%' ORDER BY key").await,
            );
            assert_eq!(first, last);
            seen.push(first.len());
        }
        stop.store(true, Ordering::Relaxed);
        let written = writing.await.unwrap();
        assert!(seen[0] < seen[4] && seen[4] < written, "it was written meanwhile: {seen:?} of {written}");
    }

    async fn the_commands_make_a_backup_and_put_it_back(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.settle().await;
        let place = Place::new();
        let (file, key) = (place.file("one").display().to_string(), place.file("new-key").display().to_string());
        let make = region.tom(region.url(), &["backup", &file, "--key", &key, "--make-key"]);
        assert!(make.status.success(), "{make:?}");
        let again = region.tom(region.url(), &["backup", &file, "--key", &key]);
        assert!(String::from_utf8_lossy(&again.stderr).contains("bestaat al"), "{again:?}");
        assert_eq!(erases(&region, date!(2028 - 03 - 02)).await, 1);
        let other = region.another().await;
        let restore = ["restore", &file, "--key", &key];
        let busy = region.tom(&other.url, &restore);
        assert!(String::from_utf8_lossy(&busy.stderr).contains("Stop TOM eerst"), "{busy:?}");
        // The folder as it is after TOM stopped: nobody holds its lock.
        let keys = place.file("keys");
        let copied = std::process::Command::new("cp").arg("-a").arg(region.keys_of("")).arg(&keys).status();
        assert!(copied.unwrap().success());
        let url = other.url.clone();
        let command = |args: &[&str]| {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tom"));
            command.args(args).env("DATABASE_URL", &url).env("TOM_KEYS", &keys).output().unwrap()
        };
        let done = command(&restore);
        assert!(done.status.success(), "{done:?}");
        assert!(String::from_utf8_lossy(&done.stdout).contains("\n1 dossiers die daarna waren vernietigd"), "{done:?}");
        let store = other.store().await;
        let sql = "SELECT party_id FROM dossiers WHERE case_id = $1 ORDER BY party_id";
        let left = texts(&store, sql, args![case.as_str()].to_vec()).await;
        assert!(left.contains(&"ggd-utrecht".to_owned()) && !left.contains(&"swv-de-eem".to_owned()), "{left:?}");
        let twice = command(&restore);
        assert!(String::from_utf8_lossy(&twice.stderr).contains("niet leeg"), "{twice:?}");
    }
}
