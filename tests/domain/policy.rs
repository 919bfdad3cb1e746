//! The one policy: who may open the dossier of a case, and on which ground.

use time::macros::date;
use tom::domain::case::{Case, State};
use tom::domain::family::Person;
use tom::domain::grant::{Grant, NoGrant, Purpose};
use tom::domain::party::{Actor, CaseId, PartyId, PartyKind, Role, UserId};
use tom::domain::policy::{Basis, Facts, basis, may_break_glass, reach};

const PURPOSES: [Purpose; 7] = [
    Purpose::View,
    Purpose::Step,
    Purpose::Document,
    Purpose::Assign,
    Purpose::BreakGlass,
    Purpose::CarryOut,
    Purpose::Supervise,
];

fn case() -> Case {
    Case {
        id: CaseId::from("case"),
        workflow: "tom-po/v1".into(),
        swv: PartyId::from("swv"),
        ggd: PartyId::from("ggd"),
        municipality: PartyId::from("gemeente"),
        local_team: Some(PartyId::from("local_team")),
        previous: None,
        state: State::start(date!(2026 - 03 - 02)),
        pace: tom::domain::deadline::Pace::default(),
        version: 1,
    }
}

fn employee(role: Role, party: &str) -> Actor {
    Actor::Employee {
        user: UserId::from("somebody"),
        party: PartyId::from(party),
        role,
    }
}

/// Somebody in this role at the party of the case.
fn own(role: Role) -> Actor {
    employee(role, role.party_kind().map_or("swv", PartyKind::code))
}

/// Every combination of what the policy looks at.
fn all_facts() -> Vec<Facts> {
    let flag = |bits: u8, at: u8| bits & (1 << at) != 0;
    let facts = |bits| Facts {
        holds: flag(bits, 0),
        need_to_know: flag(bits, 1),
        assigned: flag(bits, 2),
        member: flag(bits, 3),
        glass: flag(bits, 4).then(|| "g1".into()),
        stands_in_for: flag(bits, 5).then(|| UserId::from("away")),
    };
    (0..64).map(facts).collect()
}

fn view(role: Role, facts: &Facts) -> Result<Basis, NoGrant> {
    basis(&own(role), &case(), Purpose::View, facts)
}

#[test]
fn who_broke_the_glass_looks_and_does_no_task_and_does_not_say_who_works_on_the_case() {
    let facts = Facts {
        holds: true,
        need_to_know: true,
        assigned: true,
        glass: Some("g1".into()),
        ..Facts::default()
    };
    for role in [Role::Doctor, Role::Lpa] {
        assert_eq!(view(role, &facts), Ok(Basis::BreakGlass("g1".into())));
        let says = basis(&own(role), &case(), Purpose::Assign, &facts);
        assert_eq!(says, Err(NoGrant), "{role:?}");
        let letter = Grant::own_task(&own(role), Purpose::Document, &facts).unwrap();
        assert_eq!(*letter.basis(), Basis::BreakGlass("g1".into()));
        assert!(letter.only_shows());
        let task = Grant::own_task(&own(role), Purpose::Step, &facts);
        assert_eq!(task, Err(NoGrant), "{role:?}");
    }
}

#[test]
fn another_partys_case_opens_for_nobody_whatever_else_is_so() {
    for facts in all_facts() {
        for purpose in PURPOSES {
            for role in Role::ALL {
                let stranger = employee(role, "elsewhere");
                let opened = basis(&stranger, &case(), purpose, &facts);
                // An FG's party is not among those of the case's roles; it must have a dossier, and a reason.
                let supervises = role == Role::Fg && purpose == Purpose::Supervise;
                let supervises = supervises && facts.holds && facts.glass.is_some();
                assert_eq!(opened.is_ok(), supervises, "{role:?} {purpose:?} {facts:?}");
            }
        }
    }
}

#[test]
fn who_has_no_dossier_of_a_case_opens_none() {
    for facts in all_facts().into_iter().filter(|facts| !facts.holds) {
        for role in Role::ALL {
            assert_eq!(view(role, &facts), Err(NoGrant), "{role:?} {facts:?}");
        }
    }
}

#[test]
fn administrator_and_policy_adviser_open_no_dossier_and_the_fg_only_with_a_reason() {
    for facts in all_facts() {
        for purpose in PURPOSES {
            for role in [Role::Admin, Role::Policy, Role::Fg] {
                let opened = basis(&own(role), &case(), purpose, &facts).is_ok();
                let supervises = role == Role::Fg && purpose == Purpose::Supervise;
                let said_why = facts.holds && facts.glass.is_some();
                assert_eq!(opened, supervises && said_why);
                assert!(Grant::own_task(&own(role), purpose, &facts).is_err());
            }
        }
    }
    for role in [Role::Admin, Role::Policy, Role::Fg] {
        assert_eq!(reach(role), None);
    }
}

