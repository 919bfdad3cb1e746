//! The four endings of art. 5.6 of the covenant: each ends what comes up, what rests on a consent and waits, and starts the terms.

use time::Date;
use time::macros::date;
use tom::action::{ActionError, anywhere, family_view, lpa};
use tom::demo::employee;
use tom::domain::case::told::what;
use tom::domain::case::{EventKind, Rule, StateKind, TaskKind};
use tom::domain::family::Person;
use tom::domain::party::CaseId;

use super::coming::{granted, granted_for, row, tasks, written};
use crate::support::region::{Region, family as member, form};

const SWV: &str = "swv-mulder";
const LPA: &str = "lpa-leusden";

async fn at_school(region: &Region, case: &CaseId, since: Option<Date>) -> Result<(), ActionError> {
    let actor = employee(LPA);
    let step = lpa::record_school(region.house(), &actor, form(case), since);
    step.await.map(drop)
}

/// Nothing comes up any more, nobody is asked for anything, and the term of the gemeente's dossier runs from this day.
async fn is_over(region: &Region, case: &CaseId, state: StateKind, destroyed: Date) {
    region.settle().await;
    assert_eq!(region.list(LPA).await[0].state, state);
    assert!(
        row(region, case).await.is_none(),
        "{state:?}: something still comes up"
    );
    for kind in [
        TaskKind::AskStatement,
        TaskKind::AwaitNotification,
        TaskKind::CheckSchoolYear,
        TaskKind::Monitor,
    ] {
        assert_eq!(
            tasks(region, LPA, kind).await + tasks(region, SWV, kind).await,
            0
        );
    }
    let page = region.page(LPA, case).await.unwrap();
    assert!(page.deadline.is_none() && !page.stale);
    assert_eq!(page.kept.unwrap().destroy_on, destroyed, "{state:?}");
    // The SWV hears a name, and not why.
    let told = region
        .page(SWV, case)
        .await
        .unwrap()
        .disclosures
        .pop()
        .unwrap();
    assert_eq!(
        (told.hand_over.as_str(), told.fields),
        ("seintje_ended_to_swv", vec!["child_name".to_owned()])
    );
    assert_eq!(region.list(SWV).await[0].standing, "procedure beëindigd");
}

on_both_engines! {
    async fn the_end_of_the_exemption_a_departure_and_a_death_end_what_comes_up(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.passes(date!(2027 - 04 - 01)).await;
        is_over(&region, &case, StateKind::Expired, date!(2029 - 03 - 31)).await;
        for (state, left) in [(StateKind::MovedAway, true), (StateKind::Died, false)] {
            let region = Region::new(region.another().await).await;
            let (house, lpa) = (region.house(), employee(LPA));
            let case = granted(&region).await;
            region.passes(date!(2026 - 06 - 10)).await;
            let done = if left {
                anywhere::leave_area(house, &lpa, form(&case)).await
            } else {
                anywhere::report_death(house, &lpa, form(&case)).await
            };
            done.unwrap();
            is_over(&region, &case, state, date!(2028 - 06 - 10)).await;
        }
    }

    /// The exemption runs until 31 March 2028; the child goes to school since 31 August 2026.
    async fn a_year_at_school_without_a_break_ends_the_case_by_itself(database) {
        let region = Region::new(database).await;
        let case = granted_for(&region, 24).await;
        region.passes(date!(2026 - 09 - 01)).await;
        at_school(&region, &case, Some(date!(2026 - 08 - 31))).await.unwrap();
        let asked = written(&region, LPA, &case, "yearly_notification").await;
        assert!(region.page(LPA, &case).await.unwrap().deadline.is_none());
        region.passes(date!(2027 - 08 - 16)).await;
        assert_eq!(written(&region, LPA, &case, "yearly_notification").await, asked, "nothing is asked any more");
        assert_eq!(tasks(&region, SWV, TaskKind::Monitor).await, 0);
        assert_eq!(tasks(&region, LPA, TaskKind::CheckSchoolYear).await, 0);
        region.passes(date!(2027 - 08 - 30)).await;
        assert_eq!(tasks(&region, LPA, TaskKind::CheckSchoolYear).await, 1);
        assert_eq!(region.list(LPA).await[0].state, StateKind::Running);
        region.passes(date!(2027 - 08 - 31)).await;
        is_over(&region, &case, StateKind::BackAtSchool, date!(2029 - 08 - 31)).await;
        let parent = member(&case, Person::Parent1);
        let family = family_view::page(region.house(), &parent).await.unwrap();
        let told: Vec<String> = family.timeline.iter().map(|moment| what(&moment.what)).collect();
        assert!(told.contains(&"De leerling gaat weer naar school sinds 31 augustus 2026. Is dat een jaar lang zonder onderbreking, dan eindigt de procedure.".to_owned()), "{told:?}");
        // The SWV hears of no return to school, only that it ended.
        let swv = region.page(SWV, &case).await.unwrap().timeline;
        assert!(swv.iter().all(|moment| !matches!(moment.what, EventKind::AtSchool { .. })));
    }

    async fn a_break_at_school_ends_nothing_and_what_was_asked_before_is_not_asked_again(database) {
        let region = Region::new(database).await;
        let case = granted_for(&region, 24).await;
        let early = at_school(&region, &case, Some(date!(2026 - 03 - 31))).await;
        assert!(matches!(early, Err(ActionError::Refused(r)) if r.rule == Rule::BeforeEarlierStep(date!(2026 - 04 - 01))));
        let none = at_school(&region, &case, None).await;
        assert!(matches!(none, Err(ActionError::Refused(r)) if r.rule == Rule::NotFromHere));
        region.passes(date!(2026 - 09 - 01)).await;
        let missed = async || {
            let page = region.page(LPA, &case).await.unwrap().timeline;
            page.iter().filter(|moment| matches!(moment.what, EventKind::YearlyMissed { .. })).count()
        };
        assert_eq!(missed().await, 1);
        at_school(&region, &case, Some(date!(2026 - 08 - 31))).await.unwrap();
        region.passes(date!(2027 - 03 - 01)).await;
        at_school(&region, &case, None).await.unwrap();
        region.settle().await;
        assert_eq!(missed().await, 1);
        region.passes(date!(2027 - 09 - 02)).await;
        assert_eq!(region.list(LPA).await[0].state, StateKind::Running);
        let asked = written(&region, LPA, &case, "yearly_notification").await;
        assert!(asked.contains(&date!(2027 - 06 - 02)), "{asked:?}");
        assert_eq!(missed().await, 2);
    }

    /// Who is at school already is not looked for.
    async fn an_exemption_that_ends_while_the_child_is_at_school_sends_nobody_to_look(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.passes(date!(2026 - 10 - 05)).await;
        at_school(&region, &case, Some(date!(2026 - 10 - 05))).await.unwrap();
        region.passes(date!(2027 - 04 - 01)).await;
        is_over(&region, &case, StateKind::BackAtSchool, date!(2029 - 03 - 31)).await;
        assert_eq!(tasks(&region, LPA, TaskKind::CheckSchool).await, 0);
        assert!(written(&region, LPA, &case, "reassessment").await.is_empty());
        assert!(written(&region, LPA, &case, "reminder").await.is_empty());
    }
}
