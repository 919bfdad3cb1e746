//! A child who moves within the region, and what each gemeente sees of it.

use time::macros::date;
use tom::action::anywhere::NewHome;
use tom::action::desk::{Wanted, desk};
use tom::action::view::{self, organisations};
use tom::action::{ActionError, anywhere, doctor, family, lpa, setup, task};
use tom::demo::{applications, employee};
use tom::domain::advice::Verdict;
use tom::domain::case::{EventKind, TaskKind};
use tom::domain::family::Person;
use tom::domain::notice::NoticeKind;
use tom::domain::party::{CaseId, PartyKind};

use super::five_cases::{establish, terms, to_doctor};
use crate::support::region::{Region, family as member, form};

/// Noor has an exemption of Leusden.
pub(super) async fn granted(region: &Region) -> CaseId {
    let house = region.house();
    let case = region
        .starts("swv-mulder", applications::noor().unwrap())
        .await;
    to_doctor(
        region,
        "swv-mulder",
        &case,
        date!(2026 - 03 - 06),
        date!(2026 - 03 - 09),
    )
    .await;
    establish(
        region,
        &case,
        date!(2026 - 03 - 25),
        "111222333",
        Verdict::Unfit { months: 12 },
    )
    .await;
    doctor::send_for_reading(house, &employee("arts-bos"), form(&case))
        .await
        .unwrap();
    let one = member(&case, Person::Parent1);
    family::sign_notification(house, &one, form(&case), false)
        .await
        .unwrap();
    family::release(house, &one, form(&case)).await.unwrap();
    let two = member(&case, Person::Parent2);
    family::sign_notification(house, &two, form(&case), false)
        .await
        .unwrap();
    family::release(house, &two, form(&case)).await.unwrap();
    let leusden = employee("lpa-leusden");
    lpa::grant(
        house,
        &leusden,
        form(&case),
        terms(date!(2026 - 03 - 25), 12),
        None,
    )
    .await
    .unwrap();
    case
}

