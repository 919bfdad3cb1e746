//! What a no reaches and what it leaves alone, whoever's dossier opens; and what a later yes brings back.

use std::fs;
use std::time::Duration;

use time::Date;
use time::macros::{date, time};
use tokio::sync::oneshot;
use tom::action::{ActionError, anywhere, consent, doctor, family, lpa, notes, setup, task, view};
use tom::demo::{applications, employee};
use tom::domain::advice::Verdict;
use tom::domain::amsterdam;
use tom::domain::case::{EventKind, Rule, StateKind, TaskKind};
use tom::domain::consent::{Means, PurposeKind as For};
use tom::domain::family::Person;
use tom::domain::notice::Route;
use tom::domain::party::CaseId;
use tom::domain::text::LongText;
use tom::store::documents::{self, NewDocument};
use tom::store::outbox::{self, Filter, OutboxKind, OutboxState};
use tom::store::{cases, dossiers};
use tom::vault::{KeyId, Slot, What};

use super::five_cases::{establish, kinds, to_doctor};
use super::late_words::{rule, state};
use super::restricted_words::{holds, lines};
use super::restriction::restricted;
use super::withdrawing::{ARTS, granted, mailed, no, noor, opens, row, say, tasks, to_lpa, yes};
use crate::support::refusals::refusals;
use crate::support::region::{Region, family as member, form};

const LPA: &str = "lpa-leusden";
const SWV: &str = "swv-mulder";

/// The local team is told in this way.
async fn team_hears(region: &Region, route: Route) {
    let parties = setup::all_parties(region.house()).await.unwrap();
    let mut team = parties
        .into_iter()
        .find(|one| one.id.as_str() == "lariks")
        .unwrap();
    team.settings.seintje_route = Some(route);
    team.settings.secured_email = Some("veilig@lariks.example".to_owned());
    setup::put_party(region.house(), team).await.unwrap();
}

/// Noor is fifteen until 1 April, and has an exemption since 25 March.
pub(super) async fn almost_sixteen(region: &Region) -> CaseId {
    let mut typed = applications::noor().unwrap();
    typed.application.child.born = Some(date!(2010 - 04 - 01));
    let case = region.starts(SWV, typed).await;
    let (sitting, over) = (date!(2026 - 03 - 06), date!(2026 - 03 - 09));
    to_doctor(region, SWV, &case, sitting, over).await;
    let verdict = Verdict::Unfit { months: 12 };
    establish(region, &case, date!(2026 - 03 - 25), "111222333", verdict).await;
    to_lpa(region, &case).await;
    region.settle().await;
    granted(region, &case).await;
    case
}

/// Moves the clock, and leaves undone what is due.
fn on(region: &Region, day: Date) {
    let morning = amsterdam::instant(day, time!(9:00));
    region.house().clock.move_to(morning);
}

fn taken_back(timeline: &[view::Moment]) -> Vec<bool> {
    let whole = |moment: &view::Moment| match moment.what {
        EventKind::AdviceTakenBack { whole } => Some(whole),
        _ => None,
    };
    timeline.iter().filter_map(whole).collect()
}

pub(super) async fn told_family(region: &Region, case: &CaseId) -> Vec<bool> {
    let parent = member(case, Person::Parent1);
    let page = tom::action::family_view::page(region.house(), &parent).await;
    taken_back(&page.unwrap().timeline)
}

/// What was left to the worker, and how far it is.
pub(super) async fn left(region: &Region, case: &CaseId) -> Vec<OutboxState> {
    let case = case.clone();
    let read = region
        .house()
        .store
        .read(move |tx| Box::pin(async move { outbox::list(tx, Filter::Case(&case), 500).await }));
    let rows = read.await.unwrap().into_iter();
    rows.filter(|row| row.kind == Some(OutboxKind::CloseConsent))
        .map(|row| row.state)
        .collect()
}

