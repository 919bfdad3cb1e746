//! What may not be kept any longer is erased for good (promise 5).

use std::collections::BTreeSet;

use time::macros::date;
use tom::action::{ActionError, anywhere, erase};
use tom::demo::employee;
use tom::domain::case::End;
use tom::domain::erasure::Why;
use tom::domain::party::{CaseId, PartyId};
use tom::domain::rights::Right;
use tom::store::dossiers::{self, StoredDossier};
use tom::store::{Store, StoreError, args, cases, erasing};
use tom::vault::{Destroyed, KeyId, Slot, VaultError, What};

use super::moves::granted;
use crate::support::databases::Database;
use crate::support::region::{Region, form, texts};
use crate::support::requests::asks;

/// Every table that names a case, and is to be empty of it in the end.
const TABLES: [(&str, &str); 12] = [
    ("cases", "SELECT id FROM cases WHERE id = $1"),
    ("dossiers", "SELECT id FROM dossiers WHERE case_id = $1"),
    ("documents", "SELECT id FROM documents WHERE case_id = $1"),
    ("events", "SELECT id FROM events WHERE case_id = $1"),
    ("tasks", "SELECT id FROM tasks WHERE case_id = $1"),
    ("requests", "SELECT id FROM requests WHERE case_id = $1"),
    ("outbox", "SELECT id FROM outbox WHERE case_id = $1"),
    ("links", "SELECT person FROM links WHERE case_id = $1"),
    (
        "disclosures",
        "SELECT id FROM disclosures WHERE case_id = $1",
    ),
    (
        "case_members",
        "SELECT id FROM case_members WHERE case_id = $1",
    ),
    (
        "break_glass",
        "SELECT id FROM break_glass WHERE case_id = $1",
    ),
    (
        "name_tokens",
        "SELECT dossier_id FROM name_tokens WHERE dossier_id NOT IN (SELECT id FROM dossiers) AND $1 <> ''",
    ),
];

pub(super) async fn left(store: &Store, case: &CaseId) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for (table, sql) in TABLES {
        if !texts(store, sql, args![case.as_str()].to_vec())
            .await
            .is_empty()
        {
            found.insert(table);
        }
    }
    found
}

pub(super) async fn dossier(region: &Region, case: &CaseId, party: &str) -> Option<StoredDossier> {
    let (case, party) = (case.clone(), PartyId::from(party));
    let found = region
        .house()
        .store
        .read(move |tx| Box::pin(async move { dossiers::load(tx, &case, &party).await }));
    found.await.unwrap()
}

/// Goes to this day, as if a person said each time that the clock is right, and erases what is due.
async fn erased_on(region: &Region, day: time::Date) -> usize {
    region.day(day).await;
    erase::confirm(region.house()).await.unwrap();
    let looked = erase::look(region.house()).await.unwrap();
    assert!(!looked.stopped);
    looked.erased
}

pub(super) fn opens(region: &Region, row: &StoredDossier) -> Result<(), VaultError> {
    let key = KeyId::from(row.key.as_str());
    let slot = Slot {
        party: &row.party,
        case: &row.case,
        dossier: &row.id,
        key: &key,
        what: What::Dossier,
    };
    region
        .house()
        .vault
        .open_sealed(&slot, &row.sealed)
        .map(drop)
}

pub(super) async fn certificates(store: &Store, case: &CaseId) -> Vec<String> {
    let sql = "SELECT party_id || ' ' || why || ' ' || entire || ' ' || erased_on FROM certificates \
               WHERE case_id = $1 AND destroyed_at IS NOT NULL ORDER BY id";
    texts(store, sql, args![case.as_str()].to_vec()).await
}

