//! Several cases at once: what will happen to each, and what happened, with a way back.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::action::bulk::{self, Batch, Outcome, What};
use crate::action::desk::Listed;
use crate::action::members;
use crate::action::session::SignedIn;
use crate::domain::party::{CaseId, Role, UserId};

use super::answer::{after, settle};
use super::failure::Failure;
use super::filter::{ASSIGN, RELEASE};
use super::form::Form;
use super::frame::Frame;
use super::menu;
use super::page::{form_page, page};
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};

/// The most cases at once: as many as stand on a page.
const MOST: usize = crate::action::desk::ROWS;

/// The pages, for each desk that shares cases out.
pub fn routes() -> Routes {
    let desks: [(&str, &[Role]); 2] = [
        ("swv", &[Role::Swv, Role::Coordinator]),
        ("leerplicht", &[Role::Lpa]),
    ];
    desks
        .into_iter()
        .fold(Routes::default(), |routes, (desk, roles)| {
            let list = Access::employees(roles, About::OwnParty);
            routes.send(format!("/{desk}/verdelen"), list, send).form(
                format!("/{desk}/verdeeld"),
                list,
                done,
                undo,
            )
        })
}

#[derive(Template)]
#[template(path = "pages/bulk.html")]
struct PreviewPage {
    frame: Frame,
    form: Form,
    start: String,
    what: String,
    told: String,
    lines: Vec<Line>,
    /// How many can be done.
    done: usize,
    /// How many of those that were picked are not there for who asks.
    unseen: usize,
    /// Whether everybody with this work sees a case once nobody has it.
    opens: bool,
}

/// A case, and what becomes of it.
struct Line {
    /// With its version, for the form.
    value: String,
    name: String,
    before: String,
    then: &'static str,
    does: bool,
}

/// The form.
struct BulkFields;

impl Fields for BulkFields {
    const NAMES: &'static [&'static str] = &["case", "what", "sure"];
}

fn read(form: &mut Form) -> Option<What> {
    let what = form.value("what");
    if what == RELEASE {
        return Some(What::Release);
    }
    if let Some(to) = what.strip_prefix(ASSIGN).filter(|to| !to.is_empty()) {
        return Some(What::Assign(UserId::from(to)));
    }
    form.wrong("what", "Met de gekozen zaken", "Kies wat u wilt doen.");
    None
}

/// The cases that were picked, each with the version that was shown; none before it was.
fn picked(form: &mut Form) -> Vec<(CaseId, Option<i64>)> {
    let values = form.values("case").iter();
    let picked: Vec<_> = values
        .map(|value| match value.split_once('.') {
            Some((case, version)) => (CaseId(case.to_owned()), version.parse().ok()),
            None => (CaseId(value.clone()), None),
        })
        .collect();
    let why = match picked.len() {
        0 => "Kies minstens één zaak in de lijst.".to_owned(),
        many if many > MOST => format!("Kies niet meer dan {MOST} zaken tegelijk."),
        _ => return picked,
    };
    form.wrong("case", "Zaken", why);
    Vec::new()
}

/// `POST .../verdelen`: shows what will happen, or does it.
async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { once, mut form, .. }: Submitted<BulkFields>,
) -> Result<Response, Failure> {
    let (house, actor) = (&app.house, who.actor());
    let (what, picked) = (read(&mut form), picked(&mut form));
    let location = format!("{}/verdeeld", menu::start(who.role));
    let versions: Option<Vec<_>> = picked
        .iter()
        .map(|(case, version)| Some((case.clone(), (*version)?)))
        .collect();
    if let (Some(what), Some(versions), true) = (&what, versions, form.is_sound())
        && form.checked("sure")
    {
        let sent = (once, location.as_str());
        let result = bulk::carry_out(house, &actor, sent, what.clone(), versions).await;
        let result = result.map(|()| location.clone());
        if let Some(response) = settle(result, "verdeeld", &mut form)? {
            return Ok(response);
        }
    }
    let chosen = what.clone().unwrap_or(What::Release);
    let cases: Vec<CaseId> = picked.into_iter().map(|(case, _)| case).collect();
    let asked = cases.len();
    let shown = bulk::preview(house, &actor, &chosen, cases).await?;
    let colleagues = members::of_role(house, &actor).await?;
    let told = match &what {
        None => String::new(),
        Some(What::Release) if who.role == Role::Swv => "Loslaten: niet meer op uw naam".into(),
        Some(What::Release) => "Loslaten: daarna van niemand".into(),
        Some(What::Assign(to)) => match colleagues.into_iter().find(|(id, _)| id == to) {
            Some((_, name)) => format!("Toewijzen aan {name}"),
            None => {
                let why = "Kies een collega van de lijst.";
                form.wrong("what", "Met de gekozen zaken", why);
                String::new()
            }
        },
    };
    let done = shown
        .iter()
        .filter(|(_, outcome)| *outcome == Outcome::Done);
    let done = done.count();
    let unseen = asked.saturating_sub(shown.len());
    Ok(form_page(frame, form, |frame, form| PreviewPage {
        frame,
        start: menu::start(who.role).to_owned(),
        what: form.value("what").to_owned(),
        told,
        lines: shown.into_iter().map(line).collect(),
        done,
        unseen,
        opens: chosen == What::Release,
        form,
    }))
}