on_both_engines! {
    /// A paper that lay on a desk over the birthday is older than what the young person said.
    async fn an_older_letter_of_a_parent_changes_nothing_of_the_young_persons_own_choice(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let mut typed = applications::noor().unwrap();
        typed.application.child.born = Some(date!(2010 - 03 - 10));
        let case = region.starts(SWV, typed).await;
        region.day(date!(2026 - 03 - 12)).await;
        let swv = employee(SWV);
        let (before, after) = (date!(2026 - 03 - 09), date!(2026 - 03 - 11));
        consent::record(house, &swv, form(&case), yes(For::KeepApplication, Person::Child, after)).await.unwrap();
        consent::record(house, &swv, form(&case), no(For::InformLocalTeam, Person::Child, after)).await.unwrap();
        let old = consent::record(house, &swv, form(&case), no(For::KeepApplication, Person::Parent2, before)).await;
        assert_eq!(rule(old), Some(Rule::SaidSince));
        let old = consent::record(house, &swv, form(&case), yes(For::InformLocalTeam, Person::Parent1, before)).await;
        assert_eq!(rule(old), Some(Rule::SaidSince));
        // Of what the young person said nothing about, it counts.
        consent::record(house, &swv, form(&case), no(For::ShareWithDoctor, Person::Parent2, before)).await.unwrap();
        region.settle().await;
    }

    /// The front page holds the number; without a decision no legal duty keeps it.
    async fn where_nothing_was_decided_all_of_the_sma_goes_also_after_an_end(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        let note = LongText::parse("de arts schreef dat zij slaapt").unwrap();
        notes::write(region.house(), &employee(LPA), form(&case), note).await.unwrap();
        anywhere::withdraw(region.house(), &employee(LPA), form(&case)).await.unwrap();
        let backup = row(&region, &case, "leusden").await;
        let page = region.page(LPA, &case).await.unwrap();
        assert!(page.dossier.gemeente().unwrap().advice.is_some() && page.notes.len() == 1);
        say(&region, &member(&case, Person::Parent2), &case, For::ShareAdviceWithLpa, false).await.unwrap();
        let page = region.page(LPA, &case).await.unwrap();
        assert!(page.dossier.gemeente().unwrap().advice.is_none(), "front page and number too");
        assert!(page.notes.is_empty(), "what was noted can tell what it said");
        assert!(!opens(&region, &backup));
        assert!(page.dossier.gemeente().unwrap().notification.is_some(), "the parents' own act stays");
        region.settle().await;
    }

    /// What the family sent itself rests on no consent of this kind, also after the decision.
    async fn an_sma_that_the_parents_sent_stays_open_after_the_decision(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        let (one, two) = (member(&case, Person::Parent1), member(&case, Person::Parent2));
        say(&region, &two, &case, For::ShareAdviceWithLpa, false).await.unwrap();
        family::send_themselves(house, &one, form(&case)).await.unwrap();
        granted(&region, &case).await;
        say(&region, &two, &case, For::ShareAdviceWithLpa, true).await.unwrap();
        say(&region, &one, &case, For::ShareAdviceWithLpa, false).await.unwrap();
        let page = region.page(LPA, &case).await.unwrap();
        let advice = page.dossier.gemeente().unwrap().advice.as_ref().unwrap();
        assert!(advice.second.is_some() && advice.front.is_some());
        region.settle().await;
    }

    /// Who decides is asked of the day of the call: on 1 April it is the young person.
    async fn a_call_that_waits_is_refused_once_the_consent_does_not_carry_it(database) {
        let region = Region::new(database).await;
        team_hears(&region, Route::Telephone).await;
        let case = almost_sixteen(&region).await;
        region.day(date!(2026 - 04 - 02)).await;
        let tasks = region.page(LPA, &case).await.unwrap().tasks;
        let call = tasks.iter().find(|task| task.kind == TaskKind::CallSeintje.code()
            && task.notice().is_some_and(|notice| notice.code() == "granted_local_team")).unwrap();
        let before = lines(&region, "ggd-utrecht").await;
        for _ in 0..2 {
            let done = task::done(region.house(), &employee(LPA), &call.id).await;
            assert!(matches!(done, Err(ActionError::Field("task", _))), "{done:?}");
        }
        assert_eq!(lines(&region, "ggd-utrecht").await, before + 2, "each time its form was read");
        let refused = refusals(&region.house().store).await;
        let refused = refused.iter().filter(|line| line.party == "leusden" && line.asked == "call_seintje");
        assert_eq!(refused.count(), 2);
        assert!(region.list("team-lariks").await.is_empty());
        say(&region, &member(&case, Person::Child), &case, For::InformLocalTeam, true).await.unwrap();
        task::done(region.house(), &employee(LPA), &call.id).await.unwrap();
        assert_eq!(region.list("team-lariks").await.len(), 1);
        region.settle().await;
    }

    async fn a_mail_that_waits_does_not_leave_once_the_consent_does_not_carry_it(database) {
        let region = Region::new(database).await;
        team_hears(&region, Route::SecuredMail).await;
        let case = almost_sixteen(&region).await;
        let before = region.mails().len();
        let backup = row(&region, &case, "lariks").await;
        on(&region, date!(2026 - 04 - 02));
        region.settle().await;
        let to = mailed(&region, before);
        assert!(!to.contains(&"veilig@lariks.example".to_owned()), "the name left: {to:?}");
        // Inside TOM it doesn't stand either, and it is not said that it was sent.
        assert!(region.list("team-lariks").await[0].name.is_none());
        assert!(!opens(&region, &backup));
        let held = |moment: &view::Moment| matches!(moment.what, EventKind::SeintjeHeldBack { .. });
        let page = region.page(LPA, &case).await.unwrap();
        assert_eq!(page.timeline.iter().filter(|moment| held(moment)).count(), 1);
        let task = |page: &view::CasePage| page.tasks.iter().any(|task| task.kind == TaskKind::SeintjeHeldBack.code());
        assert!(task(&page));
        // Once the young person says yes, it goes.
        let before = region.mails().len();
        say(&region, &member(&case, Person::Child), &case, For::InformLocalTeam, true).await.unwrap();
        region.settle().await;
        assert!(mailed(&region, before).contains(&"veilig@lariks.example".to_owned()));
        assert!(region.list("team-lariks").await[0].name.is_some());
        assert!(!task(&region.page(LPA, &case).await.unwrap()));
    }

    /// A letter that is being set while the second page closes still opens afterwards.
    async fn a_letter_that_is_set_at_the_moment_of_a_no_still_opens(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        granted(&region, &case).await;
        region.settle().await;
        let (inside, of, id) = (region.house().clone(), case.clone(), region.house().random.id(region.house().clock.now()));
        let (began, begins) = oneshot::channel();
        let letter = id.clone();
        let setting = tokio::spawn(async move {
            let house = inside.clone();
            house.store.write(move |tx| Box::pin(async move {
                cases::hold(tx, &of).await?;
                began.send(()).unwrap();
                tokio::time::sleep(Duration::from_millis(700)).await;
                let row = dossiers::load(tx, &of, &"leusden".into()).await?.unwrap();
                let key = KeyId::from(row.key.as_str());
                let slot = Slot { party: &row.party, case: &of, dossier: &row.id, key: &key, what: What::Document(&letter) };
                let document = NewDocument {
                    id: &letter, case: &of, party: &row.party, dossier: &row.id, kind: "decision_granted:parent1",
                    sealed: inside.vault.seal(&slot, b"%PDF-1.7").unwrap(),
                };
                documents::add(tx, &document, inside.clock.now()).await
            })).await
        });
        begins.await.unwrap();
        say(&region, &member(&case, Person::Parent2), &case, For::ShareAdviceWithLpa, false).await.unwrap();
        setting.await.unwrap().unwrap();
        view::document(region.house(), &employee(LPA), &case, &id).await.unwrap();
        region.settle().await;
    }

    /// Nobody's lost key stops the family: the others hear it, and what is left becomes an incident.
    async fn one_broken_compartment_stops_no_family_from_saying_no(database) {
        let mut region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        granted(&region, &case).await;
        region.settle().await;
        // A gemeente and a local team have the name; the keys of the team are gone.
        let away = region.keys_of("lariks").with_extension("away");
        fs::rename(region.keys_of("lariks"), &away).unwrap();
        region.restart().await;
        let two = member(&case, Person::Parent2);
        say(&region, &two, &case, For::InformLocalTeam, false).await.unwrap();
        say(&region, &two, &case, For::ShareAdviceWithLpa, false).await.unwrap();
        assert!(region.page(LPA, &case).await.unwrap().dossier.gemeente().unwrap().advice.as_ref().unwrap().second.is_none());
        assert_eq!(left(&region, &case).await, [OutboxState::Waiting]);
        let lines = refusals(&region.house().store).await;
        assert!(lines.iter().any(|line| line.party == "lariks" && line.outcome == "key_lost"));
        let counts = region.app.worker.drain_now().await.unwrap();
        assert_eq!(counts.again, 1, "it is tried again");
        // The keys are back: what was said is carried out there too.
        drop(fs::remove_dir_all(region.keys_of("lariks")));
        fs::rename(&away, region.keys_of("lariks")).unwrap();
        region.restart().await;
        let backup = row(&region, &case, "lariks").await;
        let later = region.house().clock.now() + 24 * 3_600_000;
        region.house().clock.move_to(later);
        region.settle().await;
        assert_eq!(left(&region, &case).await, [OutboxState::Done]);
        assert!(region.list("team-lariks").await[0].name.is_none());
        assert!(!opens(&region, &backup));
        assert_eq!(tasks(&region, "team-lariks").await, ["inform_local_team"]);
    }

    /// The leerplichtambtenaar types a no over while the GGD's dossier, with the form, doesn't open.
    async fn a_no_at_the_gemeente_is_kept_while_the_dossier_of_the_ggd_does_not_open(database) {
        let mut region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        granted(&region, &case).await;
        region.settle().await;
        let away = region.keys_of("ggd-utrecht").with_extension("away");
        fs::rename(region.keys_of("ggd-utrecht"), &away).unwrap();
        region.restart().await;
        let said = no(For::ShareAdviceWithLpa, Person::Parent2, date!(2026 - 03 - 25));
        consent::record(region.house(), &employee(LPA), form(&case), said).await.unwrap();
        assert!(region.page(LPA, &case).await.unwrap().dossier.gemeente().unwrap().advice.as_ref().unwrap().second.is_none());
        drop(fs::remove_dir_all(region.keys_of("ggd-utrecht")));
        fs::rename(&away, region.keys_of("ggd-utrecht")).unwrap();
        region.restart().await;
        region.settle().await;
        let page = region.page(ARTS, &case).await.unwrap();
        let since = &page.dossier.ggd().unwrap().consent.since;
        assert!(since.iter().any(|said| !said.gives && said.means == Means::Paper), "the form holds it too");
    }

    async fn a_restricted_dossier_elsewhere_stops_no_withdrawal(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        granted(&region, &case).await;
        for who in [SWV, LPA] {
            restricted(&region, who, &case).await;
        }
        let two = member(&case, Person::Parent2);
        for purpose in [For::KeepApplication, For::ShareAdviceWithLpa, For::ShareWithDoctor] {
            say(&region, &two, &case, purpose, false).await.unwrap();
        }
        let at_swv = row(&region, &case, "swv-de-eem").await;
        let key = KeyId::from(at_swv.key.as_str());
        let slot = Slot { party: &at_swv.party, case: &at_swv.case, dossier: &at_swv.id, key: &key, what: What::Dossier };
        let plain = house.vault.open_sealed(&slot, &at_swv.sealed).unwrap();
        assert!(String::from_utf8_lossy(&plain).contains("\"gives\":false"), "its copy of the form holds the no");
        region.settle().await;
    }

    /// The same where the form itself lies in a dossier that may not be used.
    async fn a_no_typed_over_elsewhere_reaches_a_restricted_dossier_of_the_ggd(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        granted(&region, &case).await;
        restricted(&region, ARTS, &case).await;
        let on = date!(2026 - 03 - 25);
        for (who, purpose) in [(LPA, For::ShareAdviceWithLpa), (SWV, For::ShareAdviceWithParents), (SWV, For::KeepApplication)] {
            let said = no(purpose, Person::Parent2, on);
            consent::record(region.house(), &employee(who), form(&case), said).await.unwrap();
            assert!(holds(&region, &case, "ggd-utrecht", purpose, false).await, "{who}");
        }
        region.settle().await;
    }

    async fn family_and_doctor_hear_that_the_sma_went_from_the_gemeente(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        let two = member(&case, Person::Parent2);
        say(&region, &two, &case, For::ShareAdviceWithLpa, false).await.unwrap();
        assert_eq!(state(&region, &case).await, StateKind::ParentsSending);
        assert_eq!(told_family(&region, &case).await, [true]);
        assert_eq!(taken_back(&region.page(ARTS, &case).await.unwrap().timeline), [true]);
        assert!(taken_back(&region.page(SWV, &case).await.unwrap().timeline).is_empty());
        // A yes again is told to nobody who has nothing of it any more.
        region.settle().await;
        let before = region.mails().len();
        say(&region, &two, &case, For::ShareAdviceWithLpa, true).await.unwrap();
        region.settle().await;
        assert!(mailed(&region, before).is_empty());
        let given = EventKind::ConsentGiven { purpose: For::ShareAdviceWithLpa, by: None };
        assert!(region.page(LPA, &case).await.unwrap().timeline.iter().all(|moment| moment.what != given));
        assert!(tasks(&region, LPA).await.is_empty());
    }

    /// After the decision the doctor would learn from it that there is one.
    async fn the_doctor_hears_of_no_second_page_that_closes(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        granted(&region, &case).await;
        say(&region, &member(&case, Person::Parent2), &case, For::ShareAdviceWithLpa, false).await.unwrap();
        assert_eq!(told_family(&region, &case).await, [false]);
        assert!(taken_back(&region.page(ARTS, &case).await.unwrap().timeline).is_empty());
        region.settle().await;
    }

    async fn a_local_team_that_lost_the_name_gets_it_again_by_a_later_yes(database) {
        let region = Region::new(database).await;
        let case = noor(&region).await;
        to_lpa(&region, &case).await;
        granted(&region, &case).await;
        region.settle().await;
        let two = member(&case, Person::Parent2);
        say(&region, &two, &case, For::InformLocalTeam, false).await.unwrap();
        region.settle().await;
        assert!(region.list("team-lariks").await[0].name.is_none());
        let before = region.mails().len();
        say(&region, &two, &case, For::InformLocalTeam, true).await.unwrap();
        region.settle().await;
        assert!(region.list("team-lariks").await[0].name.is_some());
        assert!(tasks(&region, "team-lariks").await.is_empty());
        assert_eq!(mailed(&region, before), ["lariks@post.tom.example"]);
        let given = region.page(LPA, &case).await.unwrap().disclosures;
        let times = given.iter().filter(|one| one.consent.as_deref() == Some("inform_local_team")).count();
        assert_eq!(times, 2, "each time it was told is recorded, by the gemeente");
        // Said again, it tells nobody twice.
        say(&region, &two, &case, For::InformLocalTeam, true).await.unwrap();
        assert_eq!(region.page(LPA, &case).await.unwrap().disclosures.len(), given.len());
        region.settle().await;
    }

    /// With the LPA too: a link and a letter from the GGD, the form from the gemeente.
    async fn a_parent_who_must_still_sign_is_asked_while_the_case_is_with_the_lpa(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let mut typed = applications::noor().unwrap();
        typed.application.parents[1].address = None;
        typed.application.parents[1].email = None;
        let home = typed.application.parents[0].address.clone();
        let case = region.starts(SWV, typed).await;
        to_doctor(&region, SWV, &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        establish(&region, &case, date!(2026 - 03 - 25), "111222333", Verdict::Unfit { months: 12 }).await;
        doctor::send_for_reading(house, &employee(ARTS), form(&case)).await.unwrap();
        let one = member(&case, Person::Parent1);
        family::sign_notification(house, &one, form(&case), false).await.unwrap();
        family::release(house, &one, form(&case)).await.unwrap();
        assert_eq!(state(&region, &case).await, StateKind::WithLpa);
        let page = region.page(ARTS, &case).await.unwrap();
        let mut right = page.dossier.ggd().unwrap().application.clone();
        right.parents[1].address = home;
        let facts = doctor::Facts { child: right.child, parents: right.parents, school: right.school };
        doctor::correct_facts(house, &employee(ARTS), form(&case), facts, None).await.unwrap();
        let letters = region.letters(&case).await;
        assert!(kinds(&letters).contains(&"notification_request parent2".to_owned()), "{:?}", kinds(&letters));
        let (_, _, text) = letters.iter().find(|(kind, ..)| kind == "notification_request").unwrap();
        assert!(text.contains("/mijn/") && text.contains("\"at_gemeente\":true"), "{text}");
        assert!(!kinds(&letters).contains(&"notification_request parent1".to_owned()), "who signed is not asked");
        region.settle().await;
    }

    /// What the gemeente finds out itself it uses itself: the form on paper, no link.
    async fn a_parent_whom_the_gemeente_can_reach_at_last_is_asked_to_sign(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let mut typed = applications::noor().unwrap();
        typed.application.parents[1].address = None;
        typed.application.parents[1].email = None;
        let home = typed.application.parents[0].address.clone().unwrap();
        let case = region.starts(SWV, typed).await;
        to_doctor(&region, SWV, &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        establish(&region, &case, date!(2026 - 03 - 25), "111222333", Verdict::Unfit { months: 12 }).await;
        doctor::send_for_reading(house, &employee(ARTS), form(&case)).await.unwrap();
        let one = member(&case, Person::Parent1);
        family::sign_notification(house, &one, form(&case), false).await.unwrap();
        family::release(house, &one, form(&case)).await.unwrap();
        lpa::record_address(house, &employee(LPA), form(&case), Person::Parent2, home).await.unwrap();
        let letters = region.letters(&case).await;
        let (_, to, text) = letters.iter().find(|(kind, ..)| kind == "notification_request").unwrap();
        assert_eq!(to, "parent2");
        assert!(text.contains("\"link\":null"), "{text}");
        region.settle().await;
        let page = region.page(LPA, &case).await.unwrap();
        assert!(page.documents.iter().any(|one| one.kind == "notification_request:parent2"));
    }
}
