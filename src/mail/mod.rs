//! E-mail that tells a stranger nothing.
//!
//! Every mail has the same sender and the same subject, so that neither gives away what it is about. What stands in it
//! comes from one of three templates (`templates/mail/`), and only a [`SeintjeText`] holds a name. Nothing in a mail
//! reports back that it was read.

mod config;
mod mailer;
mod message;
mod postbox;
mod smtp;
mod text;

pub use config::{MailConfig, MailConfigError, Security};
pub use mailer::{Mailer, Outcome};
pub use message::{Calendar, Mail, SUBJECT, new_message_id};
pub use postbox::Postbox;
pub use text::{
    InvitationText, PersonalLinkText, PointerText, ReminderText, SeintjeText, SittingText,
    TakenOverText,
};
