//! How the answer of a use case becomes a page, and the two things that every role does with a case: open a letter, and
//! record that a task was done.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::calendar_file::{Entry, Method, calendar_file};
use crate::action::session::SignedIn;
use crate::action::{ActionError, perform, task, view};
use crate::clock::EpochMillis;
use crate::domain::party::{CaseId, Role};
use crate::domain::scan::ScanKind;

use super::failure::Failure;
use super::form::Form;
use super::menu;
use super::page::done;
use super::state::AppState;
use super::submitted::{Fields, Submitted};

impl From<ActionError> for Failure {
    fn from(error: ActionError) -> Self {
        match &error {
            ActionError::Refused(refusal) => Self::Refused(refusal.to_string()),
            ActionError::Field(_, message) => Self::Refused(message.clone()),
            ActionError::NotJoined => Self::Refused(error.to_string()),
            ActionError::NotFound => Self::NotFound,
            ActionError::Changed => Self::Changed,
            ActionError::Restricted => Self::Restricted,
            ActionError::KeyLost(_) => Self::KeyLost.told(&error),
            ActionError::Damaged(_) => Self::Damaged.told(&error),
            ActionError::Destroyed(_) => Self::Destroyed,
            _ => Self::fault(&error),
        }
    }
}

/// The answer to a step: on to the page with a notice, the first answer again for a form that was sent before, or the failure.
///
/// # Errors
/// The failure that the page shows.
pub fn after(result: Result<String, ActionError>, notice: &str) -> Result<Response, Failure> {
    match result {
        Ok(location) => Ok(done(&location, Some(notice))),
        Err(ActionError::Again(location)) => Ok(Redirect::to(&location).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// A step as the write path wants it, out of a form with its case's version; afterwards the sender goes to `location`.
///
/// # Errors
/// [`Failure::Unreadable`] if the form doesn't say which version of the case its page showed.
pub fn sent(
    case: &str,
    location: String,
    form: &Form,
    once: String,
) -> Result<perform::Form, Failure> {
    Ok(perform::Form {
        case: CaseId(case.to_owned()),
        version: Some(number(form, "version")?),
        dossier: None,
        once: Some(once),
        location,
    })
}

/// A version that the page carried along.
///
/// # Errors
/// [`Failure::Unreadable`] if it isn't there.
pub fn number(form: &Form, name: &str) -> Result<i64, Failure> {
    form.value(name).parse().map_err(|_| Failure::Unreadable)
}

/// The answer to a step whose form holds something worth keeping. `None`: the step was refused, the form says why, and its
/// page comes back with everything that was typed.
///
/// # Errors
/// The failure that the page shows, where the form can't come back.
pub fn settle(
    result: Result<String, ActionError>,
    notice: &str,
    form: &mut Form,
) -> Result<Option<Response>, Failure> {
    match result {
        Err(ActionError::Field(name, message)) if form.knows(name) => form.wrong(name, "", message),
        Err(ActionError::Field(_, message)) => form.stop(NOT_NOW, message),
        Err(ActionError::Refused(refusal)) => form.stop(NOT_NOW, refusal.to_string()),
        Err(ActionError::Changed) => form.stop(
            "Iemand anders heeft deze zaak net gewijzigd",
            "Wat u had ingevuld, staat hieronder en is nog niet opgeslagen. Kijk op de pagina van de zaak wat er is \
             veranderd. Verstuur het formulier daarna opnieuw.",
        ),
        other => return after(other, notice).map(Some),
    }
    Ok(None)
}

const NOT_NOW: &str = "Deze stap kan nu niet";

/// A PDF to open in the browser or keep. Never cached, and its name tells nothing.
#[must_use]
pub fn pdf(bytes: Vec<u8>, name: &str) -> Response {
    let disposition = format!("inline; filename=\"{name}.pdf\"");
    (
        [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response()
}

/// A calendar file to keep.
pub fn calendar(entry: &Entry<'_>, name: &str, now: EpochMillis) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/calendar; charset=utf-8".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.ics\""),
        ),
    ];
    let file = calendar_file(entry, Method::Publish, now);
    (headers, file).into_response()
}

/// A file that was added, as an attachment to keep or to look at. It came from outside: it is shown as what it was found to be when it was
/// taken, under a policy that lets nothing in it run or ask for anything. Its name tells nothing.
fn added(bytes: Vec<u8>, kind: ScanKind, how: &str) -> Response {
    let format = kind.format;
    let disposition = format!(
        "{how}; filename=\"{}.{}\"",
        kind.paper.file(),
        format.code()
    );
    (
        [
            (header::CONTENT_TYPE, format.media_type().to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response()
}

/// `GET /brieven/{case}/{document}`: a letter of the own dossier, as it was sent.
///
/// # Errors
/// [`Failure::NotFound`] for another party's.
pub async fn letter(
    State(app): State<AppState>,
    who: SignedIn,
    Path((case, document)): Path<(String, String)>,
) -> Result<Response, Failure> {
    opened(&app, &who, case, &document, "attachment").await
}

/// `GET /brieven/{case}/{document}/bekijken`: the same, to look at in the browser. A letter is shown so anyhow.
///
/// # Errors
/// As [`letter`].
pub async fn preview(
    State(app): State<AppState>,
    who: SignedIn,
    Path((case, document)): Path<(String, String)>,
) -> Result<Response, Failure> {
    opened(&app, &who, case, &document, "inline").await
}

async fn opened(
    app: &AppState,
    who: &SignedIn,
    case: String,
    document: &str,
    how: &str,
) -> Result<Response, Failure> {
    let (kind, bytes) = view::document(&app.house, &who.actor(), &CaseId(case), document).await?;
    if let Some(kind) = ScanKind::from_code(&kind) {
        return Ok(added(bytes, kind, how));
    }
    let name = kind.split(':').next().unwrap_or("brief").to_owned();
    Ok(pdf(bytes, &name))
}

/// The form that records that a task was done: nothing but its button.
pub struct Done;

impl Fields for Done {
    const NAMES: &'static [&'static str] = &[];
}

/// `POST /taken/{id}/gedaan`: records that a task was done.
///
/// # Errors
/// [`Failure::NotFound`] for another party's task.
pub async fn task_done(
    State(app): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    _form: Submitted<Done>,
) -> Result<Response, Failure> {
    let case = task::done(&app.house, &who.actor(), &id).await?;
    let path = case.map_or(menu::start(who.role).to_owned(), |case| {
        case_path(who.role, &case)
    });
    Ok(done(&path, Some("gedaan")))
}

/// Where a role finds a case.
#[must_use]
pub fn case_path(role: Role, case: &CaseId) -> String {
    let desk = match role {
        Role::Swv | Role::Coordinator => "swv",
        Role::Doctor => "arts",
        Role::Lpa => "leerplicht",
        Role::LocalTeam
        | Role::Admin
        | Role::Fg
        | Role::Policy
        | Role::Parent
        | Role::YoungPerson
        | Role::System => {
            return "/".to_owned();
        }
    };
    format!("/{desk}/zaken/{}", case.as_str())
}
