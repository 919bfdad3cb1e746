//! The yearly notification inside an exemption (art. 6 LPW, under b): recorded with its dates, tested as the first one was, and seen where
//! it came late or not at all.

use time::Date;
use time::macros::date;
use tom::action::lpa::{self, Yearly};
use tom::action::{ActionError, family_view, planner, task};
use tom::demo::employee;
use tom::domain::case::told::what;
use tom::domain::case::{EventKind, Rule, TaskKind};
use tom::domain::deadline::{DeadlineKind, Light};
use tom::domain::exemption::Requirement;
use tom::domain::family::Person;
use tom::domain::party::CaseId;

use super::coming::{granted, reminded, tasks, written};
use crate::support::region::{Region, family as member, form};

const LPA: &str = "lpa-leusden";
const BY: Date = date!(2026 - 06 - 30);

fn came(on: Date, statement_on: Date) -> Yearly {
    Yearly {
        on,
        statement_on,
        complete: true,
        appointed: true,
        independent: true,
    }
}

async fn records(
    region: &Region,
    case: &CaseId,
    by: Date,
    came: Yearly,
) -> Result<(), ActionError> {
    let actor = employee(LPA);
    let step = lpa::notify_yearly(region.house(), &actor, form(case), by, came);
    step.await.map(drop)
}

/// By which rule it is refused, with the article that the user reads.
async fn refused(region: &Region, case: &CaseId, by: Date, came: Yearly) -> (Rule, String) {
    match records(region, case, by, came).await {
        Err(ActionError::Refused(refusal)) => (refusal.rule.clone(), refusal.to_string()),
        other => panic!("{other:?}"),
    }
}

/// What the timelines of the gemeente and the family say of it.
async fn told(region: &Region, case: &CaseId) -> [Vec<String>; 2] {
    let of_it = |kind: &&EventKind| {
        matches!(
            kind,
            EventKind::YearlyNotified { .. } | EventKind::YearlyMissed { .. }
        )
    };
    let lpa = region.page(LPA, case).await.unwrap().timeline;
    let parent = member(case, Person::Parent1);
    let family = family_view::page(region.house(), &parent).await.unwrap();
    [lpa, family.timeline].map(|timeline| {
        let kinds = timeline.iter().map(|moment| &moment.what);
        kinds.filter(of_it).map(what).collect()
    })
}

