//! One mail, in the form in which it travels.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::clock::EpochMillis;
use crate::domain::contact::Email;
use crate::random::Random;

/// The subject of every mail.
pub const SUBJECT: &str = "Er staat een bericht voor u klaar";

/// A mail to be sent. It has no subject and no sender of its own: those are the same for every mail.
#[derive(Clone)]
pub struct Mail {
    /// Whom it goes to.
    pub to: Email,
    /// What it says, in plain text.
    pub text: String,
    /// Its Message-ID, from [`new_message_id`]: the same at every attempt.
    pub message_id: String,
    /// A calendar file that goes along.
    pub calendar: Option<Calendar>,
    /// When it was written, also the same at every attempt.
    pub written_at: EpochMillis,
}

/// A calendar file (RFC 5546) beside the text of a mail.
#[derive(Clone)]
pub struct Calendar {
    /// What it does: `REQUEST` or `CANCEL`.
    pub method: &'static str,
    /// The file.
    pub text: String,
}

/// A new Message-ID in the sender's own domain. It tells nothing.
#[must_use]
pub fn new_message_id(random: &Random, from: &Email) -> String {
    let domain = from.as_str().rsplit('@').next().unwrap_or_default();
    format!("<{}@{domain}>", random.opaque_id())
}

/// The mail with its headers. The text is always base64: then no line of it can be taken for a command, none is too
/// long, and a server that knows only ASCII passes it on whole.
pub(super) fn compose(mail: &Mail, from: &Mailbox) -> Option<Message> {
    let text = mail.text.replace("\r\n", "\n").replace('\n', "\r\n");
    let body = Body::new_with_encoding(text, ContentTransferEncoding::Base64).ok()?;
    let millis = u64::try_from(mail.written_at).unwrap_or(0);
    let to: Address = mail.to.as_str().parse().ok()?;
    let letter = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(SUBJECT)
        .message_id(Some(mail.message_id.clone()))
        .date(UNIX_EPOCH + Duration::from_millis(millis))
        // RFC 3834: holiday messages and the like don't answer this.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    let text = SinglePart::builder()
        .header(ContentType::TEXT_PLAIN)
        .body(body);
    let Some(calendar) = &mail.calendar else {
        return letter.singlepart(text).ok();
    };
    let kind = format!("text/calendar; charset=utf-8; method={}", calendar.method);
    let file = calendar.text.clone().into_bytes();
    let file = Body::new_with_encoding(file, ContentTransferEncoding::Base64).ok()?;
    let file = Attachment::new("overleg.ics".to_owned()).body(file, kind.parse().ok()?);
    letter
        .multipart(MultiPart::mixed().singlepart(text).singlepart(file))
        .ok()
}
