//! `/beheer/rechten`: the administrator reviews the accounts of the own party, and signs.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::account_review::{self, Account, Reviews, Signed};
use crate::action::perform;
use crate::action::session::SignedIn;
use crate::domain::account_review::{Due, Outcome};
use crate::domain::dates;
use crate::domain::party::CaseId;
use crate::web::answer::settle;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::form_page;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};
use crate::web::told::{self, capital, day};

#[derive(Template)]
#[template(path = "pages/admin/rights.html")]
struct RightsPage {
    frame: Frame,
    form: Form,
    due: Vec<Coming>,
    rows: Vec<Row>,
    signed: Vec<Told>,
}

/// An account to judge.
struct Row {
    name: String,
    email: String,
    role: &'static str,
    special: bool,
    own: bool,
    since: String,
    used: String,
    /// The id of its field; the summary of mistakes leads to the first.
    field: String,
    /// What is sent when it stays, and when it is ended.
    keep: String,
    end: String,
}

/// When a review is due, as people read it.
pub struct Coming {
    /// Which, and by when.
    pub text: String,
    /// Whether that day has gone by.
    pub overdue: bool,
}

/// When a review is due.
pub fn coming(due: &Due) -> Coming {
    let (what, on) = (capital(due.scope.dutch()), dates::long(due.on));
    let last = due.last.map_or_else(
        || "Nog niet eerder gecontroleerd.".to_owned(),
        |last| format!("De laatste keer was op {}.", dates::long(last)),
    );
    let every = match due.scope.months() {
        12 => "elk jaar".to_owned(),
        months => format!("elke {months} maanden"),
    };
    Coming {
        text: if due.overdue {
            format!("{what} ({every}): dat had uiterlijk op {on} gemoeten. {last}")
        } else {
            format!("{what} ({every}): uiterlijk op {on}. {last}")
        },
        overdue: due.overdue,
    }
}

/// A review that was signed, as people read it.
pub struct Told {
    /// Of which accounts.
    pub what: String,
    /// Who signed, and when.
    pub by: String,
    /// How many accounts stay.
    pub kept: usize,
    /// Those that were ended, with the role.
    pub ended: String,
    /// Who signed has an account too, which nobody judged.
    pub own: String,
    /// Whether it is still what was signed.
    pub genuine: bool,
}

/// A review that was signed.
pub fn told(signed: &Signed) -> Told {
    let of = |outcome: Outcome| {
        let accounts = signed.accounts.iter();
        accounts.filter(move |(.., came)| *came == outcome)
    };
    let names = |outcome| {
        let told = of(outcome).map(|(name, role, _)| format!("{name} ({})", role.dutch()));
        told.collect::<Vec<_>>().join(", ")
    };
    Told {
        what: capital(signed.scope.dutch()),
        by: format!("{}, {}", signed.name, told::instant(signed.at)),
        kept: of(Outcome::Kept).count(),
        ended: names(Outcome::Ended),
        own: names(Outcome::Own),
        genuine: signed.genuine,
    }
}

/// The form: of each account what becomes of it.
pub struct ReviewFields;

impl Fields for ReviewFields {
    const NAMES: &'static [&'static str] = &["outcome"];
}

const KEEP: &str = "blijft:";
const END: &str = "einde:";

/// `GET /beheer/rechten`
///
/// # Errors
/// [`Failure::Broken`] when the accounts can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    shown(&app, &who, frame, Form::empty(ReviewFields::NAMES)).await
}

/// `POST /beheer/rechten`
///
/// # Errors
/// As [`show`]; a form in which something is missing comes back.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { once, mut form, .. }: Submitted<ReviewFields>,
) -> Result<Response, Failure> {
    let choice = |value: &String| {
        let keeps = value.strip_prefix(KEEP).map(|id| (id.to_owned(), true));
        keeps.or_else(|| Some((value.strip_prefix(END)?.to_owned(), false)))
    };
    let chosen: BTreeMap<String, bool> = form.values("outcome").iter().filter_map(choice).collect();
    let sent = perform::Form::unversioned(
        CaseId(String::new()),
        Some(once),
        "/beheer/rechten".to_owned(),
    );
    let signed = account_review::sign(&app.house, &who.actor(), sent, chosen).await;
    match settle(signed, "controle", &mut form)? {
        Some(response) => Ok(response),
        None => shown(&app, &who, frame, form).await,
    }
}

async fn shown(
    app: &AppState,
    who: &SignedIn,
    frame: Frame,
    form: Form,
) -> Result<Response, Failure> {
    let (accounts, Reviews { signed, due }) =
        account_review::page(&app.house, &who.actor()).await?;
    let mut judged = 0;
    let rows = accounts.into_iter().map(|account| {
        judged += usize::from(!account.own);
        row(account, judged == 1)
    });
    Ok(form_page(frame, form, |frame, form| RightsPage {
        frame,
        form,
        due: due.iter().map(coming).collect(),
        rows: rows.collect(),
        signed: signed.iter().map(told).collect(),
    }))
}

fn row(account: Account, first: bool) -> Row {
    let Account {
        person,
        role,
        special,
        own,
    } = account;
    let id = person.id.as_str();
    Row {
        field: if first && !own {
            "outcome".to_owned()
        } else {
            format!("outcome-{id}")
        },
        keep: format!("{KEEP}{id}"),
        end: format!("{END}{id}"),
        since: day(person.since),
        used: person.signed_in.map_or_else(|| "nog nooit".to_owned(), day),
        role: role.dutch(),
        special,
        own,
        name: person.name,
        email: person.email,
    }
}
