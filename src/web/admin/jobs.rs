//! `/beheer/werk`: the work in the background that the own party looks after, for its administrator. No dossiers and no names.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::jobs::{self, Listed, OutboxKind};
use crate::action::session::SignedIn;
use crate::domain::amsterdam;
use crate::web::failure::Failure;
use crate::web::frame::Frame;
use crate::web::page::{done, page};
use crate::web::state::AppState;
use crate::web::submitted::Submitted;

use super::Button;

#[derive(Template)]
#[template(path = "pages/admin/jobs.html")]
struct JobsPage {
    frame: Frame,
    failed: Vec<Row>,
    waiting: Vec<Row>,
    running: usize,
    /// How many rows a list shows at most.
    most: usize,
}

struct Row {
    id: String,
    what: &'static str,
    due: String,
    tries: i64,
    why: &'static str,
    /// What the mail server answered, or the kind of fault, for who looks further.
    code: String,
}

/// `GET /beheer/werk`
///
/// # Errors
/// [`Failure::Broken`] when it can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let found = jobs::of_party(&app.house, &who.actor()).await?;
    let rows = |listed: Vec<Listed>| listed.into_iter().map(|row| told(row, found.now)).collect();
    Ok(page(&JobsPage {
        frame,
        running: found.running.len(),
        failed: rows(found.failed),
        waiting: rows(found.waiting),
        most: jobs::MOST as usize,
    }))
}

/// `POST /beheer/werk/{job}/opnieuw`
///
/// # Errors
/// [`Failure::NotFound`] for another party's work.
pub async fn again(
    State(app): State<AppState>,
    who: SignedIn,
    Path(job): Path<String>,
    _form: Submitted<Button>,
) -> Result<Response, Failure> {
    jobs::retry(&app.house, &who.actor(), &job).await?;
    Ok(done("/beheer/werk", Some("opnieuw")))
}

fn told(row: Listed, now: i64) -> Row {
    let code = row.error.unwrap_or_default();
    let due = amsterdam::instant_long(row.due_at);
    Row {
        what: what(row.kind),
        due: if row.due_at > now {
            format!("opnieuw op {due}")
        } else {
            format!("sinds {due}")
        },
        tries: row.attempts,
        why: why(&code),
        code,
        id: row.id,
    }
}

const fn what(kind: Option<OutboxKind>) -> &'static str {
    match kind {
        Some(OutboxKind::Mail) => "E-mail zonder namen",
        Some(OutboxKind::SeintjeMail) => "E-mail met een seintje",
        Some(OutboxKind::Letter) => "Brief",
        Some(OutboxKind::RightsLetter) => "Brief over een verzoek",
        Some(OutboxKind::Birthday) => "Kijken of er een verjaardag komt",
        Some(OutboxKind::CloseConsent) => "Een ingetrokken toestemming uitvoeren",
        Some(OutboxKind::Moment) => "Herinneringen en termijnen",
        None => "Onbekend werk",
    }
}

/// Why it failed, and what helps.
fn why(code: &str) -> &'static str {
    let known = code.strip_prefix("unknown:").unwrap_or(code);
    match known {
        "" => "",
        "no_mail_server" => "Er is geen mailserver ingesteld.",
        "key_lost" => "De sleutel van het dossier is er niet. Zet de sleutels terug.",
        "damaged" | "unreadable" => {
            "De gegevens zijn beschadigd. Vraag de technisch beheerder om hulp."
        }
        "store" => "De database gaf geen antwoord.",
        "took_too_long" => "Het duurde te lang. Niemand weet of het gelukt is.",
        "broke_off" => "Het programma stopte hier telkens. Vraag de technisch beheerder om hulp.",
        _ if known.starts_with("smtp_5") => "De mailserver weigert dit bericht. Klopt het adres?",
        _ if known.starts_with("smtp") && code != known => {
            "De mailserver gaf geen antwoord meer. Niemand weet of het bericht aankwam."
        }
        _ if known.starts_with("smtp") || known.starts_with("connect") => {
            "De mailserver is niet bereikbaar, of neemt het bericht nu niet aan."
        }
        _ => "Er ging iets mis in het programma. Vraag de technisch beheerder om hulp.",
    }
}
