//! Deadlines that can be kept: each threshold lies before the day, and red comes after yellow.

use time::Date;
use time::macros::date;

use crate::domain::deadline::DeadlineKind;
use crate::domain::term::Term;

use super::draft::DeadlineDraft;
use super::fault::Faults;
use super::section::At;

/// A Monday in a year without surprises: lengths of time are compared from here.
const FROM: Date = date!(2026 - 03 - 02);

/// The longest that a case may wait for one thing.
const LONGEST: Term = Term::Months(6);

/// Notes thresholds in the wrong order, and terms of nothing or of more than half a year.
pub(super) fn check(kind: DeadlineKind, draft: &DeadlineDraft, faults: &Faults) {
    let table = format!("[deadline.{}]", kind.code());
    let after = |term: Term| term.after(FROM);
    let note = |at: &At<Term>, why: String| {
        faults.note(at.line, format!("{table}: {why}"));
    };
    let term = draft.term.as_ref().ok().and_then(Option::as_ref);
    if let Some(term) = term
        && (after(term.value) == FROM || after(term.value) > after(LONGEST))
    {
        note(
            term,
            format!("`term` is {}; expected 1 day to {LONGEST}", term.value),
        );
    }
    if let (Some(term), Ok(yellow)) = (term, &draft.yellow)
        && after(yellow.value) > after(term.value)
    {
        note(
            yellow,
            format!(
                "`yellow` is {} before the day, and the whole term is {}",
                yellow.value, term.value
            ),
        );
    }
    if let (Ok(yellow), Ok(red)) = (&draft.yellow, &draft.red)
        && after(red.value) > after(yellow.value)
    {
        note(
            red,
            format!(
                "`red` is {} before the day and `yellow` {}: yellow comes first",
                red.value, yellow.value
            ),
        );
    }
}
