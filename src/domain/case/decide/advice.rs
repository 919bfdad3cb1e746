//! The SMA on its way: to those who read it, and to the leerplichtambtenaar.

use std::collections::BTreeSet;

use time::Date;

use crate::domain::case::answers::Answers;
use crate::domain::case::effect::Audience::{Family, Gemeente, Ggd};
use crate::domain::case::effect::{
    Audience, Effect, Event, EventKind, LetterKind, Recipients, TaskKind,
};
use crate::domain::case::state::{Established, State as S, WithLpa};
use crate::domain::family::Person;
use crate::domain::party::{Actor, PartyKind, Role};
use crate::domain::rules::HandOverKind;

use super::Decision;
use super::made::{letter, stay};

pub(super) fn corrected(version: u32, next: S) -> Decision {
    stay(
        next,
        vec![EventKind::AdviceCorrected { version }.to(&[Ggd, Family])],
    )
}

pub(super) fn with_advice(mut done: Decision, fit: Established) -> Decision {
    if let S::Closed(closed) = done.state {
        done.state = S::Closed(closed.with(fit));
    }
    done
}

/// The SMA lies with the parents, each with a letter and a personal link.
pub(super) fn sent_to_read(next: S) -> Decision {
    let asked = next.answers().map(|answers| &answers.asked().to_release);
    let young_person = asked.is_some_and(|who| who.contains(&Person::Child));
    let event = if matches!(next, S::ParentsReading(_)) {
        EventKind::AdviceToRead { young_person }
    } else {
        EventKind::AdviceToSend { young_person }
    };
    to_readers(stay(next, vec![event.to(&[Ggd, Family])])).and(Effect::Done(TaskKind::SendAgain))
}

pub(super) fn to_readers(done: Decision) -> Decision {
    done.and(letter(
        PartyKind::Ggd,
        LetterKind::AdviceForReading,
        Recipients::Readers,
    ))
    .and(Effect::PersonalLinks(Recipients::Everyone))
}

/// The doctor's SMA goes to the LPA.
pub(super) fn shared(next: S, event: Event, today: Date) -> Decision {
    let before = next.answers().map(signed_before).unwrap_or_default();
    let mut done = stay(next, vec![event])
        .and_event(EventKind::AdviceReceived { on: today }.to(&[Gemeente]))
        .and(Effect::HandOver(HandOverKind::AdviceToLpa))
        .and(Effect::Done(TaskKind::SendAgain));
    done.events.extend(before);
    done
}

/// What was signed before the gemeente had the SMA: it hears of it with the notification.
pub(super) fn signed_before(answers: &Answers) -> Vec<Event> {
    let one = |(by, on): (&Person, &Date)| {
        EventKind::NotificationSigned { by: *by, on: *on }.to(&[Gemeente])
    };
    answers.signed().iter().map(one).collect()
}

/// The parents sent or brought the SMA. Typed over by the LPA there is nothing to copy but a notification that was signed online
/// before: the paper came from the parents.
pub(super) fn brought(
    mut next: WithLpa,
    signed: BTreeSet<Person>,
    on: Date,
    actor: &Actor,
) -> Decision {
    let before = signed_before(&next.answers);
    let online = !before.is_empty();
    let paper = signatures(&signed, on, &[Gemeente, Family]);
    let young_person = next.answers.asked().to_release.contains(&Person::Child);
    next.answers.sign(signed, on);
    let mut done = stay(
        S::WithLpa(next),
        vec![EventKind::SentByParents { on, young_person }.to(&[Gemeente, Family])],
    )
    .and(Effect::Done(TaskKind::SendAgain));
    let typed = !paper.is_empty();
    done.events.extend(before.into_iter().chain(paper));
    match (actor.role(), online) {
        (Role::Lpa, true) => done.and(Effect::HandOver(HandOverKind::NotificationToLpa)),
        (Role::Lpa, false) if typed => done.and(Effect::KnowParents),
        (Role::Lpa, false) => done,
        _ => done.and(Effect::HandOver(HandOverKind::AdviceByParents)),
    }
}

pub(super) fn signatures(by: &BTreeSet<Person>, on: Date, audience: &[Audience]) -> Vec<Event> {
    let one = |person: &Person| EventKind::NotificationSigned { by: *person, on }.to(audience);
    by.iter().map(one).collect()
}