on_both_engines! {
    async fn each_dossier_goes_on_its_own_day_and_in_the_end_nothing_is_left_of_the_case(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.settle().await;
        let store = &region.house().store;
        let (swv, ggd) = (dossier(&region, &case, "swv-de-eem").await.unwrap(), dossier(&region, &case, "ggd-utrecht").await.unwrap());
        region.day(date!(2027 - 04 - 01)).await;
        anywhere::end_exemption(region.house(), &employee("lpa-leusden"), form(&case), End::Expired).await.unwrap();
        assert_eq!(erased_on(&region, date!(2028 - 03 - 01)).await, 0);
        assert_eq!(erased_on(&region, date!(2028 - 03 - 02)).await, 1);
        // No backup of the database opens it, and the others are as they were.
        assert_eq!(opens(&region, &swv), Err(VaultError::Destroyed));
        assert!(region.page("swv-mulder", &case).await.is_err());
        assert!(opens(&region, &ggd).is_ok());
        assert!(region.page("arts-bos", &case).await.is_ok());
        assert!(dossier(&region, &case, "leusden").await.is_some());
        let sql = "SELECT id FROM events WHERE case_id = $1 AND audience = 'swv-de-eem' \
                   UNION ALL SELECT id FROM tasks WHERE case_id = $1 AND party_id = 'swv-de-eem' \
                   UNION ALL SELECT id FROM documents WHERE case_id = $1 AND party_id = 'swv-de-eem'";
        assert_eq!(texts(store, sql, args![case.as_str()].to_vec()).await, Vec::<String>::new());
        assert_eq!(erased_on(&region, date!(2029 - 03 - 23)).await, 0);
        region.settle().await;
        assert!(erased_on(&region, date!(2050 - 01 - 01)).await >= 2, "gemeente and GGD");
        assert_eq!(left(store, &case).await, BTreeSet::new());
        let said = certificates(store, &case).await;
        assert!(said.contains(&"swv-de-eem term 1 2028-03-02".to_owned()), "{said:?}");
        assert!(said.iter().any(|one| one.starts_with("ggd-utrecht term 1")), "{said:?}");
        let lines = "SELECT party_id FROM access_log WHERE case_id = $1 AND outcome = 'erased' AND purpose = 'erase' ORDER BY id";
        assert_eq!(texts(store, lines, args![case.as_str()].to_vec()).await.len(), said.len());
        let (ledger, _) = region.house().vault.recorded(0).unwrap().unwrap();
        assert_eq!(ledger.iter().filter(|line| line.case == case).count(), said.len());
    }

    async fn a_clock_that_jumps_erases_nothing_until_a_person_says_that_it_is_right(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        assert!(!erase::look(region.house()).await.unwrap().stopped);
        region.day(date!(2028 - 03 - 05)).await;
        for _ in 0..2 {
            let looked = erase::look(region.house()).await.unwrap();
            assert!(looked.stopped);
            assert_eq!(looked.erased, 0);
        }
        assert!(dossier(&region, &case, "swv-de-eem").await.is_some());
        let status = erase::status(region.house()).await.unwrap();
        assert!(status.stopped.is_some());
        assert_eq!(status.due, 1);
        erase::confirm(region.house()).await.unwrap();
        assert_eq!(erase::look(region.house()).await.unwrap().erased, 1);
        // A day back is no day either.
        let now = region.house().clock.now();
        region.house().clock.move_to(now - 25 * 3_600_000);
        assert!(erase::look(region.house()).await.unwrap().stopped);
    }

    /// Art. 13 covenant: who asked to see what is kept, is answered before it goes.
    async fn a_dossier_waits_for_the_answer_to_a_request(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.day(date!(2028 - 03 - 01)).await;
        asks(&region, "swv-mulder", &case, Right::Access).await;
        assert_eq!(erased_on(&region, date!(2028 - 03 - 05)).await, 0);
        assert!(dossier(&region, &case, "swv-de-eem").await.is_some());
    }

    /// What a backup brings back in the tables, the ledger that lies with the keys takes away before anybody can open it.
    async fn a_database_that_is_put_back_brings_nothing_back(database) {
        let mut region = Region::new(database).await;
        let case = granted(&region).await;
        region.settle().await;
        let swv = dossier(&region, &case, "swv-de-eem").await.unwrap();
        assert_eq!(erased_on(&region, date!(2028 - 03 - 02)).await, 1);
        let (row, token) = (swv.clone(), region.house().vault.index(&swv.party, &["noor".to_owned()], 4).unwrap());
        let back = region.house().store.write(move |tx| Box::pin(async move {
            dossiers::insert(tx, &row, 0).await?;
            tom::store::names::add(tx, &row.id, &token).await?;
            tx.execute("UPDATE erasing SET value = 0 WHERE name = 'ledger'", args![]).await?;
            tx.execute("DELETE FROM certificates", args![]).await
        }));
        back.await.unwrap();
        assert!(dossier(&region, &case, "swv-de-eem").await.is_some());
        region.restart().await;
        assert_eq!(dossier(&region, &case, "swv-de-eem").await, None);
        assert!(!left(&region.house().store, &case).await.contains("name_tokens"));
        assert_eq!(certificates(&region.house().store, &case).await, ["swv-de-eem term 1 2028-03-02"]);
        assert!(dossier(&region, &case, "ggd-utrecht").await.is_some());
    }

    /// A dossier that got another key since the backup stays, and opens for nobody: nothing of the family leads to it any more.
    async fn what_is_gone_in_part_comes_back_without_links_and_accounts_that_lead_to_it(database) {
        let mut region = Region::new(database).await;
        let case = region.starts("swv-mulder", tom::demo::applications::noor().unwrap()).await;
        region.settle().await;
        let swv = dossier(&region, &case, "swv-de-eem").await.unwrap();
        let (about, of) = (case.clone(), swv.id.clone());
        let made = region.house().store.write(move |tx| Box::pin(async move {
            let sql = "INSERT INTO family_accounts (user_id, case_id, dossier_id, person, created_at) VALUES ('swv-mulder', $1, $2, 'parent1', 0)";
            tx.execute(sql, args![about.as_str(), of.as_str()]).await
        }));
        let made: Result<u64, StoreError> = made.await;
        made.unwrap();
        let lead = [
            "SELECT person FROM links WHERE dossier_id = $1",
            "SELECT person FROM family_accounts WHERE dossier_id = $1",
        ];
        for sql in lead {
            assert!(!texts(&region.house().store, sql, args![swv.id.as_str()].to_vec()).await.is_empty(), "{sql}");
        }
        let line = Destroyed {
            party: swv.party.clone(),
            case: case.clone(),
            dossier: swv.id.clone(),
            key: KeyId::from(swv.key.as_str()),
            entire: false,
            why: Why::PartDone.code().to_owned(),
            source: "bron".to_owned(),
            on: "2026-04-01".to_owned(),
        };
        region.house().vault.record(&[line]).unwrap();
        region.restart().await;
        assert_eq!(opens(&region, &swv), Err(VaultError::Destroyed));
        assert!(dossier(&region, &case, "swv-de-eem").await.is_some());
        for sql in lead {
            assert_eq!(texts(&region.house().store, sql, args![swv.id.as_str()].to_vec()).await, Vec::<String>::new(), "{sql}");
        }
    }

    /// Keys that are put back bring an older ledger: it is written again out of the database, and what came back is destroyed.
    async fn keys_that_are_put_back_open_nothing_that_was_erased(database) {
        let mut region = Region::new(database).await;
        let case = granted(&region).await;
        region.settle().await;
        let swv = dossier(&region, &case, "swv-de-eem").await.unwrap();
        let (books, book) = (region.keys_of("swv-de-eem").join("books"), swv.key.split_once('.').unwrap().0.to_owned());
        let old = std::fs::read(books.join(&book)).unwrap();
        assert_eq!(erased_on(&region, date!(2028 - 03 - 02)).await, 1);
        std::fs::write(books.join(&book), old).unwrap();
        std::fs::remove_file(region.keys_of("destroyed.jsonl")).unwrap();
        region.restart().await;
        assert_eq!(opens(&region, &swv), Err(VaultError::Destroyed));
        let (ledger, _) = region.house().vault.recorded(0).unwrap().unwrap();
        assert!(ledger.iter().any(|line| line.key.as_str() == swv.key && line.entire));
    }

    async fn a_party_at_work_on_a_case_keeps_its_dossier(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", tom::demo::applications::noor().unwrap()).await;
        assert_eq!(erased_on(&region, date!(2029 - 01 - 05)).await, 0);
        assert!(dossier(&region, &case, "swv-de-eem").await.is_some());
    }

    /// A process that dies between the commit and the key leaves a certificate that says so; the next look destroys it.
    async fn a_key_that_outlived_its_dossier_is_destroyed_at_the_next_look(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        let row = dossier(&region, &case, "leusden").await.unwrap();
        let (party, key, dossier) = (row.party.clone(), row.key.clone(), row.id.clone());
        let about = case.clone();
        let left = region.house().store.write(move |tx| Box::pin(async move {
            let sql = "INSERT INTO certificates (id, party_id, case_id, dossier_id, key_id, why, source, contents, entire, erased_on) \
                       VALUES ('one', $1, $2, $3, $4, 'term', 'bron', '[]', 1, '2026-04-01')";
            tx.execute(sql, args![party.as_str(), about.as_str(), dossier.as_str(), &key]).await
        }));
        assert_eq!(left.await.unwrap(), 1);
        assert!(opens(&region, &row).is_ok());
        erase::look(region.house()).await.unwrap();
        assert_eq!(opens(&region, &row), Err(VaultError::Destroyed));
        assert!(matches!(region.page("lpa-leusden", &case).await, Err(ActionError::Destroyed(_))));
    }
}

