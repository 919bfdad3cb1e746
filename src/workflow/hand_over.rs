//! The rules of a hand-over: between which parties, how, with which consent, which fields it needs and which it may not carry.

use crate::domain::consent::{PurposeKind, TextVersion};
use crate::domain::field::{Field, Owner};
use crate::domain::party::PartyKind;
use crate::domain::rules::{Channel, HandOverKind};

use super::draft::HandOverDraft;
use super::fault::{Faults, Read};
use super::section::At;

/// What the path itself fixes of a hand-over.
struct Fixed {
    from: PartyKind,
    to: PartyKind,
    consent: Option<PurposeKind>,
    channel: Channel,
    needs: &'static [Field],
    source: &'static str,
}

const fn fixed(kind: HandOverKind) -> Fixed {
    use Field::{
        AdviceConclusion, AdviceDoctor, AdviceSituation, ChildAddress, ChildBorn, ChildGender,
        ChildName, ChildNumber, ClaimedBefore, Consent, Notification, ParentNames, Situation,
    };
    let (from, to, consent, channel, needs, source): (_, _, _, _, &'static [Field], _) = match kind
    {
        HandOverKind::ApplicationToDoctor => (
            PartyKind::Swv,
            PartyKind::Ggd,
            Some(PurposeKind::ShareWithDoctor),
            Channel::Tom,
            &[ChildName, ParentNames, Situation, Consent],
            "covenant, step 2",
        ),
        HandOverKind::AdviceToLpa => (
            PartyKind::Ggd,
            PartyKind::Gemeente,
            Some(PurposeKind::ShareAdviceWithLpa),
            Channel::Tom,
            &[
                ChildName,
                ChildNumber,
                AdviceSituation,
                AdviceConclusion,
                AdviceDoctor,
            ],
            "covenant, step 3; art. 7 LPW",
        ),
        HandOverKind::AdviceByParents => (
            PartyKind::Ggd,
            PartyKind::Gemeente,
            None,
            Channel::Parents,
            &[
                ChildName,
                ChildNumber,
                AdviceSituation,
                AdviceConclusion,
                AdviceDoctor,
            ],
            "covenant, step 3: the parents send it themselves",
        ),
        HandOverKind::NotificationToLpa => (
            PartyKind::Ggd,
            PartyKind::Gemeente,
            None,
            Channel::Parents,
            &[
                ChildNumber,
                ChildName,
                ChildBorn,
                ChildGender,
                ChildAddress,
                ClaimedBefore,
                Notification,
                ParentNames,
            ],
            "art. 6 LPW: the parents notify; art. 3:41 Awb",
        ),
    };
    Fixed {
        from,
        to,
        consent,
        channel,
        needs,
        source,
    }
}

/// Notes what is wrong with one hand-over.
pub(super) fn check(kind: HandOverKind, draft: &HandOverDraft, faults: &Faults) {
    let fixed = fixed(kind);
    party("from", &draft.from, &[fixed.from], fixed.source, faults);
    party("to", &draft.to, &[fixed.to], fixed.source, faults);
    consent(
        draft.line,
        &draft.consent,
        fixed.consent,
        fixed.source,
        faults,
    );
    if let Ok(At { value, line }) = &draft.channel
        && *value != fixed.channel
    {
        let (found, expected, source) = (value.code(), fixed.channel.code(), fixed.source);
        faults.note(
            *line,
            format!("`channel` is `{found}`; expected `{expected}` ({source})"),
        );
    }
    for At { value: field, line } in &draft.fields.items {
        for party in [fixed.from, fixed.to]
            .into_iter()
            .filter(|party| !field.may_be_held_by(*party))
        {
            faults.note(*line, may_not_hold(*field, party));
        }
        if field.account().owner == Owner::Holder {
            let word = field.code();
            faults.note(
                *line,
                format!("`{word}` is of each party itself: it goes to nobody"),
            );
        }
    }
    if let Some(purpose) = fixed.consent {
        not_asked(purpose, &fixed, draft, faults);
    }
    let Ok(fields) = draft.fields.whole() else {
        return;
    };
    for field in fixed
        .needs
        .iter()
        .filter(|field| !fields.iter().any(|at| at.value == **field))
    {
        let (word, source) = (field.code(), fixed.source);
        let line = fields.first().map_or(draft.line, |at| at.line);
        faults.note(
            line,
            format!(
                "`fields` lacks `{word}`, without which `{}` is of no use ({source})",
                kind.code()
            ),
        );
    }
}

/// Notes fields for which the text that is shown today asks no consent.
fn not_asked(purpose: PurposeKind, fixed: &Fixed, draft: &HandOverDraft, faults: &Faults) {
    let covers = |field| TextVersion::NEWEST.covers(purpose, fixed.to, &[field]);
    for At { value: field, line } in &draft.fields.items {
        let held = field.may_be_held_by(fixed.from) && field.may_be_held_by(fixed.to);
        if held && !covers(*field) {
            let (field, consent) = (field.code(), purpose.code());
            faults.note(
                *line,
                format!(
                    "`{field}`: the text that asks for the consent `{consent}` doesn't name it (covenant, appendix 5)"
                ),
            );
        }
    }
}

/// Notes a party that the path doesn't know here.
pub(super) fn party(
    key: &str,
    found: &Read<At<PartyKind>>,
    expected: &[PartyKind],
    source: &str,
    faults: &Faults,
) {
    let Ok(At { value, line }) = found else {
        return;
    };
    if !expected.contains(value) {
        let words: Vec<&str> = expected.iter().map(|party| party.code()).collect();
        let words = words.join("` or `");
        faults.note(
            *line,
            format!(
                "`{key}` is `{}`; expected `{words}` ({source})",
                value.code()
            ),
        );
    }
}

/// Notes a consent that is missing, another one than is needed, or asked for where none is needed.
pub(super) fn consent(
    line: usize,
    found: &Read<Option<At<PurposeKind>>>,
    expected: Option<PurposeKind>,
    source: &str,
    faults: &Faults,
) {
    let Ok(found) = found else { return };
    match (found, expected) {
        (None, None) => {}
        (Some(At { value, .. }), Some(purpose)) if *value == purpose => {}
        (None, Some(purpose)) => {
            let code = purpose.code();
            faults.note(
                line,
                format!("`consent` is missing: expected \"{code}\" ({source})"),
            );
        }
        (Some(At { value, line }), Some(purpose)) => {
            let (found, expected) = (value.code(), purpose.code());
            faults.note(
                *line,
                format!("`consent` is `{found}`; expected `{expected}` ({source})"),
            );
        }
        (Some(At { value, line }), None) => {
            faults.note(
                *line,
                format!(
                    "`consent` is `{}`, but none is asked here ({source})",
                    value.code()
                ),
            );
        }
    }
}

fn may_not_hold(field: Field, party: PartyKind) -> String {
    let (word, party_word) = (field.code(), party.code());
    if field == Field::ChildNumber && party == PartyKind::Swv {
        return format!("`{word}`: an SWV may not hold a BSN (covenant, note 21 to art. 5.1)");
    }
    let holders: Vec<&str> = field
        .account()
        .held_by
        .iter()
        .map(|party| party.code())
        .collect();
    let (holders, basis) = (holders.join(", "), field.account().basis);
    format!("`{word}` may not be held by `{party_word}`, only by {holders} ({basis})")
}
