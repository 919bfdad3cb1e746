//! What comes up late: put on a day that was looked at, after a worker that stood still, after a failure. Everything comes up, once,
//! and nobody is asked for something on a day that is over.

use time::macros::date;
use tom::action::{doctor, family, lpa, swv};
use tom::demo::{applications, employee};
use tom::domain::advice::Verdict;
use tom::domain::case::TaskKind;
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::domain::text::LongText;
use tom::store::args;

use super::coming::{employee_mail, granted, reminded, row, tasks, written};
use super::five_cases::{establish, terms, to_doctor};
use crate::support::region::{Region, family as member, form};

const ARTS: &str = "arts-bos";
const SWV: &str = "swv-mulder";
const LPA: &str = "lpa-leusden";
const COORDINATOR: &str = "coordinator@tom.example";

/// Case 1 until the parents read the SMA of 25 March.
async fn reading(region: &Region) -> CaseId {
    let case = region.starts(SWV, applications::noor().unwrap()).await;
    let (sitting, over) = (date!(2026 - 03 - 06), date!(2026 - 03 - 09));
    to_doctor(region, SWV, &case, sitting, over).await;
    let unfit = Verdict::Unfit { months: 12 };
    establish(region, &case, date!(2026 - 03 - 25), "111222333", unfit).await;
    doctor::send_for_reading(region.house(), &employee(ARTS), form(&case))
        .await
        .unwrap();
    case
}

async fn signs(region: &Region, case: &CaseId, person: Person) {
    let one = member(case, person);
    family::sign_notification(region.house(), &one, form(case), false)
        .await
        .unwrap();
}

async fn releases(region: &Region, case: &CaseId, person: Person) {
    let one = member(case, person);
    family::release(region.house(), &one, form(case))
        .await
        .unwrap();
}

/// To whom letters of this kind were made, as the papers of this party tell.
async fn written_to(region: &Region, who: &str, case: &CaseId, letter: &str) -> Vec<String> {
    let page = region.page(who, case).await.unwrap();
    let kinds = page.documents.into_iter().map(|one| one.kind);
    let mut to: Vec<String> = kinds
        .filter_map(|kind| Some(kind.strip_prefix(letter)?.strip_prefix(':')?.to_owned()))
        .collect();
    to.sort();
    to
}

on_both_engines! {
    /// The exemption begins on 6 May; the decision of 18 May comes after somebody looked on 13 May.
    async fn what_a_decision_puts_on_a_day_that_was_looked_at_comes_up_at_once_and_once(database) {
        let region = Region::new(database).await;
        let case = reading(&region).await;
        region.passes(date!(2026 - 05 - 06)).await;
        for person in [Person::Parent1, Person::Parent2] {
            signs(&region, &case, person).await;
            releases(&region, &case, person).await;
        }
        region.passes(date!(2026 - 05 - 18)).await;
        let from = terms(date!(2026 - 05 - 06), 12);
        lpa::grant(region.house(), &employee(LPA), form(&case), from, None).await.unwrap();
        region.settle().await;
        assert_eq!(tasks(&region, LPA, TaskKind::AskStatement).await, 1);
        region.does(LPA, TaskKind::AskStatement).await;
        region.passes(date!(2026 - 05 - 29)).await;
        assert_eq!(tasks(&region, LPA, TaskKind::AskStatement).await, 0);
    }

    /// First contact ended on 9 March; alarms that nothing moves come from 15 April on.
    async fn of_what_is_due_at_once_the_most_urgent_is_done(database) {
        let region = Region::new(database).await;
        region.starts(SWV, applications::noor().unwrap()).await;
        region.day(date!(2026 - 03 - 20)).await;
        region.settle().await;
        let own = employee_mail(&region, SWV).await;
        assert!(reminded(&region, &own).is_empty());
        assert_eq!(reminded(&region, COORDINATOR), [date!(2026 - 03 - 20)]);
        region.day(date!(2026 - 10 - 01)).await;
        region.settle().await;
        assert_eq!(reminded(&region, COORDINATOR), [date!(2026 - 03 - 20), date!(2026 - 10 - 01)]);
    }

    async fn no_letter_asks_for_something_on_a_day_that_is_over(database) {
        let region = Region::new(database).await;
        let case = reading(&region).await;
        region.day(date!(2026 - 05 - 01)).await;
        region.settle().await;
        assert!(written(&region, ARTS, &case, "reminder").await.is_empty());
    }

    async fn who_released_or_signed_gets_no_reminder_of_it(database) {
        let region = Region::new(database).await;
        let case = reading(&region).await;
        region.day(date!(2026 - 03 - 27)).await;
        signs(&region, &case, Person::Parent1).await;
        releases(&region, &case, Person::Parent1).await;
        region.passes(date!(2026 - 04 - 07)).await;
        assert_eq!(written_to(&region, ARTS, &case, "reminder").await, ["parent2"]);
        releases(&region, &case, Person::Parent2).await;
        region.passes(date!(2026 - 05 - 28)).await;
        assert_eq!(written_to(&region, LPA, &case, "reminder").await, ["parent2"]);
    }

    /// The file says: yellow 4 weeks before 30 June, red 1 week.
    async fn who_does_not_send_the_yearly_notification_is_asked_twice(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.passes(date!(2026 - 07 - 02)).await;
        let asked = written(&region, LPA, &case, "yearly_notification").await;
        assert_eq!(asked, [date!(2026 - 06 - 02), date!(2026 - 06 - 23)]);
    }

    async fn a_late_look_asks_for_the_yearly_notification_once(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.day(date!(2026 - 06 - 25)).await;
        region.settle().await;
        assert_eq!(written(&region, LPA, &case, "yearly_notification").await, [date!(2026 - 06 - 25)]);
    }

    async fn a_look_that_failed_for_good_is_taken_again_after_any_step(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts(SWV, applications::noor().unwrap()).await;
        region.settle().await;
        let fail = "UPDATE outbox SET state = 'incident', error = 'key_lost', attempts = 6 WHERE kind = 'moment'";
        let failed = house.store.write(move |tx| Box::pin(async move { tx.execute(fail, args![]).await }));
        let failed: Result<u64, tom::store::StoreError> = failed.await;
        assert_eq!(failed.unwrap(), 1);
        // It changes neither where the case stands nor on which day it moved.
        let note = LongText::parse("Gebeld.").unwrap();
        swv::note_contact(house, &employee(SWV), form(&case), date!(2026 - 03 - 02), note).await.unwrap();
        assert_eq!(row(&region, &case).await.unwrap().error, None);
        region.passes(date!(2026 - 03 - 06)).await;
        let own = employee_mail(&region, SWV).await;
        assert_eq!(reminded(&region, &own), [date!(2026 - 03 - 05)]);
    }
}
