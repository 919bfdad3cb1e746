//! Facts that turn out otherwise: corrected by who holds them, an address found later, a new home.

use time::Date;
use time::macros::{date, time};
use tom::action::anywhere::{self, NewHome};
use tom::action::family::{self, Entry, Leads};
use tom::action::{ActionError, doctor, lpa, swv};
use tom::demo::{applications, employee};
use tom::domain::address::Address;
use tom::domain::advice::Verdict;
use tom::domain::amsterdam;
use tom::domain::application::Application;
use tom::domain::case::{EventKind, Rule, TaskKind, Without};
use tom::domain::exemption::{Correspondent, Notification, Requirement};
use tom::domain::family::Person;
use tom::domain::field::Field;
use tom::domain::party::CaseId;
use tom::domain::person::PersonName;
use tom::domain::personal::Whose;

use super::five_cases::{establish, kinds, terms, to_doctor};
use crate::support::region::{Region, family as member, form};

const ARTS: &str = "arts-bos";
const BORN: Date = date!(2017 - 03 - 14);

fn elsewhere() -> Address {
    Address::dutch("Laantje", "7", "3761 AA", "Soest").unwrap()
}

/// Noor's form with one thing otherwise.
fn noor(change: impl FnOnce(&mut Application)) -> swv::Typed {
    let mut typed = applications::noor().unwrap();
    change(&mut typed.application);
    typed
}

/// The family of this form reads the SMA.
async fn reading(region: &Region, typed: swv::Typed) -> CaseId {
    let case = region.starts("swv-mulder", typed).await;
    let (sitting, over) = (date!(2026 - 03 - 06), date!(2026 - 03 - 09));
    to_doctor(region, "swv-mulder", &case, sitting, over).await;
    let verdict = Verdict::Unfit { months: 12 };
    establish(region, &case, date!(2026 - 03 - 25), "111222333", verdict).await;
    doctor::send_for_reading(region.house(), &employee(ARTS), form(&case))
        .await
        .unwrap();
    region.day(date!(2026 - 03 - 27)).await;
    case
}

async fn correct(region: &Region, case: &CaseId, change: impl FnOnce(&mut Application)) {
    let page = region.page(ARTS, case).await.unwrap();
    let mut right = page.dossier.ggd().unwrap().application.clone();
    change(&mut right);
    let facts = doctor::Facts {
        child: right.child,
        parents: right.parents,
        school: right.school,
    };
    doctor::correct_facts(region.house(), &employee(ARTS), form(case), facts, None)
        .await
        .unwrap();
}

/// Whose address this party looks for.
async fn sought(region: &Region, who: &str, case: &CaseId) -> Vec<String> {
    let tasks = region.page(who, case).await.unwrap().tasks;
    let of_address = tasks
        .into_iter()
        .filter(|task| task.kind == TaskKind::FindAddress.code());
    of_address.map(|task| task.data).collect()
}

async fn made(region: &Region, case: &CaseId, letter: &str) -> usize {
    let letters = kinds(&region.letters(case).await);
    letters.iter().filter(|made| *made == letter).count()
}

