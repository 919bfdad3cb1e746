//! Applying online: first whether it belongs at the TOM, then one subject on a page, a summary, and the signatures.

mod begin;
mod check;
mod end;
mod entry;
mod questions;
mod step;
mod steps;
mod tree;
mod visitor;

pub use visitor::ApplicantVisitor;

use super::routes::{About, Access, Routes};

/// The pages for who applies.
pub fn routes() -> Routes {
    let everybody = Access::everybody(About::Nothing);
    let link = Access::everybody(About::DraftLink);
    let own = Access::applicant();
    Routes::default()
        .page("/aanvragen", everybody, tree::list)
        .page("/aanvragen/{swv}", everybody, tree::intro)
        .page(
            "/aanvragen/{swv}/vraag/{question}",
            everybody,
            tree::question,
        )
        .form(
            "/aanvragen/{swv}/begin",
            everybody,
            begin::show,
            begin::send,
        )
        .form(
            "/aanvragen/verder/{secret}",
            link,
            entry::show,
            entry::enter,
        )
        .page("/aanvraag", own, check::overview)
        .form("/aanvraag/vraag/{step}", own, step::show, step::save)
        .form("/aanvraag/controle", own, check::show, check::sign)
        .send("/aanvraag/heropenen", own, check::reopen)
        .send("/aanvraag/versturen", own, check::send)
        .form("/aanvraag/wissen", own, end::ask, end::discard)
        .send("/aanvraag/afmelden", own, end::leave)
        .page("/aanvraag/klaar/{how}", everybody, end::done)
}
