//! `/swv/zaken/{case}/aandachtspunten`: what the covenant asks around a sitting, ticked by who did it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::notes;
use crate::action::perform;
use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page};
use crate::domain::checklist::{Check, Part};
use crate::domain::dates;
use crate::domain::party::CaseId;
use crate::web::answer::{number, settle};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};
use crate::web::told::capital;

/// The points; each part has its own boxes.
pub struct Points;

impl Fields for Points {
    const NAMES: &'static [&'static str] = &["version", "before", "during", "after"];
}

#[derive(Template)]
#[template(path = "pages/swv/checklist.html")]
struct ChecklistPage {
    frame: Frame,
    form: Form,
    path: String,
    name: String,
    version: i64,
    parts: Vec<(Part, Vec<Choice>)>,
}

/// The points that aren't ticked, of these parts.
pub fn open_points(page: &CasePage, parts: &[Part]) -> Vec<&'static str> {
    let ticked = |check: &Check| page.ticked.iter().any(|one| one.check == *check);
    let all = Check::ALL.into_iter();
    let open = all.filter(|check| parts.contains(&check.part()) && !ticked(check));
    open.map(Check::dutch).collect()
}

/// The list.
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
    let form = page
        .ticked
        .iter()
        .fold(Form::empty(Points::NAMES), |form, one| {
            form.with(one.check.part().code(), one.check.code())
        });
    Ok(shown(frame, form, &page))
}

/// Keeps what is ticked.
///
/// # Errors
/// As [`show`]; a list that a colleague changed meanwhile comes back as it was ticked.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<Points>,
) -> Result<Response, Failure> {
    let actor = who.actor();
    let page = case_page(&app.house, &actor, &CaseId(case)).await?;
    let mut ticked = Vec::new();
    for part in Part::ALL {
        for code in form.values(part.code()) {
            let check = Check::from_code(code).filter(|check| check.part() == part);
            ticked.push(check.ok_or(Failure::Unreadable)?);
        }
    }
    let path = format!("/swv/zaken/{}", page.case.id.as_str());
    let sent = perform::Form {
        dossier: Some(number(&form, "version")?),
        ..perform::Form::unversioned(page.case.id.clone(), Some(once), path)
    };
    let kept = notes::tick(&app.house, &actor, sent, ticked).await;
    match settle(kept, "opgeslagen", &mut form)? {
        Some(response) => Ok(response),
        None => Ok(shown(frame, form, &page)),
    }
}

fn shown(frame: Frame, form: Form, page: &CasePage) -> Response {
    let path = format!("/swv/zaken/{}", page.case.id.as_str());
    let name = page.dossier.label().filter(|_| !page.glass);
    let Some(name) = name.map(|name| name.full()) else {
        return Redirect::to(&path).into_response();
    };
    let choice = |check: Check| {
        let by = page.ticked.iter().find(|one| one.check == check);
        let by = by.map_or(String::new(), |one| {
            format!(" Afgevinkt op {} {}", dates::long(one.on), one.by)
        });
        let hint = format!("{}.{}", capital(check.source()), by.trim_end());
        Choice::new(check.code(), check.dutch()).with_hint(hint)
    };
    let of = |part: Part| {
        let checks = Check::ALL.into_iter().filter(|check| check.part() == part);
        (part, checks.map(choice).collect())
    };
    form_page(frame, form, |frame, form| ChecklistPage {
        frame,
        form,
        path,
        name,
        version: page.dossier_version,
        parts: Part::ALL.map(of).to_vec(),
    })
}
