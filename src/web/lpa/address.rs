//! An address that is found later, or changed: who couldn't be reached there gets the gemeente's letter after all.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use time::Date;

use crate::action::lpa;
use crate::action::session::SignedIn;
use crate::action::view::CasePage;
use crate::domain::case::{State as CaseState, StepKind, possible};
use crate::domain::family::Person;
use crate::domain::party::Actor;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::family::address;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::step::{Opened, open, sent, written_to};

#[derive(Template)]
#[template(path = "pages/lpa/address.html")]
struct AddressPage {
    frame: Frame,
    form: Form,
    path: String,
    version: i64,
    name: String,
    people: Vec<Choice>,
    /// Whether there is a letter to send after all.
    decided: bool,
}

/// The form.
pub struct AddressFields;

impl Fields for AddressFields {
    const NAMES: &'static [&'static str] = &[
        "version",
        "person",
        "home_street",
        "home_number",
        "home_postcode",
        "home_place",
        "home_lines",
        "home_country",
    ];
}

/// Who gets letters, as long as an address serves something; who has no known address, says so.
#[must_use]
pub fn reached(page: &CasePage, actor: &Actor, today: Date) -> Vec<Choice> {
    let tried = possible(&page.case, actor, &page.rules, today);
    let dossier = page
        .dossier
        .gemeente()
        .filter(|_| matches!(tried.get(&StepKind::CorrectFacts), Some(Ok(()))));
    let all = dossier.into_iter().flat_map(|d| written_to(d, today));
    all.map(|one| {
        let choice = Choice::new(one.person.code(), one.name.full());
        match &one.address {
            Some(address) => choice.with_hint(address.on_one_line()),
            None => choice.with_hint("Het adres is niet bekend"),
        }
    })
    .collect()
}

/// `GET /leerplicht/zaken/{case}/adres`
///
/// # Errors
/// See [`open`].
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let people = reached(&opened.page, &who.actor(), app.clock.today());
    if people.is_empty() {
        return Ok(Redirect::to(&opened.path).into_response());
    }
    shown(frame, Form::empty(AddressFields::NAMES), &opened, people)
}

/// `POST /leerplicht/zaken/{case}/adres`
///
/// # Errors
/// See [`open`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<AddressFields>,
) -> Result<Response, Failure> {
    let (actor, today) = (who.actor(), app.clock.today());
    let opened = open(&app.house, &who, &case).await?;
    let step = sent(&case, &form, once)?;
    let people = reached(&opened.page, &actor, today);
    let known: Vec<(&str, Option<Person>)> = people
        .iter()
        .map(|choice| (&*choice.value, Person::from_code(&choice.value)))
        .collect();
    let person = form
        .choice("person", "Wiens adres is het?", &known)
        .flatten();
    let home = address::required(&mut form, "home", "Adres");
    if let (Some(person), Some(home)) = (person, home) {
        let result = lpa::record_address(&app.house, &actor, step, person, home).await;
        if let Some(response) = settle(result, "opgeslagen", &mut form)? {
            return Ok(response);
        }
    }
    let opened = open(&app.house, &who, &case).await?;
    let people = reached(&opened.page, &actor, today);
    shown(frame, form, &opened, people)
}

fn shown(
    frame: Frame,
    form: Form,
    opened: &Opened,
    people: Vec<Choice>,
) -> Result<Response, Failure> {
    let page = &opened.page;
    let name = opened.dossier()?.seintje.name().full();
    Ok(form_page(frame, form, |frame, form| AddressPage {
        frame,
        form,
        path: opened.path.clone(),
        version: page.case.version,
        name,
        people,
        decided: !matches!(page.case.state, CaseState::WithLpa(_)),
    }))
}
