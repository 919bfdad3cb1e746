//! Between the SMA and the decision: who must release and sign, and what one of them can do alone.

use std::collections::BTreeSet;

use time::Date;
use time::macros::date;
use tom::domain::address::Address;
use tom::domain::advice::Verdict;
use tom::domain::application::Addresses;
use tom::domain::bsn::PersonalNumber;
use tom::domain::case::Recipients;
use tom::domain::case::samples::{actor, case, commands};
use tom::domain::case::{
    Asked, Audience, Case, Command, Decision, Effect, End, EventKind, LetterKind, Paper, Reading,
    Refusal, Rule, State, StateKind, StepKind, TaskKind, Without, decide,
};
use tom::domain::consent::{
    ConsentRecord, Consented, NoConsent, Purpose, ShareAdviceWithLpa, ShareWithDoctor,
};
use tom::domain::exemption::{Exemption, FormFacts, NoExemption, Notification, Requirement, Terms};
use tom::domain::family::{Child, Parent, Person, Relation};
use tom::domain::notice::NoticeKind;
use tom::domain::party::{Actor, CaseId, PartyKind, Role};
use tom::domain::person::{Gender, PersonName};
use tom::domain::rules::{HandOverKind, Rules};
use tom::workflow::shipped;

use Person::{Child as Young, Parent1, Parent2};

const SENT: Date = date!(2026 - 03 - 25);

fn rules() -> Rules {
    shipped().unwrap()["tom-po/v1"].clone()
}

fn asked(to_release: &[Person], to_sign: &[Person]) -> Asked {
    Asked {
        to_release: to_release.iter().copied().collect(),
        to_sign: to_sign.iter().copied().collect(),
    }
}

/// A case of which the family has the SMA.
struct Home(Case);

impl Home {
    fn sent(asked: Asked) -> Self {
        let mut case = case(&rules(), SENT);
        let verdict = Verdict::Unfit { months: 12 };
        let advice =
            serde_json::json!({ "on": SENT, "doctor": "doctor", "verdict": verdict, "version": 1 });
        let established = serde_json::json!({ "state": "advice_established", "advice": advice });
        case.state = serde_json::from_value(established).unwrap();
        let mut home = Self(case);
        home.sends(asked, SENT).unwrap();
        home
    }

    fn both() -> Self {
        Self::sent(asked(&[Parent1, Parent2], &[Parent1, Parent2]))
    }

    fn take(&mut self, command: Command, by: &Actor, on: Date) -> Result<Decision, Refusal> {
        let decision = decide(&self.0, command, by, &rules(), on)?;
        self.0.state = decision.state.clone();
        Ok(decision)
    }

    fn sends(&mut self, asked: Asked, on: Date) -> Result<Decision, Refusal> {
        let how = Reading::ToRelease(consented(on));
        self.take(
            Command::SendForReading { how, asked },
            &actor(Role::Doctor),
            on,
        )
    }

    fn releases(&mut self, who: Person, asked: Asked, on: Date) -> Result<Decision, Refusal> {
        let consent = Ok(consented(on));
        let paper = None;
        self.take(
            Command::Release {
                paper,
                asked,
                consent,
            },
            &member(who),
            on,
        )
    }

    fn signs(&mut self, who: &[Person], by: &Actor, on: Date) -> Decision {
        let who = who.iter().copied().collect();
        self.take(Command::SignNotification { by: who, on }, by, on)
            .unwrap()
    }

    fn kind(&self) -> StateKind {
        self.0.state.kind()
    }

    fn notified_on(&self) -> Option<Date> {
        match &self.0.state {
            State::WithLpa(s) => s.notified_on(),
            other => panic!("{other:?}"),
        }
    }

    /// The step of this kind as everybody would take it.
    fn step(&mut self, step: StepKind, role: Role, on: Date) -> Result<Decision, Refusal> {
        let command = commands(&rules(), on)
            .unwrap()
            .into_iter()
            .find(|c| c.kind() == step);
        self.take(command.unwrap(), &actor(role), on)
    }
}

fn member(person: Person) -> Actor {
    Actor::Family {
        case: CaseId::from("case"),
        person,
    }
}

fn home() -> Option<Address> {
    Address::dutch("Stadsring", "71", "3811 HN", "Amersfoort").ok()
}

fn child(born: Date) -> Child {
    Child {
        name: PersonName::parse("Noor", "de Wit").unwrap(),
        born: Some(born),
        gender: None,
        address: home(),
        email: None,
        cannot_decide: None,
    }
}

fn parent(person: Person, address: Option<Address>) -> Parent {
    Parent {
        person,
        relation: Relation::Custody,
        name: PersonName::parse("M.", "de Wit").unwrap(),
        address,
        telephone: None,
        email: None,
    }
}

fn record(signed: &[Person]) -> ConsentRecord {
    ConsentRecord {
        share_advice_with_lpa: true,
        share_advice_with_parents: true,
        signed: signed.iter().map(|person| (*person, SENT)).collect(),
        ..ConsentRecord::default()
    }
}

fn consented<P: Purpose>(on: Date) -> Consented<P> {
    let parents = [parent(Parent1, home()), parent(Parent2, home())];
    let signed = record(&[Parent1, Parent2]);
    signed
        .permits(&child(date!(2017 - 03 - 14)), &parents, on.max(SENT))
        .unwrap()
}

