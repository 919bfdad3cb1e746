//! Where mail goes out, and as whom.

use secrecy::SecretString;

use crate::domain::contact::Email;

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Security {
    /// Not at all: for a mail server on the same machine.
    None,
    /// It starts in the open and must turn to TLS before anything is said (port 587, RFC 3207).
    #[default]
    StartTls,
    /// TLS from the first byte (port 465, RFC 8314).
    Tls,
}

impl Security {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::None, Self::StartTls, Self::Tls];

    /// The word for it in the configuration.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::StartTls => "starttls",
            Self::Tls => "tls",
        }
    }

    /// Reads what [`Security::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// The port that belongs to it.
    #[must_use]
    pub const fn port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::StartTls => 587,
            Self::Tls => 465,
        }
    }
}

/// The mail server, and the sender of every mail.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// Name of the server: also the name that its certificate must have.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// The user to sign in as, if the server wants that.
    pub user: Option<String>,
    /// That user's password.
    pub password: Option<SecretString>,
    /// The address of the sender.
    pub from: Email,
    /// The sender's name as readers see it. Neutral: "TOM", or the name of an organisation that sends all sorts of mail.
    pub from_name: String,
    /// Certificates (PEM) of an authority of our own, for a server that the public ones don't know.
    pub own_authority: Option<Vec<u8>>,
}

/// Why mail can't be sent with this configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailConfigError {
    /// A user without a password, or the other way round.
    #[error("Vul voor de mailserver een gebruiker én een wachtwoord in, of geen van beide.")]
    HalfAnAccount,
    /// The password would cross the network in the open.
    #[error(
        "Kies 'starttls' of 'tls' voor de mailserver: zonder beveiliging gaat het wachtwoord leesbaar over het netwerk."
    )]
    OpenPassword,
    /// The certificates can't be read.
    #[error(
        "Het certificaat voor de mailserver is niet te lezen. Gebruik een bestand in PEM-vorm."
    )]
    Certificate,
    /// The name of the sender can't stand in a mail.
    #[error("De naam of het adres van de afzender van mail klopt niet.")]
    Sender,
}
