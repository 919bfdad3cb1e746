//! What the family says of a consent while a dossier may not be used: a no is kept and carried out everywhere, a yes is kept, and what it
//! brings waits for the lift. And a no where a paper is damaged.

use time::Date;
use time::macros::date;
use tom::action::{ActionError, consent};
use tom::demo::employee;
use tom::domain::case::EventKind;
use tom::domain::consent::PurposeKind as For;
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::store::outbox::OutboxState;
use tom::store::{args, documents};

use super::restriction::{lifts, restricted, restricted_by_name};
use super::stopping::{left, told_family};
use super::withdrawing::{ARTS, granted, no, noor, opens, row, say, tasks, to_lpa, yes};
use crate::support::region::{Region, family as member, form};

const LPA: &str = "lpa-leusden";
const SWV: &str = "swv-mulder";
const TEAM: &str = "team-lariks";
const ON: Date = date!(2026 - 03 - 25);

/// Noor's exemption, with all that it brought.
async fn running(region: &Region) -> CaseId {
    let case = noor(region).await;
    to_lpa(region, &case).await;
    granted(region, &case).await;
    region.settle().await;
    case
}

/// What was said of a purpose, as it lies in a dossier that may not be used: opened by hand.
pub(super) async fn holds(
    region: &Region,
    case: &CaseId,
    party: &str,
    purpose: For,
    gives: bool,
) -> bool {
    use tom::vault::{KeyId, Slot, What};
    let row = row(region, case, party).await;
    let key = KeyId::from(row.key.as_str());
    let slot = Slot {
        party: &row.party,
        case: &row.case,
        dossier: &row.id,
        key: &key,
        what: What::Dossier,
    };
    let plain = region.house().vault.open_sealed(&slot, &row.sealed);
    let said: serde_json::Value = serde_json::from_slice(&plain.unwrap()).unwrap();
    let text = said.to_string();
    text.contains(&format!("\"gives\":{gives}")) && text.contains(purpose.code())
}

/// Whose own dossier may not be used, hears a no all the same, and no yes.
async fn types_a_no(region: &Region, who: &str, purpose: For) -> CaseId {
    let case = running(region).await;
    restricted(region, who, &case).await;
    let actor = employee(who);
    let may = consent::only_a_no(region.house(), &actor, &case).await;
    assert!(may.unwrap().is_some());
    if who != LPA {
        let said = yes(purpose, Person::Parent2, ON);
        let refused = consent::record(region.house(), &actor, form(&case), said).await;
        assert_eq!(refused.unwrap_err(), ActionError::Restricted);
    }
    let said = no(purpose, Person::Parent2, ON);
    consent::record(region.house(), &actor, form(&case), said)
        .await
        .unwrap();
    assert!(holds(region, &case, "ggd-utrecht", purpose, false).await);
    if purpose == For::ShareAdviceWithLpa {
        assert_eq!(told_family(region, &case).await, [false]);
    }
    region.settle().await;
    case
}

/// How many lines the log of a party has.
pub(super) async fn lines(region: &Region, party: &'static str) -> i64 {
    let read = region.house().store.read(move |tx| {
        Box::pin(async move {
            let sql = "SELECT COUNT(*) FROM access_log WHERE party_id = $1";
            tx.optional(sql, args![party]).await?.unwrap().int(0)
        })
    });
    read.await.unwrap()
}

