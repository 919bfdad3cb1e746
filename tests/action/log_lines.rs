//! What a line of the access log says was opened; and a name that doesn't open, which keeps no other from being shown.

use std::collections::BTreeSet;

use time::macros::date;
use tom::action::desk::{UNREADABLE, Wanted, desk};
use tom::action::joining::{self, Form};
use tom::action::search::search;
use tom::action::supervise;
use tom::action::{rights, setup};
use tom::demo::{applications, employee};
use tom::domain::case::StateKind;
use tom::domain::covenant::{Ground, Participant};
use tom::domain::field::Field;
use tom::domain::name_index::Sought;
use tom::domain::party::{CaseId, PartyId, PartyKind};
use tom::domain::personal::Personal as _;
use tom::domain::rights::Right;
use tom::store::args;

use crate::support::refusals::refusals;
use crate::support::region::{Region, texts};
use crate::support::requests::asks;
use crate::support::states::one_of_each;

/// The kinds that the last opening of this case by this employee says.
async fn last(region: &Region, user: &'static str, case: &CaseId) -> BTreeSet<Field> {
    let sql = "SELECT kinds FROM access_log WHERE user_id = $1 AND case_id = $2 AND outcome = 'opened' ORDER BY id DESC LIMIT 1";
    let args = args![user, case.as_str()].to_vec();
    let said = texts(&region.house().store, sql, args).await.remove(0);
    let codes = said.strip_prefix("dossier: ").unwrap().split(' ');
    codes.map(|code| Field::from_code(code).unwrap()).collect()
}

/// Changes a byte of the name that a party's list shows.
async fn damage_name(region: &Region, party: &'static str, case: &CaseId) {
    let (case, store) = (case.clone(), &region.house().store);
    let done = store.write(move |tx| {
        Box::pin(async move {
            let sql = "SELECT label FROM dossiers WHERE party_id = $1 AND case_id = $2";
            let row = tx.optional(sql, args![party, case.as_str()]).await?;
            let mut label = row.unwrap().bytes(0)?;
            label[20] ^= 1;
            let sql = "UPDATE dossiers SET label = $3 WHERE party_id = $1 AND case_id = $2";
            tx.execute(sql, args![party, case.as_str(), label]).await
        })
    });
    assert_eq!(done.await.unwrap(), 1);
}

