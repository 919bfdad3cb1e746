//! `/vernietigen/{list}/{item}`: takes one dossier off a list, with a reason and the day on which it may be proposed again.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::destruction::{self, Change};
use crate::action::session::SignedIn;
use crate::domain::dates;
use crate::domain::destruction::Act;
use crate::domain::glass::Reason;
use crate::web::answer::number;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};

use super::{called, settled};

/// The form.
pub struct OffFields;

impl Fields for OffFields {
    const NAMES: &'static [&'static str] =
        &["version", "reason", "back_day", "back_month", "back_year"];
}

#[derive(Template)]
#[template(path = "pages/destruction/item.html")]
struct ItemPage {
    frame: Frame,
    form: Form,
    list: String,
    list_name: String,
    path: String,
    version: i64,
    what: String,
    on: String,
    because: String,
    /// Whether this person may take it off now.
    may: bool,
}

/// `GET /vernietigen/{list}/{item}`
///
/// # Errors
/// [`Failure::NotFound`] for another party's list, and for what stands on none.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path((list, item)): Path<(String, String)>,
) -> Result<Response, Failure> {
    shown(
        &app,
        &who,
        frame,
        Form::empty(OffFields::NAMES),
        (list, item),
    )
    .await
}

/// `POST /vernietigen/{list}/{item}`
///
/// # Errors
/// As [`show`].
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path((list, item)): Path<(String, String)>,
    Submitted { mut form, .. }: Submitted<OffFields>,
) -> Result<Response, Failure> {
    let version = number(&form, "version")?;
    let reason = form.required("reason", "Waarom nog niet?", Reason::parse);
    let back = form.required_date("back", "Wanneer komt het dossier terug op een lijst?");
    if let (Some(reason), Some(back_on), true) = (reason, back, form.is_sound()) {
        let off = Change::TakeOff {
            item: item.clone(),
            reason,
            back_on,
        };
        let done = destruction::change(&app.house, &who.actor(), (&list, version), off).await;
        let done = done.map(|()| format!("/vernietigen/{list}"));
        if let Some(response) = settled(done, "van-de-lijst", &mut form)? {
            return Ok(response);
        }
    }
    shown(&app, &who, frame, form, (list, item)).await
}

async fn shown(
    app: &AppState,
    who: &SignedIn,
    frame: Frame,
    form: Form,
    (list, item): (String, String),
) -> Result<Response, Failure> {
    let found = destruction::list(&app.house, &who.actor(), &list).await?;
    let one = found.items.iter().find(|one| one.id == item);
    let one = one.ok_or(Failure::NotFound)?;
    let of = &found.named.list;
    Ok(form_page(frame, form, |frame, form| ItemPage {
        frame,
        form,
        list: format!("/vernietigen/{list}"),
        list_name: format!("Lijst {}", of.name),
        path: format!("/vernietigen/{list}/{item}"),
        version: of.version,
        what: called(one),
        on: dates::long(one.destroy_on),
        because: one.because.clone(),
        may: one.state.stands() && found.may.contains(&Act::TakeOff),
    }))
}