/// Promise 5: from the database files and from the journal, while somebody reads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_sealed_of_it_lies_in_the_files_of_sqlite() {
    let database = Database::sqlite();
    let folder = database.folder().clone();
    let region = Region::new(database).await;
    let case = granted(&region).await;
    region.settle().await;
    let sql = "SELECT id FROM documents WHERE case_id = $1 AND party_id = 'swv-de-eem'";
    assert!(
        !texts(&region.house().store, sql, args![case.as_str()].to_vec())
            .await
            .is_empty()
    );
    let about = case.clone();
    let sealed = region.house().store.read(move |tx| {
        Box::pin(async move {
            let sql = "SELECT sealed FROM documents WHERE case_id = $1 AND party_id = 'swv-de-eem' UNION ALL \
                       SELECT sealed FROM dossiers WHERE case_id = $1 AND party_id = 'swv-de-eem' UNION ALL \
                       SELECT token FROM name_tokens WHERE dossier_id IN \
                       (SELECT id FROM dossiers WHERE case_id = $1 AND party_id = 'swv-de-eem')";
            let rows = tx.all(sql, args![about.as_str()]).await?;
            rows.iter().map(|row| row.bytes(0)).collect::<Result<Vec<_>, StoreError>>()
        })
    });
    let sealed = sealed.await.unwrap();
    assert!(sealed.len() > 16, "{}", sealed.len());
    let found = |sealed: &[u8]| {
        let needle = &sealed[..sealed.len().min(24)];
        let files = std::fs::read_dir(&folder).unwrap();
        files
            .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
            .any(|bytes| bytes.windows(needle.len()).any(|part| part == needle))
    };
    assert!(
        sealed.iter().all(|bytes| found(bytes)),
        "all of it was there"
    );
    assert_eq!(erased_on(&region, date!(2028 - 03 - 02)).await, 1);
    assert!(
        !sealed.iter().any(|bytes| found(bytes)),
        "something is left"
    );
}

