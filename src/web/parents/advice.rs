//! The SMA: on the page, and as a document.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::family_view;
use crate::domain::address::Address;
use crate::domain::advice::{Advice, Verdict, YearMonth};
use crate::domain::dates;
use crate::domain::person::Gender;
use crate::web::answer::pdf;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;

use super::visitor::{FamilyVisitor, bare};

/// The SMA as the reader sees it.
#[derive(Template)]
#[template(path = "pages/parents/advice.html")]
struct AdvicePage {
    frame: Frame,
    name: String,
    born: String,
    address: Vec<String>,
    telephones: Vec<String>,
    gender: &'static str,
    situation: String,
    verdict: String,
    conclusion: String,
    meanwhile: String,
    look_again: String,
    doctor: String,
    on: String,
    version: u32,
    correction: Option<String>,
    has_document: bool,
    /// Where questions and mistakes go.
    ggd: String,
    telephone: String,
}

/// `GET /mijn/advies`
///
/// # Errors
/// [`Failure::NotFound`] for who may not read it: whether there is one is not told.
pub async fn show(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let own = family_view::page(&app.house, &who.actor).await?;
    let advice = own.part.advice.ok_or(Failure::NotFound)?;
    let (Some(front), Some(second)) = (advice.front.as_ref(), advice.second.as_ref()) else {
        return Err(Failure::NotFound);
    };
    Ok(page(&AdvicePage {
        frame: bare(frame),
        name: front.name.full(),
        born: front.born.map(dates::long).unwrap_or_default(),
        address: front
            .address
            .as_ref()
            .map_or_else(|| vec!["bekend bij de GGD".to_owned()], Address::lines),
        telephones: front.telephones.iter().map(ToString::to_string).collect(),
        gender: front.gender.map_or("", Gender::label),
        situation: second.situation.to_string(),
        verdict: verdict(&advice),
        conclusion: second.conclusion.to_string(),
        meanwhile: second
            .meanwhile
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        look_again: second
            .look_again
            .and_then(YearMonth::first_day)
            .map(dates::month_and_year)
            .unwrap_or_default(),
        doctor: advice.doctor.full(),
        on: dates::long(advice.established_on),
        version: advice.version,
        correction: advice.correction.as_ref().map(ToString::to_string),
        has_document: own.part.has_document,
        ggd: own.parties.ggd.name,
        telephone: own.parties.ggd.settings.telephone,
    }))
}

fn verdict(advice: &Advice) -> String {
    let years = |months: u8| match months / 12 {
        1 => "1 jaar".to_owned(),
        years => format!("{years} jaar"),
    };
    match advice.verdict {
        Verdict::Fit => "Geschikt om naar school te gaan".to_owned(),
        Verdict::Unfit { months } => format!(
            "Nu niet geschikt om naar school te gaan. Advies: een vrijstelling van {}.",
            years(months)
        ),
        Verdict::NeverFit { months } => format!(
            "Nooit geschikt om naar school te gaan. Advies: een vrijstelling van {}.",
            years(months)
        ),
    }
}

/// `GET /mijn/advies.pdf`: the own copy.
///
/// # Errors
/// [`Failure::NotFound`] for who may not read it.
pub async fn document(
    State(app): State<AppState>,
    who: FamilyVisitor,
) -> Result<Response, Failure> {
    let bytes = family_view::document(&app.house, &who.actor).await?;
    Ok(pdf(bytes, "advies"))
}
