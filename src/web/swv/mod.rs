//! The pages of the SWV.

mod application;
pub mod application_form;
mod case;
mod checklist;
mod filled;
mod sheet;
mod sitting;
mod step;
mod step_page;
mod worklist;

use crate::domain::case::StepKind;
use crate::domain::party::Role;

use super::consent::{ask, scan, typed};
use super::routes::{About, Access, Routes};

/// Who works at an SWV with its dossiers.
const SWV: &[Role] = &[Role::Swv, Role::Coordinator];

/// The pages of the SWV.
pub fn routes() -> Routes {
    let list = Access::employees(SWV, About::OwnParty);
    let case = Access::employees(SWV, About::Case);
    let paper = Access::employees(SWV, About::Paper);
    let routes = Routes::default()
        .page("/swv", list, worklist::show)
        .form(
            "/swv/zaken/nieuw",
            list,
            application::new,
            application::start,
        )
        .page("/swv/zaken/{case}", case, case::show)
        .form(
            "/swv/zaken/{case}/aanvraag",
            paper,
            application::edit,
            application::save,
        )
        .form(
            "/swv/zaken/{case}/toestemming",
            case,
            typed::show,
            typed::send,
        )
        .form(
            "/swv/zaken/{case}/toestemming/nieuw",
            paper,
            ask::show,
            ask::send,
        )
        .form(
            "/swv/zaken/{case}/aandachtspunten",
            case,
            checklist::show,
            checklist::send,
        )
        .form(
            "/swv/zaken/{case}/zitting-plannen",
            case,
            sitting::show,
            sitting::send,
        )
        .page("/swv/zaken/{case}/zitting.ics", paper, sitting::download)
        .upload("/swv/zaken/{case}/document", case, scan::show, scan::send);
    let on_the_page_of_steps = |step: &&'static step::Step| step.kind != StepKind::PlanSitting;
    step::STEPS
        .iter()
        .filter(on_the_page_of_steps)
        .fold(routes, |routes, step| {
            routes.form(
                format!("/swv/zaken/{{case}}/{}", step.slug),
                case,
                |a, w, f, p| step_page::show(step, a, w, f, p),
                |a, w, f, p, s| step_page::take(step, a, w, f, p, s),
            )
        })
}
