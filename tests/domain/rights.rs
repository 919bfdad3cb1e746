//! Who may use the rights over a child's data, and by when a request is answered (covenant, art. 13 and note 29).

use time::Date;
use time::macros::date;
use tom::demo::applications;
use tom::domain::ages::AgeBand;
use tom::domain::family::{Person, Relation};
use tom::domain::party::PartyId;
use tom::domain::person::PersonName;
use tom::domain::rights::{
    NoRight, NotNow, Outcome, Request, Right, Standing, due, may_ask, standing,
};
use tom::domain::text::LongText;

const BORN: Date = date!(2012 - 03 - 14);

fn asked(
    by: Person,
    on: Date,
    change: impl Fn(&mut tom::domain::application::Application),
) -> Result<Standing, NoRight> {
    let mut application = applications::noor().unwrap().application;
    application.child.born = Some(BORN);
    change(&mut application);
    may_ask(&application.child, &application.parents, by, on)
}

#[test]
fn art_13_until_12_the_representatives_until_16_both_from_16_the_young_person_alone() {
    use NoRight::{Represented, YoungPersonAlone};
    use Person::{Child, Parent1};
    use Standing::{Alone, Together};
    for (on, by_parent, by_child) in [
        (date!(2024 - 03 - 13), Ok(Alone), Err(Represented)),
        (date!(2024 - 03 - 14), Ok(Together), Ok(Together)),
        (date!(2028 - 03 - 13), Ok(Together), Ok(Together)),
        (date!(2028 - 03 - 14), Err(YoungPersonAlone), Ok(Alone)),
        (date!(2031 - 03 - 14), Err(YoungPersonAlone), Ok(Alone)),
    ] {
        assert_eq!(asked(Parent1, on, |_| ()), by_parent, "{on}");
        assert_eq!(asked(Child, on, |_| ()), by_child, "{on}");
    }
}

#[test]
fn who_has_no_custody_or_is_not_on_the_form_represents_nobody() {
    let on = date!(2022 - 01 - 01);
    let outside = asked(Person::Parent1, on, |a| {
        a.parents[0].relation = Relation::NoCustody
    });
    assert_eq!(outside, Err(NoRight::NoCustody));
    let unknown = asked(Person::Parent2, on, |a| a.parents.truncate(1));
    assert_eq!(unknown, Err(NoRight::NoCustody));
}

#[test]
fn who_cannot_decide_is_represented_after_16_too() {
    let on = date!(2029 - 01 - 01);
    let cannot = |a: &mut tom::domain::application::Application| {
        a.child.cannot_decide = Some("verklaring van de arts".into());
    };
    assert_eq!(asked(Person::Parent1, on, cannot), Ok(Standing::Alone));
    assert_eq!(asked(Person::Child, on, cannot), Err(NoRight::Represented));
}

fn request(received_on: Date) -> Request {
    Request {
        right: Right::Access,
        by: Some(Person::Parent1),
        name: PersonName::parse("Marieke", "de Wit").unwrap(),
        address: None,
        asked: LongText::parse("Alles.").unwrap(),
        view: None,
        received_on,
        extended: None,
        discussed: Vec::new(),
        restriction: None,
        answer: None,
    }
}

fn text<const MAX: usize>() -> LongText<MAX> {
    LongText::parse("Daarom.").unwrap()
}

#[test]
fn a_month_from_31_january_ends_on_28_february() {
    for (received, first, extended) in [
        (
            date!(2027 - 01 - 31),
            date!(2027 - 02 - 28),
            date!(2027 - 04 - 30),
        ),
        (
            date!(2028 - 01 - 31),
            date!(2028 - 02 - 29),
            date!(2028 - 04 - 30),
        ),
        (
            date!(2026 - 11 - 30),
            date!(2026 - 12 - 30),
            date!(2027 - 02 - 28),
        ),
        (
            date!(2026 - 03 - 15),
            date!(2026 - 04 - 15),
            date!(2026 - 06 - 15),
        ),
    ] {
        assert_eq!(due(received, false).date, first);
        assert_eq!(due(received, true).date, extended);
    }
    let why = due(date!(2027 - 01 - 31), false).explanation();
    assert!(why.contains("Er bestaat geen 31 februari 2027"), "{why}");
}

#[test]
fn a_term_is_made_longer_once_and_only_within_the_first_month() {
    let mut late = request(date!(2027 - 01 - 31));
    let last = date!(2027 - 02 - 28);
    let refused = late.extend(date!(2027 - 03 - 01), text());
    assert_eq!(refused, Err(NotNow::TooLate(last)));
    assert_eq!(late.extend(last, text()), Ok(()));
    assert_eq!(late.due().date, date!(2027 - 04 - 30));
    assert_eq!(late.extend(last, text()), Err(NotNow::ExtendedBefore));
}

#[test]
fn an_answered_request_is_not_answered_discussed_or_extended_again() {
    let (on, other) = (date!(2026 - 04 - 10), PartyId::from("swv-de-eem"));
    let mut one = request(date!(2026 - 04 - 02));
    assert_eq!(one.discuss(on, other.clone(), text()), Ok(()));
    assert_eq!(one.answer(on, Outcome::Refused, text()), Ok(()));
    assert_eq!(
        one.answer(on, Outcome::Granted, text()),
        Err(NotNow::Answered)
    );
    assert_eq!(one.discuss(on, other, text()), Err(NotNow::Answered));
    assert_eq!(one.extend(on, text()), Err(NotNow::Answered));
    assert_eq!(one.outcome(), Some(Outcome::Refused));
}

#[test]
fn a_grown_up_who_can_not_be_told_from_the_other_parent_asks_until_sixteen() {
    let asks = |band| standing(Some(band), None, true);
    assert_eq!(asks(AgeBand::UnderTwelve), Ok(Standing::Alone));
    assert_eq!(asks(AgeBand::TwelveToFifteen), Ok(Standing::Together));
    assert_eq!(asks(AgeBand::SixteenPlus), Err(NoRight::YoungPersonAlone));
}

#[test]
fn art_18_3_avg_a_restriction_ends_some_days_after_the_letter_that_says_so() {
    let mut one = request(date!(2026 - 04 - 02));
    let on = date!(2026 - 04 - 10);
    assert_eq!(one.announce_end(on), Err(NotNow::NotRestricted));
    assert_eq!(one.restrict(on), Ok(()));
    assert_eq!(one.restrict(on), Err(NotNow::Restricted));
    assert_eq!(one.lift(on), Err(NotNow::NotTold));
    let until = date!(2026 - 04 - 17);
    assert_eq!(one.announce_end(on), Ok(until));
    assert_eq!(one.announce_end(on), Err(NotNow::EndsOn(until)));
    assert_eq!(one.lift(date!(2026 - 04 - 16)), Err(NotNow::EndsOn(until)));
    assert_eq!(one.lift(until), Ok(()));
    assert_eq!(one.lift(until), Err(NotNow::NotRestricted));
}