fn hands_over(decision: &Decision, kind: HandOverKind) -> bool {
    decision.effects.contains(&Effect::HandOver(kind))
}

#[test]
fn until_sixteen_every_custodial_parent_who_can_be_reached_is_asked_and_from_sixteen_the_young_person()
 {
    let (one, two) = (parent(Parent1, home()), parent(Parent2, None));
    let sixteen = child(date!(2010 - 04 - 01));
    let before = Asked::of(&sixteen, &[one.clone(), two.clone()], date!(2026 - 03 - 31));
    assert_eq!(
        before,
        asked(&[Parent1], &[Parent1]),
        "an unknown address holds nothing up"
    );
    let after = Asked::of(&sixteen, &[one.clone(), two.clone()], date!(2026 - 04 - 01));
    assert_eq!(after, asked(&[Young], &[Parent1]));
    let mut reached = two.clone();
    reached.address = home();
    assert_eq!(
        Asked::of(&sixteen, &[one, reached], SENT),
        asked(&[Parent1, Parent2], &[Parent1, Parent2])
    );
    let nobody = Asked::of(&sixteen, &[two], SENT);
    assert_eq!(
        nobody.to_sign,
        BTreeSet::from([Parent2]),
        "but nobody is passed over when that is all there is"
    );
    let mut represented = sixteen;
    represented.cannot_decide = Some("beschikking mentorschap".into());
    let parents = [parent(Parent1, home())];
    assert_eq!(
        Asked::of(&represented, &parents, date!(2026 - 05 - 01)).to_release,
        BTreeSet::from([Parent1])
    );
}

#[test]
fn the_advice_goes_to_the_lpa_when_the_last_of_both_parents_has_released_it() {
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    let mut home = Home::both();
    let first = home.releases(Parent1, both(), SENT).unwrap();
    assert_eq!(home.kind(), StateKind::ParentsReading);
    assert!(!hands_over(&first, HandOverKind::AdviceToLpa));
    assert_eq!(
        first.events[0].kind,
        EventKind::Released {
            by: Some(Parent1),
            paper: None
        }
    );
    home.releases(Parent1, both(), SENT).unwrap();
    assert_eq!(
        home.kind(),
        StateKind::ParentsReading,
        "the same parent twice is one"
    );
    let last = home.releases(Parent2, both(), SENT).unwrap();
    assert_eq!(home.kind(), StateKind::WithLpa);
    assert!(hands_over(&last, HandOverKind::AdviceToLpa));
}

#[test]
fn a_block_by_one_stops_what_the_other_released_and_silence_is_no_release_after_it() {
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    let mut home = Home::both();
    home.releases(Parent1, both(), SENT).unwrap();
    home.take(Command::Block(None), &member(Parent2), SENT)
        .unwrap();
    assert_eq!(home.kind(), StateKind::ParentsSending);
    home.sends(both(), date!(2026 - 04 - 01)).unwrap();
    let silent = home.step(
        StepKind::ShareAfterSilence,
        Role::Doctor,
        date!(2026 - 05 - 20),
    );
    assert_eq!(silent.unwrap_err().rule, Rule::Blocked);
    home.releases(Parent1, both(), date!(2026 - 05 - 20))
        .unwrap();
    assert_eq!(
        home.kind(),
        StateKind::ParentsReading,
        "who blocked must release it too"
    );
    home.releases(Parent2, both(), date!(2026 - 05 - 20))
        .unwrap();
    assert_eq!(home.kind(), StateKind::WithLpa);
}

#[test]
fn an_answer_on_paper_counts_as_the_own_answer_of_who_signed_it() {
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    let paper = |by, on| Some(Paper { by, on });
    let release = |paper, on| Command::Release {
        paper,
        asked: both(),
        consent: Ok(consented(on)),
    };
    let (doctor, later) = (actor(Role::Doctor), date!(2026 - 04 - 01));
    let mut home = Home::both();
    home.releases(Parent1, both(), SENT).unwrap();
    let last = home
        .take(release(paper(Parent2, SENT), later), &doctor, later)
        .unwrap();
    assert_eq!(home.kind(), StateKind::WithLpa);
    assert!(hands_over(&last, HandOverKind::AdviceToLpa));
    assert_eq!(
        last.events[0].kind,
        EventKind::Released {
            by: Some(Parent2),
            paper: Some(SENT)
        }
    );

    let mut home = Home::both();
    home.releases(Parent1, both(), SENT).unwrap();
    let block = Command::Block(paper(Parent2, SENT));
    home.take(block, &doctor, later).unwrap();
    assert_eq!(
        home.kind(),
        StateKind::ParentsSending,
        "one block on paper stops it"
    );
    home.sends(both(), later).unwrap();
    let silent = home.step(
        StepKind::ShareAfterSilence,
        Role::Doctor,
        date!(2026 - 05 - 20),
    );
    assert_eq!(silent.unwrap_err().rule, Rule::Blocked);

    let old = home.take(release(paper(Parent1, SENT), later), &doctor, later);
    assert_eq!(
        old.unwrap_err().rule,
        Rule::BeforeEarlierStep(later),
        "what was signed before it was sent again releases nothing"
    );
    for (command, by) in [
        (release(None, later), &doctor),
        (Command::Block(None), &doctor),
        (release(paper(Parent2, later), later), &member(Parent1)),
    ] {
        let refused = home.take(command, by, later);
        assert_eq!(refused.unwrap_err().rule, Rule::NotThisRole);
    }
}

