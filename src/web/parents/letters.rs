//! The letters to who reads this, for an own account only: a letter holds a link, and the code of an account.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::family_letters::{self, OwnLetter};
use crate::action::session::SignedIn;
use crate::domain::{amsterdam, dates};
use crate::web::answer::pdf;
use crate::web::failure::Failure;
use crate::web::state::AppState;

use super::visitor::FamilyVisitor;

/// A letter in the list of the own page.
pub struct Paper {
    /// The document's id.
    pub id: String,
    /// What it is.
    pub title: &'static str,
    /// Whose it is, and of which day.
    pub from: String,
}

impl From<OwnLetter> for Paper {
    fn from(letter: OwnLetter) -> Self {
        let day = dates::long(amsterdam::civil_date(letter.at));
        Self {
            title: letter.kind.title(),
            from: format!("{}, {day}", letter.from),
            id: letter.id,
        }
    }
}

/// Whether who visits signed in with an account of the family.
pub fn has_account(account: Option<&SignedIn>) -> bool {
    account.is_some_and(|who| who.role.is_family())
}

/// `GET /mijn/brieven/{document}`: as it was sent.
///
/// # Errors
/// [`Failure::NotFound`] for a letter to somebody else, and for a visit by a link.
pub async fn show(
    State(app): State<AppState>,
    who: FamilyVisitor,
    account: Option<SignedIn>,
    Path(document): Path<String>,
) -> Result<Response, Failure> {
    if !has_account(account.as_ref()) {
        return Err(Failure::NotFound);
    }
    let (kind, bytes) = family_letters::read(&app.house, &who.actor, document).await?;
    Ok(pdf(bytes, kind.code()))
}
