//! The pages of the FG: the access log of the own party, its reviews, who broke the glass, the register, what was erased; and a dossier, for a reason.

mod consents;
mod dossier;
mod erased;
mod export;
mod filter;
mod glasses;
mod log;
mod register;
mod reviews;
mod rights;
pub(super) mod words;

use crate::domain::party::Role;

use super::routes::{About, Access, Routes};

/// The pages of the FG.
pub fn routes() -> Routes {
    let own = Access::employees(&[Role::Fg], About::OwnParty);
    let case = Access::employees(&[Role::Fg], About::Supervised);
    Routes::default()
        .page("/fg", own, log::show)
        .page("/fg/logboek.csv", own.fresh(), export::csv)
        .page("/fg/logboek.json", own.fresh(), export::json)
        .form("/fg/controles", own, reviews::show, reviews::send)
        .page("/fg/noodtoegang", own, glasses::show)
        .page("/fg/rechten", own, rights::show)
        .page("/fg/toestemmingen", own, consents::show)
        .page("/fg/register", own, register::show)
        .page("/fg/vernietigd", own, erased::show)
        .form(
            "/fg/zaken/{case}",
            case.fresh(),
            dossier::show,
            dossier::send,
        )
}