on_both_engines! {
    async fn nen_7513_a_line_says_the_kinds_of_data_that_stood_in_the_dossier_that_was_opened(database) {
        let region = Region::new(database).await;
        let cases = one_of_each(&region, &[StateKind::ParentsReading, StateKind::Running]).await;
        for (_, case) in &cases {
            for who in ["swv-mulder", "arts-bos", "lpa-leusden"] {
                let page = region.page(who, case).await.unwrap();
                assert_eq!(last(&region, who, case).await, page.dossier.fields(), "{who}");
            }
        }
        let (early, granted) = (&cases[0].1, &cases[1].1);
        // The gemeente had the seintje, and nothing of the SMA was opened there.
        assert_eq!(last(&region, "lpa-leusden", early).await, BTreeSet::from([Field::ChildName]));
        assert!(last(&region, "lpa-leusden", granted).await.contains(&Field::Exemption));
        for (_, case) in &cases {
            assert!(!last(&region, "swv-mulder", case).await.contains(&Field::ChildNumber));
        }
    }

    async fn one_name_that_does_not_open_keeps_no_other_from_the_lists_and_leaves_a_line(database) {
        let region = Region::new(database).await;
        let cases = one_of_each(&region, &[StateKind::AtSwv]).await;
        let mei = region.starts("swv-mulder", applications::mei().unwrap()).await;
        let noor = cases[0].1.clone();
        let (house, swv) = (region.house(), employee("swv-mulder"));
        for case in [&noor, &mei] {
            asks(&region, "swv-mulder", case, Right::Access).await;
        }
        damage_name(&region, "swv-de-eem", &noor).await;
        let desk = desk(house, &swv, Wanted::default()).await.unwrap();
        let name = |case: &CaseId| desk.cases.iter().find(|one| one.case == *case).unwrap().name.clone().unwrap();
        assert_eq!(name(&noor), UNREADABLE);
        assert!(name(&mei).starts_with("Mei"));
        let told: Vec<_> = desk.tasks.iter().map(|open| (open.task.case.clone(), open.name.clone().unwrap())).collect();
        assert!(told.contains(&(noor.clone(), UNREADABLE.into())) && told.contains(&(mei.clone(), name(&mei))));
        let lines = refusals(&house.store).await;
        assert!(lines.len() >= 2, "one for the list, one for the tasks");
        for line in &lines {
            assert_eq!((line.party.as_str(), line.outcome.as_str(), line.case.as_deref()), ("swv-de-eem", "damaged", Some(noor.as_str())));
        }
        let list = rights::list(house, &swv).await.unwrap();
        let names: BTreeSet<String> = list.into_iter().filter_map(|one| one.child).collect();
        assert_eq!(names, BTreeSet::from([UNREADABLE.to_owned(), name(&mei)]));
        let before = refusals(&house.store).await.len();
        let found = search(house, &swv, Sought::parse("Noor").unwrap()).await.unwrap();
        assert_eq!((found.cases.len(), found.closed), (0, 1));
        assert_eq!(refusals(&house.store).await.len(), before + 1);
    }

    async fn an_fg_finds_every_line_about_one_case_lists_included_and_of_no_other(database) {
        let region = Region::new(database).await;
        let cases = one_of_each(&region, &[StateKind::WithDoctor, StateKind::AdviceEstablished]).await;
        region.list("arts-bos").await;
        let (house, case) = (region.house(), cases[0].1.as_str());
        let filter = supervise::Filter {
            user: String::new(),
            role: String::new(),
            purpose: String::new(),
            outcome: String::new(),
            from: 0,
            until: i64::MAX,
            before: String::new(),
            case: case.to_owned(),
        };
        let found = supervise::export(house, &employee("ggd-fg"), filter.clone()).await.unwrap();
        let own = found.iter().filter(|line| line.case.as_deref() == Some(case)).count();
        let lists = found.iter().filter(|line| line.case.is_none() && line.kinds.contains(case)).count();
        assert!(own > 0 && lists > 0, "{own} and {lists}");
        assert_eq!(own + lists, found.len());
        let nobodys = supervise::Filter { case: "018f0000-0000-7000-8000-000000000001".into(), ..filter };
        assert!(supervise::export(house, &employee("ggd-fg"), nobodys).await.unwrap().is_empty());
    }

    async fn art_18_3_a_party_without_a_mailbox_reads_in_its_list_who_joined_for_a_month(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let all = setup::all_parties(house).await.unwrap();
        let mut silent = all.into_iter().find(|one| one.kind == PartyKind::LocalTeam && one.id.as_str() == "lariks").unwrap();
        silent.settings.email.clear();
        setup::put_party(house, silent).await.unwrap();
        let joins = Participant {
            id: PartyId::from("jeugdhulp-de-brug"),
            name: "Jeugdhulp De Brug".into(),
            joined_on: date!(2026 - 03 - 02),
            left_on: None,
            ground: Ground::Form,
        };
        let form = Form { received_by: PartyId::from("leusden"), pdf: b"%PDF-1.7".to_vec() };
        joining::join(house, joins, Some(form)).await.unwrap();
        for who in ["team-lariks", "swv-mulder", "lpa-leusden", "arts-bos"] {
            let desk = desk(house, &employee(who), Wanted::default()).await.unwrap();
            assert_eq!(desk.joined, ["Jeugdhulp De Brug"], "{who}");
        }
        house.clock.move_to(house.clock.now() + 31 * 24 * 60 * 60 * 1000);
        let later = desk(house, &employee("team-lariks"), Wanted::default()).await.unwrap();
        assert!(later.joined.is_empty());
    }
}
