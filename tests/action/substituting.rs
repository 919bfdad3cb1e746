//! A colleague takes over somebody's cases from a day to a day.

use time::macros::date;
use time::{Date, Duration};
use tom::action::desk::{Wanted, desk};
use tom::action::search::search;
use tom::action::setup::{self, NewEmployee};
use tom::action::substitution::{arrange, arranged, end};
use tom::action::{ActionError, anywhere, members, view};
use tom::demo::{applications, employee};
use tom::domain::case::StateKind;
use tom::domain::deadline::Why;
use tom::domain::name_index::Sought;
use tom::domain::party::{Actor, CaseId, PartyId, Role, UserId};
use tom::store::args;

use super::coming::reminded;
use crate::support::region::{Region, form, texts};
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

async fn takes_over(
    region: &Region,
    says: &Actor,
    (absent, substitute): (&str, &str),
    (from, until): (Date, Date),
) -> Result<(), ActionError> {
    let who = (UserId::from(absent), UserId::from(substitute));
    arrange(region.house(), says, who, (from, until)).await
}

/// Whether somebody sees the page of a case, the list of this colleague shows it, a search finds it, and it stands in the own list.
async fn finds(region: &Region, actor: &Actor, case: &CaseId, colleague: &str) -> [bool; 4] {
    let house = region.house();
    let of = |person| Wanted {
        person,
        list_only: true,
        ..Wanted::default()
    };
    let theirs = desk(house, actor, of(Some(UserId::from(colleague)))).await;
    let own = desk(house, actor, of(None)).await.unwrap();
    let sought = Sought::parse("van 't Hof").unwrap();
    let found = search(house, actor, sought).await.unwrap();
    [
        view::case_page(house, actor, case).await.is_ok(),
        theirs.unwrap().cases.iter().any(|row| row.case == *case),
        found.cases.iter().any(|row| row.case == *case),
        own.cases.iter().any(|row| row.case == *case),
    ]
}

const THERE: [bool; 4] = [true, true, true, false];

/// The grounds of what somebody opened and was shown, but for refusals.
async fn grounds(region: &Region, user: &str) -> Vec<String> {
    let sql = "SELECT DISTINCT basis FROM access_log WHERE user_id = $1 AND outcome = 'opened' AND (case_id IS NOT NULL OR kinds LIKE 'list: 0%') ORDER BY basis";
    texts(&region.house().store, sql, args![user].to_vec()).await
}

