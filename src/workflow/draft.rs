//! What a workflow file says, each value with its line, before the rules of the house were asked.

use std::collections::BTreeMap;

use crate::domain::consent::PurposeKind;
use crate::domain::deadline::{DeadlineKind, Reminded};
use crate::domain::field::Field;
use crate::domain::notice::{NoticeKind, Route};
use crate::domain::party::{PartyKind, Sector};
use crate::domain::rules::{Channel, HandOverKind, Keeps, RetentionStart, Terms};
use crate::domain::term::Term;

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
    pub(super) deadlines: BTreeMap<DeadlineKind, DeadlineDraft>,
    pub(super) hand_overs: BTreeMap<HandOverKind, HandOverDraft>,
    pub(super) notices: BTreeMap<NoticeKind, NoticeDraft>,
    pub(super) retention: BTreeMap<PartyKind, RetentionDraft>,
}

/// `[deadline.KIND]`
pub(super) struct DeadlineDraft {
    pub(super) term: Read<Option<At<Term>>>,
    pub(super) yellow: Read<At<Term>>,
    pub(super) red: Read<At<Term>>,
    pub(super) remind: Listed<Reminded>,
    pub(super) escalate: Read<At<Term>>,
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
            deadlines: file
                .each("deadline")
                .into_iter()
                .map(|(k, s)| (k, deadline(k, &s)))
                .collect(),
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
    let stale_days = section.number("stale_days", &(5..=120), "working days");
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
            stale_days: stale_days?.value,
            reassessment_letter_months: reassessment_letter_months?.value,
            statement_months: statement_months?.value,
        },
    })
}

/// Of a day that a law or a decision sets, the file says no term.
fn deadline(kind: DeadlineKind, section: &Section) -> DeadlineDraft {
    let draft = DeadlineDraft {
        term: if kind.is_set() {
            Ok(None)
        } else {
            section.term("term").map(Some)
        },
        yellow: section.term("yellow"),
        red: section.term("red"),
        remind: section.words("remind"),
        escalate: section.term("escalate"),
    };
    section.close();
    draft
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
