//! `/beheer`: the people of the own party, for its administrator. No dossiers.

mod clock;
mod jobs;
pub(super) mod rights;
mod settings;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::action::account_review;
use crate::action::own_account::Open;
use crate::action::people::{self, Person};
use crate::action::session::SignedIn;
use crate::action::setup;
use crate::domain::contact::Email;
use crate::domain::party::{PartyKind, Role};
use crate::domain::text::ShortText;

use super::answer::settle;
use super::failure::Failure;
use super::form::{Choice, Form};
use super::frame::Frame;
use super::page::{done, form_page};
use super::routes::{About, Access, Routes};
use super::state::AppState;
use super::submitted::{Fields, Submitted};
use super::told;

/// The pages of the administrator.
pub fn routes() -> Routes {
    let own = Access::employees(&[Role::Admin], About::OwnParty);
    let person = Access::employees(&[Role::Admin], About::Person);
    let job = Access::employees(&[Role::Admin], About::Job);
    Routes::default()
        .page("/beheer", own, show)
        .send("/beheer/medewerkers", own.fresh(), send)
        .form(
            "/beheer/instellingen",
            own.fresh(),
            settings::show,
            settings::send,
        )
        .form("/beheer/rechten", own.fresh(), rights::show, rights::send)
        .page("/beheer/werk", own, jobs::show)
        .send("/beheer/werk/{job}/opnieuw", job, jobs::again)
        .form("/beheer/vernietigen", own.fresh(), clock::show, clock::send)
        .send("/beheer/medewerkers/{person}/einde", person.fresh(), end)
        .send("/beheer/medewerkers/{person}/weer", person.fresh(), again)
        .send(
            "/beheer/medewerkers/{person}/uitnodigen",
            person.fresh(),
            invite,
        )
        .send(
            "/beheer/medewerkers/{person}/sessies",
            person.fresh(),
            end_sessions,
        )
        .send(
            "/beheer/medewerkers/{person}/tweede-stap",
            person.fresh(),
            reset_factor,
        )
}

#[derive(Template)]
#[template(path = "pages/admin/people.html")]
struct PeoplePage {
    frame: Frame,
    form: Form,
    party: String,
    people: Vec<Row>,
    roles: Vec<Choice>,
    /// Which reviews of rights come near or are overdue.
    due: Vec<rights::Coming>,
}

struct Row {
    id: String,
    name: String,
    email: String,
    role: &'static str,
    active: bool,
    /// The administrator's own account, which nobody ends alone.
    own: bool,
    /// Where this person is signed in.
    sessions: Vec<String>,
}

/// The form for somebody new.
pub struct PersonFields;

impl Fields for PersonFields {
    const NAMES: &'static [&'static str] = &["name", "email", "role"];
}

/// A button.
pub struct Button;

impl Fields for Button {
    const NAMES: &'static [&'static str] = &[];
}

/// `GET /beheer`
///
/// # Errors
/// [`Failure::Broken`] when the people can't be read.
pub async fn show(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
) -> Result<Response, Failure> {
    shown(&app, &who, frame, Form::empty(PersonFields::NAMES)).await
}

/// `POST /beheer/medewerkers`: somebody new.
///
/// # Errors
/// As [`show`]; a faulty form comes back.
pub async fn send(
    State(app): State<AppState>,
    who: SignedIn,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<PersonFields>,
) -> Result<Response, Failure> {
    let kind = own_kind(&app, &who).await?;
    let name = form.required("name", "Naam", ShortText::parse);
    let email = form.required("email", "E-mailadres", Email::parse);
    let known: Vec<(&str, Role)> = roles(kind).map(|role| (role.code(), role)).collect();
    let role = form.choice("role", "Rol", &known);
    if let (Some(name), Some(email), Some(role), true) = (name, email, role, form.is_sound()) {
        let added = people::add(&app.house, &who.actor(), (name, email, role)).await;
        let added = added.map(|()| "/beheer".to_owned());
        if let Some(response) = settle(added, "medewerker-toegevoegd", &mut form)? {
            return Ok(response);
        }
    }
    shown(&app, &who, frame, form).await
}

