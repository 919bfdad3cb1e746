//! Worklists: whose turn it is, what asks for attention, and who works on what.

use std::collections::BTreeSet;

use tom::action::bulk::{self, Batch, Outcome, What};
use tom::action::desk::{Desk, Listed, Tab, Urgent, Wanted, desk};
use tom::action::{ActionError, members, setup, swv, view};
use tom::demo::{applications, employee};
use tom::domain::case::{Stage, StateKind, known, stage, standing};
use tom::domain::deadline::Light;
use tom::domain::notice::NoticeKind;
use tom::domain::party::{Actor, CaseId, PartyId, PartyKind, Role};
use tom::store::{StoreError, cases, tasks};

use crate::support::databases::Database;
use crate::support::region::{Region, form};
use crate::support::states::one_of_each;

/// Somebody of each party that has cases in hands.
const DESKS: [(&str, PartyKind); 3] = [
    ("swv-mulder", PartyKind::Swv),
    ("arts-bos", PartyKind::Ggd),
    ("lpa-leusden", PartyKind::Gemeente),
];

const TABS: [Tab; 6] = [
    Tab::All,
    Tab::Mine,
    Tab::Free,
    Tab::Family,
    Tab::Away,
    Tab::Done,
];

async fn list(region: &Region, who: &Actor, wanted: Wanted) -> Desk {
    desk(region.house(), who, wanted).await.unwrap()
}

fn ids(rows: impl IntoIterator<Item = Listed>) -> BTreeSet<CaseId> {
    rows.into_iter().map(|row| row.case).collect()
}

/// Whose turn it is, worked out from the case itself.
async fn turn(region: &Region, case: &CaseId, of: PartyKind) -> Stage {
    let id = case.clone();
    let found = region.house().store.glance(|tx| {
        Box::pin(async move {
            let calls = tasks::calls(tx, &id).await?;
            Ok::<_, StoreError>((cases::load(tx, &id).await?.unwrap(), calls))
        })
    });
    let (case, calls) = found.await.unwrap();
    let calls: Vec<NoticeKind> = calls.iter().filter_map(tasks::Task::notice).collect();
    stage(&case.state, known(&case.state, of, &calls), of)
}

