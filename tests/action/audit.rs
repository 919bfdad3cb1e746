//! The access log is sealed as it grows, and what happens to it afterwards shows.

use tom::action::audit::{self, Verified};
use tom::action::overdue;
use tom::demo::applications;
use tom::domain::audit::{Fault, Head};
use tom::domain::party::PartyId;
use tom::store::args;

use crate::support::region::Region;

const SWV: &str = "swv-de-eem";

async fn verified(region: &Region, kept: &[Head]) -> Verified {
    let (store, vault) = (&region.house().store, &region.house().vault);
    let party = PartyId::from(SWV);
    audit::verify(store, vault, &party, kept).await.unwrap()
}

/// What somebody does who rules the database.
async fn meddles(region: &Region, sql: &'static str) {
    let store = &region.house().store;
    let done = store.write(move |tx| Box::pin(async move { tx.execute(sql, args![]).await }));
    assert_eq!(done.await.unwrap(), 1, "{sql}");
}

/// A log in two blocks, with lines that wait.
async fn grown(region: &Region) {
    let case = region
        .starts("swv-mulder", applications::noor().unwrap())
        .await;
    audit::seal(region.house()).await.unwrap();
    for _ in 0..2 {
        region.page("swv-mulder", &case).await.unwrap();
    }
    audit::seal(region.house()).await.unwrap();
    region.page("swv-mulder", &case).await.unwrap();
}

