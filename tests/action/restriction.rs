//! A dossier of which the use is restricted (art. 18 AVG; covenant, art. 13): kept, and used for nothing from the next request on.

use tom::action::desk::{self, RESTRICTED, Wanted};
use tom::action::lpa_papers::{Paper, paper};
use tom::action::rights::{self, Change, RequestForm, change};
use tom::action::search::search;
use tom::action::{ActionError, anywhere, doctor, family, lpa, swv, task, view};
use tom::demo::{applications, employee};
use tom::domain::case::{End, StateKind, TaskKind};
use tom::domain::exemption::Requirement;
use tom::domain::family::Person;
use tom::domain::name_index::Sought;
use tom::domain::party::CaseId;
use tom::domain::rights::{Outcome, Right};
use tom::domain::text::LongText;

use crate::support::region::{Region, family as member, form};
use crate::support::requests::{asks, tries, typed, unnamed};
use crate::support::states::one_of_each;

fn text<const MAX: usize>() -> LongText<MAX> {
    LongText::parse("Daarom.").unwrap()
}

async fn does(region: &Region, who: &str, request: &str, what: Change) {
    let form = RequestForm {
        request: request.to_owned(),
        version: None,
        once: None,
    };
    change(region.house(), &employee(who), form, what)
        .await
        .unwrap();
}

/// A request at this party, upon which its dossier may not be used.
pub(super) async fn restricted(region: &Region, who: &str, case: &CaseId) -> String {
    let id = asks(region, who, case, Right::Restriction).await;
    does(region, who, &id, Change::Answer(Outcome::Granted, text())).await;
    id
}

/// The same at a party that has a name and nothing else.
pub(super) async fn restricted_by_name(region: &Region, who: &str, case: &CaseId) -> String {
    let asked = unnamed(Right::Restriction);
    let id = tries(region, who, case, asked).await.unwrap();
    does(region, who, &id, Change::Answer(Outcome::Granted, text())).await;
    id
}

/// Tells that the restriction ends, and ends it on that day.
pub(super) async fn lifts(region: &Region, who: &str, request: &str) {
    does(region, who, request, Change::EndRestriction(text())).await;
    let later = region.house().clock.now() + 7 * 24 * 3_600_000;
    region.house().clock.move_to(later);
    does(region, who, request, Change::Lift).await;
}

const NO: Result<(), ActionError> = Err(ActionError::Restricted);