#[test]
fn silence_covers_the_parent_who_never_answers_and_either_may_send_it_meanwhile() {
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    let mut home = Home::both();
    home.releases(Parent1, both(), SENT).unwrap();
    home.step(
        StepKind::ShareAfterSilence,
        Role::Doctor,
        date!(2026 - 04 - 13),
    )
    .unwrap();
    assert_eq!(home.kind(), StateKind::WithLpa);

    let mut home = Home::both();
    home.releases(Parent1, both(), SENT).unwrap();
    let sent = home
        .step(StepKind::SendThemselves, Role::Parent, SENT)
        .unwrap();
    assert_eq!(home.kind(), StateKind::WithLpa);
    assert!(hands_over(&sent, HandOverKind::AdviceByParents));
}

#[test]
fn on_the_sixteenth_birthday_the_release_of_the_young_person_alone_is_the_new_consent() {
    let birthday = date!(2026 - 04 - 01);
    let (young, parents) = (child(date!(2010 - 04 - 01)), [parent(Parent1, home())]);
    let mut consent = record(&[Parent1]);
    let mut home = Home::sent(Asked::of(&young, &parents, SENT));
    let missing = consent.permits::<ShareAdviceWithLpa>(&young, &parents, birthday);
    assert_eq!(
        missing,
        Err(NoConsent::Unsigned(vec![Young])),
        "silence can't share it either"
    );
    let how = Reading::ToRelease(consent.permits(&young, &parents, birthday).unwrap());
    let asked = Asked::of(&young, &parents, birthday);
    let again = home.take(
        Command::SendForReading {
            how,
            asked: asked.clone(),
        },
        &actor(Role::Doctor),
        birthday,
    );
    assert!(
        again
            .unwrap()
            .effects
            .contains(&Effect::PersonalLinks(Recipients::Everyone)),
        "new links"
    );
    consent.released.insert(Young, birthday);
    let now = consent.permits::<ShareAdviceWithLpa>(&young, &parents, birthday);
    home.take(
        Command::Release {
            paper: None,
            asked,
            consent: now,
        },
        &member(Young),
        birthday,
    )
    .unwrap();
    assert_eq!(home.kind(), StateKind::WithLpa);
    let other =
        consent.permits::<tom::domain::consent::ShareAdviceWithParents>(&young, &parents, birthday);
    assert_eq!(
        other,
        Err(NoConsent::Unsigned(vec![Young])),
        "and for nothing else"
    );
}

#[test]
fn the_reading_term_starts_again_when_the_advice_was_corrected_or_sent_again() {
    let mut home = Home::both();
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    home.releases(Parent1, both(), SENT).unwrap();
    home.step(StepKind::CorrectAdvice, Role::Doctor, date!(2026 - 04 - 08))
        .unwrap();
    let early = home.step(
        StepKind::ShareAfterSilence,
        Role::Doctor,
        date!(2026 - 04 - 13),
    );
    assert_eq!(
        early.unwrap_err().rule,
        Rule::StillReading(date!(2026 - 04 - 22))
    );
    home.releases(Parent2, both(), date!(2026 - 04 - 13))
        .unwrap();
    assert_eq!(
        home.kind(),
        StateKind::ParentsReading,
        "the first release was for the older text"
    );
    home.sends(both(), date!(2026 - 04 - 21)).unwrap();
    let early = home.step(
        StepKind::ShareAfterSilence,
        Role::Doctor,
        date!(2026 - 04 - 24),
    );
    assert!(matches!(early.unwrap_err().rule, Rule::StillReading(_)));
}

#[test]
fn art_6_lpw_the_notification_is_made_when_everyone_responsible_who_can_be_reached_has_signed() {
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    let mut home = Home::both();
    home.signs(&[Parent1], &member(Parent1), SENT);
    home.releases(Parent1, both(), SENT).unwrap();
    home.releases(Parent2, both(), date!(2026 - 03 - 27))
        .unwrap();
    assert_eq!(home.notified_on(), None, "the second parent is awaited");
    let paper = home.signs(&[Parent2], &actor(Role::Lpa), date!(2026 - 03 - 30));
    assert_eq!(home.notified_on(), Some(date!(2026 - 03 - 30)));
    assert_eq!(
        paper.effects,
        [Effect::KnowParents],
        "what the LPA typed over goes nowhere"
    );
    home.signs(&[Parent1], &member(Parent1), date!(2026 - 04 - 02));
    assert_eq!(
        home.notified_on(),
        Some(date!(2026 - 03 - 30)),
        "signing again moves nothing"
    );
}

