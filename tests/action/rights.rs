//! A request of a data subject: who may make it, who hears of it, and the answer (covenant, art. 13).

use time::macros::date;
use tom::action::ActionError;
use tom::action::rights::{self, Asked, Change, RequestForm, ask, change};
use tom::action::swv;
use tom::demo::{applications, employee};
use tom::domain::case::{EventKind, StateKind, TaskKind};
use tom::domain::family::Person;
use tom::domain::party::CaseId;
use tom::domain::rights::{Outcome, Right};
use tom::domain::text::LongText;

use super::five_cases::to_doctor;
use crate::support::refusals::refusals;
use crate::support::region::{Region, family as member, form};
use crate::support::requests::{asks, tries, typed, unnamed};
use crate::support::states::one_of_each;

fn asked(right: Right) -> Asked {
    Asked {
        address: None,
        ..typed(right).asked
    }
}

fn text<const MAX: usize>(text: &str) -> LongText<MAX> {
    LongText::parse(text).unwrap()
}

fn about(request: &str) -> RequestForm {
    RequestForm {
        request: request.to_owned(),
        version: None,
        once: None,
    }
}

/// The field beside which a refusal stands.
fn refused<T>(result: Result<T, ActionError>) -> String {
    match result {
        Err(ActionError::Field(name, _)) => name.to_owned(),
        Err(other) => format!("{other:?}"),
        Ok(_) => "done".to_owned(),
    }
}

/// What a party still has to do about requests.
async fn to_do(region: &Region, who: &str, case: &CaseId) -> Vec<(String, String, Option<String>)> {
    let tasks = region.page(who, case).await.unwrap().tasks;
    let about = tasks
        .into_iter()
        .filter(|task| task.about("request").is_some());
    about
        .map(|task| (task.kind.clone(), task.about("title").unwrap(), task.due_on))
        .collect()
}

