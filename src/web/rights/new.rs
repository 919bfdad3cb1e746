//! `/verzoeken/nieuw/{case}`: registers a request that came by post, by telephone or at the desk.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::action::ActionError;
use crate::action::rights::{self, Asked, Facts, Typed};
use crate::action::session::SignedIn;
use crate::domain::ages::AgeBand;
use crate::domain::dates;
use crate::domain::family::Person;
use crate::domain::party::CaseId;
use crate::domain::person::PersonName;
use crate::domain::rights::Right;
use crate::domain::text::LongText;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::family::address;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

#[derive(Template)]
#[template(path = "pages/rights/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    case: String,
    name: String,
    rights: Vec<Choice>,
    people: Vec<Choice>,
    /// Whether the dossier names the parents; otherwise who asks is typed.
    names: bool,
    knows_age: bool,
    bands: Vec<Choice>,
}

/// The form.
pub struct NewFields;

impl Fields for NewFields {
    const NAMES: &'static [&'static str] = &[
        "right",
        "by",
        "first",
        "last",
        "band",
        "identified",
        "received_day",
        "received_month",
        "received_year",
        "asked",
        "view",
        "home_street",
        "home_number",
        "home_postcode",
        "home_place",
        "home_lines",
        "home_country",
        // Every form may carry the version of what its page showed.
        "version",
    ];
}

/// Who can't decide about this is represented at every age, as a young child is.
const BANDS: [(&str, AgeBand, &str); 4] = [
    ("12", AgeBand::UnderTwelve, "Jonger dan 12 jaar"),
    ("16", AgeBand::TwelveToFifteen, "12 tot 16 jaar"),
    ("18", AgeBand::SixteenPlus, "16 jaar of ouder"),
    (
        "represented",
        AgeBand::UnderTwelve,
        "16 jaar of ouder, en kan hierover niet zelf beslissen",
    ),
];

/// The rights as a form offers them.
#[must_use]
pub fn rights() -> Vec<Choice> {
    let choice = |right: Right| {
        let mut label = right.dutch().to_owned();
        label[..1].make_ascii_uppercase();
        Choice::new(right.code(), label).with_hint(right.explained())
    };
    Right::ALL.into_iter().map(choice).collect()
}

/// The right that was chosen.
pub fn chosen(form: &mut Form) -> Option<Right> {
    let all = Right::ALL.map(|right| (right.code(), right));
    form.choice("right", "Welk verzoek is het?", &all)
}

fn people(facts: &Facts) -> Vec<Choice> {
    let named = facts.parents.iter();
    let named = named.map(|(person, name)| Choice::new(person.code(), name.clone()));
    let mut all: Vec<Choice> = named.collect();
    if all.is_empty() {
        all.push(Choice::new("parent", "Een ouder met gezag of een voogd"));
    }
    all.push(Choice::new(Person::Child.code(), "De leerling zelf"));
    all
}

/// `GET /verzoeken/nieuw/{case}`
///
/// # Errors
/// [`Failure::NotFound`] for another party's case.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let facts = rights::form_facts(&app.house, &who.actor(), &CaseId(case.clone())).await?;
    let form = Form::empty(NewFields::NAMES).with_date("received", app.house.clock.today());
    Ok(shown(frame, form, case, &facts))
}

fn shown(frame: Frame, form: Form, case: String, facts: &Facts) -> Response {
    form_page(frame, form, |frame, form| NewPage {
        frame,
        form,
        case,
        name: facts
            .child
            .clone()
            .unwrap_or_else(|| "Een zaak zonder naam".to_owned()),
        rights: rights(),
        people: people(facts),
        names: !facts.parents.is_empty(),
        knows_age: facts.knows_age,
        bands: BANDS
            .map(|(code, _, label)| Choice::new(code, label))
            .into(),
    })
}

/// `POST /verzoeken/nieuw/{case}`
///
/// # Errors
/// [`Failure::NotFound`] for another party's case; a faulty form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<NewFields>,
) -> Result<Response, Failure> {
    let (id, today) = (CaseId(case.clone()), app.house.clock.today());
    let facts = rights::form_facts(&app.house, &who.actor(), &id).await?;
    let right = chosen(&mut form);
    let known = people(&facts);
    let known: Vec<(&str, Option<Person>)> = known
        .iter()
        .map(|choice| (&*choice.value, Person::from_code(&choice.value)))
        .collect();
    let by = form.choice("by", "Wie doet het verzoek?", &known);
    let (first, last) = (
        form.value("first").to_owned(),
        form.value("last").to_owned(),
    );
    let name = match last.trim().is_empty() {
        true => None,
        false => form.required("last", "Achternaam", |_| PersonName::parse(&first, &last)),
    };
    let band = if facts.knows_age {
        None
    } else {
        let bands = BANDS.map(|(code, band, _)| (code, band));
        form.choice("band", "Hoe oud is de leerling?", &bands)
    };
    let received = form.date_that("received", "Datum van ontvangst", |on| {
        dates::in_the_last_year(on, today)
    });
    let asked = form.required("asked", "Wat is de vraag?", LongText::parse);
    let view = form.optional("view", "Wat vindt de ander ervan?", LongText::parse);
    let home = address::read(&mut form, "home", "Adres");
    if !form.checked("identified") {
        form.wrong("identified", "", "Controleer eerst wie het verzoek doet.");
    }
    if let (Some(right), Some(by), Some(received_on), Some(asked), true) =
        (right, by, received, asked, form.is_sound())
    {
        let typed = Typed {
            asked: Asked {
                right,
                asked,
                view,
                address: home,
            },
            by,
            name,
            band,
            received_on,
        };
        match rights::register(&app.house, &who.actor(), Some(once), &id, typed).await {
            Ok(request) => {
                return Ok(
                    Redirect::to(&format!("/verzoeken/{request}?gedaan=opgeslagen"))
                        .into_response(),
                );
            }
            Err(ActionError::Again(location)) => return Ok(Redirect::to(&location).into_response()),
            other => {
                if let Some(response) = settle(other, "opgeslagen", &mut form)? {
                    return Ok(response);
                }
            }
        }
    }
    Ok(shown(frame, form, case, &facts))
}
