//! Breaking the glass: one case, an hour, a reason; the FG is told, and nothing of it stands in clear.

use tom::action::desk::{Wanted, desk};
use tom::action::find::find;
use tom::action::perform::Form;
use tom::action::search::search;
use tom::action::{
    ActionError, anywhere, compartment, doctor, glass, notes, scan, setup, task, view,
};
use tom::demo::employee;
use tom::domain::advice::Treats;
use tom::domain::case::{Rule, StateKind};
use tom::domain::erasure::Why;
use tom::domain::glass::Reason;
use tom::domain::grant::Grant;
use tom::domain::name_index::Sought;
use tom::domain::party::{Actor, CaseId, PartyId, PartyKind, Role, UserId};
use tom::domain::scan::{Paper, Upload};
use tom::domain::text::LongText;
use tom::store::{args, cases};
use tom::vault::{KeyId, Slot, What};

use super::need_to_know::appoint_smit;
use crate::support::region::{Region, form, texts};
use crate::support::states::one_of_each;

const WHY: &str = "Noor is opgenomen en de arts is met verlof.";

async fn break_it(region: &Region, actor: &Actor, case: &CaseId) -> Result<String, ActionError> {
    let why = Reason::parse(WHY).unwrap();
    glass::break_it(region.house(), actor, form(case), why).await
}

async fn sees(region: &Region, actor: &Actor, case: &CaseId) -> bool {
    view::case_page(region.house(), actor, case).await.is_ok()
}

/// Somebody of a party who was not in the region yet.
async fn somebody(region: &Region, id: &str, party: &str, role: Role) -> Actor {
    let new = setup::NewEmployee {
        id: Some(UserId::from(id)),
        party: PartyId::from(party),
        email: format!("{id}@post.tom.example"),
        name: "Iemand Anders".into(),
        role,
    };
    let user = setup::add_employee(region.house(), new, "no hash".into())
        .await
        .unwrap();
    Actor::Employee {
        user,
        party: PartyId::from(party),
        role,
    }
}

/// Two cases that doctor Bos took on.
async fn taken(region: &Region) -> [CaseId; 2] {
    let wanted = [StateKind::WithDoctor, StateKind::AdviceEstablished];
    let cases = one_of_each(region, &wanted).await;
    [cases[0].1.clone(), cases[1].1.clone()]
}

