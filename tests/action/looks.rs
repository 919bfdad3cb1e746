//! Who looked, as the family reads it.

use time::macros::date;
use tom::action::family_view;
use tom::action::looks::{Look, Looker, of_family};
use tom::action::rights::{self, ask};
use tom::demo::applications;
use tom::domain::case::StateKind;
use tom::domain::family::Person;
use tom::domain::grant::Purpose;
use tom::domain::party::Role;
use tom::domain::rights::{NoRight, Right};

use super::five_cases::to_doctor;
use crate::support::region::{Region, family as member};
use crate::support::requests::typed;
use crate::support::states::one_of_each;

fn saw(looks: &[Look], role: Role, organisation: &str, why: Purpose, dossier_of: &str) -> bool {
    looks.iter().any(|look| {
        look.who == Looker::Employee(role, Some(organisation.into()))
            && look.why == Some(why)
            && look.dossier_of.as_deref() == Some(dossier_of)
    })
}

on_both_engines! {
    async fn the_family_reads_who_looked_at_every_party_when_and_why_without_a_name(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let cases = one_of_each(&region, &[StateKind::Running, StateKind::AtSwv]).await;
        let (case, other) = (&cases[0].1, &cases[1].1);
        for who in ["swv-mulder", "arts-bos", "lpa-leusden"] {
            region.page(who, case).await.unwrap();
        }
        let at = house.clock.now() + 60_000;
        house.clock.move_to(at);
        region.page("swv-mulder", other).await.unwrap();
        region.page("swv-yilmaz", case).await.err().unwrap();
        let found = of_family(house, &member(case, Person::Parent1)).await.unwrap();
        let looks = found.looks.unwrap();
        for (role, organisation, why, dossier_of) in [
            (Role::Swv, "SWV de Eem", Purpose::View, "SWV de Eem"),
            (Role::Doctor, "GGD regio Utrecht", Purpose::View, "GGD regio Utrecht"),
            (Role::Lpa, "Gemeente Leusden", Purpose::View, "Gemeente Leusden"),
            (Role::Lpa, "Gemeente Leusden", Purpose::Step, "Gemeente Leusden"),
            // The hand-over opens the dossier of the GGD for a step of the SWV.
            (Role::Swv, "SWV de Eem", Purpose::Step, "SWV de Eem"),
        ] {
            assert!(saw(&looks, role, organisation, why, dossier_of), "{role:?} {why:?}: {looks:?}");
        }
        let told = format!("{looks:?}");
        for name in ["Mulder", "mulder", "Bos", "arts-bos", "Groot"] {
            assert!(!told.contains(name), "{name}: {told}");
        }
        // The newest first; of the minute after, only this look itself is about this case.
        let newer: Vec<&Look> = looks.iter().filter(|look| look.at == at).collect();
        assert_eq!(newer.len(), 1);
        assert_eq!(newer[0].who, Looker::Yourself);
        assert!(looks.is_sorted_by(|newer, older| newer.at >= older.at));
    }

    async fn the_own_looks_are_marked_and_those_of_the_other_parent_are_not(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = one_of_each(&region, &[StateKind::ParentsReading]).await.remove(0).1;
        let [one, two] = [Person::Parent1, Person::Parent2].map(|person| member(&case, person));
        family_view::page(house, &two).await.unwrap();
        let looks = of_family(house, &one).await.unwrap().looks.unwrap();
        let own = [Looker::Yourself, Looker::Family(Role::Parent)];
        let family = looks.iter().filter(|look| !matches!(look.who, Looker::Employee(..)));
        assert_eq!(family.map(|look| look.who.clone()).collect::<Vec<_>>(), own);
        let looks = of_family(house, &two).await.unwrap().looks.unwrap();
        let own = [Looker::Yourself, Looker::Family(Role::Parent), Looker::Yourself];
        let family = looks.iter().filter(|look| !matches!(look.who, Looker::Employee(..)));
        assert_eq!(family.map(|look| look.who.clone()).collect::<Vec<_>>(), own);
    }

    async fn art_13_from_sixteen_on_the_young_person_alone_reads_who_looked(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-yilmaz", applications::sam().unwrap()).await;
        to_doctor(&region, "swv-yilmaz", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        let looks = async |person| of_family(house, &member(&case, person)).await.unwrap().looks;
        assert!(!looks(Person::Child).await.unwrap().is_empty());
        assert_eq!(looks(Person::Parent1).await, Err(NoRight::YoungPersonAlone));
    }

    async fn one_parent_does_not_read_in_who_looked_that_the_other_made_a_request(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = one_of_each(&region, &[StateKind::ParentsReading]).await.remove(0).1;
        let [one, two] = [Person::Parent1, Person::Parent2].map(|person| member(&case, person));
        ask(house, &two, None, "ggd-utrecht".into(), typed(Right::Access).asked).await.unwrap();
        let doctor = tom::demo::employee("arts-bos");
        let id = rights::list(house, &doctor).await.unwrap().remove(0).id.unwrap();
        rights::page(house, &doctor, &id).await.unwrap();
        let about_requests = async |who| {
            let looks = of_family(house, who).await.unwrap().looks.unwrap();
            looks.into_iter().filter(|look| look.why == Some(Purpose::Rights)).count()
        };
        assert_eq!(about_requests(&one).await, 0);
        assert_eq!(about_requests(&two).await, 1, "the own one");
    }
}
