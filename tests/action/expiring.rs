//! What goes by a term that is no dossier's: the oldest part of the access log, certificates, lists, names of who left. And that nothing
//! of anybody has no rule.

use std::collections::BTreeSet;

use time::macros::date;
use tom::action::audit::{self, Verified};
use tom::action::{ActionError, anywhere, erase, settings, setup, supervise};
use tom::demo::{applications, employee};
use tom::domain::audit::{Fault, Head};
use tom::domain::case::End;
use tom::domain::keeping::{OF_NOBODY, RULES};
use tom::domain::party::{CaseId, PartyId};
use tom::domain::text::LongText;
use tom::store::{Engine, StoreError, Value, args};

use super::moves::granted;
use crate::support::region::{Region, form, texts};

const SWV: &str = "swv-de-eem";

async fn verified(region: &Region, kept: &[Head]) -> Verified {
    let (store, vault) = (&region.house().store, &region.house().vault);
    audit::verify(store, vault, &PartyId::from(SWV), kept)
        .await
        .unwrap()
}

async fn found(region: &Region, sql: &'static str) -> Vec<String> {
    texts(&region.house().store, sql, Vec::new()).await
}

async fn run(region: &Region, sql: String, args: Vec<Value>) -> u64 {
    let sql: &'static str = Box::leak(sql.into_boxed_str());
    let store = &region.house().store;
    store
        .write(move |tx| Box::pin(async move { tx.execute(sql, &args).await }))
        .await
        .unwrap()
}

/// Goes to this day, as if a person said that the clock is right, and looks.
async fn looks(region: &Region, day: time::Date) -> Result<usize, ActionError> {
    region.day(day).await;
    erase::confirm(region.house()).await.unwrap();
    erase::look(region.house())
        .await
        .map(|looked| looked.erased)
}

async fn keeps(region: &Region, party: &str, log: u16, certificates: u16) {
    let all = setup::all_parties(region.house()).await.unwrap();
    let mut party = all
        .into_iter()
        .find(|one| one.id.as_str() == party)
        .unwrap();
    (party.settings.log_months, party.settings.certificate_months) =
        (Some(log), Some(certificates));
    setup::put_party(region.house(), party).await.unwrap();
}

/// A log of two blocks of March 2026 and two of December, of a party that keeps it for twelve months.
async fn grown(region: &Region) -> CaseId {
    keeps(region, SWV, 12, 240).await;
    let case = region
        .starts("swv-mulder", applications::noor().unwrap())
        .await;
    audit::seal(region.house()).await.unwrap();
    region.page("swv-mulder", &case).await.unwrap();
    audit::seal(region.house()).await.unwrap();
    region.day(date!(2026 - 12 - 10)).await;
    for _ in 0..2 {
        region.page("swv-mulder", &case).await.unwrap();
        audit::seal(region.house()).await.unwrap();
    }
    case
}

const NUMBERS: &str =
    "SELECT CAST(number AS TEXT) FROM log_blocks WHERE party_id = 'swv-de-eem' ORDER BY number";
const OLD: &str = "SELECT id FROM access_log WHERE party_id = 'swv-de-eem' AND at < 1780000000000";

