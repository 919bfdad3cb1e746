//! Requests about personal data, at the party that got them: the list, a new one, one of them.

mod archive;
mod export;
mod list;
mod new;
mod request;

pub use export::{Form as ExportForm, asked as asked_file};
pub use list::{Line, line};
pub use new::{chosen, rights};

use super::DESKS;
use super::routes::{About, Access, Routes};

/// The pages for requests.
pub fn routes() -> Routes {
    let list = Access::employees(DESKS, About::OwnParty);
    let case = Access::employees(DESKS, About::Case);
    let request = Access::employees(DESKS, About::Request);
    let at = |what: &str| format!("/verzoeken/{{request}}{what}");
    Routes::default()
        .page("/verzoeken", list, list::show)
        .form("/verzoeken/nieuw/{case}", case, new::show, new::send)
        .page(at(""), request, request::show)
        .page(at("/overzicht.pdf"), request.fresh(), |a, w, p| {
            export::own(ExportForm::Pdf, a, w, p)
        })
        .page(at("/overzicht.json"), request.fresh(), |a, w, p| {
            export::own(ExportForm::Json, a, w, p)
        })
        .page(at("/alles.zip"), request.fresh(), |a, w, p| {
            export::own(ExportForm::Zip, a, w, p)
        })
        .send(at("/verlengen"), request, |a, w, f, p, s| {
            request::send(request::Button::Extend, a, w, f, p, s)
        })
        .send(at("/overleg"), request, |a, w, f, p, s| {
            request::send(request::Button::Discuss, a, w, f, p, s)
        })
        .send(at("/antwoord"), request, |a, w, f, p, s| {
            request::send(request::Button::Answer, a, w, f, p, s)
        })
        .send(at("/beperken"), request, |a, w, f, p, s| {
            request::send(request::Button::Restrict, a, w, f, p, s)
        })
        .send(at("/einde-beperking"), request, |a, w, f, p, s| {
            request::send(request::Button::EndRestriction, a, w, f, p, s)
        })
        .send(at("/opheffen"), request, |a, w, f, p, s| {
            request::send(request::Button::Lift, a, w, f, p, s)
        })
}
