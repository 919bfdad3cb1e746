//! The demo's own page: the post in place of a mail server, and the clock that moves. Only there in a demo.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use time::macros::time;

use crate::action::{Postbox, fast_forward};
use crate::domain::{amsterdam, dates};

use super::failure::Failure;
use super::form::Form;
use super::frame::Frame;
use super::page::{done, page, page_with_mistakes};
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::told;

/// The pages of the demo.
pub fn routes() -> Routes {
    let everybody = Access::everybody(About::Nothing);
    Routes::default()
        .page("/proef", everybody, show)
        .send("/proef/klok", everybody, move_clock)
}

#[derive(Template)]
#[template(path = "pages/demo/postbox.html")]
struct PostboxPage {
    frame: Frame,
    form: Form,
    now: String,
    mails: Vec<Mail>,
    /// Whether mail goes out to a mail server, and none is kept here.
    sent: bool,
}

struct Mail {
    to: String,
    when: String,
    text: String,
    /// The calendar file that goes along; empty where none does.
    calendar: String,
}

/// The day to which the clock moves.
struct Clock;

impl Fields for Clock {
    const NAMES: &'static [&'static str] = &["to_day", "to_month", "to_year"];
}

async fn show(State(app): State<AppState>, frame: Frame) -> Response {
    let form = Form::empty(Clock::NAMES).with_date("to", app.clock.today());
    page(&postbox(&app, frame, form))
}

fn postbox(app: &AppState, frame: Frame, form: Form) -> PostboxPage {
    let kept = app.postbox.as_ref().map(Postbox::mails);
    let mails = kept.into_iter().flatten().map(|mail| Mail {
        to: mail.to.as_str().to_owned(),
        when: told::instant(mail.written_at),
        calendar: mail.calendar.map_or(String::new(), |file| file.text),
        text: mail.text,
    });
    PostboxPage {
        frame,
        form,
        now: told::instant(app.clock.now()),
        mails: mails.collect(),
        sent: app.postbox.is_none(),
    }
}

async fn move_clock(
    State(app): State<AppState>,
    mut frame: Frame,
    submitted: Submitted<Clock>,
) -> Result<Response, Failure> {
    let mut form = submitted.form;
    let today = app.clock.today();
    let to = form.required_date("to", "Nieuwe datum");
    match to {
        Some(date) if date < today => {
            form.wrong(
                "to",
                "Nieuwe datum",
                format!(
                    "Kies een dag na {}: de klok kan niet terug.",
                    dates::long(today)
                ),
            );
        }
        _ => {}
    }
    if let Some(date) = to.filter(|_| form.is_sound()) {
        let at = amsterdam::instant(date, time!(9:00));
        if date > today {
            fast_forward::to(&app.house, at).await?;
        }
        return Ok(done("/proef", Some("opgeslagen")));
    }
    frame.wrong = true;
    Ok(page_with_mistakes(&postbox(&app, frame, form)))
}
