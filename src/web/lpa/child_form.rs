//! The child's own fields of the SMA's front page and of the notification, typed over from paper; and addresses.

use time::Date;

use crate::domain::address::{Address, HouseNumber, Postcode};
use crate::domain::bsn::PersonalNumber;
use crate::domain::dates;
use crate::domain::invalid::Invalid;
use crate::domain::person::Gender;
use crate::domain::text::ShortText;
use crate::web::form::{Choice, Form};

/// The child, as both papers name it. The name itself came with the seintje.
pub struct Child {
    /// Date of birth.
    pub born: Date,
    /// Gender.
    pub gender: Gender,
    /// BSN or onderwijsnummer.
    pub number: PersonalNumber,
    /// Address.
    pub address: Address,
}

/// Reads the child's fields; `None` with the mistakes beside them.
pub fn parse(form: &mut Form, today: Date) -> Option<Child> {
    let born = past_date(form, "born", "Geboortedatum", today);
    let genders = Gender::ALL.map(|gender| (gender.code(), gender));
    let gender = form.choice("gender", "Geslacht", &genders);
    let number = form.required("number", "BSN of onderwijsnummer", PersonalNumber::parse);
    let address = address(form, "child", "van de leerling");
    if address.is_none() && form.error("child_street").is_none() && !wrong_address(form, "child") {
        form.wrong(
            "child_street",
            "Straat van de leerling",
            Invalid::Required.message(),
        );
    }
    Some(Child {
        born: born?,
        gender: gender?,
        number: number?,
        address: address?,
    })
}

/// The answers for the gender.
#[must_use]
pub fn genders() -> Vec<Choice> {
    Gender::ALL
        .into_iter()
        .map(|gender| Choice::new(gender.code(), gender.label()))
        .collect()
}

/// A date that isn't after today.
pub fn past_date(form: &mut Form, name: &str, label: &str, today: Date) -> Option<Date> {
    let day = form.required_date(name, label)?;
    not_after(form, name, label, day, today)
}

/// A date that may be left out, and isn't after today.
pub fn optional_past_date(form: &mut Form, name: &str, label: &str, today: Date) -> Option<Date> {
    let day = form.optional_date(name, label)?;
    not_after(form, name, label, day, today)
}

fn not_after(form: &mut Form, name: &str, label: &str, day: Date, today: Date) -> Option<Date> {
    match dates::not_after_today(day, today) {
        Ok(day) => Some(day),
        Err(invalid) => {
            form.wrong(name, label, invalid.message());
            None
        }
    }
}

const PARTS: [&str; 6] = ["street", "house", "postcode", "place", "abroad", "country"];

/// The address under `prefix`: a Dutch one, or free lines and a country. `None` when nothing was typed, or with the
/// mistakes beside the fields; `whose` ends the labels.
pub fn address(form: &mut Form, prefix: &str, whose: &str) -> Option<Address> {
    let name = |part: &str| format!("{prefix}_{part}");
    let empty = |part: &&str| form.value(&name(part)).trim().is_empty();
    if PARTS.iter().all(empty) {
        return None;
    }
    if !PARTS[4..].iter().all(empty) {
        let country = form.value(&name("country")).to_owned();
        let label = format!("Adresregels buiten Nederland {whose}");
        let parse = |lines: &str| Address::foreign(lines, &country);
        return form.required(&name("abroad"), &label, parse);
    }
    let street = form.required(
        &name("street"),
        &format!("Straat {whose}"),
        ShortText::parse,
    );
    let number = form.required(
        &name("house"),
        &format!("Huisnummer {whose}"),
        HouseNumber::parse,
    );
    let postcode = form.required(
        &name("postcode"),
        &format!("Postcode {whose}"),
        Postcode::parse,
    );
    let place = form.required(&name("place"), &format!("Plaats {whose}"), ShortText::parse);
    Some(Address::Dutch(crate::domain::address::DutchAddress {
        street: street?,
        number: number?,
        postcode: postcode?,
        place: place?,
    }))
}

/// Whether a part of the address was refused.
fn wrong_address(form: &Form, prefix: &str) -> bool {
    PARTS
        .iter()
        .any(|part| form.error(&format!("{prefix}_{part}")).is_some())
}

/// Fills the address fields under `prefix`.
#[must_use]
pub fn with_address(form: Form, prefix: &str, address: Option<&Address>) -> Form {
    let name = |part: &str| format!("{prefix}_{part}");
    match address {
        None => form,
        Some(Address::Dutch(a)) => form
            .with(&name("street"), a.street.as_str())
            .with(&name("house"), a.number.as_str())
            .with(&name("postcode"), a.postcode.as_str())
            .with(&name("place"), a.place.as_str()),
        Some(Address::Foreign(a)) => {
            let lines: Vec<&str> = a.free_lines().iter().map(ShortText::as_str).collect();
            form.with(&name("abroad"), lines.join("\n"))
                .with(&name("country"), a.country().as_str())
        }
    }
}
