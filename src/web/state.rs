//! What the front door works with.

use std::sync::Arc;
use std::time::Duration;

use crate::action::password::Passwords;
use crate::action::session::Sessions;
use crate::action::{House, Postbox};
use crate::clock::Clock;
use crate::domain::contact::Email;
use crate::random::Random;

/// Everything that a handler may need. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// What the use cases work with.
    pub house: House,
    /// The sessions of who is signed in.
    pub sessions: Sessions,
    /// Checks passwords.
    pub passwords: Passwords,
    /// The clock of the cases.
    pub clock: Clock,
    /// Random numbers.
    pub random: Random,
    /// How this place is reached.
    pub site: Arc<Site>,
    /// What was mailed, where mail is kept in place of being sent.
    pub postbox: Option<Postbox>,
}

/// How the pages are reached, from the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Whether browsers reach us over https. Without it the cookies can't be `Secure`, which not every browser
    /// accepts even on this machine itself; so it may be off on a loopback address only.
    pub https: bool,
    /// Whether a proxy of ours stands in front, which puts the visitor's address last in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Whether this is a demo, with a line above every page that says so and tells the date.
    pub demo: bool,
    /// Whom to tell of a weakness or of what is not accessible, if the configuration says so.
    pub contact: Option<Email>,
    /// How long an answer may take before it is given up.
    pub patience: Duration,
}

impl Default for Site {
    /// Plain http on this machine, no proxy, no demo, no contact, half a minute.
    fn default() -> Self {
        Self {
            https: false,
            behind_proxy: false,
            demo: false,
            contact: None,
            patience: Duration::from_secs(30),
        }
    }
}
