//! `/fg/zaken/{case}`: what the own party keeps in its dossier of a case, to read, for an FG who said why.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::Value;

use crate::action::session::SignedIn;
use crate::action::{glass, perform, supervise};
use crate::domain::dates;
use crate::domain::glass::Reason;
use crate::domain::party::CaseId;
use crate::domain::personal::{Told, Whose};
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::{form_page, page};
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};
use crate::web::told::capital;

#[derive(Template)]
#[template(path = "pages/fg/reason.html")]
struct ReasonPage {
    frame: Frame,
    form: Form,
    case: String,
}

#[derive(Template)]
#[template(path = "pages/fg/dossier.html")]
struct DossierPage {
    frame: Frame,
    case: String,
    rows: Vec<Row>,
}

struct Row {
    kind: String,
    whose: &'static str,
    lines: Vec<String>,
}

/// The form.
pub struct ReasonFields;

impl Fields for ReasonFields {
    const NAMES: &'static [&'static str] = &["reason"];
}

/// `GET /fg/zaken/{case}`: asks for a reason; with one of the last hour it shows the dossier.
///
/// # Errors
/// [`Failure::NotFound`] for a case of which the own party has no dossier.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let (actor, id) = (who.actor(), CaseId(case.clone()));
    if glass::is_needed(&app.house, &actor, &id).await? {
        return Ok(asked(frame, Form::empty(ReasonFields::NAMES), case));
    }
    let told = supervise::dossier(&app.house, &actor, &id).await?;
    Ok(page(&DossierPage {
        frame,
        case,
        rows: told.iter().map(row).collect(),
    }))
}

/// `POST /fg/zaken/{case}`
///
/// # Errors
/// As [`show`]; a faulty form comes back.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    Submitted { once, mut form, .. }: Submitted<ReasonFields>,
) -> Result<Response, Failure> {
    let (actor, id) = (who.actor(), CaseId(case.clone()));
    glass::is_needed(&app.house, &actor, &id).await?;
    let Some(reason) = form.required("reason", "Reden", Reason::parse) else {
        return Ok(asked(frame, form, case));
    };
    let sent = perform::Form::unversioned(id, Some(once), format!("/fg/zaken/{case}"));
    let opened = glass::break_it(&app.house, &actor, sent, reason).await;
    match settle(opened, "dossier-geopend", &mut form)? {
        Some(response) => Ok(response),
        None => Ok(asked(frame, form, case)),
    }
}

fn asked(frame: Frame, form: Form, case: String) -> Response {
    form_page(frame, form, |frame, form| ReasonPage { frame, form, case })
}

fn row(told: &Told) -> Row {
    Row {
        kind: capital(told.field.dutch()),
        whose: match told.whose {
            Whose::Of(person) => person.dutch(),
            Whose::Parents => "ouders",
            Whose::Family => "gezin",
        },
        lines: lines(&told.value),
    }
}

/// A value as people read it. Codes stay codes: an FG sees what is kept, not what it is called elsewhere.
fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Bool(yes) => vec![if *yes { "ja" } else { "nee" }.into()],
        Value::Number(number) => vec![number.to_string()],
        Value::String(text) => match dates::from_iso(text) {
            Ok(day) => vec![dates::long(day)],
            Err(_) => text.lines().map(str::to_owned).collect(),
        },
        Value::Array(all) => all.iter().flat_map(lines).collect(),
        Value::Object(parts) => {
            let each = parts.values().flat_map(lines);
            let texts: Vec<String> = each.filter(|text| !text.is_empty()).collect();
            vec![texts.join(", ")]
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_reads_as_text() {
        assert_eq!(lines(&json!("2017-03-14")), ["14 maart 2017"]);
        assert_eq!(lines(&json!(true)), ["ja"]);
        let address = json!({ "street": "Dorpsweg", "number": 1, "addition": null });
        assert_eq!(lines(&address)[0].matches(", ").count(), 1);
        assert_eq!(lines(&json!(["06", "033"])), ["06", "033"]);
    }
}