on_both_engines! {
    async fn a_yearly_notification_that_came_is_recorded_with_its_dates_and_nobody_is_asked_again(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.passes(date!(2026 - 06 - 10)).await;
        let runs = region.page(LPA, &case).await.unwrap().deadline.unwrap();
        assert_eq!((runs.kind, runs.due.date), (DeadlineKind::YearlyNotification, BY));
        assert_eq!(runs.light(date!(2026 - 06 - 10)), Light::Yellow);
        let ticked = {
            let desk = tom::action::desk::desk(region.house(), &employee(LPA), Default::default()).await.unwrap();
            let open = desk.tasks.into_iter().find(|open| open.task.kind == TaskKind::AwaitNotification.code()).unwrap();
            task::done(region.house(), &employee(LPA), &open.task.id).await
        };
        assert!(matches!(ticked, Err(ActionError::Field("task", _))), "ticking it off is no notification");

        records(&region, &case, BY, came(date!(2026 - 06 - 09), date!(2026 - 05 - 20))).await.unwrap();
        let page = region.page(LPA, &case).await.unwrap();
        assert!(page.deadline.is_none());
        assert_eq!(page.dossier.gemeente().unwrap().exemption.as_ref().unwrap().yearly.len(), 1);
        let line = "De jaarlijkse kennisgeving, die er uiterlijk op 30 juni 2026 moest zijn, is ontvangen op 9 juni 2026, met een verklaring \
                    van de arts van 20 mei 2026.";
        assert_eq!(told(&region, &case).await, [[line], [line]]);
        for kind in [TaskKind::AwaitNotification, TaskKind::AskStatement] {
            assert_eq!(tasks(&region, LPA, kind).await, 0);
        }
        let plan = planner::planner(region.house(), &employee(LPA)).await.unwrap();
        assert!(plan.lines.iter().all(|line| !line.what.contains("kennisgeving")), "{:?}", plan.lines);
        region.passes(date!(2026 - 07 - 03)).await;
        assert_eq!(written(&region, LPA, &case, "yearly_notification").await, [date!(2026 - 06 - 02)]);
        assert_eq!(told(&region, &case).await[0].len(), 1);
    }

    async fn a_yearly_notification_is_refused_by_the_rule_that_it_does_not_meet(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.passes(date!(2026 - 06 - 26)).await;
        let today = date!(2026 - 06 - 26);
        let good = came(today, date!(2026 - 06 - 01));

        // The statement of 25 March was good until and with 25 June.
        let (rule, said) = refused(&region, &case, BY, came(today, date!(2026 - 03 - 25))).await;
        assert_eq!(rule, Rule::Form(vec![Requirement::StatementAge]));
        assert!(said.contains("niet ouder dan drie maanden") && said.contains("artikel 7 Leerplichtwet"), "{said}");
        let treats = Yearly { appointed: false, independent: false, ..good };
        let (rule, _) = refused(&region, &case, BY, treats).await;
        assert_eq!(rule, Rule::Form(vec![Requirement::DoctorAppointed, Requirement::DoctorIndependent]));
        let (rule, said) = refused(&region, &case, BY, Yearly { complete: false, ..good }).await;
        assert_eq!(rule, Rule::Form(vec![Requirement::NotificationFields]));
        assert!(said.contains("artikel 6 Leerplichtwet"), "{said}");
        let (rule, said) = refused(&region, &case, date!(2027 - 06 - 30), good).await;
        assert_eq!(rule, Rule::NoYearly, "the exemption ends on 31 March 2027");
        assert!(said.contains("artikel 6 Leerplichtwet"), "{said}");
        let (rule, _) = refused(&region, &case, BY, came(date!(2026 - 06 - 27), date!(2026 - 06 - 01))).await;
        assert_eq!(rule, Rule::InFuture);
        let (rule, _) = refused(&region, &case, BY, came(date!(2026 - 03 - 30), date!(2026 - 03 - 25))).await;
        assert_eq!(rule, Rule::BeforeEarlierStep(date!(2026 - 04 - 01)), "before the exemption began");
        let (rule, _) = refused(&region, &case, BY, came(date!(2026 - 06 - 01), date!(2026 - 06 - 02))).await;
        assert_eq!(rule, Rule::BeforeEarlierStep(date!(2026 - 06 - 02)), "before its own statement");

        let page = region.page(LPA, &case).await.unwrap();
        assert!(page.dossier.gemeente().unwrap().exemption.as_ref().unwrap().yearly.is_empty());
        assert_eq!(tasks(&region, LPA, TaskKind::AwaitNotification).await, 1);
    }

    async fn an_exemption_without_its_notification_is_seen_not_to_hold_until_it_comes(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.passes(date!(2026 - 07 - 06)).await;
        let missed = "De jaarlijkse kennisgeving was er niet op 30 juni 2026. Zonder kennisgeving geldt de vrijstelling niet vanaf de dag daarna.";
        assert_eq!(told(&region, &case).await, [[missed], [missed]]);
        assert!(reminded(&region, "leerplicht.leusden@tom.example").contains(&date!(2026 - 07 - 01)), "whoever can act hears it");
        let listed = region.list(LPA).await.remove(0);
        assert_eq!(listed.deadline.unwrap().light(date!(2026 - 07 - 06)), Light::Red);

        records(&region, &case, BY, came(date!(2026 - 07 - 06), date!(2026 - 06 - 15))).await.unwrap();
        let late = "De jaarlijkse kennisgeving, die er uiterlijk op 30 juni 2026 moest zijn, is ontvangen op 6 juli 2026, met een verklaring \
                    van de arts van 15 juni 2026. Dat was te laat: van 1 juli 2026 tot en met 5 juli 2026 gold de vrijstelling niet.";
        assert_eq!(told(&region, &case).await[1], [missed, late]);
        assert!(region.list(LPA).await[0].deadline.is_none());
        // It was the wrong day: what is recorded again comes in its place.
        records(&region, &case, BY, came(date!(2026 - 06 - 30), date!(2026 - 06 - 15))).await.unwrap();
        let page = region.page(LPA, &case).await.unwrap();
        let exemption = page.dossier.gemeente().unwrap().exemption.clone().unwrap();
        assert_eq!(exemption.yearly.len(), 1);
        assert!(!exemption.yearly[0].is_late());
        assert_eq!(page.case.state.exemption(), Some(&exemption), "the case and the dossier say the same");
    }
}
