//! Mail over a real socket.

mod message;
mod server;
mod texts;

use tom::domain::contact::Email;
use tom::mail::{Mail, MailConfig, Mailer, Security};

use crate::support::smtp::SmtpSink;

/// A mailer to this server, in the open.
pub fn mailer(sink: &SmtpSink) -> Mailer {
    Mailer::smtp(&config(sink)).unwrap()
}

fn config(sink: &SmtpSink) -> MailConfig {
    MailConfig {
        host: sink.address.ip().to_string(),
        port: sink.address.port(),
        security: Security::None,
        user: None,
        password: None,
        from: Email::parse("tom@regio.example").unwrap(),
        from_name: "Regio Voorbeeld".to_owned(),
        own_authority: None,
    }
}

fn mail(text: &str) -> Mail {
    Mail {
        calendar: None,
        to: Email::parse("postbus@gemeente.example").unwrap(),
        text: text.to_owned(),
        message_id: "<one@regio.example>".to_owned(),
        written_at: 1_793_000_000_000,
    }
}