#[test]
fn a_doctor_opens_the_own_cases_and_those_of_nobody_whatever_the_party_chose() {
    for facts in all_facts().into_iter().filter(|facts| facts.holds) {
        let expected = match &facts.glass {
            _ if facts.member => Ok(Basis::Member),
            _ if facts.stands_in_for.is_some() => Ok(Basis::StandsIn(UserId::from("away"))),
            _ if !facts.assigned => Ok(Basis::Unassigned),
            Some(id) => Ok(Basis::BreakGlass(id.clone())),
            None => Err(NoGrant),
        };
        assert_eq!(view(Role::Doctor, &facts), expected, "{facts:?}");
    }
}

#[test]
fn need_to_know_keeps_out_who_does_not_work_on_the_case() {
    let colleague = Facts {
        holds: true,
        assigned: true,
        ..Facts::default()
    };
    let closed = Facts {
        need_to_know: true,
        ..colleague.clone()
    };
    let broken = Facts {
        glass: Some("g1".into()),
        ..closed.clone()
    };
    for role in [Role::Swv, Role::Lpa] {
        assert_eq!(view(role, &colleague), Ok(Basis::Party));
        assert_eq!(view(role, &closed), Err(NoGrant));
        assert!(Grant::own_task(&own(role), Purpose::Step, &closed).is_err());
    }
    assert_eq!(view(Role::Coordinator, &closed), Ok(Basis::Coordinator));
    assert_eq!(view(Role::Lpa, &broken), Ok(Basis::BreakGlass("g1".into())));
    assert_eq!(view(Role::Swv, &broken), Err(NoGrant));
}

#[test]
fn who_takes_a_colleagues_place_does_the_work_and_gives_nobody_the_case() {
    let facts = Facts {
        holds: true,
        need_to_know: true,
        assigned: true,
        stands_in_for: Some(UserId::from("away")),
        ..Facts::default()
    };
    let ground = Basis::StandsIn(UserId::from("away"));
    for role in [Role::Swv, Role::Doctor, Role::Lpa, Role::Coordinator] {
        for purpose in [Purpose::View, Purpose::Step, Purpose::Document] {
            let opened = basis(&own(role), &case(), purpose, &facts);
            assert_eq!(opened, Ok(ground.clone()), "{role:?} {purpose:?}");
        }
        let task = Grant::own_task(&own(role), Purpose::Step, &facts).unwrap();
        assert_eq!(*task.basis(), ground);
        let says = basis(&own(role), &case(), Purpose::Assign, &facts).is_ok();
        assert_eq!(says, role == Role::Coordinator, "{role:?}");
    }
    let open = Facts {
        need_to_know: false,
        ..facts
    };
    let says = basis(&own(Role::Lpa), &case(), Purpose::Assign, &open);
    assert_eq!(says, Ok(Basis::Party), "who may say so anyway still may");
    // Who has no cases takes nobody's place.
    assert_eq!(view(Role::LocalTeam, &open), Ok(Basis::Party));
}

#[test]
fn only_doctor_and_leerplichtambtenaar_break_the_glass() {
    let may: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|r| may_break_glass(*r))
        .collect();
    assert_eq!(may, [Role::Doctor, Role::Lpa]);
}

#[test]
fn a_local_team_that_is_not_involved_opens_nothing() {
    let facts = Facts {
        holds: true,
        ..Facts::default()
    };
    assert_eq!(view(Role::LocalTeam, &facts), Ok(Basis::Party));
    let alone = Case {
        local_team: None,
        ..case()
    };
    let opened = basis(&own(Role::LocalTeam), &alone, Purpose::View, &facts);
    assert_eq!(opened, Err(NoGrant));
}

#[test]
fn the_family_is_given_its_own_data_and_no_partys_dossier() {
    let parent = Actor::Family {
        case: CaseId::from("case"),
        person: Person::Parent1,
    };
    for facts in all_facts() {
        assert_eq!(basis(&parent, &case(), Purpose::View, &facts), Err(NoGrant));
    }
    let case = case();
    for holder in [&case.swv, &case.ggd] {
        let grant = Grant::own_data(&parent, &case, holder).unwrap();
        assert_eq!((grant.basis(), grant.party()), (&Basis::OwnData, holder));
    }
    let others = Grant::own_data(&parent, &case, &case.municipality);
    assert_eq!(
        others,
        Err(NoGrant),
        "what the gemeente has, is on its paper"
    );
}