on_both_engines! {
    async fn restriction_stops_the_next_page_step_name_letter_and_lifting_it_gives_all_back(database) {
        let region = Region::new(database).await;
        let (house, lpa) = (region.house(), employee("lpa-leusden"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        let page = region.page("lpa-leusden", &case).await.unwrap();
        let version = page.case.version;
        // The letters of the decision wait to be set.
        let id = restricted(&region, "lpa-leusden", &case).await;
        assert_eq!(region.page("lpa-leusden", &case).await.map(drop), NO);
        let mut opened_before = form(&case);
        opened_before.version = Some(version);
        let step = anywhere::end_exemption(house, &lpa, opened_before, End::BackAtSchool).await;
        assert_eq!(step.map(drop), NO);
        assert_eq!(region.list("lpa-leusden").await[0].name.as_deref(), Some(RESTRICTED));
        let sought = Sought::parse("van 't Hof").unwrap();
        assert!(search(house, &lpa, sought).await.unwrap().cases.is_empty(), "nor is it found by its name");
        let desk = desk::desk(house, &lpa, Wanted::default()).await.unwrap();
        assert!(desk.tasks.iter().all(|task| task.name.as_deref() == Some(RESTRICTED)));
        assert_eq!(rights::list(house, &lpa).await.unwrap()[0].child, None);
        // Nothing of that party leaves the house but the letter about the request itself.
        region.settle().await;
        let answered = rights::page(house, &lpa, &id).await.unwrap();
        assert!(answered.restricted);
        assert_eq!(answered.letters.len(), 1);
        view::document(house, &lpa, &case, &answered.letters[0].id).await.unwrap();
        let desk = desk::desk(house, &lpa, Wanted::default()).await.unwrap();
        let post: Vec<_> = desk.tasks.iter().filter(|open| open.task.kind == TaskKind::PostLetter.code()).collect();
        assert_eq!(post.len(), 1, "the letters of the decision wait");
        task::done(house, &lpa, &post[0].task.id).await.unwrap();
        // The other parties go on.
        region.page("arts-bos", &case).await.unwrap();
        assert!(region.list("swv-mulder").await[0].name.as_deref().is_some_and(|name| name.contains("Noor")));
        lifts(&region, "lpa-leusden", &id).await;
        region.settle().await;
        let page = region.page("lpa-leusden", &case).await.unwrap();
        assert!(page.documents.len() > 2, "what waited is set now: {:?}", page.documents);
        assert!(region.list("lpa-leusden").await[0].name.as_deref().is_some_and(|name| name.contains("Noor")));
        assert_eq!(page.known, StateKind::Expired, "what came up meanwhile is done now");
    }

    async fn a_letter_that_was_set_before_does_not_open_while_the_dossier_may_not_be_used(database) {
        let region = Region::new(database).await;
        let (house, lpa) = (region.house(), employee("lpa-leusden"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        region.settle().await;
        let letter = region.page("lpa-leusden", &case).await.unwrap().documents.remove(0).id;
        view::document(house, &lpa, &case, &letter).await.unwrap();
        let id = asks(&region, "lpa-leusden", &case, Right::Objection).await;
        does(&region, "lpa-leusden", &id, Change::Restrict).await;
        assert_eq!(view::document(house, &lpa, &case, &letter).await.map(drop), NO);
        let sheet = paper(house, &lpa, &case, Paper::ExemptionSheet).await;
        assert_eq!(sheet.map(drop), NO);
    }

    async fn nothing_is_handed_over_into_or_out_of_a_dossier_that_may_not_be_used(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let cases = one_of_each(&region, &[StateKind::ParentsReading, StateKind::ParentsReading, StateKind::AtSwv]).await;
        let [into, out, at_swv] = [&cases[0].1, &cases[1].1, &cases[2].1];
        restricted_by_name(&region, "lpa-leusden", into).await;
        let released = |case: &CaseId, person| {
            let (parent, form) = (member(case, person), form(case));
            async move { family::release(house, &parent, form).await.map(drop) }
        };
        released(into, Person::Parent1).await.unwrap();
        assert_eq!(released(into, Person::Parent2).await, NO, "the second release hands the SMA over");
        restricted(&region, "arts-bos", out).await;
        assert_eq!(released(out, Person::Parent1).await, NO);
        assert_eq!(doctor::send_for_reading(house, &employee("arts-bos"), form(out)).await.map(drop), NO);
        assert_eq!(doctor::save_draft(house, &employee("arts-bos"), form(out), Default::default()).await.map(drop), NO);
        restricted(&region, "swv-mulder", at_swv).await;
        assert_eq!(swv::hand_over(house, &employee("swv-mulder"), form(at_swv)).await.map(drop), NO);
        for (case, state) in [(into, StateKind::ParentsReading), (out, StateKind::ParentsReading)] {
            let page = tom::action::family_view::page(house, &member(case, Person::Parent1)).await.unwrap();
            assert_eq!(page.case.state.kind(), state, "the family still reads what is its own");
        }
    }

    async fn the_gemeente_decides_although_the_dossier_of_the_swv_may_not_be_used(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = one_of_each(&region, &[StateKind::WithLpa]).await.remove(0).1;
        let id = restricted(&region, "swv-mulder", &case).await;
        let lpa = employee("lpa-leusden");
        lpa::refuse(house, &lpa, form(&case), Requirement::Registered).await.unwrap();
        lifts(&region, "swv-mulder", &id).await;
        region.page("swv-mulder", &case).await.unwrap();
    }

    async fn art_18_3_avg_who_asked_is_told_by_letter_before_the_dossier_is_used_again(database) {
        let region = Region::new(database).await;
        let (house, lpa) = (region.house(), employee("lpa-leusden"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        let id = restricted(&region, "lpa-leusden", &case).await;
        let form = || RequestForm { request: id.clone(), version: None, once: None };
        assert!(matches!(change(house, &lpa, form(), Change::Lift).await, Err(ActionError::Field(..))), "no letter");
        does(&region, "lpa-leusden", &id, Change::EndRestriction(text())).await;
        let letters = region.letters(&case).await;
        assert!(letters.iter().any(|(kind, _, said)| kind == "rights_answer" && said.contains("lifted") && said.contains("2027-06-08")));
        assert!(matches!(change(house, &lpa, form(), Change::Lift).await, Err(ActionError::Field(..))), "the day has not come");
        assert_eq!(region.page("lpa-leusden", &case).await.map(drop), NO);
        let tasks = desk::desk(house, &lpa, Wanted::default()).await.unwrap().tasks;
        let lift = tasks.iter().find(|open| open.task.kind == TaskKind::LiftRestriction.code()).unwrap();
        assert_eq!(lift.task.due_on.as_deref(), Some("2027-06-08"));
        assert!(matches!(task::done(house, &lpa, &lift.task.id).await, Err(ActionError::Field(..))));
        house.clock.move_to(tom::domain::amsterdam::start_of_day(time::macros::date!(2027 - 06 - 08)));
        does(&region, "lpa-leusden", &id, Change::Lift).await;
        let page = region.page("lpa-leusden", &case).await.unwrap();
        assert!(page.tasks.iter().all(|task| task.kind != TaskKind::LiftRestriction.code()));
    }

    async fn a_dossier_is_used_again_once_no_request_stands_in_the_way(database) {
        let region = Region::new(database).await;
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        let one = restricted(&region, "lpa-leusden", &case).await;
        let two = asks(&region, "lpa-leusden", &case, Right::Objection).await;
        does(&region, "lpa-leusden", &two, Change::Restrict).await;
        lifts(&region, "lpa-leusden", &one).await;
        assert_eq!(region.page("lpa-leusden", &case).await.map(drop), NO);
        lifts(&region, "lpa-leusden", &two).await;
        region.page("lpa-leusden", &case).await.unwrap();
    }

    async fn the_family_stops_the_sharing_and_the_procedure_although_a_dossier_may_not_be_used(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let cases = one_of_each(&region, &[StateKind::ParentsReading, StateKind::ParentsReading]).await;
        for (_, case) in &cases {
            restricted(&region, "arts-bos", case).await;
        }
        let [block, withdraw] = [&cases[0].1, &cases[1].1];
        family::block(house, &member(block, Person::Parent1), form(block)).await.unwrap();
        anywhere::withdraw(house, &member(withdraw, Person::Parent1), form(withdraw)).await.unwrap();
        for (case, state) in [(block, StateKind::ParentsSending), (withdraw, StateKind::Withdrawn)] {
            let page = tom::action::family_view::page(house, &member(case, Person::Parent1)).await.unwrap();
            assert_eq!(page.case.state.kind(), state);
        }
    }

    async fn the_swv_forgets_at_the_lift_what_it_would_have_forgotten_at_the_end(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        region.settle().await;
        region.calls("swv-van-dam").await;
        let mut asked = typed(Right::Restriction);
        asked.asked.view = Some(text());
        let id = tries(&region, "swv-van-dam", &case, asked).await.unwrap();
        does(&region, "swv-van-dam", &id, Change::Answer(Outcome::Granted, text())).await;
        let lpa = employee("lpa-soest");
        anywhere::report_death(house, &lpa, form(&case)).await.unwrap();
        region.calls("lpa-soest").await;
        assert_eq!(region.page("swv-van-dam", &case).await.map(drop), NO);
        lifts(&region, "swv-van-dam", &id).await;
        let page = region.page("swv-van-dam", &case).await.unwrap();
        assert!(page.dossier.swv().is_none(), "nothing is left but the sitting");
        // Of the request too, but for the line that shows that it was answered.
        let swv = employee("swv-van-dam");
        assert_eq!(rights::page(house, &swv, &id).await.err(), Some(ActionError::NotFound));
        assert_eq!(rights::list(house, &swv).await.unwrap().len(), 1);
    }
}
