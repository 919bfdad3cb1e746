//! A birthday during the case on which somebody else is asked.

use time::Date;
use time::macros::date;
use tom::action::desk::{Wanted, desk};
use tom::action::{doctor, swv};
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
    let desk = desk(region.house(), &employee(who), Wanted::default())
        .await
        .unwrap();
    let tasks = desk.tasks.into_iter().map(|open| open.task);
    tasks
        .filter(|task| task.kind == TaskKind::ComingOfAge.code())
        .map(|task| (task.kind, task.due_on, task.data))
        .collect()
}

on_both_engines! {
    /// A due date that follows from the birthday would tell its month and, with the age at which somebody else is asked, its year.
    async fn no_due_date_and_no_task_tells_the_birthday(database) {
        let region = Region::new(database).await;
        let mut rows = Vec::new();
        for day in [date!(2010 - 06 - 20), date!(2011 - 12 - 01), date!(2018 - 02 - 03), date!(2008 - 03 - 16)] {
            let case = region.starts(SWV, born(day)).await;
            rows.extend(waiting(&region, &case).await);
        }
        assert_eq!(rows.len(), 4);
        assert!(rows.iter().all(|row| *row == rows[0]), "{rows:?}");
        assert_eq!(civil_date(rows[0].0), date!(2026 - 04 - 01));
        let tasks = tasks(&region, SWV).await;
        assert_eq!(tasks, [("coming_of_age".to_owned(), None, "null".to_owned())], "18 on 16 March");
    }

    /// Covenant, Bijlage 5: 12 (the view), 16 (the own consent); 18 ends it. Who has the case gets the task.
    async fn each_birthday_gives_who_has_the_case_a_task_weeks_before_it(database) {
        let region = Region::new(database).await;
        let case = region.starts(SWV, born(date!(2014 - 06 - 20))).await;
        region.day(date!(2026 - 05 - 01)).await;
        region.settle().await;
        assert!(tasks(&region, SWV).await.is_empty(), "seven weeks and a day before");
        region.day(date!(2026 - 06 - 01)).await;
        region.settle().await;
        assert_eq!(tasks(&region, SWV).await.len(), 1);
        region.day(date!(2026 - 07 - 01)).await;
        region.settle().await;
        assert_eq!(tasks(&region, SWV).await.len(), 1, "once");
        swv::hand_over(region.house(), &employee(SWV), form(&case)).await.unwrap();
        // A look that comes late misses nothing of what lies between.
        region.day(date!(2030 - 08 - 15)).await;
        region.settle().await;
        assert_eq!((tasks(&region, "arts-bos").await.len(), tasks(&region, SWV).await.len()), (1, 1));
    }

    /// What was looked at was the wrong day.
    async fn a_corrected_date_of_birth_is_looked_at_instead(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts(SWV, born(date!(2010 - 06 - 20))).await;
        let rows = waiting(&region, &case).await;
        swv::amend(house, &employee(SWV), form(&case), born(date!(2011 - 06 - 20))).await.unwrap();
        assert!(tasks(&region, SWV).await.is_empty());
        swv::amend(house, &employee(SWV), form(&case), born(date!(2010 - 03 - 20))).await.unwrap();
        assert_eq!(tasks(&region, SWV).await.len(), 1);
        swv::amend(house, &employee(SWV), form(&case), born(date!(2017 - 03 - 14))).await.unwrap();
        swv::hand_over(house, &employee(SWV), form(&case)).await.unwrap();
        let mut facts = born(date!(2014 - 04 - 10)).application;
        facts.child.born = Some(date!(2014 - 04 - 10));
        let facts = doctor::Facts { child: facts.child, parents: facts.parents, school: facts.school };
        doctor::correct_facts(house, &employee("arts-bos"), form(&case), facts, None).await.unwrap();
        assert_eq!(tasks(&region, "arts-bos").await.len(), 1);
        assert_eq!(waiting(&region, &case).await, rows, "nothing tells that it was corrected");
        region.settle().await;
    }

    /// Nothing in clear stays behind that is near a birthday.
    async fn a_case_that_ended_waits_for_no_birthday(database) {
        let region = Region::new(database).await;
        let case = region.starts(SWV, born(date!(2010 - 06 - 20))).await;
        tom::action::anywhere::withdraw(region.house(), &employee(SWV), form(&case)).await.unwrap();
        assert!(waiting(&region, &case).await.is_empty());
        region.day(date!(2026 - 06 - 20)).await;
        region.settle().await;
        assert!(tasks(&region, SWV).await.is_empty());
    }
}
