//! Mail to a server, step by step: only so do we know whether a lost connection may have left a mail behind.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use lettre::Message;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use secrecy::ExposeSecret as _;
use tokio::time::timeout;

use super::config::{MailConfig, MailConfigError, Security};
use super::mailer::Outcome;
use super::message::{Mail, compose};

/// How long the server may take to greet us and to sign us in.
const GREETING: Duration = Duration::from_secs(30);
/// How long it may take over the envelope, and then over the mail itself.
const ANSWER: Duration = Duration::from_secs(60);

/// A mail server.
#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    security: Security,
    tls: TlsParameters,
    credentials: Option<Credentials>,
    from: Mailbox,
}

impl Smtp {
    pub(super) fn new(config: &MailConfig) -> Result<Self, MailConfigError> {
        let credentials = match (&config.user, &config.password) {
            (None, None) => None,
            (Some(user), Some(password)) => {
                let password = password.expose_secret().to_owned();
                Some(Credentials::new(user.clone(), password))
            }
            _ => return Err(MailConfigError::HalfAnAccount),
        };
        let here = ["localhost", "127.0.0.1", "::1"].contains(&config.host.as_str());
        if credentials.is_some() && config.security == Security::None && !here {
            return Err(MailConfigError::OpenPassword);
        }
        let mut tls = TlsParameters::builder(config.host.clone());
        if let Some(pem) = &config.own_authority {
            let own = Certificate::from_pem(pem).map_err(|_| MailConfigError::Certificate)?;
            tls = tls.add_root_certificate(own);
        }
        let address = config.from.as_str().parse();
        let address = address.map_err(|_| MailConfigError::Sender)?;
        let name = Some(config.from_name.clone()).filter(|name| !name.is_empty());
        Ok(Self {
            host: config.host.clone(),
            port: config.port,
            security: config.security,
            tls: tls.build().map_err(|_| MailConfigError::Certificate)?,
            credentials,
            from: Mailbox::new(name, address),
        })
    }

    /// Sends one mail over a connection of its own.
    pub(super) async fn send(&self, mail: &Mail) -> Outcome {
        let Some(message) = compose(mail, &self.from) else {
            return Outcome::Permanent("not_a_mail".to_owned());
        };
        let mut conn = match timeout(GREETING, self.connect()).await {
            Ok(Ok(conn)) => conn,
            // Whatever is wrong here is not this mail's fault, so that it may still go later.
            Ok(Err(error)) => return Outcome::Temporary(code("connect", &error)),
            Err(_) => return Outcome::Temporary("connect_timeout".to_owned()),
        };
        let outcome = deliver(&mut conn, &message).await;
        // The server has answered for the mail; what it says to our goodbye does not matter.
        drop(timeout(Duration::from_secs(5), conn.abort()).await);
        outcome
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let hello = ClientId::default();
        let at_once = (self.security == Security::Tls).then(|| self.tls.clone());
        let server = (self.host.as_str(), self.port);
        let mut conn =
            AsyncSmtpConnection::connect_tokio1(server, Some(GREETING), &hello, at_once, None)
                .await?;
        if self.security == Security::StartTls {
            conn.starttls(self.tls.clone(), &hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            conn.auth(&[Mechanism::Plain, Mechanism::Login], credentials)
                .await?;
        }
        Ok(conn)
    }
}

/// The envelope, then the mail. Up to the mail itself, a lost connection means that it was not sent.
async fn deliver(conn: &mut AsyncSmtpConnection, message: &Message) -> Outcome {
    match timeout(ANSWER, announce(conn, message)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) if error.is_permanent() => return Outcome::Permanent(code("smtp", &error)),
        Ok(Err(error)) => return Outcome::Temporary(code("smtp", &error)),
        Err(_) => return Outcome::Temporary("smtp_timeout".to_owned()),
    }
    match timeout(ANSWER, conn.message(&message.formatted())).await {
        Ok(Ok(_)) => Outcome::Sent,
        Ok(Err(error)) if error.is_permanent() => Outcome::Permanent(code("smtp", &error)),
        Ok(Err(error)) if error.is_transient() => Outcome::Temporary(code("smtp", &error)),
        Ok(Err(error)) => Outcome::Unknown(code("smtp", &error)),
        Err(_) => Outcome::Unknown("smtp_timeout".to_owned()),
    }
}

async fn announce(conn: &mut AsyncSmtpConnection, message: &Message) -> Result<(), Error> {
    let envelope = message.envelope();
    conn.command(MailFrom::new(envelope.from().cloned(), Vec::new()))
        .await?;
    for to in envelope.to() {
        conn.command(Rcpt::new(to.clone(), Vec::new())).await?;
    }
    conn.command(Data).await.map(drop)
}

/// What went wrong, in a word. The server's own text can repeat an address, so only its number is kept.
fn code(step: &str, error: &Error) -> String {
    match error.status() {
        Some(status) => format!("{step}_{status}"),
        None if error.is_tls() || is_bad_tls(error) => format!("{step}_tls"),
        None if error.is_client() => format!("{step}_not_offered"),
        None => format!("{step}_lost"),
    }
}

/// Whether a certificate that nobody vouches for, or a server that speaks no TLS, ended the connection: rustls says so
/// through the stream.
fn is_bad_tls(error: &Error) -> bool {
    let mut why = error.source();
    while let Some(deeper) = why {
        if let Some(io) = deeper.downcast_ref::<io::Error>() {
            return io.kind() == io::ErrorKind::InvalidData;
        }
        why = deeper.source();
    }
    false
}