on_both_engines! {
    /// For each party, each tab and each light: the list holds the cases of which its own rows say so, and no others; and a count is as long as its list.
    async fn a_tab_and_a_light_hold_what_the_rows_say_and_a_count_is_as_long_as_its_list(database) {
        let region = Region::new(database).await;
        one_of_each(&region, &StateKind::ALL).await;
        let house = region.house();
        for day in [0, 14, 400] {
            house.clock.move_to(house.clock.now() + day * 86_400_000);
            let today = house.clock.today();
            for (who, kind) in DESKS {
                let actor = employee(who);
                let all = list(&region, &actor, Wanted::default()).await;
                assert!(all.cases.len() > 5, "{who}");
                let mut mine = BTreeSet::new();
                for row in &all.cases {
                    let workers = view::case_page(house, &actor, &row.case).await.unwrap().workers;
                    if workers.iter().any(|(user, _)| Some(user) == actor.user()) {
                        mine.insert(row.case.clone());
                    }
                    assert_eq!(row.workers.is_none(), workers.is_empty(), "{who}");
                }
                let mut turns = Vec::new();
                for row in &all.cases {
                    turns.push(turn(&region, &row.case, kind).await);
                }
                for tab in TABS {
                    let rows = all.cases.iter().zip(&turns).filter(|(row, turn)| {
                        let mine = tab != Tab::Mine || mine.contains(&row.case);
                        let free = tab != Tab::Free || row.workers.is_none();
                        mine && free && (tab == Tab::All || tab.stages().contains(turn))
                    });
                    let expected: BTreeSet<_> = rows.map(|(row, _)| row.case.clone()).collect();
                    let found = list(&region, &actor, Wanted { tab, ..Wanted::default() }).await.cases;
                    assert_eq!(ids(found), expected, "{who} {tab:?} {today}");
                }
                let counts = all.counts.unwrap();
                for (at, urgent) in [Urgent::Red, Urgent::Yellow, Urgent::Stale].into_iter().enumerate() {
                    let lit = |row: &&Listed| match urgent {
                        Urgent::Stale => row.stale,
                        Urgent::Red => row.deadline.as_ref().is_some_and(|one| one.light(today) == Light::Red),
                        Urgent::Yellow => row.deadline.as_ref().is_some_and(|one| one.light(today) == Light::Yellow),
                    };
                    let expected: BTreeSet<_> = all.cases.iter().filter(lit).map(|row| row.case.clone()).collect();
                    let wanted = |tab| Wanted { urgent: Some(urgent), tab, ..Wanted::default() };
                    let found = ids(list(&region, &actor, wanted(Tab::All)).await.cases);
                    assert_eq!(found, expected, "{who} {urgent:?} {today}");
                    assert_eq!(counts.all[at], i64::try_from(expected.len()).unwrap(), "{who} {urgent:?}");
                    let own = list(&region, &actor, wanted(Tab::Mine)).await.cases.len();
                    assert_eq!(counts.own[at], i64::try_from(own).unwrap(), "{who} {urgent:?}, own");
                }
                for (tab, count) in [(Tab::Free, counts.all[3]), (Tab::Mine, counts.own[3])] {
                    let found = list(&region, &actor, Wanted { tab, ..Wanted::default() }).await.cases;
                    assert_eq!(count, i64::try_from(found.len()).unwrap(), "{who} {tab:?}");
                }
            }
        }
    }

    async fn of_two_who_take_a_case_at_once_one_has_it_and_the_other_reads_who(database) {
        let region = Region::new(database).await;
        let (house, case) = (region.house(), of_nobody(&region).await);
        let (mulder, prins) = (employee("swv-mulder"), second(&region).await);
        let shown = version(&region, &case).await;
        let (one, other) = tokio::join!(members::claim(house, &mulder, &case, shown), members::claim(house, &prins, &case, shown));
        let (won, lost, name) = match (&one, &other) {
            (Ok(()), Err(lost)) => (&mulder, lost, region.page("swv-mulder", &case).await.unwrap().workers.remove(0).1),
            (Err(lost), Ok(())) => (&prins, lost, "Sanne Tweede".to_owned()),
            both => panic!("{both:?}"),
        };
        assert_eq!(*lost, ActionError::Field("", format!("Deze zaak is al opgepakt door {name}.")));
        let page = view::case_page(house, won, &case).await.unwrap();
        assert_eq!(page.workers.iter().map(|(user, _)| user).collect::<Vec<_>>(), [won.user().unwrap()]);
        assert_eq!(members::claim(house, won, &case, 0).await, Ok(()), "it is theirs already");
    }

    async fn a_case_that_is_let_go_of_is_nobodys_and_who_never_saw_it_may_not_take_it(database) {
        let region = Region::new(database).await;
        let (house, case) = (region.house(), of_nobody(&region).await);
        let (mulder, second) = (employee("swv-mulder"), second(&region).await);
        let free = |actor: Actor| {
            let wanted = Wanted { tab: Tab::Free, ..Wanted::default() };
            let region = &region;
            async move { list(region, &actor, wanted).await.cases.len() }
        };
        assert_eq!(free(second.clone()).await, 1);
        members::claim(house, &mulder, &case, version(&region, &case).await).await.unwrap();
        assert_eq!(free(second.clone()).await, 0);
        let not_theirs = members::release(house, &second, &case, version(&region, &case).await).await;
        assert!(matches!(not_theirs, Err(ActionError::Field(..))));
        region.needs_to_know("swv-de-eem").await;
        for done in [members::claim(house, &second, &case, version(&region, &case).await).await, members::release(house, &second, &case, version(&region, &case).await).await] {
            assert_eq!(done, Err(ActionError::NotFound), "as the page of the case answers");
        }
        for tab in TABS {
            let wanted = Wanted { tab, ..Wanted::default() };
            assert_eq!(list(&region, &second, wanted.clone()).await.cases.len(), 0, "{tab:?}");
            let of_mulder = Wanted { person: mulder.user().cloned(), ..wanted };
            assert_eq!(list(&region, &second, of_mulder).await.cases.len(), 0, "{tab:?}");
        }
        assert_eq!(list(&region, &second, Wanted::default()).await.counts.unwrap().all, [0; 4]);
        members::release(house, &mulder, &case, version(&region, &case).await).await.unwrap();
        assert_eq!(free(second.clone()).await, 1);
        members::claim(house, &second, &case, version(&region, &case).await).await.unwrap();
        assert_eq!(view::case_page(house, &mulder, &case).await.err(), Some(ActionError::NotFound));
    }

    async fn a_case_of_who_can_not_sign_in_any_more_stands_among_those_of_nobody(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let (house, second) = (region.house(), second(&region).await);
        let free = || list(&region, &second, Wanted { tab: Tab::Free, ..Wanted::default() });
        assert!(free().await.cases.is_empty());
        setup::set_active(house, "swv.deeem@tom.example", false).await.unwrap();
        assert_eq!(ids(free().await.cases), BTreeSet::from([case]));
        setup::set_active(house, "swv.deeem@tom.example", true).await.unwrap();
        assert!(free().await.cases.is_empty());
    }
}

