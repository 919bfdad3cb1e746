//! The pages of the parents and the young person, behind a personal link and the child's date of birth, or an account.

mod account;
mod advice;
mod consent;
mod entry;
mod letters;
mod looks;
mod notification;
mod overview;
mod refused;
mod request;
mod share;
mod standing;
mod visitor;

pub use visitor::{FamilyVisitor, bare};

use super::rights::{ExportForm, asked_file};
use super::routes::{About, Access, Routes};

use share::{Button, press};

/// The pages of the parents and the young person.
pub fn routes() -> Routes {
    let own = Access::family(About::Case);
    let paper = Access::family(About::Paper);
    let given = Access::family(About::Given);
    let letter = Access::family(About::Document);
    let everybody = Access::everybody(About::Nothing);
    let link = Access::everybody(About::Link);
    Routes::default()
        .page("/mijn", own, overview::show)
        .page("/mijn/overleg.ics", paper, overview::sitting_file)
        .page("/mijn/inzage", own, looks::show)
        .form("/mijn/verzoek", own, request::show, request::send)
        .page("/mijn/verzoek/{request}/overzicht.pdf", given, |a, w, p| {
            asked_file(ExportForm::Pdf, a, w, p)
        })
        .page(
            "/mijn/verzoek/{request}/overzicht.json",
            given,
            |a, w, p| asked_file(ExportForm::Json, a, w, p),
        )
        .page("/mijn/verzoek/{request}/alles.zip", given, |a, w, p| {
            asked_file(ExportForm::Zip, a, w, p)
        })
        .page("/mijn/advies", paper, advice::show)
        .page("/mijn/advies.pdf", paper, advice::document)
        .page("/mijn/brieven/{document}", letter, letters::show)
        .form(
            "/mijn/kennisgeving",
            own,
            notification::show,
            notification::sign,
        )
        .form("/mijn/vrijgeven", own, share::show_release, |a, w, f, s| {
            press(Button::Release, a, w, f, s)
        })
        .form("/mijn/tegenhouden", own, share::show_block, |a, w, f, s| {
            press(Button::Block, a, w, f, s)
        })
        .form("/mijn/versturen", own, share::show_send, |a, w, f, s| {
            press(Button::Send, a, w, f, s)
        })
        .form(
            "/mijn/intrekken",
            own,
            share::show_withdraw,
            |a, w, f, s| press(Button::Withdraw, a, w, f, s),
        )
        .form("/mijn/toestemming", own, consent::show, consent::send)
        .send("/mijn/afmelden", own, visitor::leave)
        .page("/mijn/afgemeld", everybody, visitor::left)
        .form("/mijn/account", everybody, account::show, account::make)
        .form(
            "/mijn/aanmelden",
            everybody,
            account::show_sign_in,
            account::sign_in,
        )
        .form("/mijn/{secret}", link, entry::show, entry::enter)
}
