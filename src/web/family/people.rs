//! The fields of the child and the parents.

use time::Date;

use crate::domain::address::Address;
use crate::domain::contact::{Email, Telephone};
use crate::domain::dates;
use crate::domain::family::{Child, Parent, Person, Relation};
use crate::domain::invalid::Invalid;
use crate::domain::person::{Gender, NamePart, PersonName};
use crate::domain::text::ShortText;
use crate::web::form::Form;

use super::address;

/// How old a child can be at most, in years: older is a slip of the pen.
const OLDEST: i32 = 25;

/// Reads the child. Only the surname is needed to keep a draft.
pub fn child(form: &mut Form, today: Date) -> Option<Child> {
    let first = form.optional("child_first", "Leerling: voornamen", NamePart::parse);
    let last = form.required("child_last", "Leerling: achternaam", NamePart::parse);
    let born = past_date(form, "child_born", "Leerling: geboortedatum", today, OLDEST);
    let gender = form.optional("child_gender", "Leerling: geslacht", Gender::parse);
    let email = form.optional("child_email", "Leerling: e-mailadres", Email::parse);
    let address = address::read(form, "child", "Leerling");
    let ground = form.optional(
        "cannot_decide",
        "Leerling kan niet zelf beslissen: de grond",
        ShortText::<500>::parse,
    );
    Some(Child {
        name: PersonName { first, last: last? },
        born,
        gender,
        address,
        email,
        cannot_decide: ground.map(|text| text.as_str().to_owned()),
    })
}

/// Reads a parent; `None` where nothing was typed, or something is wrong.
pub fn parent(form: &mut Form, person: Person, child: Option<&Address>) -> Option<Parent> {
    let (of, who) = of(person);
    let name = |part: &str| format!("{of}_{part}");
    let parts = [
        "first", "last", "custody", "same", "street", "number", "postcode", "place", "lines",
        "country",
    ];
    let contact = ["telephone", "email"];
    let any = parts
        .iter()
        .chain(&contact)
        .any(|part| !form.value(&name(part)).trim().is_empty());
    if !any {
        return None;
    }
    let first = form.optional(
        &name("first"),
        &format!("{who}: voornamen"),
        NamePart::parse,
    );
    let last = form.required(
        &name("last"),
        &format!("{who}: achternaam"),
        NamePart::parse,
    );
    let relation = form.choice(
        &name("custody"),
        &format!("{who}: gezag"),
        &[
            ("ja", Relation::Custody),
            ("nee", Relation::NoCustody),
            ("voogd", Relation::Guardian),
        ],
    );
    let own = address::read(form, of, who);
    let same = form.checked(&name("same"));
    if same && own.is_some() && own.as_ref() != child {
        let message = "Haal dit vinkje weg, of laat de velden van het adres leeg.";
        form.wrong(
            &name("same"),
            &format!("{who}: zelfde adres als de leerling"),
            message,
        );
    }
    let address = if same { child.cloned() } else { own };
    let telephone = form.optional(
        &name("telephone"),
        &format!("{who}: telefoon"),
        Telephone::parse,
    );
    let email = form.optional(&name("email"), &format!("{who}: e-mailadres"), Email::parse);
    Some(Parent {
        person,
        relation: relation?,
        name: PersonName { first, last: last? },
        address,
        telephone,
        email,
    })
}

/// A date that may be left out, not after today and at most so many years ago.
pub fn past_date(
    form: &mut Form,
    name: &str,
    label: &str,
    today: Date,
    years: i32,
) -> Option<Date> {
    let date = form.optional_date(name, label)?;
    let earliest =
        Date::from_calendar_date(today.year() - years, time::Month::January, 1).unwrap_or(today);
    let checked = dates::not_after_today(date, today).and_then(|date| {
        if date < earliest {
            Err(Invalid::DateTooEarly { earliest })
        } else {
            Ok(date)
        }
    });
    match checked {
        Ok(date) => Some(date),
        Err(invalid) => {
            form.wrong(name, label, invalid.message());
            None
        }
    }
}

/// How the fields and labels of a person start.
pub const fn of(person: Person) -> (&'static str, &'static str) {
    match person {
        Person::Parent1 => ("p1", "Ouder 1"),
        Person::Parent2 => ("p2", "Ouder 2"),
        Person::Child => ("child", "Leerling"),
    }
}
