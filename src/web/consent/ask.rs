//! `/{desk}/zaken/{case}/toestemming/nieuw`: an SWV or the doctor asks a consent for a new question, partner or kind of data.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::ask::{New, ask, partners};
use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page};
use crate::domain::consent::{DataKind, Recipient};
use crate::domain::covenant::Participant;
use crate::domain::invalid::Invalid;
use crate::domain::party::CaseId;
use crate::domain::text::{LongText, ShortText};
use crate::web::answer::{case_path, sent, settle};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::menu;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};
use crate::web::told::capital;

/// What is asked.
pub struct AskFields;

impl Fields for AskFields {
    const NAMES: &'static [&'static str] = &[
        "version",
        "partner",
        "recipient",
        "recipient_named",
        "kinds",
        "kinds_named",
        "why",
    ];
}

#[derive(Template)]
#[template(path = "pages/ask_consent.html")]
struct AskPage {
    frame: Frame,
    form: Form,
    desk: &'static str,
    path: String,
    name: String,
    version: i64,
    partners: Vec<Choice>,
    recipients: Vec<Choice>,
    kinds: Vec<Choice>,
}

/// The form.
///
/// # Errors
/// [`Failure::NotFound`] for another party's case, and where the party holds no consent form (any more).
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let (page, partners) = opened(&app, &who, &case).await?;
    let form = Form::empty(AskFields::NAMES);
    Ok(shown(frame, form, &page, &partners, &who))
}

/// Asks it.
///
/// # Errors
/// As [`show`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<AskFields>,
) -> Result<Response, Failure> {
    let (page, partners) = opened(&app, &who, &case).await?;
    let location = format!("{}/toestemming", case_path(who.role, &page.case.id));
    let step = sent(&case, location, &form, once)?;
    form.refuse_numbers();
    if let Some(new) = read(&mut form, &partners) {
        let asked = ask(&app.house, &who.actor(), step, new).await;
        if let Some(response) = settle(asked, "toestemming-gevraagd", &mut form)? {
            return Ok(response);
        }
    }
    Ok(shown(frame, form, &page, &partners, &who))
}

async fn opened(
    app: &AppState,
    who: &SignedIn,
    case: &str,
) -> Result<(CasePage, Vec<Participant>), Failure> {
    let page = case_page(&app.house, &who.actor(), &CaseId(case.to_owned())).await?;
    if page.dossier.consent().is_none() {
        return Err(Failure::NotFound);
    }
    let partners = partners(&app.house, &page.case).await?;
    Ok((page, partners))
}

fn read(form: &mut Form, partners: &[Participant]) -> Option<New> {
    let known = partners
        .iter()
        .map(|one| (one.id.as_str(), one.id.0.clone()));
    let partner = form.choice("partner", PARTNER, &known.collect::<Vec<_>>());
    let all: Vec<_> = Recipient::ALL
        .iter()
        .map(|one| (one.code(), *one))
        .collect();
    let recipient = form.choice("recipient", RECIPIENT, &all);
    let named = form.optional("recipient_named", RECIPIENT_NAMED, ShortText::parse);
    let kinds = DataKind::ALL.iter().copied();
    let kinds = kinds
        .filter(|kind| form.holds("kinds", kind.code()))
        .collect();
    let kinds_named = form.optional("kinds_named", KINDS_NAMED, ShortText::parse);
    let why = form.required("why", WHY, LongText::parse);
    let new = New {
        why: why?,
        partner: partner?,
        recipient: recipient?,
        recipient_named: named,
        kinds,
        kinds_named,
    };
    if new.kinds.is_empty() {
        form.wrong("kinds", KINDS, "Kies minstens één soort gegevens.");
    }
    if new.recipient == Recipient::Other && new.recipient_named.is_none() {
        form.wrong(
            "recipient_named",
            RECIPIENT_NAMED,
            Invalid::Required.message(),
        );
    }
    if new.kinds.contains(&DataKind::Other) && new.kinds_named.is_none() {
        form.wrong("kinds_named", KINDS_NAMED, Invalid::Required.message());
    }
    form.is_sound().then_some(new)
}

const PARTNER: &str = "Welke organisatie krijgt de gegevens?";
const RECIPIENT: &str = "Wie krijgt ze daar?";
const RECIPIENT_NAMED: &str = "Wie is dat?";
const KINDS: &str = "Welke gegevens?";
const KINDS_NAMED: &str = "Welke andere gegevens?";
const WHY: &str = "Waarvoor?";

fn shown(
    frame: Frame,
    form: Form,
    page: &CasePage,
    partners: &[Participant],
    who: &SignedIn,
) -> Response {
    let name = page.dossier.label().map(|name| name.full());
    let path = case_path(who.role, &page.case.id);
    form_page(frame, form, |frame, form| AskPage {
        frame,
        form,
        desk: menu::start(who.role),
        path,
        name: name.unwrap_or_default(),
        version: page.case.version,
        partners: partners
            .iter()
            .map(|one| Choice::new(one.id.as_str(), one.name.clone()))
            .collect(),
        recipients: Recipient::ALL
            .iter()
            .map(|one| Choice::new(one.code(), capital(one.dutch())))
            .collect(),
        kinds: DataKind::ALL
            .iter()
            .map(|one| Choice::new(one.code(), capital(one.dutch())))
            .collect(),
    })
}
