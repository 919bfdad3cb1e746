//! `/mijn/verzoek`: the family makes a request about personal data, and sees what became of those it made.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::rights::{self, Asked, FamilyPage};
use crate::domain::party::PartyId;
use crate::domain::rights::Standing;
use crate::domain::text::LongText;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::family::address;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::rights::{Line, chosen, line, rights};
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::visitor::{FamilyVisitor, bare};

#[derive(Template)]
#[template(path = "pages/parents/request.html")]
struct AskPage {
    frame: Frame,
    form: Form,
    /// Why this member may not ask; empty for who may.
    refused: &'static str,
    /// Whether the other one is heard beside.
    together: bool,
    parties: Vec<Choice>,
    rights: Vec<Choice>,
    asked: Vec<Line>,
}

/// The form.
pub struct AskFields;

impl Fields for AskFields {
    const NAMES: &'static [&'static str] = &[
        "to",
        "right",
        "asked",
        "view",
        "home_street",
        "home_number",
        "home_postcode",
        "home_place",
        "home_lines",
        "home_country",
        "version",
    ];
}

/// `GET /mijn/verzoek`
///
/// # Errors
/// [`Failure::Broken`] when the case can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let found = rights::of_family(&app.house, &who.actor).await?;
    Ok(shown(frame, Form::empty(AskFields::NAMES), found, &app))
}

/// `POST /mijn/verzoek`
///
/// # Errors
/// A faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
    Submitted { once, mut form, .. }: Submitted<AskFields>,
) -> Result<Response, Failure> {
    // No party but GGD and gemeente may hold a number, and none is needed here.
    form.refuse_numbers();
    let found = rights::of_family(&app.house, &who.actor).await?;
    let known: Vec<(&str, PartyId)> = found
        .parties
        .iter()
        .map(|(id, _)| (id.as_str(), id.clone()))
        .collect();
    let to = form.choice("to", "Aan wie vraagt u het?", &known);
    let right = chosen(&mut form);
    let asked = form.required("asked", "Wat wilt u vragen?", LongText::parse);
    let view = form.optional("view", "Wat vindt de ander ervan?", LongText::parse);
    let home = address::read(&mut form, "home", "Adres");
    if let (Some(to), Some(right), Some(asked), true) = (to, right, asked, form.is_sound()) {
        let asked = Asked {
            right,
            asked,
            view,
            address: home,
        };
        let result = rights::ask(&app.house, &who.actor, Some(once), to, asked).await;
        if let Some(response) = settle(result, "verzoek", &mut form)? {
            return Ok(response);
        }
    }
    Ok(shown(frame, form, found, &app))
}

fn shown(frame: Frame, form: Form, found: FamilyPage, app: &AppState) -> Response {
    let today = app.house.clock.today();
    let (refused, together) = match found.standing {
        Ok(standing) => ("", standing == Standing::Together),
        Err(why) => (why.dutch(), false),
    };
    let parties = found.parties.into_iter();
    let parties = parties
        .map(|(id, name)| Choice::named(id.as_str(), name))
        .collect();
    let asked = found
        .asked
        .into_iter()
        .map(|one| line(one, today))
        .collect();
    form_page(bare(frame), form, |frame, form| AskPage {
        frame,
        form,
        refused,
        together,
        parties,
        rights: rights(),
        asked,
    })
}