#[test]
fn a_notification_signed_before_the_advice_counts_from_the_day_of_the_advice() {
    let mut home = Home::sent(asked(&[Parent1], &[Parent1]));
    home.signs(&[Parent1], &member(Parent1), SENT);
    home.releases(
        Parent1,
        asked(&[Parent1], &[Parent1]),
        date!(2026 - 03 - 27),
    )
    .unwrap();
    assert_eq!(home.notified_on(), Some(date!(2026 - 03 - 27)));
}

#[test]
fn a_notification_signed_online_goes_along_when_the_advice_comes_on_paper() {
    for online in [true, false] {
        let mut home = Home::both();
        if online {
            home.signs(&[Parent1], &member(Parent1), SENT);
        }
        let signed = BTreeSet::from([Parent2]);
        let on = date!(2026 - 04 - 07);
        let sent = home
            .take(
                Command::SendThemselves { on, signed },
                &actor(Role::Lpa),
                on,
            )
            .unwrap();
        assert_eq!(hands_over(&sent, HandOverKind::NotificationToLpa), online);
        assert!(!hands_over(&sent, HandOverKind::AdviceByParents));
        assert_eq!(
            home.notified_on(),
            online.then_some(on),
            "paper and online merge"
        );
    }
}

#[test]
fn with_the_sma_the_gemeente_hears_who_signed_the_notification_before() {
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    let on = date!(2026 - 03 - 30);
    let released = |home: &mut Home| {
        home.releases(Parent1, both(), on).unwrap();
        home.releases(Parent2, both(), on).unwrap()
    };
    let brought = |home: &mut Home| {
        let signed = BTreeSet::from([Parent2]);
        let sent = Command::SendThemselves { on, signed };
        home.take(sent, &actor(Role::Lpa), on).unwrap()
    };
    let heard = |decision: &Decision| -> Vec<(Date, Vec<Audience>)> {
        let of = |event: &EventKind| match event {
            EventKind::NotificationSigned { by: Parent1, on } => Some(*on),
            _ => None,
        };
        let events = decision.events.iter();
        events
            .filter_map(|event| Some((of(&event.kind)?, event.audience.clone())))
            .collect()
    };
    assert!(heard(&released(&mut Home::both())).is_empty());
    for comes in [&released as &dyn Fn(&mut Home) -> Decision, &brought] {
        let mut home = Home::both();
        home.signs(&[Parent1], &member(Parent1), SENT);
        assert_eq!(heard(&comes(&mut home)), [(SENT, vec![Audience::Gemeente])]);
    }
}

#[test]
fn a_gemeente_that_has_a_name_alone_does_not_record_that_the_child_left() {
    let mut home = Home::both();
    let left = home.step(StepKind::LeaveArea, Role::Lpa, SENT);
    assert_eq!(left.unwrap_err().rule, Rule::NameOnly);
    let signed = BTreeSet::from([Parent1]);
    let sent = Command::SendThemselves { on: SENT, signed };
    home.take(sent, &member(Parent1), SENT).unwrap();
    assert!(home.step(StepKind::LeaveArea, Role::Lpa, SENT).is_ok());
}

#[test]
fn changed_facts_and_a_move_ask_for_new_signatures() {
    let mut home = Home::both();
    home.signs(&[Parent1], &member(Parent1), SENT);
    home.signs(&[Parent2], &member(Parent2), SENT);
    let moved = |home: &mut Home| home.step(StepKind::Move, Role::Doctor, SENT).unwrap();
    moved(&mut home);
    assert!(home.0.state.answers().unwrap().signed().is_empty());

    for (facts, left) in [(false, 1), (true, 0)] {
        let mut home = Home::both();
        home.signs(&[Parent1], &member(Parent1), SENT);
        let corrects = commands(&rules(), SENT)
            .unwrap()
            .into_iter()
            .find_map(|c| match c {
                Command::CorrectAdvice { by, .. } => Some(Command::CorrectAdvice {
                    by,
                    notification: facts,
                }),
                _ => None,
            });
        home.take(corrects.unwrap(), &actor(Role::Doctor), SENT)
            .unwrap();
        assert_eq!(home.0.state.answers().unwrap().signed().len(), left);
    }
}

/// The GGD corrects facts: who must release and sign now, and whether the notification says something else of the child.
fn correction(asked: Asked, notification: bool) -> Command {
    Command::CorrectFacts {
        addresses: Addresses::default(),
        born: false,
        renamed: false,
        asked: Some(asked),
        notification,
    }
}

/// Who gets the SMA with a link of the own.
fn invited(decision: &Decision) -> Vec<Person> {
    let one = |effect: &Effect| match effect {
        Effect::PersonalLinks(Recipients::Only(person)) => Some(*person),
        _ => None,
    };
    decision.effects.iter().filter_map(one).collect()
}

