//! The way out for mail, and what can become of one.

use super::config::{MailConfig, MailConfigError};
use super::message::Mail;
use super::postbox::Postbox;
use super::smtp::Smtp;

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server has taken it.
    Sent,
    /// Not now: the server is away, busy, or can't be signed in to. The code says what, without an address.
    Temporary(String),
    /// Never: the server refuses this mail.
    Permanent(String),
    /// Nobody knows: the connection was lost after the mail was handed over and before the server answered. Sending it
    /// again with the same Message-ID lets the receiver's server see that it is the same mail.
    Unknown(String),
}

/// Sends mail, or keeps it in.
#[derive(Clone)]
pub enum Mailer {
    /// To a mail server.
    Smtp(Box<Smtp>),
    /// Nowhere: the demo keeps its mail and shows it.
    Record(Postbox),
}

impl Mailer {
    /// A mailer to this server. Does not connect yet.
    ///
    /// # Errors
    /// [`MailConfigError`] if no mail could be sent with this configuration.
    pub fn smtp(config: &MailConfig) -> Result<Self, MailConfigError> {
        Ok(Self::Smtp(Box::new(Smtp::new(config)?)))
    }

    /// Sends one mail and waits for the server's answer; for at most a few minutes.
    pub async fn send(&self, mail: &Mail) -> Outcome {
        match self {
            Self::Smtp(smtp) => smtp.send(mail).await,
            Self::Record(postbox) => {
                postbox.keep(mail);
                Outcome::Sent
            }
        }
    }
}
