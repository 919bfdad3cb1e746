//! From a draft without faults to the rules that the domain asks.

use crate::domain::deadline::DeadlineRule;
use crate::domain::rules::{HandOver, NoticeRule, Retention, Rules};

use super::draft::{DeadlineDraft, Draft, HandOverDraft, NoticeDraft, RetentionDraft};
use super::fault::Read;
use super::section::Listed;

/// The rules, if everything could be read.
pub(super) fn rules(id: String, draft: Draft) -> Read<Rules> {
    let deadlines = draft
        .deadlines
        .into_iter()
        .map(|(kind, d)| Ok((kind, deadline(d)?)));
    let hand_overs = draft
        .hand_overs
        .into_iter()
        .map(|(kind, d)| Ok((kind, hand_over(d)?)));
    let notices = draft
        .notices
        .into_iter()
        .map(|(kind, d)| Ok((kind, notice(d)?)));
    let retention = draft
        .retention
        .into_iter()
        .map(|(party, d)| Ok((party, term(d)?)));
    // A duration outside this range has its fault already; it can't be counted in years.
    let durations = draft
        .durations
        .whole()?
        .iter()
        .filter_map(|at| u8::try_from(at.value).ok());
    Ok(Rules {
        id,
        title: draft.title?.value,
        sector: draft.sector?.value,
        required: values(&draft.required)?,
        application_signed: draft.application_signed?.value,
        share_after_silence: draft.share_after_silence?.value,
        durations: durations.collect(),
        terms: draft.terms?.value,
        deadlines: deadlines.collect::<Read<_>>()?,
        hand_overs: hand_overs.collect::<Read<_>>()?,
        notices: notices.collect::<Read<_>>()?,
        swv_keeps: draft.swv_keeps?.value,
        retention: retention.collect::<Read<_>>()?,
    })
}

fn deadline(draft: DeadlineDraft) -> Read<DeadlineRule> {
    Ok(DeadlineRule {
        term: draft.term?.map(|at| at.value),
        yellow: draft.yellow?.value,
        red: draft.red?.value,
        remind: values(&draft.remind)?,
        escalate: draft.escalate?.value,
    })
}

fn hand_over(draft: HandOverDraft) -> Read<HandOver> {
    Ok(HandOver {
        from: draft.from?.value,
        to: draft.to?.value,
        fields: values(&draft.fields)?,
        purpose: draft.purpose?.value,
        basis: draft.basis?.value,
        consent: draft.consent?.map(|at| at.value),
        further_use: draft.further_use?.map(|at| at.value),
        channel: draft.channel?.value,
    })
}

fn notice(draft: NoticeDraft) -> Read<NoticeRule> {
    Ok(NoticeRule {
        from: draft.from?.value,
        to: draft.to?.value,
        routes: values(&draft.routes)?,
        purpose: draft.purpose?.value,
        basis: draft.basis?.value,
        consent: draft.consent?.map(|at| at.value),
        further_use: draft.further_use?.map(|at| at.value),
    })
}

fn term(draft: RetentionDraft) -> Read<Retention> {
    Ok(Retention {
        months: draft.months?.value,
        from: draft.from?.value,
        source: draft.source?.value,
    })
}

fn values<T: Copy>(list: &Listed<T>) -> Read<Vec<T>> {
    Ok(list.whole()?.iter().map(|at| at.value).collect())
}
