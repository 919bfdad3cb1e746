//! What a mail says.

use askama::Template;

use crate::domain::notice::Seintje;

/// Points to a message inside TOM, without a name.
#[derive(Template)]
#[template(path = "mail/pointer.txt")]
pub struct PointerText {
    /// Where to sign in.
    pub url: String,
}

/// Tells an employee that a colleague took a case over, without a name.
#[derive(Template)]
#[template(path = "mail/taken_over.txt")]
pub struct TakenOverText {
    /// Where to sign in.
    pub url: String,
}

/// Invites an employee to choose a password.
#[derive(Template)]
#[template(path = "mail/invitation.txt")]
pub struct InvitationText {
    /// The link, secret included.
    pub link: String,
    /// For how many days it works.
    pub days: i64,
}

/// Reminds somebody of deadlines, without a name or a case.
#[derive(Template)]
#[template(path = "mail/reminder.txt")]
pub struct ReminderText {
    /// The list to look at.
    pub url: String,
}

/// Invites a party to a sitting, or says that it is off: when and where, without a name or a case.
#[derive(Template)]
#[template(path = "mail/sitting.txt")]
pub struct SittingText {
    /// Who invites.
    pub from: String,
    /// Day and hour, as a reader writes them.
    pub when: String,
    /// Where; empty where it is off.
    pub place: String,
    /// Whether it is off.
    pub off: bool,
}

/// A seintje: a fixed text and the name. It takes a [`Seintje`], so nothing else can stand in it.
#[derive(Template)]
#[template(path = "mail/seintje.txt")]
pub struct SeintjeText {
    name: String,
}

/// The personal link of a parent or young person, without a name.
#[derive(Template)]
#[template(path = "mail/personal_link.txt")]
pub struct PersonalLinkText {
    /// The link, token included.
    pub link: String,
    /// What else opens it.
    pub needs: String,
    /// The last day on which it works, as a reader writes it: "3 maart 2027".
    pub until: String,
    /// Whether it was mailed before, and what it opens is erased after that day.
    pub again: bool,
}

impl SeintjeText {
    /// The text of this seintje.
    #[must_use]
    pub fn of(seintje: &Seintje) -> Self {
        Self {
            name: seintje.name().to_string(),
        }
    }
}

/// The text itself. A template that is compiled in can't fail on plain text; it would give an empty mail.
macro_rules! texts {
    ($($name:ident)*) => {$(
        impl $name {
            /// The text as it is sent.
            #[must_use]
            pub fn text(&self) -> String {
                self.render().unwrap_or_default()
            }
        }
    )*};
}

texts! { InvitationText PointerText ReminderText TakenOverText SeintjeText SittingText PersonalLinkText }
