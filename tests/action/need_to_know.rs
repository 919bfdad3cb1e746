//! Who does not work on a case of a party that chose so, sees nothing of it: no page, list, task, letter or step.

use std::collections::BTreeSet;

use tom::action::desk::{Wanted, desk};
use tom::action::search::search;
use tom::action::setup::{self, NewEmployee};
use tom::action::{ActionError, members, swv, task, view};
use tom::demo::{applications, employee};
use tom::domain::advice::Appointed;
use tom::domain::case::StateKind;
use tom::domain::name_index::Sought;
use tom::domain::party::{Actor, CaseId, PartyId, Role, UserId};
use tom::store::{Store, StoreError, args};

use crate::support::region::{Region, form};
use crate::support::states::one_of_each;

/// Somebody more of an SWV.
async fn colleague(region: &Region, id: &str, role: Role) -> Actor {
    let party = PartyId::from("swv-de-eem");
    let new = NewEmployee {
        id: Some(UserId::from(id)),
        party: party.clone(),
        email: format!("{id}@tom.example"),
        name: format!("Collega {id}"),
        role,
    };
    let user = setup::add_employee(region.house(), new, "no hash".into())
        .await
        .unwrap();
    Actor::Employee { user, party, role }
}

/// What somebody finds of a case: its page, its place in the list, tasks, letters.
async fn seen(region: &Region, actor: &Actor, case: &CaseId, letter: &str) -> [usize; 4] {
    let house = region.house();
    let page = view::case_page(house, actor, case).await;
    let desk = desk(house, actor, Wanted::default()).await.unwrap();
    let letter = view::document(house, actor, case, letter).await;
    let of_case = |id: &CaseId| id == case;
    let sought = Sought::parse("van 't Hof").unwrap();
    let found = search(house, actor, sought).await.unwrap().cases;
    assert_eq!(
        found.iter().any(|row| of_case(&row.case)),
        desk.cases.iter().any(|row| of_case(&row.case)),
        "a search finds what the list shows"
    );
    [
        usize::from(page.is_ok()),
        desk.cases.iter().filter(|row| of_case(&row.case)).count(),
        desk.tasks
            .iter()
            .filter(|open| of_case(&open.task.case))
            .count(),
        usize::from(letter.is_ok()),
    ]
}

/// Ground of every line of a case, with whose it is.
async fn grounds(store: &Store, case: &CaseId, user: &str) -> BTreeSet<String> {
    const LINES: &str = "SELECT basis FROM access_log WHERE case_id = $1 AND user_id = $2";
    let (case, user) = (case.clone(), user.to_owned());
    let found = store.read(|tx| {
        Box::pin(async move {
            let rows = tx.all(LINES, args![case.as_str(), &user]).await?;
            rows.iter()
                .map(|row| row.text(0))
                .collect::<Result<_, StoreError>>()
        })
    });
    found.await.unwrap()
}

fn only(user: &str) -> BTreeSet<UserId> {
    BTreeSet::from([UserId::from(user)])
}

/// The version of the case that the page of who works on it shows.
async fn version(region: &Region, who: &Actor, case: &CaseId) -> i64 {
    let page = members::of_case(region.house(), who, case).await.unwrap();
    page.version
}

fn both(one: &str, other: &str) -> BTreeSet<UserId> {
    [one, other].map(UserId::from).into()
}

/// Leusden appoints the other doctor of the GGD too.
pub(super) async fn appoint_smit(region: &Region) {
    let appointed = Appointed {
        doctor: UserId::from("arts-smit"),
        municipality: PartyId::from("leusden"),
        from: time::macros::date!(2026 - 01 - 01),
        until: None,
    };
    setup::appoint(region.house(), appointed).await.unwrap();
}

/// Noor's case with doctor Bos.
async fn with_bos(region: &Region) -> CaseId {
    one_of_each(region, &[StateKind::WithDoctor])
        .await
        .remove(0)
        .1
}

