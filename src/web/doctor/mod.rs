//! The pages of the independent doctor.
//!
//! The case page shows the application as it was handed over and which steps the state allows; each step has a page of its
//! own, which says before its button what goes to whom.

mod advice;
mod advice_form;
mod appointment;
mod calendar_file;
mod case;
mod confirm;
mod correct;
mod desk;
mod facts;
mod family;
mod move_away;
mod offers;
mod paper;
mod recipients;
mod take_on;
mod versions;
mod words;
mod worklist;

use crate::domain::party::Role;

use super::consent::{ask, scan, typed};
use super::routes::{About, Access, Routes};

/// The pages of the independent doctor.
pub fn routes() -> Routes {
    let list = Access::employees(&[Role::Doctor], About::OwnParty);
    let case = Access::employees(&[Role::Doctor], About::Case);
    let paper = Access::employees(&[Role::Doctor], About::Paper);
    let at = |page: &str| format!("/arts/zaken/{{case}}{page}");
    let routes = Routes::default()
        .page("/arts", list, worklist::show)
        .page(at(""), case, case::show)
        .form(at("/behandelen"), case, take_on::show, take_on::send)
        .form(at("/afspraak"), case, appointment::show, appointment::send)
        .page(at("/afspraak.ics"), paper, calendar_file::download)
        .form(at("/advies"), case, advice::show, advice::send)
        .form(at("/verbeteren"), case, correct::show, correct::send)
        .form(at("/antwoord"), case, paper::show, paper::send)
        .form(at("/gegevens"), case, family::show, family::send)
        .form(at("/toestemming"), case, typed::show, typed::send)
        .form(at("/toestemming/nieuw"), paper, ask::show, ask::send)
        .upload("/arts/zaken/{case}/document", case, scan::show, scan::send)
        .form(at("/verhuizing"), case, move_away::show, move_away::send);
    confirm::Step::ALL.into_iter().fold(routes, |routes, step| {
        routes.form(
            step.href(&at("")),
            case,
            move |a, w, f, p| confirm::show(step, a, w, f, p),
            move |a, w, p, s| confirm::send(step, a, w, p, s),
        )
    })
}