on_both_engines! {
    /// What the old gemeente did stands in its own timeline, also when it is the one that records the move.
    async fn a_move_tells_the_new_gemeente_nothing_of_the_old_one(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", applications::mei().unwrap()).await;
        anywhere::move_to(region.house(), &employee("lpa-baarn"), form(&case), "leusden".into(), NewHome::default()).await.unwrap();
        let page = region.page("lpa-leusden", &case).await.unwrap();
        let told: Vec<&EventKind> = page.timeline.iter().map(|moment| &moment.what).collect();
        assert_eq!(told, [&EventKind::SeintjeReceived { notice: NoticeKind::Application }]);
        region.settle().await;
    }

    /// The gemeente records a move of which the GGD knows nothing: its address is of before, and the letters are of before.
    async fn a_move_that_the_gemeente_records_brings_the_advice_to_the_family_again(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        to_doctor(&region, "swv-mulder", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        establish(&region, &case, date!(2026 - 03 - 25), "111222333", Verdict::Unfit { months: 12 }).await;
        let arts = employee("arts-bos");
        doctor::send_for_reading(house, &arts, form(&case)).await.unwrap();
        anywhere::move_to(house, &employee("lpa-leusden"), form(&case), "soest".into(), NewHome::default()).await.unwrap();
        let page = region.page("arts-bos", &case).await.unwrap();
        assert!(page.timeline.iter().any(|moment| moment.what == EventKind::Moved));
        let open: Vec<&str> = page.tasks.iter().map(|task| task.kind.as_str()).collect();
        assert!(open.contains(&TaskKind::SendAgain.code()), "{open:?}");
        let before = region.letters(&case).await.len();
        doctor::send_for_reading(house, &arts, form(&case)).await.unwrap();
        region.settle().await;
        assert!(region.letters(&case).await.len() > before);
        let page = region.page("arts-bos", &case).await.unwrap();
        assert!(page.tasks.iter().all(|task| task.kind != TaskKind::SendAgain.code()));
    }

    /// The new gemeente has a name: it writes to nobody, and looks for no address that it could record nowhere.
    async fn an_exemption_that_moved_in_ends_without_a_letter_or_a_task_that_nobody_can_do(database) {
        let region = Region::new(database).await;
        let case = granted(&region).await;
        region.settle().await;
        anywhere::move_to(region.house(), &employee("swv-mulder"), form(&case), "soest".into(), NewHome::default()).await.unwrap();
        let before = region.letters(&case).await.len();
        anywhere::leave_area(region.house(), &employee("lpa-soest"), form(&case)).await.unwrap();
        assert_eq!(region.letters(&case).await.len(), before);
        assert!(region.page("lpa-soest", &case).await.unwrap().tasks.is_empty());
        region.settle().await;
    }

    /// Two parties can have one name.
    async fn disclosures_are_told_apart_by_party_and_not_by_name(database) {
        let region = Region::new(database).await;
        let mut gemeenten = organisations(region.house(), PartyKind::Gemeente).await.unwrap();
        let mut baarn = gemeenten.remove(gemeenten.iter().position(|party| party.id.as_str() == "baarn").unwrap());
        baarn.name = "Gemeente Leusden".into();
        setup::put_party(region.house(), baarn).await.unwrap();
        let case = region.starts("swv-mulder", applications::mei().unwrap()).await;
        anywhere::move_to(region.house(), &employee("swv-mulder"), form(&case), "leusden".into(), NewHome::default()).await.unwrap();
        let page = region.page("lpa-leusden", &case).await.unwrap();
        assert_eq!(page.disclosures.len(), 1, "the seintje to itself, none of those to the other");
    }

    /// Nobody called the leerplichtambtenaar of Soest yet: there is no row to close, and no call to make any more.
    async fn who_never_heard_of_an_application_hears_nothing_of_its_end(database) {
        let region = Region::new(database).await;
        let swv = employee("swv-van-dam");
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        anywhere::withdraw(region.house(), &swv, form(&case)).await.unwrap();
        assert_eq!(region.calls("swv-van-dam").await, 0);
        assert!(region.list("lpa-soest").await.is_empty());
        let page = region.page("swv-van-dam", &case).await.unwrap();
        let given = page.timeline.iter().filter(|moment| matches!(moment.what, EventKind::SeintjeGiven { .. }));
        assert_eq!(given.count(), 0);
        assert!(page.disclosures.is_empty());

        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        anywhere::move_to(region.house(), &swv, form(&case), "leusden".into(), NewHome::default()).await.unwrap();
        assert_eq!(region.calls("swv-van-dam").await, 0, "no call to the gemeente that was left");
        assert_eq!(region.list("lpa-leusden").await.len(), 1);
    }

    /// Its letters lie on its desk when the child moves: it posts them, and sees nothing else any more.
    async fn after_a_move_the_old_gemeente_finishes_its_own_tasks_and_sees_nothing_else(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let (case, leusden) = (granted(&region).await, employee("lpa-leusden"));
        region.settle().await;
        anywhere::move_to(house, &employee("swv-mulder"), form(&case), "soest".into(), NewHome::default()).await.unwrap();

        assert!(region.list("lpa-leusden").await.is_empty());
        assert_eq!(region.page("lpa-leusden", &case).await.err(), Some(ActionError::NotFound));
        let open = desk(house, &leusden, Wanted::default()).await.unwrap().tasks;
        let letters: Vec<_> = open.iter().filter(|open| open.task.kind == TaskKind::PostLetter.code()).collect();
        assert_eq!(letters.len(), 2);
        let before = region.page("lpa-soest", &case).await.unwrap().timeline.len();
        for letter in letters {
            assert!(!letter.here);
            assert_eq!(letter.name.as_deref(), Some("Noor Elisa van 't Hof-de Wit"));
            let document = letter.task.about("document").unwrap();
            let (_, pdf) = view::document(house, &leusden, &case, &document).await.unwrap();
            assert!(pdf.starts_with(b"%PDF"));
            let stranger = view::document(house, &employee("lpa-soest"), &case, &document).await;
            assert_eq!(stranger.err(), Some(ActionError::NotFound));
            assert_eq!(task::done(house, &leusden, &letter.task.id).await, Ok(None));
            let posted = view::document(house, &leusden, &case, &document).await;
            assert_eq!(posted.err(), Some(ActionError::NotFound));
        }
        assert_eq!(region.page("lpa-soest", &case).await.unwrap().timeline.len(), before);
    }
}
