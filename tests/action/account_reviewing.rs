//! The review of who may do what: signed, and what may not stay is ended.

use std::collections::BTreeMap;

use time::macros::date;
use tom::action::account_review::{self, Reviews};
use tom::action::setup::{self, NewEmployee};
use tom::action::{ActionError, overdue, view};
use tom::demo::{applications, employee};
use tom::domain::account_review::{Outcome, Scope};
use tom::domain::party::{Actor, CaseId, PartyId, Role, UserId};
use tom::store::args;

use crate::support::region::{Region, form, texts};

const SWV: &str = "swv-de-eem";

/// The FG of the SWV.
async fn fg(region: &Region) -> Actor {
    let (party, role) = (PartyId::from(SWV), Role::Fg);
    let new = NewEmployee {
        id: Some(UserId::from("swv-fg")),
        party: party.clone(),
        email: "fg.swv@tom.example".into(),
        name: "Ids Fokkema".into(),
        role,
    };
    let user = setup::add_employee(region.house(), new, "no hash".into())
        .await
        .unwrap();
    Actor::Employee { user, party, role }
}

async fn signs(region: &Region, keep: &[&str], ends: &[&str]) -> Result<String, ActionError> {
    let kept = keep.iter().map(|id| ((*id).to_owned(), true));
    let chosen: BTreeMap<String, bool> = kept
        .chain(ends.iter().map(|id| ((*id).to_owned(), false)))
        .collect();
    let sent = form(&CaseId::from(""));
    account_review::sign(region.house(), &employee("swv-beheer"), sent, chosen).await
}

fn on(reviews: &Reviews, scope: Scope) -> (time::Date, bool) {
    let due = reviews.due.iter().find(|due| due.scope == scope).unwrap();
    (due.on, due.overdue)
}

on_both_engines! {
    async fn a_review_of_special_rights_judges_each_of_them_and_ends_what_may_not_stay(database) {
        let region = Region::new(database).await;
        let (house, fg) = (region.house(), fg(&region).await);
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        region.day(date!(2026 - 05 - 01)).await;
        for (keep, ends) in [
            (vec![], vec![]),
            (vec!["swv-fg"], vec![]),
            (vec!["swv-fg", "swv-coordinator", "swv-mulder"], vec![]),
            (vec!["swv-fg", "arts-bos"], vec!["lpa-leusden"]),
        ] {
            let refused = signs(&region, &keep, &ends).await;
            assert!(matches!(refused, Err(ActionError::Field("outcome", _))), "{keep:?}: {refused:?}");
        }
        assert_eq!(texts(&house.store, "SELECT id FROM account_reviews", Vec::new()).await.len(), 0);
        let coordinator = employee("swv-coordinator");
        assert!(view::case_page(house, &coordinator, &case).await.is_ok());
        signs(&region, &["swv-fg"], &["swv-coordinator"]).await.unwrap();
        let active = texts(&house.store, "SELECT id FROM users WHERE active = 0", Vec::new()).await;
        assert_eq!(active, ["swv-coordinator"]);
        let found = account_review::results(house, &fg).await.unwrap();
        let signed = &found.signed[0];
        assert!(signed.genuine && signed.scope == Scope::Special && signed.name == "Rob Visser");
        let mut judged: Vec<_> = signed.accounts.iter().map(|(name, _, came)| (name.as_str(), *came)).collect();
        judged.sort_by_key(|(name, _)| *name);
        assert_eq!(judged, [("Femke de Boer", Outcome::Ended), ("Ids Fokkema", Outcome::Kept), ("Rob Visser", Outcome::Own)]);
        assert_eq!(on(&found, Scope::Special), (date!(2026 - 08 - 01), false));
        assert_eq!(on(&found, Scope::All), (date!(2027 - 03 - 02), false), "a year after the first account");
        let said = texts(&house.store, "SELECT kinds FROM access_log WHERE party_id = $1 AND (kinds LIKE 'ended:%' OR kinds LIKE 'account_review:%') ORDER BY id", args![SWV].to_vec()).await;
        assert_eq!(said, ["ended: swv-coordinator", "account_review: special 1 of 3 ended"]);
        // What stands in the database holds no name.
        let stored = texts(&house.store, "SELECT accounts FROM account_reviews", Vec::new()).await;
        assert!(!stored[0].contains("Femke") && !stored[0].contains('@'), "{stored:?}");
    }

    async fn a_review_of_all_rights_counts_for_both_and_an_altered_one_shows(database) {
        let region = Region::new(database).await;
        let (house, fg) = (region.house(), fg(&region).await);
        region.day(date!(2027 - 03 - 01)).await;
        signs(&region, &["swv-fg", "swv-coordinator", "swv-mulder", "swv-beleid"], &[]).await.unwrap();
        let found = account_review::results(house, &fg).await.unwrap();
        assert_eq!((found.signed[0].scope, found.signed[0].accounts.len(), found.signed[0].genuine), (Scope::All, 5, true));
        assert_eq!(on(&found, Scope::Special).0, date!(2027 - 06 - 01));
        assert_eq!(on(&found, Scope::All).0, date!(2028 - 03 - 01));
        for change in ["accounts = REPLACE(accounts, 'kept', 'ended')", "scope = 'special'", "at = at + 1", "by_user = 'swv-mulder'"] {
            let keep = "CREATE TABLE as_signed AS SELECT * FROM account_reviews";
            let alter: &'static str = Box::leak(format!("UPDATE account_reviews SET {change}").into_boxed_str());
            run(&region, keep).await;
            run(&region, alter).await;
            let found = account_review::results(house, &fg).await.unwrap();
            assert!(!found.signed[0].genuine, "{change}");
            for sql in ["DELETE FROM account_reviews", "INSERT INTO account_reviews SELECT * FROM as_signed", "DROP TABLE as_signed"] {
                run(&region, sql).await;
            }
        }
        assert!(account_review::results(house, &fg).await.unwrap().signed[0].genuine);
        let others = [employee("swv-mulder"), employee("swv-beheer"), employee("arts-bos")];
        for stranger in &others {
            assert_eq!(account_review::results(house, stranger).await.err(), Some(ActionError::NotFound));
        }
        assert_eq!(account_review::page(house, &fg).await.err(), Some(ActionError::NotFound));
        assert!(account_review::results(house, &employee("ggd-fg")).await.unwrap().signed.is_empty(), "of the own party");
    }

    async fn an_overdue_review_of_rights_sends_the_administrator_one_nameless_mail(database) {
        let region = Region::new(database).await;
        let ours = || region.mails().into_iter().filter(|mail| mail.to.as_str() == "beheer@tom.example").map(|mail| mail.text).collect::<Vec<_>>();
        for (day, told) in [(date!(2026 - 06 - 02), 0), (date!(2026 - 06 - 03), 1), (date!(2026 - 06 - 04), 1), (date!(2027 - 03 - 03), 2)] {
            region.day(day).await;
            overdue::look(region.house()).await.unwrap();
            region.settle().await;
            let mails = ours();
            assert_eq!(mails.len(), told, "{day}");
            assert!(mails.iter().all(|text| !text.contains("Eem") && !text.contains("rechten")), "{mails:?}");
        }
    }
}

async fn run(region: &Region, sql: &'static str) {
    let store = &region.house().store;
    store
        .write(move |tx| Box::pin(async move { tx.execute(sql, &[]).await }))
        .await
        .unwrap();
}