/// SQLite reads a dossier without keeping anybody from writing: what came meanwhile must be found out when it goes.
#[tokio::test]
async fn what_changes_while_a_dossier_is_read_keeps_it_from_going() {
    let region = Region::new(Database::sqlite()).await;
    let case = granted(&region).await;
    region.day(date!(2028 - 03 - 05)).await;
    let dossier = dossier(&region, &case, "swv-de-eem").await.unwrap();
    let meanwhile = [
        "INSERT INTO holds (id, case_id, party_id, dossier_id, kind, reason, by_user, at) \
         VALUES ('h', $1, 'swv-de-eem', $2, 'court', x'00', 'swv-mulder', 0)",
        "INSERT INTO tasks (id, case_id, party_id, kind, data, created_at) VALUES ('t', $1, 'swv-de-eem', '', $2, 0)",
        "UPDATE cases SET version = version + 1 WHERE id = $1 AND $2 <> ''",
        "UPDATE dossiers SET destroy_on = '2050-01-01' WHERE case_id = $1 AND id = $2",
        "INSERT INTO dossiers (id, case_id, party_id, key_id, sealed, version, restricted, created_at, changed_at) \
         SELECT 'other', case_id, (SELECT MIN(id) FROM parties WHERE id NOT IN (SELECT party_id FROM dossiers)), key_id, sealed, version, \
         restricted, created_at, changed_at FROM dossiers WHERE case_id = $1 AND id = $2",
        "UPDATE cases SET version = version WHERE id = $1 AND $2 <> ''",
    ];
    for (at, change) in meanwhile.into_iter().enumerate() {
        let last = at + 1 == meanwhile.len();
        let (row, own) = (dossier.clone(), region.house().store.clone());
        let (case, today) = (case.clone(), region.house().clock.today());
        let unit = region.house().store.write(move |tx| {
            Box::pin(async move {
                let case = cases::load(tx, &case).await?.unwrap();
                let row = dossiers::load(tx, &case.id, &row.party).await?.unwrap();
                let others = erasing::others(tx, &row).await?.parties.len();
                let contents = erasing::contents(tx, &row).await?;
                let said = args![case.id.as_str(), row.id.as_str()].to_vec();
                let other =
                    own.write(move |tx| Box::pin(async move { tx.execute(change, &said).await }));
                assert_eq!(other.await?, 1, "{change}");
                erasing::still(tx, &case, &row, others, today).await?;
                erasing::erase(tx, &row, &contents).await
            })
        });
        let done = unit.await;
        assert_eq!(done.is_ok(), last, "{change}: {done:?}");
        assert!(last || done == Err(StoreError::Stale), "{done:?}");
        let put_back = region.house().store.write(|tx| {
            Box::pin(async move {
                tx.execute("DELETE FROM holds", args![]).await?;
                tx.execute(
                    "UPDATE dossiers SET destroy_on = '2028-03-02' WHERE destroy_on = '2050-01-01'",
                    args![],
                )
                .await
            })
        });
        put_back.await.unwrap();
    }
}
