//! The application form with what the dossier holds.

use std::collections::BTreeMap;

use time::Date;

use crate::domain::case::Case;
use crate::domain::dossier::SwvFile;
use crate::domain::family::Person;
use crate::web::family::{facts, people};
use crate::web::form::Form;
use crate::web::submitted::Fields as _;

use super::application_form::ApplicationFields;

/// The form to correct or complete an application.
pub fn to_amend(case: &Case, file: &SwvFile) -> Form {
    let form = again(case, file);
    let consent = &file.consent;
    let form = signatures(form, "signed", &file.application.signed);
    let form = signatures(form, "consent", &consent.signed);
    let form = signatures(form, "court", &consent.court);
    form.with("share_lpa", yes_no(consent.share_advice_with_lpa))
        .with("keep", yes_no(consent.keep_application))
        .with("inform_team", yes_no(consent.inform_local_team))
        .with("share_parents", yes_no(consent.share_advice_with_parents))
        .with("involved", consent.involved.as_str())
        .with(
            "view_of_child",
            consent.view_of_child.clone().unwrap_or_default(),
        )
}

/// The form for a new application of the same family: everything but signatures and consent, which are asked anew
/// (covenant, art. 4.4: a consent holds for its own case).
pub fn again(case: &Case, file: &SwvFile) -> Form {
    let application = &file.application;
    let form = facts::fill(Form::empty(ApplicationFields::NAMES), application);
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let claimed = application.claimed_before.map_or("", yes_no);
    form.with(
        "situation",
        text(application.situation.as_ref().map(|t| t.as_str())),
    )
    .with("claimed_before", claimed)
    .with("municipality", case.municipality.as_str())
    .with(
        "local_team",
        text(case.local_team.as_ref().map(|t| t.as_str())),
    )
}

fn signatures(form: Form, what: &str, signed: &BTreeMap<Person, Date>) -> Form {
    signed.iter().fold(form, |form, (person, on)| {
        form.with_date(&format!("{what}_{}", people::of(*person).0), *on)
    })
}

const fn yes_no(yes: bool) -> &'static str {
    if yes { "ja" } else { "nee" }
}
