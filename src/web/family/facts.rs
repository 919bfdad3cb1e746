//! The facts of a family as they stand on the form: who, where, which school.

use time::Date;

use crate::action::doctor::Facts;
use crate::domain::application::{Application, School};
use crate::domain::contact::{Email, Telephone};
use crate::domain::family::{Child, Parent, Person, Relation};
use crate::domain::school::Brinvest;
use crate::domain::text::ShortText;
use crate::web::form::{Choice, Form};

use super::{address, people};

/// The fields of a form with the facts and nothing else, in the order of the page.
pub const NAMES: &[&str] = &[
    "version",
    "child_first",
    "child_last",
    "child_born_day",
    "child_born_month",
    "child_born_year",
    "child_gender",
    "child_email",
    "child_street",
    "child_number",
    "child_postcode",
    "child_place",
    "child_lines",
    "child_country",
    "p1_first",
    "p1_last",
    "p1_custody",
    "p1_same",
    "p1_street",
    "p1_number",
    "p1_postcode",
    "p1_place",
    "p1_lines",
    "p1_country",
    "p1_telephone",
    "p1_email",
    "p2_first",
    "p2_last",
    "p2_custody",
    "p2_same",
    "p2_street",
    "p2_number",
    "p2_postcode",
    "p2_place",
    "p2_lines",
    "p2_country",
    "p2_telephone",
    "p2_email",
    "school_name",
    "school_brin",
    "school_place",
    "school_contact",
    "school_telephone",
    "school_email",
];

/// What somebody can be to the child.
#[must_use]
pub fn custody() -> [Choice; 3] {
    [
        Choice::new("ja", "Ja, ouder met gezag"),
        Choice::new("nee", "Nee, geen gezag"),
        Choice::new("voogd", "Voogd of voogdij-instelling"),
    ]
}

/// Reads the facts; mistakes are kept in the form.
pub fn read(form: &mut Form, today: Date) -> Option<Facts> {
    let child = people::child(form, today);
    let home = child.as_ref().and_then(|child| child.address.clone());
    let parents = [Person::Parent1, Person::Parent2]
        .into_iter()
        .filter_map(|person| people::parent(form, person, home.as_ref()))
        .collect();
    let school = school(form);
    Some(Facts {
        child: child?,
        parents,
        school,
    })
}

fn school(form: &mut Form) -> School {
    School {
        name: form.optional("school_name", "School: naam", ShortText::parse),
        brinvest: form.optional("school_brin", "School: nummer", Brinvest::parse),
        place: form.optional("school_place", "School: plaats", ShortText::parse),
        contact: form.optional("school_contact", "School: contactpersoon", ShortText::parse),
        telephone: form.optional("school_telephone", "School: telefoon", Telephone::parse),
        email: form.optional("school_email", "School: e-mailadres", Email::parse),
    }
}

/// Fills the form with the facts that stand.
#[must_use]
pub fn fill(form: Form, application: &Application) -> Form {
    let mut form = child(form, &application.child);
    for person in &application.parents {
        form = parent(form, person);
    }
    let school = &application.school;
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
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
    address::fill(form, "child", child.address.as_ref())
}

fn parent(form: Form, parent: &Parent) -> Form {
    let (of, _) = people::of(parent.person);
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
    address::fill(form, of, parent.address.as_ref())
}