#[test]
fn corrected_custody_or_birth_renews_who_must_release_and_brings_them_the_advice() {
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    let doctor = actor(Role::Doctor);
    let mut home = Home::sent(asked(&[Parent1], &[Parent1]));
    let corrected = home.take(correction(both(), false), &doctor, SENT).unwrap();
    assert_eq!(invited(&corrected), [Parent2], "the other has it already");
    home.step(StepKind::SendThemselves, Role::Parent, SENT)
        .unwrap();
    home.signs(&[Parent1], &member(Parent1), SENT);
    assert_eq!(home.notified_on(), None, "the second parent signs too");

    // The child is sixteen: what a parent released is no release any more.
    let mut home = Home::both();
    home.releases(Parent1, both(), SENT).unwrap();
    let young = || asked(&[Young], &[Parent1, Parent2]);
    let corrected = home
        .take(correction(young(), false), &doctor, SENT)
        .unwrap();
    assert_eq!(invited(&corrected), [Young]);
    let answers = home.0.state.answers().unwrap();
    assert!(answers.released().is_empty());
    assert_eq!(answers.release_awaited(), BTreeSet::from([Young]));

    // Who released among others is asked anew when the other has no custody after all.
    let mut home = Home::both();
    home.releases(Parent1, both(), SENT).unwrap();
    let one = || asked(&[Parent1], &[Parent1]);
    let corrected = home.take(correction(one(), false), &doctor, SENT).unwrap();
    assert_eq!(invited(&corrected), [Parent1]);
    home.releases(Parent1, one(), SENT).unwrap();
    assert_eq!(home.kind(), StateKind::WithLpa);
}

#[test]
fn a_correction_that_changes_nothing_of_this_leaves_release_and_signature_as_they_are() {
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    let mut home = Home::both();
    home.releases(Parent1, both(), SENT).unwrap();
    home.signs(&[Parent1], &member(Parent1), SENT);
    let doctor = actor(Role::Doctor);
    let corrected = home.take(correction(both(), false), &doctor, SENT).unwrap();
    assert!(invited(&corrected).is_empty());
    let answers = home.0.state.answers().unwrap();
    assert_eq!((answers.released().len(), answers.signed().len()), (1, 1));
}

#[test]
fn a_signature_does_not_count_for_facts_that_were_corrected_after_it() {
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    let doctor = actor(Role::Doctor);
    let mut home = Home::both();
    home.signs(&[Parent1, Parent2], &member(Parent1), SENT);
    let corrected = home.take(correction(both(), true), &doctor, SENT).unwrap();
    assert_eq!(invited(&corrected), [Parent1, Parent2]);
    assert!(home.0.state.answers().unwrap().signed().is_empty());

    let mut home = Home::both();
    home.signs(&[Parent1, Parent2], &member(Parent1), SENT);
    home.step(StepKind::SendThemselves, Role::Parent, SENT)
        .unwrap();
    assert_eq!(home.notified_on(), Some(SENT));
    home.take(correction(both(), true), &doctor, SENT).unwrap();
    assert_eq!(home.notified_on(), None, "neither at the gemeente");
}

#[test]
fn an_address_found_by_the_lpa_asks_that_parent_for_a_signature() {
    let mut home = Home::sent(asked(&[Parent1], &[Parent1]));
    home.step(StepKind::SendThemselves, Role::Parent, SENT)
        .unwrap();
    home.signs(&[Parent1], &member(Parent1), SENT);
    let found = |person| Command::CorrectFacts {
        addresses: Addresses {
            found: vec![person],
            lost: Vec::new(),
            replaced: Vec::new(),
        },
        born: false,
        renamed: false,
        asked: None,
        notification: false,
    };
    home.take(found(Young), &actor(Role::Lpa), SENT).unwrap();
    assert_eq!(home.notified_on(), Some(SENT));
    home.take(found(Parent2), &actor(Role::Lpa), SENT).unwrap();
    assert_eq!(home.notified_on(), None);
}

#[test]
fn art_6_lpw_a_parent_who_never_signs_is_no_veto_once_the_lpa_recorded_why() {
    let lpa = actor(Role::Lpa);
    let go_on = |who| Command::GoOnWithout {
        who,
        why: Without::NoAnswer,
    };
    let mut home = Home::both();
    let early = home.take(go_on(Parent2), &lpa, SENT).unwrap_err();
    assert_eq!(early.rule, Rule::NotFromHere, "not before the SMA");
    home.step(StepKind::SendThemselves, Role::Parent, SENT)
        .unwrap();
    let nobody = home.take(go_on(Parent2), &lpa, SENT).unwrap_err();
    assert_eq!(
        nobody.rule,
        Rule::Form(vec![Requirement::Notification]),
        "without any signature there is no notification"
    );
    home.signs(&[Parent1], &member(Parent1), SENT);
    let signed = home.take(go_on(Parent1), &lpa, SENT).unwrap_err();
    assert_eq!(signed.rule, Rule::NotFromHere);
    let late = date!(2026 - 05 - 11);
    let gone = home.take(go_on(Parent2), &lpa, late).unwrap();
    let why = Without::NoAnswer;
    let event = EventKind::WentOnWithout { who: Parent2, why };
    assert_eq!(gone.events[0].kind, event);
    assert_eq!(
        gone.events[0].audience,
        [Audience::Gemeente, Audience::Family]
    );
    assert_eq!(
        home.notified_on(),
        Some(SENT),
        "the day on which the gemeente had it"
    );
    home.signs(&[Parent2], &lpa, late);
    assert_eq!(
        home.notified_on(),
        Some(SENT),
        "and a late one moves nothing"
    );

    // Other facts ask everybody anew.
    let both = asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    home.take(correction(both, true), &actor(Role::Doctor), late)
        .unwrap();
    home.signs(&[Parent1], &lpa, late);
    assert_eq!(home.notified_on(), None);
}

