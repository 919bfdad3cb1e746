//! The notification of art. 6 LPW: what stands in it, and the signature.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::ActionError;
use crate::action::family;
use crate::action::family_view::{self, Page};
use crate::domain::address::Address;
use crate::domain::case::State as CaseState;
use crate::domain::dates;
use crate::domain::person::Gender;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::{page, page_with_mistakes};
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::refused::{step_answer, step_form};
use super::standing::gemeente;
use super::visitor::{FamilyVisitor, bare};

/// The fields of the notification that a parent fills in; the rest is known.
pub struct NotificationFields;

impl Fields for NotificationFields {
    const NAMES: &'static [&'static str] = &["version", "claimed_before", "confirmed"];
}

/// The notification.
#[derive(Template)]
#[template(path = "pages/parents/notification.html")]
struct NotificationPage {
    frame: Frame,
    form: Form,
    version: i64,
    gemeente: String,
    name: String,
    born: String,
    address: Vec<String>,
    gender: &'static str,
    claimed_before: &'static str,
    /// The day on which the reader signed.
    signed: Option<String>,
    /// Whether somebody else must still sign.
    awaited: bool,
    /// Whether the reader can sign: the first time, or alone again with another answer.
    may_sign: bool,
    /// Whether it goes to the gemeente at once, or along with the SMA.
    at_once: bool,
    yes_no: [Choice; 2],
}

const CLAIMED: &str = "Is voor dit kind al eerder een vrijstelling gevraagd?";
const CONFIRMED: &str = "Bevestiging";

/// `GET /mijn/kennisgeving`
///
/// # Errors
/// [`Failure::Broken`] when the case can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
) -> Result<Response, Failure> {
    let own = family_view::page(&app.house, &who.actor).await?;
    let claimed = own
        .part
        .notification
        .as_ref()
        .and_then(|n| n.claimed_before);
    let form = Form::empty(NotificationFields::NAMES);
    let form = match claimed {
        Some(claimed) => form.with("claimed_before", yes_or_no(claimed).to_lowercase()),
        None => form,
    };
    Ok(match filled(&own, bare(frame), form) {
        Some(filled) => page(&filled),
        None => Redirect::to("/mijn").into_response(),
    })
}

/// `POST /mijn/kennisgeving`: signs it.
///
/// # Errors
/// The failure that the page shows.
pub async fn sign(
    State(app): State<AppState>,
    who: FamilyVisitor,
    frame: Frame,
    submitted: Submitted<NotificationFields>,
) -> Result<Response, Failure> {
    let mut form = submitted.form;
    let claimed = form.yes_no("claimed_before", CLAIMED);
    if !form.checked("confirmed") {
        form.wrong(
            "confirmed",
            CONFIRMED,
            "Zet een vinkje als u de gegevens hebt gelezen en wilt tekenen.",
        );
    }
    let mut frame = bare(frame);
    if let Some(claimed) = claimed.filter(|_| form.is_sound()) {
        let step = step_form(&who.actor, &form, submitted.once)?;
        let result = family::sign_notification(&app.house, &who.actor, step, claimed).await;
        let Err(ActionError::Field(field, message)) = result else {
            return step_answer(result, "getekend", frame);
        };
        if form.knows(field) {
            form.wrong(field, CLAIMED, message);
        } else {
            form.stop("Tekenen kan nu niet", message);
        }
    }
    frame.wrong = true;
    let own = family_view::page(&app.house, &who.actor).await?;
    Ok(match filled(&own, frame, form) {
        Some(filled) => page_with_mistakes(&filled),
        None => Redirect::to("/mijn").into_response(),
    })
}

/// The page, for who signs; with the version that the form had, so that nobody signs what changed meanwhile.
fn filled(own: &Page, frame: Frame, form: Form) -> Option<NotificationPage> {
    let notification = own.part.notification.as_ref()?;
    let signed = notification.signed.get(&own.person);
    let alone = signed.is_some() && notification.signed.len() == 1;
    let awaited = own
        .case
        .state
        .answers()
        .is_some_and(|a| !a.signature_awaited().is_empty());
    if signed.is_none() && !own.part.may_sign {
        return None;
    }
    Some(NotificationPage {
        frame,
        version: form.value("version").parse().unwrap_or(own.case.version),
        form,
        gemeente: gemeente(own).to_owned(),
        name: notification.name.full(),
        born: notification.born.map(dates::long).unwrap_or_default(),
        address: notification
            .address
            .as_ref()
            .map_or_else(|| vec!["bekend bij de GGD".to_owned()], Address::lines),
        gender: notification.gender.map_or("", Gender::label),
        claimed_before: notification.claimed_before.map_or("", yes_or_no),
        signed: signed.map(|day| dates::long(*day)),
        awaited,
        may_sign: own.part.may_sign && (signed.is_none() || (alone && awaited)),
        at_once: matches!(own.case.state, CaseState::WithLpa(_)),
        yes_no: Choice::yes_no(),
    })
}

const fn yes_or_no(claimed: bool) -> &'static str {
    if claimed { "Ja" } else { "Nee" }
}
