//! Two pupils with one name at a gemeente: told apart by a call.

use std::collections::BTreeSet;

use tom::action::swv::Typed;
use tom::action::{ActionError, anywhere, namesake, setup};
use tom::demo::{applications, employee};
use tom::domain::case::EventKind;
use tom::domain::party::{CaseId, PartyId, Role, UserId};
use tom::domain::person::PersonName;
use tom::store::args;
use tom::store::members::{self, NewMember};

use crate::support::region::{Region, form};

fn called(first: &str, last: &str) -> Typed {
    let mut typed = applications::noor().unwrap();
    typed.application.child.name = PersonName::parse(first, last).unwrap();
    typed
}

/// Another hour, another seintje.
async fn arrives(region: &Region, first: &str, last: &str) -> CaseId {
    let clock = &region.house().clock;
    clock.move_to(clock.now() + 3_600_000);
    region.starts("swv-mulder", called(first, last)).await
}

/// Of which cases the list says that somebody must call.
async fn unclear(region: &Region, who: &str) -> BTreeSet<CaseId> {
    let rows = region.list(who).await.into_iter();
    let rows = rows.filter(|row| row.namesake);
    rows.map(|row| row.case).collect()
}

fn none() -> BTreeSet<CaseId> {
    BTreeSet::new()
}

async fn tells_apart(
    region: &Region,
    who: &str,
    case: &CaseId,
    same: bool,
) -> Result<String, ActionError> {
    namesake::tell_apart(region.house(), &employee(who), form(case), same).await
}

on_both_engines! {
    async fn a_call_tells_two_pupils_apart_until_a_third_with_their_name_comes(database) {
        let region = Region::new(database).await;
        let one = arrives(&region, "Noor", "van der Berg").await;
        arrives(&region, "Noor", "Berg").await;
        assert_eq!(unclear(&region, "lpa-leusden").await, none());
        let other = arrives(&region, "NOOR", "Van der Bérg").await;
        assert_eq!(unclear(&region, "lpa-leusden").await, [one.clone(), other.clone()].into());
        let page = region.page("lpa-leusden", &one).await.unwrap();
        assert_eq!(page.namesake.as_deref(), Some("SWV de Eem"));
        tells_apart(&region, "lpa-leusden", &one, false).await.unwrap();
        assert_eq!(unclear(&region, "lpa-leusden").await, none());
        let page = region.page("lpa-leusden", &one).await.unwrap();
        let told = page.timeline.last().unwrap();
        assert_eq!((&told.what, told.name.is_some()), (&EventKind::ToldApart { same: false }, true));
        assert_eq!(page.namesake, None);
        assert_eq!(region.page("lpa-leusden", &other).await.unwrap().namesake, None);
        let swv = region.page("swv-mulder", &one).await.unwrap();
        assert!(swv.namesake.is_none() && !swv.timeline.iter().any(|at| matches!(at.what, EventKind::ToldApart { .. })));
        let third = arrives(&region, "Noor", "van der Berg").await;
        assert_eq!(unclear(&region, "lpa-leusden").await, [one, other, third.clone()].into());
        tells_apart(&region, "lpa-leusden", &third, true).await.unwrap();
        assert_eq!(unclear(&region, "lpa-leusden").await, none());
    }

    async fn the_call_leaves_a_line_and_is_recorded_once_by_the_own_gemeente_alone(database) {
        let region = Region::new(database).await;
        let one = arrives(&region, "Noor", "Berg").await;
        assert!(matches!(tells_apart(&region, "lpa-leusden", &one, false).await, Err(ActionError::Changed)), "nothing to tell");
        arrives(&region, "Noor", "Berg").await;
        for stranger in ["lpa-soest", "swv-mulder", "swv-prins", "arts-bos"] {
            let refused = tells_apart(&region, stranger, &one, false).await;
            assert!(matches!(refused, Err(ActionError::NotFound)), "{stranger}");
        }
        tells_apart(&region, "lpa-leusden", &one, false).await.unwrap();
        assert!(matches!(tells_apart(&region, "lpa-leusden", &one, true).await, Err(ActionError::Changed)));
        let read = region.house().store.read(|tx| Box::pin(async move {
            tx.all("SELECT party_id || ' ' || role || ' ' || purpose || ' ' || case_id FROM access_log WHERE kinds = 'namesake'", args![]).await
        }));
        let rows = read.await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].text(0).unwrap(), format!("leusden lpa step {}", one.as_str()));
    }

    async fn a_case_that_ended_is_no_namesake_once_the_gemeente_heard_of_it(database) {
        let region = Region::new(database).await;
        let one = arrives(&region, "Noor", "Berg").await;
        let other = arrives(&region, "Noor", "Berg").await;
        anywhere::withdraw(region.house(), &employee("swv-mulder"), form(&one)).await.unwrap();
        assert_eq!(unclear(&region, "lpa-leusden").await, none());
        // As long as it was not called about the end, it knows of none.
        let call = "INSERT INTO tasks (id, case_id, party_id, kind, data, created_at) VALUES ($1, $1, $2, 'call_seintje', $3, 0)";
        let args = args![one.as_str(), "swv-de-eem", "{\"notice\":\"ended_to_lpa\"}"].to_vec();
        let done = region.house().store.write(move |tx| Box::pin(async move { tx.execute(call, &args).await }));
        assert_eq!(done.await.unwrap(), 1);
        assert_eq!(unclear(&region, "lpa-leusden").await, [one, other].into());
    }

    async fn a_name_at_another_gemeente_says_nothing(database) {
        let region = Region::new(database).await;
        arrives(&region, "Noor", "Berg").await;
        let mut elsewhere = called("Noor", "Berg");
        elsewhere.municipality = "soest".into();
        region.starts("swv-mulder", elsewhere).await;
        assert_eq!(unclear(&region, "lpa-leusden").await, none());
        assert_eq!(unclear(&region, "lpa-soest").await, none());
        assert!(region.list("swv-mulder").await.iter().all(|row| !row.namesake), "the SWV knows whom it means");
    }

    async fn a_namesake_in_a_colleagues_case_gives_the_mark_and_shows_nothing_else(database) {
        let region = Region::new(database).await;
        region.needs_to_know("leusden").await;
        let (hidden, own) = (arrives(&region, "Noor", "Berg").await, arrives(&region, "Noor", "Berg").await);
        let new = setup::NewEmployee {
            id: Some(UserId::from("lpa-2")),
            party: PartyId::from("leusden"),
            email: "lpa2@post.tom.example".into(),
            name: "Iemand Anders".into(),
            role: Role::Lpa,
        };
        setup::add_employee(region.house(), new, "no hash".into()).await.unwrap();
        let case = hidden.clone();
        let assigned = region.house().store.write(move |tx| Box::pin(async move {
            let (party, user) = (PartyId::from("leusden"), UserId::from("lpa-2"));
            let member = NewMember { id: "m1", case: &case, party: &party, user: &user, by: None, at: 0 };
            members::add(tx, &member).await
        }));
        assigned.await.unwrap();
        assert!(region.page("lpa-leusden", &hidden).await.is_err());
        assert_eq!(unclear(&region, "lpa-leusden").await, [own.clone()].into());
        assert!(region.list("lpa-leusden").await.iter().all(|row| row.case != hidden));
        let page = region.page("lpa-leusden", &own).await.unwrap();
        assert_eq!(page.namesake.as_deref(), Some("SWV de Eem"));
        tells_apart(&region, "lpa-leusden", &own, false).await.unwrap();
        assert_eq!(unclear(&region, "lpa-leusden").await, none());
    }
}
