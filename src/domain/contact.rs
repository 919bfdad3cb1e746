//! Telephone numbers and e-mail addresses.

use serde::{Deserialize, Serialize};

use super::invalid::Invalid;
use super::text::{checked_text, one_line};

/// A telephone number as it was typed: people know their own number by its spaces and dashes.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Telephone(String);

checked_text!(Telephone);

impl Telephone {
    /// Digits with spaces, dashes, dots, slashes and brackets between them. Good are ten digits that start with 0, `+` or `00`
    /// with 8 to 15 digits, free numbers (0800 and the like) and the 14 + area code of a gemeente.
    ///
    /// # Errors
    /// [`Invalid::Required`] for nothing, [`Invalid::NotATelephone`] for anything else.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let number = one_line(typed, 30).map_err(|fault| match fault {
            Invalid::Required => fault,
            _ => Invalid::NotATelephone,
        })?;
        let allowed = number.char_indices().all(|(at, c)| match c {
            '+' => at == 0,
            _ => c.is_ascii_digit() || " -./()".contains(c),
        });
        if allowed && has_a_known_form(&dialled(&number)) {
            Ok(Self(number))
        } else {
            Err(Invalid::NotATelephone)
        }
    }

    /// What to dial, for a link on a page: digits, with a `+` in front of an international number.
    #[must_use]
    pub fn dialled(&self) -> String {
        dialled(&self.0)
    }
}

/// Leaves out what is written for the eye: `+31 (0)33 123` becomes `+3133123`, `0032` becomes `+32`.
fn dialled(number: &str) -> String {
    let international = number.starts_with('+') || number.starts_with("00");
    let number = if international {
        number.replace("(0)", "")
    } else {
        number.to_owned()
    };
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match (number.starts_with('+'), digits.strip_prefix("00")) {
        (true, _) => format!("+{digits}"),
        (false, Some(rest)) => format!("+{rest}"),
        (false, None) => digits,
    }
}

fn has_a_known_form(dialled: &str) -> bool {
    if let Some(digits) = dialled.strip_prefix('+') {
        return (8..=15).contains(&digits.len()) && !digits.starts_with('0');
    }
    let length = dialled.len();
    match dialled {
        free if free.starts_with("0800") || free.starts_with("090") => {
            matches!(length, 8 | 10 | 11)
        }
        gemeente if gemeente.starts_with("140") => matches!(length, 5 | 6),
        _ => length == 10 && dialled.starts_with('0'),
    }
}

/// An e-mail address that a mail server takes without extensions.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

checked_text!(Email);

impl Email {
    /// Most characters (RFC 5321 leaves 254 between the angle brackets).
    pub const MAX: usize = 254;

    /// One `@`, something before it, a domain with a dot after it, no white space, quotes or control characters: nothing that
    /// could start a new header line either.
    ///
    /// # Errors
    /// Nothing typed, more than 254 characters, or no e-mail address.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let address = typed.trim();
        if address.is_empty() {
            return Err(Invalid::Required);
        }
        if address.len() > Self::MAX {
            return Err(Invalid::TooLong { max: Self::MAX });
        }
        match address.split_once('@') {
            Some((mailbox, domain)) if is_mailbox(mailbox) && is_domain(domain) => {
                Ok(Self(address.to_owned()))
            }
            _ => Err(Invalid::NotAnEmail),
        }
    }
}

fn is_mailbox(mailbox: &str) -> bool {
    mailbox.len() <= 64
        && mailbox.split('.').all(|atom| {
            !atom.is_empty()
                && atom
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
        })
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.split('.').all(is_label)
        && domain
            .rsplit('.')
            .next()
            .is_some_and(|top| top.len() >= 2 && !top.bytes().all(|b| b.is_ascii_digit()))
        && domain.contains('.')
}
