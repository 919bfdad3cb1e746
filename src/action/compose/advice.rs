//! The SMA as a document: front page and second page.

use crate::domain::address::Address;
use crate::domain::advice::{Advice, FrontPage, Verdict, YearMonth};
use crate::domain::application::Application;
use crate::domain::bsn::PersonalNumber;
use crate::domain::contact::Telephone;
use crate::domain::family::Person;
use crate::domain::person::Gender;
use crate::letter::{self, AdviceFront, Conclusion, Envelope, Letter, SignedBy};

use super::Writing;
use super::head::{envelope, leerplicht};
use super::seen::{may_see_address, may_see_telephone};

/// Whose copy of the SMA it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyFor {
    /// Of somebody of the family. It holds no telephone number of the other parent, and not the child's address where that could
    /// be the other parent's.
    Family(Person),
    /// Of the leerplichtambtenaar: the whole front page, as the covenant has it.
    Lpa,
}

/// The SMA on paper.
///
/// `None` where a page of it isn't there any more (a consent withdrawn after the decision closes the second page for the gemeente), or
/// where a copy is asked for somebody whose address the GGD doesn't know.
#[must_use]
pub fn advice(w: &Writing<'_>, advice: &Advice, copy: CopyFor) -> Option<Letter> {
    let (page, second) = (advice.front.as_ref()?, advice.second.as_ref()?);
    let (addressee, front) = match copy {
        CopyFor::Lpa => (
            leerplicht(w),
            front(page, page.address.as_ref(), page.telephones.iter()),
        ),
        CopyFor::Family(person) => {
            let application = &w.dossier.ggd()?.application;
            let (name, own) = home(application, person)?;
            let addressee = letter::Addressee {
                name,
                address_lines: own.lines(),
            };
            (addressee, front_for(page, application, person))
        }
    };
    let made = envelope(w, &w.parties.ggd, addressee);
    Some(Letter::Advice(Box::new(letter::Advice {
        envelope: Envelope {
            // The date of the statement, whenever it is printed: its three months run from there (art. 7 LPW).
            date: advice.established_on,
            ..made
        },
        version: u16::try_from(advice.version).unwrap_or(u16::MAX),
        correction: advice.correction.as_ref().map(ToString::to_string),
        front,
        situation: second.situation.to_string(),
        conclusion: match advice.verdict {
            Verdict::Fit => Conclusion::Fit,
            Verdict::Unfit { .. } => Conclusion::NotFitNow,
            Verdict::NeverFit { .. } => Conclusion::NeverFit,
        },
        advice: second.conclusion.to_string(),
        duration_years: advice.verdict.months().map(|months| months / 12),
        meanwhile: second.meanwhile.as_ref().map(ToString::to_string),
        swv_looks_again: second.look_again.and_then(YearMonth::first_day),
        signed_by: SignedBy {
            name: advice.doctor.full(),
            function: "onafhankelijk arts".to_owned(),
        },
        big_number: advice.big.as_ref().map(ToString::to_string),
        appointed_by: w.parties.municipality.short_name().to_owned(),
    })))
}

/// Name and own address of somebody of the family.
fn home(application: &Application, person: Person) -> Option<(String, &Address)> {
    if person == Person::Child {
        let child = &application.child;
        return Some((child.name.full(), child.address.as_ref()?));
    }
    let parent = application.parent(person)?;
    Some((parent.name.full(), parent.address.as_ref()?))
}

/// The front page for somebody of the family.
fn front_for(page: &FrontPage, application: &Application, person: Person) -> AdviceFront {
    let address = page
        .address
        .as_ref()
        .filter(|shown| may_see_address(shown, application, person));
    let telephones = page
        .telephones
        .iter()
        .filter(|shown| may_see_telephone(shown, application, person));
    let mut shown = front(page, address, telephones);
    if page.address.is_some() && address.is_none() {
        shown.address = Some("bekend bij de GGD".to_owned());
    }
    shown
}

/// The front page with this address and these telephone numbers.
fn front<'a>(
    page: &FrontPage,
    address: Option<&Address>,
    telephones: impl Iterator<Item = &'a Telephone>,
) -> AdviceFront {
    let (street, postcode, place) = match address {
        None => (None, None, None),
        Some(Address::Dutch(a)) => (
            Some(format!("{} {}", a.street, a.number)),
            Some(a.postcode.to_string()),
            Some(a.place.to_string()),
        ),
        Some(foreign @ Address::Foreign(_)) => (Some(foreign.on_one_line()), None, None),
    };
    let number = |wanted: fn(&PersonalNumber) -> bool| {
        let number = page.number.as_ref().filter(|number| wanted(number));
        number.map(|number| number.expose().to_owned())
    };
    AdviceFront {
        name: page.name.full(),
        address: street,
        postcode,
        place,
        date_of_birth: page.born,
        gender: gender(page.gender),
        bsn: number(|number| matches!(number, PersonalNumber::Bsn(_))),
        onderwijsnummer: number(|number| matches!(number, PersonalNumber::Onderwijsnummer(_))),
        telephones: telephones.map(ToString::to_string).collect(),
    }
}

/// The gender as the letters write it.
pub(super) const fn gender(gender: Option<Gender>) -> letter::Gender {
    match gender {
        Some(Gender::Female) => letter::Gender::Female,
        Some(Gender::Male) => letter::Gender::Male,
        Some(Gender::X) | None => letter::Gender::Other,
    }
}
