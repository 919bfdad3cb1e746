//! `/{desk}/zaken/{case}/notitie`: a note is written.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page};
use crate::action::{notes, perform};
use crate::domain::party::{CaseId, Role};
use crate::domain::text::LongText;
use crate::web::answer::{case_path, settle};
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::menu;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::Notes;

/// The note.
pub(super) struct NoteFields;

impl Fields for NoteFields {
    const NAMES: &'static [&'static str] = &["text"];
}

#[derive(Template)]
#[template(path = "pages/note.html")]
struct NotePage {
    frame: Frame,
    form: Form,
    desk: &'static str,
    path: String,
    name: String,
    /// What may not be written here, and why.
    limit: &'static str,
}

/// The form.
pub(super) async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let page = case_page(&app.house, &who.actor(), &CaseId(case)).await?;
    Ok(shown(
        frame,
        Form::empty(NoteFields::NAMES),
        &page,
        who.role,
    ))
}

/// Keeps the note.
pub(super) async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<NoteFields>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let page = case_page(&app.house, &actor, &CaseId(case)).await?;
    if let Some(text) = form.required("text", "Notitie", LongText::parse) {
        let sent = perform::Form::unversioned(
            page.case.id.clone(),
            Some(once),
            case_path(who.role, &page.case.id),
        );
        let kept = notes::write(&app.house, &actor, sent, text).await;
        if let Some(response) = settle(kept, "notitie", &mut form)? {
            return Ok(response);
        }
    }
    Ok(shown(frame, form, &page, who.role))
}

/// What may not be written here, and why.
const fn limit(role: Role) -> &'static str {
    match role {
        Role::Doctor => {
            "De notitie staat in het medisch dossier van de GGD. Zij gaat niet mee met het advies."
        }
        Role::Lpa => {
            "Schrijf niets op over de gezondheid van de leerling of over wat de arts vond. De gemeente mag dat niet bewaren."
        }
        _ => {
            "Schrijf niets op over de gezondheid van de leerling of over wat een arts vond, en geen BSN. Het samenwerkingsverband mag dat niet \
             bewaren. Sprak u met de ouders? Leg dat vast bij Contact met de ouders."
        }
    }
}

fn shown(frame: Frame, form: Form, page: &CasePage, role: Role) -> Response {
    let path = case_path(role, &page.case.id);
    let name = page.dossier.label().filter(|_| Notes::of(page).takes);
    let Some(name) = name.map(|name| name.full()) else {
        return Redirect::to(&path).into_response();
    };
    form_page(frame, form, |frame, form| NotePage {
        frame,
        form,
        desk: menu::start(role),
        path,
        name,
        limit: limit(role),
    })
}
