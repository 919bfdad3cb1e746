//! `/fg/controles`: reviews of the access log, signed off with the password.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use time::Date;

use crate::action::session::SignedIn;
use crate::action::supervise::{self, Review, Term};
use crate::action::{ActionError, perform};
use crate::domain::amsterdam;
use crate::domain::dates;
use crate::domain::party::CaseId;
use crate::domain::text::LongText;
use crate::web::answer::settle;
use crate::web::confirm::confirmed;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::source::Source;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::log::moment;

#[derive(Template)]
#[template(path = "pages/fg/reviews.html")]
struct ReviewsPage {
    frame: Frame,
    form: Form,
    review: ReviewTold,
    reviews: Vec<Row>,
}

/// When the log was reviewed, and when it is again, as people read it.
pub struct ReviewTold {
    /// When the last review was signed, and up to which day all was reviewed.
    pub last: String,
    /// How often.
    pub every: String,
    /// By when; empty for a log without lines.
    pub due: String,
    /// Whether that day has gone by.
    pub overdue: bool,
}

/// When the log was reviewed, and when it is again.
pub fn review_told(term: &Term) -> ReviewTold {
    let before = term.from.and_then(Date::previous_day);
    ReviewTold {
        last: match (term.last, before) {
            (Some(last), Some(until)) => format!(
                "De laatste controle is afgetekend op {}. Zonder gaten gecontroleerd tot en met {}.",
                dates::long(last),
                dates::long(until)
            ),
            _ => "Er is nog geen controle afgetekend.".to_owned(),
        },
        every: match term.months {
            1 => "elke maand".to_owned(),
            months => format!("elke {months} maanden"),
        },
        due: term.due.map(dates::long).unwrap_or_default(),
        overdue: term.overdue,
    }
}

struct Row {
    period: String,
    lines: i64,
    block: i64,
    finding: String,
    signed: String,
}

/// The form.
pub struct ReviewFields;

impl Fields for ReviewFields {
    const NAMES: &'static [&'static str] = &[
        "from_day",
        "from_month",
        "from_year",
        "until_day",
        "until_month",
        "until_year",
        "finding",
        "password",
    ];
}

/// `GET /fg/controles`
///
/// # Errors
/// [`Failure::Broken`] when the reviews can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let form = Form::empty(ReviewFields::NAMES);
    let (reviews, term) = supervise::reviews(&app.house, &who.actor()).await?;
    // The next period begins where the last one ended.
    let yesterday = app.house.clock.today().previous_day();
    let form = match (term.from, yesterday) {
        (Some(from), Some(until)) if from <= until => {
            form.with_date("from", from).with_date("until", until)
        }
        _ => form,
    };
    Ok(filled(frame, form, reviews, &term))
}

/// `POST /fg/controles`
///
/// # Errors
/// As [`show`]; a faulty form comes back without the password.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    Source(source): Source,
    frame: Frame,
    Submitted { once, mut form, .. }: Submitted<ReviewFields>,
) -> Result<Response, Failure> {
    let today = app.house.clock.today();
    let past = |on: Date| dates::not_after_today(on, today);
    let from = form.date_that("from", "Eerste dag", past);
    let until = form.date_that("until", "Laatste dag", |on| match from {
        Some(from) => dates::between(on, from, today),
        None => past(on),
    });
    let finding = form.required("finding", "Bevinding", LongText::parse);
    let (Some(from), Some(until), Some(finding)) = (from, until, finding) else {
        return shown(&app, &who, frame, form).await;
    };
    if !confirmed(&app, &who, &source, &mut form).await? {
        return shown(&app, &who, frame, form).await;
    }
    let sent = perform::Form::unversioned(
        CaseId(String::new()),
        Some(once),
        "/fg/controles".to_owned(),
    );
    let signed: Result<String, ActionError> =
        supervise::sign_off(&app.house, &who.actor(), sent, (from, until), finding).await;
    match settle(signed, "controle", &mut form)? {
        Some(response) => Ok(response),
        None => shown(&app, &who, frame, form).await,
    }
}

async fn shown(
    app: &AppState,
    who: &SignedIn,
    frame: Frame,
    form: Form,
) -> Result<Response, Failure> {
    let (reviews, term) = supervise::reviews(&app.house, &who.actor()).await?;
    Ok(filled(frame, form, reviews, &term))
}

fn filled(frame: Frame, form: Form, reviews: Vec<Review>, term: &Term) -> Response {
    form_page(frame, form, |frame, form| ReviewsPage {
        frame,
        form,
        review: review_told(term),
        reviews: reviews.into_iter().map(row).collect(),
    })
}

fn row(review: Review) -> Row {
    let day = |at: i64| dates::long(amsterdam::civil_date(at));
    Row {
        period: format!("{} tot en met {}", day(review.from), day(review.until - 1)),
        lines: review.lines,
        block: review.block,
        finding: review.finding,
        signed: format!("{}, {}", review.name, moment(review.at)),
    }
}
