//! The application form with what the dossier holds.

use std::collections::BTreeMap;

use time::Date;

use crate::domain::case::Case;
use crate::domain::dossier::SwvFile;
use crate::domain::family::{Child, Parent, Person, Relation};
use crate::web::form::Form;
use crate::web::submitted::Fields as _;

use super::application_form::ApplicationFields;
use super::{address_fields, family_fields};

/// The form to correct or complete an application.
pub fn to_amend(case: &Case, file: &SwvFile) -> Form {
    let form = again(case, file);
    let consent = &file.consent;
    let form = signatures(form, "signed", &file.application.signed);
    let form = signatures(form, "consent", &consent.signed);
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
    let mut form = child(Form::empty(ApplicationFields::NAMES), &application.child);
    for person in &application.parents {
        form = parent(form, person);
    }
    let school = &application.school;
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let claimed = application.claimed_before.map_or("", yes_no);
    form.with(
        "school_name",
        text(school.name.as_ref().map(|t| t.as_str())),
    )
    .with(
        "school_brin",
        text(school.brinvest.as_ref().map(|t| t.as_str())),
    )
    .with(
        "school_place",
        text(school.place.as_ref().map(|t| t.as_str())),
    )
    .with(
        "school_contact",
        text(school.contact.as_ref().map(|t| t.as_str())),
    )
    .with(
        "school_telephone",
        text(school.telephone.as_ref().map(|t| t.as_str())),
    )
    .with(
        "school_email",
        text(school.email.as_ref().map(|t| t.as_str())),
    )
    .with(
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

fn child(form: Form, child: &Child) -> Form {
    let form = form
        .with(
            "child_first",
            child.name.first.as_ref().map_or("", |name| name.as_str()),
        )
        .with("child_last", child.name.last.as_str())
        .with(
            "child_gender",
            child.gender.map_or("", |gender| gender.code()),
        )
        .with(
            "child_email",
            child.email.as_ref().map_or("", |email| email.as_str()),
        )
        .with(
            "cannot_decide",
            child.cannot_decide.clone().unwrap_or_default(),
        );
    let form = match child.born {
        Some(born) => form.with_date("child_born", born),
        None => form,
    };
    address_fields::fill(form, "child", child.address.as_ref())
}

fn parent(form: Form, parent: &Parent) -> Form {
    let (of, _) = family_fields::of(parent.person);
    let name = |part: &str| format!("{of}_{part}");
    let custody = match parent.relation {
        Relation::Custody => "ja",
        Relation::Guardian => "voogd",
        Relation::NoCustody => "nee",
    };
    let form = form
        .with(
            &name("first"),
            parent.name.first.as_ref().map_or("", |name| name.as_str()),
        )
        .with(&name("last"), parent.name.last.as_str())
        .with(&name("custody"), custody)
        .with(
            &name("telephone"),
            parent
                .telephone
                .as_ref()
                .map_or("", |number| number.as_str()),
        )
        .with(
            &name("email"),
            parent.email.as_ref().map_or("", |email| email.as_str()),
        );
    address_fields::fill(form, of, parent.address.as_ref())
}

fn signatures(form: Form, what: &str, signed: &BTreeMap<Person, Date>) -> Form {
    signed.iter().fold(form, |form, (person, on)| {
        form.with_date(&format!("{what}_{}", family_fields::of(*person).0), *on)
    })
}

const fn yes_no(yes: bool) -> &'static str {
    if yes { "ja" } else { "nee" }
}
