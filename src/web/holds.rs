//! `/bewaren/{case}`: holds a dossier, so that it is not destroyed while an objection, a complaint, a request or a court case runs.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::hold::{self, Held, Typed};
use crate::action::perform;
use crate::action::session::SignedIn;
use crate::domain::glass::Reason;
use crate::domain::hold::HoldKind;
use crate::domain::party::{CaseId, Role};
use crate::domain::{amsterdam, dates};

use super::answer::{after, case_path, settle};
use super::failure::Failure;
use super::form::{Choice, Form};
use super::frame::Frame;
use super::page::form_page;
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::told::capital;

/// The page.
pub fn routes() -> Routes {
    let roles = &[
        Role::Swv,
        Role::Coordinator,
        Role::Doctor,
        Role::Lpa,
        Role::LocalTeam,
    ];
    let access = Access::employees(roles, About::Case);
    Routes::default()
        .form("/bewaren/{case}", access, show, send)
        .send("/bewaren/{case}/einde", access.fresh(), end)
}

#[derive(Template)]
#[template(path = "pages/holds.html")]
struct HoldsPage {
    frame: Frame,
    form: Form,
    case: String,
    back: String,
    back_to: &'static str,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    kind: String,
    reason: String,
    by: String,
    on: String,
    /// Its last day; empty if it is not known.
    until: String,
    stands: bool,
}

/// The form for a new hold.
pub struct HoldFields;

impl Fields for HoldFields {
    const NAMES: &'static [&'static str] =
        &["kind", "reason", "until_day", "until_month", "until_year"];
}

/// The button that ends one.
pub struct EndFields;

impl Fields for EndFields {
    const NAMES: &'static [&'static str] = &["hold"];
}

/// `GET /bewaren/{case}`
///
/// # Errors
/// [`Failure::NotFound`] for another party's case.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    shown(&app, &who, frame, Form::empty(HoldFields::NAMES), case).await
}

/// `POST /bewaren/{case}`
///
/// # Errors
/// As [`show`].
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<HoldFields>,
) -> Result<Response, Failure> {
    let kinds = HoldKind::CHOSEN.map(|kind| (kind.code(), kind));
    let kind = form.choice("kind", "Waarom", &kinds);
    let reason = form.required("reason", "Uitleg", Reason::parse);
    let until = form.optional_date("until", "Tot en met");
    if let (Some(kind), Some(reason), true) = (kind, reason, form.is_sound()) {
        let typed = Typed {
            kind,
            reason,
            until,
        };
        let added = hold::add(&app.house, &who.actor(), sent(&case, once), typed).await;
        if let Some(response) = settle(added, "tegengehouden-vernietigen", &mut form)? {
            return Ok(response);
        }
    }
    shown(&app, &who, frame, form, case).await
}

/// `POST /bewaren/{case}/einde`
///
/// # Errors
/// As [`show`]; [`Failure::Changed`] for a hold that was ended.
pub async fn end(
    State(app): State<AppState>,
    who: SignedIn,
    Path(case): Path<String>,
    Submitted { once, form, .. }: Submitted<EndFields>,
) -> Result<Response, Failure> {
    let hold = form.value("hold").to_owned();
    let ended = hold::end(&app.house, &who.actor(), sent(&case, once), hold).await;
    after(ended, "opgeslagen")
}

fn sent(case: &str, once: String) -> perform::Form {
    perform::Form::unversioned(
        CaseId(case.to_owned()),
        Some(once),
        format!("/bewaren/{case}"),
    )
}

async fn shown(
    app: &AppState,
    who: &SignedIn,
    frame: Frame,
    form: Form,
    case: String,
) -> Result<Response, Failure> {
    let id = CaseId(case.clone());
    let held = hold::of_case(&app.house, &who.actor(), &id).await?;
    let row = |one: Held| Row {
        id: one.id,
        kind: capital(one.kind.dutch()),
        reason: one.reason,
        by: one.by,
        on: dates::long(amsterdam::civil_date(one.at)),
        until: one.until.map(dates::long).unwrap_or_default(),
        stands: one.stands,
    };
    let kinds = HoldKind::CHOSEN
        .map(|kind| Choice::new(kind.code(), capital(kind.dutch())))
        .into();
    let (back, back_to) = match who.role {
        // It has a list of names, and no page of a case.
        Role::LocalTeam => ("/lokaal-team".to_owned(), "Seintjes"),
        role => (case_path(role, &id), "Zaak"),
    };
    Ok(form_page(frame, form, |frame, form| HoldsPage {
        frame,
        form,
        back,
        back_to,
        case,
        kinds,
        rows: held.into_iter().map(row).collect(),
    }))
}
