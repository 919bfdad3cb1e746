//! The work itself, as the worker sees it.

use crate::store::BoxFuture;
use crate::store::outbox::Claimed;

/// Why a piece of work was not done. The code is a word for a person who looks after the outbox: no name, no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// Not now; try again.
    Retry(String),
    /// Never; a person must look at it.
    GiveUp(String),
    /// Nobody knows whether it had its effect. It is tried again with [`Claimed::unsure`] set; work that may not be done
    /// twice answers [`JobError::GiveUp`] then.
    Unknown(String),
}

/// Does what a row of the outbox says.
pub trait Work: Send + Sync {
    /// Does it once. A panic counts as a failed attempt.
    fn run(&self, row: Claimed) -> BoxFuture<'_, Result<(), JobError>>;
}
