//! Who works on a case: the page on which a coordinator, a leerplichtambtenaar or a doctor says so.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::ActionError;
use crate::action::members::{self, Assigning};
use crate::action::session::SignedIn;
use crate::action::view::CasePage;
use crate::domain::party::{CaseId, Role, UserId};

use super::answer::{case_path, number};
use super::failure::Failure;
use super::form::{Choice, Form};
use super::frame::Frame;
use super::menu;
use super::page::{done, form_page};
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};

/// The page, for each desk that has it.
pub fn routes() -> Routes {
    let coordinator = Access::employees(&[Role::Coordinator], About::Case);
    let swv = Access::employees(&[Role::Swv, Role::Coordinator], About::Case);
    let lpa = Access::employees(&[Role::Lpa], About::Case);
    let doctor = Access::employees(&[Role::Doctor], About::Case);
    Routes::default()
        .form("/arts/zaken/{case}/toewijzen", doctor, show, send)
        .form("/swv/zaken/{case}/toewijzen", coordinator, show, send)
        .form("/leerplicht/zaken/{case}/toewijzen", lpa, show, send)
        .send("/swv/zaken/{case}/oppakken", swv, claim)
        .send("/swv/zaken/{case}/loslaten", swv, release)
        .send("/leerplicht/zaken/{case}/oppakken", lpa, claim)
        .send("/leerplicht/zaken/{case}/loslaten", lpa, release)
}

/// Who works on a case, as its page shows it.
pub struct Workers {
    /// The address of the case.
    pub path: String,
    /// The version of the case that this shows.
    pub version: i64,
    /// Their names; empty for nobody.
    pub names: String,
    /// Whether who asks can take the case: nobody has it.
    pub takes: bool,
    /// Whether who asks can let go of it.
    pub leaves: bool,
    /// Whether everybody in this work sees it once nobody has it.
    pub opens: bool,
    /// Whether who asks can say who works on it.
    pub assigns: bool,
    /// The colleague in whose place who asks sees it; empty where that is not so.
    pub stands_in_for: String,
}

impl Workers {
    /// Who works on the case of this page.
    #[must_use]
    pub fn of(page: &CasePage, who: &SignedIn) -> Self {
        let names = page.workers.iter().map(|(_, name)| name.as_str());
        let mine = page.workers.iter().any(|(user, _)| *user == who.user);
        // A doctor takes a case by saying not to treat the child, and gives it to another doctor.
        let free = who.role != Role::Doctor && !page.glass;
        Self {
            path: case_path(who.role, &page.case.id),
            version: page.case.version,
            names: names.collect::<Vec<_>>().join(", "),
            takes: free && page.workers.is_empty(),
            leaves: free && mine,
            opens: page.workers.len() == 1,
            assigns: who.role != Role::Swv && page.assigns,
            stands_in_for: page.stands_in_for.clone(),
        }
    }
}

/// The form of a button.
pub struct Button;

impl Fields for Button {
    const NAMES: &'static [&'static str] = &["version"];
}

/// `POST .../oppakken`: takes a case of nobody.
async fn claim(
    State(app): State<AppState>,
    who: SignedIn,
    Path(case): Path<String>,
    Submitted { form, .. }: Submitted<Button>,
) -> Result<Response, Failure> {
    let (id, version) = (CaseId(case), number(&form, "version")?);
    members::claim(&app.house, &who.actor(), &id, version).await?;
    Ok(done(&case_path(who.role, &id), Some("opgepakt")))
}

/// `POST .../loslaten`: lets go of a case.
async fn release(
    State(app): State<AppState>,
    who: SignedIn,
    Path(case): Path<String>,
    Submitted { form, .. }: Submitted<Button>,
) -> Result<Response, Failure> {
    let (id, version) = (CaseId(case), number(&form, "version")?);
    members::release(&app.house, &who.actor(), &id, version).await?;
    Ok(done(menu::start(who.role), Some("losgelaten")))
}

#[derive(Template)]
#[template(path = "pages/members.html")]
struct MembersPage {
    frame: Frame,
    form: Form,
    start: String,
    path: String,
    name: String,
    colleagues: Vec<Choice>,
    need_to_know: bool,
    version: i64,
    doctors: bool,
}

/// The form.
pub struct MemberFields;

impl Fields for MemberFields {
    const NAMES: &'static [&'static str] = &["version", "who"];
}

/// Shows who works on the case.
///
/// # Errors
/// [`Failure::NotFound`] for a case that this person may not see.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let found = members::of_case(&app.house, &who.actor(), &CaseId(case.clone())).await?;
    let working = found.colleagues.iter().filter(|(_, _, works)| *works);
    let form = working.fold(Form::empty(MemberFields::NAMES), |form, (id, ..)| {
        form.with("who", id.as_str())
    });
    Ok(shown(frame, form, &who, case, found))
}

/// Records who works on the case.
///
/// # Errors
/// As [`show`]; a form without anybody comes back.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { mut form, .. }: Submitted<MemberFields>,
) -> Result<Response, Failure> {
    let (actor, id) = (who.actor(), CaseId(case.clone()));
    let chosen: BTreeSet<UserId> = form.values("who").iter().cloned().map(UserId).collect();
    let version = number(&form, "version")?;
    let assigned = members::assign(&app.house, &actor, &id, version, chosen).await;
    if let Err(ActionError::Field(name, message)) = assigned {
        form.wrong(name, "Medewerkers", message);
        let found = members::of_case(&app.house, &actor, &id).await?;
        return Ok(shown(frame, form, &who, case, found));
    }
    // Who is not among them may not see the case any more.
    let path = if assigned? {
        case_path(who.role, &id)
    } else {
        menu::start(who.role).to_owned()
    };
    Ok(done(&path, Some("opgeslagen")))
}

fn shown(frame: Frame, form: Form, who: &SignedIn, case: String, found: Assigning) -> Response {
    let colleagues = found.colleagues.into_iter();
    form_page(frame, form, |frame, form| MembersPage {
        frame,
        form,
        start: menu::start(who.role).to_owned(),
        path: case_path(who.role, &CaseId(case)),
        name: found.name.unwrap_or_else(|| "Zonder naam".into()),
        colleagues: colleagues
            .map(|(id, name, _)| Choice::new(id, name))
            .collect(),
        need_to_know: found.need_to_know,
        version: found.version,
        doctors: who.role == Role::Doctor,
    })
}