on_both_engines! {
    async fn who_does_not_work_on_a_case_sees_nothing_of_it_where_the_party_chose_so(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        region.settle().await;
        let page = region.page("swv-mulder", &case).await.unwrap();
        let letter = page.documents[0].id.clone();
        let (mulder, other) = (employee("swv-mulder"), colleague(&region, "c1", Role::Swv).await);
        let coordinator = colleague(&region, "c2", Role::Coordinator).await;

        let everything = seen(&region, &mulder, &case, &letter).await;
        assert!(everything.iter().all(|found| *found > 0), "{everything:?}");
        assert_eq!(seen(&region, &other, &case, &letter).await, everything, "not chosen");

        region.needs_to_know("swv-de-eem").await;
        assert_eq!(seen(&region, &mulder, &case, &letter).await, everything);
        assert_eq!(seen(&region, &coordinator, &case, &letter).await, everything);
        assert_eq!(seen(&region, &other, &case, &letter).await, [0; 4]);
        let refused = swv::hand_over(house, &other, form(&case)).await;
        assert_eq!(refused, Err(ActionError::NotFound));
        let refused = task::done(house, &other, &page.tasks[0].id).await;
        assert_eq!(refused, Err(ActionError::NotFound));
        let again = swv::start(house, &other, None, applications::noor().unwrap(), Some(case.clone())).await;
        assert_eq!(again, Err(ActionError::NotFound));
        assert_eq!(grounds(&house.store, &case, "c1").await, BTreeSet::from(["party".to_owned()]));
        assert_eq!(grounds(&house.store, &case, "c2").await, BTreeSet::from(["coordinator".to_owned()]));
    }

    async fn who_is_assigned_sees_the_case_and_who_is_taken_off_does_not_at_the_next_request(database) {
        let region = Region::new(database).await;
        let house = region.house();
        region.needs_to_know("swv-de-eem").await;
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let (mulder, other) = (employee("swv-mulder"), colleague(&region, "c1", Role::Swv).await);
        let coordinator = colleague(&region, "c2", Role::Coordinator).await;

        let shown = version(&region, &coordinator, &case).await;
        let refused = members::assign(house, &other, &case, shown, only("c1")).await;
        assert_eq!(refused, Err(ActionError::NotFound), "not by who isn't on it");
        for stranger in ["arts-bos", "swv-prins"] {
            let refused = members::assign(house, &coordinator, &case, shown, only(stranger)).await;
            assert!(matches!(refused, Err(ActionError::Field("who", _))), "{stranger} is of another party");
        }
        let nobody = members::assign(house, &coordinator, &case, shown, BTreeSet::new()).await;
        assert!(matches!(nobody, Err(ActionError::Field("who", _))), "a case of nobody is seen by all");

        let sees = members::assign(house, &coordinator, &case, shown, only("c1")).await;
        assert_eq!(sees, Ok(true), "a coordinator sees every case");
        view::case_page(house, &other, &case).await.unwrap();
        assert_eq!(view::case_page(house, &mulder, &case).await.err(), Some(ActionError::NotFound));
        let page = members::of_case(house, &coordinator, &case).await.unwrap();
        let working: Vec<&str> = page.colleagues.iter().filter(|(.., works)| *works).map(|(id, ..)| id.as_str()).collect();
        assert_eq!(working, ["c1"]);
    }

    async fn who_takes_a_case_of_nobody_on_keeps_it_from_the_others(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let (bos, smit) = (employee("arts-bos"), employee("arts-smit"));
        region.day(time::macros::date!(2026 - 03 - 06)).await;
        let sitting = time::macros::date!(2026 - 03 - 06);
        swv::record_sitting(house, &employee("swv-mulder"), form(&case), sitting, None).await.unwrap();
        swv::hand_over(house, &employee("swv-mulder"), form(&case)).await.unwrap();
        for doctor in [&bos, &smit] {
            assert_eq!(desk(house, doctor, Wanted::default()).await.unwrap().cases.len(), 1);
        }
        tom::action::doctor::take_on(house, &bos, form(&case), tom::domain::advice::Treats::No).await.unwrap();
        assert_eq!(desk(house, &bos, Wanted::default()).await.unwrap().cases.len(), 1);
        assert_eq!(desk(house, &smit, Wanted::default()).await.unwrap().cases.len(), 0);
        assert_eq!(view::case_page(house, &smit, &case).await.err(), Some(ActionError::NotFound));
        let grounds = grounds(&house.store, &case, "arts-bos").await;
        assert_eq!(grounds, BTreeSet::from(["unassigned".to_owned()]));
    }

    /// Who works on a case is said of the case as it was shown; a step from a page of before is told so.
    async fn assigning_and_a_step_of_before_it_do_not_pass_each_other_unseen(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let (mulder, coordinator) = (employee("swv-mulder"), colleague(&region, "c2", Role::Coordinator).await);
        let shown = version(&region, &coordinator, &case).await;
        let note = tom::domain::text::LongText::parse("Gebeld.").unwrap();
        let today = time::macros::date!(2026 - 03 - 02);
        swv::note_contact(house, &mulder, form(&case), today, note).await.unwrap();
        let late = members::assign(house, &coordinator, &case, shown, both("swv-mulder", "c2")).await;
        assert_eq!(late, Err(ActionError::Changed));
        let shown = version(&region, &coordinator, &case).await;
        members::assign(house, &coordinator, &case, shown, both("swv-mulder", "c2")).await.unwrap();
        let older = tom::action::perform::Form { version: Some(shown), ..form(&case) };
        assert_eq!(swv::hand_over(house, &mulder, older).await, Err(ActionError::Changed));
    }

    /// Leave and illness stop no child: a case is with nobody again when who works on it can't sign in any more.
    async fn a_case_of_somebody_whose_account_is_off_is_open_to_the_others(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = with_bos(&region).await;
        appoint_smit(&region).await;
        let smit = employee("arts-smit");
        assert_eq!(view::case_page(house, &smit, &case).await.err(), Some(ActionError::NotFound));
        setup::set_active(house, "arts@tom.example", false).await.unwrap();
        assert_eq!(desk(house, &smit, Wanted::default()).await.unwrap().cases.len(), 1);
        view::case_page(house, &smit, &case).await.unwrap();
        let no = tom::domain::advice::Treats::No;
        tom::action::doctor::take_on(house, &smit, form(&case), no).await.unwrap();
        setup::set_active(house, "arts@tom.example", true).await.unwrap();
        let bos = view::case_page(house, &employee("arts-bos"), &case).await;
        assert_eq!(bos.err(), Some(ActionError::NotFound), "it was taken over");
    }

    async fn a_doctor_assigns_a_colleague_who_takes_the_case_over_and_is_told_so_without_a_name(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = with_bos(&region).await;
        appoint_smit(&region).await;
        let (bos, smit) = (employee("arts-bos"), employee("arts-smit"));
        let shown = version(&region, &bos, &case).await;
        let sees = members::assign(house, &bos, &case, shown, both("arts-bos", "arts-smit")).await;
        assert_eq!(sees, Ok(true));
        view::case_page(house, &smit, &case).await.unwrap();
        region.settle().await;
        let before = region.mails().len();
        let no = tom::domain::advice::Treats::No;
        tom::action::doctor::take_on(house, &smit, form(&case), no).await.unwrap();
        region.settle().await;
        let mails = region.mails();
        assert_eq!(mails.len(), before + 1);
        assert_eq!(mails[0].to.as_str(), "arts@tom.example");
        assert!(mails[0].text.contains("overgenomen"));
        for word in ["Noor", "Wit", case.as_str(), "Smit"] {
            assert!(!mails[0].text.contains(word), "{}", mails[0].text);
        }
        assert_eq!(view::case_page(house, &bos, &case).await.err(), Some(ActionError::NotFound));
    }
}
