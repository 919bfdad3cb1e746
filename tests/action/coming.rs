//! What comes up by itself: reminders, alarms, the re-assessment, the yearly notification and the end of an exemption.

use time::Date;
use time::macros::{date, time};
use tom::action::desk::{Order, Wanted, desk};
use tom::action::lpa::Yearly;
use tom::action::planner::planner;
use tom::action::{account, anywhere, doctor, family, lpa, moments, swv};
use tom::demo::{applications, employee};
use tom::domain::advice::Verdict;
use tom::domain::amsterdam::{civil_date, instant};
use tom::domain::case::{EventKind, StateKind, TaskKind};
use tom::domain::deadline::{Light, Why};
use tom::domain::family::Person;
use tom::domain::party::{CaseId, UserId};
use tom::store::outbox::{self, Filter, Lease, OutboxKind};

use super::five_cases::{establish, terms, to_doctor};
use super::restriction::restricted;
use crate::support::region::{Region, family as member, form};

const ARTS: &str = "arts-bos";
const SWV: &str = "swv-mulder";
const LPA: &str = "lpa-leusden";

/// The days on which nameless reminders went to this address, the oldest first.
pub fn reminded(region: &Region, who: &str) -> Vec<Date> {
    let mut days: Vec<Date> = region
        .mails()
        .iter()
        .filter(|mail| mail.to.as_str() == who && mail.text.contains("/termijnen"))
        .map(|mail| civil_date(mail.written_at))
        .collect();
    days.sort();
    days
}

pub async fn tasks(region: &Region, who: &str, kind: TaskKind) -> usize {
    let found = desk(region.house(), &employee(who), Wanted::default()).await;
    let tasks = found.unwrap().tasks.into_iter();
    tasks.filter(|open| open.task.kind == kind.code()).count()
}

/// On which days letters of this kind were made, as the timeline of this party tells.
pub async fn written(region: &Region, who: &str, case: &CaseId, letter: &str) -> Vec<Date> {
    let page = region.page(who, case).await.unwrap();
    let made = page.timeline.iter().filter(|moment| {
        matches!(&moment.what, EventKind::LetterMade { letter: kind }
            if serde_json::to_value(kind).unwrap() == letter)
    });
    made.map(|moment| civil_date(moment.at)).collect()
}

/// Case 1 to its decision.
pub async fn granted(region: &Region) -> CaseId {
    granted_for(region, 12).await
}

/// The same for so many months.
pub async fn granted_for(region: &Region, months: u8) -> CaseId {
    let house = region.house();
    let case = region.starts(SWV, applications::noor().unwrap()).await;
    to_doctor(
        region,
        SWV,
        &case,
        date!(2026 - 03 - 06),
        date!(2026 - 03 - 09),
    )
    .await;
    let unfit = Verdict::Unfit { months };
    establish(region, &case, date!(2026 - 03 - 25), "111222333", unfit).await;
    doctor::send_for_reading(house, &employee(ARTS), form(&case))
        .await
        .unwrap();
    region.day(date!(2026 - 03 - 27)).await;
    for person in [Person::Parent1, Person::Parent2] {
        let one = member(&case, person);
        family::sign_notification(house, &one, form(&case), false)
            .await
            .unwrap();
        family::release(house, &one, form(&case)).await.unwrap();
    }
    region.day(date!(2026 - 04 - 01)).await;
    let terms = terms(date!(2026 - 04 - 01), months);
    lpa::grant(house, &employee(LPA), form(&case), terms, None)
        .await
        .unwrap();
    case
}

pub async fn row(region: &Region, case: &CaseId) -> Option<outbox::Listed> {
    let case = case.clone();
    let rows = region
        .house()
        .store
        .read(move |tx| Box::pin(async move { outbox::list(tx, Filter::Case(&case), 500).await }));
    rows.await
        .unwrap()
        .into_iter()
        .find(|row| row.kind == Some(OutboxKind::Moment) && row.done_at.is_none())
}

