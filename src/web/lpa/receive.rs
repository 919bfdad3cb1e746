//! The parents brought the SMA: the leerplichtambtenaar types it over from paper, with the notification if it came along.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use time::Date;

use crate::action::lpa;
use crate::action::session::SignedIn;
use crate::domain::advice::Advice;
use crate::domain::case::State as CaseState;
use crate::domain::dates;
use crate::domain::exemption::Notification;
use crate::domain::person::PersonName;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::answer;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::child_form::{genders, past_date};
use super::step::{Came, Opened, Trouble, open, sent, settle};
use super::{advice_form, child_form, family_form};

#[derive(Template)]
#[template(path = "pages/lpa/receive.html")]
struct ReceivePage {
    frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    path: String,
    version: i64,
    name: String,
    genders: Vec<Choice>,
    yes_no: [Choice; 2],
    verdicts: [Choice; 2],
    durations: [Choice; 2],
    months: Vec<Choice>,
}

/// The form.
pub struct ReceiveFields;

impl Fields for ReceiveFields {
    const NAMES: &'static [&'static str] = &[
        "version",
        "received_day",
        "received_month",
        "received_year",
        "established_day",
        "established_month",
        "established_year",
        "doctor",
        "big",
        "born_day",
        "born_month",
        "born_year",
        "gender",
        "number",
        "child_street",
        "child_house",
        "child_postcode",
        "child_place",
        "child_abroad",
        "child_country",
        "situation",
        "conclusion",
        "verdict",
        "years",
        "meanwhile",
        "again_month",
        "again_year",
        "with_notification",
        "claimed_before",
        "represented",
        "parent1_first",
        "parent1_last",
        "parent1_same",
        "parent1_street",
        "parent1_house",
        "parent1_postcode",
        "parent1_place",
        "parent1_abroad",
        "parent1_country",
        "signed1_day",
        "signed1_month",
        "signed1_year",
        "parent2_first",
        "parent2_last",
        "parent2_same",
        "parent2_street",
        "parent2_house",
        "parent2_postcode",
        "parent2_place",
        "parent2_abroad",
        "parent2_country",
        "signed2_day",
        "signed2_month",
        "signed2_year",
    ];
}

/// `GET /leerplicht/zaken/{case}/advies`
///
/// # Errors
/// See [`open`]; [`Failure::Refused`] where the gemeente has the SMA already or everything ended.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let refused = match opened.page.case.state {
        CaseState::WithLpa(_) | CaseState::Running(_) | CaseState::Reassessing(_) => {
            "U hebt het advies al."
        }
        CaseState::Closed(_) => "Deze procedure is al beëindigd.",
        _ => "",
    };
    if !refused.is_empty() {
        return Err(Failure::Refused(refused.into()));
    }
    let form = Form::empty(ReceiveFields::NAMES).with_date("received", app.house.clock.today());
    shown(frame, form, None, &opened, StatusCode::OK)
}

/// `POST /leerplicht/zaken/{case}/advies`
///
/// # Errors
/// See [`open`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    submitted: Submitted<ReceiveFields>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let Submitted { once, mut form, .. } = submitted;
    let name = opened.dossier()?.seintje.name().clone();
    let typed = parse(&mut form, &name, app.house.clock.today());
    let Some((on, advice, notification)) = typed.filter(|_| form.is_sound()) else {
        return shown(frame, form, None, &opened, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let step = sent(&case, &form, once)?;
    let actor = who.actor();
    let result =
        lpa::receive_from_parents(&app.house, &actor, step, on, advice, notification).await;
    match settle(result, "advies-ontvangen", &mut form)? {
        Came::Through(response) => Ok(response),
        Came::Back(status, trouble) => shown(frame, form, trouble, &opened, status),
    }
}

fn parse(
    form: &mut Form,
    name: &PersonName,
    today: Date,
) -> Option<(Date, Advice, Option<Notification>)> {
    let received = past_date(form, "received", "Ontvangen op", today);
    let advice = advice_form::parse(form, today);
    let child = child_form::parse(form, today);
    let came_along = form.yes_no("with_notification", "Zat de kennisgeving erbij?");
    let family = match came_along {
        Some(true) => family_form::parse(form, child.as_ref(), today).map(Some),
        Some(false) => Some(None),
        None => None,
    };
    let (received, child) = (received?, child?);
    let advice = advice?.about(name.clone(), &child);
    if let Err(invalid) = dates::between(received, advice.established_on, today) {
        form.wrong("received", "Ontvangen op", invalid.message());
    }
    let notification = family?.map(|typed| typed.about(name.clone(), &child));
    Some((received, advice, notification))
}

fn shown(
    mut frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    opened: &Opened,
    status: StatusCode,
) -> Result<Response, Failure> {
    frame.wrong = status != StatusCode::OK;
    Ok(answer(
        status,
        &ReceivePage {
            name: opened.dossier()?.seintje.name().full(),
            path: opened.path.clone(),
            version: opened.page.case.version,
            genders: genders(),
            yes_no: Choice::yes_no(),
            verdicts: [
                Choice::new("nu", "Nu niet geschikt om naar school te gaan"),
                Choice::new("nooit", "Nooit geschikt om naar school te gaan"),
            ],
            durations: [Choice::new("1", "1 jaar"), Choice::new("2", "2 jaar")],
            months: advice_form::months_of_year(),
            frame,
            form,
            trouble,
        },
    ))
}
