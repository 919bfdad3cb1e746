//! `/arts/zaken/{case}/behandelen`: a doctor takes the case on and declares not to treat the child (art. 7 LPW).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::doctor as act;
use crate::action::session::SignedIn;
use crate::domain::advice::Treats;
use crate::domain::case::State as At;
use crate::domain::dates;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::desk::{self, Opened};

/// The declaration.
pub struct Declaration;

impl Fields for Declaration {
    const NAMES: &'static [&'static str] = &["version", "not_treating"];
}

#[derive(Template)]
#[template(path = "pages/doctor/take_on.html")]
struct TakeOnPage {
    frame: Frame,
    form: Form,
    case: String,
    name: String,
    version: i64,
    municipality: String,
    today: String,
    /// Whether another doctor has the case now.
    taken: bool,
}

/// The page with the declaration.
///
/// # Errors
/// See [`Failure`].
pub async fn show(
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    let open =
        matches!(&opened.page.case.state, At::WithDoctor(at) if at.doctor() != Some(&doctor.user));
    if !open {
        return Ok(opened.back());
    }
    with_form(&app, frame, &opened, Form::empty(Declaration::NAMES))
}

fn with_form(
    app: &AppState,
    frame: Frame,
    opened: &Opened,
    form: Form,
) -> Result<Response, Failure> {
    let case = &opened.page.case;
    let name = opened.dossier()?.application.child.name.full();
    Ok(form_page(frame, form, |frame, form| TakeOnPage {
        frame,
        form,
        case: opened.path.clone(),
        name,
        version: case.version,
        municipality: opened.gemeente().to_owned(),
        today: dates::long(app.clock.today()),
        taken: matches!(&case.state, At::WithDoctor(at) if at.doctor().is_some()),
    }))
}

/// Takes the case on.
///
/// # Errors
/// See [`Failure`]; refused for a doctor whom the municipality didn't appoint.
pub async fn send(
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<Declaration>,
) -> Result<Response, Failure> {
    let sent = desk::sent(&case, &form, once)?;
    if form.checked("not_treating") {
        let taken = act::take_on(&app.house, &doctor.actor(), sent, Treats::No).await;
        if let Some(response) = settle(taken, "afgerond", &mut form)? {
            return Ok(response);
        }
    } else {
        form.wrong(
            "not_treating",
            "",
            "Zet een vinkje als u dit kind niet behandelt. Behandelt u het kind wel? Dan moet een andere arts de zaak nemen.",
        );
    }
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    with_form(&app, frame, &opened, form)
}
