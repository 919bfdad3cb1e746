//! `/vernietigen`: the lists of what is to be destroyed. A name stands there only for who may know of the case.

mod item;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::ActionError;
use crate::action::destruction::{self, Change, Item, Shown};
use crate::action::session::SignedIn;
use crate::domain::destruction::{Act, DAYS, ItemState, ListState};
use crate::domain::party::{CaseId, Role};
use crate::domain::{dates, erasure};

use super::answer::{case_path, number, settle};
use super::failure::Failure;
use super::fg::words::short;
use super::form::{Choice, Form};
use super::frame::Frame;
use super::page::form_page;
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::told::capital;

/// Who proposes and reviews.
const ROLES: &[Role] = &[
    Role::Admin,
    Role::Swv,
    Role::Coordinator,
    Role::Doctor,
    Role::Lpa,
    Role::LocalTeam,
];

/// The pages.
pub fn routes() -> Routes {
    let own = Access::employees(ROLES, About::OwnParty);
    let list = Access::employees(ROLES, About::Destruction);
    Routes::default()
        .form("/vernietigen", own, lists, start)
        .form("/vernietigen/{list}", list, show, agree)
        .send("/vernietigen/{list}/bevestigen", list.fresh(), confirm)
        .send("/vernietigen/{list}/terug", list, take_back)
        .form("/vernietigen/{list}/{item}", list, item::show, item::send)
}

#[derive(Template)]
#[template(path = "pages/destruction/lists.html")]
struct ListsPage {
    frame: Frame,
    form: Form,
    by_list: bool,
    /// From when on it goes by itself; empty if that isn't to come.
    automatic_from: String,
    waiting: i64,
    /// Whether a list is under review.
    running: bool,
    rows: Vec<ListRow>,
}

struct ListRow {
    id: String,
    name: String,
    period: String,
    items: i64,
    state: &'static str,
    first: String,
    second: String,
}

/// The button that proposes a list.
pub struct Button;

impl Fields for Button {
    const NAMES: &'static [&'static str] = &[];
}

/// What is sent from the page of a list.
pub struct ListFields;

impl Fields for ListFields {
    const NAMES: &'static [&'static str] = &["version", "items", "name"];
}

/// `GET /vernietigen`
///
/// # Errors
/// [`Failure::Broken`] when they can't be read.
pub async fn lists(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    all(&app, &who, frame, Form::empty(Button::NAMES)).await
}

/// `POST /vernietigen`: proposes a list.
///
/// # Errors
/// As [`lists`]; the page says why there is none now.
pub async fn start(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<Button>,
) -> Result<Response, Failure> {
    let made = destruction::start(&app.house, &who.actor()).await;
    let made = made.map(|id| format!("/vernietigen/{id}"));
    match settled(made, "lijst-voorgesteld", &mut form)? {
        Some(response) => Ok(response),
        None => all(&app, &who, frame, form).await,
    }
}

async fn all(
    app: &AppState,
    who: &SignedIn,
    frame: Frame,
    form: Form,
) -> Result<Response, Failure> {
    let found = destruction::lists(&app.house, &who.actor()).await?;
    let running = |one: &destruction::Named| one.list.state == ListState::Review;
    let running = found.lists.iter().any(running);
    let rows = found.lists.into_iter().map(|one| ListRow {
        period: period(one.list.from, one.list.until),
        id: one.list.id,
        name: one.list.name,
        items: one.items,
        state: one.list.state.dutch(),
        first: one.first,
        second: one.second,
    });
    let rows = rows.collect();
    Ok(form_page(frame, form, |frame, form| ListsPage {
        frame,
        form,
        by_list: found.by_list,
        automatic_from: found.automatic_from.map(dates::long).unwrap_or_default(),
        waiting: found.waiting,
        running,
        rows,
    }))
}

fn period(from: time::Date, until: time::Date) -> String {
    if from == until {
        return dates::long(from);
    }
    format!("{} tot en met {}", dates::long(from), dates::long(until))
}

/// As [`settle`], in words for a list.
fn settled(
    result: Result<String, ActionError>,
    notice: &str,
    form: &mut Form,
) -> Result<Option<Response>, Failure> {
    if result == Err(ActionError::Changed) {
        form.stop(
            "Een collega heeft net iets aan de lijst veranderd",
            "Er is niets opgeslagen. Hieronder ziet u hoe het nu is. Kijk eerst wat er is veranderd. Doe het daarna opnieuw.",
        );
        return Ok(None);
    }
    settle(result, notice, form)
}

#[derive(Template)]
#[template(path = "pages/destruction/list.html")]
struct ListPage {
    frame: Frame,
    form: Form,
    path: String,
    name: String,
    version: i64,
    period: String,
    state: String,
    first: String,
    second: String,
    /// The last day on which it can be taken back; empty while it is not confirmed.
    last_day: String,
    due_on: String,
    days: i64,
    /// What nobody looked at yet, for who may agree.
    open: Vec<Choice>,
    may_confirm: bool,
    may_take_off: bool,
    may_take_back: bool,
    /// Whether a colleague must review it.
    own: bool,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    what: String,
    /// The page of the case; empty for who may not open it.
    href: String,
    on: String,
    because: String,
    contents: String,
    state: &'static str,
    stands: bool,
}