fn notification(signed: &[Person], claimed_before: bool) -> Notification {
    Notification {
        number: None,
        name: PersonName::parse("Noor", "de Wit").unwrap(),
        born: Some(date!(2017 - 03 - 14)),
        gender: None,
        address: home(),
        claimed_before: Some(claimed_before),
        signed: signed.iter().map(|person| (*person, SENT)).collect(),
        correspondents: Vec::new(),
    }
}

#[test]
fn a_later_signer_can_not_overwrite_what_an_earlier_one_signed_for() {
    let earlier = || Some(notification(&[Parent1], false));
    let merged = Notification::merged(earlier(), notification(&[Parent2], false));
    assert_eq!(merged.ok().unwrap().signed.len(), 2);
    let other = Notification::merged(earlier(), notification(&[Parent2], true))
        .err()
        .unwrap();
    assert_eq!(other.field, "claimed_before");
    let text = other.dutch(Role::Parent);
    assert!(text.contains("“nee”"), "{text}");
    let own = Notification::merged(earlier(), notification(&[Parent1], true))
        .ok()
        .unwrap();
    assert_eq!(
        own.claimed_before,
        Some(true),
        "who signed alone can sign again"
    );
}

#[test]
fn no_fact_of_the_child_is_overwritten_and_each_reader_is_told_what_to_do() {
    let moved = Address::dutch("Laantje", "7", "3761 AA", "Soest").ok();
    let number = |number| PersonalNumber::parse(number).ok();
    let before = || Notification {
        number: number("111222333"),
        gender: Some(Gender::Female),
        ..notification(&[Parent1], false)
    };
    let others = [
        (
            "number",
            Notification {
                number: number("123456782"),
                ..before()
            },
        ),
        (
            "born",
            Notification {
                born: Some(date!(2017 - 03 - 15)),
                ..before()
            },
        ),
        (
            "gender",
            Notification {
                gender: Some(Gender::Male),
                ..before()
            },
        ),
        (
            "child_street",
            Notification {
                address: moved,
                ..before()
            },
        ),
    ];
    for (field, mut other) in others {
        other.signed = [(Parent2, SENT)].into();
        let said = Notification::merged(Some(before()), other).err().unwrap();
        assert_eq!(said.field, field);
        assert!(
            said.dutch(Role::Parent)
                .contains("Bel de leerplichtambtenaar")
        );
        assert!(
            said.dutch(Role::Lpa)
                .contains("Controleer wat u hebt ingevuld")
        );
    }
    let mut empty = notification(&[Parent2], false);
    empty.address = None;
    let kept = Notification::merged(Some(before()), empty).ok().unwrap();
    assert_eq!((kept.gender, kept.address), (Some(Gender::Female), home()));
}

#[test]
fn the_lpa_registers_a_withdrawal_once_it_has_the_advice_and_a_parent_at_any_moment_before_the_decision()
 {
    let mut home = Home::both();
    let early = home.step(StepKind::Withdraw, Role::Lpa, SENT);
    assert_eq!(
        early.unwrap_err().rule,
        Rule::NotThisRole,
        "nothing is told before the SMA"
    );
    home.step(StepKind::SendThemselves, Role::Parent, SENT)
        .unwrap();
    for role in [Role::Lpa, Role::Parent] {
        let mut home = Home(home.0.clone());
        let ended = home.step(StepKind::Withdraw, role, SENT).unwrap();
        assert_eq!(home.kind(), StateKind::Withdrawn);
        let letters = ended
            .effects
            .iter()
            .filter(|e| matches!(e, Effect::Letter { .. }))
            .count();
        assert_eq!(letters, 1, "a letter to everyone");
        assert!(
            ended
                .effects
                .contains(&Effect::Seintje(NoticeKind::EndedToSwv))
        );
        assert_eq!(
            ended
                .effects
                .contains(&Effect::Seintje(NoticeKind::EndedToLpa)),
            role == Role::Parent
        );
    }
    home.step(StepKind::SignNotification, Role::Parent, SENT)
        .unwrap();
    home.step(StepKind::Grant, Role::Lpa, SENT).unwrap();
    let late = home.step(StepKind::Withdraw, Role::Parent, SENT);
    assert_eq!(late.unwrap_err().rule, Rule::NotFromHere);
}

#[test]
fn art_1b_lpw_nobody_is_eighteen_before_the_birthday() {
    let mut home = Home::both();
    home.step(StepKind::SendThemselves, Role::Parent, SENT)
        .unwrap();
    home.step(StepKind::Grant, Role::Lpa, SENT).unwrap();
    let birthday = date!(2027 - 02 - 02);
    let command = || Command::EndExemption {
        end: End::Eighteen,
        eighteen_on: Some(birthday),
    };
    let early = home
        .take(command(), &actor(Role::Lpa), date!(2027 - 02 - 01))
        .unwrap_err();
    assert_eq!(early.rule, Rule::NotYetEighteen(birthday));
    assert!(
        early.to_string().contains("2 februari 2027") && early.to_string().contains("artikel 1b")
    );
    home.take(command(), &actor(Role::Lpa), birthday).unwrap();
    assert_eq!(home.kind(), StateKind::Eighteen);
}