on_both_engines! {
    /// First contact: 5 working days from Monday 2 March, yellow 2 before, red on the day, escalated 5 after it.
    async fn who_works_on_a_case_is_reminded_twice_and_then_the_coordinator_hears_of_it(database) {
        let region = Region::new(database).await;
        let case = region.starts(SWV, applications::noor().unwrap()).await;
        region.passes(date!(2026 - 03 - 20)).await;
        let own = employee_mail(&region, SWV).await;
        assert_eq!(reminded(&region, &own), [date!(2026 - 03 - 05), date!(2026 - 03 - 09)]);
        assert_eq!(reminded(&region, "coordinator@tom.example"), [date!(2026 - 03 - 16)]);
        for mail in region.mails() {
            assert!(!mail.text.contains("Noor") && !mail.text.contains(case.as_str()), "{}", mail.text);
        }
        let listed = region.list(SWV).await.remove(0);
        assert_eq!(listed.deadline.unwrap().light(date!(2026 - 03 - 20)), Light::Red);
    }

    async fn nobody_is_reminded_of_a_case_that_stands_still_or_was_closed(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let still = region.starts(SWV, applications::noor().unwrap()).await;
        let closed = region.starts(SWV, applications::mei().unwrap()).await;
        anywhere::suspend(house, &employee(SWV), form(&still), Why::Papers).await.unwrap();
        anywhere::withdraw(house, &employee(SWV), form(&closed)).await.unwrap();
        assert!(row(&region, &closed).await.is_none(), "nothing of it waits");
        region.passes(date!(2026 - 04 - 10)).await;
        let own = employee_mail(&region, SWV).await;
        assert!(reminded(&region, &own).is_empty());
        anywhere::resume(house, &employee(SWV), form(&still)).await.unwrap();
        let listed = desk(house, &employee(SWV), Wanted { order: Order::Due, with_deadline: true, ..Wanted::default() })
            .await.unwrap().cases;
        assert_eq!(listed.len(), 1, "the open deadlines are those of open cases");
        assert_eq!(listed[0].deadline.as_ref().unwrap().due.date, date!(2026 - 04 - 17));
        region.passes(date!(2026 - 04 - 15)).await;
        assert_eq!(reminded(&region, &own), [date!(2026 - 04 - 15)], "it counts anew from where it stood");
    }

    /// A worker that died after the commit, and another that has the same row: one of them did it.
    async fn what_is_done_twice_reminds_once(database) {
        let region = Region::new(database).await;
        let case = region.starts(SWV, applications::noor().unwrap()).await;
        region.settle().await;
        region.house().clock.move_to(row(&region, &case).await.unwrap().due_at);
        let now = region.house().clock.now();
        let lease = Lease { name: "one".into(), millis: 300_000 };
        let claimed = region.house().store.write(move |tx| {
            Box::pin(async move { outbox::claim_due(tx, now, &lease, 8).await })
        });
        let rows = claimed.await.unwrap();
        let row = rows.iter().find(|row| row.kind == OutboxKind::Moment).unwrap();
        let (one, other) = tokio::join!(moments::come(region.house(), row), moments::come(region.house(), row));
        one.unwrap();
        other.unwrap();
        moments::come(region.house(), row).await.unwrap();
        region.settle().await;
        let own = employee_mail(&region, SWV).await;
        assert_eq!(reminded(&region, &own).len(), 1);
    }

    async fn who_chose_for_it_gets_one_mail_a_day(database) {
        let region = Region::new(database).await;
        for typed in [applications::noor(), applications::mei()] {
            region.starts(SWV, typed.unwrap()).await;
        }
        let user = UserId::from(SWV);
        account::set_daily(region.house(), &user, true).await.unwrap();
        region.passes(date!(2026 - 03 - 10)).await;
        let own = employee_mail(&region, SWV).await;
        assert_eq!(reminded(&region, &own), [date!(2026 - 03 - 05), date!(2026 - 03 - 09)], "for two cases");
        account::set_daily(region.house(), &user, false).await.unwrap();
        region.starts(SWV, applications::thijs().unwrap()).await;
        region.settle().await;
        assert_eq!(reminded(&region, &own).last(), Some(&date!(2026 - 03 - 10)), "at once, and not tomorrow at eight");
    }

    async fn no_daily_mail_goes_about_cases_that_were_closed_before_eight(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let (one, other) = (applications::noor().unwrap(), applications::mei().unwrap());
        let cases = [region.starts(SWV, one).await, region.starts(SWV, other).await];
        account::set_daily(house, &UserId::from(SWV), true).await.unwrap();
        let closes = async |case: &CaseId, day: Date| {
            region.day(day.previous_day().unwrap()).await;
            region.settle().await;
            house.clock.move_to(instant(day, time!(7:30)));
            region.settle().await;
            anywhere::withdraw(house, &employee(SWV), form(case)).await.unwrap();
            region.passes(day).await;
        };
        let own = employee_mail(&region, SWV).await;
        closes(&cases[0], date!(2026 - 03 - 05)).await;
        assert_eq!(reminded(&region, &own), [date!(2026 - 03 - 05)], "the other case still runs");
        closes(&cases[1], date!(2026 - 03 - 09)).await;
        assert_eq!(reminded(&region, &own), [date!(2026 - 03 - 05)]);
    }

    async fn a_suspended_case_in_which_nothing_moves_is_told_by_mail_and_a_restricted_one_waits(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let still = region.starts(SWV, applications::noor().unwrap()).await;
        anywhere::suspend(house, &employee(SWV), form(&still), Why::Papers).await.unwrap();
        region.passes(date!(2026 - 04 - 16)).await;
        assert_eq!(reminded(&region, "coordinator@tom.example"), [date!(2026 - 04 - 15)]);
        let kept = region.starts(SWV, applications::mei().unwrap()).await;
        restricted(&region, SWV, &kept).await;
        region.passes(date!(2026 - 04 - 20)).await;
        assert_eq!(reminded(&region, "coordinator@tom.example").len(), 1, "it may not be used (art. 18 AVG)");
        assert!(row(&region, &kept).await.is_some());
    }

    /// A seintje must not shield a child for ever.
    async fn a_procedure_in_which_nothing_moves_raises_an_alarm_and_the_lpa_sees_that_it_is_stale(database) {
        let region = Region::new(database).await;
        let case = region.starts(SWV, applications::noor().unwrap()).await;
        region.passes(date!(2026 - 04 - 14)).await;
        assert!(!region.list(LPA).await[0].stale);
        let before = reminded(&region, "coordinator@tom.example").len();
        region.passes(date!(2026 - 04 - 15)).await;
        assert_eq!(reminded(&region, "coordinator@tom.example").len(), before + 1);
        let listed = region.list(LPA).await.remove(0);
        assert!(listed.stale);
        assert!(listed.deadline.is_none() && listed.standing == "procedure loopt", "and nothing more than that");
        swv::record_sitting(region.house(), &employee(SWV), form(&case), date!(2026 - 03 - 06), None).await.unwrap();
        assert!(!region.list(LPA).await[0].stale);
    }

    /// tests/cases/1: letter for the re-assessment by 2026-11-30, monitoring task in November 2026; then nobody applies again.
    async fn a_year_passes_with_its_notification_its_monitoring_its_letter_and_a_visible_end(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.settle().await;

        // The statement of 25 March isn't good on 30 June: the GGD is asked in time, then the family.
        region.passes(date!(2026 - 04 - 20)).await;
        assert_eq!(tasks(&region, LPA, TaskKind::AskStatement).await, 0);
        region.passes(date!(2026 - 04 - 21)).await;
        assert_eq!(tasks(&region, LPA, TaskKind::AskStatement).await, 1);
        region.passes(date!(2026 - 06 - 03)).await;
        assert_eq!(written(&region, LPA, &case, "yearly_notification").await, [date!(2026 - 06 - 02)]);
        assert_eq!(tasks(&region, LPA, TaskKind::AwaitNotification).await, 1);
        // Ticking it off is no notification: what came is recorded, and ends both tasks.
        let came = Yearly {
            on: date!(2026 - 06 - 03),
            statement_on: date!(2026 - 05 - 20),
            complete: true,
            appointed: true,
            independent: true,
        };
        lpa::notify_yearly(region.house(), &employee(LPA), form(&case), date!(2026 - 06 - 30), came).await.unwrap();
        for kind in [TaskKind::AwaitNotification, TaskKind::AskStatement] {
            assert_eq!(tasks(&region, LPA, kind).await, 0);
        }

        // The SWV looks again, and hears a name.
        region.passes(date!(2026 - 10 - 31)).await;
        assert_eq!(tasks(&region, SWV, TaskKind::Monitor).await, 0);
        region.passes(date!(2026 - 11 - 02)).await;
        assert_eq!(tasks(&region, SWV, TaskKind::Monitor).await, 1);
        let told = region.page(SWV, &case).await.unwrap().disclosures.pop().unwrap();
        assert_eq!((told.hand_over.as_str(), told.fields), ("seintje_monitor", vec!["child_name".to_owned()]));

        // The letter goes by itself, to each parent at the own address.
        region.passes(date!(2026 - 11 - 29)).await;
        assert!(written(&region, LPA, &case, "reassessment").await.is_empty());
        region.passes(date!(2026 - 11 - 30)).await;
        assert_eq!(written(&region, LPA, &case, "reassessment").await, [date!(2026 - 11 - 30)]);
        let mut to: Vec<String> = region.page(LPA, &case).await.unwrap().documents.into_iter().map(|one| one.kind).collect();
        to.retain(|kind| kind.starts_with("reassessment"));
        to.sort();
        assert_eq!(to, ["reassessment:parent1", "reassessment:parent2"]);
        assert_eq!(region.list(LPA).await[0].state, StateKind::Reassessing);

        // The parents are warned before the end, and the end is seen.
        region.passes(date!(2027 - 03 - 31)).await;
        assert_eq!(written(&region, LPA, &case, "reminder").await, [date!(2027 - 02 - 03), date!(2027 - 03 - 17)]);
        assert_eq!(region.list(LPA).await[0].state, StateKind::Reassessing, "the last day is a day of it");
        region.passes(date!(2027 - 04 - 01)).await;
        assert_eq!(region.list(LPA).await[0].state, StateKind::Expired);
        assert_eq!(tasks(&region, LPA, TaskKind::CheckSchool).await, 1);
        assert_eq!(region.list(SWV).await[0].standing, "procedure beëindigd");
        assert!(row(&region, &case).await.is_none(), "nothing comes up any more");
    }

    /// Who applied again is asked for nothing, and nobody is sent to look for the child.
    async fn an_exemption_with_a_new_application_ends_without_a_warning(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.passes(date!(2026 - 12 - 01)).await;
        let again = swv::start(region.house(), &employee(SWV), None, applications::noor().unwrap(), Some(case.clone())).await.unwrap();
        swv::register(region.house(), &employee(SWV), form(&again), date!(2026 - 12 - 01)).await.unwrap();
        region.passes(date!(2027 - 04 - 01)).await;
        assert!(written(&region, LPA, &case, "reminder").await.is_empty());
        assert_eq!(tasks(&region, LPA, TaskKind::CheckSchool).await, 0);
        let page = region.page(LPA, &case).await.unwrap();
        assert_eq!(page.known, StateKind::Expired);
    }

    /// tests/cases/2: a reminder goes to the parent when the SMA stays away; [VO] the SWV hears the name by telephone.
    async fn a_parent_who_sends_nothing_is_reminded_before_the_statement_is_too_old(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        region.calls("swv-van-dam").await;
        to_doctor(&region, "swv-van-dam", &case, date!(2026 - 03 - 04), date!(2026 - 03 - 05)).await;
        let unfit = Verdict::Unfit { months: 24 };
        establish(&region, &case, date!(2026 - 04 - 20), "123456782", unfit).await;
        doctor::send_for_reading(house, &employee(ARTS), form(&case)).await.unwrap();
        let runs = region.page(ARTS, &case).await.unwrap().deadline.unwrap();
        assert_eq!(runs.due.date, date!(2026 - 07 - 20));
        region.passes(date!(2026 - 07 - 20)).await;
        assert_eq!(written(&region, ARTS, &case, "reminder").await, [date!(2026 - 06 - 22), date!(2026 - 07 - 13)]);
        let page = region.page("lpa-soest", &case).await.unwrap();
        assert!(page.deadline.is_none() && page.dossier.gemeente().unwrap().advice.is_none());
    }

    /// Each its own: no party reads in the planner what it was not told.
    async fn the_planner_shows_a_party_its_own_dates_and_no_others(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        let plans = async |who: &str| -> Vec<(Date, String)> {
            let lines = planner(region.house(), &employee(who)).await.unwrap().lines;
            lines.into_iter().filter(|line| line.case == case).map(|line| (line.on, line.what)).collect()
        };
        let lpa = plans(LPA).await;
        for (on, what) in [
            (date!(2026 - 04 - 21), "De GGD vragen om een nieuwe verklaring"),
            (date!(2026 - 06 - 30), "Laatste dag van de jaarlijkse kennisgeving"),
            (date!(2026 - 11 - 02), "Het samenwerkingsverband kijkt opnieuw"),
            (date!(2026 - 11 - 30), "Brief voor de herbeoordeling"),
            (date!(2027 - 03 - 31), "Laatste dag van de vrijstelling"),
        ] {
            assert!(lpa.contains(&(on, what.to_owned())), "{what}: {lpa:?}");
        }
        for who in [SWV, ARTS] {
            let plan = plans(who).await;
            assert!(plan.iter().all(|(_, what)| what.starts_with("Taak")), "{who}: {plan:?}");
        }
        assert!(plans("lpa-soest").await.is_empty());
        // The child moves: the new gemeente has a name, and no dates of a decision that it didn't take.
        anywhere::move_to(region.house(), &employee(LPA), form(&case), "soest".into(), Default::default()).await.unwrap();
        assert!(plans("lpa-soest").await.iter().all(|(_, what)| what.starts_with("Taak")));
        assert!(region.page("lpa-soest", &case).await.unwrap().deadline.is_none());
    }
}

/// Where an employee gets mail.
pub async fn employee_mail(region: &Region, who: &str) -> String {
    let user = UserId::from(who);
    let found = region
        .house()
        .store
        .read(move |tx| Box::pin(async move { tom::store::users::by_id(tx, &user).await }));
    found.await.unwrap().unwrap().0
}
