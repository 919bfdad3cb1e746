//! A new question, partner or kind of data asks a consent of its own (covenant, Bijlage 5): asked, answered, withdrawn, and shown to who
//! may know of it.

use std::collections::BTreeSet;

use time::macros::date;
use tom::action::ask::{self, New, questions};
use tom::action::{ActionError, family_view, joining, swv};
use tom::demo::{applications, employee};
use tom::domain::case::{EventKind, Rule, TaskKind};
use tom::domain::consent::{Answer, DataKind, Hears, Means, NoConsent, Question, Recipient};
use tom::domain::covenant::{Ground, Participant};
use tom::domain::family::Person;
use tom::domain::party::{Actor, CaseId, PartyId, Role};
use tom::domain::text::LongText;

use super::five_cases::{kinds, to_doctor};
use super::late_words::rule;
use super::withdrawing::ARTS;
use crate::support::region::{Region, family as member, form};

const SWV: &str = "swv-mulder";
const PARTNER: &str = "jeugdhulp-de-brug";

fn new() -> New {
    New {
        why: LongText::parse("Samen kijken welke hulp thuis past.").unwrap(),
        partner: PARTNER.to_owned(),
        recipient: Recipient::CareWorker,
        recipient_named: None,
        kinds: [DataKind::Absence, DataKind::Health].into(),
        kinds_named: None,
    }
}

async fn joins(region: &Region) {
    let partner = Participant {
        id: PartyId::from(PARTNER),
        name: "Jeugdhulp De Brug".into(),
        joined_on: date!(2026 - 03 - 02),
        left_on: None,
        ground: Ground::Covenant,
    };
    joining::join(region.house(), partner, None).await.unwrap();
}

/// Noor's application lies with the SWV, which asks.
async fn asked(region: &Region) -> (CaseId, String) {
    joins(region).await;
    let case = region.starts(SWV, applications::noor().unwrap()).await;
    ask::ask(region.house(), &employee(SWV), form(&case), new())
        .await
        .unwrap();
    let id = held(region, SWV, &case).await.id;
    (case, id)
}

async fn held(region: &Region, who: &str, case: &CaseId) -> Question {
    let page = region.page(who, case).await.unwrap();
    let (consent, _) = page.dossier.consent().unwrap();
    consent.questions.last().unwrap().clone()
}

async fn outcome(region: &Region, who: &str, case: &CaseId) -> Result<(), NoConsent> {
    let page = region.page(who, case).await.unwrap();
    let today = region.house().clock.today();
    questions(&page.dossier, today).remove(0).outcome
}

fn said(by: Person, gives: bool) -> Answer {
    Answer {
        by,
        gives,
        on: date!(2026 - 03 - 02),
        means: Means::Paper,
    }
}

