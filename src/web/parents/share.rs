//! What happens with the SMA: release it to the leerplichtambtenaar, hold it back, or send it oneself.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::anywhere;
use crate::action::family;
use crate::action::family_view::{self, Page, Part};
use crate::domain::field::Field;
use crate::domain::rules::HandOverKind;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::refused::{step_answer, step_form};
use super::standing::leerplicht;
use super::visitor::{FamilyVisitor, bare};

/// The only field of these forms.
pub struct VersionField;

impl Fields for VersionField {
    const NAMES: &'static [&'static str] = &["version"];
}

/// The question before the step.
#[derive(Template)]
#[template(path = "pages/parents/share.html")]
struct SharePage {
    frame: Frame,
    version: i64,
    title: &'static str,
    text: Vec<String>,
    /// To whom it goes; empty when nothing goes anywhere.
    to: String,
    fields: Vec<&'static str>,
    basis: String,
    /// Whether the reader could sign the notification first.
    sign_first: bool,
    action: &'static str,
    button: &'static str,
}

/// `GET /mijn/vrijgeven`
///
/// # Errors
/// [`Failure::Broken`] when the case can't be read.
pub async fn show_release(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let make = |own: &Page, frame| {
        let (fields, basis) = goes(own, HandOverKind::AdviceToLpa);
        SharePage {
            frame,
            version: own.case.version,
            title: "Het advies vrijgeven",
            text: vec![
                "Als u het advies vrijgeeft, stuurt TOM het door. Dat kunt u daarna niet ongedaan maken.".to_owned(),
                "Klopt er iets niet in het advies? Bel dan eerst de GGD. De arts kan feiten verbeteren.".to_owned(),
            ],
            to: leerplicht(own),
            fields,
            basis,
            sign_first: unsigned(own),
            action: "/mijn/vrijgeven",
            button: "Advies vrijgeven",
        }
    };
    ask(&app, who, frame, |part| part.may_release, make).await
}

/// `GET /mijn/tegenhouden`
///
/// # Errors
/// [`Failure::Broken`] when the case can't be read.
pub async fn show_block(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let make = |own: &Page, frame| SharePage {
        frame,
        version: own.case.version,
        title: "Het delen tegenhouden",
        text: vec![
            "Er gaat dan niets naar de gemeente. Ook de arts deelt het advies niet.".to_owned(),
            format!(
                "Zonder advies kan {} geen vrijstelling geven. U kunt het advies later wel zelf versturen.",
                leerplicht(own)
            ),
        ],
        to: String::new(),
        fields: Vec::new(),
        basis: String::new(),
        sign_first: false,
        action: "/mijn/tegenhouden",
        button: "Delen tegenhouden",
    };
    ask(&app, who, frame, |part| part.may_block, make).await
}

/// `GET /mijn/versturen`
///
/// # Errors
/// [`Failure::Broken`] when the case can't be read.
pub async fn show_send(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let make = |own: &Page, frame| {
        let (fields, basis) = goes(own, HandOverKind::AdviceByParents);
        SharePage {
            frame,
            version: own.case.version,
            title: "Het advies zelf versturen",
            text: vec![
                "U verstuurt het advies zelf. Dat kunt u daarna niet ongedaan maken.".to_owned(),
                "U kunt het advies ook op papier naar de gemeente sturen of brengen.".to_owned(),
            ],
            to: leerplicht(own),
            fields,
            basis,
            sign_first: unsigned(own),
            action: "/mijn/versturen",
            button: "Advies versturen",
        }
    };
    ask(&app, who, frame, |part| part.may_send, make).await
}

/// `GET /mijn/intrekken`
///
/// # Errors
/// [`Failure::Broken`] when the case can't be read.
pub async fn show_withdraw(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let make = |own: &Page, frame| {
        let other = if own.part.other_parent {
            "De andere ouder met gezag krijgt daarover ook een brief. "
        } else {
            ""
        };
        SharePage {
            frame,
            version: own.case.version,
            title: "De aanvraag intrekken",
            text: vec![
                "De procedure stopt dan helemaal. Er komt geen vrijstelling. Dat kunt u daarna niet ongedaan maken.".to_owned(),
                format!(
                    "{other}Het samenwerkingsverband en de leerplichtambtenaar horen alleen de naam en dat de procedure stopt."
                ),
                "Later opnieuw aanvragen kan altijd.".to_owned(),
            ],
            to: String::new(),
            fields: Vec::new(),
            basis: String::new(),
            sign_first: false,
            action: "/mijn/intrekken",
            button: "Aanvraag intrekken",
        }
    };
    ask(&app, who, frame, |part| part.may_withdraw, make).await
}

/// Shows the question if the step can be taken now; otherwise the own page, which says what can.
async fn ask(
    app: &AppState,
    who: FamilyVisitor,
    frame: Frame,
    allowed: fn(&Part) -> bool,
    make: impl FnOnce(&Page, Frame) -> SharePage,
) -> Result<Response, Failure> {
    let own = family_view::page(&app.house, &who.actor).await?;
    if !allowed(&own.part) {
        return Ok(Redirect::to("/mijn").into_response());
    }
    Ok(page(&make(&own, bare(frame))))
}

/// Exactly what crosses, by the workflow file; with the notification, if it was signed.
fn goes(own: &Page, kind: HandOverKind) -> (Vec<&'static str>, String) {
    let rule = |kind| own.rules.hand_overs.get(&kind);
    let mut fields: Vec<Field> = rule(kind).map_or_else(Vec::new, |rule| rule.fields.clone());
    if signed(own) {
        let along = rule(HandOverKind::NotificationToLpa).map_or(&[][..], |rule| &rule.fields);
        fields.extend(along);
    }
    let mut texts: Vec<&'static str> = Vec::new();
    for field in fields {
        if !texts.contains(&field.dutch()) {
            texts.push(field.dutch());
        }
    }
    let basis = rule(kind).map_or_else(String::new, |rule| rule.basis.clone());
    (texts, basis)
}

/// Whether somebody signed the notification, so that it goes along.
fn signed(own: &Page) -> bool {
    let answers = own.case.state.answers();
    answers.is_some_and(|answers| !answers.signed().is_empty())
}

/// Whether the reader could still sign it.
fn unsigned(own: &Page) -> bool {
    let answers = own.case.state.answers();
    own.part.may_sign && !answers.is_some_and(|a| a.signed().contains_key(&own.person))
}

/// What the button of one of these questions does.
#[derive(Clone, Copy)]
pub enum Button {
    /// `POST /mijn/vrijgeven`
    Release,
    /// `POST /mijn/tegenhouden`
    Block,
    /// `POST /mijn/versturen`
    Send,
    /// `POST /mijn/intrekken`
    Withdraw,
}

/// Takes the step of a button.
///
/// # Errors
/// The failure that the page shows.
pub async fn press(
    button: Button,
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
    submitted: Submitted<VersionField>,
) -> Result<Response, Failure> {
    let form = step_form(&who.actor, &submitted.form, submitted.once)?;
    let (house, actor) = (&app.house, &who.actor);
    let (result, notice) = match button {
        Button::Release => (family::release(house, actor, form).await, "vrijgegeven"),
        Button::Block => (family::block(house, actor, form).await, "tegengehouden"),
        Button::Send => (
            family::send_themselves(house, actor, form).await,
            "gestuurd",
        ),
        Button::Withdraw => (anywhere::withdraw(house, actor, form).await, "ingetrokken"),
    };
    step_answer(result, notice, bare(frame))
}
