//! The account of a parent or a young person: made with the code of a letter, and the page on which it signs in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::action::family_account::{Making, NotMade, sign_in_name};
use crate::action::sign_in::SignInError;
use crate::domain::invalid::Invalid;
use crate::domain::recovery::Typed;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::page::{page, page_with_mistakes};
use crate::web::second_factor;
use crate::web::source::Source;
use crate::web::state::AppState;
use crate::web::submitted::{Fields, Submitted};
use crate::web::visit::Visit;

use super::visitor::{bare, end_visit};

/// What somebody types who makes an account.
pub struct AccountFields;

impl Fields for AccountFields {
    const NAMES: &'static [&'static str] = &[
        "code",
        "born_day",
        "born_month",
        "born_year",
        "new_password",
    ];
}

/// The name that the program gave, and the password.
pub struct NameFields;

impl Fields for NameFields {
    const NAMES: &'static [&'static str] = &["name", "password"];
}

/// The code, the date of birth and a password. It shows no name: whoever finds the letter must not learn more.
#[derive(Template)]
#[template(path = "pages/parents/account.html")]
struct AccountPage {
    frame: Frame,
    form: Form,
    refused: Option<String>,
}

/// The name to sign in with, the one time that it is told.
#[derive(Template)]
#[template(path = "pages/parents/account_made.html")]
struct MadePage {
    frame: Frame,
    name: String,
}

/// Signing in.
#[derive(Template)]
#[template(path = "pages/parents/sign_in.html")]
struct SignInPage {
    frame: Frame,
    form: Form,
    refused: Option<String>,
}

const CODE: &str = "Code uit de brief";
const BORN: &str = "Geboortedatum van het kind";
const PASSWORD: &str = "Wachtwoord";
const NAME: &str = "Aanmeldnaam";

/// `GET /mijn/account`
pub async fn show(frame: Frame) -> Response {
    page(&AccountPage {
        frame: bare(frame),
        form: Form::empty(AccountFields::NAMES),
        refused: None,
    })
}

/// `POST /mijn/account`: makes the account; on to the second factor.
///
/// # Errors
/// [`Failure::Broken`] when the store can't be written.
pub async fn make(
    State(app): State<AppState>,
    Source(source): Source,
    visit: Visit,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<AccountFields>,
) -> Result<Response, Failure> {
    let code = form.required("code", CODE, |typed| match Typed::parse(typed) {
        Ok(Typed::Recovery(_)) => Ok(typed.to_owned()),
        Ok(Typed::Code(_) | Typed::Passkey(_)) | Err(_) => Err(Invalid::NotALetterCode),
    });
    let born = form.required_date("born", BORN);
    let password = form.value("new_password").to_owned();
    if password.is_empty() {
        form.wrong("new_password", PASSWORD, Invalid::Required.message());
    }
    let mut refused = None;
    if let (Some(code), Some(born), true) = (code, born, form.is_sound()) {
        let typed = Making {
            code,
            born,
            password: password.into(),
        };
        let made = app
            .sessions
            .make_account(&app.house, &app.passwords, typed, &source);
        match made.await {
            Ok((half, name)) => {
                end_visit(&app, &visit).await?;
                let frame = bare(frame);
                let told = page(&MadePage { frame, name });
                return Ok(second_factor::half_way(&app, told, &half));
            }
            Err(why @ NotMade::Gone) => form.wrong("code", CODE, why.to_string()),
            Err(why @ NotMade::WrongDate { .. }) => form.wrong("born", BORN, why.to_string()),
            Err(why @ NotMade::Weak(_)) => form.wrong("new_password", PASSWORD, why.to_string()),
            Err(why @ NotMade::Wait) => refused = Some(why.to_string()),
            Err(NotMade::Broken(error)) => return Err(error.into()),
        }
    }
    Ok(page_with_mistakes(&AccountPage {
        frame: came_back(frame),
        form,
        refused,
    }))
}

/// `GET /mijn/aanmelden`
pub async fn show_sign_in(frame: Frame) -> Response {
    page(&SignInPage {
        frame: bare(frame),
        form: Form::empty(NameFields::NAMES),
        refused: None,
    })
}

/// `POST /mijn/aanmelden`: on to the second factor.
///
/// # Errors
/// [`Failure::Broken`] when the store can't be written.
pub async fn sign_in(
    State(app): State<AppState>,
    Source(source): Source,
    visit: Visit,
    frame: Frame,
    Submitted { mut form, .. }: Submitted<NameFields>,
) -> Result<Response, Failure> {
    let name = form.required("name", NAME, |typed| {
        sign_in_name(typed).ok_or(Invalid::NotASignInName)
    });
    let password = form.value("password").to_owned();
    if password.is_empty() {
        form.wrong("password", PASSWORD, Invalid::Required.message());
    }
    let mut refused = None;
    if let Some(name) = name.filter(|_| form.is_sound()) {
        let password = password.into();
        let answer = app
            .sessions
            .sign_in(&app.house, &app.passwords, &name, password, &source);
        match answer.await {
            Ok(half) => {
                end_visit(&app, &visit).await?;
                return Ok(second_factor::asked(&app, &half, "/mijn"));
            }
            Err(SignInError::Store(error)) => return Err(Failure::fault(&error)),
            Err(SignInError::Keys(error)) => return Err(error.into()),
            Err(SignInError::Wrong | SignInError::Elsewhere) => {
                refused = Some("De aanmeldnaam of het wachtwoord klopt niet.".to_owned());
            }
            Err(wait @ SignInError::Wait { .. }) => refused = Some(wait.to_string()),
        }
    }
    Ok(page_with_mistakes(&SignInPage {
        frame: came_back(frame),
        form,
        refused,
    }))
}

/// The frame of a form that comes back.
fn came_back(frame: Frame) -> Frame {
    let mut frame = bare(frame);
    frame.wrong = true;
    frame
}
