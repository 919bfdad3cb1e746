//! A birthday during the case on which somebody else is asked.

use time::macros::date;
use time::{Date, Duration};
use tom::action::{doctor, swv, view};
use tom::clock::EpochMillis;
use tom::demo::{applications, employee};
use tom::domain::amsterdam::civil_date;
use tom::domain::case::TaskKind;
use tom::domain::party::CaseId;
use tom::store::outbox::{self, Filter, OutboxKind};

use crate::support::region::{Region, form};

const SWV: &str = "swv-mulder";

fn born(on: Date) -> swv::Typed {
    let mut typed = applications::noor().unwrap();
    typed.application.child.born = Some(on);
    typed
}

/// When the birthdays that are waited for wake up.
async fn waiting(region: &Region, case: &CaseId) -> Vec<(EpochMillis, String)> {
    let case = case.clone();
    let read = region
        .house()
        .store
        .read(move |tx| Box::pin(async move { outbox::list(tx, Filter::Case(&case), 500).await }));
    let rows = read.await.unwrap().into_iter();
    rows.filter(|row| row.kind == Some(OutboxKind::Birthday) && row.done_at.is_none())
        .map(|row| (row.due_at, row.data))
        .collect()
}

async fn tasks(region: &Region, who: &str) -> Vec<(String, Option<String>, String)> {
    let desk = view::desk(region.house(), &employee(who), 0, 0)
        .await
        .unwrap();
    let tasks = desk.tasks.into_iter().map(|open| open.task);
    tasks
        .filter(|task| task.kind == TaskKind::ComingOfAge.code())
        .map(|task| (task.kind, task.due_on, task.data))
        .collect()
}

on_both_engines! {
    /// The due date of a row in clear would be the birthday.
    async fn no_due_date_and_no_task_tells_the_birthday(database) {
        let region = Region::new(database).await;
        let sixteen = date!(2026 - 06 - 20);
        let mut woken = std::collections::BTreeSet::new();
        for _ in 0..8 {
            let case = region.starts(SWV, born(date!(2010 - 06 - 20))).await;
            let rows = waiting(&region, &case).await;
            assert_eq!(rows.len(), 1);
            let (due, data) = &rows[0];
            let day = civil_date(*due);
            let before = (sixteen - day).whole_days();
            assert!((1..=28).contains(&before), "{day}");
            assert_eq!(data, "{}");
            woken.insert(day);
        }
        assert!(woken.len() > 1, "not the same number of days each time: {woken:?}");
        region.day(date!(2026 - 06 - 19)).await;
        region.settle().await;
        for (kind, due, data) in tasks(&region, SWV).await {
            assert_eq!((kind.as_str(), due, data.as_str()), ("coming_of_age", None, "null"));
        }
        assert_eq!(tasks(&region, SWV).await.len(), 8);
    }

    /// Covenant, Bijlage 5: 12 (the view), 16 (the own consent); 18 ends it. Who has the case gets the task.
    async fn each_birthday_gives_who_has_the_case_a_task_and_the_next_one_is_waited_for(database) {
        let region = Region::new(database).await;
        let case = region.starts(SWV, born(date!(2014 - 06 - 20))).await;
        assert!(tasks(&region, SWV).await.is_empty());
        region.day(date!(2026 - 05 - 22)).await;
        region.settle().await;
        assert!(tasks(&region, SWV).await.is_empty(), "29 days before");
        region.day(date!(2026 - 06 - 20)).await;
        region.settle().await;
        assert_eq!(tasks(&region, SWV).await.len(), 1);
        swv::hand_over(region.house(), &employee(SWV), form(&case)).await.unwrap();
        let (due, _) = waiting(&region, &case).await[0];
        let before = (date!(2030 - 06 - 20) - civil_date(due)).whole_days();
        assert!((1..=28).contains(&before));
        region.day(date!(2030 - 06 - 20)).await;
        region.settle().await;
        assert_eq!((tasks(&region, "arts-bos").await.len(), tasks(&region, SWV).await.len()), (1, 1));
    }

    /// What was waited for was the wrong day.
    async fn a_corrected_date_of_birth_is_waited_for_instead(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts(SWV, born(date!(2010 - 06 - 20))).await;
        swv::amend(house, &employee(SWV), form(&case), born(date!(2011 - 06 - 20))).await.unwrap();
        let rows = waiting(&region, &case).await;
        assert_eq!(rows.len(), 1);
        assert!(civil_date(rows[0].0) > date!(2027 - 05 - 01));
        // What doesn't touch it leaves the row as it is: another random day would narrow it down.
        swv::amend(house, &employee(SWV), form(&case), born(date!(2011 - 06 - 20))).await.unwrap();
        assert_eq!(waiting(&region, &case).await, rows);
        swv::hand_over(house, &employee(SWV), form(&case)).await.unwrap();
        assert_eq!(waiting(&region, &case).await, rows);
        let mut facts = born(date!(2012 - 06 - 20)).application;
        facts.child.born = Some(date!(2012 - 06 - 20));
        let facts = doctor::Facts { child: facts.child, parents: facts.parents, school: facts.school };
        doctor::correct_facts(house, &employee("arts-bos"), form(&case), facts, None).await.unwrap();
        let rows = waiting(&region, &case).await;
        assert_eq!(rows.len(), 1);
        assert!(civil_date(rows[0].0) > date!(2028 - 05 - 01));
        region.settle().await;
    }

    /// Nothing in clear stays behind that is near a birthday.
    async fn a_case_that_ended_waits_for_no_birthday(database) {
        let region = Region::new(database).await;
        let case = region.starts(SWV, born(date!(2010 - 06 - 20))).await;
        tom::action::anywhere::withdraw(region.house(), &employee(SWV), form(&case)).await.unwrap();
        assert!(waiting(&region, &case).await.is_empty());
        region.day(date!(2026 - 06 - 20).saturating_add(Duration::days(1))).await;
        region.settle().await;
        assert!(tasks(&region, SWV).await.is_empty());
    }
}