on_both_engines! {
    async fn a_log_is_cut_when_its_term_is_over_and_what_is_left_is_still_proven(database) {
        let region = Region::new(database).await;
        let case = grown(&region).await;
        let early = audit::heads(&region.house().store).await.unwrap();
        let lines = found(&region, OLD).await.len();
        assert!(lines > 2);
        looks(&region, date!(2027 - 03 - 31)).await.unwrap();
        assert_eq!(found(&region, NUMBERS).await.len(), 4, "not before its month is over");
        looks(&region, date!(2027 - 04 - 01)).await.unwrap();
        assert_eq!(found(&region, NUMBERS).await, ["3", "4"]);
        assert_eq!(found(&region, OLD).await, Vec::<String>::new());
        let said = "SELECT number || ' ' || lines FROM log_cuts WHERE party_id = 'swv-de-eem'";
        assert_eq!(found(&region, said).await, [format!("2 {lines}")]);
        assert_eq!(verified(&region, &early).await.faults, []);
        // It goes on, and an export proves itself.
        region.page("swv-mulder", &case).await.unwrap();
        audit::seal(region.house()).await.unwrap();
        assert_eq!(verified(&region, &early).await.faults, []);
        let (party, mut after, mut blocks) = (PartyId::from(SWV), 0, Vec::new());
        while let Some(exported) = audit::export(&region.house().store, &party, after).await.unwrap() {
            after = exported.block.number;
            blocks.push(serde_json::from_str(&serde_json::to_string(&exported).unwrap()).unwrap());
        }
        let key = region.house().vault.public_key(&party).unwrap();
        assert_eq!(audit::verify_export(&party, blocks.into_iter(), key, &early).faults, []);
        // All of it can go: the next line follows what was cut, and an end that was kept is still known.
        let late = audit::heads(&region.house().store).await.unwrap();
        looks(&region, date!(2029 - 01 - 05)).await.unwrap();
        assert_eq!(verified(&region, &late).await.faults, []);
        audit::seal(region.house()).await.unwrap();
        assert_eq!(verified(&region, &late).await.faults, []);
        assert_eq!(audit::heads(&region.house().store).await.unwrap().len(), late.len());
    }

    async fn a_cut_that_the_party_did_not_sign_and_one_beyond_it_are_found(database) {
        let region = Region::new(database).await;
        grown(&region).await;
        // A copy of the whole log as it was, to put one block of it back later.
        run(&region, "CREATE TABLE old_lines AS SELECT * FROM access_log".into(), Vec::new()).await;
        run(&region, "CREATE TABLE old_blocks AS SELECT * FROM log_blocks".into(), Vec::new()).await;
        // Without a checkpoint.
        for sql in ["DELETE FROM access_log WHERE party_id = 'swv-de-eem' AND block = 1", "DELETE FROM log_blocks WHERE party_id = 'swv-de-eem' AND number = 1"] {
            assert!(run(&region, sql.into(), Vec::new()).await > 0);
        }
        assert!(verified(&region, &[]).await.faults.contains(&Fault::Gap(1, 1)));
        // With one that somebody made up: the block's own signature is no leave to cut.
        let forged = "INSERT INTO log_cuts (party_id, number, hash, signature, lines, at, mark) \
                      SELECT party_id, number, hash, signature, 3, 1, signature FROM old_blocks WHERE party_id = 'swv-de-eem' AND number = 1";
        assert_eq!(run(&region, forged.into(), Vec::new()).await, 1);
        assert!(verified(&region, &[]).await.faults.contains(&Fault::Forged(1)));
        for sql in ["DELETE FROM log_cuts", "DELETE FROM access_log", "DELETE FROM log_blocks"] {
            run(&region, sql.into(), Vec::new()).await;
        }
        run(&region, "INSERT INTO access_log SELECT * FROM old_lines".into(), Vec::new()).await;
        run(&region, "INSERT INTO log_blocks SELECT * FROM old_blocks".into(), Vec::new()).await;
        assert_eq!(verified(&region, &[]).await.faults, []);

        looks(&region, date!(2027 - 04 - 01)).await.unwrap();
        assert_eq!(verified(&region, &[]).await.faults, []);
        run(&region, "CREATE TABLE old_cuts AS SELECT * FROM log_cuts".into(), Vec::new()).await;
        // Each part of the checkpoint, altered.
        let columns = ["number = number + 1", "number = number - 1", "lines = lines + 1", "at = at + 1"];
        let texts = ["hash", "signature", "mark"].map(|column| {
            format!("{column} = CASE SUBSTR({column}, 1, 1) WHEN '0' THEN '1' ELSE '0' END || SUBSTR({column}, 2)")
        });
        for change in columns.map(str::to_owned).into_iter().chain(texts) {
            assert_eq!(run(&region, format!("UPDATE log_cuts SET {change} WHERE party_id = 'swv-de-eem'"), Vec::new()).await, 1);
            let faults = verified(&region, &[]).await.faults;
            assert!(faults.iter().any(|fault| matches!(fault, Fault::Forged(_))), "{change}: {faults:?}");
            run(&region, "DELETE FROM log_cuts".into(), Vec::new()).await;
            assert!(verified(&region, &[]).await.faults.contains(&Fault::Gap(1, 2)), "no checkpoint at all");
            run(&region, "INSERT INTO log_cuts SELECT * FROM old_cuts".into(), Vec::new()).await;
            assert_eq!(verified(&region, &[]).await.faults, []);
        }
        // A line and a block that went, put back.
        run(&region, "INSERT INTO access_log SELECT * FROM old_lines WHERE party_id = 'swv-de-eem' AND block = 2".into(), Vec::new()).await;
        let faults = verified(&region, &[]).await.faults;
        assert!(!faults.is_empty() && faults.iter().all(|fault| matches!(fault, Fault::Added(_))), "{faults:?}");
        run(&region, "INSERT INTO log_blocks SELECT * FROM old_blocks WHERE party_id = 'swv-de-eem' AND number = 2".into(), Vec::new()).await;
        assert!(verified(&region, &[]).await.faults.contains(&Fault::Broken(2)));
        run(&region, "DELETE FROM access_log WHERE party_id = 'swv-de-eem' AND block = 2".into(), Vec::new()).await;
        run(&region, "DELETE FROM log_blocks WHERE party_id = 'swv-de-eem' AND number = 2".into(), Vec::new()).await;
        assert_eq!(verified(&region, &[]).await.faults, []);
        // A cut beyond the checkpoint.
        run(&region, "DELETE FROM access_log WHERE party_id = 'swv-de-eem' AND block = 3".into(), Vec::new()).await;
        run(&region, "DELETE FROM log_blocks WHERE party_id = 'swv-de-eem' AND number = 3".into(), Vec::new()).await;
        assert!(verified(&region, &[]).await.faults.contains(&Fault::Gap(3, 3)));
    }

    /// Who meddled with a line would be glad to see it go.
    async fn a_log_that_was_meddled_with_is_not_cut(database) {
        let region = Region::new(database).await;
        grown(&region).await;
        let meddled = "UPDATE access_log SET purpose = 'other' WHERE id IN (SELECT MIN(id) FROM access_log WHERE party_id = 'swv-de-eem' AND block = 1)";
        assert_eq!(run(&region, meddled.into(), Vec::new()).await, 1);
        let failed = looks(&region, date!(2027 - 04 - 01)).await;
        assert_eq!(failed, Err(ActionError::Log(PartyId::from(SWV))));
        assert_eq!(found(&region, NUMBERS).await.len(), 4);
        assert!(matches!(verified(&region, &[]).await.faults[..], [Fault::Altered(_)]));
    }

    async fn certificates_reviews_and_names_of_who_left_go_by_the_terms_of_their_party(database) {
        let region = Region::new(database).await;
        keeps(&region, SWV, 12, 24).await;
        keeps(&region, "ggd-utrecht", 60, 600).await;
        let case = granted(&region).await;
        audit::seal(region.house()).await.unwrap();
        let (fg, finding) = (employee("ggd-fg"), LongText::parse("Niets bijzonders.").unwrap());
        let period = (date!(2026 - 03 - 01), date!(2026 - 03 - 02));
        supervise::sign_off(region.house(), &fg, form(&case), period, finding).await.unwrap();
        setup::set_active(region.house(), "swv.deeem@tom.example", false).await.unwrap();
        setup::set_active(region.house(), "arts@tom.example", false).await.unwrap();
        assert_eq!(looks(&region, date!(2028 - 03 - 02)).await.unwrap(), 1);
        let of_swv = "SELECT why FROM certificates WHERE party_id = 'swv-de-eem' AND why = 'term'";
        assert_eq!(found(&region, of_swv).await, ["term"]);
        let names = "SELECT name || ' ' || email || ' ' || password_hash FROM users WHERE id IN ('swv-mulder', 'arts-bos') ORDER BY id";
        let left = found(&region, names).await;
        assert!(left[0].starts_with("dr. E. Bos arts@tom.example $argon2"), "the GGD keeps its log longer: {left:?}");
        assert_eq!(left[1], "Oud-medewerker oud-swv-mulder ");
        assert_eq!(found(&region, "SELECT party_id FROM log_reviews").await, ["ggd-utrecht"]);
        looks(&region, date!(2030 - 03 - 31)).await.unwrap();
        assert_eq!(found(&region, of_swv).await, ["term"]);
        looks(&region, date!(2030 - 04 - 01)).await.unwrap();
        assert_eq!(found(&region, of_swv).await, Vec::<String>::new());
        looks(&region, date!(2031 - 04 - 01)).await.unwrap();
        assert_eq!(found(&region, "SELECT party_id FROM log_reviews").await, Vec::<String>::new());
        let (ledger, _) = region.house().vault.recorded(0).unwrap().unwrap();
        assert!(ledger.iter().any(|line| line.source == "termijn van het logboek"));
    }

    async fn every_table_has_a_rule_or_holds_nothing_of_anybody(database) {
        let region = Region::new(database).await;
        let sql = match region.house().store.engine() {
            Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
            Engine::Postgres => "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'",
        };
        // The queue of apalis holds ids of rows of the outbox alone.
        let tables = found(&region, sql).await.into_iter();
        let tables: BTreeSet<String> = tables.filter(|name| !is_of_the_queue(name)).collect();
        let ruled: BTreeSet<String> = RULES.iter().flat_map(|rule| rule.tables).map(|&name| name.to_owned()).collect();
        let nobody: BTreeSet<String> = OF_NOBODY.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(ruled.intersection(&nobody).count(), 0);
        assert_eq!(tables, ruled.union(&nobody).cloned().collect());
    }

    /// A rule on paper is one thing: here all of them are over.
    async fn when_every_term_is_over_nothing_of_anybody_is_left(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.settle().await;
        run(&region, "INSERT INTO submissions (id, user_id, at, location) VALUES ('one', 'swv-mulder', $1, '/swv')".into(), vec![region.house().clock.now().into()]).await;
        run(&region, "INSERT INTO throttle (key, failures, until_at) VALUES ('one', 3, $1)".into(), vec![region.house().clock.now().into()]).await;
        let signs_in = "INSERT INTO sessions (token_hash, user_id, csrf, created_at, seen_at, expires_at, proved_at, device) VALUES ($1, 'swv-mulder', 'x', 1, 1, 2, 1, '')";
        run(&region, signs_in.into(), vec![vec![7_u8; 32].into()]).await;
        run(&region, "INSERT INTO outbox (id, kind, due_at, state, attempts, data, created_at) VALUES ('one', 'mail', $1, 'incident', 6, '{}', $1)".into(), vec![region.house().clock.now().into()]).await;
        region.day(date!(2027 - 04 - 01)).await;
        anywhere::end_exemption(region.house(), &employee("lpa-leusden"), form(&case), End::Expired).await.unwrap();
        assert!(looks(&region, date!(2050 - 01 - 01)).await.unwrap() >= 3);
        audit::seal(region.house()).await.unwrap();
        for day in [date!(2080 - 01 - 01), date!(2080 - 06 - 01)] {
            assert_eq!(looks(&region, day).await.unwrap(), 0);
        }
        region.app.state.sessions.forget().await.unwrap();
        // What nobody's term ends: who takes part, and who works there.
        let stays = BTreeSet::from(["parties", "users", "factors", "appointments", "participants", "log_cuts"]);
        for table in RULES.iter().flat_map(|rule| rule.tables).filter(|table| !stays.contains(*table)) {
            let rows = counted(&region, table).await;
            assert_eq!(rows, 0, "{table}");
        }
        assert_eq!(verified(&region, &[]).await.faults, []);
    }

    async fn a_term_out_of_its_bounds_is_not_kept(database) {
        let region = Region::new(database).await;
        let admin = employee("swv-beheer");
        let (own, version) = settings::of_party(region.house(), &admin).await.unwrap();
        for (log, certificates) in [(11, 240), (241, 240), (60, 23), (60, 601)] {
            let mut wrong = own.settings.clone();
            (wrong.log_months, wrong.certificate_months) = (Some(log), Some(certificates));
            let refused = settings::change(region.house(), &admin, version, wrong).await;
            assert!(matches!(refused, Err(ActionError::Field(_, _))), "{log} {certificates}: {refused:?}");
        }
    }
}

fn is_of_the_queue(table: &str) -> bool {
    table.to_lowercase().starts_with("jobs")
        || table.to_lowercase().starts_with("workers")
        || table.starts_with("_sqlx")
}

async fn counted(region: &Region, table: &str) -> i64 {
    let sql: &'static str =
        Box::leak(format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}").into_boxed_str());
    let found = region.house().store.read(move |tx| {
        Box::pin(async move {
            let row = tx.optional(sql, args![]).await?;
            row.ok_or(StoreError::Corrupt)?.int(0)
        })
    });
    found.await.unwrap()
}