fn line((row, outcome): (Listed, Outcome)) -> Line {
    Line {
        value: format!("{}.{}", row.case.as_str(), row.version),
        name: row.name.unwrap_or_else(|| "Zonder naam".into()),
        before: row.workers.unwrap_or_else(|| "niemand".into()),
        does: outcome == Outcome::Done,
        then: match outcome {
            Outcome::Done => "wordt gedaan",
            Outcome::Already => "is al zo; er verandert niets",
            Outcome::Colleagues => {
                "kan niet: de zaak staat niet op uw naam, en een coördinator verdeelt de zaken van collega's"
            }
            Outcome::Changed => "kan niet: intussen gewijzigd",
            Outcome::Gone => "kan niet",
        },
    }
}

#[derive(Template)]
#[template(path = "pages/bulk_done.html")]
struct DonePage {
    frame: Frame,
    start: String,
    /// The number of what was done; empty where nothing was.
    id: String,
    undone: bool,
    /// Whether there is something to undo.
    undoable: bool,
    lines: Vec<(String, String, bool)>,
}

/// The form of the way back.
struct UndoFields;

impl Fields for UndoFields {
    const NAMES: &'static [&'static str] = &["id"];
}

/// `GET .../verdeeld`: what became of each case of what this person did last.
async fn done(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    let last = bulk::last(&app.house, &who.actor()).await?;
    let (id, undone, lines) = match last {
        Some((id, batch, shown)) => (id, batch.undone, lines(&batch, &shown)),
        None => (String::new(), false, Vec::new()),
    };
    Ok(page(&DonePage {
        frame,
        start: menu::start(who.role).to_owned(),
        undoable: !undone && lines.iter().any(|(.., done)| *done),
        id,
        undone,
        lines,
    }))
}

fn lines(batch: &Batch, shown: &[Listed]) -> Vec<(String, String, bool)> {
    let told = |outcome| match outcome {
        Outcome::Done if batch.undone => "teruggedraaid",
        Outcome::Done => "gedaan",
        Outcome::Already => "niets veranderd: het was al zo",
        Outcome::Colleagues => "niet gedaan: de zaak staat niet op uw naam",
        Outcome::Changed if batch.undone => {
            "niet teruggedraaid: er is intussen iets met de zaak gedaan"
        }
        Outcome::Changed => "niet gedaan: iemand anders heeft de zaak intussen gewijzigd",
        Outcome::Gone => "niet gedaan: u ziet deze zaak niet (meer)",
    };
    let lines = batch.items.iter().map(|item| {
        let row = shown.iter().find(|row| row.case == item.case);
        let name = row.and_then(|row| row.name.clone());
        let now = match row {
            Some(row) => row.workers.as_deref().unwrap_or("niemand"),
            None => "",
        };
        let told = told(item.outcome);
        let told = match now {
            "" => told.to_owned(),
            now => format!("{told}. Nu van: {now}"),
        };
        let name = name.unwrap_or_else(|| "Een zaak die u niet (meer) ziet".into());
        (name, told, item.outcome == Outcome::Done)
    });
    lines.collect()
}

/// `POST .../verdeeld`: undoes it.
async fn undo(
    State(app): State<AppState>,
    who: SignedIn,
    Submitted { once, form, .. }: Submitted<UndoFields>,
) -> Result<Response, Failure> {
    let location = format!("{}/verdeeld", menu::start(who.role));
    let sent = (once, location.as_str());
    match bulk::undo(&app.house, &who.actor(), sent, form.value("id")).await {
        // It was undone before, or something else was done since: its page says which.
        Err(crate::action::ActionError::NotFound) => Ok(Redirect::to(&location).into_response()),
        result => after(result.map(|()| location.clone()), "teruggedraaid"),
    }
}