on_both_engines! {
    async fn every_line_is_sealed_once_and_found_unchanged(database) {
        let region = Region::new(database).await;
        assert_eq!(audit::seal(region.house()).await.unwrap(), 0);
        grown(&region).await;
        let before = verified(&region, &[]).await;
        assert_eq!((before.left, before.faults.len()), (1, 0), "{before:?}");
        assert_eq!(audit::seal(region.house()).await.unwrap(), 1);
        assert_eq!(audit::seal(region.house()).await.unwrap(), 0);
        let after = verified(&region, &[]).await;
        assert_eq!((after.lines, after.left), (before.lines + 1, 0));
    }

    async fn a_changed_a_removed_and_an_added_line_are_found(database) {
        let region = Region::new(database).await;
        grown(&region).await;
        meddles(&region, "UPDATE access_log SET purpose = 'other' WHERE id IN (SELECT MIN(id) FROM access_log WHERE block = 2)").await;
        meddles(&region, "INSERT INTO access_log SELECT 'x', party_id, case_id, at, user_id, role, purpose, kinds, outcome, on_behalf, basis, asked, salt, block \
            FROM access_log WHERE id IN (SELECT MAX(id) FROM access_log WHERE block = 2)").await;
        meddles(&region, "DELETE FROM access_log WHERE id IN (SELECT MAX(id) FROM access_log WHERE block = 2 AND id <> 'x')").await;
        let mut faults = verified(&region, &[]).await.faults;
        faults.sort();
        assert!(matches!(&faults[..], [Fault::Altered(_), Fault::Missing(_), Fault::Added(id)] if id == "x"), "{faults:?}");
    }

    async fn a_log_that_was_cut_is_found_with_its_end_kept_elsewhere(database) {
        let region = Region::new(database).await;
        grown(&region).await;
        let kept = audit::heads(&region.house().store).await.unwrap();
        assert_eq!(verified(&region, &kept).await.faults, []);
        meddles(&region, "DELETE FROM log_blocks WHERE number = 2").await;
        let faults = verified(&region, &kept).await.faults;
        assert!(faults.contains(&Fault::Cut(2)), "{faults:?}");
        // The end that lies with the keys tells it too. The lines that were in the block belong nowhere.
        let faults = verified(&region, &[]).await.faults;
        assert!(matches!(faults[..], [Fault::Cut(2), Fault::Added(_), Fault::Added(_)]), "{faults:?}");
    }

    async fn a_log_that_was_unsealed_is_not_sealed_anew_by_the_program(database) {
        let region = Region::new(database).await;
        grown(&region).await;
        meddles(&region, "DELETE FROM log_blocks WHERE number = 2").await;
        let all = "UPDATE access_log SET block = NULL, purpose = 'other' WHERE block = 2";
        let store = &region.house().store;
        store.write(move |tx| Box::pin(async move { tx.execute(all, args![]).await })).await.unwrap();
        let refused = audit::seal(region.house()).await.unwrap_err();
        assert!(refused.to_string().contains("tom audit accept swv-de-eem"), "{refused}");
        assert_eq!(verified(&region, &[]).await.faults, [Fault::Cut(2)]);
        // After a backup was put back, somebody says so.
        let vault = &region.house().vault;
        audit::accept(store, vault, &PartyId::from(SWV)).await.unwrap();
        assert!(audit::seal(region.house()).await.unwrap() > 0);
        assert_eq!(verified(&region, &[]).await.faults, []);
    }

    async fn a_line_in_a_block_that_cannot_be_is_found(database) {
        let region = Region::new(database).await;
        grown(&region).await;
        meddles(&region, "UPDATE access_log SET block = 0 WHERE block IS NULL").await;
        assert!(matches!(verified(&region, &[]).await.faults[..], [Fault::Added(_)]));
    }

    async fn a_block_that_another_signed_is_found(database) {
        let region = Region::new(database).await;
        grown(&region).await;
        let kept = audit::heads(&region.house().store).await.unwrap();
        let sound = &kept.iter().find(|head| head.party.as_str() == SWV).unwrap().signature;
        assert_eq!(sound.len(), 128);
        meddles(&region, "UPDATE log_blocks SET signature = (SELECT signature FROM log_blocks o WHERE o.party_id = log_blocks.party_id AND o.number = 1) WHERE number = 2").await;
        assert_eq!(verified(&region, &[]).await.faults, [Fault::Broken(2)]);
    }

    async fn an_export_is_verified_with_the_public_key_alone(database) {
        let region = Region::new(database).await;
        grown(&region).await;
        let (store, party) = (&region.house().store, PartyId::from(SWV));
        let kept = audit::heads(store).await.unwrap();
        let key = region.house().vault.public_key(&party).unwrap();
        let mut blocks = Vec::new();
        while let Some(exported) = audit::export(store, &party, i64::try_from(blocks.len()).unwrap()).await.unwrap() {
            // As it goes through a file.
            let text = serde_json::to_string(&exported).unwrap();
            blocks.push(text);
        }
        assert_eq!(blocks.len(), 2);
        let check = |blocks: &[String], key: &[u8]| {
            let blocks = blocks.iter().map(|text| serde_json::from_str(text).unwrap());
            audit::verify_export(&party, blocks, key.to_vec(), &kept).faults
        };
        assert_eq!(check(&blocks, &key), []);
        assert_eq!(check(&blocks[..1], &key), [Fault::Cut(2)]);
        let other = region.house().vault.public_key(&"ggd-utrecht".into()).unwrap();
        assert_eq!(check(&blocks, &other), [Fault::Unsigned(2), Fault::Broken(1), Fault::Broken(2)]);
        blocks[1] = blocks[1].replace("\"opened\"", "\"refused\"");
        assert!(check(&blocks, &key).iter().all(|fault| matches!(fault, Fault::Altered(_))));
    }

    /// Article 9.9: who looked stays known; what was looked at is not told twice.
    async fn a_block_holds_no_name_and_the_log_outlives_a_replaced_key(database) {
        let region = Region::new(database).await;
        grown(&region).await;
        let (store, party) = (&region.house().store, PartyId::from(SWV));
        let exported = audit::export(store, &party, 0).await.unwrap().unwrap();
        let text = serde_json::to_string(&exported).unwrap();
        assert!(!text.contains("Noor") && !text.contains("Hof"), "{text}");
        region.house().vault.rotate(&party).unwrap();
        region.starts("swv-mulder", applications::noor().unwrap()).await;
        assert!(audit::seal(region.house()).await.unwrap() > 0);
        assert_eq!(verified(&region, &[]).await.faults, []);
    }

    async fn an_overdue_review_sends_the_fg_one_nameless_mail_until_it_is_there(database) {
        let region = Region::new(database).await;
        let house = region.house();
        region.list("arts-bos").await;
        region.settle().await;
        assert_eq!(overdue::look(house).await.unwrap(), 0, "nothing is overdue on the first day");
        let later = house.clock.now() + 100 * 24 * 3_600_000;
        house.clock.move_to(later);
        region.settle().await;
        let before = region.mails().len();
        for _ in 0..2 {
            assert!(overdue::look(house).await.unwrap() > 0);
            region.settle().await;
        }
        let mails = region.mails();
        let new = &mails[..mails.len() - before];
        let ours = new.iter().filter(|mail| mail.to.as_str() == "fg@tom.example");
        assert_eq!(ours.count(), 1, "told once");
        for mail in new {
            assert!(!mail.text.contains("GGD") && !mail.text.contains("logboek"), "{}", mail.text);
        }
    }
}
