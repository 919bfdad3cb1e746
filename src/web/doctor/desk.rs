//! What every page of the doctor has in common: which case.

use axum::response::{IntoResponse, Redirect, Response};

use crate::action::session::SignedIn;
use crate::action::view::{CasePage, case_page};
use crate::action::{House, perform};
use crate::domain::dossier::GgdDossier;
use crate::domain::party::CaseId;
use crate::web::failure::Failure;
use crate::web::form::Form;

/// A case of the own GGD.
pub struct Opened {
    /// The case as the GGD may see it.
    pub page: CasePage,
    /// The address of its page.
    pub path: String,
}

impl Opened {
    /// Opens a case for a page or a form.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for a case that isn't the own GGD's.
    pub async fn of(house: &House, doctor: &SignedIn, case: &str) -> Result<Self, Failure> {
        Ok(Self {
            page: case_page(house, &doctor.actor(), &CaseId(case.to_owned())).await?,
            path: path(case),
        })
    }

    /// The GGD's dossier.
    ///
    /// # Errors
    /// [`Failure::NotFound`], which a doctor's page never meets.
    pub fn dossier(&self) -> Result<&GgdDossier, Failure> {
        self.page.dossier.ggd().ok_or(Failure::NotFound)
    }

    /// The municipality of the child, as a sentence names it: "Leusden".
    pub fn gemeente(&self) -> &str {
        self.page.municipality.short_name()
    }

    /// Back to the case's own page: for a step that it doesn't offer now.
    pub fn back(&self) -> Response {
        Redirect::to(&self.path).into_response()
    }
}

/// The address of a case's page.
pub fn path(case: &str) -> String {
    format!("/arts/zaken/{case}")
}

/// The step as the write path wants it; afterwards the doctor goes to the case's page.
///
/// # Errors
/// [`Failure::Unreadable`] if the form doesn't say which version of the case its page showed.
pub fn sent(case: &str, form: &Form, once: String) -> Result<perform::Form, Failure> {
    crate::web::answer::sent(case, path(case), form, once)
}
