//! The password once more, before something weighty.

use crate::action::session::SignedIn;
use crate::action::sign_in::SignInError;
use crate::domain::invalid::Invalid;

use super::failure::Failure;
use super::form::Form;
use super::state::AppState;

/// Whether the field `password` of a form holds the own password. If not, the form says why.
///
/// # Errors
/// [`Failure::Broken`] when that can't be found out.
pub async fn confirmed(
    app: &AppState,
    who: &SignedIn,
    source: &str,
    form: &mut Form,
) -> Result<bool, Failure> {
    let password = form.value("password").to_owned();
    let message = if password.is_empty() {
        Invalid::Required.message()
    } else {
        let asked = app
            .sessions
            .confirm(&app.passwords, &who.user, password.into(), source);
        match asked.await {
            Ok(()) => return Ok(true),
            Err(SignInError::Store(error)) => return Err(Failure::fault(&error)),
            Err(SignInError::Keys(error)) => return Err(error.into()),
            Err(SignInError::Wrong) => "Dit wachtwoord klopt niet.".into(),
            Err(wait) => wait.to_string(),
        }
    };
    form.wrong("password", "Wachtwoord", message);
    Ok(false)
}
