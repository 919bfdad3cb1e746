//! A no that came while a dossier didn't open: it is asked, carried out if it stands, once and in its place.

use std::fs;

use time::Date;
use time::macros::date;
use tom::action::consent;
use tom::demo::employee;
use tom::domain::case::{Rule, TaskKind};
use tom::domain::consent::{PurposeKind as For, Statement};
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::store::outbox::OutboxState;

use super::late_words::rule;
use super::stopping::{almost_sixteen, left, told_family};
use super::withdrawing::{ARTS, granted, no, noor, opens, row, sam, say, tasks, to_lpa};
use crate::support::region::{Region, family as member, form};

const LPA: &str = "lpa-leusden";
const ON: Date = date!(2026 - 03 - 25);

/// The keys of a party are gone for a while.
async fn lose(region: &mut Region, party: &str) {
    region.settle().await;
    let away = region.keys_of(party).with_extension("away");
    fs::rename(region.keys_of(party), &away).unwrap();
    region.restart().await;
}

/// They are back, and the worker has not looked yet.
async fn find(region: &mut Region, party: &str) {
    let away = region.keys_of(party).with_extension("away");
    drop(fs::remove_dir_all(region.keys_of(party)));
    fs::rename(&away, region.keys_of(party)).unwrap();
    region.restart().await;
}

/// The worker tries again, a day later.
async fn a_day_later(region: &Region) {
    let later = region.house().clock.now() + 24 * 3_600_000;
    region.house().clock.move_to(later);
    region.settle().await;
}

/// What was said of a purpose since the form, as it lies at the GGD.
async fn since(region: &Region, case: &CaseId, purpose: For) -> Vec<(Person, bool)> {
    let page = region.page(ARTS, case).await.unwrap();
    let form = &page.dossier.ggd().unwrap().consent;
    let said = |one: &Statement| (one.by, one.gives);
    form.said(purpose).map(said).collect()
}

async fn second_page(region: &Region, who: &str, case: &CaseId) -> bool {
    let page = region.page(who, case).await.unwrap();
    let advice = page.dossier.gemeente().unwrap().advice.as_ref();
    advice.is_some_and(|advice| advice.second.is_some())
}

