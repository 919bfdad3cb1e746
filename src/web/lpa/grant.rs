//! Granting: the exemption arises by law once the form is met; this step confirms it and sets its dates.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use time::Date;

use crate::action::lpa;
use crate::action::session::SignedIn;
use crate::domain::advice::YearMonth;
use crate::domain::case::State as CaseState;
use crate::domain::dates::long;
use crate::domain::exemption::Terms;
use crate::domain::exemption_dates::{end_of_exemption, reassessment_letter};
use crate::domain::text::LongText;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::frame::Frame;
use crate::web::page::answer;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::advice_form::{month_of, months_of_year};
use super::step::{Came, Opened, Trouble, letters_to, open, sent, settle};
use super::test_of_form::{Tested, tested};

#[derive(Template)]
#[template(path = "pages/lpa/grant.html")]
struct GrantPage {
    frame: Frame,
    form: Form,
    trouble: Option<Trouble>,
    path: String,
    version: i64,
    name: String,
    tested: Vec<Tested>,
    met: bool,
    notified_on: String,
    durations: Vec<Choice>,
    months: Vec<Choice>,
    letters_to: Vec<String>,
    local_team: bool,
}

/// The form.
pub struct GrantFields;

impl Fields for GrantFields {
    const NAMES: &'static [&'static str] = &[
        "version",
        "from_day",
        "from_month",
        "from_year",
        "years",
        "again_month",
        "again_year",
        "explanation",
    ];
}

/// `GET /leerplicht/zaken/{case}/toekennen`
///
/// # Errors
/// See [`open`]; [`Failure::Refused`] where nothing is to be decided.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let CaseState::WithLpa(state) = &opened.page.case.state else {
        let text = "Er is nu geen kennisgeving om op te beslissen. Op de pagina van de zaak ziet u waarop de zaak wacht.";
        return Err(Failure::Refused(text.into()));
    };
    let today = app.house.clock.today();
    let start = state.notified_on().unwrap_or(today);
    let mut form = Form::empty(GrantFields::NAMES).with_date("from", start);
    if let [only] = allowed(&opened).as_slice() {
        form = form.with("years", (only / 12).to_string());
    }
    let advice = opened.dossier()?.advice.as_deref();
    if let Some(month) = advice
        .and_then(|a| a.second.as_ref())
        .and_then(|page| page.look_again)
    {
        form = form
            .with("again_month", month.month.to_string())
            .with("again_year", month.year.to_string());
    }
    shown(frame, form, None, &opened, today, StatusCode::OK)
}

/// `POST /leerplicht/zaken/{case}/toekennen`
///
/// # Errors
/// See [`open`]; a faulty or refused form comes back as it was typed.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(case): Path<String>,
    submitted: Submitted<GrantFields>,
) -> Result<Response, Failure> {
    let opened = open(&app.house, &who, &case).await?;
    let today = app.house.clock.today();
    let Submitted { once, mut form, .. } = submitted;
    let typed = parse(&mut form);
    let Some((terms, explanation)) = typed.filter(|_| form.is_sound()) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown(frame, form, None, &opened, today, status);
    };
    let step = sent(&case, &form, once)?;
    let result = lpa::grant(&app.house, &who.actor(), step, terms, explanation).await;
    match settle(result, "toegekend", &mut form)? {
        Came::Through(response) => Ok(response),
        Came::Back(status, trouble) => shown(frame, form, trouble, &opened, today, status),
    }
}

/// The durations in months that the workflow knows and the doctor advises.
fn allowed(opened: &Opened) -> Vec<u8> {
    let own = opened.page.dossier.gemeente();
    let advice = own.and_then(|own| own.advice.as_deref());
    let advised = advice.map_or(0, |advice| advice.verdict.advised().0);
    let durations = opened.page.rules.durations.iter().copied();
    durations.filter(|months| *months <= advised).collect()
}

fn parse(form: &mut Form) -> Option<(Terms, Option<LongText<1000>>)> {
    let from = form.required_date("from", "Eerste dag van de vrijstelling");
    let years = form.choice(
        "years",
        "Hoe lang duurt de vrijstelling?",
        &[("1", 12), ("2", 24)],
    );
    let look_again: Option<YearMonth> = month_of(form);
    let explanation = form.optional("explanation", "Korte toelichting", LongText::parse);
    Some((
        Terms {
            from: from?,
            months: years?,
            look_again,
        },
        explanation,
    ))
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
    let dossier = opened.dossier()?;
    let (tested, met) = tested(&opened.page);
    let notified_on = match &opened.page.case.state {
        CaseState::WithLpa(state) => state.notified_on(),
        _ => None,
    };
    let start = notified_on.unwrap_or(today);
    let letter_months = opened.page.rules.terms.reassessment_letter_months;
    let durations = allowed(opened).into_iter().map(|months| {
        let until = end_of_exemption(start, months / 12);
        let letter = reassessment_letter(until.date, letter_months);
        let label = format!("{} jaar", months / 12);
        Choice::new((months / 12).to_string(), label).with_hint(format!(
            "{} De brief voor de herbeoordeling gaat dan uiterlijk op {}. {}",
            until.because(),
            long(letter.date),
            letter.because()
        ))
    });
    Ok(answer(
        status,
        &GrantPage {
            durations: durations.collect(),
            months: months_of_year(),
            letters_to: letters_to(dossier, today),
            local_team: opened.page.case.local_team.is_some(),
            notified_on: notified_on.map(long).unwrap_or_default(),
            name: dossier.seintje.name().full(),
            path: opened.path.clone(),
            version: opened.page.case.version,
            tested,
            met,
            frame,
            form,
            trouble,
        },
    ))
}