on_both_engines! {
    async fn a_leerplichtambtenaar_with_a_restricted_dossier_records_a_no_that_came_by_letter(database) {
        let region = Region::new(database).await;
        types_a_no(&region, LPA, For::ShareAdviceWithLpa).await;
    }

    async fn a_doctor_with_a_restricted_dossier_records_a_no_that_came_by_letter(database) {
        let region = Region::new(database).await;
        types_a_no(&region, ARTS, For::ShareAdviceWithLpa).await;
    }

    async fn an_swv_with_a_restricted_dossier_records_a_no_that_came_by_letter(database) {
        let region = Region::new(database).await;
        let case = types_a_no(&region, SWV, For::KeepApplication).await;
        assert!(holds(&region, &case, "swv-de-eem", For::KeepApplication, false).await);
        let kept = row(&region, &case, "swv-de-eem").await;
        assert!(kept.label.is_some(), "what may not be used is kept as it is");
    }

    async fn a_party_that_never_had_the_sma_records_nothing(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        restricted_by_name(&region, LPA, &case).await;
        assert_eq!(consent::only_a_no(region.house(), &employee(LPA), &case).await.unwrap(), None);
        let other = consent::only_a_no(region.house(), &employee("lpa-amersfoort"), &case).await;
        assert_eq!(other.unwrap_err(), ActionError::NotFound);
        region.settle().await;
    }

    /// A refusal would tell parent 2 that somebody else made a request.
    async fn a_yes_is_kept_while_the_local_team_may_not_use_its_dossier_and_the_name_comes_at_the_lift(database) {
        let region = Region::new(database).await;
        let case = running(&region).await;
        let request = restricted_by_name(&region, TEAM, &case).await;
        let none = consent::only_a_no(region.house(), &employee(TEAM), &case).await;
        assert_eq!(none.unwrap(), None, "a local team records no consent");
        let two = member(&case, Person::Parent2);
        say(&region, &two, &case, For::InformLocalTeam, false).await.unwrap();
        assert!(row(&region, &case, "lariks").await.label.is_none());
        say(&region, &two, &case, For::InformLocalTeam, true).await.unwrap();
        assert!(holds(&region, &case, "ggd-utrecht", For::InformLocalTeam, true).await);
        assert!(row(&region, &case, "lariks").await.label.is_none(), "it waits");
        lifts(&region, TEAM, &request).await;
        assert!(region.list(TEAM).await[0].name.is_some());
        let given = |moment: &tom::action::view::Moment| matches!(moment.what, EventKind::SeintjeGiven { .. });
        let page = region.page(LPA, &case).await.unwrap();
        let by = page.timeline.iter().rfind(|moment| given(moment)).unwrap().by.clone();
        assert_eq!(by, None, "who lifts gave nothing");
        assert!(tasks(&region, TEAM).await.is_empty());
        region.settle().await;
    }

    async fn a_yes_is_kept_while_the_gemeente_may_not_use_its_dossier_and_it_hears_so_at_the_lift(database) {
        let region = Region::new(database).await;
        let case = running(&region).await;
        let two = member(&case, Person::Parent2);
        say(&region, &two, &case, For::ShareWithDoctor, false).await.unwrap();
        say(&region, &two, &case, For::InformLocalTeam, false).await.unwrap();
        let request = restricted(&region, LPA, &case).await;
        for purpose in [For::ShareWithDoctor, For::InformLocalTeam] {
            say(&region, &two, &case, purpose, true).await.unwrap();
        }
        assert!(row(&region, &case, "lariks").await.label.is_none(), "what may not be used gives no name");
        lifts(&region, LPA, &request).await;
        assert!(row(&region, &case, "lariks").await.label.is_some());
        region.settle().await;
    }

    async fn a_yes_is_kept_in_the_form_that_may_not_be_used(database) {
        let region = Region::new(database).await;
        let case = running(&region).await;
        let two = member(&case, Person::Parent2);
        say(&region, &two, &case, For::InformLocalTeam, false).await.unwrap();
        let at_ggd = restricted(&region, ARTS, &case).await;
        let at_swv = restricted(&region, SWV, &case).await;
        for purpose in [For::KeepApplication, For::ShareWithDoctor, For::InformLocalTeam] {
            say(&region, &two, &case, purpose, true).await.unwrap();
        }
        for party in ["ggd-utrecht", "swv-de-eem"] {
            assert!(holds(&region, &case, party, For::ShareWithDoctor, true).await, "{party}");
        }
        assert!(row(&region, &case, "lariks").await.label.is_none(), "it waits");
        lifts(&region, ARTS, &at_ggd).await;
        lifts(&region, SWV, &at_swv).await;
        assert!(row(&region, &case, "lariks").await.label.is_some());
        region.settle().await;
    }

    /// The gemeente's own task of a no waits too, and its log holds no false ground.
    async fn who_was_told_of_a_no_hears_of_the_yes_once_it_may_use_its_dossier(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        let (one, two) = (member(&case, Person::Parent1), member(&case, Person::Parent2));
        say(&region, &two, &case, For::ShareAdviceWithLpa, false).await.unwrap();
        tom::action::family::send_themselves(region.house(), &one, form(&case)).await.unwrap();
        granted(&region, &case).await;
        assert_eq!(tasks(&region, LPA).await, ["share_advice_with_lpa"]);
        let request = restricted(&region, LPA, &case).await;
        let before = lines(&region, "leusden").await;
        say(&region, &two, &case, For::ShareAdviceWithLpa, true).await.unwrap();
        assert_eq!(lines(&region, "leusden").await, before, "nobody opened it");
        assert_eq!(tasks(&region, LPA).await.len(), 1, "it waits");
        lifts(&region, LPA, &request).await;
        assert!(tasks(&region, LPA).await.is_empty());
        let given = EventKind::ConsentGiven { purpose: For::ShareAdviceWithLpa, by: None };
        let page = region.page(LPA, &case).await.unwrap();
        assert_eq!(page.timeline.iter().filter(|moment| moment.what == given).count(), 1);
        region.settle().await;
    }

    /// What can't get a new key keeps its old one with all that is under it, until it can.
    async fn a_damaged_paper_leaves_no_sma_half_taken_out(database) {
        let region = Region::new(database).await;
        let case = running(&region).await;
        let page = region.page(LPA, &case).await.unwrap();
        let letter = page.documents[0].id.clone();
        let stored = async |sealed: Option<Vec<u8>>| {
            let (case, id) = (case.clone(), letter.clone());
            let unit = region.house().store.write(move |tx| Box::pin(async move {
                let found = documents::load(tx, &id, &case, &"leusden".into()).await?.unwrap();
                if let Some(sealed) = sealed {
                    documents::reseal(tx, &id, sealed).await?;
                }
                Ok::<_, tom::store::StoreError>(found.sealed)
            }));
            unit.await.unwrap()
        };
        let whole = stored(None).await;
        stored(Some(vec![7; 64])).await;
        let backup = row(&region, &case, "leusden").await;
        let said = no(For::ShareAdviceWithLpa, Person::Parent2, ON);
        consent::record(region.house(), &employee(LPA), form(&case), said).await.unwrap();
        assert!(row(&region, &case, "leusden").await.key == backup.key);
        assert_eq!(left(&region, &case).await, [OutboxState::Waiting]);
        assert!(told_family(&region, &case).await.is_empty());
        stored(Some(whole)).await;
        region.settle().await;
        let page = region.page(LPA, &case).await.unwrap();
        assert!(page.dossier.gemeente().unwrap().advice.as_ref().unwrap().second.is_none());
        assert!(!opens(&region, &backup), "a backup would still open it");
        assert_eq!(told_family(&region, &case).await, [false]);
    }
}