on_both_engines! {
    async fn of_many_at_once_those_that_changed_are_refused_and_undone_is_what_nobody_touched_since(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let noor = || applications::noor().unwrap();
        let mut cases = Vec::new();
        for _ in 0..4 {
            cases.push(region.starts("swv-mulder", noor()).await);
        }
        let (mulder, boss) = (employee("swv-mulder"), employee("swv-coordinator"));
        let second = second(&region).await;
        let to = What::Assign(second.user().unwrap().clone());
        let shown = bulk::preview(house, &boss, &to, cases.clone()).await.unwrap();
        assert_eq!(shown.iter().map(|(_, outcome)| *outcome).collect::<Vec<_>>(), [Outcome::Done; 4]);
        let picked: Vec<_> = shown.iter().map(|(row, _)| (row.case.clone(), row.version)).collect();
        // Somebody takes a step in one of them before the button is pressed.
        calls(&region, &cases[1]).await;
        let once = |nth: u32| (format!("00000000-0000-4000-8000-00000000000{nth}"), "/swv/verdeeld");
        bulk::carry_out(house, &boss, once(1), to.clone(), picked.clone()).await.unwrap();
        let again = bulk::carry_out(house, &boss, once(1), to, picked).await;
        assert_eq!(again, Err(ActionError::Again("/swv/verdeeld".into())));
        let outcomes = |batch: &Batch, cases: &[CaseId]| -> Vec<Outcome> {
            let of = |case: &CaseId| batch.items.iter().find(|item| item.case == *case).unwrap().outcome;
            cases.iter().map(of).collect()
        };
        let (id, batch, _) = bulk::last(house, &boss).await.unwrap().unwrap();
        assert_eq!(outcomes(&batch, &cases), [Outcome::Done, Outcome::Changed, Outcome::Done, Outcome::Done]);
        assert_eq!(workers(&region, &cases).await, [&["swv-tweede"], &["swv-mulder"], &["swv-tweede"], &["swv-tweede"]]);
        assert!(bulk::last(house, &mulder).await.unwrap().is_none(), "nobody sees what another did");
        assert_eq!(bulk::undo(house, &mulder, once(2), &id).await, Err(ActionError::NotFound));
        // And in another before it is undone.
        calls(&region, &cases[2]).await;
        bulk::undo(house, &boss, once(3), &id).await.unwrap();
        let (next, batch, _) = bulk::last(house, &boss).await.unwrap().unwrap();
        let these = [cases[0].clone(), cases[2].clone(), cases[3].clone()];
        assert_eq!(outcomes(&batch, &these), [Outcome::Done, Outcome::Changed, Outcome::Done]);
        assert_eq!(workers(&region, &cases).await, [&["swv-mulder"], &["swv-mulder"], &["swv-tweede"], &["swv-mulder"]]);
        assert_eq!(bulk::undo(house, &boss, once(4), &next).await, Err(ActionError::NotFound), "once");
        house.clock.move_to(house.clock.now() + 25 * 3_600_000);
        assert!(bulk::last(house, &boss).await.unwrap().is_none(), "the next day it is over");
    }

    async fn who_shares_no_cases_out_takes_those_of_nobody_and_no_others_and_sees_none_that_the_page_hides(database) {
        let region = Region::new(database).await;
        let (house, free) = (region.house(), of_nobody(&region).await);
        let held = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let second = second(&region).await;
        let me = What::Assign(second.user().unwrap().clone());
        let both = vec![free.clone(), held.clone()];
        let outcomes = |what: What| {
            let (both, second) = (both.clone(), second.clone());
            async move {
                let shown = bulk::preview(house, &second, &what, both.clone()).await.unwrap();
                let of = |case: &CaseId| shown.iter().find(|(row, _)| row.case == *case).map(|(_, outcome)| *outcome);
                both.iter().map(of).collect::<Vec<_>>()
            }
        };
        let (done, not) = (Some(Outcome::Done), Some(Outcome::Colleagues));
        assert_eq!(outcomes(me.clone()).await, [done, not]);
        let mulder = What::Assign("swv-mulder".into());
        assert_eq!(outcomes(mulder).await, [not, Some(Outcome::Already)]);
        assert_eq!(outcomes(What::Release).await, [Some(Outcome::Already), not]);
        region.needs_to_know("swv-de-eem").await;
        assert_eq!(outcomes(me.clone()).await, [done, None], "the page of the other answers 404");
        let version = view::case_page(house, &employee("swv-mulder"), &held).await.unwrap().case.version;
        let once = || (house.random.opaque_id(), "/swv/verdeeld");
        let elsewhere = CaseId(house.random.opaque_id());
        let picked = vec![(held.clone(), version), (elsewhere, 1)];
        bulk::carry_out(house, &second, once(), me.clone(), picked).await.unwrap();
        let (_, batch, shown) = bulk::last(house, &second).await.unwrap().unwrap();
        assert!(batch.items.iter().all(|item| item.outcome == Outcome::Gone) && shown.is_empty());
        assert_eq!(workers(&region, &[held]).await, [&["swv-mulder"]]);
        for (who, to) in [("arts-bos", "arts-bos"), ("lpa-leusden", "arts-bos"), ("swv-coordinator", "swv-prins")] {
            let to = What::Assign(to.into());
            let refused = bulk::carry_out(house, &employee(who), once(), to, Vec::new()).await;
            assert!(matches!(refused, Err(ActionError::NotFound | ActionError::Field("what", _))), "{who}");
        }
    }
}

