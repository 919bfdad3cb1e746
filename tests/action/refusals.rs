//! A step that a rule refuses, and a wrong date of birth, leave a line that says who asked for what and why not; nothing else.

use time::macros::date;
use tom::action::family::{self, Entry};
use tom::action::{anywhere, doctor, swv};
use tom::demo::{applications, employee};
use tom::domain::case::StateKind;
use tom::domain::family::Person;

use crate::support::refusals::{Line, refusals};
use crate::support::region::{Region, family as member, form};
use crate::support::states::one_of_each;

fn line(party: &str, case: &str, user: Option<&str>, what: [&str; 5]) -> Line {
    let [role, purpose, kinds, asked, outcome] = what.map(str::to_owned);
    Line {
        party: party.into(),
        case: Some(case.into()),
        user: user.map(Into::into),
        role,
        purpose,
        kinds,
        asked,
        outcome,
    }
}

on_both_engines! {
    async fn a_step_that_a_rule_refuses_leaves_a_line_without_content(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let cases = one_of_each(&region, &[StateKind::Incomplete, StateKind::AdviceEstablished]).await;
        let [incomplete, taken] = [&cases[0].1, &cases[1].1];
        let (swv, bos) = (employee("swv-mulder"), employee("arts-bos"));
        swv::hand_over(house, &swv, form(incomplete)).await.unwrap_err();
        doctor::no_show(house, &bos, form(taken)).await.unwrap_err();
        doctor::save_draft(house, &bos, form(taken), Default::default()).await.unwrap_err();
        let parent = member(taken, Person::Parent1);
        family::block(house, &parent, form(taken)).await.unwrap_err();
        let (incomplete, taken) = (incomplete.as_str(), taken.as_str());
        let expected = [
            line("swv-de-eem", incomplete, Some("swv-mulder"), ["swv", "step", "", "hand_over", "incomplete"]),
            line("ggd-utrecht", taken, Some("arts-bos"), ["doctor", "step", "", "record_no_show", "not_from_here"]),
            line("ggd-utrecht", taken, Some("arts-bos"), ["doctor", "step", "", "establish_advice", "not_from_here"]),
            line("ggd-utrecht", taken, None, ["parent", "step", "", "block", "not_from_here"]),
        ];
        assert_eq!(refusals(&house.store).await, expected);
    }

    async fn who_applied_before_and_tries_again_beside_it_leaves_a_line(database) {
        let region = Region::new(database).await;
        let (house, swv) = (region.house(), employee("swv-mulder"));
        let case = region.starts("swv-mulder", applications::mei().unwrap()).await;
        anywhere::withdraw(house, &swv, form(&case)).await.unwrap();
        let again = || swv::start(house, &swv, None, applications::mei().unwrap(), Some(case.clone()));
        again().await.unwrap();
        again().await.unwrap_err();
        let lines = refusals(&house.store).await;
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].case.as_deref(), lines[0].outcome.as_str()), (Some(case.as_str()), "applied_again"));
    }

    async fn a_wrong_date_of_birth_is_no_look_and_the_right_one_is(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = one_of_each(&region, &[StateKind::ParentsReading]).await.remove(0).1;
        let secret = crate::support::visitors::link(&region, &case, Person::Parent1).await.unwrap();
        let wrong = family::enter(house, &secret, date!(2017 - 03 - 15)).await.unwrap();
        assert!(matches!(wrong, Entry::WrongDate { .. }));
        let expected = line("ggd-utrecht", case.as_str(), None, ["parent", "own_data", "dossier: child_born", "", "wrong_date"]);
        assert_eq!(refusals(&house.store).await, std::slice::from_ref(&expected));
        let right = family::enter(house, &secret, date!(2017 - 03 - 14)).await.unwrap();
        assert!(matches!(right, Entry::In(_)));
        assert_eq!(refusals(&house.store).await, [expected]);
    }
}