on_both_engines! {
    /// Nobody has written it in the form yet, and still it says no.
    async fn a_no_that_waits_for_the_worker_keeps_the_name_from_the_local_team(database) {
        let mut region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        lose(&mut region, "ggd-utrecht").await;
        let said = no(For::InformLocalTeam, Person::Parent2, ON);
        consent::record(region.house(), &employee(LPA), form(&case), said).await.unwrap();
        find(&mut region, "ggd-utrecht").await;
        assert_eq!(left(&region, &case).await, [OutboxState::Waiting]);
        granted(&region, &case).await;
        assert!(region.list("team-lariks").await.is_empty());
        let said = [(Person::Parent2, false)];
        assert_eq!(since(&region, &case, For::InformLocalTeam).await, said);
        a_day_later(&region).await;
        assert_eq!(left(&region, &case).await, [OutboxState::Done]);
        assert!(region.list("team-lariks").await.is_empty());
        assert_eq!(since(&region, &case, For::InformLocalTeam).await, said, "it is written once");
    }

    /// The same for the SMA itself.
    async fn a_no_that_waits_for_the_worker_is_taken_back_by_the_yes_after_it(database) {
        let mut region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        lose(&mut region, "ggd-utrecht").await;
        let said = no(For::InformLocalTeam, Person::Parent2, ON);
        consent::record(region.house(), &employee(LPA), form(&case), said).await.unwrap();
        find(&mut region, "ggd-utrecht").await;
        say(&region, &member(&case, Person::Parent2), &case, For::InformLocalTeam, true).await.unwrap();
        granted(&region, &case).await;
        assert_eq!(region.list("team-lariks").await.len(), 1);
        a_day_later(&region).await;
        let said = [(Person::Parent2, false), (Person::Parent2, true)];
        assert_eq!(since(&region, &case, For::InformLocalTeam).await, said);
        assert!(region.list("team-lariks").await[0].name.is_some(), "the yes came last");
        assert!(tasks(&region, "team-lariks").await.is_empty());
    }

    async fn what_did_not_open_keeps_what_it_has_once_a_yes_came(database) {
        let mut region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        granted(&region, &case).await;
        lose(&mut region, "leusden").await;
        let two = member(&case, Person::Parent2);
        say(&region, &two, &case, For::ShareAdviceWithLpa, false).await.unwrap();
        find(&mut region, "leusden").await;
        say(&region, &two, &case, For::ShareAdviceWithLpa, true).await.unwrap();
        a_day_later(&region).await;
        assert_eq!(left(&region, &case).await, [OutboxState::Done]);
        assert!(second_page(&region, LPA, &case).await);
        assert!(tasks(&region, LPA).await.is_empty());
    }

    async fn what_did_not_open_loses_it_once_and_the_family_hears_it(database) {
        let mut region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        granted(&region, &case).await;
        lose(&mut region, "leusden").await;
        let two = member(&case, Person::Parent2);
        for _ in 0..2 {
            say(&region, &two, &case, For::ShareAdviceWithLpa, false).await.unwrap();
        }
        assert_eq!(left(&region, &case).await, [OutboxState::Waiting], "it waits once");
        find(&mut region, "leusden").await;
        let backup = row(&region, &case, "leusden").await;
        a_day_later(&region).await;
        assert!(!second_page(&region, LPA, &case).await);
        assert!(!opens(&region, &backup));
        assert_eq!(tasks(&region, LPA).await, ["share_advice_with_lpa"]);
        assert_eq!(told_family(&region, &case).await, [false]);
    }

    /// Without the form the gemeente still knows the age.
    async fn no_parent_says_no_for_a_young_person_while_the_form_does_not_open(database) {
        let mut region = Region::new(database).await;
        let case = sam(&region).await;
        lose(&mut region, "ggd-utrecht").await;
        let (lpa, on) = (employee("lpa-amersfoort"), date!(2026 - 04 - 02));
        let said = no(For::ShareAdviceWithLpa, Person::Parent1, on);
        let refused = consent::record(region.house(), &lpa, form(&case), said).await;
        assert_eq!(rule(refused), Some(Rule::YoungPersonDecides));
        assert!(second_page(&region, "lpa-amersfoort", &case).await);
        let said = no(For::ShareAdviceWithLpa, Person::Child, on);
        consent::record(region.house(), &lpa, form(&case), said).await.unwrap();
        assert!(!second_page(&region, "lpa-amersfoort", &case).await);
        find(&mut region, "ggd-utrecht").await;
        region.settle().await;
    }

    /// What the young person said after the birthday stands in the form, which nobody could read.
    async fn an_older_no_of_a_parent_that_waited_does_not_count_and_who_typed_it_hears_so(database) {
        let mut region = Region::new(database).await;
        let case = almost_sixteen(&region).await;
        region.day(date!(2026 - 04 - 02)).await;
        let child = member(&case, Person::Child);
        say(&region, &child, &case, For::InformLocalTeam, true).await.unwrap();
        lose(&mut region, "ggd-utrecht").await;
        let said = no(For::InformLocalTeam, Person::Parent2, date!(2026 - 03 - 30));
        consent::record(region.house(), &employee(LPA), form(&case), said).await.unwrap();
        assert!(region.list("team-lariks").await[0].name.is_none());
        find(&mut region, "ggd-utrecht").await;
        a_day_later(&region).await;
        assert_eq!(since(&region, &case, For::InformLocalTeam).await, [(Person::Child, true)]);
        let open = region.page(LPA, &case).await.unwrap().tasks;
        assert!(open.iter().any(|task| task.kind == TaskKind::NoDoesNotCount.code()));
        assert!(region.list("team-lariks").await[0].name.is_some(), "it is given again");
    }
}
