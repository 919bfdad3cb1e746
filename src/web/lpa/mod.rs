//! The pages of the leerplichtambtenaar.
//!
//! Before the SMA comes the gemeente holds a name and the date of the seintje. So no page here shows where a procedure
//! stands until then, and neither does a refusal (see [`step::told`]).

mod address;
mod advice_form;
mod case;
mod child_form;
mod facts;
mod family_form;
mod grant;
mod list;
mod move_away;
mod namesake;
mod notification;
mod papers;
mod receive;
mod refuse;
mod school;
mod step;
mod stop;
mod test_of_form;
mod without;
mod yearly;

use crate::domain::party::Role;

use super::consent::{scan, typed};
use super::routes::{About, Access, Routes};

/// The pages of the leerplichtambtenaar.
pub fn routes() -> Routes {
    let list = Access::employees(&[Role::Lpa], About::OwnParty);
    let case = Access::employees(&[Role::Lpa], About::Case);
    let paper = Access::employees(&[Role::Lpa], About::Paper);
    let at = |page: &str| format!("/leerplicht/zaken/{{case}}{page}");
    Routes::default()
        .page("/leerplicht", list, list::show)
        .page(at(""), case, case::show)
        .send(at("/naamgenoot"), case, namesake::send)
        .form(at("/advies"), case, receive::show, receive::send)
        .form(
            at("/kennisgeving"),
            case,
            notification::show,
            notification::send,
        )
        .form(
            at("/zonder-handtekening"),
            case,
            without::show,
            without::send,
        )
        .form(at("/toekennen"), case, grant::show, grant::send)
        .form(at("/voldoet-niet"), case, refuse::show, refuse::send)
        .form(
            at("/jaarlijkse-kennisgeving"),
            case,
            yearly::show,
            yearly::send,
        )
        .form(at("/school"), case, school::show, school::send)
        .send(at("/herbeoordeling"), case, stop::reassess)
        .form(at("/beeindigen"), case, stop::show, stop::send)
        .form(at("/adres"), case, address::show, address::send)
        .form(at("/toestemming"), case, typed::show, typed::send)
        .upload(&at("/document"), case, scan::show, scan::send)
        .form(at("/verhuizing"), case, move_away::show, move_away::send)
        .page(at("/gegevensblad.pdf"), paper, papers::exemption_sheet)
        .page(
            at("/schoolbevestiging.pdf"),
            paper,
            papers::school_confirmation,
        )
}