on_both_engines! {
    async fn a_doctor_sees_a_colleagues_cases_from_the_first_day_to_the_last_and_each_look_says_for_whom(database) {
        let region = Region::new(database).await;
        let (house, bos, smit) = (region.house(), employee("arts-bos"), employee("arts-smit"));
        let case = one_of_each(&region, &[StateKind::WithDoctor]).await.remove(0).1;
        let (from, until) = (date!(2027 - 06 - 07), date!(2027 - 06 - 11));
        takes_over(&region, &bos, ("arts-bos", "arts-smit"), (from, until)).await.unwrap();
        for (day, there) in [(from - Duration::DAY, false), (from, true), (until, true), (until + Duration::DAY, false)] {
            region.day(day).await;
            let expected = if there { THERE } else { [false; 4] };
            assert_eq!(finds(&region, &smit, &case, "arts-bos").await, expected, "{day}");
            let start = desk(house, &smit, Wanted::default()).await.unwrap();
            assert_eq!(start.stands_in.len(), usize::from(there), "{day}");
            assert!(finds(&region, &bos, &case, "arts-bos").await[3], "who is away keeps the cases");
        }
        assert_eq!(grounds(&region, "arts-smit").await, ["for:arts-bos"]);
        // By it nobody is given the case for longer, and no other party sees anything.
        region.day(date!(2027 - 06 - 12)).await;
        takes_over(&region, &bos, ("arts-bos", "arts-smit"), (date!(2027 - 06 - 12), date!(2027 - 06 - 13))).await.unwrap();
        let page = view::case_page(house, &smit, &case).await.unwrap();
        assert_eq!((page.stands_in_for.as_str(), page.assigns), ("dr. E. Bos", false));
        assert_eq!(members::of_case(house, &smit, &case).await.err(), Some(ActionError::NotFound));
        // Whose account ends has nobody who takes over.
        setup::set_active(house, "arts@tom.example", false).await.unwrap();
        let page = view::case_page(house, &smit, &case).await.unwrap();
        assert_eq!(page.stands_in_for, "", "nobody works on it: any doctor sees it");
    }

    async fn who_takes_over_does_the_work_and_is_reminded_and_the_case_stays_where_it_was(database) {
        let region = Region::new(database).await;
        let house = region.house();
        region.needs_to_know("swv-de-eem").await;
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let (one, other) = (colleague(&region, "c1", Role::Swv).await, colleague(&region, "c2", Role::Swv).await);
        let open = |desk: &tom::action::desk::Desk| desk.tasks.iter().filter(|open| open.task.case == case).count();
        assert_eq!(open(&desk(house, &one, Wanted::default()).await.unwrap()), 0);
        let days = (date!(2026 - 03 - 02), date!(2026 - 03 - 06));
        takes_over(&region, &employee("swv-mulder"), ("swv-mulder", "c1"), days).await.unwrap();
        let tasks = open(&desk(house, &one, Wanted::default()).await.unwrap());
        assert!(tasks > 0);
        assert_eq!(open(&desk(house, &employee("swv-mulder"), Wanted::default()).await.unwrap()), tasks, "each once");
        assert_eq!(finds(&region, &other, &case, "swv-mulder").await, [false; 4], "one colleague");
        region.passes(date!(2026 - 03 - 05)).await;
        let first = [date!(2026 - 03 - 05)];
        assert_eq!((reminded(&region, "swv.deeem@tom.example"), reminded(&region, "c1@tom.example")), (first.to_vec(), first.to_vec()));
        anywhere::suspend(house, &one, form(&case), Why::Papers).await.unwrap();
        let working = texts(&house.store, "SELECT user_id FROM case_members WHERE until_at IS NULL AND party_id = 'swv-de-eem'", Vec::new()).await;
        assert_eq!(working, ["swv-mulder"]);
        region.passes(date!(2026 - 03 - 07)).await;
        assert_eq!(anywhere::resume(house, &one, form(&case)).await, Err(ActionError::NotFound), "it is over");
        assert!(grounds(&region, "c1").await.iter().all(|ground| ground == "for:swv-mulder"), "{:?}", grounds(&region, "c1").await);
    }

    async fn who_is_away_or_the_administrator_says_so_and_only_for_the_same_work(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let (mulder, admin) = (employee("swv-mulder"), employee("swv-beheer"));
        colleague(&region, "c1", Role::Swv).await;
        let days = (date!(2026 - 03 - 09), date!(2026 - 03 - 13));
        for (says, who, answer) in [
            (&mulder, ("swv-coordinator", "swv-mulder"), ActionError::NotFound),
            (&employee("ggd-fg"), ("arts-bos", "arts-smit"), ActionError::NotFound),
            (&employee("team-lariks"), ("team-lariks", "team-lariks"), ActionError::NotFound),
        ] {
            assert_eq!(takes_over(&region, says, who, days).await, Err(answer), "{who:?}");
        }
        for (says, who, field) in [
            (&mulder, ("swv-mulder", "swv-mulder"), "substitute"),
            (&mulder, ("swv-mulder", "swv-beheer"), "substitute"),
            (&mulder, ("swv-mulder", "swv-yilmaz"), "substitute"),
            (&admin, ("swv-beleid", "c1"), "absent"),
            (&admin, ("arts-bos", "c1"), "absent"),
        ] {
            let refused = takes_over(&region, says, who, days).await;
            assert!(matches!(refused, Err(ActionError::Field(name, _)) if name == field), "{who:?}: {refused:?}");
        }
        takes_over(&region, &admin, ("swv-mulder", "swv-coordinator"), days).await.unwrap();
        let twice = takes_over(&region, &mulder, ("swv-mulder", "c1"), (date!(2026 - 03 - 13), date!(2026 - 03 - 20))).await;
        assert!(matches!(twice, Err(ActionError::Field("from", _))), "{twice:?}");
        let rows = |actor: Actor| async move { arranged(house, &actor).await.unwrap().rows };
        let id = rows(mulder.clone()).await[0].id.clone();
        assert_eq!(rows(employee("swv-coordinator")).await.len(), 1, "who takes over reads it");
        assert!(rows(employee("swv-yilmaz")).await.is_empty() && rows(employee("arts-bos")).await.is_empty());
        for stranger in [employee("swv-yilmaz"), employee("arts-bos"), employee("lpa-leusden")] {
            assert!(matches!(end(house, &stranger, &id).await, Err(ActionError::Field("substitution", _))));
        }
        assert_eq!(end(house, &employee("ggd-fg"), &id).await, Err(ActionError::NotFound));
        end(house, &employee("swv-coordinator"), &id).await.unwrap();
        assert!(matches!(end(house, &mulder, &id).await, Err(ActionError::Field("substitution", _))), "it is over");
        takes_over(&region, &mulder, ("swv-mulder", "c1"), days).await.unwrap();
        let said = texts(&house.store, "SELECT kinds FROM access_log WHERE kinds LIKE 'substitution%:%' ORDER BY id", Vec::new()).await;
        assert_eq!(said, [
            "substitution: swv-coordinator for swv-mulder 2026-03-09 2026-03-13".to_owned(),
            format!("substitution_ended: {id}"),
            "substitution: c1 for swv-mulder 2026-03-09 2026-03-13".to_owned(),
        ]);
    }
}
