//! What somebody chooses for the own list: its columns, and filters to come back to.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::list_choices::{self, COLUMNS, FILTER, MOST_FILTERS};
use crate::action::members;
use crate::action::session::SignedIn;
use crate::domain::party::{Role, UserId};

use super::failure::Failure;
use super::filter::{Asked, words};
use super::form::{Choice, Form};
use super::frame::Frame;
use super::menu;
use super::page::{done, form_page};
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::worklist::Column;

/// Who has a list with columns to choose.
const LISTS: &[Role] = &[Role::Swv, Role::Coordinator, Role::Doctor, Role::Lpa];

/// The pages.
pub fn routes() -> Routes {
    let own = Access::employees(LISTS, About::Nothing);
    Routes::default()
        .form("/lijst", own, show, send)
        .send("/lijst/bewaren", own, keep)
}

#[derive(Template)]
#[template(path = "pages/own_list.html")]
struct ListPage {
    frame: Frame,
    form: Form,
    start: String,
    columns: Vec<Choice>,
    filters: Vec<Choice>,
}

/// The form.
struct ListFields;

impl Fields for ListFields {
    const NAMES: &'static [&'static str] = &["columns", "filters"];
}

/// The form of the button beside a list.
struct KeepFields;

impl Fields for KeepFields {
    const NAMES: &'static [&'static str] = &["filter"];
}

async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let choices = list_choices::of_user(&app.house, &who.user).await?;
    let columns = Column::chosen(&choices, who.role).into_iter();
    let form = columns.fold(Form::empty(ListFields::NAMES), |form, column| {
        form.with("columns", column.code())
    });
    let kept = list_choices::filters(&choices);
    let form = kept.fold(form, |form, asked| form.with("filters", asked));
    shown(&app, &who, frame, form, &choices).await
}

async fn shown(
    app: &AppState,
    who: &SignedIn,
    frame: Frame,
    form: Form,
    choices: &[(String, String)],
) -> Result<Response, Failure> {
    let colleagues: Vec<(UserId, String)> = members::of_role(&app.house, &who.actor()).await?;
    let start = menu::start(who.role);
    let kept = list_choices::filters(choices);
    let filters = kept.map(|asked| Choice::new(asked, words(asked, start, who, &colleagues)));
    let filters: Vec<Choice> = filters.collect();
    Ok(form_page(frame, form, |frame, form| ListPage {
        frame,
        form,
        start: start.to_owned(),
        columns: Column::ALL
            .map(|column| Choice::new(column.code(), column.label(who.role)))
            .to_vec(),
        filters,
    }))
}

async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<ListFields>,
) -> Result<Response, Failure> {
    let choices = list_choices::of_user(&app.house, &who.user).await?;
    let chosen = Column::ALL
        .into_iter()
        .filter(|column| form.holds("columns", column.code()));
    let columns: Vec<&str> = chosen.map(Column::code).collect();
    if columns.is_empty() {
        form.wrong("columns", "Kolommen", "Kies minstens één kolom.");
        return shown(&app, &who, frame, form, &choices).await;
    }
    // What is kept is only ever taken away here.
    let kept = list_choices::filters(&choices).filter(|asked| form.holds("filters", asked));
    let filters = kept.map(str::to_owned).collect();
    list_choices::set(&app.house, &who.user, COLUMNS, vec![columns.join(",")]).await?;
    list_choices::set(&app.house, &who.user, FILTER, filters).await?;
    Ok(done(menu::start(who.role), Some("opgeslagen")))
}

/// `POST /lijst/bewaren`: keeps a filter of the own list. Nothing but its codes: what is none of the party's choices is refused.
async fn keep(
    State(app): State<AppState>,
    who: SignedIn,
    Submitted { form, .. }: Submitted<KeepFields>,
) -> Result<Response, Failure> {
    let start = menu::start(who.role);
    let colleagues = members::of_role(&app.house, &who.actor()).await?;
    let filter = Asked::of(form.value("filter"), start, &who);
    let filter = filter.filter(|filter| !filter.told(&colleagues).is_empty());
    let Some(asked) = filter.map(|filter| filter.asked()) else {
        return Err(Failure::Refused(
            "Deze filter kan niet worden bewaard.".into(),
        ));
    };
    if !list_choices::keep(&app.house, &who.user, asked).await? {
        let why = format!(
            "U bewaarde al {MOST_FILTERS} filters. Haal er eerst een weg bij Kolommen en bewaarde filters."
        );
        return Err(Failure::Refused(why));
    }
    Ok(done(start, Some("opgeslagen")))
}