on_both_engines! {
    async fn art_13_2_the_others_hear_that_there_is_a_request_and_who_asked_gets_the_answer_by_letter(database) {
        let region = Region::new(database).await;
        let (house, arts) = (region.house(), employee("arts-bos"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        region.settle().await;
        let before = region.mails().len();
        ask(house, &member(&case, Person::Parent1), None, "ggd-utrecht".into(), asked(Right::Rectification)).await.unwrap();
        let list = rights::list(house, &arts).await.unwrap();
        assert_eq!(list.len(), 1);
        assert_eq!((list[0].right, list[0].by, list[0].outcome), (Right::Rectification, Some(Person::Parent1), None));
        assert_eq!((list[0].received_on, list[0].due_on), (date!(2027 - 06 - 01), date!(2027 - 07 - 01)));
        assert!(rights::list(house, &employee("swv-mulder")).await.unwrap().is_empty());
        // A task there, and a mail that names nobody; the party that got it has the task to answer.
        let discuss = |title: &str| (TaskKind::DiscussRequest.code().to_owned(), title.to_owned(), None);
        for who in ["swv-mulder", "lpa-leusden"] {
            assert_eq!(to_do(&region, who, &case).await, [discuss("verbetering (bel GGD regio Utrecht)")], "{who}");
        }
        let answer = (TaskKind::AnswerRequest.code().to_owned(), "verbetering".to_owned(), Some("2027-07-01".to_owned()));
        assert_eq!(to_do(&region, "arts-bos", &case).await, [answer]);
        region.settle().await;
        let mails = region.mails();
        let new = &mails[..mails.len() - before];
        let holders = rights::of_family(house, &member(&case, Person::Parent1)).await.unwrap().parties;
        assert_eq!(new.len(), holders.len(), "one for each party with a dossier");
        for mail in new {
            assert!(!mail.text.contains("Noor") && !mail.text.contains("Wit") && !mail.text.contains("verbetering"));
        }
        let id = list[0].id.clone().unwrap();
        let said = text("De gemeente heeft dezelfde fout.");
        change(house, &arts, about(&id), Change::Discuss("leusden".into(), said)).await.unwrap();
        let answer = Change::Answer(Outcome::Refused, text("De datum klopt volgens de arts."));
        change(house, &arts, about(&id), answer).await.unwrap();
        let letters = region.letters(&case).await;
        let letters: Vec<_> = letters.iter().filter(|(kind, ..)| kind == "rights_answer").collect();
        assert_eq!(letters.len(), 1);
        let (_, to, said) = letters[0];
        assert_eq!(to, "parent1");
        assert!(said.contains("De datum klopt volgens de arts.") && said.contains("Hamersveldseweg"));
        assert!(!said.contains("Utrechtseweg") && !said.contains("06-12345671"));
        region.settle().await;
        let page = rights::page(house, &arts, &id).await.unwrap();
        assert_eq!(page.letters.len(), 1, "kept as it was sent");
        for who in ["swv-mulder", "lpa-leusden", "arts-bos"] {
            assert!(to_do(&region, who, &case).await.is_empty(), "{who}");
        }
        let told = EventKind::RequestAnswered { right: Right::Rectification, by: Some(Person::Parent1), outcome: Outcome::Refused };
        let heard = |page: tom::action::view::CasePage| page.timeline.iter().any(|moment| moment.what == told);
        assert!(heard(region.page("arts-bos", &case).await.unwrap()));
        assert!(!heard(region.page("swv-mulder", &case).await.unwrap()));
        // Once.
        let again = Change::Answer(Outcome::Granted, text("Toch wel."));
        assert_eq!(refused(change(house, &arts, about(&id), again).await), "");
        let own = rights::of_family(house, &member(&case, Person::Parent1)).await.unwrap();
        assert_eq!(own.asked.len(), 1);
        assert_eq!(own.asked[0].outcome, Some(Outcome::Refused));
        let other = rights::of_family(house, &member(&case, Person::Parent2)).await.unwrap();
        assert!(other.asked.is_empty(), "one parent doesn't see what the other asked");
    }

    async fn who_knows_a_name_alone_does_not_hear_from_a_request_how_far_the_child_is(database) {
        let region = Region::new(database).await;
        let case = one_of_each(&region, &[StateKind::ParentsReading]).await.remove(0).1;
        let parent = member(&case, Person::Parent1);
        ask(region.house(), &parent, None, "ggd-utrecht".into(), asked(Right::Access)).await.unwrap();
        let title = |tasks: Vec<(String, String, Option<String>)>| tasks[0].1.clone();
        assert_eq!(title(to_do(&region, "lpa-leusden", &case).await), "inzage (bel SWV de Eem)");
        assert_eq!(title(to_do(&region, "swv-mulder", &case).await), "inzage (bel GGD regio Utrecht)");
    }

    async fn art_12_3_avg_the_letter_tells_of_a_longer_term_and_the_task_follows_it(database) {
        let region = Region::new(database).await;
        let (house, swv) = (region.house(), employee("swv-mulder"));
        let case = one_of_each(&region, &[StateKind::AtSwv]).await.remove(0).1;
        house.clock.move_to(tom::domain::amsterdam::start_of_day(date!(2026 - 04 - 02)));
        let id = asks(&region, "swv-mulder", &case, Right::Objection).await;
        change(house, &swv, about(&id), Change::Extend(text("Wij zoeken het uit."))).await.unwrap();
        let task = (TaskKind::AnswerRequest.code().to_owned(), "bezwaar tegen het gebruik".to_owned(), Some("2026-07-02".to_owned()));
        assert_eq!(to_do(&region, "swv-mulder", &case).await, [task]);
        let letters = region.letters(&case).await;
        let (.., said) = letters.iter().find(|(kind, ..)| kind == "rights_answer").unwrap();
        assert!(said.contains("2026-07-02") && said.contains("Wij zoeken het uit."));
        assert_eq!(refused(change(house, &swv, about(&id), Change::Extend(text("Weer."))).await), "");
    }

    async fn who_may_not_ask_is_refused_at_the_desk_and_on_the_own_page(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let sam = region.starts("swv-yilmaz", applications::sam().unwrap()).await;
        assert_eq!(refused(tries(&region, "swv-yilmaz", &sam, typed(Right::Access)).await), "by");
        to_doctor(&region, "swv-yilmaz", &sam, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        let parent = member(&sam, Person::Parent1);
        assert_eq!(refused(ask(house, &parent, None, "ggd-utrecht".into(), asked(Right::Access)).await), "by");
        let lines = refusals(&house.store).await;
        let outcomes: Vec<&str> = lines.iter().map(|line| line.outcome.as_str()).collect();
        assert_eq!(outcomes, ["no_right", "no_right"], "each leaves a line");
        let young = member(&sam, Person::Child);
        ask(house, &young, None, "ggd-utrecht".into(), asked(Right::Access)).await.unwrap();
        // From 12 to 16 the young person is heard beside the parent.
        let yassin = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        assert_eq!(refused(tries(&region, "swv-van-dam", &yassin, typed(Right::Access)).await), "view");
        let mut heard = typed(Right::Access);
        heard.asked.view = Some(text("Vindt het goed."));
        tries(&region, "swv-van-dam", &yassin, heard).await.unwrap();
        let stranger = tries(&region, "swv-mulder", &yassin, typed(Right::Access)).await;
        assert_eq!(stranger, Err(ActionError::NotFound));
    }

    async fn a_party_that_kept_nothing_asks_who_it_is_and_where_the_answer_goes(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts("swv-van-dam", applications::yassin().unwrap()).await;
        let mut early = typed(Right::Erasure);
        early.asked.view = Some(text("Vindt het goed."));
        let id = tries(&region, "swv-van-dam", &case, early.clone()).await.unwrap();
        region.calls("swv-van-dam").await;
        to_doctor(&region, "swv-van-dam", &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        let swv = employee("swv-van-dam");
        assert!(region.page("swv-van-dam", &case).await.unwrap().dossier.swv().is_none());
        // What was asked before is still there, under the new key.
        let page = rights::page(house, &swv, &id).await.unwrap();
        assert_eq!(page.request.asked.as_str(), "Wat hebt u van Noor vastgelegd?");
        let mut later = unnamed(Right::Erasure);
        later.asked.view = early.asked.view;
        let mut unknown = later.clone();
        unknown.name = None;
        assert_eq!(refused(tries(&region, "swv-van-dam", &case, unknown).await), "last");
        let mut nowhere = later.clone();
        nowhere.asked.address = None;
        assert_eq!(refused(tries(&region, "swv-van-dam", &case, nowhere).await), "home_street");
        let mut ageless = later;
        ageless.band = None;
        assert_eq!(refused(tries(&region, "swv-van-dam", &case, ageless).await), "band");
    }

    async fn an_erasure_that_is_granted_leaves_a_task_and_erases_nothing_yet(database) {
        let region = Region::new(database).await;
        let (house, lpa) = (region.house(), employee("lpa-leusden"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        let id = asks(&region, "lpa-leusden", &case, Right::Erasure).await;
        let before = region.page("lpa-leusden", &case).await.unwrap().dossier;
        let granted = Change::Answer(Outcome::Granted, text("De korte toelichting gaat weg."));
        change(house, &lpa, about(&id), granted).await.unwrap();
        let tasks = to_do(&region, "lpa-leusden", &case).await;
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0].0, TaskKind::CarryOutErasure.code());
        assert!(before == region.page("lpa-leusden", &case).await.unwrap().dossier);
    }

    async fn a_request_is_its_partys_alone_and_its_form_does_one_thing_once(database) {
        let region = Region::new(database).await;
        let (house, lpa) = (region.house(), employee("lpa-leusden"));
        let case = one_of_each(&region, &[StateKind::Running]).await.remove(0).1;
        let id = asks(&region, "lpa-leusden", &case, Right::Access).await;
        for who in ["arts-bos", "swv-mulder", "lpa-soest", "team-lariks"] {
            let actor = employee(who);
            assert_eq!(rights::page(house, &actor, &id).await.err(), Some(ActionError::NotFound), "{who}");
            let done = change(house, &actor, about(&id), Change::Restrict).await;
            assert_eq!(done, Err(ActionError::NotFound), "{who}");
        }
        let once = RequestForm { version: Some(1), once: Some(house.random.opaque_id()), ..about(&id) };
        let said = || Change::Discuss("swv-de-eem".into(), text("Akkoord."));
        change(house, &lpa, once.clone(), said()).await.unwrap();
        assert!(matches!(change(house, &lpa, once, said()).await, Err(ActionError::Again(_))));
        let old = RequestForm { version: Some(1), ..about(&id) };
        assert_eq!(change(house, &lpa, old, said()).await, Err(ActionError::Changed));
        assert_eq!(rights::page(house, &lpa, &id).await.unwrap().request.discussed.len(), 1);
    }

    async fn the_task_to_answer_is_closed_by_the_answer_alone(database) {
        let region = Region::new(database).await;
        let (house, swv) = (region.house(), employee("swv-mulder"));
        let case = one_of_each(&region, &[StateKind::AtSwv]).await.remove(0).1;
        asks(&region, "swv-mulder", &case, Right::Access).await;
        let tasks = region.page("swv-mulder", &case).await.unwrap().tasks;
        let task = tasks.iter().find(|task| task.kind == TaskKind::AnswerRequest.code()).unwrap();
        assert_eq!(refused(tom::action::task::done(house, &swv, &task.id).await), "");
        assert_eq!(to_do(&region, "swv-mulder", &case).await.len(), 1);
        swv::note_contact(house, &swv, form(&case), date!(2027 - 06 - 01), text("Gebeld.")).await.unwrap();
    }

    async fn a_parent_whom_the_party_cannot_tell_from_the_other_is_on_no_page_of_the_family(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = one_of_each(&region, &[StateKind::ParentsReading]).await.remove(0).1;
        let lpa = employee("lpa-leusden");
        // All that the gemeente has is a name.
        let id = tries(&region, "lpa-leusden", &case, unnamed(Right::Access)).await.unwrap();
        for person in [Person::Parent1, Person::Parent2, Person::Child] {
            let own = rights::of_family(house, &member(&case, person)).await.unwrap();
            assert!(own.asked.is_empty(), "{person:?}");
        }
        change(house, &lpa, about(&id), Change::Answer(Outcome::Refused, text("Wij hebben alleen een naam."))).await.unwrap();
        let letters = region.letters(&case).await;
        let (_, to, said) = letters.iter().find(|(kind, ..)| kind == "rights_answer").unwrap();
        assert_eq!(to, "");
        assert!(said.contains("Marieke de Wit") && said.contains("Hamersveldseweg"));
        // Where the parents are known, it is said which one.
        assert_eq!(refused(tries(&region, "swv-mulder", &case, unnamed(Right::Access)).await), "");
    }

    async fn an_address_that_is_not_the_one_in_the_dossier_is_a_question_not_a_choice(database) {
        let region = Region::new(database).await;
        let case = one_of_each(&region, &[StateKind::AtSwv]).await.remove(0).1;
        let mut elsewhere = unnamed(Right::Access);
        elsewhere.by = Some(Person::Parent2);
        assert_eq!(refused(tries(&region, "swv-mulder", &case, elsewhere.clone()).await), "home_street");
        elsewhere.by = Some(Person::Parent1);
        tries(&region, "swv-mulder", &case, elsewhere).await.unwrap();
        let mut own = asked(Right::Access);
        own.address = unnamed(Right::Access).asked.address;
        let case = one_of_each(&region, &[StateKind::ParentsReading]).await.remove(0).1;
        let asks = ask(region.house(), &member(&case, Person::Parent2), None, "ggd-utrecht".into(), own).await;
        assert_eq!(refused(asks), "home_street");
    }
}
