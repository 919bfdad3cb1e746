//! Lists: a page at a time, in an order, by dates and by what a party may know of where a case stands.

use std::collections::BTreeSet;

use time::macros::date;
use tom::action::desk::{Desk, Mark, Order, ROWS, Wanted, desk};
use tom::action::swv;
use tom::demo::{applications, employee};
use tom::domain::case::{Group, StateKind, groups, standing};
use tom::domain::party::{CaseId, PartyKind};
use tom::store::{StoreError, Value, args};

use crate::support::region::Region;
use crate::support::states::one_of_each;

async fn list(region: &Region, who: &str, wanted: &Wanted) -> Desk {
    desk(region.house(), &employee(who), wanted.clone())
        .await
        .unwrap()
}

/// Every page from the first on.
async fn pages(region: &Region, who: &str, mut wanted: Wanted) -> Vec<Vec<CaseId>> {
    let mut pages = Vec::new();
    loop {
        let page = list(region, who, &wanted).await;
        pages.push(page.cases.into_iter().map(|one| one.case).collect());
        match page.next {
            // As it comes back out of an address.
            Some(mark) => wanted.after = Mark::read(&mark.text()),
            None => return pages,
        }
    }
}

async fn starts(region: &Region) -> CaseId {
    let typed = applications::noor().unwrap();
    swv::start(region.house(), &employee("swv-mulder"), None, typed, None)
        .await
        .unwrap()
}

async fn run(region: &Region, sql: &'static str, args: Vec<Value>) -> u64 {
    let done = region
        .house()
        .store
        .write(move |tx| Box::pin(async move { tx.execute(sql, &args).await }));
    let done: Result<u64, StoreError> = done.await;
    done.unwrap()
}

/// The group in which a party reads this state.
fn group(of: PartyKind, state: StateKind) -> Group {
    let mut groups = groups(of).into_iter();
    groups.find(|group| group.states.contains(&state)).unwrap()
}

fn within(order: Order, group: Option<Group>) -> Wanted {
    Wanted {
        order,
        group,
        ..Wanted::default()
    }
}

