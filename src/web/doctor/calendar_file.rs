//! `GET /arts/zaken/{case}/afspraak.ics`: the appointment for the doctor's own calendar. A calendar is often shared or kept
//! elsewhere, so it holds neither a name nor a reason.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, Time};

use crate::action::session::SignedIn;
use crate::clock::EpochMillis;
use crate::domain::case::{Appointment, State as At};
use crate::domain::{amsterdam, dates};
use crate::web::failure::Failure;
use crate::web::state::AppState;

use super::desk::Opened;

/// Longest line of the format, in bytes (RFC 5545, 3.1).
const LINE: usize = 75;

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
    let At::WithDoctor(at) = &opened.page.case.state else {
        return Err(Failure::NotFound);
    };
    let appointment = at.appointment().ok_or(Failure::NotFound)?;
    let place = opened.dossier()?.appointment_place.as_ref();
    let place = place.map_or("", |place| place.as_str());
    let text = file(&case, appointment, place, app.clock.now());
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"afspraak.ics\"",
        ),
    ];
    Ok((headers, text).into_response())
}

/// The file: one event of an hour.
fn file(case: &str, appointment: &Appointment, place: &str, now: EpochMillis) -> String {
    let time = dates::parse_time(&appointment.at).unwrap_or(Time::MIDNIGHT);
    let start = amsterdam::instant(appointment.on, time);
    // A hash, so that the calendar doesn't hold the number of a case; the same event keeps the same one when it moves.
    let hash = Sha256::digest(format!("appointment\n{case}").as_bytes());
    let uid: String = hash
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//TOM//TOM//NL".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{uid}@tom.invalid"),
        format!("DTSTAMP:{}", utc(now)),
        format!("DTSTART:{}", utc(start)),
        "DURATION:PT1H".to_owned(),
        "SUMMARY:Afspraak GGD".to_owned(),
        format!("LOCATION:{}", escaped(place)),
        "CLASS:PRIVATE".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

fn utc(at: EpochMillis) -> String {
    let at = OffsetDateTime::from_unix_timestamp(at.div_euclid(1000))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
}

/// A line in pieces that the format allows, each next one after a space, and the line end.
fn folded(line: &str) -> String {
    let (mut out, mut width) = (String::new(), 0);
    for c in line.chars() {
        if width + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_calendar_file_holds_when_and_where_and_no_case_number() {
        let appointment = Appointment {
            on: date!(2026 - 07 - 01),
            at: "10:30".into(),
        };
        let place = "GGD regio Utrecht; Proeflaan 1, Zeist, ingang aan de achterkant van het gebouw bij de fietsenstalling";
        let file = file("case-17", &appointment, place, 0);
        assert!(file.contains("DTSTART:20260701T083000Z\r\n"), "{file}");
        assert!(file.contains("LOCATION:GGD regio Utrecht\\; Proeflaan 1\\, Zeist"));
        assert!(!file.contains("case-17"));
        assert!(file.split("\r\n").all(|line| line.len() <= LINE), "{file}");
        assert!(file.ends_with("END:VCALENDAR\r\n"));
    }
}
