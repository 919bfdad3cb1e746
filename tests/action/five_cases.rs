//! The five cases from paper to letter, through the use cases, on both engines: what each party does, and what must be seen.

use time::macros::date;
use tom::action::anywhere::NewHome;
use tom::action::{ActionError, anywhere, doctor, family, family_view, lpa, swv};
use tom::demo::{applications, employee};
use tom::domain::advice::{Treats, Verdict, YearMonth};
use tom::domain::bsn::PersonalNumber;
use tom::domain::case::{Appointment, End, Rule, StateKind, TaskKind};
use tom::domain::exemption::{Correspondent, Notification, Terms};
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::domain::person::Gender;
use tom::domain::text::{LongText, ShortText};

use super::last_byte;
use crate::support::region::{Region, family as member, form};

const ARTS: &str = "arts-bos";

pub(super) async fn to_doctor(
    region: &Region,
    who: &str,
    case: &CaseId,
    sitting: time::Date,
    over: time::Date,
) {
    region.day(sitting).await;
    swv::record_sitting(region.house(), &employee(who), form(case), sitting, None)
        .await
        .unwrap();
    region.day(over).await;
    swv::hand_over(region.house(), &employee(who), form(case))
        .await
        .unwrap();
    doctor::take_on(region.house(), &employee(ARTS), form(case), Treats::No)
        .await
        .unwrap();
}

pub(super) async fn establish(
    region: &Region,
    case: &CaseId,
    on: time::Date,
    number: &str,
    verdict: Verdict,
) {
    region.day(on).await;
    let typed = doctor::TypedAdvice {
        number: Some(PersonalNumber::parse(number).unwrap()),
        verdict,
        established_on: on,
        ..applications::advice().unwrap()
    };
    doctor::establish(region.house(), &employee(ARTS), form(case), typed)
        .await
        .unwrap();
}

pub(super) fn terms(from: time::Date, months: u8) -> Terms {
    Terms {
        from,
        months,
        look_again: Some(YearMonth {
            year: 2026,
            month: 11,
        }),
    }
}

pub fn kinds(letters: &[(String, String, String)]) -> Vec<String> {
    letters
        .iter()
        .map(|(kind, to, _)| format!("{kind} {to}"))
        .collect()
}