on_both_engines! {
    async fn an_address_found_at_the_swv_ends_the_search_and_brings_the_receipt(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-yilmaz", applications::sam().unwrap()).await;
        assert_eq!(sought(&region, "swv-yilmaz", &case).await.len(), 1);
        let mut typed = applications::sam().unwrap();
        typed.application.parents[1].address = Some(elsewhere());
        swv::amend(region.house(), &employee("swv-yilmaz"), form(&case), typed).await.unwrap();
        assert!(sought(&region, "swv-yilmaz", &case).await.is_empty());
        let made = kinds(&region.letters(&case).await);
        assert_eq!(made, ["receipt child", "receipt parent1", "receipt parent2"]);
    }

    async fn an_address_found_at_the_ggd_brings_the_advice_with_a_link_to_this_parent_alone(database) {
        let region = Region::new(database).await;
        let case = reading(&region, noor(|form| form.parents[1].address = None)).await;
        assert_eq!(sought(&region, ARTS, &case).await.len(), 1);
        assert_eq!(made(&region, &case, "advice parent2").await, 0);
        let one = member(&case, Person::Parent1);
        family::sign_notification(region.house(), &one, form(&case), false).await.unwrap();

        correct(&region, &case, |form| form.parents[1].address = Some(elsewhere())).await;
        assert!(sought(&region, ARTS, &case).await.is_empty());
        assert_eq!(made(&region, &case, "advice parent1").await, 1, "nobody gets it twice");
        assert_eq!(made(&region, &case, "advice parent2").await, 1);
        let letters = region.letters(&case).await;
        let cover = letters.iter().find(|(kind, to, _)| kind == "advice_for_reading" && to == "parent2");
        assert!(cover.unwrap().2.contains("/mijn/") && cover.unwrap().2.contains("Laantje 7"));

        let page = region.page(ARTS, &case).await.unwrap();
        let dossier = page.dossier.ggd().unwrap();
        let change = &dossier.corrections[0].changes[0];
        assert_eq!((change.field.as_str(), change.before.as_str()), ("Adres ouder 2", ""));
        assert_eq!((change.of, change.whose), (Field::ParentAddresses, Whose::Of(Person::Parent2)));
        let notification = dossier.notification.as_ref().unwrap();
        assert!(notification.correspondents[1].address.is_some(), "the gemeente will know it too");
        assert_eq!(notification.signed.len(), 1, "and what was signed stays signed");
        assert!(page.timeline.iter().any(|moment| moment.what == EventKind::FactsCorrected));
        let swv = region.page("swv-mulder", &case).await.unwrap().timeline;
        assert!(swv.iter().all(|moment| moment.what != EventKind::FactsCorrected));
        region.settle().await;
    }

    async fn an_address_is_sought_once_and_after_the_hand_over_by_the_ggd(database) {
        let region = Region::new(database).await;
        let (house, arts) = (region.house(), employee(ARTS));
        let unknown = noor(|form| form.parents[1].address = None);
        let case = region.starts("swv-mulder", unknown).await;
        assert_eq!(sought(&region, "swv-mulder", &case).await.len(), 1);
        let (sitting, over) = (date!(2026 - 03 - 06), date!(2026 - 03 - 09));
        to_doctor(&region, "swv-mulder", &case, sitting, over).await;
        assert!(sought(&region, "swv-mulder", &case).await.is_empty());
        assert_eq!(sought(&region, ARTS, &case).await.len(), 1);
        let verdict = Verdict::Unfit { months: 12 };
        establish(&region, &case, date!(2026 - 03 - 25), "111222333", verdict).await;
        for _ in 0..2 {
            doctor::send_for_reading(house, &arts, form(&case)).await.unwrap();
        }
        assert_eq!(sought(&region, ARTS, &case).await.len(), 1);
        region.settle().await;
    }

    async fn a_corrected_date_of_birth_gives_the_advice_to_the_young_person_and_ends_what_was_signed(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = reading(&region, noor(|_| {})).await;
        let (one, two) = (member(&case, Person::Parent1), member(&case, Person::Parent2));
        family::sign_notification(house, &one, form(&case), true).await.unwrap();
        correct(&region, &case, |form| form.child.born = Some(date!(2010 - 03 - 01))).await;
        assert_eq!(made(&region, &case, "advice child").await, 1);
        let refused = family::release(house, &two, form(&case)).await;
        assert!(matches!(refused, Err(ActionError::Refused(no)) if no.rule == Rule::YoungPersonDecides));
        let page = region.page(ARTS, &case).await.unwrap();
        assert!(page.dossier.ggd().unwrap().notification.is_none());
        assert!(page.case.state.answers().unwrap().signed().is_empty());
        family::sign_notification(house, &two, form(&case), false).await.unwrap();
        let child = member(&case, Person::Child);
        family::release(house, &child, form(&case)).await.unwrap();
        let page = region.page("lpa-leusden", &case).await.unwrap();
        let held = page.dossier.gemeente().unwrap().notification.as_ref().unwrap();
        assert!(held.signed.keys().eq(&[Person::Parent2]), "the older signature went nowhere");
        region.settle().await;
    }

    async fn facts_corrected_after_the_sma_went_are_signed_anew_at_the_gemeente_too(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = reading(&region, noor(|_| {})).await;
        for person in [Person::Parent1, Person::Parent2] {
            family::release(house, &member(&case, person), form(&case)).await.unwrap();
        }
        family::sign_notification(house, &member(&case, Person::Parent1), form(&case), false).await.unwrap();
        correct(&region, &case, |form| form.child.born = Some(date!(2017 - 03 - 15))).await;
        family::sign_notification(house, &member(&case, Person::Parent2), form(&case), true).await.unwrap();
        let page = region.page("lpa-leusden", &case).await.unwrap();
        let held = page.dossier.gemeente().unwrap().notification.as_ref().unwrap();
        assert_eq!(held.born, Some(date!(2017 - 03 - 15)));
        assert!(held.signed.keys().eq(&[Person::Parent2]));
    }

    async fn a_name_corrected_at_the_ggd_corrects_the_row_of_the_gemeente(database) {
        let region = Region::new(database).await;
        let case = reading(&region, noor(|_| {})).await;
        correct(&region, &case, |form| form.child.name = PersonName::parse("Nora", "de Wit").unwrap()).await;
        let row = region.list("lpa-leusden").await.remove(0);
        assert_eq!(row.name.as_deref(), Some("Nora de Wit"));
        region.settle().await;
    }

    async fn what_was_signed_for_one_gemeente_is_dropped_with_the_move(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = reading(&region, noor(|_| {})).await;
        let one = member(&case, Person::Parent1);
        family::sign_notification(house, &one, form(&case), false).await.unwrap();
        let page = region.page(ARTS, &case).await.unwrap();
        let application = page.dossier.ggd().unwrap().application.clone();
        let home = NewHome { address: application.child.address, along: vec![] };
        anywhere::move_to(house, &employee(ARTS), form(&case), "soest".into(), home).await.unwrap();
        let page = region.page(ARTS, &case).await.unwrap();
        assert!(page.dossier.ggd().unwrap().notification.is_none());
    }

    /// The gemeente records the move, so the GGD's copy is still there; a signature on paper for the new gemeente doesn't revive it.
    async fn a_signature_for_the_old_gemeente_is_not_revived_by_one_for_the_new(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = reading(&region, noor(|_| {})).await;
        let (one, two) = (member(&case, Person::Parent1), member(&case, Person::Parent2));
        family::sign_notification(house, &one, form(&case), false).await.unwrap();
        for parent in [&one, &two] {
            family::release(house, parent, form(&case)).await.unwrap();
        }
        let held = region.page("lpa-leusden", &case).await.unwrap().dossier;
        let held = held.gemeente().unwrap();
        let (advice, mut paper) = (held.advice.clone().unwrap(), held.notification.clone().unwrap());
        region.day(date!(2026 - 03 - 30)).await;
        anywhere::move_to(house, &employee("lpa-leusden"), form(&case), "soest".into(), NewHome::default()).await.unwrap();
        paper.claimed_before = Some(true);
        let soest = employee("lpa-soest");
        let on = date!(2026 - 03 - 30);
        lpa::receive_from_parents(house, &soest, form(&case), on, *advice, Some(*paper)).await.unwrap();
        family::sign_notification(house, &two, form(&case), true).await.unwrap();
        let page = region.page("lpa-soest", &case).await.unwrap();
        assert_eq!(page.dossier.gemeente().unwrap().notification.as_ref().unwrap().signed.len(), 2);
    }

    /// Ninety days end on 23 June; the letter asks for the notification by 25 June.
    async fn the_link_works_to_the_end_of_the_last_good_day_that_its_letter_names(database) {
        let region = Region::new(database).await;
        let case = reading(&region, noor(|_| {})).await;
        let letters = region.letters(&case).await;
        let cover = letters.iter().find(|(kind, to, _)| kind == "advice_for_reading" && to == "parent1");
        let secret = cover.unwrap().2.split_once("/mijn/").unwrap().1.split('"').next().unwrap().to_owned();
        let mails = region.mails();
        let mail = mails.iter().find(|mail| mail.text.contains(&secret)).unwrap();
        assert!(mail.text.contains("25 juni 2026"), "{}", mail.text);
        for (day, works) in [(date!(2026 - 06 - 25), true), (date!(2026 - 06 - 26), false)] {
            region.house().clock.move_to(amsterdam::instant(day, time!(23:59)));
            assert_eq!(family::link_leads(region.house(), &secret).await.map(|leads| leads == Leads::In), Ok(works), "{day}");
        }
    }

    async fn a_wrong_date_of_birth_locks_the_family_out_until_the_ggd_corrects_it(database) {
        let region = Region::new(database).await;
        let case = reading(&region, noor(|form| form.child.born = Some(date!(2017 - 03 - 15)))).await;
        let mails = region.mails();
        let mail = mails.iter().find(|mail| mail.text.contains("/mijn/")).unwrap();
        let secret = mail.text.split_once("/mijn/").unwrap().1.split_whitespace().next().unwrap().to_owned();
        for _ in 0..5 {
            let entry = family::enter(region.house(), &secret, BORN).await.unwrap();
            assert!(matches!(entry, Entry::WrongDate { .. }));
        }
        assert_eq!(family::enter(region.house(), &secret, BORN).await.unwrap(), Entry::Wait);
        correct(&region, &case, |form| form.child.born = Some(BORN)).await;
        let entry = family::enter(region.house(), &secret, BORN).await.unwrap();
        assert!(matches!(entry, Entry::In(_)));
    }

    /// Nobody signed: the gemeente has no notification, and hears only now who the parents are.
    async fn every_parent_gets_the_refusal_without_a_notification_at_the_own_address(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = reading(&region, noor(|_| {})).await;
        for person in [Person::Parent1, Person::Parent2] {
            family::release(house, &member(&case, person), form(&case)).await.unwrap();
        }
        let lpa = employee("lpa-leusden");
        let before = region.page("lpa-leusden", &case).await.unwrap();
        assert!(!serde_json::to_string(&before.dossier).unwrap().contains("Utrechtseweg"));
        lpa::refuse(house, &lpa, form(&case), Requirement::Notification).await.unwrap();
        let letters = region.letters(&case).await;
        let told = |who: &str| letters.iter().find(|(kind, to, _)| kind == "decision_refused" && to == who).unwrap();
        assert!(told("parent1").2.contains("Hamersveldseweg 12"));
        assert!(told("parent2").2.contains("Utrechtseweg 200"));
        assert!(!told("parent2").2.contains("Hamersveldseweg"));
        assert_eq!(made(&region, &case, "decision_refused child").await, 0);
        let given = region.page("lpa-leusden", &case).await.unwrap().disclosures;
        assert_eq!(given.len(), before.disclosures.len() + 2, "the addresses, and the end notice");
        let known = given.iter().find(|one| one.hand_over == "notification_to_lpa").unwrap();
        assert_eq!(known.fields, ["child_name", "child_address", "parent_names", "parent_addresses"]);
        assert_eq!((known.channel.as_str(), known.by_role.as_str()), ("tom", "lpa"), "no act of the parents");
        region.settle().await;
    }

    /// The paper names one parent, as the first, and not where he lives.
    async fn a_paper_of_one_parent_counts_for_who_signed_and_the_other_gets_the_decision_too(database) {
        let region = Region::new(database).await;
        let (house, lpa) = (region.house(), employee("lpa-leusden"));
        let case = reading(&region, noor(|_| {})).await;
        for person in [Person::Parent1, Person::Parent2] {
            family::release(house, &member(&case, person), form(&case)).await.unwrap();
        }
        let before = region.page("lpa-leusden", &case).await.unwrap();
        let front = before.dossier.gemeente().unwrap().advice.clone().unwrap().front.unwrap();
        let on = date!(2026 - 03 - 27);
        let paper = |first, last| Notification {
            number: front.number.clone(),
            name: front.name.clone(),
            born: front.born,
            gender: front.gender,
            address: front.address.clone(),
            claimed_before: Some(false),
            signed: [(Person::Parent1, on)].into(),
            correspondents: vec![Correspondent {
                person: Person::Parent1,
                name: PersonName::parse(first, last).unwrap(),
                address: None,
            }],
        };
        let stranger = lpa::receive_notification(house, &lpa, form(&case), on, paper("Joris", "Smit")).await;
        assert!(matches!(stranger, Err(ActionError::Field("parent1_last", text)) if text.contains("Bel de GGD")));

        lpa::receive_notification(house, &lpa, form(&case), on, paper("J.", "van 't Hof")).await.unwrap();
        let page = region.page("lpa-leusden", &case).await.unwrap();
        let answers = page.case.state.answers().unwrap();
        assert!(answers.signed().keys().eq(&[Person::Parent2]), "not the first of the GGD");
        let given: Vec<_> = page.disclosures.iter().filter(|one| one.hand_over == "notification_to_lpa").collect();
        assert_eq!(given.len(), 1);
        assert_eq!(given[0].fields, ["parent_names", "parent_addresses"]);

        lpa::go_on_without(house, &lpa, form(&case), Person::Parent1, Without::Heard).await.unwrap();
        lpa::grant(house, &lpa, form(&case), terms(on, 12), None).await.unwrap();
        let letters = region.letters(&case).await;
        let told = |who: &str| letters.iter().find(|(kind, to, _)| kind == "decision_granted" && to == who).unwrap();
        assert!(told("parent1").2.contains("Hamersveldseweg 12"));
        assert!(told("parent2").2.contains("Utrechtseweg 200") && !told("parent2").2.contains("Hamersveldseweg"));
        let page = region.page("lpa-leusden", &case).await.unwrap();
        let again = page.disclosures.iter().filter(|one| one.hand_over == "notification_to_lpa");
        assert_eq!(again.count(), 1, "what the gemeente has isn't given again");
        region.settle().await;
    }

    async fn an_address_found_at_the_gemeente_brings_the_decision(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let unreachable = |form: &mut Application| {
            let parent = &mut form.parents[1];
            (parent.address, parent.email) = (None, None);
        };
        let case = reading(&region, noor(unreachable)).await;
        let (one, lpa) = (member(&case, Person::Parent1), employee("lpa-leusden"));
        family::sign_notification(house, &one, form(&case), false).await.unwrap();
        family::release(house, &one, form(&case)).await.unwrap();
        region.day(date!(2026 - 04 - 01)).await;
        lpa::grant(house, &lpa, form(&case), terms(date!(2026 - 04 - 01), 12), None).await.unwrap();
        assert_eq!(sought(&region, "lpa-leusden", &case).await.len(), 1);
        assert_eq!(made(&region, &case, "decision_granted parent2").await, 0);
        lpa::record_address(house, &lpa, form(&case), Person::Parent2, elsewhere()).await.unwrap();
        assert!(sought(&region, "lpa-leusden", &case).await.is_empty());
        assert_eq!(made(&region, &case, "decision_granted parent2").await, 1);
        assert_eq!(made(&region, &case, "decision_granted parent1").await, 1);
        region.settle().await;
    }

    async fn a_parent_who_moves_gets_the_decision_at_the_new_address_before_and_after_it(database) {
        let region = Region::new(database).await;
        let (house, lpa) = (region.house(), employee("lpa-leusden"));
        let case = reading(&region, noor(|_| {})).await;
        for person in [Person::Parent1, Person::Parent2] {
            family::sign_notification(house, &member(&case, person), form(&case), false).await.unwrap();
            family::release(house, &member(&case, person), form(&case)).await.unwrap();
        }
        lpa::record_address(house, &lpa, form(&case), Person::Parent2, elsewhere()).await.unwrap();
        assert_eq!(made(&region, &case, "decision_granted parent2").await, 0);
        lpa::grant(house, &lpa, form(&case), terms(date!(2026 - 04 - 01), 12), None).await.unwrap();
        let decisions = async || {
            let mut letters = region.letters(&case).await;
            letters.retain(|(kind, to, _)| kind == "decision_granted" && to == "parent2");
            letters.into_iter().map(|(_, _, text)| text).collect::<Vec<_>>()
        };
        let first = decisions().await;
        assert!(first.len() == 1 && first[0].contains("Laantje 7"));
        let again = Address::dutch("Laantje", "9", "3761 AA", "Soest").unwrap();
        lpa::record_address(house, &lpa, form(&case), Person::Parent2, again).await.unwrap();
        let both = decisions().await;
        assert!(both.len() == 2 && both.iter().any(|text| text.contains("Laantje 9")));
        assert_eq!(made(&region, &case, "decision_granted parent1").await, 1);
        region.settle().await;
    }

    async fn a_move_takes_the_new_address_along_for_the_child_and_who_moved_too(database) {
        let region = Region::new(database).await;
        let (house, swv) = (region.house(), employee("swv-mulder"));
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let home = NewHome { address: Some(elsewhere()), along: vec![Person::Parent1] };
        anywhere::move_to(house, &swv, form(&case), "soest".into(), home).await.unwrap();
        let page = region.page("swv-mulder", &case).await.unwrap();
        let file = page.dossier.swv().unwrap();
        assert_eq!(file.application.child.address, Some(elsewhere()));
        assert_eq!(file.application.parents[0].address, Some(elsewhere()));
        assert_ne!(file.application.parents[1].address, Some(elsewhere()));
        assert_eq!(file.corrections.len(), 1);
        assert!(page.tasks.iter().all(|task| task.kind != TaskKind::FindAddress.code()));

        // Nobody knows yet where they went: that is a task for each.
        let home = NewHome { address: None, along: vec![Person::Parent1] };
        anywhere::move_to(house, &swv, form(&case), "baarn".into(), home).await.unwrap();
        let sought = sought(&region, "swv-mulder", &case).await.join(" ");
        assert!(sought.contains("parent1") && sought.contains("child") && !sought.contains("parent2"));
    }
}
