//! The yearly notification inside a running exemption (art. 6 LPW, under b): when it came, and of which date the statement is.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use time::Date;

use crate::action::lpa::{self, Yearly};
use crate::action::session::SignedIn;
use crate::domain::case::StateKind;
use crate::domain::dates::long;
use crate::domain::notification_dates::YearlyNotification;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::answer;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::child_form::past_date;
use super::facts::{self, Fact};
use super::step::{Came, Opened, Trouble, open, sent, settle};

#[derive(Template)]
#[template(path = "pages/lpa/yearly.html")]
struct YearlyPage {
    frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    path: String,
    version: i64,
    name: String,
    years: Vec<Choice>,
    facts: Vec<Fact>,
}

/// The form.
pub struct YearlyFields;

impl Fields for YearlyFields {
    const NAMES: &'static [&'static str] = &[
        "version",
        "by",
        "received_day",
        "received_month",
        "received_year",
        "statement_day",
        "statement_month",
        "statement_year",
        "complete",
        "appointed",
        "independent",
    ];
}

/// `GET /leerplicht/zaken/{case}/jaarlijkse-kennisgeving`
///
/// # Errors
/// See [`open`]; [`Failure::Refused`] where none is asked.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let today = app.house.clock.today();
    let mut form = Form::empty(YearlyFields::NAMES).with_date("received", today);
    let own = opened.dossier()?.exemption.as_ref();
    let awaited = own.map(|own| own.awaited(&opened.page.rules));
    if let Some(first) = awaited.as_deref().and_then(<[_]>::first) {
        form = form.with("by", code(first));
    }
    shown(frame, form, None, &opened, today, StatusCode::OK)
}

/// `POST /leerplicht/zaken/{case}/jaarlijkse-kennisgeving`
///
/// # Errors
/// See [`open`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    submitted: Submitted<YearlyFields>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let today = app.house.clock.today();
    let Submitted { once, mut form, .. } = submitted;
    let typed = parse(&mut form, &years(&opened), today);
    let Some((by, came)) = typed.filter(|_| form.is_sound()) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown(frame, form, None, &opened, today, status);
    };
    let step = sent(&case, &form, once)?;
    let result = lpa::notify_yearly(&app.house, &who.actor(), step, by, came).await;
    match settle(result, "jaarlijkse-kennisgeving", &mut form)? {
        Came::Through(response) => Ok(response),
        Came::Back(status, trouble) => shown(frame, form, trouble, &opened, today, status),
    }
}

fn parse(form: &mut Form, years: &[YearlyNotification], today: Date) -> Option<(Date, Yearly)> {
    let codes: Vec<(String, Date)> = years
        .iter()
        .map(|year| (code(year), year.last_day.date))
        .collect();
    let choices: Vec<(&str, Date)> = codes
        .iter()
        .map(|(code, by)| (code.as_str(), *by))
        .collect();
    let by = form.choice("by", "Voor welk jaar?", &choices);
    let on = past_date(form, "received", "Ontvangen op", today);
    let statement_on = past_date(form, "statement", "Datum van de verklaring", today);
    let came = Yearly {
        on: on?,
        statement_on: statement_on?,
        complete: form.checked("complete"),
        appointed: form.checked("appointed"),
        independent: form.checked("independent"),
    };
    Some((by?, came))
}

/// The years that ask one. None where the decision is of another gemeente, or nothing runs.
fn years(opened: &Opened) -> Vec<YearlyNotification> {
    let runs = matches!(
        opened.page.known,
        StateKind::Running | StateKind::Reassessing
    );
    let own = opened.page.dossier.gemeente();
    let exemption = own.and_then(|own| own.exemption.as_ref());
    let exemption = exemption.filter(|_| runs);
    exemption.map_or_else(Vec::new, |own| own.years(&opened.page.rules))
}

fn code(year: &YearlyNotification) -> String {
    year.last_day.date.year().to_string()
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
    let years = years(opened);
    let Some(exemption) = &opened.dossier()?.exemption else {
        return Err(Failure::Refused(NONE.into()));
    };
    if years.is_empty() {
        return Err(Failure::Refused(NONE.into()));
    }
    let choices = years.iter().map(|year| {
        let label = format!("Uiterlijk {}", long(year.last_day.date));
        let hint =
            exemption
                .renewal(year.last_day.date)
                .map_or("Nog niet ontvangen".to_owned(), |came| {
                    format!(
                        "Ontvangen op {}. Wat u invult, komt daarvoor in de plaats.",
                        long(came.on)
                    )
                });
        Choice::new(code(year), label).with_hint(hint)
    });
    Ok(answer(
        status,
        &YearlyPage {
            name: opened.dossier()?.seintje.name().full(),
            path: opened.path.clone(),
            version: opened.page.case.version,
            years: choices.collect(),
            facts: facts::yearly(exemption, &opened.page.rules, today),
            frame,
            form,
            trouble,
        },
    ))
}

const NONE: &str =
    "Bij deze zaak hoort nu geen jaarlijkse kennisgeving. Op de pagina van de zaak staat waarom.";
