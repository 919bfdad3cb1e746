//! Passkeys (WebAuthn level 3): what is asked of a browser, and whether its answer is right. The one place that knows the crate.
//!
//! User verification is always required: a passkey stands for something that somebody has, and knows or is. No attestation is asked, which would
//! tell which device somebody bought.

mod credential;

pub use credential::{Credential, Used};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use webauthn_rs::prelude::{
    Passkey, PasskeyAuthentication, PasskeyRegistration, Url, Uuid, Webauthn, WebauthnBuilder,
    WebauthnError,
};

use crate::clock::EpochMillis;

/// How long a question stands, in milliseconds. The browser is told the same.
pub const STANDS: EpochMillis = 5 * 60 * 1000;

/// Makes and checks the questions of one address.
pub struct Passkeys(Webauthn);

/// What was asked of a browser, to be kept until it answers: nobody else may see or make one.
pub struct Question {
    /// For the browser: the options of `navigator.credentials`, as JSON.
    pub options: String,
    /// What was asked, to check the answer by: opaque.
    pub kept: String,
    /// The number that the browser signs, by which its answer tells to which question it is ([`challenge_of`]).
    pub challenge: String,
}

/// Why an answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Anything: another origin, question, key or person, no user verification, or no answer at all.
    #[error("the passkey was not taken")]
    Wrong,
    /// Signed with the right key, and its counter did not go up: there may be a copy of it (WebAuthn 6.1.1).
    #[error("there may be a copy of the passkey")]
    Copied,
    /// To a question in whose place the same person was asked another one since, in another window.
    #[error("another question took the place of this one")]
    Replaced,
}

/// Making a question failed: a fault of ours.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no question for a passkey could be made")]
pub struct Failed;

impl Passkeys {
    /// For the pages at this address. `None` where no browser takes a passkey: the host is an IP address, or it is no `https` and not this machine.
    #[must_use]
    pub fn at(public_url: &str) -> Option<Self> {
        let origin = Url::parse(public_url).ok()?;
        let host = origin.domain()?;
        if origin.scheme() != "https" && host != "localhost" {
            return None;
        }
        let stands = std::time::Duration::from_millis(STANDS.unsigned_abs());
        let builder = WebauthnBuilder::new(host, &origin).ok()?;
        builder
            .rp_name("TOM")
            .timeout(stands)
            .build()
            .ok()
            .map(Self)
    }

    /// Asks for a new passkey of `owner`, an id; an authenticator that has one of `known` makes no second one. `name` is what the
    /// person chooses by on the own device: with what one signs in.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn ask_new(
        &self,
        owner: &str,
        name: &str,
        known: &[Credential],
    ) -> Result<Question, Failed> {
        let known = known.iter().map(|one| one.key.cred_id().clone()).collect();
        let asked = self
            .0
            .start_passkey_registration(handle(owner), name, name, Some(known));
        let (options, state) = asked.map_err(|_| Failed)?;
        Question::of(&options, &options.public_key.challenge, &state)
    }

    /// The passkey that a browser made on being asked [`Passkeys::ask_new`].
    ///
    /// # Errors
    /// [`Refused::Wrong`] for whatever isn't right.
    pub fn made(&self, kept: &str, answer: &str) -> Result<Credential, Refused> {
        let state: PasskeyRegistration = read(kept)?;
        let answer = serde_json::from_str(answer).map_err(|_| Refused::Wrong)?;
        let key = self.0.finish_passkey_registration(&answer, &state);
        let key = key.map_err(|_| Refused::Wrong)?;
        Ok(Credential { key, counter: 0 })
    }

    /// Asks for one of these passkeys.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn ask(&self, known: &[Credential]) -> Result<Question, Failed> {
        let known: Vec<Passkey> = known.iter().map(|one| one.key.clone()).collect();
        let asked = self.0.start_passkey_authentication(&known);
        let (options, state) = asked.map_err(|_| Failed)?;
        Question::of(&options, &options.public_key.challenge, &state)
    }

    /// Which passkey answered [`Passkeys::ask`].
    ///
    /// # Errors
    /// Why it was not taken.
    pub fn used(&self, kept: &str, answer: &str) -> Result<Used, Refused> {
        let state: PasskeyAuthentication = read(kept)?;
        let answer = serde_json::from_str(answer).map_err(|_| Refused::Wrong)?;
        match self.0.finish_passkey_authentication(&answer, &state) {
            Ok(result) if result.user_verified() => Ok(Used { result }),
            Err(WebauthnError::CredentialPossibleCompromise) => Err(Refused::Copied),
            Ok(_) | Err(_) => Err(Refused::Wrong),
        }
    }
}

impl Question {
    fn of(
        options: &impl Serialize,
        challenge: &[u8],
        state: &impl Serialize,
    ) -> Result<Self, Failed> {
        let options = serde_json::to_string(options).map_err(|_| Failed)?;
        let kept = serde_json::to_string(state).map_err(|_| Failed)?;
        Ok(Self {
            options,
            kept,
            challenge: URL_SAFE_NO_PAD.encode(challenge),
        })
    }
}

/// To which question a browser says that it answers. Whether it does, only [`Passkeys`] can tell.
#[must_use]
pub fn challenge_of(answer: &str) -> Option<String> {
    let answer: Value = serde_json::from_str(answer).ok()?;
    let client = answer.pointer("/response/clientDataJSON")?.as_str()?;
    let client: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(client).ok()?).ok()?;
    Some(client.get("challenge")?.as_str()?.to_owned())
}

/// What an authenticator keeps to know whose a passkey is: tells nothing of anybody (WebAuthn 14.6.1).
fn handle(owner: &str) -> Uuid {
    let hash: [u8; 32] = Sha256::digest(format!("passkey of\n{owner}").as_bytes()).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Uuid::from_bytes(bytes)
}

fn read<T: DeserializeOwned>(kept: &str) -> Result<T, Refused> {
    serde_json::from_str(kept).map_err(|_| Refused::Wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_for_an_address_with_a_name_over_https_or_on_this_machine() {
        for (address, offered) in [
            ("https://tom.example.nl", true),
            ("https://tom.example.nl:8443", true),
            ("http://localhost:8080", true),
            ("http://tom.example.nl", false),
            ("http://127.0.0.1:8080", false),
            ("https://192.0.2.7", false),
            ("https://[::1]", false),
            ("", false),
        ] {
            assert_eq!(Passkeys::at(address).is_some(), offered, "{address}");
        }
    }
}
