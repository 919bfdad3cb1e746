//! What a workflow file says, each value with its line, before the rules of the house were asked.

use std::collections::BTreeMap;

use crate::domain::consent::PurposeKind;
use crate::domain::field::Field;
use crate::domain::notice::{NoticeKind, Route};
use crate::domain::party::{PartyKind, Sector};
use crate::domain::rules::{Channel, HandOverKind, Keeps, RetentionStart, Terms};

use super::fault::Read;
use super::section::{At, Listed, Section};

/// The file.
pub(super) struct Draft {
    pub(super) title: Read<At<String>>,
    pub(super) sector: Read<At<Sector>>,
    pub(super) required: Listed<Field>,
    pub(super) application_signed: Read<At<bool>>,
    pub(super) share_after_silence: Read<At<bool>>,
    pub(super) durations: Listed<i64>,
    pub(super) swv_keeps: Read<At<Keeps>>,
    pub(super) terms: Read<At<Terms>>,
    pub(super) hand_overs: BTreeMap<HandOverKind, HandOverDraft>,
    pub(super) notices: BTreeMap<NoticeKind, NoticeDraft>,
    pub(super) retention: BTreeMap<PartyKind, RetentionDraft>,
}

/// `[hand_over.KIND]`
pub(super) struct HandOverDraft {
    pub(super) line: usize,
    pub(super) from: Read<At<PartyKind>>,
    pub(super) to: Read<At<PartyKind>>,
    pub(super) fields: Listed<Field>,
    pub(super) purpose: Read<At<String>>,
    pub(super) basis: Read<At<String>>,
    pub(super) consent: Read<Option<At<PurposeKind>>>,
    pub(super) further_use: Read<Option<At<String>>>,
    pub(super) channel: Read<At<Channel>>,
}

/// `[notice.KIND]`
pub(super) struct NoticeDraft {
    pub(super) line: usize,
    pub(super) from: Read<At<PartyKind>>,
    pub(super) to: Read<At<PartyKind>>,
    pub(super) routes: Listed<Route>,
    pub(super) purpose: Read<At<String>>,
    pub(super) basis: Read<At<String>>,
    pub(super) consent: Read<Option<At<PurposeKind>>>,
    pub(super) further_use: Read<Option<At<String>>>,
}

/// `[retention.PARTY]`
pub(super) struct RetentionDraft {
    pub(super) months: Read<At<u16>>,
    pub(super) from: Read<At<RetentionStart>>,
    pub(super) source: Read<At<String>>,
}

impl Draft {
    /// Reads the whole file. Everything is read, whatever is wrong elsewhere.
    pub(super) fn read(file: &Section) -> Self {
        let (required, application_signed) = application(file);
        let draft = Self {
            title: file.text("title"),
            sector: file.word("sector"),
            required,
            application_signed,
            share_after_silence: only(file, "advice", |s| s.flag("share_after_silence")),
            durations: durations(file),
            swv_keeps: only(file, "swv", |s| s.word("keeps")),
            terms: file.section("terms").and_then(|s| terms(&s)),
            hand_overs: file
                .each("hand_over")
                .into_iter()
                .map(|(k, s)| (k, hand_over(&s)))
                .collect(),
            notices: file
                .each("notice")
                .into_iter()
                .map(|(k, s)| (k, notice(&s)))
                .collect(),
            retention: file
                .each("retention")
                .into_iter()
                .map(|(k, s)| (k, retention(&s)))
                .collect(),
        };
        file.close();
        draft
    }
}

/// The one value of a table that holds one.
fn only<T>(file: &Section, table: &str, read: impl Fn(&Section) -> Read<T>) -> Read<T> {
    let section = file.section(table)?;
    let value = read(&section);
    section.close();
    value
}

fn application(file: &Section) -> (Listed<Field>, Read<At<bool>>) {
    match file.section("application") {
        Ok(section) => {
            let read = (section.words("required"), section.flag("signed"));
            section.close();
            read
        }
        Err(reported) => (Listed::nothing(reported), Err(reported)),
    }
}

fn durations(file: &Section) -> Listed<i64> {
    match file.section("exemption") {
        Ok(section) => {
            let read = section.numbers("durations");
            section.close();
            read
        }
        Err(reported) => Listed::nothing(reported),
    }
}

fn terms(section: &Section) -> Read<At<Terms>> {
    let days = 1..=60;
    let weeks = 1..=26;
    let first_contact_days = section.number("first_contact_days", &days, "working days");
    let completion_days = section.number("completion_days", &days, "working days");
    let appointment_weeks = section.number("appointment_weeks", &weeks, "weeks");
    let advice_weeks = section.number("advice_weeks", &weeks, "weeks");
    let reading_days = section.number("reading_days", &days, "working days");
    let decision_weeks = section.number("decision_weeks", &weeks, "weeks");
    let reassessment_letter_months = section.number(
        "reassessment_letter_months",
        &(1..=11),
        "months before the end",
    );
    let statement_months = section.number(
        "statement_months",
        &(1..=3),
        "months (art. 7 LPW: the statement is not older than three)",
    );
    section.close();
    Ok(At {
        line: section.line,
        value: Terms {
            first_contact_days: first_contact_days?.value,
            completion_days: completion_days?.value,
            appointment_weeks: appointment_weeks?.value,
            advice_weeks: advice_weeks?.value,
            reading_days: reading_days?.value,
            decision_weeks: decision_weeks?.value,
            reassessment_letter_months: reassessment_letter_months?.value,
            statement_months: statement_months?.value,
        },
    })
}

fn hand_over(section: &Section) -> HandOverDraft {
    let draft = HandOverDraft {
        line: section.line,
        from: section.word("from"),
        to: section.word("to"),
        fields: section.words("fields"),
        purpose: section.text("purpose"),
        basis: section.text("basis"),
        consent: section.word_if_any("consent"),
        further_use: section.text_if_any("further_use"),
        channel: section.word("channel"),
    };
    section.close();
    draft
}

fn notice(section: &Section) -> NoticeDraft {
    let draft = NoticeDraft {
        line: section.line,
        from: section.word("from"),
        to: section.word("to"),
        routes: section.words("routes"),
        purpose: section.text("purpose"),
        basis: section.text("basis"),
        consent: section.word_if_any("consent"),
        further_use: section.text_if_any("further_use"),
    };
    section.close();
    draft
}

fn retention(section: &Section) -> RetentionDraft {
    let draft = RetentionDraft {
        months: section.number("months", &(0..=1200), "months"),
        from: section.word("from"),
        source: section.text("source"),
    };
    section.close();
    draft
}
