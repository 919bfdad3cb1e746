//! `/{desk}/zaken/{case}/notitie`: a note for colleagues, at the SWV, the GGD or the gemeente.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::perform;
use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page};
use crate::action::{notes, view};
use crate::domain::dates;
use crate::domain::party::{CaseId, Role};
use crate::domain::scan::taken_by;
use crate::domain::text::LongText;

use super::answer::{case_path, settle};
use super::failure::Failure;
use super::form::Form;
use super::frame::Frame;
use super::menu;
use super::page::form_page;
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};

/// The form, for each desk that keeps notes.
pub fn routes() -> Routes {
    let desks: [(&str, &[Role]); 3] = [
        ("swv", &[Role::Swv, Role::Coordinator]),
        ("arts", &[Role::Doctor]),
        ("leerplicht", &[Role::Lpa]),
    ];
    desks
        .into_iter()
        .fold(Routes::default(), |routes, (desk, roles)| {
            let case = Access::employees(roles, About::Case);
            routes.form(format!("/{desk}/zaken/{{case}}/notitie"), case, show, send)
        })
}

/// The notes of a case as its page shows them.
pub struct Notes {
    /// On which day and by whom, and the text; the newest first.
    pub all: Vec<(String, String)>,
    /// Whether who looks can write one.
    pub takes: bool,
}

impl Notes {
    /// The notes of this case.
    #[must_use]
    pub fn of(page: &CasePage) -> Self {
        let told = |note: &view::Note| {
            let (on, by) = (dates::long(note.on), &note.by);
            let head = if by.is_empty() {
                on
            } else {
                format!("{on}, {by}")
            };
            (head, note.text.clone())
        };
        Self {
            all: page.notes.iter().map(told).collect(),
            takes: taken_by(&page.dossier) && !page.glass,
        }
    }
}

struct NoteFields;

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

async fn show(
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

async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<NoteFields>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let page = case_page(&app.house, &actor, &CaseId(case)).await?;
    if let Some(text) = form.required("text", "Notitie", LongText::parse) {
        let sent = perform::Form {
            case: page.case.id.clone(),
            version: None,
            dossier: None,
            once: Some(once),
            location: case_path(who.role, &page.case.id),
        };
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
