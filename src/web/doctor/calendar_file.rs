//! `GET /arts/zaken/{case}/afspraak.ics`: the appointment for the doctor's own calendar.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::calendar_file::Entry;
use crate::action::session::SignedIn;
use crate::domain::case::State as At;
use crate::web::answer::calendar;
use crate::web::failure::Failure;
use crate::web::state::AppState;

use super::desk::Opened;

/// The calendar file.
///
/// # Errors
/// [`Failure::NotFound`] where there is no appointment.
pub async fn download(
    State(app): State<AppState>,
    doctor: SignedIn,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = Opened::of(&app.house, &doctor, &case).await?;
    let case = &opened.page.case;
    let At::WithDoctor(at) = &case.state else {
        return Err(Failure::NotFound);
    };
    let appointment = at.appointment().ok_or(Failure::NotFound)?;
    let place = opened.dossier()?.appointment_place.as_ref();
    let entry = Entry {
        about: "appointment",
        case: &case.id,
        title: "Afspraak GGD",
        on: appointment.on,
        at: &appointment.at,
        place: place.map_or("", |place| place.as_str()),
    };
    Ok(calendar(&entry, "afspraak", app.clock.now()))
}
