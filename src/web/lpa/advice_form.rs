//! The SMA as the leerplichtambtenaar types it over from the paper that the parents brought.

use time::{Date, Month};

use crate::domain::advice::{Advice, FrontPage, SecondPage, Verdict, YearMonth};
use crate::domain::big::BigNumber;
use crate::domain::dates::month_name;
use crate::domain::invalid::Invalid;
use crate::domain::person::PersonName;
use crate::domain::text::{LongText, ShortText};
use crate::web::form::{Choice, Form};

use super::child_form::{Child, past_date};

/// What was typed of the SMA besides the child's own fields.
pub struct Typed {
    established_on: Date,
    doctor: PersonName,
    big: Option<BigNumber>,
    verdict: Verdict,
    second: SecondPage,
}

impl Typed {
    /// The SMA of this child.
    #[must_use]
    pub fn about(self, name: PersonName, child: &Child) -> Advice {
        Advice {
            version: 1,
            correction: None,
            front: Some(FrontPage {
                name,
                address: Some(child.address.clone()),
                born: Some(child.born),
                telephones: Vec::new(),
                gender: Some(child.gender),
                number: Some(child.number.clone()),
            }),
            second: Some(self.second),
            verdict: self.verdict,
            doctor: self.doctor,
            big: self.big,
            established_on: self.established_on,
        }
    }
}

/// Reads the fields of the SMA; `None` with the mistakes beside them.
pub fn parse(form: &mut Form, today: Date) -> Option<Typed> {
    let established = past_date(form, "established", "Datum van het advies", today);
    let doctor = form.required("doctor", "Naam van de arts", |typed| {
        PersonName::parse("", typed)
    });
    let big = form.optional("big", "BIG-nummer", BigNumber::parse);
    let never = form.choice(
        "verdict",
        "Wat is het oordeel van de arts?",
        &[("nu", false), ("nooit", true)],
    );
    let months = form.choice(
        "years",
        "Hoe lang adviseert de arts?",
        &[("1", 12), ("2", 24)],
    );
    let situation = form.required("situation", "Situatie en probleemanalyse", LongText::parse);
    let conclusion = form.required("conclusion", "Conclusie en advies", LongText::parse);
    let meanwhile = form.optional(
        "meanwhile",
        "Waar is de leerling intussen?",
        ShortText::parse,
    );
    let look_again = month_of(form);
    let months = months?;
    Some(Typed {
        established_on: established?,
        doctor: doctor?,
        big,
        verdict: if never? {
            Verdict::NeverFit { months }
        } else {
            Verdict::Unfit { months }
        },
        second: SecondPage {
            situation: situation?,
            conclusion: conclusion?,
            meanwhile,
            look_again,
        },
    })
}

/// The month in which the SWV looks again: both fields or neither.
pub fn month_of(form: &mut Form) -> Option<YearMonth> {
    let (month, year) = ("again_month", "again_year");
    let empty = |name: &str| form.value(name).trim().is_empty();
    if empty(month) && empty(year) {
        return None;
    }
    let months: Vec<(String, u8)> = (1..=12).map(|n: u8| (n.to_string(), n)).collect();
    let months: Vec<(&str, u8)> = months.iter().map(|(text, n)| (text.as_str(), *n)).collect();
    let month = form.choice(
        month,
        "Maand waarin het samenwerkingsverband opnieuw kijkt",
        &months,
    );
    let year = form.required(
        year,
        "Jaar waarin het samenwerkingsverband opnieuw kijkt",
        |typed| {
            let range = Invalid::NotANumber {
                min: 2020,
                max: 2100,
            };
            let year: i32 = typed.parse().map_err(|_| range)?;
            (2020..=2100).contains(&year).then_some(year).ok_or(range)
        },
    );
    Some(YearMonth {
        year: year?,
        month: month?,
    })
}

/// The months as choices.
#[must_use]
pub fn months_of_year() -> Vec<Choice> {
    (1..=12_u8)
        .filter_map(|n| Some((n, Month::try_from(n).ok()?)))
        .map(|(n, month)| Choice::new(n.to_string(), month_name(month)))
        .collect()
}
