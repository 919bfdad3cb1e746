//! What a workflow file may not say, whatever the region: the covenant's and the law's own limits.

use crate::domain::field::Field;
use crate::domain::party::Sector;
use crate::domain::rules::Keeps;

use super::draft::Draft;
use super::fault::Faults;
use super::section::At;
use super::word::Word;
use super::{deadline, further_use, hand_over, notice, retention};

/// What the form of the parents holds. Nothing else can be asked of them, so nothing else can be missing.
const ON_THE_FORM: [Field; 12] = [
    Field::ChildName,
    Field::ChildBorn,
    Field::ChildAddress,
    Field::ChildGender,
    Field::ChildContact,
    Field::ParentNames,
    Field::ParentAddresses,
    Field::ParentContact,
    Field::School,
    Field::SchoolContact,
    Field::Situation,
    Field::ClaimedBefore,
];

/// Notes everything in which the draft breaks a rule of the house. What could not be read was noted already.
pub(super) fn check(draft: &Draft, faults: &Faults) {
    durations(draft, faults);
    what_is_kept(draft, faults);
    application(draft, faults);
    for (kind, limits) in &draft.deadlines {
        deadline::check(*kind, limits, faults);
    }
    for (kind, hand_over) in &draft.hand_overs {
        hand_over::check(*kind, hand_over, faults);
    }
    let sector = draft.sector.as_ref().ok().map(|at| at.value);
    for (kind, notice) in &draft.notices {
        notice::check(*kind, notice, sector, faults);
    }
    further_use::check(draft, faults);
    for (party, term) in &draft.retention {
        retention::check(*party, term, sector, faults);
    }
}

fn durations(draft: &Draft, faults: &Faults) {
    let durations = &draft.durations.items;
    for (n, At { value, line }) in durations.iter().enumerate() {
        if ![12, 24].contains(value) {
            faults.note(
                *line,
                format!("`durations`: {value} months; an exemption lasts 12 or 24 (covenant, step 3: \"1 of 2 jaar\")"),
            );
        }
        if durations[..n].iter().any(|earlier| earlier.value == *value) {
            faults.note(*line, format!("`durations`: {value} stands there twice"));
        }
    }
}

fn what_is_kept(draft: &Draft, faults: &Faults) {
    let (Ok(sector), Ok(keeps)) = (&draft.sector, &draft.swv_keeps) else {
        return;
    };
    if sector.value == Sector::Vo && keeps.value == Keeps::Dossier {
        faults.note(
            keeps.line,
            "`keeps`: in secondary education the SWV keeps only that a sitting took place: expected \"sitting_only\" \
             (covenant, [VO] step 1)",
        );
    }
}

/// What is asked of the parents must be on their form, and must be needed: it goes to the doctor.
fn application(draft: &Draft, faults: &Faults) {
    let to_doctor = draft
        .hand_overs
        .get(&crate::domain::rules::HandOverKind::ApplicationToDoctor);
    let handed_over = to_doctor.and_then(|hand_over| hand_over.fields.whole().ok());
    for At { value: field, line } in &draft.required.items {
        let word = field.code();
        if !ON_THE_FORM.contains(field) {
            let form: Vec<&str> = ON_THE_FORM.iter().map(|field| Word::code(*field)).collect();
            faults.note(
                *line,
                format!(
                    "`required`: `{word}` is not on the parents' form, which holds {}",
                    form.join(", ")
                ),
            );
        } else if handed_over.is_some_and(|fields| !fields.iter().any(|at| at.value == *field)) {
            faults.note(
                *line,
                format!(
                    "`required`: `{word}` is asked of the parents but not handed over in \
                     [hand_over.application_to_doctor]: what nobody needs is not asked (art. 5 AVG)"
                ),
            );
        }
    }
}