#[test]
fn art_1_253a_bw_a_court_decides_in_the_place_of_one_parent_beside_the_signature_of_the_other() {
    let young = child(date!(2017 - 03 - 14));
    let parents = [parent(Parent1, home()), parent(Parent2, home())];
    let mut consent = record(&[Parent1]);
    let permits = |consent: &ConsentRecord, on| {
        let proof = consent.permits::<ShareWithDoctor>(&young, &parents, on);
        (consent.unsigned(&young, &parents, on), proof.map(drop))
    };
    let awaited = |who: &[Person]| (who.to_vec(), Err(NoConsent::Unsigned(who.to_vec())));
    assert_eq!(permits(&consent, SENT), awaited(&[Parent2]));
    let decided = date!(2026 - 04 - 01);
    consent.court.insert(Parent2, decided);
    assert_eq!(
        permits(&consent, SENT),
        awaited(&[Parent2]),
        "not before the day of the decision"
    );
    assert_eq!(permits(&consent, decided), (vec![], Ok(())));
    consent.signed.clear();
    assert_eq!(
        permits(&consent, decided),
        awaited(&[Parent1, Parent2]),
        "never alone"
    );
    let sixteen = child(date!(2010 - 02 - 02));
    let refused = consent.permits::<ShareWithDoctor>(&sixteen, &parents, decided);
    assert_eq!(refused, Err(NoConsent::Unsigned(vec![Young])));
}

#[test]
fn at_eighteen_who_has_the_case_ends_the_procedure_with_a_letter_and_nobody_grants_any_more() {
    let birthday = date!(2026 - 05 - 04);
    let end = |end| Command::EndExemption {
        end,
        eighteen_on: Some(birthday),
    };
    let mut home = Home::both();
    let early = home.take(end(End::Eighteen), &actor(Role::Doctor), SENT);
    assert_eq!(early.unwrap_err().rule, Rule::NotYetEighteen(birthday));
    for role in [Role::Swv, Role::Lpa] {
        let other = home.take(end(End::Eighteen), &actor(role), birthday);
        assert_eq!(other.unwrap_err().rule, Rule::NotThisRole);
    }
    let back = home.take(end(End::BackAtSchool), &actor(Role::Doctor), birthday);
    assert_eq!(back.unwrap_err().rule, Rule::NotFromHere);
    let mut at_lpa = Home(home.0.clone());
    let ended = home
        .take(end(End::Eighteen), &actor(Role::Doctor), birthday)
        .unwrap();
    assert_eq!(home.kind(), StateKind::Eighteen);
    assert!(ended.effects.contains(&Effect::Letter {
        from: PartyKind::Ggd,
        kind: LetterKind::Stopped,
        to: Recipients::Everyone
    }));
    for notice in [NoticeKind::EndedToLpa, NoticeKind::EndedToSwv] {
        assert!(ended.effects.contains(&Effect::Seintje(notice)));
    }
    assert_eq!(
        ended.events[0].audience,
        [Audience::Family, Audience::Ggd],
        "the LPA hears a name and no age"
    );

    at_lpa
        .step(StepKind::SendThemselves, Role::Parent, SENT)
        .unwrap();
    let grant = |from| Command::Grant {
        facts: FormFacts {
            notified_on: Some(SENT),
            fields_complete: true,
            statement_on: SENT,
            statement_good_until: date!(2026 - 06 - 25),
            doctor_appointed: true,
            doctor_independent: true,
        },
        terms: Terms {
            from,
            months: 12,
            look_again: None,
        },
        advised: Verdict::Unfit { months: 12 },
        eighteen_on: Some(birthday),
        inform_local_team: None,
    };
    let lpa = actor(Role::Lpa);
    for (from, today) in [(SENT, birthday), (birthday, SENT)] {
        let refused = at_lpa.take(grant(from), &lpa, today).unwrap_err();
        assert_eq!(refused.rule, Rule::Eighteen(birthday));
        assert!(refused.to_string().contains("artikel 4a"));
    }
    let mut before = Home(at_lpa.0.clone());
    before
        .take(grant(SENT), &lpa, date!(2026 - 05 - 03))
        .unwrap();
    at_lpa.take(end(End::Eighteen), &lpa, birthday).unwrap();
    assert_eq!(at_lpa.kind(), StateKind::Eighteen);
}

#[test]
fn an_exemption_starts_at_most_a_year_after_its_notification() {
    let facts = FormFacts {
        notified_on: Some(SENT),
        fields_complete: true,
        statement_on: SENT,
        statement_good_until: date!(2026 - 06 - 25),
        doctor_appointed: true,
        doctor_independent: true,
    };
    let form = facts.test().unwrap();
    let from = |from| {
        let terms = Terms {
            from,
            months: 12,
            look_again: None,
        };
        Exemption::new(&form, &terms, (12, false), &[12, 24], 4, SENT)
    };
    assert!(from(date!(2027 - 03 - 25)).is_ok());
    let late = from(date!(2027 - 03 - 26)).unwrap_err();
    assert_eq!(late, NoExemption::TooFarAhead(date!(2027 - 03 - 25)));
}

