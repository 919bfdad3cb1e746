//! The fields of one address: in the Netherlands or elsewhere.

use crate::domain::address::DutchAddress;
use crate::domain::address::{Address, ForeignAddress, HouseNumber, Postcode};
use crate::domain::invalid::Invalid;
use crate::domain::text::ShortText;
use crate::web::form::Form;

const DUTCH: [&str; 4] = ["street", "number", "postcode", "place"];

/// Reads the address whose fields start with `of`; `who` stands before the labels. Nothing typed is no address.
pub fn read(form: &mut Form, of: &str, who: &str) -> Option<Address> {
    let typed = |form: &Form, part: &str| !form.value(&format!("{of}_{part}")).trim().is_empty();
    let dutch = DUTCH.iter().any(|part| typed(form, part));
    let foreign = typed(form, "lines") || typed(form, "country");
    match (dutch, foreign) {
        (false, false) => None,
        (true, true) => {
            let message =
                "Vul een adres in Nederland in, of een adres in het buitenland. Niet allebei.";
            form.wrong(&format!("{of}_lines"), &format!("{who}: adres"), message);
            None
        }
        (true, false) => {
            let field = |part: &str| (format!("{of}_{part}"), format!("{who}: {}", label(part)));
            let [street, number, postcode, place] = DUTCH.map(field);
            let street = form.required(&street.0, &street.1, ShortText::parse);
            let number = form.required(&number.0, &number.1, HouseNumber::parse);
            let postcode = form.required(&postcode.0, &postcode.1, Postcode::parse);
            let place = form.required(&place.0, &place.1, ShortText::parse);
            Some(Address::Dutch(DutchAddress {
                street: street?,
                number: number?,
                postcode: postcode?,
                place: place?,
            }))
        }
        (false, true) => {
            let country: Option<ShortText<60>> = form.required(
                &format!("{of}_country"),
                &format!("{who}: land"),
                ShortText::parse,
            );
            let known = country
                .as_ref()
                .map_or("-", |country| country.as_str())
                .to_owned();
            let lines = form.required(
                &format!("{of}_lines"),
                &format!("{who}: adres in het buitenland"),
                |typed| ForeignAddress::parse(typed, &known),
            );
            country.and(lines).map(Address::Foreign)
        }
    }
}

/// The same, for an address that must be there.
pub fn required(form: &mut Form, of: &str, who: &str) -> Option<Address> {
    let wrong = form.errors().len();
    let address = read(form, of, who);
    if address.is_none() && form.errors().len() == wrong {
        let street = format!("{of}_street");
        form.wrong(
            &street,
            &format!("{who}: straat"),
            Invalid::Required.message(),
        );
    }
    address
}

/// Fills the fields with what the dossier holds.
pub fn fill(form: Form, of: &str, address: Option<&Address>) -> Form {
    let name = |part: &str| format!("{of}_{part}");
    match address {
        None => form,
        Some(Address::Dutch(a)) => form
            .with(&name("street"), a.street.as_str())
            .with(&name("number"), a.number.as_str())
            .with(&name("postcode"), a.postcode.as_str())
            .with(&name("place"), a.place.as_str()),
        Some(Address::Foreign(a)) => {
            let lines: Vec<&str> = a.free_lines().iter().map(ShortText::as_str).collect();
            form.with(&name("lines"), lines.join("\n"))
                .with(&name("country"), a.country().as_str())
        }
    }
}

fn label(part: &str) -> &'static str {
    match part {
        "street" => "straat",
        "number" => "huisnummer",
        "postcode" => "postcode",
        _ => "plaats",
    }
}
