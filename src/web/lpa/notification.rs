//! A notification of art. 6 that came on paper.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use time::Date;

use crate::action::lpa;
use crate::action::session::SignedIn;
use crate::domain::advice::Advice;
use crate::domain::case::State as CaseState;
use crate::domain::exemption::Notification;
use crate::domain::person::PersonName;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::answer;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::child_form::{genders, past_date, with_address};
use super::step::{Came, Opened, Trouble, open, sent, settle};
use super::{child_form, family_form};

#[derive(Template)]
#[template(path = "pages/lpa/notification.html")]
struct NotificationPage {
    frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    path: String,
    version: i64,
    name: String,
    genders: Vec<Choice>,
    yes_no: [Choice; 2],
}

/// The form.
pub struct NotificationFields;

impl Fields for NotificationFields {
    const NAMES: &'static [&'static str] = &[
        "version",
        "received_day",
        "received_month",
        "received_year",
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

/// `GET /leerplicht/zaken/{case}/kennisgeving`: what the SMA says of the child is filled in, and what a first parent signed.
///
/// # Errors
/// See [`open`]; [`Failure::Refused`] where no notification is awaited.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    if !matches!(opened.page.case.state, CaseState::WithLpa(_)) {
        let text = "De kennisgeving hoort bij een advies (SMA). Leg het advies eerst vast, of kijk op de pagina van de zaak.";
        return Err(Failure::Refused(text.into()));
    }
    let form =
        Form::empty(NotificationFields::NAMES).with_date("received", app.house.clock.today());
    let dossier = opened.dossier()?;
    let form = match dossier.advice.as_deref() {
        Some(advice) => filled(form, advice),
        None => form,
    };
    let form = match dossier.notification.as_deref() {
        Some(held) => family_form::filled(form, held),
        None => form,
    };
    shown(frame, form, None, &opened, StatusCode::OK)
}

/// `POST /leerplicht/zaken/{case}/kennisgeving`
///
/// # Errors
/// See [`open`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    submitted: Submitted<NotificationFields>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let Submitted { once, mut form, .. } = submitted;
    let name = opened.dossier()?.seintje.name().clone();
    let typed = parse(&mut form, &name, app.house.clock.today());
    let Some((on, notification)) = typed.filter(|_| form.is_sound()) else {
        return shown(frame, form, None, &opened, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let step = sent(&case, &form, once)?;
    let actor = who.actor();
    let result = lpa::receive_notification(&app.house, &actor, step, on, notification).await;
    match settle(result, "kennisgeving-ontvangen", &mut form)? {
        Came::Through(response) => Ok(response),
        Came::Back(status, trouble) => shown(frame, form, trouble, &opened, status),
    }
}

fn filled(mut form: Form, advice: &Advice) -> Form {
    let Some(front) = &advice.front else {
        return form;
    };
    if let Some(born) = front.born {
        form = form.with_date("born", born);
    }
    if let Some(gender) = front.gender {
        form = form.with("gender", gender.code());
    }
    if let Some(number) = &front.number {
        form = form.with("number", number.expose());
    }
    with_address(form, "child", front.address.as_ref())
}

fn parse(form: &mut Form, name: &PersonName, today: Date) -> Option<(Date, Notification)> {
    let received = past_date(form, "received", "Ontvangen op", today);
    let child = child_form::parse(form, today);
    let family = family_form::parse(form, child.as_ref(), today);
    Some((received?, family?.about(name.clone(), &child?)))
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
        &NotificationPage {
            name: opened.dossier()?.seintje.name().full(),
            path: opened.path.clone(),
            version: opened.page.case.version,
            genders: genders(),
            yes_no: Choice::yes_no(),
            frame,
            form,
            trouble,
        },
    ))
}