on_both_engines! {
    async fn a_doctor_breaks_the_glass_of_one_case_for_an_hour_and_each_look_says_so(database) {
        let region = Region::new(database).await;
        let (house, smit) = (region.house(), employee("arts-smit"));
        let [case, other] = taken(&region).await;
        assert!(!sees(&region, &smit, &case).await);
        assert_eq!(glass::is_needed(house, &smit, &case).await, Ok(true));
        break_it(&region, &smit, &case).await.unwrap();

        assert!(sees(&region, &smit, &case).await);
        assert!(!sees(&region, &smit, &other).await, "one case");
        let list = desk(house, &smit, Wanted::default()).await.unwrap();
        assert!(list.cases.is_empty() && list.tasks.is_empty(), "no list shows it");
        let sought = Sought::parse("van 't Hof").unwrap();
        assert!(search(house, &smit, sought).await.unwrap().cases.is_empty(), "and no search finds it");
        let lines = texts(&house.store, "SELECT basis FROM access_log WHERE user_id = 'arts-smit' AND case_id = $1 ORDER BY id", args![case.as_str()].to_vec()).await;
        let number = texts(&house.store, "SELECT id FROM break_glass", Vec::new()).await.remove(0);
        assert_eq!(lines, vec![format!("break_glass:{number}"); 2]);

        house.clock.move_to(house.clock.now() + 60 * 60 * 1000 - 1);
        assert!(sees(&region, &smit, &case).await);
        house.clock.move_to(house.clock.now() + 1);
        assert!(!sees(&region, &smit, &case).await, "the hour is over");
    }

    async fn who_sees_a_case_anyway_breaks_nothing_and_a_form_sent_twice_breaks_once(database) {
        let region = Region::new(database).await;
        let (house, smit) = (region.house(), employee("arts-smit"));
        let [case, _] = taken(&region).await;
        let bos = employee("arts-bos");
        assert_eq!(glass::is_needed(house, &bos, &case).await, Ok(false));
        break_it(&region, &bos, &case).await.unwrap();
        let number = Some("018f0000-0000-7000-8000-000000000001".to_owned());
        let twice = || Form { once: number.clone(), ..form(&case) };
        let why = || Reason::parse(WHY).unwrap();
        glass::break_it(house, &smit, twice(), why()).await.unwrap();
        let again = glass::break_it(house, &smit, twice(), why()).await;
        assert_eq!(again, Err(ActionError::Again("/".into())));
        let who = texts(&house.store, "SELECT user_id FROM break_glass", Vec::new()).await;
        assert_eq!(who, ["arts-smit"]);
    }

    async fn nobody_breaks_the_glass_of_another_party_or_in_another_role(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let [case, _] = taken(&region).await;
        region.needs_to_know("swv-de-eem").await;
        let strangers = [
            somebody(&region, "s1", "swv-de-eem", Role::Swv).await,
            somebody(&region, "s2", "ggd-utrecht", Role::Admin).await,
            somebody(&region, "s3", "soest", Role::Fg).await,
            employee("lpa-soest"),
            employee("team-lariks"),
        ];
        for stranger in &strangers {
            let asked = glass::is_needed(house, stranger, &case).await;
            assert_eq!(asked, Err(ActionError::NotFound), "{stranger:?}");
            assert_eq!(break_it(&region, stranger, &case).await, Err(ActionError::NotFound));
        }
        assert_eq!(texts(&house.store, "SELECT id FROM break_glass", Vec::new()).await.len(), 0);
    }

    async fn the_fg_of_the_party_is_told_without_a_name(database) {
        let region = Region::new(database).await;
        let (house, smit) = (region.house(), employee("arts-smit"));
        let [case, other] = taken(&region).await;
        somebody(&region, "fg-swv", "swv-de-eem", Role::Fg).await;
        region.settle().await;
        let before = region.mails().len();
        break_it(&region, &smit, &case).await.unwrap();
        region.settle().await;
        let mails = region.mails();
        assert_eq!(mails.len(), before + 1);
        assert_eq!(mails[0].to.as_str(), "fg@tom.example");
        for word in ["Noor", "Hof", case.as_str(), "verlof", "Smit"] {
            assert!(!mails[0].text.contains(word), "{}", mails[0].text);
        }
        // The mailbox in the settings comes first.
        let mut ggd = setup::all_parties(house).await.unwrap().into_iter().find(|party| party.kind == PartyKind::Ggd).unwrap();
        ggd.settings.fg_email = Some("fg@ggd.example".into());
        setup::put_party(house, ggd).await.unwrap();
        break_it(&region, &smit, &other).await.unwrap();
        region.settle().await;
        assert_eq!(region.mails()[0].to.as_str(), "fg@ggd.example");
    }

    async fn where_no_fg_can_be_told_the_glass_does_not_break(database) {
        let region = Region::new(database).await;
        let (house, smit) = (region.house(), employee("arts-smit"));
        let [case, _] = taken(&region).await;
        setup::set_active(house, "fg@tom.example", false).await.unwrap();
        let refused = break_it(&region, &smit, &case).await;
        assert!(matches!(refused, Err(ActionError::Field("reason", _))), "{refused:?}");
        assert!(!sees(&region, &smit, &case).await);
        let mut ggd = setup::all_parties(house).await.unwrap().into_iter().find(|party| party.kind == PartyKind::Ggd).unwrap();
        ggd.settings.fg_email = Some("fg".into());
        let typed = setup::put_party(house, ggd).await;
        assert!(matches!(typed, Err(ActionError::Field("fg_email", _))), "{typed:?}");
    }

    async fn the_reason_is_sealed_and_goes_along_to_a_new_key(database) {
        let region = Region::new(database).await;
        let (house, smit) = (region.house().clone(), employee("arts-smit"));
        let [case, _] = taken(&region).await;
        break_it(&region, &smit, &case).await.unwrap();
        let (inside, id) = (house.clone(), case.clone());
        let opened = house.store.write(move |tx| {
            Box::pin(async move {
                let house = &inside;
                let case = cases::load(tx, &id).await?.unwrap();
                let grant = Grant::to_carry_out(&Actor::System, &case, PartyKind::Ggd).unwrap();
                let mut own = compartment::open_dossier(house, tx, &case, &grant).await?.unwrap();
                compartment::renew(house, tx, &case, &mut own, &[], Why::PartDone).await?;
                let rows = tx.all("SELECT id, reason FROM break_glass", args![]).await?;
                let (number, sealed) = (rows[0].text(0)?, rows[0].bytes(1)?);
                assert!(!String::from_utf8_lossy(&sealed).contains("verlof"));
                let key = KeyId::from(own.row.key.as_str());
                let slot = Slot { party: &own.row.party, case: &id, dossier: &own.row.id, key: &key, what: What::Reason(&number) };
                Ok::<_, ActionError>(house.vault.open_sealed(&slot, &sealed)?.to_vec())
            })
        });
        assert_eq!(opened.await.unwrap(), WHY.as_bytes());
    }

    async fn under_glass_nothing_is_done_but_taking_the_case_over(database) {
        let region = Region::new(database).await;
        let (house, smit) = (region.house(), employee("arts-smit"));
        let [case, _] = taken(&region).await;
        appoint_smit(&region).await;
        break_it(&region, &smit, &case).await.unwrap();
        let page = view::case_page(house, &smit, &case).await.unwrap();
        assert!(page.glass);
        let gone = anywhere::withdraw(house, &smit, form(&case)).await;
        assert!(matches!(&gone, Err(ActionError::Refused(no)) if no.rule == Rule::GlassShows), "{gone:?}");
        for open in page.tasks {
            assert_eq!(task::done(house, &smit, &open.id).await, Err(ActionError::NotFound));
        }
        let file = Upload::of(b"%PDF-1.7\n%%EOF".to_vec()).unwrap();
        let kept = scan::keep(house, &smit, form(&case), Paper::Letter, file).await;
        let note = LongText::parse("Ik heb de ouders gebeld.").unwrap();
        let noted = notes::write(house, &smit, form(&case), note).await;
        for said in [kept, noted] {
            assert!(matches!(&said, Err(ActionError::Refused(no)) if no.rule == Rule::GlassShows), "{said:?}");
        }
        doctor::take_on(house, &smit, form(&case), Treats::No).await.unwrap();
        assert!(!view::case_page(house, &smit, &case).await.unwrap().glass);
    }

    async fn a_colleagues_case_is_found_by_the_exact_name_and_date_of_birth_and_each_try_is_a_line_without_what_was_typed(database) {
        let region = Region::new(database).await;
        let (house, smit) = (region.house(), employee("arts-smit"));
        let case = one_of_each(&region, &[StateKind::WithDoctor]).await.remove(0).1;
        let born = tom::demo::applications::noor().unwrap().application.child.born.unwrap();
        let find = async |who: &Actor, name: &str, born| find(house, who, name.to_owned(), born).await;
        let name = tom::demo::applications::noor().unwrap().application.child.name.full();
        let found = find(&smit, &name.to_uppercase(), born).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].case, case);
        assert_eq!(found[0].colleagues.len(), 1, "doctor Bos");
        assert!(!sees(&region, &smit, &case).await, "to find is not to see");
        assert_eq!(glass::is_needed(house, &smit, &found[0].case).await, Ok(true));

        let other_day = born.next_day().unwrap();
        for (name, born) in [(name.as_str(), other_day), ("Noor", born), ("van 't Hof", born)] {
            assert_eq!(find(&smit, name, born).await, Ok(Vec::new()), "{name} {born}");
        }
        let soest = find(&employee("lpa-soest"), &name, born).await;
        assert_eq!(soest, Ok(Vec::new()), "another party");
        for stranger in ["swv-mulder", "team-lariks"] {
            assert_eq!(find(&employee(stranger), &name, born).await, Err(ActionError::NotFound));
        }
        let sql = "SELECT purpose || ' ' || kinds FROM access_log WHERE user_id = 'arts-smit' AND purpose = 'break_glass' ORDER BY id";
        let lines = texts(&house.store, sql, Vec::new()).await;
        let told = format!("break_glass list: {}", case.as_str());
        assert_eq!(lines, [told.as_str(), "break_glass list: ", "break_glass list: ", "break_glass list: "]);
    }

    async fn who_keeps_looking_for_names_waits_alone_and_that_is_a_line_too(database) {
        let region = Region::new(database).await;
        let (house, smit) = (region.house(), employee("arts-smit"));
        let born = time::macros::date!(2012 - 02 - 03);
        for _ in 0..5 {
            find(house, &smit, "Iemand Anders".into(), born).await.unwrap();
        }
        let wait = find(house, &smit, "Iemand Anders".into(), born).await;
        assert!(matches!(wait, Err(ActionError::Field("naam", ref why)) if why.contains("te vaak")), "{wait:?}");
        let lines = crate::support::refusals::refusals(&house.store).await;
        assert_eq!(lines.last().map(|line| line.outcome.as_str()), Some("too_often"));
        find(house, &employee("arts-bos"), "Iemand Anders".into(), born).await.unwrap();
        house.clock.move_to(house.clock.now() + 60_000);
        find(house, &smit, "Iemand Anders".into(), born).await.unwrap();
    }

    async fn a_gemeente_that_has_only_a_name_finds_by_the_name_and_a_restricted_case_is_not_found(database) {
        let region = Region::new(database).await;
        let house = region.house();
        region.needs_to_know("leusden").await;
        let lpa = employee("lpa-leusden");
        let case = one_of_each(&region, &[StateKind::WithDoctor]).await.remove(0).1;
        let name = tom::demo::applications::noor().unwrap().application.child.name.full();
        let any_day = time::macros::date!(2012 - 02 - 03);
        let found = find(house, &lpa, name.clone(), any_day).await.unwrap();
        assert_eq!(found.iter().map(|one| &one.case).collect::<Vec<_>>(), [&case]);
        let sql = "UPDATE dossiers SET restricted = 1 WHERE party_id = 'leusden'";
        let done = house.store.write(move |tx| Box::pin(async move { tx.execute(sql, args![]).await }));
        assert_eq!(done.await.unwrap(), 1);
        assert_eq!(find(house, &lpa, name, any_day).await, Ok(Vec::new()));
    }
}
