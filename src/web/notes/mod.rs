//! Notes for colleagues: on the page of a case, at the SWV, the GGD or the gemeente.

mod write;

use crate::action::view::{CasePage, Note};
use crate::domain::dates;
use crate::domain::party::Role;
use crate::domain::scan::taken_by;

use super::routes::{About, Access, Routes};

/// The form, for each desk that keeps notes.
pub fn routes() -> Routes {
    let desks: [(&str, &[Role]); 3] = [
        ("swv", &[Role::Swv, Role::Coordinator]),
        ("arts", &[Role::Doctor]),
        ("leerplicht", &[Role::Lpa]),
    ];
    desks
        .into_iter()
        .fold(Routes::default(), |routes, (desk, roles)| {
            let case = Access::employees(roles, About::Case);
            routes.form(
                format!("/{desk}/zaken/{{case}}/notitie"),
                case,
                write::show,
                write::send,
            )
        })
}

/// The notes of a case as its page shows them.
pub struct Notes {
    /// On which day and by whom, and the text; the newest first.
    pub all: Vec<(String, String)>,
    /// Whether who looks can write one.
    pub takes: bool,
}

impl Notes {
    /// The notes of this case.
    #[must_use]
    pub fn of(page: &CasePage) -> Self {
        let told = |note: &Note| {
            let (on, by) = (dates::long(note.on), &note.by);
            let head = if by.is_empty() {
                on
            } else {
                format!("{on}, {by}")
            };
            (head, note.text.clone())
        };
        Self {
            all: page.notes.iter().map(told).collect(),
            takes: taken_by(&page.dossier) && !page.glass,
        }
    }
}
