//! What every use case works with.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::clamd::Clamd;
use crate::clock::Clock;
use crate::domain::rules::Rules;
use crate::provider::Providers;
use crate::random::Random;
use crate::store::Store;
use crate::store::outbox::{Pulse, Waker};
use crate::vault::Vault;

/// The house: store, vault, clock, and the rules. Cheap to clone; wired in one place.
#[derive(Clone)]
pub struct House {
    /// The database.
    pub store: Store,
    /// Seals and opens.
    pub vault: Vault,
    /// The clock of the cases.
    pub clock: Clock,
    /// Random numbers.
    pub random: Random,
    /// Every workflow version that a case may have started with, by its id.
    pub workflows: Arc<BTreeMap<String, Rules>>,
    /// Wakes the worker after a commit.
    pub waker: Waker,
    /// Beats as often as the worker looks at the outbox.
    pub pulse: Pulse,
    /// Where the employees of some parties sign in.
    pub providers: Arc<Providers>,
    /// Looks through each file that is added; none: nobody does.
    pub clamd: Option<Clamd>,
    /// Where the pages are found from outside, without a slash at the end: for links in letters and mails.
    pub public_url: Arc<str>,
}

impl House {
    /// The rules that a case started with.
    ///
    /// # Errors
    /// [`super::ActionError::Workflow`] if this program doesn't know that version.
    pub fn rules(&self, workflow: &str) -> Result<&Rules, super::ActionError> {
        self.workflows
            .get(workflow)
            .ok_or_else(|| super::ActionError::Workflow(workflow.to_owned()))
    }

    /// A Message-ID of our own, kept with the message so that a second try has the same one. Tells nothing.
    #[must_use]
    pub fn message_id(&self) -> String {
        let host = self
            .public_url
            .split("//")
            .nth(1)
            .and_then(|rest| rest.split(['/', ':']).next());
        format!(
            "<{}@{}>",
            self.random.opaque_id(),
            host.unwrap_or("tom.invalid")
        )
    }
}