/// `POST /beheer/medewerkers/{person}/einde`
///
/// # Errors
/// [`Failure::NotFound`] for somebody of another party, and for the own account.
pub async fn end(
    State(app): State<AppState>,
    who: SignedIn,
    Path(person): Path<String>,
    _form: Submitted<Button>,
) -> Result<Response, Failure> {
    people::set_active(&app.house, &who.actor(), &person, false).await?;
    Ok(done("/beheer", Some("medewerker-beeindigd")))
}

/// `POST /beheer/medewerkers/{person}/weer`
///
/// # Errors
/// As [`end`].
pub async fn again(
    State(app): State<AppState>,
    who: SignedIn,
    Path(person): Path<String>,
    _form: Submitted<Button>,
) -> Result<Response, Failure> {
    people::set_active(&app.house, &who.actor(), &person, true).await?;
    Ok(done("/beheer", Some("opgeslagen")))
}

/// `POST /beheer/medewerkers/{person}/tweede-stap`: for who lost the app and the recovery codes.
///
/// # Errors
/// As [`end`].
pub async fn reset_factor(
    State(app): State<AppState>,
    who: SignedIn,
    Path(person): Path<String>,
    _form: Submitted<Button>,
) -> Result<Response, Failure> {
    people::reset_factor(&app.house, &who.actor(), &person).await?;
    Ok(done("/beheer", Some("tweede-stap-gewist")))
}

/// `POST /beheer/medewerkers/{person}/uitnodigen`
///
/// # Errors
/// As [`end`].
pub async fn invite(
    State(app): State<AppState>,
    who: SignedIn,
    Path(person): Path<String>,
    _form: Submitted<Button>,
) -> Result<Response, Failure> {
    people::invite(&app.house, &who.actor(), &person).await?;
    Ok(done("/beheer", Some("uitgenodigd")))
}

/// `POST /beheer/medewerkers/{person}/sessies`: ends every session of somebody.
///
/// # Errors
/// As [`end`].
pub async fn end_sessions(
    State(app): State<AppState>,
    who: SignedIn,
    Path(person): Path<String>,
    _form: Submitted<Button>,
) -> Result<Response, Failure> {
    people::end_sessions(&app.house, &who.actor(), &person).await?;
    Ok(done("/beheer", Some("sessie-beeindigd")))
}

/// What kind of party the administrator's is.
async fn own_kind(app: &AppState, who: &SignedIn) -> Result<PartyKind, Failure> {
    let all = setup::all_parties(&app.house).await?;
    let own = all.into_iter().find(|party| party.id == who.party);
    own.map(|party| party.kind).ok_or(Failure::NotFound)
}

fn roles(kind: PartyKind) -> impl Iterator<Item = Role> {
    Role::ALL
        .into_iter()
        .filter(move |role| role.works_for(kind))
}

async fn shown(
    app: &AppState,
    who: &SignedIn,
    frame: Frame,
    form: Form,
) -> Result<Response, Failure> {
    let (party, people) = people::of_party(&app.house, &who.actor()).await?;
    let due = account_review::coming(&app.house, &who.actor()).await?;
    let signed_in = people::sessions(&app.house, &app.sessions, &who.actor()).await?;
    let of = |person: &Person| {
        let own = signed_in.iter().filter(|one| one.user == person.id);
        let told = |one: &Open| format!("{}, gebruikt {}", one.device, told::instant(one.used));
        own.map(told).collect()
    };
    let row = |person: Person| Row {
        own: person.id == who.user,
        sessions: of(&person),
        role: Role::from_code(&person.role).map_or("onbekende rol", Role::dutch),
        id: person.id.0,
        name: person.name,
        email: person.email,
        active: person.active,
    };
    let roles = roles(party.kind).map(|role| Choice::new(role.code(), told::capital(role.dutch())));
    let roles = roles.collect();
    Ok(form_page(frame, form, |frame, form| PeoplePage {
        frame,
        form,
        party: party.name,
        people: people.into_iter().map(row).collect(),
        roles,
        due: due.iter().map(rights::coming).collect(),
    }))
}
