//! Mail that is kept in memory in place of being sent: what the demo shows. It is gone when the program stops.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::message::Mail;

/// How many mails are kept.
const MOST: usize = 500;

/// The mails that would have been sent. Clones are the same postbox.
#[derive(Clone, Default)]
pub struct Postbox(Arc<Mutex<VecDeque<Mail>>>);

impl Postbox {
    pub(super) fn keep(&self, mail: &Mail) {
        let mut mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mails.push_front(mail.clone());
        mails.truncate(MOST);
    }

    /// The last mails, the newest first.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        let mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mails.iter().cloned().collect()
    }
}