on_both_engines! {
    async fn pages_follow_each_other_without_a_gap_and_nothing_comes_twice(database) {
        let region = Region::new(database).await;
        let mut made = Vec::new();
        for number in 0..2 * ROWS + 5 {
            // Most arrive in one moment.
            if number % 40 == 0 {
                region.house().clock.move_to(region.house().clock.now() + 60_000);
            }
            made.push(starts(&region).await);
        }
        for order in [Order::Changed, Order::Newest, Order::Oldest] {
            let pages = pages(&region, "swv-mulder", within(order, None)).await;
            assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [ROWS, ROWS, 5], "{order:?}");
            let mut all = pages.concat();
            if order != Order::Oldest {
                all.reverse();
            }
            assert_eq!(all, made, "{order:?}");
        }
        let filling = group(PartyKind::Swv, StateKind::Filling);
        let pages = pages(&region, "swv-mulder", within(Order::Newest, Some(filling))).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [ROWS, ROWS, 5]);
    }

    async fn what_changed_last_comes_first(database) {
        let region = Region::new(database).await;
        let (first, second) = (starts(&region).await, starts(&region).await);
        region.house().clock.move_to(region.house().clock.now() + 60_000);
        let mut typed = applications::noor().unwrap();
        typed.application.claimed_before = None;
        let form = crate::support::region::form(&first);
        swv::amend(region.house(), &employee("swv-mulder"), form, typed).await.unwrap();
        let changed = pages(&region, "swv-mulder", within(Order::Changed, None)).await.concat();
        assert_eq!(changed, [first.clone(), second.clone()]);
        let newest = pages(&region, "swv-mulder", within(Order::Newest, None)).await.concat();
        assert_eq!(newest, [second, first]);
    }

    async fn a_list_by_date_holds_exactly_the_days_that_were_asked_for(database) {
        let region = Region::new(database).await;
        let mut made = Vec::new();
        for day in [date!(2026 - 03 - 02), date!(2026 - 03 - 03), date!(2026 - 03 - 04)] {
            region.day(day).await;
            made.push(starts(&region).await);
        }
        for order in [Order::Newest, Order::Oldest] {
            let wanted = |from, until| Wanted { order, from, until, ..Wanted::default() };
            let mut found = Vec::new();
            for (from, until) in [
                (Some(date!(2026 - 03 - 03)), Some(date!(2026 - 03 - 03))),
                (Some(date!(2026 - 03 - 03)), None),
                (None, Some(date!(2026 - 03 - 03))),
                (Some(date!(2026 - 03 - 05)), None),
            ] {
                let all = pages(&region, "swv-mulder", wanted(from, until)).await.concat();
                found.push(all.into_iter().collect::<BTreeSet<_>>());
            }
            let these = |of: &[CaseId]| of.iter().cloned().collect::<BTreeSet<_>>();
            assert_eq!(found, [these(&made[1..2]), these(&made[1..]), these(&made[..2]), these(&[])]);
        }
    }

    /// For each party and each group: the list holds the cases that it shows with that text, and no others.
    async fn a_filter_tells_no_more_than_the_page(database) {
        let region = Region::new(database).await;
        let cases = one_of_each(&region, &StateKind::ALL).await;
        // Nobody told the LPA yet that this one ended, nor the SWV that this one was granted.
        for (state, party, notice) in [(StateKind::Fit, "ggd-utrecht", "ended_to_lpa"), (StateKind::Running, "leusden", "granted")] {
            let (_, case) = cases.iter().find(|(kind, _)| *kind == state).unwrap();
            let sql = "INSERT INTO tasks (id, case_id, party_id, kind, data, created_at) VALUES ($1, $1, $2, 'call_seintje', $3, 0)";
            let data = format!("{{\"notice\":\"{notice}\"}}");
            run(&region, sql, vec![case.as_str().into(), party.into(), data.into()]).await;
        }
        for many in [false, true] {
            if many {
                // So many in each state that the list is gone along, and not looked up.
                let double = "INSERT INTO cases (id, workflow, swv_id, ggd_id, municipality_id, state, data, version, opened_at, \
                              changed_at) SELECT id || $1, workflow, swv_id, ggd_id, municipality_id, state, data, version, opened_at, \
                              changed_at FROM cases";
                for at in 0..11 {
                    run(&region, double, vec![format!("-{at}").into()]).await;
                }
            }
            for (who, kind) in [("swv-mulder", PartyKind::Swv), ("arts-bos", PartyKind::Ggd), ("lpa-leusden", PartyKind::Gemeente)] {
                let shown = list(&region, who, &Wanted::default()).await.cases;
                let mut seen = 0;
                for group in groups(kind) {
                    let expected = shown.iter().filter(|one| one.standing == group.standing);
                    let expected: BTreeSet<_> = expected.map(|one| one.case.clone()).collect();
                    for order in [Order::Changed, Order::Newest, Order::Oldest] {
                        let found = list(&region, who, &within(order, Some(group.clone()))).await.cases;
                        assert!(found.iter().all(|one| one.standing == group.standing), "{who} {}", group.standing);
                        let found: BTreeSet<_> = found.into_iter().map(|one| one.case).collect();
                        assert_eq!(found, expected, "{who} {} {order:?}", group.standing);
                    }
                    seen += expected.len();
                }
                assert_eq!(seen, shown.len(), "{who}: every case stands in one group");
            }
        }
        let granted = group(PartyKind::Swv, StateKind::Running);
        let running = cases.iter().find(|(kind, _)| *kind == StateKind::Running).unwrap();
        let told = list(&region, "swv-mulder", &within(Order::Changed, Some(granted))).await.cases;
        assert!(told.iter().all(|one| one.case != running.1), "nobody called about it yet");
    }

    async fn a_list_leaves_one_line_with_what_it_showed(database) {
        let region = Region::new(database).await;
        let cases = one_of_each(&region, &[StateKind::Filling, StateKind::WithDoctor]).await;
        let handed_over = group(PartyKind::Swv, StateKind::WithDoctor);
        list(&region, "swv-mulder", &within(Order::Newest, Some(handed_over))).await;
        let read = region.house().store.read(|tx| Box::pin(async move {
            tx.all("SELECT kinds FROM access_log WHERE purpose = 'view' AND case_id IS NULL ORDER BY id", args![]).await
        }));
        let rows = read.await.unwrap();
        assert_eq!(rows[0].text(0).unwrap(), format!("list: {}", cases[1].1.as_str()));
    }
}

#[test]
fn a_group_is_all_states_that_a_party_reads_as_one() {
    for kind in [PartyKind::Swv, PartyKind::Ggd, PartyKind::Gemeente] {
        let groups = groups(kind);
        for state in StateKind::ALL {
            let of: Vec<_> = groups
                .iter()
                .filter(|group| group.states.contains(&state))
                .collect();
            assert_eq!(of.len(), 1, "{kind:?} {state:?}");
            assert_eq!(of[0].standing, standing(state, kind));
        }
        for group in &groups {
            assert!(group.states.len() <= tom::domain::case::MOST_STATES);
        }
    }
    assert!(groups(PartyKind::LocalTeam).is_empty());
}
