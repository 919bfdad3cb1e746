//! `/{desk}/zaken/{case}/document`: a file is added to the own dossier, at the SWV, the GGD or the gemeente. One of them is the scan of a paper
//! with a signature; only after it the paper can go.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::perform;
use crate::action::scan;
use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page};
use crate::domain::party::{CaseId, Role};
use crate::domain::scan::{Paper, Upload, taken_by};
use crate::web::answer::{case_path, settle};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::menu;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::Fields;
use crate::web::uploaded::{FILE, Uploaded};

/// The file.
pub struct ScanFields;

impl Fields for ScanFields {
    const NAMES: &'static [&'static str] = &["paper", FILE];
}

#[derive(Template)]
#[template(path = "pages/scan.html")]
struct ScanPage {
    frame: Frame,
    form: Form,
    desk: &'static str,
    path: String,
    name: String,
    /// What may not be added here, and why.
    limit: &'static str,
    papers: Vec<Choice>,
}

/// The form.
///
/// # Errors
/// [`Failure::NotFound`] for another party's case.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let page = case_page(&app.house, &who.actor(), &CaseId(case)).await?;
    let first = papers(who.role)[0];
    let form = Form::empty(ScanFields::NAMES).with("paper", first.code());
    Ok(shown(frame, form, &page, who.role))
}

/// Keeps the file.
///
/// # Errors
/// As [`show`]; a faulty form comes back as it was typed, without the file: a browser sends that only from its sender's hand.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Uploaded { sent, file }: Uploaded<ScanFields>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let page = case_page(&app.house, &actor, &CaseId(case)).await?;
    let mut form = sent.form;
    let known: Vec<_> = papers(who.role)
        .iter()
        .map(|one| (one.code(), *one))
        .collect();
    let paper = form.choice("paper", "Wat voegt u toe?", &known);
    let checked = file.and_then(Upload::of);
    match (paper, checked) {
        (_, Err(wrong)) => form.wrong(FILE, "Het bestand", wrong.message()),
        (None, _) => {}
        (Some(paper), Ok(file)) => {
            let step = perform::Form::unversioned(
                page.case.id.clone(),
                Some(sent.once),
                case_path(who.role, &page.case.id),
            );
            let notice = if paper.signed() { "scan" } else { "document" };
            let kept = scan::keep(&app.house, &actor, step, paper, file).await;
            if let Some(response) = settle(kept, notice, &mut form)? {
                return Ok(response);
            }
        }
    }
    Ok(shown(frame, form, &page, who.role))
}

/// The form itself comes to the SWV; to the GGD only what came later; to a gemeente nothing of the consent.
const fn papers(role: Role) -> &'static [Paper] {
    match role {
        Role::Doctor => &[Paper::Letter, Paper::Other],
        Role::Lpa => &[Paper::Other],
        _ => &Paper::ALL,
    }
}

/// What may not be added here, and why.
const fn limit(role: Role) -> &'static str {
    match role {
        Role::Doctor => {
            "Voeg alleen toe wat u voor uw advies nodig hebt. Het staat in het medisch dossier van de GGD en gaat niet mee met het advies."
        }
        Role::Lpa => {
            "Voeg geen medische stukken toe, zoals een brief van een behandelaar. De gemeente kijkt alleen of de kennisgeving klopt; over de \
             gezondheid van het kind oordeelt de onafhankelijke arts. Ouders die zo'n stuk sturen, verwijst u naar de arts."
        }
        _ => {
            "Voeg geen medische stukken toe, zoals een brief van een arts of behandelaar, en niets waar een BSN op staat. Het \
             samenwerkingsverband mag die niet hebben (convenant, bijlage 3). Ouders geven zo'n stuk zelf aan de arts van de GGD."
        }
    }
}

fn shown(frame: Frame, form: Form, page: &CasePage, role: Role) -> Response {
    let path = case_path(role, &page.case.id);
    let Some(name) = page.dossier.label() else {
        return Redirect::to(&path).into_response();
    };
    if !taken_by(&page.dossier) {
        return Redirect::to(&path).into_response();
    }
    let name = name.full();
    form_page(frame, form, |frame, form| ScanPage {
        frame,
        form,
        desk: menu::start(role),
        path,
        name,
        limit: limit(role),
        papers: papers(role)
            .iter()
            .map(|paper| match paper {
                Paper::Form => {
                    Choice::new(paper.code(), "Het getekende formulier met de toestemming")
                }
                Paper::Letter => Choice::new(paper.code(), "Een latere brief over de toestemming"),
                Paper::Other => Choice::new(paper.code(), "Een ander document bij deze zaak"),
            })
            .collect(),
    })
}