on_both_engines! {
    /// Case 1: consent to share, exemption for one year.
    async fn two_parents_release_the_advice_and_get_the_decision_at_their_own_address(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;

        // The seintje: the name and the date, nothing else.
        let list = region.list("lpa-leusden").await;
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].name.as_deref(), Some("Noor Elisa van 't Hof-de Wit"));
        assert_eq!(list[0].standing, "procedure loopt");
        let page = region.page("lpa-leusden", &case).await.unwrap();
        let dossier = page.dossier.gemeente().unwrap();
        assert!(dossier.advice.is_none() && dossier.notification.is_none());

        // Another party's case doesn't exist.
        assert_eq!(region.page("lpa-soest", &case).await.err(), Some(ActionError::NotFound));
        assert_eq!(region.page("swv-prins", &case).await.err(), Some(ActionError::NotFound));
        assert_eq!(region.page(ARTS, &case).await.err(), Some(ActionError::NotFound));

        to_doctor(&region, "swv-mulder", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        let place = ShortText::parse("Proeflaan 1, Zeist").unwrap();
        let appointment = Appointment { on: date!(2026 - 03 - 18), at: "10:30".into() };
        doctor::plan(house, &employee(ARTS), form(&case), appointment, place).await.unwrap();
        establish(&region, &case, date!(2026 - 03 - 25), "111222333", Verdict::Unfit { months: 12 }).await;
        doctor::send_for_reading(house, &employee(ARTS), form(&case)).await.unwrap();

        // The LPA still sees the name and the date alone.
        let page = region.page("lpa-leusden", &case).await.unwrap();
        assert!(page.dossier.gemeente().unwrap().advice.is_none());
        assert_eq!(page.timeline.len(), 1);

        region.day(date!(2026 - 03 - 27)).await;
        let one = member(&case, Person::Parent1);
        let seen = family_view::page(house, &one).await.unwrap().part;
        assert!(seen.may_release && seen.may_sign && seen.advice.is_some());
        family::sign_notification(house, &one, form(&case), false).await.unwrap();
        family::release(house, &one, form(&case)).await.unwrap();
        let page = region.page("lpa-leusden", &case).await.unwrap();
        assert!(page.dossier.gemeente().unwrap().advice.is_none(), "the other parent hasn't released it");
        let two = member(&case, Person::Parent2);
        family::sign_notification(house, &two, form(&case), false).await.unwrap();
        family::release(house, &two, form(&case)).await.unwrap();

        let page = region.page("lpa-leusden", &case).await.unwrap();
        let dossier = page.dossier.gemeente().unwrap();
        assert!(dossier.advice.is_some() && dossier.notification.as_ref().unwrap().is_complete());

        region.day(date!(2026 - 04 - 01)).await;
        // Not before the gemeente had the notification, and not longer than the doctor advises.
        let too_early = lpa::grant(house, &employee("lpa-leusden"), form(&case), terms(date!(2026 - 03 - 26), 12), None).await;
        assert!(matches!(too_early, Err(ActionError::Refused(r)) if matches!(r.rule, Rule::Dates(_))));
        let too_long = lpa::grant(house, &employee("lpa-leusden"), form(&case), terms(date!(2026 - 04 - 01), 24), None).await;
        assert!(matches!(too_long, Err(ActionError::Refused(r)) if matches!(r.rule, Rule::Dates(_))));
        lpa::grant(house, &employee("lpa-leusden"), form(&case), terms(date!(2026 - 04 - 01), 12), None).await.unwrap();

        let page = region.page("lpa-leusden", &case).await.unwrap();
        let exemption = page.case.state.exemption().unwrap().clone();
        assert_eq!((exemption.from, exemption.until), (date!(2026 - 04 - 01), date!(2027 - 03 - 31)));
        assert_eq!(exemption.reassessment_letter_on, date!(2026 - 11 - 30));

        let letters = region.letters(&case).await;
        let decisions: Vec<_> = letters.iter().filter(|(kind, _, _)| kind == "decision_granted").collect();
        assert_eq!(decisions.len(), 3 - 1, "one for each parent: {:?}", kinds(&letters));
        for (kind, to, text) in &letters {
            let other = if to == "parent1" { ["Utrechtseweg", "033-4567890", "joris@"] } else { ["Hamersveldseweg", "12345671", "marieke."] };
            for of_other in other {
                assert!(!text.contains(of_other), "{kind} to {to} shows {of_other}");
            }
            if kind != "advice" {
                assert!(!text.contains("111222333"), "{kind} to {to} holds the BSN");
            }
        }

        // The seintjes: to the SWV in its timeline, to the local team in its list.
        let page = region.page("swv-mulder", &case).await.unwrap();
        assert_eq!(page.standing, "vrijstelling toegekend");
        let team = region.list("team-lariks").await;
        assert_eq!(team.len(), 1);
        // The SWV's dossier: no BSN, no SMA. It has no field in which one could stand; the text has none either.
        let held = serde_json::to_string(&page.dossier).unwrap();
        assert!(!held.contains("111222333") && !held.contains("dagbehandeling"));
        region.settle().await;
        last_byte::noor(&region, &case).await;
    }

    /// Case 2: no consent, the parents bring the SMA themselves; \[VO\] keeps nothing but the sitting.
    async fn without_consent_the_lpa_sees_the_advice_only_when_the_parents_bring_it(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        // Soest wants to be called: nothing stands there before the call is recorded.
        assert!(region.list("lpa-soest").await.is_empty());
        region.day(date!(2026 - 03 - 04)).await;
        swv::record_sitting(house, &employee("swv-van-dam"), form(&case), date!(2026 - 03 - 04), None).await.unwrap();
        let early = swv::hand_over(house, &employee("swv-van-dam"), form(&case)).await;
        assert!(matches!(early, Err(ActionError::Refused(r)) if r.rule == Rule::SeintjeFirst));
        assert_eq!(region.calls("swv-van-dam").await, 1);
        assert_eq!(region.list("lpa-soest").await.len(), 1);
        region.day(date!(2026 - 03 - 05)).await;
        swv::hand_over(house, &employee("swv-van-dam"), form(&case)).await.unwrap();

        // refSVO holds the date of the sitting, nothing else; not even the name in its list.
        let page = region.page("swv-van-dam", &case).await.unwrap();
        let held = serde_json::to_string(&page.dossier).unwrap();
        assert!(held.contains("2026-03-04") && !held.contains("Yassin") && !held.contains("spierziekte"), "{held}");
        assert_eq!(region.list("swv-van-dam").await[0].name, None);
        // Its letters go as they are posted.
        assert_eq!(region.does("swv-van-dam", TaskKind::PostLetter).await, page.documents.len());
        assert!(region.page("swv-van-dam", &case).await.unwrap().documents.is_empty());

        doctor::take_on(house, &employee(ARTS), form(&case), Treats::No).await.unwrap();
        establish(&region, &case, date!(2026 - 04 - 20), "123456782", Verdict::Unfit { months: 24 }).await;
        doctor::send_for_reading(house, &employee(ARTS), form(&case)).await.unwrap();
        let one = member(&case, Person::Parent1);
        // Without the tick there is nothing to release: the parents send it themselves.
        let released = family::release(house, &one, form(&case)).await;
        assert!(matches!(released, Err(ActionError::Refused(_))));
        assert!(region.page("lpa-soest", &case).await.unwrap().dossier.gemeente().unwrap().advice.is_none());

        region.day(date!(2026 - 05 - 11)).await;
        let advice = region.page(ARTS, &case).await.unwrap().dossier.ggd().unwrap().advice.last().unwrap().clone();
        let home = advice.front.as_ref().unwrap().address.clone();
        let notification = Notification {
            number: Some(PersonalNumber::parse("123456782").unwrap()),
            name: advice.front.as_ref().unwrap().name.clone(),
            born: Some(date!(2011 - 08 - 30)),
            gender: Some(Gender::Male),
            address: home.clone(),
            claimed_before: Some(false),
            signed: [(Person::Parent1, date!(2026 - 05 - 11))].into(),
            correspondents: vec![Correspondent {
                person: Person::Parent1,
                name: applications::yassin().unwrap().application.parents[0].name.clone(),
                address: home,
            }],
        };
        // A statement of another day than the GGD recorded is refused beside its field.
        let mut other = advice.clone();
        other.established_on = date!(2026 - 04 - 19);
        let lpa = employee("lpa-soest");
        let wrong = lpa::receive_from_parents(house, &lpa, form(&case), date!(2026 - 05 - 11), other, None).await;
        assert!(matches!(wrong, Err(ActionError::Field("established", _))));
        lpa::receive_from_parents(house, &lpa, form(&case), date!(2026 - 05 - 11), advice, Some(notification)).await.unwrap();
        let notified = region.page("lpa-soest", &case).await.unwrap();
        assert_eq!(notified.case.state.kind(), StateKind::WithLpa);

        region.day(date!(2026 - 05 - 18)).await;
        lpa::grant(house, &lpa, form(&case), terms(date!(2026 - 05 - 18), 24), None).await.unwrap();
        let page = region.page("lpa-soest", &case).await.unwrap();
        let exemption = page.case.state.exemption().unwrap();
        assert_eq!((exemption.from, exemption.until), (date!(2026 - 05 - 18), date!(2028 - 05 - 17)));
        assert_eq!(exemption.reassessment_letter_on, date!(2028 - 01 - 17));
        // [VO]: the seintje to the SWV goes by telephone, and tells nothing before; none to the local team.
        assert_eq!(region.list("swv-van-dam").await[0].standing, "overgedragen aan de arts");
        assert_eq!(region.calls("lpa-soest").await, 1);
        let told = region.page("lpa-soest", &case).await.unwrap().disclosures.pop().unwrap();
        assert_eq!((told.hand_over.as_str(), told.channel.as_str()), ("seintje_granted", "telephone"));
        assert_eq!((told.fields, told.by_role.as_str()), (vec!["child_name".to_owned()], "lpa"));
        assert_eq!(region.list("swv-van-dam").await[0].standing, "vrijstelling toegekend");
        assert!(page.case.local_team.is_none());
        region.settle().await;
        last_byte::yassin(&region, &case).await;
    }

    /// Case 3: sixteen years old, consents alone.
    async fn a_sixteen_year_old_decides_alone_and_the_parents_read_no_word_of_the_advice(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-yilmaz", applications::sam().unwrap()).await;
        let tasks = region.page("swv-yilmaz", &case).await.unwrap().tasks;
        assert!(tasks.iter().any(|task| task.kind == "find_address"), "an unknown address is a task");
        to_doctor(&region, "swv-yilmaz", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 10)).await;
        establish(&region, &case, date!(2026 - 03 - 30), "999996630", Verdict::Unfit { months: 12 }).await;
        doctor::send_for_reading(house, &employee(ARTS), form(&case)).await.unwrap();

        region.day(date!(2026 - 03 - 31)).await;
        let (parent, sam) = (member(&case, Person::Parent1), member(&case, Person::Child));
        let seen = family_view::page(house, &parent).await.unwrap().part;
        assert!(seen.advice.is_none() && !seen.may_release && seen.may_sign);
        assert!(matches!(family::release(house, &parent, form(&case)).await, Err(ActionError::Refused(_))));
        let seen = family_view::page(house, &sam).await.unwrap().part;
        assert!(seen.advice.is_some() && seen.may_release && !seen.may_sign);
        assert!(matches!(family::sign_notification(house, &sam, form(&case), false).await, Err(ActionError::Refused(_))));
        family::release(house, &sam, form(&case)).await.unwrap();
        family::sign_notification(house, &parent, form(&case), false).await.unwrap();

        region.day(date!(2026 - 04 - 02)).await;
        let lpa = employee("lpa-amersfoort");
        lpa::grant(house, &lpa, form(&case), terms(date!(2026 - 04 - 02), 12), None).await.unwrap();
        let letters = region.letters(&case).await;
        let decisions: Vec<&str> =
            letters.iter().filter(|(kind, _, _)| kind == "decision_granted").map(|(_, to, _)| to.as_str()).collect();
        assert_eq!(decisions, ["child", "parent1"]);
        for (kind, to, text) in letters.iter().filter(|(_, to, _)| to == "parent1") {
            assert_ne!(kind, "advice", "the parent may not read the SMA");
            assert!(!text.contains("dagbehandeling") && !text.contains("Dagbehandeling"), "{kind} to {to} tells of the SMA");
        }
        let page = region.page("lpa-amersfoort", &case).await.unwrap();
        let exemption = page.case.state.exemption().unwrap();
        assert_eq!((exemption.until, exemption.reassessment_letter_on), (date!(2027 - 04 - 01), date!(2026 - 12 - 01)));
        region.settle().await;
        last_byte::sam(&region, &case).await;
    }

    /// Case 4: waits for the second parent; school turns out to be possible; applies again.
    async fn a_case_waits_visibly_for_the_second_parent_and_closes_when_school_is_possible(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let actor = employee("swv-prins");
        let case = region.starts("swv-prins", applications::thijs().unwrap()).await;
        assert_eq!(region.list("lpa-woudenberg").await.len(), 1, "the seintje went at once");
        let page = region.page("swv-prins", &case).await.unwrap();
        assert_eq!(page.case.state.kind(), StateKind::Incomplete);
        assert!(page.waiting.unwrap().what.contains("ouder 2"));
        let early = swv::hand_over(house, &actor, form(&case)).await;
        assert!(matches!(early, Err(ActionError::Refused(r)) if matches!(r.rule, Rule::Incomplete(_))));

        region.day(date!(2026 - 03 - 06)).await;
        let mut typed = applications::thijs().unwrap();
        typed.consent.signed.insert(Person::Parent2, date!(2026 - 03 - 06));
        swv::amend(house, &actor, form(&case), typed).await.unwrap();
        let page = region.page("swv-prins", &case).await.unwrap();
        assert_eq!(page.case.state.kind(), StateKind::AtSwv);
        assert_eq!(page.dossier.swv().unwrap().corrections.len(), 1, "what changed stays visible");

        region.day(date!(2026 - 03 - 16)).await;
        swv::record_sitting(house, &actor, form(&case), date!(2026 - 03 - 16), None).await.unwrap();
        let agreed = LongText::parse("Thijs gaat halve dagen naar school, met hulp in de klas.").unwrap();
        swv::close_school_possible(house, &actor, form(&case), agreed).await.unwrap();
        let listed = &region.list("lpa-woudenberg").await[0];
        assert_eq!(listed.standing, "procedure beëindigd");
        let letters = region.letters(&case).await;
        let closing: Vec<_> = letters.iter().filter(|(kind, _, _)| kind == "school_possible").collect();
        assert_eq!(closing.len(), 2);
        assert!(closing[0].2.contains("halve dagen"));

        region.day(date!(2026 - 09 - 07)).await;
        let mut again = applications::thijs().unwrap();
        again.consent.signed.insert(Person::Parent2, date!(2026 - 09 - 05));
        again.application.claimed_before = Some(true);
        let new = swv::start(house, &actor, None, again, Some(case.clone())).await.unwrap();
        swv::register(house, &actor, form(&new), date!(2026 - 09 - 07)).await.unwrap();
        let page = region.page("swv-prins", &new).await.unwrap();
        assert_eq!(page.previous, Some(case.clone()));
        assert_eq!(region.page("swv-prins", &case).await.unwrap().next, Some(new.clone()));
        assert_eq!(region.list("lpa-woudenberg").await.len(), 2, "the re-application has its own seintje");
        let twice = swv::start(house, &actor, None, applications::thijs().unwrap(), Some(case.clone())).await;
        assert!(matches!(twice, Err(ActionError::Refused(r)) if r.rule == Rule::AppliedAgain));
        region.settle().await;
        last_byte::thijs(&region, &case, &new).await;
    }

    /// Case 5: the doctor finds the child fit.
    async fn no_exemption_can_follow_the_advice_geschikt(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-mulder", applications::mei().unwrap()).await;
        to_doctor(&region, "swv-mulder", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        establish(&region, &case, date!(2026 - 03 - 30), "111222333", Verdict::Fit).await;
        let page = region.page(ARTS, &case).await.unwrap();
        assert_eq!(page.case.state.kind(), StateKind::Fit);
        let granted = lpa::grant(house, &employee("lpa-baarn"), form(&case), terms(date!(2026 - 03 - 30), 12), None).await;
        assert!(matches!(granted, Err(ActionError::Refused(_))));
        // End notices to LPA and SWV; the SWV has the task to find a place; the LPA saw no SMA.
        let gemeente = region.page("lpa-baarn", &case).await.unwrap();
        assert_eq!(gemeente.standing, "procedure beëindigd");
        assert!(gemeente.dossier.gemeente().unwrap().advice.is_none());
        let swv = region.page("swv-mulder", &case).await.unwrap();
        assert!(swv.tasks.iter().any(|task| task.kind == "find_place"));
        let letters = kinds(&region.letters(&case).await);
        assert!(letters.contains(&"fit_for_school parent1".to_owned()) && letters.contains(&"advice parent1".to_owned()));
        region.settle().await;
        last_byte::mei(&region, &case).await;
    }

    /// A form that is sent twice has one effect; an old version is refused.
    async fn a_replayed_form_gets_the_first_answer_and_an_old_page_is_refused(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let actor = employee("swv-mulder");
        let case = region.starts("swv-mulder", applications::noor().unwrap()).await;
        let version = region.page("swv-mulder", &case).await.unwrap().case.version;
        let sent = || tom::action::perform::Form { version: Some(version), once: Some("f1".into()), ..form(&case) };
        let today = date!(2026 - 03 - 02);
        swv::record_sitting(house, &actor, sent(), today, None).await.unwrap();
        let again = swv::record_sitting(house, &actor, sent(), today, None).await;
        assert_eq!(again, Err(ActionError::Again("/".into())));
        let old = tom::action::perform::Form { once: Some("f2".into()), ..sent() };
        assert_eq!(swv::record_sitting(house, &actor, old, today, None).await, Err(ActionError::Changed));
        let timeline = region.page("swv-mulder", &case).await.unwrap().timeline;
        let sittings = timeline.iter().filter(|m| format!("{:?}", m.what).contains("SittingHeld")).count();
        assert_eq!(sittings, 1);
    }

    /// The parents can withdraw at any moment before the decision; everybody's row is closed by a name alone.
    async fn a_withdrawn_application_closes_the_row_at_the_lpa(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", applications::mei().unwrap()).await;
        anywhere::withdraw(region.house(), &employee("swv-mulder"), form(&case)).await.unwrap();
        assert_eq!(region.list("lpa-baarn").await[0].standing, "procedure beëindigd");
        let page = region.page("swv-mulder", &case).await.unwrap();
        assert_eq!(page.case.state.kind(), End::Withdrawn.kind());
        region.settle().await;
    }

    /// A child who moves within the region: the new gemeente gets the seintje, the old one an end notice.
    async fn a_move_hands_the_row_to_the_new_gemeente(database) {
        let region = Region::new(database).await;
        let case = region.starts("swv-mulder", applications::mei().unwrap()).await;
        anywhere::move_to(region.house(), &employee("swv-mulder"), form(&case), "soest".into(), NewHome::default()).await.unwrap();
        assert_eq!(region.list("lpa-soest").await.len(), 1);
        assert_eq!(region.page("lpa-baarn", &case).await.err(), Some(ActionError::NotFound));
        region.settle().await;
    }
}
