//! Calendar files (RFC 5545 and 5546): of an appointment, or of a sitting. A calendar is often shared or kept elsewhere, so a file holds
//! neither a name nor a reason, nor the number of a case.

use sha2::{Digest, Sha256};
use time::{Date, OffsetDateTime, Time};

use crate::clock::EpochMillis;
use crate::domain::party::CaseId;
use crate::domain::{amsterdam, dates};

/// Longest line of the format, in bytes (RFC 5545, 3.1).
const LINE: usize = 75;

/// Something in a calendar: an hour, somewhere.
pub struct Entry<'a> {
    /// What it is of the case: `appointment`. With the case it gives the same id when the entry moves.
    pub about: &'a str,
    /// The case.
    pub case: &'a CaseId,
    /// What the calendar shows, in Dutch.
    pub title: &'a str,
    /// Day.
    pub on: Date,
    /// Hour and minute, `HH:MM`, in Europe/Amsterdam.
    pub at: &'a str,
    /// Where; empty where that isn't told.
    pub place: &'a str,
}

/// What the file does.
#[derive(Clone, Copy)]
pub enum Method<'a> {
    /// It is kept in the own calendar.
    Publish,
    /// Who organises invites somebody, both by mail address.
    Request(&'a str, &'a str),
    /// It is off.
    Cancel(&'a str, &'a str),
}

impl Method<'_> {
    /// The word of the format.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request(..) => "REQUEST",
            Self::Cancel(..) => "CANCEL",
        }
    }
}

/// The file, as it is at the moment `now`: what was made later takes the place of what was made before.
#[must_use]
pub fn calendar_file(entry: &Entry<'_>, method: Method<'_>, now: EpochMillis) -> String {
    let time = dates::parse_time(entry.at).unwrap_or(Time::MIDNIGHT);
    let start = amsterdam::instant(entry.on, time);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//TOM//TOM//NL".to_owned(),
        format!("METHOD:{}", method.code()),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@tom.invalid", id(entry)),
        format!("DTSTAMP:{}", utc(now)),
        // Minutes: a number that grows and fits.
        format!("SEQUENCE:{}", now.div_euclid(60_000)),
        format!("DTSTART:{}", utc(start)),
        "DURATION:PT1H".to_owned(),
        format!("SUMMARY:{}", escaped(entry.title)),
    ];
    if !entry.place.is_empty() {
        lines.push(format!("LOCATION:{}", escaped(entry.place)));
    }
    if let Method::Request(organiser, guest) | Method::Cancel(organiser, guest) = method {
        lines.push(format!("ORGANIZER:mailto:{organiser}"));
        lines.push(format!("ATTENDEE;RSVP=TRUE:mailto:{guest}"));
    }
    if let Method::Cancel(..) = method {
        lines.push("STATUS:CANCELLED".to_owned());
    }
    lines.push("CLASS:PRIVATE".to_owned());
    lines.push("END:VEVENT".to_owned());
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// A hash, so that the calendar doesn't hold the number of a case.
fn id(entry: &Entry<'_>) -> String {
    let named = format!("{}\n{}", entry.about, entry.case.as_str());
    let hash = Sha256::digest(named.as_bytes());
    hash.iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
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

    fn entry<'a>(case: &'a CaseId, place: &'a str) -> Entry<'a> {
        Entry {
            about: "sitting",
            case,
            title: "Overleg",
            on: date!(2026 - 07 - 01),
            at: "10:30",
            place,
        }
    }

    #[test]
    fn a_calendar_file_holds_when_and_where_and_no_case_number() {
        let case = CaseId::from("case-17");
        let place = "GGD regio Utrecht; Proeflaan 1, Zeist, ingang aan de achterkant van het gebouw bij de fietsenstalling";
        let file = calendar_file(&entry(&case, place), Method::Publish, 0);
        assert!(file.contains("DTSTART:20260701T083000Z\r\n"), "{file}");
        assert!(file.contains("LOCATION:GGD regio Utrecht\\; Proeflaan 1\\, Zeist"));
        assert!(!file.contains("case-17"));
        assert!(file.split("\r\n").all(|line| line.len() <= LINE), "{file}");
        assert!(file.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn what_is_called_off_takes_the_place_of_the_invitation() {
        let case = CaseId::from("case-17");
        let (from, to) = ("swv@voorbeeld.example", "ggd@voorbeeld.example");
        let asked = calendar_file(&entry(&case, "Zaal 1"), Method::Request(from, to), 60_000);
        let off = calendar_file(&entry(&case, ""), Method::Cancel(from, to), 120_000);
        let line = |file: &str, of: &str| {
            let found = file.split("\r\n").find(|line| line.starts_with(of));
            found.map(str::to_owned)
        };
        assert_eq!(line(&asked, "UID:"), line(&off, "UID:"));
        assert_eq!(line(&asked, "SEQUENCE:").as_deref(), Some("SEQUENCE:1"));
        assert_eq!(line(&off, "SEQUENCE:").as_deref(), Some("SEQUENCE:2"));
        assert_eq!(line(&asked, "METHOD:").as_deref(), Some("METHOD:REQUEST"));
        assert_eq!(line(&off, "METHOD:").as_deref(), Some("METHOD:CANCEL"));
        assert_eq!(line(&off, "STATUS:").as_deref(), Some("STATUS:CANCELLED"));
        assert_eq!(line(&off, "LOCATION:"), None);
    }
}