/// What somebody may know of an item: the name, or only the number.
fn called(item: &Item) -> String {
    let number = short(&item.number);
    match &item.name {
        Some(name) => format!("{name} ({number})"),
        None => format!("Dossier {number}"),
    }
}

/// `GET /vernietigen/{list}`
///
/// # Errors
/// [`Failure::NotFound`] for another party's list.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(list): Path<String>,
) -> Result<Response, Failure> {
    shown(&app, &who, frame, Form::empty(ListFields::NAMES), &list).await
}

/// `POST /vernietigen/{list}`: agrees that what was chosen is destroyed.
///
/// # Errors
/// As [`show`].
pub async fn agree(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(list): Path<String>,
    Submitted { mut form, .. }: Submitted<ListFields>,
) -> Result<Response, Failure> {
    let items = form.values("items").to_vec();
    if items.is_empty() {
        form.wrong("items", "Dossiers", "Kies minstens één dossier.");
        return shown(&app, &who, frame, form, &list).await;
    }
    done(
        &app,
        &who,
        frame,
        (&list, form),
        Change::Agree(items),
        "opgeslagen",
    )
    .await
}

/// `POST /vernietigen/{list}/bevestigen`
///
/// # Errors
/// As [`show`].
pub async fn confirm(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(list): Path<String>,
    Submitted { form, .. }: Submitted<ListFields>,
) -> Result<Response, Failure> {
    let typed = Change::Confirm(form.value("name").to_owned());
    done(&app, &who, frame, (&list, form), typed, "lijst-bevestigd").await
}

/// `POST /vernietigen/{list}/terug`
///
/// # Errors
/// As [`show`].
pub async fn take_back(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Path(list): Path<String>,
    Submitted { form, .. }: Submitted<ListFields>,
) -> Result<Response, Failure> {
    done(
        &app,
        &who,
        frame,
        (&list, form),
        Change::TakeBack,
        "lijst-teruggenomen",
    )
    .await
}

async fn done(
    app: &AppState,
    who: &SignedIn,
    frame: Frame,
    (list, mut form): (&str, Form),
    what: Change,
    notice: &str,
) -> Result<Response, Failure> {
    let version = number(&form, "version")?;
    let changed = destruction::change(&app.house, &who.actor(), (list, version), what).await;
    let changed = changed.map(|()| format!("/vernietigen/{list}"));
    match settled(changed, notice, &mut form)? {
        Some(response) => Ok(response),
        None => shown(app, who, frame, form, list).await,
    }
}

async fn shown(
    app: &AppState,
    who: &SignedIn,
    frame: Frame,
    form: Form,
    list: &str,
) -> Result<Response, Failure> {
    let Shown { named, items, may } = destruction::list(&app.house, &who.actor(), list).await?;
    let of = &named.list;
    let can = |act| may.contains(&act);
    let mut open: Vec<&Item> = items
        .iter()
        .filter(|one| one.state == ItemState::Open)
        .collect();
    let reviewed = open.is_empty();
    if !can(Act::Agree) {
        open.clear();
    }
    let open = open.into_iter().map(|one| {
        let hint = format!(
            "{}. {}",
            capital(&erasure::told(&one.contents)),
            one.because
        );
        Choice::new(one.id.clone(), called(one)).with_hint(hint)
    });
    let row = |one: &Item| Row {
        id: one.id.clone(),
        what: called(one),
        href: one
            .case
            .as_ref()
            .map_or_else(String::new, |case| path_of(who.role, case)),
        on: dates::long(one.destroy_on),
        because: one.because.clone(),
        contents: erasure::told(&one.contents),
        state: one.state.dutch(),
        stands: one.state.stands(),
    };
    let due = of.due_on.filter(|_| of.state == ListState::Confirmed);
    let page = |frame, form| ListPage {
        frame,
        form,
        path: format!("/vernietigen/{}", of.id),
        name: of.name.clone(),
        version: of.version,
        period: period(of.from, of.until),
        state: capital(of.state.dutch()),
        first: named.first.clone(),
        second: named.second.clone(),
        last_day: due
            .and_then(time::Date::previous_day)
            .map(dates::long)
            .unwrap_or_default(),
        due_on: due.map(dates::long).unwrap_or_default(),
        days: DAYS,
        may_confirm: can(Act::Confirm) && reviewed,
        may_take_off: can(Act::TakeOff),
        may_take_back: can(Act::TakeBack),
        own: of.state == ListState::Review && of.first == who.user,
        open: open.collect(),
        rows: items.iter().map(row).collect(),
    };
    Ok(form_page(frame, form, page))
}

/// Where this role finds the case; nowhere for who has a list of names.
fn path_of(role: Role, case: &CaseId) -> String {
    match role {
        Role::LocalTeam | Role::Admin => String::new(),
        role => case_path(role, case),
    }
}
