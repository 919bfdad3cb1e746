//! Joining the covenant: nobody is given data before; the signed form is kept; the others are told.

use std::fs;

use time::macros::date;
use tom::action::joining::{self, Form};
use tom::action::{ActionError, anywhere, setup, swv};
use tom::demo::{applications, employee};
use tom::domain::advice::Appointed;
use tom::domain::covenant::{Ground, Participant};
use tom::domain::party::{Actor, PartyId, Role, UserId};
use tom::store::args;

use crate::support::databases::Database;
use crate::support::region::{Region, form, texts};

fn youth_care() -> Participant {
    Participant {
        id: PartyId::from("jeugdhulp-de-brug"),
        name: "Jeugdhulp De Brug".into(),
        joined_on: date!(2026 - 03 - 02),
        left_on: None,
        ground: Ground::Form,
    }
}

fn signed() -> Form {
    Form {
        received_by: PartyId::from("leusden"),
        pdf: b"%PDF-1.7 ondertekend door mevrouw Van Bruggen".to_vec(),
    }
}

on_both_engines! {
    async fn who_takes_no_part_is_given_nothing_not_even_a_name(database) {
        let region = Region::new(database).await;
        let (house, swv) = (region.house(), employee("swv-mulder"));
        let case = swv::start(house, &swv, None, applications::noor().unwrap(), None).await.unwrap();
        let gone = house.store.write(|tx| {
            Box::pin(async move { tx.execute("DELETE FROM participants WHERE id = 'leusden'", args![]).await })
        });
        gone.await.unwrap();
        let today = date!(2026 - 03 - 02);
        let registered = swv::register(house, &swv, form(&case), today).await;
        assert_eq!(registered, Err(ActionError::NotJoined));
        assert!(region.list("lpa-leusden").await.is_empty(), "no half effect");
        let leusden = Participant { id: PartyId::from("leusden"), ground: Ground::Covenant, ..youth_care() };
        joining::join(house, leusden, None).await.unwrap();
        swv::register(house, &swv, form(&case), today).await.unwrap();
        assert_eq!(region.list("lpa-leusden").await.len(), 1);
    }

    async fn what_refers_to_nobody_elsewhere_is_no_word_about_the_covenant(database) {
        let region = Region::new(database).await;
        let appointed = Appointed {
            doctor: UserId::from("niemand"),
            municipality: PartyId::from("leusden"),
            from: date!(2026 - 01 - 01),
            until: None,
        };
        let refused = setup::appoint(region.house(), appointed).await;
        assert!(matches!(refused, Err(ActionError::Store(_))), "{refused:?}");
    }

    async fn every_other_party_is_told_of_who_joins_with_a_form(database) {
        let region = Region::new(database).await;
        region.settle().await;
        let before = region.mails().len();
        joining::join(region.house(), youth_care(), Some(signed())).await.unwrap();
        region.settle().await;
        let mails = region.mails();
        let told = &mails[..mails.len() - before];
        let parties = setup::all_parties(region.house()).await.unwrap();
        assert_eq!(told.len(), parties.iter().filter(|party| !party.settings.email.is_empty()).count());
        assert!(told.iter().all(|mail| mail.text.contains("/deelnemers") && !mail.text.contains("Brug")));
        let all = joining::all(region.house()).await.unwrap();
        assert!(all.contains(&(youth_care(), Some("Gemeente Leusden".into()))), "{all:?}");
    }

    /// Who ends it is given nothing from that day on; the others hear it; it can come back with a new form.
    async fn who_leaves_is_given_nothing_from_that_day_on_and_the_others_are_told(database) {
        let region = Region::new(database).await;
        let (house, swv) = (region.house(), employee("swv-mulder"));
        let case = swv::start(house, &swv, None, applications::noor().unwrap(), None).await.unwrap();
        let today = date!(2026 - 03 - 02);
        let late = joining::leave(house, "leusden".into(), date!(2026 - 03 - 03)).await;
        assert!(matches!(late, Err(ActionError::Field("on", _))));
        region.settle().await;
        let before = region.mails().len();
        joining::leave(house, "leusden".into(), today).await.unwrap();
        region.settle().await;
        let mails = region.mails();
        let told = &mails[..mails.len() - before];
        assert!(told.len() > 5 && told.iter().all(|mail| mail.text.contains("/deelnemers")));
        let again = joining::leave(house, "leusden".into(), today).await;
        assert!(matches!(again, Err(ActionError::Field("id", _))));
        assert_eq!(swv::register(house, &swv, form(&case), today).await, Err(ActionError::NotJoined));
        assert!(region.list("lpa-leusden").await.is_empty(), "no half effect");
        let back = Participant { id: PartyId::from("leusden"), name: "Gemeente Leusden".into(), ground: Ground::Covenant, ..youth_care() };
        joining::join(house, back, None).await.unwrap();
        swv::register(house, &swv, form(&case), today).await.unwrap();
        assert_eq!(region.list("lpa-leusden").await.len(), 1);
        region.settle().await;
    }

    /// What ends goes on without who left: no family waits for a party that is gone.
    async fn a_case_ends_although_a_party_of_it_left(database) {
        let region = Region::new(database).await;
        let (house, swv) = (region.house(), employee("swv-mulder"));
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        joining::leave(house, "leusden".into(), date!(2026 - 03 - 02)).await.unwrap();
        anywhere::withdraw(house, &swv, form(&case)).await.unwrap();
        region.settle().await;
    }

    /// The evidence is there for who keeps it, each time with a line, and for nobody else.
    async fn the_signed_form_opens_for_who_received_it_and_leaves_a_line(database) {
        let region = Region::new(database).await;
        let house = region.house();
        joining::join(house, youth_care(), Some(signed())).await.unwrap();
        let who = |party: &str, role| Actor::Employee { party: party.into(), role, user: "iemand".into() };
        for role in [Role::Admin, Role::Fg] {
            let own = who("leusden", role);
            assert_eq!(joining::openable(house, &own).await.unwrap(), [youth_care().id]);
            assert_eq!(joining::form(house, &own, youth_care().id).await.unwrap(), signed().pdf);
        }
        for (party, role) in [("soest", Role::Admin), ("leusden", Role::Lpa), ("leusden", Role::Policy)] {
            let other = who(party, role);
            assert!(joining::openable(house, &other).await.unwrap().is_empty());
            assert_eq!(joining::form(house, &other, youth_care().id).await, Err(ActionError::NotFound));
        }
        assert_eq!(joining::form(house, &who("leusden", Role::Fg), "soest".into()).await, Err(ActionError::NotFound));
        let lines = texts(&house.store, "SELECT purpose FROM access_log WHERE kinds = 'joining form: jeugdhulp-de-brug' ORDER BY id", vec![]).await;
        assert_eq!(lines, ["settings", "supervise"]);
    }

    async fn what_is_no_signed_form_is_refused_with_the_reason(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let field = |done: Result<(), ActionError>| match done {
            Err(ActionError::Field(field, _)) => field,
            other => panic!("{other:?}"),
        };
        let image = Form { pdf: b"GIF89a".to_vec(), ..signed() };
        assert_eq!(field(joining::join(house, youth_care(), Some(image)).await), "form");
        let nobody = Form { received_by: PartyId::from("niemand"), ..signed() };
        assert_eq!(field(joining::join(house, youth_care(), Some(nobody)).await), "received-by");
        let tomorrow = Participant { joined_on: date!(2026 - 03 - 03), ..youth_care() };
        assert_eq!(field(joining::join(house, tomorrow, Some(signed())).await), "on");
        joining::join(house, youth_care(), Some(signed())).await.unwrap();
        assert_eq!(field(joining::join(house, youth_care(), Some(signed())).await), "id");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_form_lies_sealed() {
    let database = Database::sqlite();
    let folder = database.folder().clone();
    let region = Region::new(database).await;
    joining::join(region.house(), youth_care(), Some(signed()))
        .await
        .unwrap();
    for file in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("Van Bruggen"));
    }
}
