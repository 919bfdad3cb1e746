//! The access log to take along: as a table for a spreadsheet, and as JSON.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::action::session::SignedIn;
use crate::action::supervise::{self, LogLine};
use crate::web::failure::Failure;
use crate::web::state::AppState;

use super::filter::Asked;
use super::words;

/// The columns of the table.
const HEAD: [&str; 12] = [
    "nummer",
    "tijdstip",
    "wie",
    "medewerker",
    "rol",
    "namens",
    "doel",
    "grond",
    "gegevens",
    "zaak",
    "uitkomst",
    "gevraagd",
];

/// `GET /fg/logboek.csv`
///
/// # Errors
/// [`Failure::Refused`] for too many lines.
pub async fn csv(
    State(app): State<AppState>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let lines = lines(&app, &who, &asked).await?;
    // Spreadsheets take a file for UTF-8 that begins with this mark.
    let mut text = String::from('\u{feff}');
    text.push_str(&row(&HEAD.map(str::to_owned)));
    for line in &lines {
        text.push_str(&row(&cells(line)));
    }
    Ok(file(text, "text/csv; charset=utf-8", "logboek.csv"))
}

/// `GET /fg/logboek.json`: the codes as they stand in the log.
///
/// # Errors
/// As [`csv`].
pub async fn json(
    State(app): State<AppState>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let lines = lines(&app, &who, &asked).await?;
    let each = lines.iter().map(|line| {
        json!({
            "id": line.id, "at": rfc3339(line.at), "case": line.case, "user": line.user, "role": line.role,
            "on_behalf": line.on_behalf, "purpose": line.purpose, "basis": line.basis, "kinds": line.kinds,
            "outcome": line.outcome, "asked": line.asked, "block": line.block,
        })
    });
    let all: Vec<serde_json::Value> = each.collect();
    let text = json!(all).to_string();
    Ok(file(text, "application/json", "logboek.json"))
}

async fn lines(app: &AppState, who: &SignedIn, asked: &Asked) -> Result<Vec<LogLine>, Failure> {
    let filter = asked.filter().map_err(|_| Failure::Unreadable)?;
    Ok(supervise::export(&app.house, &who.actor(), filter).await?)
}

fn cells(line: &LogLine) -> [String; 12] {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        line.id.clone(),
        rfc3339(line.at),
        words::who(line),
        or_empty(&line.user),
        line.role.clone(),
        or_empty(&line.on_behalf),
        line.purpose.clone(),
        line.basis.clone(),
        line.kinds.clone(),
        or_empty(&line.case),
        line.outcome.clone(),
        line.asked.clone(),
    ]
}

/// A row of the table. A cell that a spreadsheet would take for a formula is made text.
fn row(cells: &[String]) -> String {
    let cell = |text: &String| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let mark = if formula { "'" } else { "" };
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    };
    let cells: Vec<String> = cells.iter().map(cell).collect();
    cells.join(";") + "\r\n"
}

fn rfc3339(at: i64) -> String {
    let instant = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000);
    let text = instant.ok().and_then(|at| at.format(&Rfc3339).ok());
    text.unwrap_or_default()
}

fn file(text: String, kind: &'static str, name: &str) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_never_two() {
        let cells = ["=1+1", "a;b", "zei \"nee\"", "-2", "gewoon"].map(str::to_owned);
        assert_eq!(
            row(&cells),
            "\"'=1+1\";\"a;b\";\"zei \"\"nee\"\"\";\"'-2\";\"gewoon\"\r\n"
        );
    }
}