/// Somebody notes a call: a step.
async fn calls(region: &Region, case: &CaseId) {
    let note = tom::domain::text::LongText::parse("Gebeld.").unwrap();
    let (house, today) = (region.house(), region.house().clock.today());
    swv::note_contact(house, &employee("swv-mulder"), form(case), today, note)
        .await
        .unwrap();
}

/// The version of a case of the SWV.
async fn version(region: &Region, case: &CaseId) -> i64 {
    let page = view::case_page(region.house(), &employee("swv-coordinator"), case).await;
    page.unwrap().case.version
}

/// Who works on each of these cases.
async fn workers(region: &Region, cases: &[CaseId]) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for case in cases {
        let page = view::case_page(region.house(), &employee("swv-coordinator"), case).await;
        let workers = page.unwrap().workers.into_iter();
        all.push(workers.map(|(user, _)| user.0).collect());
    }
    all
}

/// A case of the SWV that nobody works on.
async fn of_nobody(region: &Region) -> CaseId {
    let case = region
        .starts("swv-mulder", applications::noor().unwrap())
        .await;
    let shown = version(region, &case).await;
    members::release(region.house(), &employee("swv-mulder"), &case, shown)
        .await
        .unwrap();
    let late = members::claim(region.house(), &employee("swv-mulder"), &case, shown).await;
    assert_eq!(late, Err(ActionError::Changed), "of the page before");
    case
}

/// Another employee of that SWV.
async fn second(region: &Region) -> Actor {
    let party = PartyId::from("swv-de-eem");
    let new = setup::NewEmployee {
        id: Some("swv-tweede".into()),
        party: party.clone(),
        email: "tweede@tom.example".into(),
        name: "Sanne Tweede".into(),
        role: Role::Swv,
    };
    let user = setup::add_employee(region.house(), new, "no hash".into()).await;
    Actor::Employee {
        user: user.unwrap(),
        party,
        role: Role::Swv,
    }
}

/// What a party reads as one text, and doesn't have in hands, is one stage: a tab tells no more than the page.
#[tokio::test]
async fn a_tab_tells_no_more_than_the_text_beside_the_case() {
    let region = Region::new(Database::sqlite()).await;
    let cases = one_of_each(&region, &StateKind::ALL).await;
    for (_, kind) in DESKS {
        let mut told: Vec<(&str, Stage)> = Vec::new();
        for (state, case) in &cases {
            let turn = turn(&region, case, kind).await;
            if matches!(turn, Stage::Todo | Stage::Asked) {
                continue;
            }
            let text = standing(*state, kind);
            match told.iter().find(|(known, _)| *known == text) {
                Some((_, before)) => assert_eq!(*before, turn, "{kind:?} {text}"),
                None => told.push((text, turn)),
            }
        }
        assert!(told.len() > 1, "{kind:?}");
    }
}
