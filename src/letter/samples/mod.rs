//! Letters with made-up content, after five families that run through the whole project.

mod access_export;
mod advice;
mod advice_for_reading;
mod appointment;
mod closed;
mod completion_request;
mod consent_request;
mod decision_granted;
mod decision_refused;
mod fit_for_school;
mod notification_request;
mod papers;
mod people;
mod receipt;
mod reminder;
mod rights_answer;
mod school_possible;
mod sitting;

use super::Letter;

/// All samples, in the order of the path.
pub(super) fn all() -> Vec<Letter> {
    [
        receipt::samples(),
        completion_request::samples(),
        appointment::samples(),
        advice_for_reading::samples(),
        notification_request::samples(),
        advice::samples(),
        fit_for_school::samples(),
        sitting::samples(),
        school_possible::samples(),
        decision_granted::samples(),
        decision_refused::samples(),
        papers::samples(),
        closed::samples(),
        consent_request::samples(),
        reminder::samples(),
        rights_answer::samples(),
        access_export::samples(),
    ]
    .concat()
}
