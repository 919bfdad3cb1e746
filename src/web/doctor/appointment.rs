//! `/arts/zaken/{case}/afspraak`: the doctor plans when and where the child is seen, and invites.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use time::{Date, Duration};

use crate::action::doctor as act;
use crate::action::session::SignedIn;
use crate::domain::case::{Appointment, State as At};
use crate::domain::dates;
use crate::domain::text::ShortText;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::desk::{self, Opened};
use super::recipients::{self, Sending};

/// How far ahead an appointment can be planned.
const AHEAD: Duration = Duration::days(366);

/// When and where.
pub struct Plan;

impl Fields for Plan {
    const NAMES: &'static [&'static str] =
        &["version", "on_day", "on_month", "on_year", "at", "place"];
}

#[derive(Template)]
#[template(path = "pages/doctor/appointment.html")]
struct AppointmentPage {
    frame: Frame,
    form: Form,
    case: String,
    name: String,
    version: i64,
    sending: Sending,
}

/// The form, with the appointment that stands.
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
    let At::WithDoctor(at) = &opened.page.case.state else {
        return Ok(opened.back());
    };
    if at.doctor() != Some(&doctor.user) {
        return Ok(opened.back());
    }
    let mut form = Form::empty(Plan::NAMES);
    if let Some(appointment) = at.appointment() {
        form = form
            .with_date("on", appointment.on)
            .with("at", &*appointment.at);
    }
    if let Some(place) = &opened.dossier()?.appointment_place {
        form = form.with("place", place.as_str());
    }
    let today = app.clock.today();
    with_form(frame, &opened, today, form)
}

fn with_form(frame: Frame, opened: &Opened, today: Date, form: Form) -> Result<Response, Failure> {
    let dossier = opened.dossier()?;
    let what = ["een uitnodiging met de datum, de tijd en de plaats"];
    Ok(form_page(frame, form, |frame, form| AppointmentPage {
        frame,
        form,
        case: opened.path.clone(),
        name: dossier.application.child.name.full(),
        version: opened.page.case.version,
        sending: recipients::letter(dossier, today, &what),
    }))
}

/// Plans the appointment.
///
/// # Errors
/// See [`Failure`].
pub async fn send(
    State(app): State<AppState>,
    doctor: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<Plan>,
) -> Result<Response, Failure> {
    let today = app.clock.today();
    let sent = desk::sent(&case, &form, once)?;
    if let Some((appointment, place)) = typed(&mut form, today) {
        let result = act::plan(&app.house, &doctor.actor(), sent, appointment, place).await;
        if let Some(response) = settle(result, "verstuurd", &mut form)? {
            return Ok(response);
        }
    }
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    with_form(frame, &opened, today, form)
}

fn typed(form: &mut Form, today: Date) -> Option<(Appointment, ShortText<200>)> {
    let on = form.required_date("on", "Datum");
    if let Some(Err(invalid)) = on.map(|on| dates::between(on, today, today.saturating_add(AHEAD)))
    {
        form.wrong("on", "Datum", invalid.message());
    }
    let at = form.required("at", "Tijd", dates::parse_time);
    let place = form.required("place", "Plaats", ShortText::parse);
    let (Some(on), Some(at), Some(place), true) = (on, at, place, form.is_sound()) else {
        return None;
    };
    let at = dates::clock_time(at);
    Some((Appointment { on, at }, place))
}