#[test]
fn a_signature_that_was_not_needed_moves_nothing() {
    let one = || asked(&[Parent1], &[Parent1]);
    let mut home = Home::sent(one());
    home.signs(&[Parent1], &member(Parent1), SENT);
    home.releases(Parent1, one(), SENT).unwrap();
    home.signs(&[Parent2], &actor(Role::Lpa), date!(2026 - 07 - 06));
    assert_eq!(home.notified_on(), Some(SENT));
}

#[test]
fn the_lpa_registers_no_signature_before_it_has_the_advice() {
    let mut home = Home::both();
    let by = [Parent1].into_iter().collect();
    let early = home.take(
        Command::SignNotification { by, on: SENT },
        &actor(Role::Lpa),
        SENT,
    );
    assert_eq!(early.unwrap_err().rule, Rule::NotThisRole);
}

#[test]
fn sent_again_it_is_released_again() {
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    let mut home = Home::both();
    home.releases(Parent1, both(), SENT).unwrap();
    // The other parent has no custody after all.
    let one = || asked(&[Parent1], &[Parent1]);
    home.sends(one(), SENT).unwrap();
    assert_eq!(home.kind(), StateKind::ParentsReading);
    home.releases(Parent1, one(), SENT).unwrap();
    assert_eq!(home.kind(), StateKind::WithLpa);
}

#[test]
fn after_a_move_the_doctor_sends_the_advice_again_and_who_recorded_it_sees_it() {
    let moved = date!(2026 - 04 - 10);
    let tasks = |decision: &Decision| -> Vec<TaskKind> {
        let kinds = decision.effects.iter().filter_map(|effect| match effect {
            Effect::Task { party, kind, .. } if *party == PartyKind::Ggd => Some(*kind),
            _ => None,
        });
        kinds.collect()
    };
    let both = || asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    for (role, audience) in [
        (Role::Doctor, vec![Audience::Family, Audience::Ggd]),
        (
            Role::Swv,
            vec![Audience::Family, Audience::Swv, Audience::Ggd],
        ),
        (
            Role::Lpa,
            vec![Audience::Family, Audience::Gemeente, Audience::Ggd],
        ),
    ] {
        let mut home = Home::both();
        let done = home.step(StepKind::Move, role, moved).unwrap();
        assert_eq!(
            tasks(&done),
            [TaskKind::CheckAppointment, TaskKind::SendAgain]
        );
        assert_eq!(done.events[0].audience, audience);
        assert!(home.0.state.answers().unwrap().moved());
        let sent = home.sends(both(), moved).unwrap();
        assert!(sent.effects.contains(&Effect::Done(TaskKind::SendAgain)));
        assert!(!home.0.state.answers().unwrap().moved());
    }
    let mut home = Home::both();
    home.releases(Parent1, both(), SENT).unwrap();
    home.releases(Parent2, both(), SENT).unwrap();
    let from_lpa = home.step(StepKind::Move, Role::Lpa, moved).unwrap();
    assert!(tasks(&from_lpa).contains(&TaskKind::SendAgain));

    let advice = serde_json::json!({ "on": SENT, "doctor": "doctor", "verdict": Verdict::Unfit { months: 12 }, "version": 1 });
    let unsent = serde_json::json!({ "state": "advice_established", "advice": advice });
    for (role, kinds) in [
        (Role::Doctor, vec![TaskKind::CheckAppointment]),
        (
            Role::Swv,
            vec![TaskKind::CheckAppointment, TaskKind::CheckAddress],
        ),
    ] {
        home.0.state = serde_json::from_value(unsent.clone()).unwrap();
        let done = home.step(StepKind::Move, role, moved).unwrap();
        assert_eq!(tasks(&done), kinds, "nothing was sent yet");
    }
    home.0.state = State::start(SENT);
    home.step(StepKind::Register, Role::Swv, SENT).unwrap();
    let at_swv = home.step(StepKind::Move, Role::Swv, moved).unwrap();
    assert!(tasks(&at_swv).is_empty());
    assert_eq!(
        at_swv.events[0].audience,
        [Audience::Family, Audience::Swv],
        "the GGD doesn't know of it yet"
    );
}

#[test]
fn after_a_move_silence_counts_from_the_move_and_never_after_a_block() {
    let moved = date!(2026 - 04 - 10);
    let mut home = Home::both();
    home.step(StepKind::Move, Role::Doctor, moved).unwrap();
    let early = home.step(StepKind::ShareAfterSilence, Role::Doctor, moved);
    assert!(matches!(early.unwrap_err().rule, Rule::StillReading(_)));

    let mut home = Home::both();
    home.take(Command::Block(None), &member(Parent2), SENT)
        .unwrap();
    let signed = [].into_iter().collect();
    let sending = Command::SendThemselves { on: SENT, signed };
    home.take(sending, &member(Parent1), SENT).unwrap();
    home.step(StepKind::Move, Role::Doctor, moved).unwrap();
    let both = asked(&[Parent1, Parent2], &[Parent1, Parent2]);
    home.sends(both, moved).unwrap();
    let silent = home.step(
        StepKind::ShareAfterSilence,
        Role::Doctor,
        date!(2026 - 05 - 20),
    );
    assert_eq!(silent.unwrap_err().rule, Rule::Blocked);
}
