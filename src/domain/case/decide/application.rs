//! While the application is with the SWV.

use time::Date;

use crate::domain::calendar::add_working_days;
use crate::domain::case::effect::Audience::{Family, Swv};
use crate::domain::case::effect::{Effect, EventKind, LetterKind, Recipients, TaskKind};
use crate::domain::case::state::State as S;
use crate::domain::deadline::DeadlineKind;
use crate::domain::notice::NoticeKind;
use crate::domain::party::PartyKind;
use crate::domain::rules::Rules;

use super::Decision;
use super::made::{letter, stay};

pub(super) fn asked(state: S, rules: &Rules, today: Date) -> Decision {
    let until = rules.term(DeadlineKind::Completion).after(today);
    let next = match state {
        S::Incomplete(s) => S::Incomplete(s.ask(today, until)),
        other => other,
    };
    let event = EventKind::CompletionAsked { until }.to(&[Swv, Family]);
    let kind = LetterKind::CompletionRequest;
    stay(next, vec![event])
        .and(letter(PartyKind::Swv, kind, Recipients::Everyone))
        .and(Effect::PersonalLinks(Recipients::Everyone))
}

pub(super) fn amended(next: S, renamed: bool, born: bool) -> Decision {
    let complete = matches!(next, S::AtSwv(_));
    let event = if complete {
        EventKind::Completed.to(&[Swv, Family])
    } else {
        EventKind::Amended.to(&[Swv])
    };
    let mut done = stay(next, vec![event]);
    if born {
        done = done.and(Effect::ReopenLinks);
    }
    if renamed {
        // The same row at the LPA, with the name as it is.
        done.and(Effect::Seintje(NoticeKind::Application))
    } else {
        done
    }
}

/// `scan_from`: from which day on there is a paper to scan.
pub(super) fn registered(next: S, received_on: Date, scan_from: Option<Date>) -> Decision {
    let done = stay(
        next,
        vec![EventKind::Registered { received_on }.to(&[Swv, Family])],
    )
    .and(letter(
        PartyKind::Swv,
        LetterKind::Receipt,
        Recipients::Everyone,
    ))
    .and(Effect::PersonalLinks(Recipients::Everyone))
    .and(Effect::Seintje(NoticeKind::Application));
    let Some(today) = scan_from else {
        return done;
    };
    done.and(Effect::Task {
        party: PartyKind::Swv,
        kind: TaskKind::ScanPaper,
        due: Some(add_working_days(today, 1)),
    })
}