on_both_engines! {
    /// Everyone who decides is asked by letter, and only the yes of all of them is a proof.
    async fn a_new_question_is_asked_by_letter_and_consented_to_by_all_who_decide(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let (case, id) = asked(&region).await;
        let letters = region.letters(&case).await;
        let made: Vec<_> = kinds(&letters).into_iter().filter(|kind| kind.starts_with("consent_request")).collect();
        assert_eq!(made, ["consent_request parent1", "consent_request parent2"]);
        let question = held(&region, SWV, &case).await;
        assert!(letters.iter().any(|(_, _, text)| text.contains(&question.shown())), "the letter holds what is kept");
        let swv = employee(SWV);
        ask::answer(house, &swv, form(&case), &id, said(Person::Parent1, true)).await.unwrap();
        assert_eq!(outcome(&region, SWV, &case).await, Err(NoConsent::Unsigned(vec![Person::Parent2])));
        ask::answer(house, &swv, form(&case), &id, said(Person::Parent2, true)).await.unwrap();
        assert_eq!(outcome(&region, SWV, &case).await, Ok(()));
        let child = ask::answer(house, &swv, form(&case), &id, said(Person::Child, true)).await;
        assert_eq!(rule(child), Some(Rule::ParentsDecide));
        // A signed paper is scanned before it goes.
        let tasks = region.page(SWV, &case).await.unwrap().tasks;
        assert!(tasks.iter().any(|task| task.kind == TaskKind::ScanPaper.code()));
        let none = ask::answer(house, &swv, form(&case), "een-ander", said(Person::Parent1, true)).await;
        assert_eq!(none, Err(ActionError::NotFound));
        region.settle().await;
    }

    /// With the doctor: the family answers and withdraws on its own page, and the SWV's copy hears it.
    async fn the_family_answers_on_its_own_page_and_takes_it_back_as_easily(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let (case, id) = asked(&region).await;
        to_doctor(&region, SWV, &case, date!(2026 - 03 - 06), date!(2026 - 03 - 09)).await;
        for parent in [Person::Parent1, Person::Parent2].map(|person| member(&case, person)) {
            let own = family_view::page(house, &parent).await.unwrap();
            assert_eq!(own.questions.len(), 1, "it went along with the form");
            ask::say(house, &parent, form(&case), &id, true).await.unwrap();
        }
        for who in [SWV, ARTS] {
            assert_eq!(outcome(&region, who, &case).await, Ok(()), "{who}");
        }
        ask::say(house, &member(&case, Person::Parent1), form(&case), &id, false).await.unwrap();
        let today = house.clock.today();
        for who in [SWV, ARTS] {
            assert_eq!(outcome(&region, who, &case).await, Err(NoConsent::Withdrawn(today)), "{who}");
        }
        let page = region.page(SWV, &case).await.unwrap();
        let no = EventKind::ConsentAnswered { by: Some(Person::Parent1), gives: false };
        assert!(page.timeline.iter().any(|moment| moment.what == no));
        // Whose affair it isn't, hears nothing.
        let lpa = region.page("lpa-leusden", &case).await.unwrap();
        assert!(lpa.timeline.iter().all(|moment| !matches!(moment.what, EventKind::ConsentAsked | EventKind::ConsentAnswered { .. })));
        region.settle().await;
    }

    /// Only who takes part can be a partner, and no party of the case is one.
    async fn a_partner_takes_part_in_the_covenant_and_not_in_the_case(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let case = region.starts(SWV, applications::noor().unwrap()).await;
        for partner in [PARTNER, "leusden", "lariks", ""] {
            let new = New { partner: partner.to_owned(), ..new() };
            let asked = ask::ask(house, &employee(SWV), form(&case), new).await;
            assert!(matches!(asked, Err(ActionError::Field("partner", _))), "{partner}: {asked:?}");
        }
        joins(&region).await;
        let ended = region.starts(SWV, applications::noor().unwrap()).await;
        let text = LongText::parse("Er is een plek.").unwrap();
        swv::close_school_possible(house, &employee(SWV), form(&ended), text).await.unwrap();
        let late = ask::ask(house, &employee(SWV), form(&ended), new()).await;
        assert!(rule(late.clone()) == Some(Rule::NotFromHere) || late == Err(ActionError::NotFound));
        let stranger = ask::ask(house, &employee("lpa-leusden"), form(&case), new()).await;
        assert_eq!(stranger, Err(ActionError::NotFound), "holds no form");
        region.settle().await;
    }

    /// An amendment of the form touches nothing that was asked beside it; the FG sees that it was asked, and nothing of it.
    async fn what_was_asked_outlives_an_amendment_and_is_listed_for_the_fg(database) {
        let region = Region::new(database).await;
        let house = region.house();
        let (case, id) = asked(&region).await;
        swv::amend(house, &employee(SWV), form(&case), applications::noor().unwrap()).await.unwrap();
        assert_eq!(held(&region, SWV, &case).await.id, id);
        let fg = |party: &str| Actor::Employee { party: party.into(), role: Role::Fg, user: "fg".into() };
        let listed = ask::listed(house, &fg("swv-de-eem")).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!((&listed[0].case, &listed[0].what), (&case, &EventKind::ConsentAsked));
        assert!(ask::listed(house, &fg("ggd-utrecht")).await.unwrap().is_empty());
        assert!(ask::listed(house, &employee(SWV)).await.is_err());
        region.settle().await;
    }

    /// The same form sent twice asks once.
    async fn a_question_that_is_sent_twice_is_asked_once(database) {
        let region = Region::new(database).await;
        joins(&region).await;
        let case = region.starts(SWV, applications::noor().unwrap()).await;
        let mut sent = form(&case);
        sent.once = Some("een keer".into());
        ask::ask(region.house(), &employee(SWV), sent.clone(), new()).await.unwrap();
        let again = ask::ask(region.house(), &employee(SWV), sent, new()).await;
        assert!(matches!(again, Err(ActionError::Again(_))), "{again:?}");
        let page = region.page(SWV, &case).await.unwrap();
        assert_eq!(page.dossier.consent().unwrap().0.questions.len(), 1);
        region.settle().await;
    }
}

/// By age on the day of the disclosure, as every consent.
#[test]
fn only_the_proof_lets_a_partner_hear_whose_case_it_is() {
    let typed = applications::noor().unwrap();
    let (mut child, parents) = (typed.application.child, typed.application.parents);
    child.born = Some(date!(2010 - 03 - 10));
    let mut question = Question {
        id: "1".into(),
        asked_on: date!(2026 - 03 - 02),
        asked_by: tom::domain::party::PartyKind::Swv,
        version: Question::NEWEST,
        why: new().why,
        partner: PARTNER.into(),
        name: "Jeugdhulp De Brug".into(),
        recipient: Recipient::CareWorker,
        recipient_named: None,
        kinds: BTreeSet::from([DataKind::Names]),
        kinds_named: None,
        said: Vec::new(),
    };
    let family = (&child, &parents[..]);
    let (before, after) = (date!(2026 - 03 - 09), date!(2026 - 03 - 10));
    let hears = |question: &Question, on| Hears::by(question.permits(family, on).ok().as_ref());
    assert_eq!(hears(&question, before), Hears::WithoutData);
    question.said = vec![said(Person::Parent1, true), said(Person::Parent2, true)];
    assert_eq!(hears(&question, before), Hears::WithData);
    assert_eq!(
        hears(&question, after),
        Hears::WithoutData,
        "from 16 on the young person decides"
    );
    assert_eq!(
        question.permits(family, after),
        Err(NoConsent::Unsigned(vec![Person::Child]))
    );
    let own = |gives, on| Answer {
        by: Person::Child,
        gives,
        on,
        means: Means::SignIn,
    };
    question.said.push(own(true, after));
    assert_eq!(hears(&question, after), Hears::WithData);
    // An older no of a parent that comes in later undoes nothing.
    question.said.push(Answer {
        on: before,
        ..said(Person::Parent2, false)
    });
    assert_eq!(hears(&question, after), Hears::WithData);
    question.said.push(own(false, after));
    assert_eq!(hears(&question, after), Hears::WithoutData);
}
