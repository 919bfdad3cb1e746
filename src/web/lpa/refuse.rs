//! "Voldoet niet": which requirement of form is not met. There is no field for a view on the advice itself.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use time::Date;

use crate::action::lpa;
use crate::action::session::SignedIn;
use crate::domain::case::State as CaseState;
use crate::domain::exemption::Requirement;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::answer;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::facts::capital;
use super::step::{Came, Opened, Trouble, letters_to, open, sent, settle};
use super::test_of_form::{Tested, tested};

#[derive(Template)]
#[template(path = "pages/lpa/refuse.html")]
struct RefusePage {
    frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    path: String,
    version: i64,
    name: String,
    tested: Vec<Tested>,
    requirements: Vec<Choice>,
    letters_to: Vec<String>,
}

/// The form.
pub struct RefuseFields;

impl Fields for RefuseFields {
    const NAMES: &'static [&'static str] = &["version", "requirement"];
}

/// `GET /leerplicht/zaken/{case}/voldoet-niet`
///
/// # Errors
/// See [`open`]; [`Failure::Refused`] where nothing is to be decided.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    if !matches!(opened.page.case.state, CaseState::WithLpa(_)) {
        let text = "Er is nu geen kennisgeving om op te beslissen. Op de pagina van de zaak ziet u waarop de zaak wacht.";
        return Err(Failure::Refused(text.into()));
    }
    let today = app.house.clock.today();
    let form = Form::empty(RefuseFields::NAMES);
    shown(frame, form, None, &opened, today, StatusCode::OK)
}

/// `POST /leerplicht/zaken/{case}/voldoet-niet`
///
/// # Errors
/// See [`open`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    submitted: Submitted<RefuseFields>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let today = app.house.clock.today();
    let Submitted { once, mut form, .. } = submitted;
    let known = Requirement::ALL.map(|requirement| (requirement.code(), requirement));
    let requirement = form.choice("requirement", "Aan welke eis is niet voldaan?", &known);
    let Some(requirement) = requirement else {
        return shown(
            frame,
            form,
            None,
            &opened,
            today,
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    };
    let step = sent(&case, &form, once)?;
    let result = lpa::refuse(&app.house, &who.actor(), step, requirement).await;
    match settle(result, "voldoet-niet", &mut form)? {
        Came::Through(response) => Ok(response),
        Came::Back(status, trouble) => shown(frame, form, trouble, &opened, today, status),
    }
}

fn shown(
    mut frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    opened: &Opened,
    today: Date,
    status: StatusCode,
) -> Result<Response, Failure> {
    frame.wrong = status != StatusCode::OK;
    let dossier = opened.dossier()?;
    Ok(answer(
        status,
        &RefusePage {
            letters_to: letters_to(dossier, today),
            name: dossier.seintje.name().full(),
            path: opened.path.clone(),
            version: opened.page.case.version,
            tested: tested(&opened.page).0,
            requirements: requirements(),
            frame,
            form,
            trouble,
        },
    ))
}

fn requirements() -> Vec<Choice> {
    Requirement::ALL
        .into_iter()
        .map(|requirement| {
            let label = format!("Niet: {}", requirement.dutch());
            let hint = format!("{}. {}", capital(requirement.source()), mended(requirement));
            Choice::new(requirement.code(), label).with_hint(hint)
        })
        .collect()
}

/// How a fault is mended as long as the case is open.
const fn mended(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::Registered => {
            "Nog te herstellen bij een andere gemeente in de regio: kies “Verhuisd binnen de regio”."
        }
        Requirement::Notification => {
            "Nog te herstellen zolang de verklaring van de arts goed is: laat de ouders tekenen, op hun eigen pagina of op papier. \
             Tekent één ouder niet? Kies “Verder zonder handtekening”."
        }
        Requirement::NotificationFields => {
            "Nog te herstellen: vraag de ouders wat ontbreekt, en leg het vast bij “Kennisgeving op papier vastleggen”."
        }
        Requirement::DoctorAppointed => {
            "Nog te herstellen als de arts wel is aangewezen: laat de beheerder die aanwijzing in TOM zetten."
        }
        Requirement::DoctorIndependent | Requirement::StatementAge => {
            "In deze zaak niet te herstellen: er is een nieuwe aanvraag nodig."
        }
    }
}
